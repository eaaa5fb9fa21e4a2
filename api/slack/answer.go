package slack

import (
	"context"
	"errors"
	"strings"
	"time"

	slackgo "github.com/slack-go/slack"

	"github.com/limber-health/limber/chat"
)

const (
	// statusTime bounds a status, which nobody should wait for.
	statusTime = 2 * time.Second
	// appendAt is how many bytes of text make an addition to a growing message
	// worth a call; Slack counts calls.
	appendAt = 256
	// maxStream is how many bytes a growing message may hold; Slack takes 12,000.
	maxStream = 11_000
)

// A growing is the text of an answer that is shown while it is made.
type growing struct {
	sentences int
	waiting   strings.Builder // Markdown not sent yet
	sent      int             // bytes
	off       bool            // Slack refused: the answer is posted whole
}

// privately reports whether the answer goes to direct messages while the
// message stands elsewhere.
func (r *run) privately() bool {
	return r.t.Channel == "" || r.b.opts.Policy == InPrivate && !r.t.dm()
}

// spot is where the answer goes: a thread.
func (r *run) spot() spot {
	if r.privately() {
		return r.t.Private
	}
	return spot{r.t.Channel, r.t.Root}
}

// head begins the thread in direct messages under which the answer goes. A
// notice that was copied there is one already.
func (r *run) head(ctx context.Context, keys []string, th *Thread) error {
	t := r.t
	if !r.privately() {
		return nil
	}
	if !t.Copied {
		m := say(r.b.texts.YouAsked + ": " + cut(oneLine(t.Text), 500))
		m.Blocks = []slackgo.Block{restated(r.b.texts.YouAsked, t.Text)}
		at, err := r.aside(ctx, m, "head")
		if err != nil {
			return err
		}
		t.Copied, t.Private = true, at
		if err := r.note(ctx); err != nil {
			return err
		}
	}
	if t.Private.TS == "" {
		return nil
	}
	inDM := &task{Team: t.Team, User: t.User, Channel: t.Private.Channel, Root: t.Private.TS}
	return r.keep(ctx, th, append([]string{inDM.place(), inDM.tab()}, keys...))
}

func (r *run) restated() slackgo.Block {
	label := r.b.texts.YouAsked
	if r.t.From == fromButton {
		label = r.b.texts.YouChose
	}
	return restated(label, r.t.Shown)
}

// status tells what goes on in the thread. It is a courtesy: no fault of it
// matters.
func (r *run) status(ctx context.Context, text string) {
	at := r.spot()
	if at.TS == "" {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, statusTime)
	defer cancel()
	_ = r.b.web.Status(ctx, at, text)
}

// grow shows one more sentence. If Slack refuses, the answer is posted whole
// at the end.
func (r *run) grow(ctx context.Context, s *chat.Sentence) {
	if r.grown == nil {
		r.grown = &growing{off: r.t.Stream.TS != "" || r.spot().TS == "" || r.job.Tries > 0}
	}
	g := r.grown
	if g.sentences == 0 {
		g.waiting.WriteString(r.lead)
	}
	g.waiting.WriteString(sentence(s, g.sentences == 0))
	g.sentences++
	switch {
	case g.off || g.sent+g.waiting.Len() > maxStream:
		g.off = g.off || r.t.Stream.TS == ""
	case r.t.Stream.TS == "":
		r.startStream(ctx)
	case g.waiting.Len() >= appendAt:
		r.appendStream(ctx)
	}
}

// leadMarkdown stands before the first sentence: words nobody sees as a
// message, and the reminder of a notice.
func (r *run) leadMarkdown(v *chat.Verdict) string {
	var b strings.Builder
	if r.t.Shown != "" && !r.privately() {
		b.WriteString("*" + markdownText(r.b.texts.YouChose) + ":* " + markdownText(cut(r.t.Shown, 500)) + "\n\n")
	}
	if r.t.Remind {
		b.WriteString("**" + markdownText(v.Headline) + ".** " + markdownText(v.Reminder) + "\n\n")
	}
	return b.String()
}

func (r *run) startStream(ctx context.Context) {
	g, at := r.grown, r.spot()
	m := stream{Channel: at.Channel, Thread: at.TS, Markdown: g.waiting.String()}
	if !isDM(at.Channel) {
		m.User, m.Team = r.t.User, r.t.Team
	}
	begun, err := r.b.web.StartStream(ctx, m)
	if err != nil {
		g.off = true
		if f := new(fault); errors.As(err, &f) {
			r.b.log.Debug("slack: no stream; the answer is posted whole", "code", f.code)
		}
		return
	}
	g.sent += g.waiting.Len()
	g.waiting.Reset()
	r.t.Stream = begun
	_ = r.note(ctx) // the next hold says what matters
}

