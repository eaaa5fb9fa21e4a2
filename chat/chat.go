// Package chat decides what a person is told: it guards, searches, composes
// and checks, in this order, for every channel alike. It knows neither HTTP
// nor Slack.
package chat

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"github.com/limber-health/limber/chat/guard"
	"github.com/limber-health/limber/retrieval"
)

// Errors that callers turn into their own words.
var (
	ErrEmpty   = errors.New("message is empty")
	ErrTooLong = fmt.Errorf("message is longer than %d characters", MaxMessage)
)

// Article and Hit are retrieval's, named here for the packages above chat.
type (
	Article = retrieval.Article
	Hit     = retrieval.Hit
)

// A Searcher finds passages. *retrieval.Index is one; it must not change once
// given to a Chat.
type Searcher interface {
	// SearchAfter searches for a text that goes on from earlier ones.
	SearchAfter(ctx context.Context, text, earlier string, k int) (retrieval.Result, error)
	Sentences(ctx context.Context, q retrieval.Query, hits []retrieval.Hit) []retrieval.Scored
	Article(slug string) (retrieval.Article, bool)
	Articles() []retrieval.Article
}

// A Guard computes the triage verdict of a conversation. *guard.Guard is one.
type Guard interface {
	Eval(turns []string, locale string) guard.Verdict
}

// Options are what may be left out of a Chat.
type Options struct {
	Store Store            // nil: in memory, 24 hours
	Now   func() time.Time // nil: time.Now
	Log   *slog.Logger     // nil: no log; never given message text
	Model Model            // nil: answers are the quotes themselves
}

// A Chat answers questions. It is safe for concurrent use.
type Chat struct {
	index   atomic.Pointer[indexRef]
	guard   Guard
	store   Store
	locks   keyedLocks
	now     func() time.Time
	log     *slog.Logger
	model   Model // may be nil
	filters *filters
	texts   replies
	ranking ranking
}

type indexRef struct{ Searcher }

// New makes a Chat over an index and a guard.
func New(index Searcher, g Guard, opts Options) (*Chat, error) {
	f, err := loadFilters()
	if err != nil {
		return nil, err
	}
	texts, err := loadReplies()
	if err != nil {
		return nil, err
	}
	rank, err := loadRanking()
	if err != nil {
		return nil, err
	}
	c := &Chat{guard: g, store: opts.Store, now: opts.Now, log: opts.Log, model: opts.Model, filters: f, texts: texts, ranking: rank}
	if c.store == nil {
		c.store = NewMemory(0, 0)
	}
	if c.now == nil {
		c.now = time.Now
	}
	if c.log == nil {
		c.log = slog.New(slog.DiscardHandler)
	}
	c.Swap(index)
	return c, nil
}

// Swap replaces the index for replies that begin from now on; running ones
// finish on the index they began with.
func (c *Chat) Swap(index Searcher) { c.index.Store(&indexRef{index}) }

// Reply answers one turn and reports its steps to emit, which may be nil. The
// triage verdict is computed and emitted before anything else is touched.
// Errors: ErrEmpty, ErrTooLong, ErrNotFound for an unknown conversation, what
// emit returned, and the context's.
func (c *Chat) Reply(ctx context.Context, q Question, emit Emit) (*Reply, error) {
	if emit == nil {
		emit = func(Event) error { return nil }
	}
	if err := checkMessage(q.Message); err != nil {
		return nil, err
	}
	conv, unlock, err := c.conversation(ctx, q)
	if err != nil {
		return nil, err
	}
	defer unlock()

	verdict := c.guard.Eval(append(conv.Messages(), q.Message), conv.Locale)
	r := &Reply{
		ID: newID("rcpt_"), ConversationID: conv.ID, Triage: verdict,
		Citations: []Citation{}, Suggestions: []string{}, Engine: "extractive",
	}
	// Kept before the answer is made: a client that leaves now must not make
	// Limber forget what the person said.
	conv.Turns = append(conv.Turns, Turn{At: c.now().UTC(), Message: q.Message})
	c.keep(ctx, conv, r)
	if err := emit(Event{Triage: &r.Triage}); err != nil {
		return nil, err
	}
	turn, out := &conv.Turns[len(conv.Turns)-1], &outbox{reply: r, emit: emit}
	if verdict.Level == guard.Emergency {
		c.say(r, Withheld, EmergencyReason, c.texts.Withheld)
	} else {
		before := resolve(conv.Turns[:len(conv.Turns)-1], q.Message)
		turn.Query = joinQuery(before, q.Message)
		if err := c.answer(ctx, q.Message, before, out); err != nil {
			return nil, err
		}
	}
	if err := out.flush(); err != nil {
		return nil, err
	}
	turn.Reply = r
	c.keep(ctx, conv, r)
	return r, emit(Event{Done: r})
}

