package retrieval

import (
	"math"
	"testing"
)

// A cover says of every passage what coverage says by looking each term up.
func TestCoverIsCoverage(t *testing.T) {
	x := builtinIndex(t)
	queries, _, err := LoadQueries("testdata/natural")
	if err != nil {
		t.Fatal(err)
	}
	compared := 0
	for _, q := range queries {
		f, err := x.find(t.Context(), q.Text, "", candidates)
		if err != nil {
			t.Fatal(err)
		}
		about := topics(f.query.Concepts)
		c := x.newCover(about, f.weighted)
		for _, found := range f.found {
			want := x.coverage(about, func(term string) bool {
				return askedFor(f.weighted, term) && x.keywords.holds(found.doc, term)
			})
			if got := c.share(found.mask); math.Abs(got-want) > 1e-9 {
				t.Fatalf("%q, passage %d: covers %v, want %v", q.Text, found.doc, got, want)
			}
			compared++
		}
	}
	if compared < 10000 {
		t.Errorf("compared %d passages only", compared)
	}
}

func askedFor(list []weighted, term string) bool {
	for _, w := range list {
		if w.term == term {
			return true
		}
	}
	return false
}

// A passage that holds every word of a question goes before one that holds one
// of them often.
func TestBlendWantsEveryWord(t *testing.T) {
	x := builtinIndex(t)
	found := []candidate{{doc: 0, raw: 3, mask: 1, cosine: 0.5}, {doc: 1, raw: 2.9, mask: 3, cosine: 0.5}}
	f := findings{vector: make([]float32, 1), weighted: []weighted{{"cramp", 1}, {"magnesium", 1}}}
	f.query.Concepts = []Concept{{Terms: []string{"cramp"}, Weight: 1}, {Terms: []string{"magnesium"}, Weight: 1}}
	x.blend(found, f, 6)
	if found[0].score >= found[1].score {
		t.Errorf("scores %v and %v, want the second higher", found[0].score, found[1].score)
	}
}

// The longer a question, the less the vectors count.
func TestVectorShare(t *testing.T) {
	x := builtinIndex(t)
	last := 1.0
	for _, n := range []int{3, 6, 9, 40} {
		f := findings{vector: make([]float32, 1)}
		f.query.Concepts = make([]Concept, n)
		share := x.vectorShare(f, 1)
		if share >= last || share < leastNear {
			t.Errorf("%d concepts: share %v after %v", n, share, last)
		}
		last = share
	}
}
