package chat

import (
	"container/list"
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"strings"
	"sync"
	"time"
)

// ErrNotFound is returned for a conversation or receipt that does not exist,
// was erased or is too old.
var ErrNotFound = errors.New("not found")

// ErrUnavailable is returned by a store that cannot be used now.
var ErrUnavailable = errors.New("the store is not available")

// A Conversation is what Limber keeps of a talk. Nothing derived from it is
// trusted for triage: the verdict is computed anew from all user turns.
type Conversation struct {
	ID      string    `json:"id"`
	Created time.Time `json:"created"`
	Updated time.Time `json:"updated"`
	Locale  string    `json:"locale,omitempty"`
	Turns   []Turn    `json:"turns"`

	// ReceiptOnly marks what is saved of a talk that the caller keeps: a
	// receipt without any text.
	ReceiptOnly bool `json:"-"`

	passing bool // the caller keeps it: nothing is stored but the receipt
	lost    bool // what was said before could not be read
}

// A Turn is one message of a person and the reply to it.
type Turn struct {
	At      time.Time `json:"at"`
	Message string    `json:"message"`
	Query   string    `json:"-"`     // what was searched for, follow-ups resolved
	Reply   *Reply    `json:"reply"` // nil if the client left before it was made
	Receipt *Receipt  `json:"-"`     // how the reply was made; nil without one

	Rating *Rating `json:"rating,omitempty"` // what the person thought of it; set by Load
}

// Messages are the user turns in order.
func (c *Conversation) Messages() []string {
	out := make([]string, len(c.Turns))
	for i, t := range c.Turns {
		out[i] = t.Message
	}
	return out
}

// A Rating is a person's opinion of one reply.
type Rating struct {
	Receipt string    `json:"-"`
	Up      bool      `json:"up"`
	Comment string    `json:"comment,omitempty"`
	At      time.Time `json:"at"`
}

// A Store keeps conversations and ratings. A Conversation it returns is the
// caller's own copy.
type Store interface {
	Load(ctx context.Context, id string) (*Conversation, error)
	Save(ctx context.Context, c *Conversation) error
	Erase(ctx context.Context, id string) error
	Rate(ctx context.Context, r Rating) error
}

// memoryBytes bounds what a Memory takes, about, whatever the length of
// conversations.
const memoryBytes = 64 << 20

// Memory is a Store that forgets: conversations unused for TTL, and the
// longest unused ones above Max or above memoryBytes.
type Memory struct {
	ttl   time.Duration
	max   int
	bytes int // at most
	now   func() time.Time

	mu       sync.Mutex
	taken    int                      // bytes, about
	byID     map[string]*list.Element // of *Conversation
	recent   *list.List               // most recently used first
	receipts map[string]string        // receipt id to conversation id
	ratings  map[string]Rating
}

// NewMemory keeps at most limit conversations (0: 10,000), each for ttl after its
// last turn (0: 24 hours).
func NewMemory(limit int, ttl time.Duration) *Memory {
	if limit <= 0 {
		limit = 10_000
	}
	if ttl <= 0 {
		ttl = 24 * time.Hour
	}
	return &Memory{
		ttl: ttl, max: limit, bytes: memoryBytes, now: time.Now,
		byID: map[string]*list.Element{}, recent: list.New(),
		receipts: map[string]string{}, ratings: map[string]Rating{},
	}
}

// Load returns a copy of a conversation, or ErrNotFound.
func (m *Memory) Load(_ context.Context, id string) (*Conversation, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.expire()
	e, ok := m.byID[id]
	if !ok {
		return nil, ErrNotFound
	}
	c := e.Value.(*Conversation).clone()
	for i, t := range c.Turns {
		if t.Reply == nil {
			continue
		}
		if r, ok := m.ratings[t.Reply.ID]; ok {
			c.Turns[i].Rating = &r
		}
	}
	return c, nil
}

// Save stores a copy of a conversation and forgets old ones.
func (m *Memory) Save(_ context.Context, c *Conversation) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if e, ok := m.byID[c.ID]; ok {
		m.drop(e)
	}
	c = c.clone()
	m.byID[c.ID] = m.recent.PushFront(c)
	m.taken += c.size()
	for _, t := range c.Turns {
		if t.Reply != nil {
			m.receipts[t.Reply.ID] = c.ID
		}
	}
	for m.recent.Len() > m.max || m.taken > m.bytes && m.recent.Len() > 1 {
		m.forget(m.recent.Back())
	}
	m.expire()
	return nil
}

// Erase removes a conversation, its receipts and its ratings for good.
func (m *Memory) Erase(_ context.Context, id string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	e, ok := m.byID[id]
	if !ok {
		return ErrNotFound
	}
	m.forget(e)
	return nil
}

// Rate stores a rating; a later one for the same receipt replaces it.
func (m *Memory) Rate(_ context.Context, r Rating) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.receipts[r.Receipt]; !ok {
		return ErrNotFound
	}
	m.ratings[r.Receipt] = r
	return nil
}

// All returns copies of all conversations, most recently used first.
func (m *Memory) All() []*Conversation {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.expire()
	out := make([]*Conversation, 0, m.recent.Len())
	for e := m.recent.Front(); e != nil; e = e.Next() {
		out = append(out, e.Value.(*Conversation).clone())
	}
	return out
}

// expire forgets conversations unused for longer than the time to live.
func (m *Memory) expire() {
	for e := m.recent.Back(); e != nil; e = m.recent.Back() {
		if m.now().Sub(e.Value.(*Conversation).Updated) < m.ttl {
			return
		}
		m.forget(e)
	}
}

// forget removes a conversation with all that hangs on it.
func (m *Memory) forget(e *list.Element) {
	for _, t := range e.Value.(*Conversation).Turns {
		if t.Reply == nil {
			continue
		}
		delete(m.receipts, t.Reply.ID)
		delete(m.ratings, t.Reply.ID)
	}
	m.drop(e)
}

func (m *Memory) drop(e *list.Element) {
	c := e.Value.(*Conversation)
	delete(m.byID, c.ID)
	m.taken -= c.size()
	m.recent.Remove(e)
}

// turnBytes is about what a turn takes beside its texts.
const turnBytes = 3 << 10

// size is about how many bytes the conversation takes.
func (c *Conversation) size() int {
	n := 0
	for _, t := range c.Turns {
		n += turnBytes + len(t.Message) + len(t.Query)
		if r := t.Reply; r != nil {
			n += len(r.Answer.Markdown) + len(r.Answer.HTML)
			for _, q := range r.Citations {
				n += len(q.Quote)
			}
		}
	}
	return n
}

// clone copies the conversation; replies are never changed once made, so they
// are shared.
func (c *Conversation) clone() *Conversation {
	d := *c
	d.Turns = append([]Turn(nil), c.Turns...)
	return &d
}

// newID makes an unguessable id of 128 random bits.
func newID(prefix string) string {
	var b [16]byte
	rand.Read(b[:]) // never fails: it ends the program if the system has no randomness
	return prefix + strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b[:]))
}
