package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"github.com/limber-health/limber/ingest"
)

// ingestCmd brings an index to exactly the given articles.
type ingestCmd struct {
	Data   string   `help:"Directory to keep the index in." type:"path" default:"data" placeholder:"DIR"`
	DryRun bool     `help:"Say what would happen and change nothing."`
	JSON   bool     `help:"Print the report as JSON." name:"json"`
	Back   bool     `help:"Go back to the index before the current one; ingest nothing." name:"rollback"`
	Paths  []string `arg:"" optional:"" help:"Files or folders. An article that is in no source leaves the index." type:"path"`
	webFlags
	embedderFlags
	EmbedderBatch        int           `help:"Texts given to the embedding server at once." default:"32"`
	EmbedderBatchTimeout time.Duration `help:"Longest time for one batch of texts." default:"1m"`
}

// Run ingests and reports. Refused files make it fail in the end, with
// everything else in the index.
func (c *ingestCmd) Run(ctx context.Context, std stdio) error {
	if c.Back {
		return c.rollback(std)
	}
	embedder, err := c.builder(c.EmbedderBatch, c.EmbedderBatchTimeout)
	if err != nil {
		return err
	}
	site, err := c.webFlags.options(progress(std.err, "fetching"))
	if err != nil {
		return err
	}
	if len(c.Paths) == 0 && !site.Enabled() {
		return fmt.Errorf("%w: name files, folders, a --sitemap or a list of --urls", errUsage)
	}
	report, err := ingest.Run(ctx, ingest.Options{
		Dir: c.Data, Sources: c.Paths, Web: site, Embedder: embedder,
		Remote: c.EmbedderProvider != "", DryRun: c.DryRun, Progress: progress(std.err, "embedding"),
	})
	if c.JSON {
		enc := json.NewEncoder(std.out)
		enc.SetIndent("", "  ")
		if jerr := enc.Encode(report); jerr != nil {
			return jerr
		}
	} else {
		printReport(std.out, report)
		fmt.Fprintln(std.out, c.outcome(report, err))
	}
	if err != nil {
		return err
	}
	return report.Err()
}

// rollback makes the index before the current one current again.
func (c *ingestCmd) rollback(std stdio) error {
	gen, err := ingest.NewStore(c.Data).Rollback()
	if err != nil {
		return err
	}
	fmt.Fprintf(std.out, "Generation %d is current again. Reload running servers: POST /admin/reload or SIGHUP.\n", gen.ID)
	return nil
}

// printReport lists what changed, one line each, and a line of totals.
func printReport(w io.Writer, r ingest.Report) {
	for _, group := range []struct {
		mark  string
		slugs []string
	}{{"+ added    ", r.Added}, {"~ changed  ", r.Changed}, {"- removed  ", r.Removed}} {
		for _, s := range group.slugs {
			fmt.Fprintln(w, group.mark, s)
		}
	}
	for _, f := range r.Refused {
		fmt.Fprintf(w, "! refused   %s: %s\n", f.Name, f.Reason)
	}
	fmt.Fprintf(w, "%d added, %d changed, %d unchanged, %d removed, %d refused", len(r.Added), len(r.Changed), len(r.Unchanged), len(r.Removed), len(r.Refused))
	if r.Skipped > 0 {
		fmt.Fprintf(w, ", %d files of other kinds skipped", r.Skipped)
	}
	fmt.Fprintln(w, ".")
}

// outcome says what became of the index.
func (c *ingestCmd) outcome(r ingest.Report, err error) string {
	switch {
	case err != nil:
		return "The index was not changed."
	case c.DryRun:
		return "Dry run: nothing was written."
	}
	return fmt.Sprintf("The index holds %d passages, %d embedded now.", r.Passages, r.Embedded)
}

// progress draws a bar on a terminal and nothing elsewhere.
func progress(w io.Writer, what string) func(done, total int) {
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return nil
	}
	var bar *progressbar.ProgressBar
	return func(done, total int) {
		if bar == nil {
			bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(w),
				progressbar.OptionSetDescription(what), progressbar.OptionShowCount(),
				progressbar.OptionClearOnFinish())
		}
		_ = bar.Set(done) // a bar that cannot be drawn is no reason to stop
	}
}
