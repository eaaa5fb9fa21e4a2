package chat

import (
	"context"
	"time"

	"github.com/limber-health/limber/chat/guard"
	"github.com/limber-health/limber/retrieval"
)

// A Receipt says how a reply was made. It holds no word of the person and none
// of the answer, so it may be kept longer than they are.
type Receipt struct {
	ID           string    `json:"id"`
	Conversation string    `json:"conversation_id,omitempty"`
	Turn         int       `json:"turn"` // position in the conversation, from 0
	At           time.Time `json:"at"`

	Version    string `json:"version,omitempty"`  // of the program
	Rules      string `json:"rules,omitempty"`    // hash of the triage rules
	Generation uint64 `json:"index_generation"`   // 0: the built-in corpus
	Corpus     string `json:"corpus,omitempty"`   // hash of all articles
	Embedder   string `json:"embedder,omitempty"` // identity, weights included
	Engine     string `json:"engine"`

	Level     guard.Level `json:"level"`
	Findings  []FiredRule `json:"findings"`
	Status    Status      `json:"status"`
	Reason    Reason      `json:"reason,omitempty"`
	Degraded  bool        `json:"degraded"`
	Passages  []Place     `json:"passages"`  // what the answer was chosen from, best first
	Citations []Place     `json:"citations"` // the quotes that were shown
	Gates     Gates       `json:"gates"`
	Timings   Timings     `json:"timings_ms"`
}

// A FiredRule is a finding without its words.
type FiredRule struct {
	Rule  string      `json:"rule"`
	Level guard.Level `json:"level"`
}

// A Place is the bytes [Start:End) of an article's text.
type Place struct {
	Article string `json:"article"`
	Start   int    `json:"start"`
	End     int    `json:"end"`
}

// Gates count what the checks between the passages and the person did.
type Gates struct {
	Forbidden bool `json:"forbidden"` // a fired rule kept sentences out
	Lines     int  `json:"lines"`     // lines that a language model wrote
	Dropped   int  `json:"dropped"`   // of these: named no quote, or one already used
	Replaced  int  `json:"replaced"`  // of these: not proven, so the quote was shown
	Filled    int  `json:"filled"`    // quotes shown because the model failed before them
}

// Timings are durations in milliseconds.
type Timings struct {
	Triage float64 `json:"triage"`
	Search float64 `json:"search"` // finding passages and choosing sentences
	Words  float64 `json:"words"`  // putting them into words, the model's time included
	Total  float64 `json:"total"`
}

func since(t time.Time) float64 { return float64(time.Since(t).Microseconds()) / 1000 }

// receipt begins the receipt of a turn with what does not depend on the reply.
func (c *Chat) receipt(id string, conv *Conversation) *Receipt {
	n := len(conv.Turns) - 1
	r := &Receipt{ID: id, Conversation: conv.ID, Turn: n, At: conv.Turns[n].At, Version: c.version,
		Findings: []FiredRule{}, Passages: []Place{}, Citations: []Place{}}
	if g, ok := c.guard.(interface{ RulesHash() string }); ok {
		r.Rules = g.RulesHash()
	}
	return r
}

// from notes which index the reply rests on.
func (r *Receipt) from(index Searcher) {
	if x, ok := index.(interface{ Stamp() retrieval.Stamp }); ok {
		r.Corpus, r.Embedder = x.Stamp().Corpus, x.Stamp().Embedder
	}
	if x, ok := index.(interface{ Generation() uint64 }); ok {
		r.Generation = x.Generation()
	}
}

// found notes the passages that were read.
func (r *Receipt) found(hits []retrieval.Hit) {
	for _, h := range hits {
		r.Passages = append(r.Passages, Place{h.Article, h.Start, h.End})
	}
}

// finish notes the reply.
func (r *Receipt) finish(reply *Reply, began time.Time) {
	r.Engine, r.Level, r.Degraded = reply.Engine, reply.Triage.Level, reply.Degraded
	r.Status, r.Reason = reply.Answer.Status, reply.Answer.Reason
	for _, f := range reply.Triage.Findings {
		r.Findings = append(r.Findings, FiredRule{f.Rule, f.Level})
	}
	for _, c := range reply.Citations {
		r.Citations = append(r.Citations, Place{c.Article, c.Start, c.End})
	}
	r.Timings.Total = since(began)
}

// Again makes the reply to turn n of a conversation once more, with the rules,
// the index and the model of now. Nothing is kept.
func (c *Chat) Again(ctx context.Context, conv *Conversation, n int) (*Reply, *Receipt, error) {
	if n < 0 || n >= len(conv.Turns) {
		return nil, nil, ErrNotFound
	}
	past := conv.clone()
	message := past.Turns[n].Message
	past.Turns = past.Turns[:n]
	m := c.begin(past, Question{Message: message}, func(Event) error { return nil })
	if err := c.respond(ctx, past, m); err != nil {
		return nil, nil, err
	}
	return m.reply, m.receipt, nil
}
