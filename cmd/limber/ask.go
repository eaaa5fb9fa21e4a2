package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/limber-health/limber/chat"
	"github.com/limber-health/limber/chat/guard"
)

// askCmd is one turn in the terminal.
type askCmd struct {
	indexFlags
	modelFlags
	Question string `arg:"" help:"What you want to know, in your own words."`
	JSON     bool   `help:"Print the object that POST /v1/chat answers." name:"json"`
	Stream   bool   `help:"Print each sentence as soon as it is proven; with --json one event on each line."`
	Locale   string `help:"Language and country, such as en-GB; decides which emergency numbers are shown." placeholder:"TAG"`
}

// Run answers the question.
func (a *askCmd) Run(ctx context.Context, std stdio) error {
	opts, err := a.chatOptions(nil)
	if err != nil {
		return err
	}
	app, err := openApp(ctx, a.indexFlags, opts)
	if err != nil {
		return err
	}
	app.warn(std.err)
	reply, err := app.chat.Reply(ctx, chat.Question{Message: a.Question, Locale: a.Locale}, a.emit(std.out))
	switch {
	case errors.Is(err, chat.ErrEmpty), errors.Is(err, chat.ErrTooLong):
		return fmt.Errorf("%w: %w", errUsage, err)
	case err != nil || a.Stream:
		return err
	case a.JSON:
		enc := json.NewEncoder(std.out)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(reply)
	}
	printReply(std.out, reply)
	return nil
}

// emit prints a streamed reply as it is made.
func (a *askCmd) emit(w io.Writer) chat.Emit {
	switch {
	case !a.Stream:
		return nil
	case !a.JSON:
		return (&printer{w: w}).event
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return func(e chat.Event) error {
		switch {
		case e.Triage != nil:
			return enc.Encode(map[string]any{"event": "triage", "data": e.Triage})
		case e.Citation != nil:
			return enc.Encode(map[string]any{"event": "citation", "data": e.Citation})
		case e.Sentence != nil:
			return enc.Encode(map[string]any{"event": "sentence", "data": e.Sentence})
		default:
			return enc.Encode(map[string]any{"event": "done", "data": e.Done})
		}
	}
}

// lineWidth is the width of text in the terminal.
const lineWidth = 88

// printReply writes a whole reply for a reader.
func printReply(w io.Writer, r *chat.Reply) {
	p := &printer{w: w}
	_ = p.event(chat.Event{Triage: &r.Triage}) // a printer never fails
	for i := range r.Answer.Sentences {
		_ = p.event(chat.Event{Sentence: &r.Answer.Sentences[i]})
	}
	_ = p.event(chat.Event{Done: r})
}

func printNotice(w io.Writer, v *guard.Verdict) {
	if v.Level == guard.None {
		return
	}
	fmt.Fprintf(w, "%s\n%s\n\n", wrap("!! "+v.Headline, ""), wrap(v.Action, ""))
	for _, f := range v.Decisive() {
		fmt.Fprintln(w, wrap("Why: "+f.Reason, ""))
	}
	fmt.Fprintln(w)
}

// printSentence prints the i-th sentence: the direct one alone, then a list.
func printSentence(w io.Writer, i int, s *chat.Sentence) {
	if i == 1 {
		fmt.Fprintln(w)
	}
	lead := ""
	if i > 0 {
		lead = "- "
	}
	fmt.Fprintln(w, wrap(lead+s.Text+marks(s.Citations), strings.Repeat(" ", len(lead))))
}

// printRest prints what follows the sentences.
func printRest(w io.Writer, r *chat.Reply) {
	if len(r.Answer.Sentences) == 0 {
		fmt.Fprintln(w, wrap(plain(r.Answer.Blocks), ""))
	}
	for _, q := range r.Triage.Questions {
		fmt.Fprintf(w, "\n%s\n", wrap("? "+q.Text+" ("+strings.Join(q.Options, " / ")+")", "  "))
	}
	if len(r.Citations) > 0 {
		fmt.Fprintln(w, "\nSources, word for word:")
	}
	for _, c := range r.Citations {
		place := c.Title
		if c.Section != "" {
			place += ", " + c.Section
		}
		fmt.Fprintln(w, wrap(fmt.Sprintf("[%d] %s (%s)", c.N, place, c.URL), "    "))
	}
	if r.Degraded {
		fmt.Fprintln(w, "\n"+wrap("A part of Limber did not answer, so something may be missing here.", ""))
	}
	fmt.Fprintln(w, "\n"+wrap("General information, not medical advice. Limber is not a doctor.", ""))
}

func marks(ns []int) string {
	var b strings.Builder
	for _, n := range ns {
		fmt.Fprintf(&b, " [%d]", n)
	}
	return b.String()
}

// plain is the text of blocks without marks.
func plain(blocks []chat.Block) string {
	var parts []string
	for _, b := range blocks {
		for _, in := range b.Inlines {
			parts = append(parts, in.Text)
		}
		for _, item := range b.Items {
			parts = append(parts, plain(item))
		}
	}
	return strings.Join(parts, " ")
}

// wrap breaks text at spaces; later lines begin with indent.
func wrap(text, indent string) string {
	var b strings.Builder
	n := 0
	for i, word := range strings.Fields(text) {
		switch {
		case i == 0:
		case n+1+len(word) > lineWidth:
			b.WriteString("\n" + indent)
			n = len(indent)
		default:
			b.WriteByte(' ')
			n++
		}
		b.WriteString(word)
		n += len(word)
	}
	return b.String()
}
