package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/limber-health/limber/chat"
	"github.com/limber-health/limber/chat/guard"
)

// askCmd is one turn in the terminal.
type askCmd struct {
	dataFlag
	Question string `arg:"" help:"What you want to know, in your own words."`
	JSON     bool   `help:"Print the object that POST /v1/chat answers." name:"json"`
	Locale   string `help:"Language and country, such as en-GB; decides which emergency numbers are shown." placeholder:"TAG"`
}

// Run answers the question.
func (a *askCmd) Run(ctx context.Context, std stdio) error {
	app, err := openApp(ctx, a.Data)
	if err != nil {
		return err
	}
	reply, err := app.chat.Reply(ctx, chat.Question{Message: a.Question, Locale: a.Locale}, nil)
	if err != nil {
		return fmt.Errorf("%w: %w", errUsage, err)
	}
	if a.JSON {
		enc := json.NewEncoder(std.out)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(reply)
	}
	printReply(std.out, reply)
	return nil
}

// lineWidth is the width of text in the terminal.
const lineWidth = 88

// printReply writes a reply for a reader: the notice first, then the answer,
// then what each sentence rests on.
func printReply(w io.Writer, r *chat.Reply) {
	if r.Triage.Level > guard.None {
		fmt.Fprintf(w, "%s\n%s\n\n", wrap("!! "+r.Triage.Headline, ""), wrap(r.Triage.Action, ""))
		for _, f := range r.Triage.Findings {
			fmt.Fprintln(w, wrap("Why: "+f.Reason, ""))
		}
		fmt.Fprintln(w)
	}
	if len(r.Answer.Sentences) == 0 {
		fmt.Fprintln(w, wrap(plain(r.Answer.Blocks), ""))
	}
	for i, s := range r.Answer.Sentences {
		if i == 1 {
			fmt.Fprintln(w)
		}
		lead := ""
		if i > 0 {
			lead = "- "
		}
		fmt.Fprintln(w, wrap(lead+s.Text+marks(s.Citations), strings.Repeat(" ", len(lead))))
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
