package retrieval

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// An Index answers searches over one snapshot. It does not change and is safe
// for concurrent use.
type Index struct {
	snapshot *Snapshot
	embedder Embedder
	options  Options
	weights  weights
	keywords *keywords
	matrix   *matrix
	senses   *senses
	expected func() *expected // see Prepare; nil if no article names questions
	store    *store
	article  map[string]int // slug -> position
	owner    []uint32       // passage -> position of its article
	kinds    []kindScores   // passage -> what it tells about its topic
	scratch  sync.Pool      // *scratch
}

// Options tune an Index. The zero value is what the product uses.
type Options struct {
	Mode         Mode          // which halves of the search run; zero is both
	VectorWeight float64       // share of the vector half in the fused score, 0 to 1; zero means the fitted one
	EmbedTimeout time.Duration // after which a query is searched by keywords only; zero means 2 s
}

// A Mode selects the halves of the search, for measuring them apart.
type Mode int

// The modes of search.
const (
	Hybrid Mode = iota
	KeywordOnly
	VectorOnly
)

// scratch is the working memory of one search, zero between searches.
type scratch struct {
	scores []float32 // per passage
	masks  []uint64  // per passage, the terms of the query it holds
}

func newScratch(size int) *scratch {
	return &scratch{scores: make([]float32, size), masks: make([]uint64, size)}
}

func (s *scratch) clear() {
	clear(s.scores)
	clear(s.masks)
}

// NewIndex makes a snapshot searchable. The embedder must be the one the
// snapshot was built with; nil means keywords only, reported as degraded.
func NewIndex(ctx context.Context, s *Snapshot, e Embedder, o Options) (*Index, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	if s.Stamp.Chunker != ChunkerID {
		return nil, fmt.Errorf("open index: cut by %q, this program cuts by %q: ingest again", s.Stamp.Chunker, ChunkerID)
	}
	if n, ok := e.(interface{ ID() string }); ok && n.ID() != s.Stamp.Embedder {
		return nil, fmt.Errorf("open index: embedded by %q, not by %q: ingest again", s.Stamp.Embedder, n.ID())
	}
	if o.EmbedTimeout <= 0 {
		o.EmbedTimeout = 2 * time.Second
	}
	readFiles()
	x := &Index{snapshot: s, embedder: e, options: o, weights: tuned, article: make(map[string]int, len(s.Articles))}
	for i, a := range s.Articles {
		x.article[a.Slug] = i
	}
	x.owner = make([]uint32, len(s.Passages))
	for i, p := range s.Passages {
		x.owner[i] = uint32(x.article[p.Article])
	}
	st, err := newStore(ctx, s)
	if err != nil {
		return nil, err
	}
	x.store = st
	x.keywords = newKeywords(s)
	x.kinds = kindsOf(s)
	x.matrix = newMatrix(s.Vectors, s.Stamp.Dim)
	if x.senses, err = newSenses(s); err != nil {
		return nil, err
	}
	x.expected = sync.OnceValue(func() *expected { return newExpected(s, x.keywords) })
	x.scratch.New = func() any { return newScratch(len(s.Passages)) }
	return x, nil
}

// Prepare reads the questions that the articles expect, which takes all cores
// for some 2 µs each. The first search does it otherwise.
func (x *Index) Prepare() { x.expected() }

// Article returns the article with the given slug.
func (x *Index) Article(slug string) (Article, bool) {
	i, ok := x.article[slug]
	if !ok {
		return Article{}, false
	}
	return x.snapshot.Articles[i], true
}

// Articles returns all articles in slug order. The slice must not be changed.
func (x *Index) Articles() []Article { return x.snapshot.Articles }

// Stamp returns what the index was built with.
func (x *Index) Stamp() Stamp { return x.snapshot.Stamp }

// Len returns the number of passages.
func (x *Index) Len() int { return len(x.snapshot.Passages) }
