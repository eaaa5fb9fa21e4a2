package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/limber-health/limber/chat"
)

// chatCmd is a conversation in the terminal.
type chatCmd struct {
	indexFlags
	modelFlags
	Locale string `help:"Language and country, such as en-GB; decides which emergency numbers are shown." placeholder:"TAG"`
}

// maxInputLine bounds one line of input in bytes: a message of the greatest
// length, whatever its letters.
const maxInputLine = 4*chat.MaxMessage + 2

// Run answers line by line until the input ends. What was said earlier counts.
func (c *chatCmd) Run(ctx context.Context, std stdio) error {
	opts, err := c.chatOptions(nil)
	if err != nil {
		return err
	}
	app, err := openApp(ctx, c.indexFlags, opts)
	if err != nil {
		return err
	}
	app.warn(std.err)
	fmt.Fprintln(std.out, "Ask about the articles in your own words. An empty line or Ctrl-D ends the talk.")
	q := chat.Question{Locale: c.Locale}
	lines := bufio.NewScanner(std.in)
	lines.Buffer(nil, maxInputLine)
	for {
		fmt.Fprint(std.out, "\n> ")
		if !lines.Scan() || strings.TrimSpace(lines.Text()) == "" {
			break
		}
		fmt.Fprintln(std.out)
		q.Message = lines.Text()
		p := &printer{w: std.out}
		reply, err := app.chat.Reply(ctx, q, p.event)
		switch {
		case err == nil:
			q.ConversationID = reply.ConversationID
		case errors.Is(err, chat.ErrTooLong):
			fmt.Fprintf(std.out, "That is too long: at most %d characters.\n", chat.MaxMessage)
		default:
			return err
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("read question: %w", err)
	}
	fmt.Fprintln(std.out)
	return nil
}

// A printer writes a reply for a reader, event by event: the notice first,
// then the answer, then what each sentence rests on.
type printer struct {
	w    io.Writer
	said int
}

func (p *printer) event(e chat.Event) error {
	switch {
	case e.Triage != nil:
		printNotice(p.w, e.Triage)
	case e.Sentence != nil:
		printSentence(p.w, p.said, e.Sentence)
		p.said++
	case e.Done != nil:
		printRest(p.w, e.Done)
	}
	return nil
}
