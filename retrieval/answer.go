package retrieval

import (
	"context"
	"strings"
)

// Sentences scores every sentence of the hits against the query, in the order
// of the hits and then of the text.
func (x *Index) Sentences(_ context.Context, q Query, hits []Hit) []Scored {
	var out []Scored
	near := newNearness(q)
	topic, asked := topicOf(q.Concepts), x.comparison(spoken(q))
	for i, h := range hits {
		likes := asked.toHit(h)
		above := x.scoreAbove(q, topic, h, near)
		for j, s := range h.Passage.Sentences {
			one := above
			one.Span, one.Hit, one.Index = s, i, j
			one.Text = h.Text[s.Start-h.Start : s.End-h.Start]
			x.scoreSentence(&one, q, topic, h, near)
			one.Expected, one.ExpectedWords = float64(likes[s.Start].cosine), float64(likes[s.Start].words)
			out = append(out, one)
		}
	}
	return out
}

// scoreAbove is what all sentences of a hit share: how its headings fit.
func (x *Index) scoreAbove(q Query, topic []Concept, h Hit, near *nearness) Scored {
	last := lastHeading(h.Section)
	return Scored{
		OnTopic:       kinds().answers(h.Section, q.Type),
		MatchHeading:  x.coverage(q.Concepts, holding(h.Section)),
		MatchTitle:    x.coverage(q.Concepts, holding(h.Title)),
		NearHeading:   x.alike(topic, h.Title+" "+h.Section, near),
		CosineHeading: near.to(last),
		TaughtHeading: near.taughtTo(last),
	}
}

func (x *Index) scoreSentence(s *Scored, q Query, topic []Concept, h Hit, near *nearness) {
	own := holding(s.Text)
	s.Match = x.coverage(q.Concepts, own)
	s.MatchTopic = x.coverage(topic, own)
	around := holding(h.Title + " " + h.Section + " " + s.Text)
	s.MatchContext = x.coverage(q.Concepts, around)
	s.TopicContext = x.coverage(topic, around)
	s.Near = x.alike(topic, s.Text, near)
	s.Extra = x.extra(s.Text, q.Concepts)
	s.Cosine = near.to(s.Text)
	s.CosineContext = near.to(h.Section + ". " + s.Text)
	s.Taught = near.taughtTo(s.Text)
	s.TaughtContext = near.taughtTo(underHeading(lastHeading(h.Section), s.Text))
}

// lastHeading is the heading right above a section.
func lastHeading(section string) string {
	if i := strings.LastIndex(section, headingJoin); i >= 0 {
		return section[i+len(headingJoin):]
	}
	return section
}

// topicOf leaves out the concepts that only say what type of question it is.
// A question of nothing else is its own topic.
func topicOf(all []Concept) []Concept {
	var out []Concept
	for _, c := range all {
		if !c.Asks {
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		return all
	}
	return out
}

// alike returns how near the words of a text come to each concept: 1 for a
// concept that is held, else the best cosine of one of the words.
func (x *Index) alike(topic []Concept, text string, near *nearness) float64 {
	held := holding(text)
	words := near.words(text)
	var got, all float64
	for _, c := range topic {
		_, w := x.held(c.Terms, held)
		if w == 0 {
			w = x.keywords.rarest()
		}
		best := x.coverage([]Concept{c}, held)
		if best < 1 {
			best = max(best, near.best(c.Words, words))
		}
		all += w * c.Weight
		got += w * c.Weight * best
	}
	if all == 0 {
		return 0
	}
	return got / all
}

// extra returns which share of a text's content words, weighed by IDF, no
// concept holds under any name.
func (x *Index) extra(text string, all []Concept) float64 {
	asked := map[string]bool{}
	for _, c := range all {
		for _, t := range c.Terms {
			asked[t] = true
		}
		for _, also := range c.Also {
			for _, t := range also {
				asked[t] = true
			}
		}
	}
	var extra, sum float64
	for _, t := range terms(text) {
		w := x.keywords.rarity(t)
		sum += w
		if !asked[t] {
			extra += w
		}
	}
	if sum == 0 {
		return 1
	}
	return extra / sum
}

// nearness measures how close texts are to one query. The built-in embedder
// does it whatever the index was built with: a remote one would have to be
// sent every sentence with every question.
type nearness struct {
	embedder *Static
	taught   *taught
	query, v []float32
	known    map[string][]float32 // of words
	asked    map[string][]float32 // of concepts, as queries
}

func newNearness(q Query) *nearness {
	e, err := NewStatic()
	if err != nil { // the embedded table is checked by tests
		return nil
	}
	known, err := builtinTaught()
	if err != nil { // checked by tests too
		return nil
	}
	n := &nearness{e, known, make([]float32, e.Dim()), make([]float32, e.Dim()), map[string][]float32{}, map[string][]float32{}}
	e.EmbedAsked(q.Text, n.query)
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

// words returns the vectors of a text's content words.
func (n *nearness) words(text string) (out [][]float32) {
	if n == nil {
		return nil
	}
	eachWord(fold(text), func(w string) {
		if isStop(w) {
			return
		}
		v, ok := n.known[w]
		if !ok {
			v = make([]float32, n.embedder.Dim())
			n.embedder.Embed(w, v)
			n.known[w] = v
		}
		out = append(out, v)
	})
	return out
}

// best returns the highest cosine of the words of a concept and one of words.
func (n *nearness) best(concept string, words [][]float32) (best float64) {
	if n == nil {
		return 0
	}
	v, ok := n.asked[concept]
	if !ok {
		v = make([]float32, n.embedder.Dim())
		n.embedder.EmbedAsked(concept, v)
		n.asked[concept] = v
	}
	for _, w := range words {
		best = max(best, float64(dot(v, w)))
	}
	return best
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
