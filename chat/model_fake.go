package chat

import (
	"context"
	"strings"
)

// A FakeModel is a deterministic Model for tests and demonstrations. It calls
// no network.
type FakeModel struct {
	// Answer makes the whole text for a prompt. nil: copies every quote.
	Answer func(p Prompt) string
	// Fault, if set, ends every completion after the text.
	Fault Fault
	// Hang keeps the completion open after the text until its context ends.
	Hang bool
}

// Name is "fake/model".
func (f *FakeModel) Name() string { return "fake/model" }

// Complete writes the text in pieces of a few bytes.
func (f *FakeModel) Complete(ctx context.Context, p Prompt, write func(piece string) error) error {
	answer := f.Answer
	if answer == nil {
		answer = copyQuotes
	}
	text := answer(p)
	for len(text) > 0 {
		if err := ctx.Err(); err != nil {
			return err
		}
		n := min(7, len(text))
		if err := write(text[:n]); err != nil {
			return err
		}
		text = text[n:]
	}
	if f.Hang {
		<-ctx.Done()
		return ctx.Err()
	}
	if f.Fault != "" {
		return &ModelFault{f.Fault}
	}
	return nil
}

// copyQuotes answers with the quotes of a prompt, one on a line.
func copyQuotes(p Prompt) string {
	_, quotes, _ := strings.Cut(p.User, quotesLabel+"\n")
	return quotes
}
