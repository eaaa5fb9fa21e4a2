package retrieval

import (
	"cmp"
	"slices"
)

// weights are what the ranking is tuned by. A convex combination of normalised
// scores beats rank fusion in and out of domain: Bruch, Gai and Ingber, "An
// Analysis of Fusion Functions for Hybrid Retrieval" (2022).
type weights struct {
	vector   float64 // share of the vector half in the fused score
	long     float64 // what that share loses with each concept beyond longFrom; a mean of many words is vague
	cover    float64 // share of coverage in the keyword half, beside the keyword score
	ideal    float64 // share of the most keyword score possible that counts as strong
	spread   float64 // range of cosines, at least, that makes up the whole vector half
	asks     float64 // weight of a word that only says what type of question this is
	kind     float64 // what a passage of the asked-for type gains, as a share
	also     float64 // weight of other words for a concept, against 1 for its own
	familiar float64 // the same, when passages are about the name asked for
	named    float64 // weight of another name for the very same thing, as a whole, against 1 for the rarest word
	asked    float64 // what a passage gains by an expected question that is like the one asked, for likeness beyond askedFloor
	more     float64 // what an article's second best passage adds; each further one adds half of that
}

// tuned are the weights measured best on one half of the test sets and checked
// on the other; see "limber bench retrieval".
var tuned = weights{vector: 0.72, long: 0.05, cover: 0.6, ideal: 1, asks: 0.5, spread: 0.45, kind: 0.4, also: 0.2, named: 0.6, familiar: 0.1, asked: 0.9, more: 0.01}

// fuse scores the union of the best passages of both halves.
func (x *Index) fuse(f findings, wide int) []candidate {
	vector := f.vector
	sc := x.scratch.Get().(*scratch)
	defer x.scratch.Put(sc)
	defer sc.clear()
	if x.options.Mode != VectorOnly || vector == nil {
		x.keywords.score(f.weighted, sc)
	}
	out := x.addAsked(x.gather(sc, vector, wide), f, sc)
	x.blend(out, f, x.weights.ideal*x.ideal(f.weighted))
	x.prefer(f.query.Type, out)
	for i := range out {
		out[i].score += x.weights.asked * max(0, out[i].asked-askedFloor)
	}
	return bestCandidates(out)
}

// bestCandidates returns them best first, equal ones in passage order. It sorts
// keys, which are a fraction of a candidate's size.
func bestCandidates(found []candidate) []candidate {
	type key struct {
		score   float64
		doc, at uint32
	}
	keys := make([]key, len(found))
	for i := range found {
		keys[i] = key{found[i].score, found[i].doc, uint32(i)}
	}
	slices.SortFunc(keys, func(a, b key) int {
		switch {
		case a.score > b.score:
			return -1
		case a.score < b.score:
			return 1
		}
		return cmp.Compare(a.doc, b.doc)
	})
	out := make([]candidate, len(found))
	for i, k := range keys {
		out[i] = found[k.at]
	}
	return out
}

// gather returns the union of the best of both halves with both raw scores.
func (x *Index) gather(sc *scratch, vector []float32, wide int) []candidate {
	top := newTopK(wide)
	for d, s := range sc.scores {
		if s > 0 && s >= top.floor {
			top.offer(ranked{uint32(d), s})
		}
	}
	byWords := top.best()
	candidateOf := func(r ranked) candidate {
		return candidate{doc: r.doc, raw: float64(r.score), mask: sc.masks[r.doc]}
	}
	out := make([]candidate, 0, 2*len(byWords))
	for _, r := range byWords {
		out = append(out, candidateOf(r))
	}
	if vector == nil {
		return out
	}
	query := x.matrix.pack(vector)
	for i := range out {
		out[i].cosine = float64(x.matrix.cosine(query, out[i].doc))
	}
	for _, r := range x.matrix.scan(query, min(wide, len(x.owner))) {
		if words := (ranked{r.doc, sc.scores[r.doc]}); words.score == 0 || !top.kept(words) {
			c := candidateOf(words)
			c.cosine = float64(r.score * query.scale)
			out = append(out, c)
		}
	}
	return out
}

// askedFloor is the likeness from which an expected question counts.
const askedFloor = 0.4

// addAsked notes how like the questions of each candidate are to the one asked
// and adds the passages that neither half found but whose questions are like it.
func (x *Index) addAsked(found []candidate, f findings, sc *scratch) []candidate {
	if f.likes == nil {
		return found
	}
	have := make(map[uint32]bool, len(found))
	for i := range found {
		have[found[i].doc] = true
		found[i].asked = x.expected().best(f.likes, found[i].doc)
	}
	for d := range uint32(len(x.owner)) {
		if have[d] {
			continue
		}
		if like := x.expected().best(f.likes, d); like > askedFloor {
			c := candidate{doc: d, asked: like, raw: float64(sc.scores[d]), mask: sc.masks[d]}
			if f.vector != nil {
				c.cosine = float64(dot(f.vector, x.matrix.vectors[d]))
			}
			found = append(found, c)
		}
	}
	return found
}

// blend sets the fused score of each candidate. The best keyword score counts
// in full from strong on, and less below: then the words of the question are
// hardly those of the texts.
func (x *Index) blend(found []candidate, f findings, strong float64) {
	var top float64
	hi := -1.0
	for _, c := range found {
		top, hi = max(top, c.raw), max(hi, c.cosine)
	}
	lo := kthCosine(found, candidates)
	w, both := x.vectorShare(f, top), f.vector != nil && x.options.Mode == Hybrid
	covers := x.newCover(topics(f.query.Concepts), f.weighted)
	for i := range found {
		c := &found[i]
		if top > 0 {
			c.keyword = c.raw / top
			if f.vector != nil {
				c.keyword = c.raw / max(top, strong)
			}
		}
		near, words := 0.0, c.keyword
		if hi > lo {
			near = (c.cosine - lo) / max(hi-lo, x.weights.spread)
		}
		if both {
			words += x.weights.cover * (covers.share(c.mask) - words)
		}
		c.score = (1-w)*words + w*near
	}
}

// kthCosine returns the cosine of the k-th best candidate, or of the last. What
// is near starts there: the worst candidate of both halves says nothing.
func kthCosine(found []candidate, k int) float64 {
	if len(found) == 0 {
		return 0
	}
	all := make([]ranked, len(found))
	for i, c := range found {
		all[i] = ranked{uint32(i), float32(c.cosine)}
	}
	k = min(k, len(all))
	bestFirst(all, k)
	return float64(all[k-1].score)
}

// Concepts from which a query is long, and the least share of the vector half.
const (
	longFrom  = 4
	leastNear = 0.3
)

// vectorShare is the share of the vector half in the fused score; top is the
// best keyword score.
func (x *Index) vectorShare(f findings, top float64) float64 {
	switch {
	case f.vector == nil:
		return 0
	case x.options.Mode == VectorOnly || top == 0:
		return 1
	case x.options.VectorWeight != 0:
		return x.options.VectorWeight
	}
	beyond := float64(max(0, len(f.query.Concepts)-longFrom))
	return max(leastNear, x.weights.vector-x.weights.long*beyond)
}

// prefer raises the passages that answer the type of question asked.
func (x *Index) prefer(t QuestionType, found []candidate) {
	k := kinds().index(t)
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
