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
				Span: s, Hit: i, Index: j, Text: text, OnTopic: onTopic, Match: x.coverage(q.Terms, text),
			})
		}
	}
	x.cosines(ctx, q.Text, out)
	return out
}

// coverage returns the share of the terms, weighed by IDF, that text holds.
func (x *Index) coverage(wanted []string, text string) float64 {
	held := map[string]bool{}
	for _, t := range terms(text) {
		held[t] = true
	}
	var got, all float64
	for _, t := range wanted {
		w := x.keywords.rarity(t)
		all += w
		if held[t] {
			got += w
		}
	}
	if all == 0 {
		return 0
	}
	return got / all
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