// keep saves the conversation even if the client has left. A store that fails
// must not cost the person the verdict or the answer: the reply says degraded.
func (c *Chat) keep(ctx context.Context, conv *Conversation, r *Reply) {
	conv.Updated = conv.Turns[len(conv.Turns)-1].At
	if conv.passing {
		r.ConversationID = ""
		// The receipt alone, so that the reply can be rated.
		conv = &Conversation{ID: conv.ID, Created: conv.Created, Updated: conv.Updated, Turns: []Turn{{At: conv.Updated, Reply: &Reply{ID: r.ID}}}}
	}
	if err := c.store.Save(context.WithoutCancel(ctx), conv); err != nil {
		r.Degraded = true
		c.log.Error("save conversation", "error", err)
	}
}

func checkMessage(s string) error {
	switch {
	case strings.TrimSpace(s) == "":
		return ErrEmpty
	case utf8.RuneCountInString(s) > MaxMessage:
		return ErrTooLong
	}
	return nil
}

// conversation loads or starts the conversation and holds it until unlock, so
// that turns of one conversation follow each other.
func (c *Chat) conversation(ctx context.Context, q Question) (*Conversation, func(), error) {
	if q.ConversationID == "" {
		now := c.now().UTC()
		conv := &Conversation{ID: newID("conv_"), Created: now, Updated: now, Locale: q.Locale}
		for _, m := range q.History {
			conv.Turns = append(conv.Turns, Turn{At: now, Message: m, Query: joinQuery(resolve(conv.Turns, m), m)})
		}
		conv.passing = q.Stateless
		return conv, func() {}, nil
	}
	unlock := c.locks.lock(q.ConversationID)
	conv, err := c.store.Load(ctx, q.ConversationID)
	if err != nil {
		unlock()
		return nil, nil, fmt.Errorf("load conversation: %w", err)
	}
	if q.Locale != "" {
		conv.Locale = q.Locale
	}
	return conv, unlock, nil
}

// answer searches, composes and checks. A failing or panicking index ends in a
// refusal: the verdict has been given and nothing is made up.
func (c *Chat) answer(ctx context.Context, message, before string, out *outbox) (err error) {
	r := out.reply
	defer func() {
		if recover() != nil { // the panic's value may hold message text
			c.log.Error("panic in answer", "receipt", r.ID, "stack", string(debug.Stack()))
			r.Degraded = true
			c.say(r, Refused, Unavailable, c.texts.Unavailable)
			err = nil
		}
	}()
	index := c.index.Load()
	res, err := index.SearchAfter(ctx, focus(r.Triage)+message, before, passagesRead)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		r.Degraded = true
		c.say(r, Refused, Unavailable, c.texts.Unavailable)
		return nil
	}
	r.Degraded = res.Degraded
	if !res.Enough || len(res.Hits) == 0 {
		c.refuse(r, index, res)
		return nil
	}
	if r.Triage.Level >= guard.Urgent {
		res.Query.Type = retrieval.Seriousness
	}
	scored := index.Sentences(ctx, res.Query, res.Hits)
	picks, blocked := c.choose(res, scored, r.Triage)
	if err := c.write(ctx, joinQuery(before, message), index, picks, out); err != nil {
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

// Triage is the verdict of a conversation with these user turns.
func (c *Chat) Triage(turns []string, locale string) guard.Verdict {
	return c.guard.Eval(turns, locale)
}

// Search finds at most k passages, best first.
func (c *Chat) Search(ctx context.Context, text string, k int) (retrieval.Result, error) {
	return c.index.Load().SearchAfter(ctx, text, "", k)
}

// Article returns one article of the index.
func (c *Chat) Article(slug string) (Article, bool) { return c.index.Load().Article(slug) }

// Articles are all articles of the index, by slug.
func (c *Chat) Articles() []Article { return c.index.Load().Articles() }

// Conversation returns what is kept of a conversation, or ErrNotFound.
func (c *Chat) Conversation(ctx context.Context, id string) (*Conversation, error) {
	return c.store.Load(ctx, id)
}

// Erase removes a conversation for good, or returns ErrNotFound.
func (c *Chat) Erase(ctx context.Context, id string) error {
	defer c.locks.lock(id)()
	return c.store.Erase(ctx, id)
}

// Rate stores a person's opinion of a reply, or returns ErrNotFound.
func (c *Chat) Rate(ctx context.Context, r Rating) error {
	r.At = c.now().UTC()
	return c.store.Rate(ctx, r)
}
