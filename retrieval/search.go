package retrieval

import (
	"context"
	"sort"
)

// candidates is how many passages each half of the search puts forward.
const candidates = 100

// Search returns the k passages that fit text best. An embedder that fails or
// takes too long is no error: the result is found by keywords and marked
// Degraded. The only error is that of ctx.
func (x *Index) Search(ctx context.Context, text string, k int) (Result, error) {
	return x.SearchAfter(ctx, text, "", k)
}

// SearchAfter is Search for a message that goes on from earlier ones.
func (x *Index) SearchAfter(ctx context.Context, text, earlier string, k int) (Result, error) {
	f, err := x.find(ctx, text, earlier, max(candidates, 2*k))
	if err != nil {
		return Result{}, err
	}
	r := Result{Query: f.query, Degraded: f.degraded}
	for _, c := range f.found[:min(max(k, 0), len(f.found))] {
		r.Hits = append(r.Hits, Hit{
			Passage: x.snapshot.Passages[c.doc], Score: c.score, Keyword: c.keyword, Vector: c.cosine,
		})
	}
	r.Support, r.Enough = x.support(f)
	return r, nil
}

// A Ranked is an article found by SearchArticles.
type Ranked struct {
	Slug  string
	Score float64
}

// SearchArticles returns the k articles that fit text best: an article scores
// as its best passage does, plus a little for each further one.
func (x *Index) SearchArticles(ctx context.Context, text string, k int) ([]Ranked, error) {
	f, err := x.find(ctx, text, "", max(candidates, 4*k))
	if err != nil {
		return nil, err
	}
	return x.rank(f.found, k), nil
}

func (x *Index) rank(found []candidate, k int) []Ranked {
	place, share := map[uint32]int{}, map[uint32]float64{}
	var out []Ranked
	for _, c := range found {
		a := x.owner[c.doc]
		i, ok := place[a]
		if !ok {
			place[a], share[a] = len(out), x.weights.more
			out = append(out, Ranked{x.snapshot.Articles[a].Slug, c.score})
			continue
		}
		out[i].Score += share[a] * c.score
		share[a] /= 2
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Score > out[j].Score })
	return out[:min(max(k, 0), len(out))]
}

// A candidate is a passage put forward by either half.
type candidate struct {
	doc     uint32
	score   float64 // fused
	raw     float64 // keyword score as it comes from BM25F
	keyword float64 // the same, as a share of the best one
	mask    uint64  // terms of the query it holds; see keywords.score
	cosine  float64
	asked   float64 // likeness of the best expected question, 0 to 1
	kind    float64 // how much it answers the type of question, 0 to 1
}

// findings is everything one search knows.
type findings struct {
	query    Query
	weighted []weighted
	found    []candidate // best first
	degraded bool
	vector   []float32 // of the query; nil when degraded
	likes    []likeness
}

func (x *Index) find(ctx context.Context, text, earlier string, wide int) (findings, error) {
	f := findings{query: condense(x.mendText(earlier), x.mendText(text), x.keywords.topic)}
	for i := range f.query.Concepts {
		c := &f.query.Concepts[i]
		c.Familiar = c.Named && x.keywords.about(c.Terms)
	}
	f.weighted = x.expand(f.query.Concepts)
	if x.options.Mode == Hybrid {
		f.likes = x.likenesses(spoken(f.query))
	}
	if x.options.Mode != KeywordOnly {
		text := spoken(f.query)
		f.vector = x.embed(ctx, text)
		f.degraded = f.vector == nil && (x.embedder == nil || text != "") // nothing to embed is no fault
	}
	if err := ctx.Err(); err != nil {
		return f, err
	}
	f.found = x.fuse(f, wide)
	return f, nil
}

// spoken is the query for the embedder: what it said and what its lay phrases mean.
func spoken(q Query) string {
	text := q.Said
	for _, c := range q.Concepts {
		if (c.Named && !c.Familiar || !c.Named && len(c.Terms) != 1) && c.Means != "" {
			text += " " + c.Means
		}
	}
	return text
}

// embed returns the query's unit vector, or nil if it cannot be had.
func (x *Index) embed(ctx context.Context, text string) []float32 {
	if x.embedder == nil || text == "" {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, x.options.EmbedTimeout)
	defer cancel()
	v, err := x.embedder.EmbedQuery(ctx, text)
	if err != nil || len(v) != x.snapshot.Stamp.Dim {
		return nil
	}
	v = append([]float32(nil), v...)
	normalise(v)
	if checkVector(v, len(v)) != nil {
		return nil
	}
	return v
}
