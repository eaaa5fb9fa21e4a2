package retrieval

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sort"

	chromem "github.com/philippgille/chromem-go"
)

// A store is the passages and their vectors in one chromem-go collection, held
// in memory. It is the reference that the packed scan is checked against.
type store struct {
	c    *chromem.Collection
	rank map[string]uint32 // passage id -> position in the snapshot
}

// errNoEmbedding keeps chromem-go from ever embedding text by itself; without a
// function of ours it would send the text to a hosted service.
var errNoEmbedding = errors.New("the collection only takes finished vectors")

func newStore(ctx context.Context, s *Snapshot) (*store, error) {
	refuse := func(context.Context, string) ([]float32, error) { return nil, errNoEmbedding }
	c, err := chromem.NewDB().CreateCollection("passages", nil, refuse)
	if err != nil {
		return nil, fmt.Errorf("create collection: %w", err)
	}
	st := &store{c: c, rank: make(map[string]uint32, len(s.Passages))}
	const batch = 4096 // chromem-go starts a goroutine per document
	docs := make([]chromem.Document, 0, min(batch, len(s.Passages)))
	for i, p := range s.Passages {
		if _, twice := st.rank[p.ID]; twice {
			return nil, fmt.Errorf("store passages: %s comes twice", p.ID)
		}
		st.rank[p.ID] = uint32(i)
		docs = append(docs, chromem.Document{ID: p.ID, Content: p.Text, Embedding: s.Vectors[i]})
		if len(docs) == batch || i == len(s.Passages)-1 {
			if err := c.AddDocuments(ctx, docs, runtime.GOMAXPROCS(0)); err != nil {
				return nil, fmt.Errorf("store passages: %w", err)
			}
			docs = docs[:0]
		}
	}
	return st, nil
}

// nearest returns the k passages closest to the vector, best first; equal ones
// in passage order. More than are stored is not an error.
func (s *store) nearest(ctx context.Context, vector []float32, k int) ([]ranked, error) {
	// chromem-go returns equal scores in random order: ask for more, then sort.
	n := min(k+16, s.c.Count())
	if n <= 0 || k <= 0 {
		return nil, nil
	}
	found, err := s.c.QueryEmbedding(ctx, vector, n, nil, nil)
	if err != nil {
		return nil, fmt.Errorf("query collection: %w", err)
	}
	out := make([]ranked, 0, len(found))
	for _, f := range found {
		out = append(out, ranked{s.rank[f.ID], f.Similarity})
	}
	sort.Slice(out, func(i, j int) bool { return out[i].before(out[j]) })
	return out[:min(k, len(out))], nil
}
