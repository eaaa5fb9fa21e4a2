// Package chat decides what a person is told: it guards, searches, composes
// and checks, in this order, for every channel alike. It knows neither HTTP
// nor Slack.
package chat

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
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

	Version string  // of the program, for receipts; may be empty
	Watch   Watcher // nil: nobody
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
	version string
	watch   Watcher
	filters *filters
	texts   replies
	ranking *ranking
}

// carried are the texts and rules that the program carries. They never change, so
// all Chats share them.
type carried struct {
	filters *filters
	texts   replies
	ranking *ranking
}

var loadCarried = sync.OnceValues(func() (own carried, err error) {
	if own.filters, err = loadFilters(); err != nil {
		return own, err
	}
	if own.texts, err = loadReplies(); err != nil {
		return own, err
	}
	own.ranking, err = loadRanking()
	return own, err
})

type indexRef struct{ Searcher }

// New makes a Chat over an index and a guard.
func New(index Searcher, g Guard, opts Options) (*Chat, error) {
	own, err := loadCarried()
	if err != nil {
		return nil, err
	}
	c := &Chat{guard: g, store: opts.Store, now: opts.Now, log: opts.Log, model: opts.Model, version: opts.Version, watch: opts.Watch, filters: own.filters, texts: own.texts, ranking: own.ranking}
	if c.now == nil {
		c.now = time.Now
	}
	if c.store == nil {
		m := NewMemory(0, 0)
		m.now = c.now
		c.store = m
	}
	if c.log == nil {
		c.log = slog.New(slog.DiscardHandler)
	}
	if c.watch == nil {
		c.watch = nobody{}
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
	if conv.tried(q) && conv.Turns[len(conv.Turns)-1].Reply != nil {
		return made(conv.Turns[len(conv.Turns)-1].Reply, emit)
	}
	out := c.begin(conv, q, emit)
	// The verdict waits for nothing, not even the disk. The message is kept
	// before the answer is made: a client that leaves now must not make Limber
	// forget what the person said.
	left := emit(Event{Triage: &out.reply.Triage})
	c.keep(ctx, conv, out.reply)
	if left != nil {
		return nil, left
	}
	if err := c.respond(ctx, conv, out); err != nil {
		return nil, err
	}
	c.keep(ctx, conv, out.reply)
	return out.reply, emit(Event{Done: out.reply})
}

// admitted does the work once there is room for it.
func admitted(ctx context.Context, admit func(context.Context) (func(), error), work func() error) error {
	if admit == nil {
		return work()
	}
	leave, err := admit(ctx)
	if err != nil {
		return err
	}
	defer leave()
	return work()
}

// keep saves the conversation even if the client has left. A store that fails
// must not cost the person the verdict or the answer: the reply says degraded.
func (c *Chat) keep(ctx context.Context, conv *Conversation, r *Reply) {
	last := conv.Turns[len(conv.Turns)-1]
	conv.Updated = c.now().UTC()
	if conv.lost { // saving would write over what could not be read
		r.Degraded = true
		return
	}
	if conv.passing {
		r.ConversationID = ""
		// The receipt alone, so that the reply can be rated.
		conv = &Conversation{ID: conv.ID, Created: conv.Created, Updated: conv.Updated, ReceiptOnly: true,
			Turns: []Turn{{At: conv.Updated, Reply: &Reply{ID: r.ID}, Receipt: last.Receipt}}}
	}
	if err := c.store.Save(context.WithoutCancel(ctx), conv); err != nil {
		r.Degraded = true
		c.fault("save conversation", "store_save", err)
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
		conv := &Conversation{ID: newOwnedID("conv_", q.Owner), Created: now, Updated: now, Locale: q.Locale}
		for _, m := range q.History {
			conv.Turns = append(conv.Turns, Turn{At: now, Message: m, Query: hear(conv.Turns, m).query()})
		}
		conv.passing = q.Stateless
		return conv, func() {}, nil
	}
	if !Owns(q.Owner, q.ConversationID) {
		return nil, nil, ErrNotFound
	}
	unlock, err := c.hold(ctx, q.ConversationID)
	if err != nil {
		return nil, nil, err
	}
	conv, err := c.store.Load(ctx, q.ConversationID)
	switch {
	case errors.Is(err, ErrNotFound), ctx.Err() != nil:
		unlock()
		return nil, nil, fmt.Errorf("load conversation: %w", err)
	case err != nil:
		c.fault("load conversation", "store_load", err)
		conv = &Conversation{ID: q.ConversationID, Created: c.now().UTC(), lost: true}
	}
	if q.Locale != "" {
		conv.Locale = q.Locale
	}
	return conv, unlock, nil
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
	unlock, err := c.hold(ctx, id)
	if err != nil {
		return err
	}
	defer unlock()
	return c.store.Erase(ctx, id)
}

// Rate stores a person's opinion of a reply, or returns ErrNotFound.
func (c *Chat) Rate(ctx context.Context, r Rating) error {
	r.At = c.now().UTC()
	return c.store.Rate(ctx, r)
}
