package chat

import (
	"context"
	"runtime/debug"
	"time"

	"github.com/limber-health/limber/chat/guard"
	"github.com/limber-health/limber/retrieval"
)

// begin adds a message to a conversation and judges it.
func (c *Chat) begin(conv *Conversation, q Question, emit Emit) *outbox {
	began := time.Now()
	if conv.tried(q) {
		conv.Turns = conv.Turns[:len(conv.Turns)-1]
	}
	r := &Reply{
		ID: newOwnedID("rcpt_", q.Owner), ConversationID: conv.ID, Triage: c.judge(conv, q.Message),
		Citations: []Citation{}, Suggestions: []string{}, Engine: "extractive",
	}
	conv.Turns = append(conv.Turns, Turn{At: c.timeOf(q), Message: q.Message})
	out := &outbox{reply: r, emit: emit, admit: q.Admit, receipt: c.receipt(r.ID, conv), shown: shownIn(conv), lead: leadOf(conv), began: began}
	out.receipt.Timings.Triage = since(began)
	return out
}

// tried reports whether the last turn is of an earlier try at the message.
func (c *Conversation) tried(q Question) bool {
	if q.Came.IsZero() || len(c.Turns) == 0 {
		return false
	}
	last := c.Turns[len(c.Turns)-1]
	return last.Message == q.Message && last.At.Equal(q.Came.Truncate(time.Millisecond))
}

// timeOf is the time of the turn that a question makes. A second try must give
// its turn the time that the first did: a store that could not be written joins
// what it has to what memory has, and would take them for two.
func (c *Chat) timeOf(q Question) time.Time {
	if q.Came.IsZero() {
		return c.now().UTC()
	}
	return q.Came.UTC().Truncate(time.Millisecond)
}

// made gives the reply that an earlier try came to, with its events.
func made(r *Reply, emit Emit) (*Reply, error) {
	if err := emit(Event{Triage: &r.Triage}); err != nil {
		return nil, err
	}
	if err := (&outbox{reply: r, emit: emit}).flush(); err != nil {
		return nil, err
	}
	return r, emit(Event{Done: r})
}

// judge is the verdict of a conversation with one more message. If what was
// said before cannot be read, nothing is known: then it is the fault notice,
// which is of the highest level.
func (c *Chat) judge(conv *Conversation, message string) guard.Verdict {
	v := c.guard.Eval(append(conv.Messages(), message), conv.Locale)
	if g, ok := c.guard.(interface {
		Fault(locale string) guard.Verdict
	}); ok && conv.lost && v.Level < guard.Emergency {
		return g.Fault(conv.Locale)
	}
	return v
}

// respond makes the reply to the last message of a conversation, once it is
// judged.
func (c *Chat) respond(ctx context.Context, conv *Conversation, out *outbox) error {
	r, turn := out.reply, &conv.Turns[len(conv.Turns)-1]
	if r.Triage.Level == guard.Emergency {
		c.say(r, Withheld, EmergencyReason, c.texts.Withheld)
	} else {
		h := hear(conv.Turns[:len(conv.Turns)-1], turn.Message)
		err := admitted(ctx, out.admit, func() error { return c.answer(ctx, &h, out) })
		if turn.Query = h.query(); err != nil {
			return err
		}
	}
	if err := out.flush(); err != nil {
		return err
	}
	r.Degraded = r.Degraded || conv.lost
	out.receipt.finish(r, out.began)
	turn.Reply, turn.Receipt = r, out.receipt
	c.watch.Made(out.receipt)
	return nil
}

// search finds passages for a message. One that alone finds no answer but points
// back is searched for again after what was asked before.
func search(ctx context.Context, index Searcher, danger string, h *heard) (retrieval.Result, error) {
	res, err := index.SearchAfter(ctx, danger+h.text, h.earlier, passagesRead)
	if err != nil || res.Enough || h.before == "" {
		return res, err
	}
	if again, err := index.SearchAfter(ctx, danger+h.text, h.before, passagesRead); err == nil && again.Enough {
		h.earlier = h.before
		return again, nil
	}
	return res, nil
}

// answer searches, composes and checks. A failing or panicking index ends in a
// refusal: the verdict has been given and nothing is made up.
func (c *Chat) answer(ctx context.Context, h *heard, out *outbox) (err error) {
	r := out.reply
	defer func() {
		if recover() != nil { // the panic's value may hold message text
			c.watch.Fault("answer_panic")
			c.log.Error("panic in answer", "receipt", r.ID, "stack", string(debug.Stack()))
			r.Degraded = true
			c.say(r, Refused, Unavailable, c.texts.Unavailable)
			err = nil
		}
	}()
	index, began := c.index.Load().Searcher, time.Now()
	out.receipt.from(index)
	if c.greet(r, index, h.message) {
		return nil
	}
	danger := focus(r.Triage)
	res, err := search(ctx, index, danger, h)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		c.fault("search", "search", err)
		r.Degraded = true
		c.say(r, Refused, Unavailable, c.texts.Unavailable)
		return nil
	}
	r.Degraded = res.Degraded
	out.receipt.found(res.Hits)
	if !res.Enough || len(res.Hits) == 0 {
		c.refuse(r, index, res)
		return nil
	}
	if danger != "" {
		res.Query.Type = retrieval.Seriousness
	}
	scored := index.Sentences(ctx, res.Query, res.Hits)
	picks, blocked := c.choose(res, scored, wish{text: h.query(), message: h.text, more: h.more, without: h.without, verdict: r.Triage, shown: out.shown, lead: out.lead})
	out.receipt.Gates.Forbidden, out.receipt.Timings.Search = blocked, since(began)
	began = time.Now()
	defer func() { out.receipt.Timings.Words = since(began) }()
	if err := c.write(ctx, h.query(), index, picks, out); err != nil {
		return err
	}
	switch {
	case len(r.Answer.Sentences) > 0:
		render(r)
		r.Suggestions = related(res, picks)
	case blocked:
		c.say(r, Refused, SafetyFilter, c.texts.FilteredByRule)
	default:
		c.refuse(r, index, res)
	}
	return nil
}
