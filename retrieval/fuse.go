package retrieval

import "sort"

// vectorWeight is the share of the vector half in the fused score. A convex
// combination of normalised scores beats rank fusion in and out of domain:
// Bruch, Gai and Ingber, "An Analysis of Fusion Functions for Hybrid
// Retrieval" (2022).
const vectorWeight = 0.4

// fuse scores the union of the best passages of both halves.
func (x *Index) fuse(f findings, vector []float32, wide int) []candidate {
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
	x.blend(out, vector != nil)
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
	seen := make(map[uint32]bool, 2*wide)
	out := make([]candidate, 0, 2*wide)
	for _, r := range heap.items {
		seen[r.doc] = true
		c := candidate{doc: r.doc, raw: float64(r.score)}
		if vector != nil {
			c.cosine = float64(x.matrix.cosine(vector, r.doc))
		}
		out = append(out, c)
	}
	if vector == nil {
		return out
	}
	for _, r := range x.matrix.top(vector, wide) {
		if !seen[r.doc] {
			out = append(out, candidate{doc: r.doc, raw: float64(sc.scores[r.doc]), cosine: float64(r.score)})
		}
	}
	return out
}

// blend sets the fused score of each candidate.
func (x *Index) blend(found []candidate, vectors bool) {
	var top float64
	lo, hi := 1.0, -1.0
	for _, c := range found {
		top, lo, hi = max(top, c.raw), min(lo, c.cosine), max(hi, c.cosine)
	}
	w := x.options.VectorWeight
	if w == 0 {
		w = vectorWeight
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
		}
		near := 0.0
		if hi > lo {
			near = (c.cosine - lo) / (hi - lo)
		}
		c.score = (1-w)*c.keyword + w*near
	}
}