// appendStream adds to the growing message. When nobody knows whether Slack
// took it, the whole answer replaces it at the end.
func (r *run) appendStream(ctx context.Context) {
	g := r.grown
	err := r.b.web.AppendStream(ctx, r.t.Stream, g.waiting.String())
	if f := new(fault); err != nil {
		g.off = !errors.As(err, &f) || f.kind != limited
		return
	}
	g.sent += g.waiting.Len()
	g.waiting.Reset()
}

// deliver brings the made reply to the person and says where it is.
func (r *run) deliver(ctx context.Context) error {
	t := r.t
	if err := r.hold(ctx); err != nil {
		return err
	}
	var head []slackgo.Block
	if t.Shown != "" && !r.privately() {
		head = append(head, r.restated())
	}
	if t.Remind {
		head = append(head, sections(reminder(&t.Reply.Triage))...)
	}
	if err := r.show(ctx, r.b.write.answer(t.Reply, head)); err != nil {
		return err
	}
	r.status(ctx, "")
	if r.privately() && t.Channel != "" && !t.Pointed {
		if _, err := r.here(ctx, say(r.b.texts.AnsweredPrivately), "pointer"); err != nil {
			return err
		}
		t.Pointed = true
	}
	return nil
}

// show ends the growing message, or posts the answer.
func (r *run) show(ctx context.Context, parts []message) error {
	t := r.t
	if t.Stream.TS != "" && t.Parts == 0 {
		done, err := r.endStream(ctx, parts)
		if done || err != nil {
			return err
		}
		t.Stream = spot{}
	}
	at := r.spot()
	for t.Parts < len(parts) {
		m := parts[t.Parts]
		var err error
		if at.TS == "" {
			_, err = r.aside(ctx, m, part(t.Parts))
		} else {
			m.Channel, m.Thread = at.Channel, at.TS
			if _, err = r.post(ctx, m, part(t.Parts)); err != nil && unreachable(err) {
				_, err = r.aside(ctx, m, part(t.Parts))
			}
		}
		if err != nil {
			return err
		}
		t.Parts++
		if err := r.note(ctx); err != nil && t.Parts < len(parts) {
			return err
		}
	}
	return nil
}

func part(n int) string { return "answer" + string(rune('0'+min(n, 9))) }

// endStream ends the growing message with the rest of the text and all that
// stands under an answer. A stream whose beginning an earlier try made is
// replaced by the whole answer. It reports whether the answer stands.
func (r *run) endStream(ctx context.Context, parts []message) (bool, error) {
	at := r.t.Stream
	whole := len(parts) == 1 && r.grown != nil && !r.grown.off && r.grown.sent+r.grown.waiting.Len() <= maxStream
	last := message{Key: r.job.ID + "/answer0", Blocks: r.b.write.tail(r.t.Reply)}
	if whole {
		last.Rest = r.grown.waiting.String()
	} else {
		last.Blocks = nil
	}
	err := r.call(ctx, func() error { return r.b.web.StopStream(ctx, at, last) }, nil)
	switch {
	case errors.As(err, new(*later)):
		return false, err
	case err == nil && whole:
		return true, nil
	case is(err, "message_not_found"):
		return false, nil
	}
	// Slack has ended the stream, or does not take what we end it with.
	err = r.call(ctx, func() error { return r.b.web.Update(ctx, at, parts[0]) }, nil)
	if is(err, "message_not_found", "cant_update_message", "edit_window_closed", "invalid_blocks", "msg_too_long", "streaming_state_conflict") {
		err = r.call(ctx, func() error { return r.b.web.Delete(ctx, at) }, nil)
		return false, ignoreRefusal(err)
	}
	if err != nil {
		return false, err
	}
	r.t.Parts = 1
	return len(parts) == 1, r.note(ctx)
}

func ignoreRefusal(err error) error {
	if f := new(fault); errors.As(err, &f) && f.kind == refused {
		return nil
	}
	return err
}

// removeTorn removes beginnings of the answer that a process left behind when
// it was killed before it could note them. The whole answer comes again. Where
// Slack does not show the keys of messages every message looks torn, also a
// notice, so only what Slack can stop growing is removed. It is a courtesy: no
// fault of it matters.
func (r *run) removeTorn(ctx context.Context) {
	if r.b.self.Load() == nil {
		r.b.introduce(ctx) // a process that has just begun
	}
	at, me := r.spot(), r.b.self.Load()
	if at.TS == "" || me == nil {
		return
	}
	torn, _ := r.b.web.Torn(ctx, at, me.User)
	for _, x := range torn {
		if r.b.web.StopStream(ctx, x, message{}) == nil {
			_ = r.b.web.Delete(ctx, x)
		}
	}
}

// abandon ends what is half shown of an answer that will not come.
func (r *run) abandon(ctx context.Context, remove bool) {
	if at := r.t.Stream; at.TS != "" {
		_ = r.b.web.StopStream(ctx, at, message{})
		if remove {
			_ = r.b.web.Delete(ctx, at)
		}
	}
	r.status(ctx, "")
}
