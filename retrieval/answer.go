package retrieval

import "context"

// Sentences scores every sentence of the hits against the query, in the order
// of the hits and then of the text.
func (x *Index) Sentences(_ context.Context, q Query, hits []Hit) []Scored {
	var out []Scored
	near := newNearness(q.Text)
	for i, h := range hits {
		onTopic := kinds.answers(h.Section, q.Type)
		heading := x.coverage(q.Concepts, holding(h.Section))
		for j, s := range h.Passage.Sentences {
			text := h.Text[s.Start-h.Start : s.End-h.Start]
			out = append(out, Scored{
				Span: s, Hit: i, Index: j, Text: text, OnTopic: onTopic,
				Match:         x.coverage(q.Concepts, holding(text)),
				MatchHeading:  heading,
				MatchContext:  x.coverage(q.Concepts, holding(h.Title+" "+h.Section+" "+text)),
				Cosine:        near.to(text),
				CosineContext: near.to(h.Section + ". " + text),
			})
		}
	}
	return out
}

// nearness measures how close texts are to one query. The built-in embedder
// does it whatever the index was built with: a remote one would have to be
// sent every sentence with every question.
type nearness struct {
	embedder *Static
	query, v []float32
}

func newNearness(query string) *nearness {
	e, err := NewStatic()
	if err != nil { // the embedded table is checked by tests
		return nil
	}
	n := &nearness{e, make([]float32, e.Dim()), make([]float32, e.Dim())}
	e.EmbedAsQuery(query, n.query)
	return n
}

// to returns the cosine of a text and the query.
func (n *nearness) to(text string) float64 {
	if n == nil {
		return 0
	}
	n.embedder.Embed(text, n.v)
	return float64(dot(n.query, n.v))
}

// sameWorth is how much another name for a concept counts as the concept itself.
const sameWorth = 0.9

// coverage returns the share of the concepts, weighed by IDF, that is held. A concept under another name counts sameWorth.
func (x *Index) coverage(wanted []Concept, held func(term string) bool) float64 {
	var got, all float64
	for _, c := range wanted {
		own, w := x.held(c.Terms, held)
		for _, also := range c.Also {
			if share, rare := x.held(also, held); len(c.Terms) == 0 {
				own, w = max(own, share), max(w, rare)
			} else {
				own = max(own, sameWorth*share)
			}
		}
		all += w * c.Weight
		got += w * c.Weight * own
	}
	if all == 0 {
		return 0
	}
	return got / all
}

// held returns which share of terms, weighed by IDF, is held, and their weight.
func (x *Index) held(terms []string, held func(term string) bool) (share, weight float64) {
	for _, t := range terms {
		w := x.keywords.rarity(t)
		weight += w
		if held(t) {
			share += w
		}
	}
	if weight == 0 {
		return 0, 0
	}
	return share / weight, weight
}

// holding tells which stemmed content words a text holds.
func holding(text string) func(term string) bool {
	held := map[string]bool{}
	for _, t := range terms(text) {
		held[t] = true
	}
	return func(term string) bool { return held[term] }
}
