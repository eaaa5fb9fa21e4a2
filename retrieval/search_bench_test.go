package retrieval

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/limber-health/limber/corpus"
)

// synthetic makes an index of n passages in articles of ten: words drawn by
// Zipf's law from the built-in articles, so that postings are as uneven as real
// ones.
func synthetic(b *testing.B, n int) *Index {
	b.Helper()
	e, err := NewStatic()
	if err != nil {
		b.Fatal(err)
	}
	articles, err := corpus.Builtin()
	if err != nil {
		b.Fatal(err)
	}
	var words []string
	for _, a := range articles {
		words = append(words, strings.Fields(a.Text)...)
	}
	x, err := NewIndex(context.Background(), syntheticSnapshot(words, n, e), e, Options{})
	if err != nil {
		b.Fatal(err)
	}
	return x
}

func syntheticSnapshot(words []string, n int, e *Static) *Snapshot {
	rng := rand.New(rand.NewPCG(1, 2))
	s := &Snapshot{Stamp: Stamp{Embedder: e.ID(), Dim: e.Dim(), Chunker: ChunkerID}}
	for i := 0; i < n; i += 10 {
		a := Article{Slug: fmt.Sprint("a", i), Title: words[rng.IntN(len(words))] + " pain"}
		for range min(10, n-i) {
			start := len(a.Text)
			var p Passage
			for range 10 {
				at := rng.IntN(len(words) - 14)
				from := len(a.Text)
				a.Text += strings.Join(words[at:at+14], " ") + fmt.Sprint(" w", rng.IntN(40000), ".")
				p.Sentences = append(p.Sentences, Span{from, len(a.Text)})
				a.Text += " "
			}
			end := len(a.Text) - 1
			p.ID, p.Article, p.Title, p.Section = fmt.Sprint(a.Slug, "#", start), a.Slug, a.Title, "Treatment"
			p.Start, p.End = start, end
			s.Passages = append(s.Passages, p)
			s.Vectors = append(s.Vectors, randomUnit(rng, e.Dim()))
		}
		for j := len(s.Passages) - min(10, n-i); j < len(s.Passages); j++ {
			s.Passages[j].Text = a.Text[s.Passages[j].Start:s.Passages[j].End]
		}
		s.Articles, s.Hashes = append(s.Articles, a), append(s.Hashes, a.Slug)
	}
	return s
}

func randomUnit(rng *rand.Rand, dim int) []float32 {
	v := make([]float32, dim)
	for i := range v {
		v[i] = float32(rng.NormFloat64())
	}
	normalise(v)
	return v
}

var benchQuestions = []string{
	"Why do my calves cramp at night and what helps?",
	"restless legs treatment",
	"Is it safe to take magnesium for leg cramps in pregnancy?",
	"My foot goes numb when I lie in bed. I am 62 and have diabetes. Should I see a doctor?",
}

func BenchmarkSearch(b *testing.B) {
	for _, n := range []int{1000, 10000, 100000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			x := synthetic(b, n)
			runtime.GC()
			runtime.ReadMemStats(&after)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if _, err := x.Search(context.Background(), benchQuestions[i%len(benchQuestions)], 10); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/1e6, "MB-index")
		})
	}
}

// BenchmarkNearest is the growth table of the vector stage: the packed scan
// and chromem-go on the same vectors, from a thousand to a million. chromem-go
// stops at a hundred thousand: above, only its memory would be measured.
func BenchmarkNearest(b *testing.B) {
	for _, n := range []int{1000, 10000, 100000, 1000000} {
		s, query := randomSnapshot(n)
		b.Run(fmt.Sprint("packed/", n), func(b *testing.B) {
			m := newMatrix(s().Vectors, 256)
			for b.Loop() {
				m.top(query, 10)
			}
		})
		if n > 100000 {
			continue
		}
		b.Run(fmt.Sprint("chromem/", n), func(b *testing.B) {
			st, err := newStore(context.Background(), s())
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if _, err := st.nearest(context.Background(), query, 10); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkBuild is ingest without reading files: cutting, embedding and both
// indexes, for articles of ten passages.
func BenchmarkBuild(b *testing.B) {
	e, err := NewStatic()
	if err != nil {
		b.Fatal(err)
	}
	articles, err := corpus.Builtin()
	if err != nil {
		b.Fatal(err)
	}
	passages := 0
	for b.Loop() {
		s, err := Build(context.Background(), articles, e, BuildOptions{})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := NewIndex(context.Background(), s, e, Options{}); err != nil {
			b.Fatal(err)
		}
		passages += len(s.Passages)
	}
	b.ReportMetric(float64(passages)/b.Elapsed().Seconds(), "passages/s")
}

// randomSnapshot returns a query and a maker of n random passages that makes
// them once, when first asked.
func randomSnapshot(n int) (func() *Snapshot, []float32) {
	rng := rand.New(rand.NewPCG(3, 4))
	query := randomUnit(rng, 256)
	return sync.OnceValue(func() *Snapshot {
		s := &Snapshot{Stamp: Stamp{Dim: 256}}
		for i := range n {
			s.Passages = append(s.Passages, Passage{ID: fmt.Sprint(i)})
			s.Vectors = append(s.Vectors, randomUnit(rng, 256))
		}
		return s
	}), query
}
