package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/limber-health/limber/chat"
	"github.com/limber-health/limber/chat/store"
)

// replayCmd makes a recorded reply again.
type replayCmd struct {
	indexFlags
	storeFlags
	modelFlags
	ID   string `arg:"" help:"Receipt of the reply, rcpt_…" placeholder:"ID"`
	JSON bool   `help:"Print the receipts of then and now, and the differences, as JSON." name:"json"`
	Text bool   `help:"Print also what the person wrote and both answers."`
}

// A difference is one thing that was not the same again.
type difference struct {
	What string `json:"what"`
	Was  string `json:"was"`
	Is   string `json:"is"`
}

// Run fails if anything differs.
func (r *replayCmd) Run(ctx context.Context, std stdio) error {
	d, err := r.read(ctx, r.Data)
	if err != nil {
		return err
	}
	defer d.Close()
	was, err := d.Receipt(ctx, r.ID)
	if errors.Is(err, chat.ErrNotFound) {
		return fmt.Errorf("no receipt %s in %s: it was erased, is older than --receipt-retention, or belongs to another server", r.ID, r.Data)
	}
	if err != nil {
		return err
	}
	conv, err := d.Load(ctx, was.Conversation)
	if errors.Is(err, chat.ErrNotFound) {
		if err := r.print(std.out, map[string]any{"receipt": was}, []string{describeReceipt(was)}); err != nil {
			return err
		}
		return fmt.Errorf("the words of this turn are not kept (%s after the last turn by --retention, and never for a caller that brings its own history); only the receipt above remains", span(r.Retention))
	}
	if err != nil {
		return err
	}
	n := slices.IndexFunc(conv.Turns, func(t chat.Turn) bool { return t.Reply != nil && t.Reply.ID == r.ID })
	if n < 0 {
		return fmt.Errorf("receipt %s belongs to no turn that is kept", r.ID)
	}
	return r.again(ctx, std, conv, n)
}

// read opens the store for looking.
func (s storeFlags) read(ctx context.Context, dir string) (*store.DB, error) {
	if dir == "" {
		return nil, fmt.Errorf("%w: name the server's data directory with --data; without one nothing is stored", errUsage)
	}
	if err := s.check(); err != nil {
		return nil, fmt.Errorf("%w: %w", errUsage, err)
	}
	key, err := s.key()
	if err != nil {
		return nil, err
	}
	return store.Read(ctx, store.Options{Dir: dir, Key: key, Retention: s.Retention, ReceiptRetention: s.ReceiptRetention})
}

func (r *replayCmd) again(ctx context.Context, std stdio, conv *chat.Conversation, n int) error {
	opts, err := r.chatOptions(nil)
	if err != nil {
		return err
	}
	opts.Version = version
	app, err := openApp(ctx, r.indexFlags, opts)
	if err != nil {
		return err
	}
	reply, is, err := app.chat.Again(ctx, conv, n)
	if err != nil {
		return err
	}
	turn := conv.Turns[n]
	diffs := compare(turn, reply, is)
	lines := []string{describeReceipt(turn.Receipt)}
	for _, d := range diffs {
		lines = append(lines, fmt.Sprintf("differs  %-10s %s -> %s", d.What, d.Was, d.Is))
	}
	all := map[string]any{"receipt": turn.Receipt, "again": is, "differences": diffs}
	if r.Text {
		lines = append(lines, "message: "+turn.Message, "answer then: "+turn.Reply.Answer.Markdown, "answer now:  "+reply.Answer.Markdown)
		all["message"], all["answer"], all["answer_again"] = turn.Message, turn.Reply.Answer.Markdown, reply.Answer.Markdown
	}
	if err := r.print(std.out, all, lines); err != nil {
		return err
	}
	if len(diffs) > 0 {
		return fmt.Errorf("%d differences", len(diffs))
	}
	if !r.JSON {
		fmt.Fprintln(std.out, "The same reply again.")
	}
	return nil
}

func (r *replayCmd) print(w io.Writer, all map[string]any, lines []string) error {
	if r.JSON {
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(all)
	}
	for _, l := range lines {
		fmt.Fprintln(w, l)
	}
	return nil
}

// compare lists what differs between a turn as it was and as it is now.
// Durations always do, so they are left out.
func compare(turn chat.Turn, reply *chat.Reply, is *chat.Receipt) []difference {
	was := turn.Receipt
	out := []difference{}
	for _, d := range []difference{
		{"level", was.Level.String(), is.Level.String()},
		{"findings", rules(was), rules(is)},
		{"status", status(was), status(is)},
		{"sentences", sentences(turn.Reply), sentences(reply)},
		{"citations", places(was.Citations), places(is.Citations)},
		{"passages", places(was.Passages), places(is.Passages)},
		{"engine", was.Engine, is.Engine},
		{"degraded", fmt.Sprint(was.Degraded), fmt.Sprint(is.Degraded)},
		{"version", was.Version, is.Version},
		{"rules", short(was.Rules), short(is.Rules)},
		{"generation", fmt.Sprint(was.Generation), fmt.Sprint(is.Generation)},
		{"articles", short(was.Corpus), short(is.Corpus)},
		{"embedder", was.Embedder, is.Embedder},
	} {
		if d.Was != d.Is {
			out = append(out, d)
		}
	}
	if !slices.EqualFunc(turn.Reply.Answer.Sentences, reply.Answer.Sentences, func(a, b chat.Sentence) bool { return a.Text == b.Text }) {
		out = append(out, difference{"wording", "as stored", "other words; --text shows them"})
	}
	return out
}

func rules(r *chat.Receipt) string {
	var out []string
	for _, f := range r.Findings {
		out = append(out, f.Rule)
	}
	return orNone(strings.Join(out, " "))
}

func status(r *chat.Receipt) string {
	return strings.TrimSuffix(string(r.Status)+", "+string(r.Reason), ", ")
}

func sentences(r *chat.Reply) string { return fmt.Sprint(len(r.Answer.Sentences)) }

func places(all []chat.Place) string {
	var out []string
	for _, p := range all {
		out = append(out, fmt.Sprintf("%s#%d-%d", p.Article, p.Start, p.End))
	}
	return orNone(strings.Join(out, " "))
}

// short is the beginning of a hash, enough to tell two apart.
func short(hash string) string { return orNone(hash[:min(12, len(hash))]) }

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

// describeReceipt is a receipt in a few lines.
func describeReceipt(r *chat.Receipt) string {
	return fmt.Sprintf(`%s, turn %d of %s, %s
level %s, findings %s, %s, %d citations, engine %s, degraded %v
version %s, rules %s, index generation %d, articles %s, embedder %s
gates: forbidden %v, model lines %d, dropped %d, replaced %d, filled %d
%.1f ms: triage %.1f, search %.1f, words %.1f`,
		r.ID, r.Turn+1, r.Conversation, r.At.Format(time.RFC3339),
		r.Level, rules(r), status(r), len(r.Citations), r.Engine, r.Degraded,
		orNone(r.Version), short(r.Rules), r.Generation, short(r.Corpus), orNone(r.Embedder),
		r.Gates.Forbidden, r.Gates.Lines, r.Gates.Dropped, r.Gates.Replaced, r.Gates.Filled,
		r.Timings.Total, r.Timings.Triage, r.Timings.Search, r.Timings.Words)
}
