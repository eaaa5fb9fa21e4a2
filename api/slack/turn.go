package slack

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/limber-health/limber/chat"
)

// tabTime is how long a message in the messages tab goes on the conversation
// of the one before it.
const tabTime = 30 * time.Minute

// ask answers one message.
func (r *run) ask(ctx context.Context) error {
	t := r.t
	if r.job.Tries > 0 && t.Stream.TS == "" {
		r.removeTorn(ctx)
	}
	if t.Reply != nil {
		return r.deliver(ctx)
	}
	if stop, err := r.before(ctx); stop || err != nil {
		return err
	}
	if utf8.RuneCountInString(t.Text) > chat.MaxMessage {
		return r.tooLong(ctx)
	}
	err := r.reply(ctx)
	switch {
	case err == nil:
		return r.deliver(ctx)
	case errors.Is(err, errEnough):
		return r.instead(ctx)
	case errors.Is(err, errStopped), errors.Is(err, errDeleted), errors.Is(err, errLost):
		return err
	case errors.As(err, new(*later)), errors.As(err, new(*fault)), ctx.Err() != nil && context.Cause(ctx) != context.DeadlineExceeded:
		return err
	}
	r.b.log.Error("slack: no answer could be made", "error", fmt.Sprintf("%T", err))
	_, err = r.here(context.WithoutCancel(ctx), say(r.b.texts.Failed), "failed")
	return err
}

// before handles messages that are no question. It reports whether that was all.
func (r *run) before(ctx context.Context) (bool, error) {
	t, words := r.t, r.b.texts
	if r.job.Tries == 0 && !t.Quiet && t.Why == "" {
		ok, told := r.b.speed.take(t.Team+"/"+t.User, time.Now())
		if !ok {
			t.Why, t.Quiet = tooFast, told
		}
	}
	switch {
	case t.Receipt != "":
		fresh, err := r.bind(ctx)
		if err == nil && !fresh {
			_, err = r.here(ctx, say(words.Stale), "stale")
		}
		return !fresh, err
	case t.Text == "":
		if t.Quiet || t.Why != "" {
			return true, r.instead(ctx)
		}
		_, err := r.here(ctx, say(words.NoText), "no-text")
		return true, err
	case t.From == fromDM && slices.Contains(words.StartOver, lowered(t.Text)):
		return true, r.startOver(ctx)
	}
	return false, nil
}

// bind turns a press on an answer to a question of the notice into the words
// that the rules read as that answer. Only the newest reply's questions count.
func (r *run) bind(ctx context.Context) (bool, error) {
	t := r.t
	th, _, err := r.thread(ctx)
	if err != nil || th.Conversation == "" {
		return false, err
	}
	conv, err := r.b.chat.Conversation(ctx, th.Conversation)
	if errors.Is(err, chat.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("read conversation: %w", err)
	}
	last := conv.Turns[max(0, len(conv.Turns)-1):]
	if len(last) == 0 || last[0].Reply == nil || last[0].Reply.ID != t.Receipt || t.Question >= len(last[0].Reply.Triage.Questions) {
		return false, nil
	}
	t.Shown = last[0].Reply.Triage.Questions[t.Question].Text + " " + t.Text
	for range t.Question {
		t.Text = "Not sure. " + t.Text // the questions before it stay open
	}
	t.Receipt = ""
	return true, nil
}

// thread returns what is known of the place where the message belongs, and the
// keys under which to keep it.
func (r *run) thread(ctx context.Context) (*Thread, []string, error) {
	t := r.t
	keys := []string{t.place()}
	if t.Channel == "" {
		keys = nil
	}
	if t.Channel == "" || t.dm() && !t.Threaded {
		keys = append(keys, t.tab())
	}
	for _, key := range keys {
		th, err := r.b.store.Thread(ctx, key)
		if err != nil {
			return nil, nil, &later{r.backoff(), fmt.Errorf("read slack thread: %w", err)}
		}
		if th != nil && (key != t.tab() || time.Since(th.Used) < tabTime) {
			return th, keys, nil
		}
	}
	return &Thread{}, keys, nil
}

// reply tells the verdict, then runs the one pipeline and shows what it says
// as it comes. The verdict is told ahead, so that tries that end because Slack
// does not take the notice leave no trace in the conversation.
func (r *run) reply(ctx context.Context) error {
	th, keys, err := r.thread(ctx)
	if err != nil {
		return err
	}
	earlier, err := r.begin(ctx, th, keys)
	if err != nil {
		return err
	}
	v := r.b.chat.Triage(append(earlier, r.t.Text), r.b.opts.Locale)
	err = r.triaged(ctx, &v, th, keys)
	if errors.Is(err, errEnough) || errors.Is(err, errStopped) {
		r.b.opts.Meter.Verdict(channelName, v.Level.String())
		return r.count(ctx, th, err)
	}
	if err != nil {
		return err
	}
	r.t.Reply, err = r.b.chat.Reply(ctx, r.question(th), func(e chat.Event) error {
		switch {
		case e.Triage != nil && e.Triage.Level > v.Level: // cannot be: the same turns, the same rules
			return r.triaged(ctx, e.Triage, th, keys)
		case e.Sentence != nil:
			r.grow(ctx, e.Sentence)
		}
		return nil
	})
	r.b.opts.Meter.Reply(channelName, r.t.Reply, err)
	if err != nil {
		r.t.Reply = nil
		return err
	}
	return r.note(ctx)
}

func (r *run) question(th *Thread) chat.Question {
	return chat.Question{Message: r.t.Text, ConversationID: th.Conversation, Locale: r.b.opts.Locale, Came: r.t.At}
}

// count adds the message to its conversation without an answer, and returns
// why there is none.
func (r *run) count(ctx context.Context, th *Thread, why error) error {
	_, err := r.b.chat.Reply(context.WithoutCancel(ctx), r.question(th), func(chat.Event) error { return why })
	return err
}

// begin makes sure of a conversation, and of the way to it, before anything
// is said. It returns the earlier turns.
func (r *run) begin(ctx context.Context, th *Thread, keys []string) ([]string, error) {
	if err := r.hold(ctx); err != nil && !errors.Is(err, errStopped) {
		return nil, err // deleted: keep nothing of it
	}
	if th.Conversation != "" {
		conv, err := r.b.chat.Conversation(ctx, th.Conversation)
		if err == nil {
			return conv.Messages(), r.keep(ctx, th, keys)
		}
		if !errors.Is(err, chat.ErrNotFound) {
			return nil, &later{r.backoff(), fmt.Errorf("read conversation: %w", err)}
		}
		*th = Thread{} // too old, or erased
	}
	id, err := r.b.chat.Begin(ctx, r.b.opts.Locale)
	if err != nil {
		return nil, &later{r.backoff(), err}
	}
	th.Conversation = id
	return nil, r.keep(ctx, th, keys)
}

func (r *run) keep(ctx context.Context, th *Thread, keys []string) error {
	th.Used = time.Now().UTC()
	for _, key := range keys {
		if err := r.b.store.SaveThread(ctx, key, *th); err != nil {
			return &later{r.backoff(), fmt.Errorf("save slack thread: %w", err)}
		}
	}
	return nil
}
