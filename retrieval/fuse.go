package retrieval

import (
	"slices"
	"sort"
)

// weights are what the ranking is tuned by. A convex combination of normalised
// scores beats rank fusion in and out of domain: Bruch, Gai and Ingber, "An
// Analysis of Fusion Functions for Hybrid Retrieval" (2022).
type weights struct {
	vector   float64 // share of the vector half in the fused score
	ideal    float64 // share of the most keyword score possible that counts as strong
	spread   float64 // range of cosines, at least, that makes up the whole vector half
	asks     float64 // weight of a word that only says what type of question this is
	kind     float64 // what a passage of the asked-for type gains, as a share
	also     float64 // weight of other words for a concept, against 1 for its own
	familiar float64 // the same, when passages are about the name asked for
	named    float64 // weight of another name for the very same thing, as a whole, against 1 for the rarest word
	more     float64 // what an article's second best passage adds; each further one adds half of that
}

// tuned are the weights measured best on one half of the test sets and checked
// on the other; see "limber bench retrieval".
var tuned = weights{vector: 0.7, ideal: 1, asks: 0.5, spread: 0.6, kind: 0.4, also: 0.2, named: 0.6, familiar: 0.1, more: 0.01}

// fuse scores the union of the best passages of both halves.
func (x *Index) fuse(f findings, wide int) []candidate {
	vector := f.vector
	sc := x.scratch.Get().(*scratch)
	defer x.scratch.Put(sc)
	sc.touched = sc.touched[:0]
	if x.options.Mode != VectorOnly || vector == nil {
		sc.touched = x.keywords.score(f.weighted, sc.scores, sc.touched)
	}
	defer func() {
		for _, d := range sc.touched {
			sc.scores[d] = 0
		}
	}()
	out := x.gather(sc, vector, wide)
	x.blend(out, vector != nil, x.weights.ideal*x.ideal(f.weighted))
	x.prefer(f.query.Type, out)
	sort.Slice(out, func(i, j int) bool {
		if out[i].score != out[j].score {
			return out[i].score > out[j].score
		}
		return out[i].doc < out[j].doc
	})
	return out
}

// gather returns the union of the best of both halves with both raw scores.
func (x *Index) gather(sc *scratch, vector []float32, wide int) []candidate {
	heap := topK{k: wide}
	for _, d := range sc.touched {
		heap.offer(ranked{d, sc.scores[d]})
	}
	var query packed
	if vector != nil {
		query = x.matrix.pack(vector)
	}
	seen := make(map[uint32]bool, wide)
	out := make([]candidate, 0, 2*wide)
	for _, r := range heap.items {
		seen[r.doc] = true
		c := candidate{doc: r.doc, raw: float64(r.score)}
		if vector != nil {
			c.cosine = float64(x.matrix.cosine(query, r.doc))
		}
		out = append(out, c)
	}
	if vector == nil {
		return out
	}
	for _, r := range x.matrix.scan(query, min(wide, len(x.owner))) {
		if !seen[r.doc] {
			out = append(out, candidate{doc: r.doc, raw: float64(sc.scores[r.doc]), cosine: float64(r.score * query.scale)})
		}
	}
	return out
}

// blend sets the fused score of each candidate. The best keyword score counts
// in full from strong on, and less below: then the words of the question are
// hardly those of the texts.
func (x *Index) blend(found []candidate, vectors bool, strong float64) {
	var top float64
	lo, hi := 1.0, -1.0
	for _, c := range found {
		top, lo, hi = max(top, c.raw), min(lo, c.cosine), max(hi, c.cosine)
	}
	w := x.options.VectorWeight
	if w == 0 {
		w = x.weights.vector
	}
	switch {
	case !vectors:
		w = 0
	case x.options.Mode == VectorOnly || top == 0:
		w = 1
	}
	for i := range found {
		c := &found[i]
		if top > 0 {
			c.keyword = c.raw / top
			if vectors {
				c.keyword = c.raw / max(top, strong)
			}
		}
		near := 0.0
		if hi > lo {
			near = (c.cosine - lo) / max(hi-lo, x.weights.spread)
		}
		c.score = (1-w)*c.keyword + w*near
	}
}

// prefer raises the passages that answer the type of question asked.
func (x *Index) prefer(t QuestionType, found []candidate) {
	k := kinds.index(t)
	if k < 0 {
		return
	}
	for i := range found {
		found[i].kind = float64(x.kinds[found[i].doc][k]) / 255
		found[i].score *= 1 + x.weights.kind*found[i].kind
	}
}

// expand lists the terms to search for with their weights: a concept's own, and
// for less its other names. A term that comes twice keeps the higher weight.
func (x *Index) expand(concepts []Concept) []weighted {
	var out []weighted
	add := func(term string, w float64) {
		for i := range out {
			if out[i].term == term {
				out[i].weight = max(out[i].weight, w)
				return
			}
		}
		out = append(out, weighted{term, w})
	}
	topic := slices.ContainsFunc(concepts, func(c Concept) bool { return !c.Asks })
	for _, c := range concepts {
		if c.Asks && topic {
			c.Weight *= x.weights.asks
		}
		for _, t := range c.Terms {
			add(t, c.Weight)
		}
		for _, also := range c.Also {
			w := x.weights.also
			if c.Named {
				w = x.nameWeight(c, also)
			}
			for _, t := range also {
				if w > 0 {
					add(t, c.Weight*w)
				}
			}
		}
	}
	return out
}

// nameWeight is what each word of another name counts: the whole name as much
// as the name asked for would, times weights.named. A name with a word that no
// passage holds counts nothing.
func (x *Index) nameWeight(c Concept, name []string) float64 {
	var own, other float64
	for _, t := range c.Terms {
		own += x.keywords.rarity(t)
	}
	for _, t := range name {
		if !x.keywords.knows(t) {
			return 0
		}
		other += x.keywords.rarity(t)
	}
	w := x.weights.named
	if c.Familiar {
		w = x.weights.familiar
	}
	return min(1, w*own/max(other, 0.1))
}

// ideal returns the keyword score of a passage full of every term.
func (x *Index) ideal(query []weighted) float64 {
	var sum float64
	for _, q := range query {
		if q.weight > x.weights.also {
			sum += q.weight * x.keywords.rarity(q.term)
		}
	}
	return sum
}
