package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/limber-health/limber/chat"
	"github.com/limber-health/limber/retrieval"
)

// searchCmd searches in bulk.
type searchCmd struct {
	indexFlags
	Queries string `help:"Questions, one JSON object {\"_id\",\"text\"} a line." type:"existingfile" required:"" placeholder:"FILE.jsonl"`
	K       int    `help:"Articles a question." default:"10"`
	Run_    string `help:"Where to write the TREC run; - for standard output." name:"run" default:"-" placeholder:"OUT.trec"`
}

// Run writes lines "qid Q0 docid rank score tag".
func (c *searchCmd) Run(ctx context.Context, std stdio) error {
	if c.K < 1 {
		return fmt.Errorf("%w: --k must be at least 1", errUsage)
	}
	app, err := openApp(ctx, c.indexFlags, chat.Options{})
	if err != nil {
		return err
	}
	queries, err := retrieval.ReadQueries(c.Queries)
	if err != nil {
		return err
	}
	app.warn(std.err)
	run, err := retrieval.RunQueries(ctx, app.served.Load().Index, queries, c.K)
	if err != nil {
		return err
	}
	app.warnMissed(std.err)
	return toFile(c.Run_, std.out, func(w io.Writer) error {
		return retrieval.WriteTREC(w, run, queries, "limber")
	})
}

// toFile lets write fill the named file, or out for "-". A file that could
// not be written whole is an error.
func toFile(name string, out io.Writer, write func(io.Writer) error) (err error) {
	if name == "-" {
		return write(out)
	}
	f, err := os.Create(name)
	if err != nil {
		return fmt.Errorf("write run: %w", err)
	}
	defer func() {
		if cerr := f.Close(); err == nil && cerr != nil {
			err = fmt.Errorf("write run: %w", cerr)
		}
	}()
	return write(f)
}
