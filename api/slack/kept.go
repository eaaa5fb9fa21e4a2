package slack

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/limber-health/limber/chat"
)

func lowered(s string) string { return strings.ToLower(strings.Trim(oneLine(s), " .!")) }

// startOver ends the conversation of the direct messages, without erasing it.
func (r *run) startOver(ctx context.Context) error {
	_, keys, err := r.thread(ctx)
	if err != nil {
		return err
	}
	if err := r.keep(ctx, &Thread{}, append(keys, r.t.tab())); err != nil {
		return err
	}
	_, err = r.here(ctx, say(r.b.texts.StartedOver), "start-over")
	return err
}

// edit looks at a changed message. Its words count from now on only if they
// show a danger that was not told yet.
func (r *run) edit(ctx context.Context) error {
	th, _, err := r.thread(ctx)
	if err != nil {
		return err
	}
	var turns []string
	if th.Conversation != "" {
		conv, err := r.b.chat.Conversation(ctx, th.Conversation)
		if err != nil && !errors.Is(err, chat.ErrNotFound) {
			return &later{r.backoff(), fmt.Errorf("read conversation: %w", err)}
		}
		if conv != nil {
			turns = conv.Messages()
		}
	}
	v := r.b.chat.Triage(append(turns, pieces(r.t.Text)...), r.b.opts.Locale)
	if v.Level == chat.LevelNone || known(&v, th) {
		return nil
	}
	return r.record(ctx)
}

// record counts the text of the message, in pieces if it is long, without
// answering it. A new danger is told.
func (r *run) record(ctx context.Context) error {
	whole := r.t.Text
	r.t.Quiet = true
	defer func() { r.t.Text = whole }()
	for _, piece := range pieces(whole) {
		r.t.Text, r.t.Noticed, r.t.Copied = piece, false, false
		if err := r.reply(ctx); !errors.Is(err, errEnough) {
			return err
		}
	}
	return nil
}

// tooLong tells a danger in a message that is too long to answer, and why no
// answer comes.
func (r *run) tooLong(ctx context.Context) error {
	quiet := r.t.Quiet
	if err := r.record(ctx); err != nil {
		return err
	}
	if quiet {
		return nil
	}
	_, err := r.here(ctx, say(r.b.texts.TooLong), "too-long")
	return err
}

// pieces cuts a text into messages that are not too long.
func pieces(s string) []string {
	var out []string
	for rest := []rune(s); len(rest) > 0; {
		n := min(len(rest), chat.MaxMessage)
		if p := string(rest[:n]); strings.TrimSpace(p) != "" {
			out = append(out, p)
		}
		rest = rest[n:]
	}
	return out
}

// erase removes the conversation of a place, and reports whether there was one.
func (r *run) erase(ctx context.Context, place string) (bool, error) {
	th, err := r.b.store.Thread(ctx, place)
	if err != nil {
		return false, &later{r.backoff(), fmt.Errorf("read slack thread: %w", err)}
	}
	if th == nil || th.Conversation == "" {
		return false, nil
	}
	err = r.b.chat.Erase(ctx, th.Conversation)
	if err == nil || errors.Is(err, chat.ErrNotFound) {
		err = r.b.store.ForgetConversation(ctx, th.Conversation)
	}
	if err != nil {
		return false, &later{r.backoff(), fmt.Errorf("erase conversation: %w", err)}
	}
	return true, nil
}

// forget erases a person's direct messages from memory.
func (r *run) forget(ctx context.Context) error {
	had, err := r.erase(ctx, r.t.tab())
	if err != nil {
		return err
	}
	words := r.b.texts.NothingKept
	if had {
		words = r.b.texts.Erased
	}
	_, err = r.aside(ctx, say(words), "forget")
	return err
}

// rate keeps a person's opinion of an answer and thanks.
func (r *run) rate(ctx context.Context) error {
	words := r.b.texts.Thanks
	err := r.b.chat.Rate(ctx, chat.Rating{Receipt: r.t.Receipt, Up: r.t.Up})
	if errors.Is(err, chat.ErrNotFound) {
		words, err = r.b.texts.RatingGone, nil
	}
	if err != nil {
		return &later{r.backoff(), fmt.Errorf("rate: %w", err)}
	}
	if r.t.Hook == "" {
		return nil
	}
	return ignoreRefusal(r.call(ctx, func() error { return r.b.web.Respond(ctx, r.t.Hook, say(words)) }, nil))
}
