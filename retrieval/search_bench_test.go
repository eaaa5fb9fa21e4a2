package retrieval

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"

	"github.com/limber-health/limber/corpus"
)

// syntheticArticles returns articles of ten passages, n passages in all: runs of
// fourteen words of the built-in articles, each with one of 40,000 rare words,
// so that postings are as uneven as real ones.
func syntheticArticles(b *testing.B, n int) []Article {
	b.Helper()
	builtin, err := corpus.Builtin()
	if err != nil {
		b.Fatal(err)
	}
	var words []string
	for _, a := range builtin {
		words = append(words, strings.FieldsFunc(a.Text, func(r rune) bool { return !unicode.IsLetter(r) })...)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	var out []Article
	for i := 0; i < n; i += 10 {
		a := Article{Slug: fmt.Sprint("a", i), Title: words[rng.IntN(len(words))] + " pain"}
		for p := range min(10, n-i) {
			head := fmt.Sprint("Part ", p)
			a.Blocks = append(a.Blocks, corpus.Block{Kind: corpus.Heading, Level: 2, Start: len(a.Text), End: len(a.Text) + len(head)})
			a.Text += head + "\n\n"
			from := len(a.Text)
			for range 10 {
				at := rng.IntN(len(words) - 14)
				a.Text += "We say " + strings.Join(words[at:at+14], " ") + fmt.Sprint(" w", rng.IntN(40000), ". ")
			}
			a.Blocks = append(a.Blocks, corpus.Block{Kind: corpus.Paragraph, Start: from, End: len(a.Text) - 1})
			a.Text += "\n"
		}
		out = append(out, a)
	}
	return out
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

// BenchmarkGrowth is the growth table: from a thousand passages to a million,
// the time of a search, the memory of the index with its texts, and how many
// passages a second are cut, embedded and indexed.
//
//	go test ./retrieval -run '^$' -bench Growth -benchtime 200x -timeout 60m
func BenchmarkGrowth(b *testing.B) {
	e, err := NewStatic()
	if err != nil {
		b.Fatal(err)
	}
	for _, n := range []int{1000, 10000, 100000, 1000000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			articles := syntheticArticles(b, n)
			before, start := heapInUse(), time.Now()
			s, err := Build(b.Context(), articles, e, BuildOptions{})
			if err != nil {
				b.Fatal(err)
			}
			x, err := NewIndex(b.Context(), s, e, Options{})
			if err != nil {
				b.Fatal(err)
			}
			took := time.Since(start)
			memory := heapInUse() - before
			for _, a := range articles {
				memory += uint64(len(a.Text))
			}
			for i := 0; b.Loop(); i++ {
				if _, err := x.Search(b.Context(), benchQuestions[i%len(benchQuestions)], 10); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(x.Len())/took.Seconds(), "passages/s")
			b.ReportMetric(float64(memory)/1e6, "MB")
		})
	}
}

func heapInUse() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
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
