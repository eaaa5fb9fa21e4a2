package retrieval

import "context"

// Sentences scores every sentence of the hits against the query, in the order
// of the hits and then of the text.
func (x *Index) Sentences(ctx context.Context, q Query, hits []Hit) []Scored {
	var out []Scored
	for i, h := range hits {
		onTopic := kinds.answers(h.Section, q.Type)
		for j, s := range h.Passage.Sentences {
			text := h.Text[s.Start-h.Start : s.End-h.Start]
			out = append(out, Scored{
				Span: s, Hit: i, Index: j, Text: text, OnTopic: onTopic, Match: x.coverage(q.Concepts, holding(text)),
			})
		}
	}
	x.cosines(ctx, q.Text, out)
	return out
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

// cosines fills in how close each sentence is to the query. It leaves zeros
// when the embedder cannot be reached.
func (x *Index) cosines(ctx context.Context, query string, sentences []Scored) {
	q := x.embed(ctx, query)
	if q == nil || len(sentences) == 0 {
		return
	}
	if fast, ok := x.embedder.(interface {
		Embed(text string, dst []float32)
	}); ok {
		v := make([]float32, len(q))
		for i := range sentences {
			fast.Embed(sentences[i].Text, v)
			sentences[i].Cosine = float64(dot(q, v))
		}
		return
	}
	texts := make([]string, len(sentences))
	for i, s := range sentences {
		texts[i] = s.Text
	}
	ctx, cancel := context.WithTimeout(ctx, x.options.EmbedTimeout)
	defer cancel()
	vectors, err := x.embedder.EmbedDocuments(ctx, texts)
	if err != nil || len(vectors) != len(texts) {
		return
	}
	for i, v := range vectors {
		if len(v) == len(q) {
			normalise(v)
			sentences[i].Cosine = float64(dot(q, v))
		}
	}
}
