package retrieval_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"math"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/limber-health/limber/retrieval"
)

var _ retrieval.Embedder = (*retrieval.Static)(nil)

func newStatic(t testing.TB) *retrieval.Static {
	t.Helper()
	s, err := retrieval.NewStatic()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func dot(a, b []float32) float64 {
	var sum float64
	for i := range a {
		sum += float64(a[i]) * float64(b[i])
	}
	return sum
}

// TestStaticMatchesPython compares with vectors that distill/golden.py computed
// from the same table.
func TestStaticMatchesPython(t *testing.T) {
	s := newStatic(t)
	f, err := os.Open("testdata/static/vectors.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines, n := bufio.NewScanner(f), 0
	lines.Buffer(nil, 1<<20)
	for ; lines.Scan(); n++ {
		var want struct {
			Text            string
			Document, Query []float32
		}
		if err := json.Unmarshal(lines.Bytes(), &want); err != nil {
			t.Fatal(err)
		}
		got := make([]float32, s.Dim())
		s.Embed(want.Text, got)
		checkClose(t, want.Text, want.Document, got)
		s.EmbedAsQuery(want.Text, got)
		checkClose(t, want.Text, want.Query, got)
	}
	if n < 20 {
		t.Fatalf("%d golden vectors, want at least 20", n)
	}
}

func checkClose(t *testing.T, text string, want, got []float32) {
	t.Helper()
	if dot(want, want) == 0 {
		if dot(got, got) != 0 {
			t.Errorf("%q: want a zero vector, got one of length %v", text, math.Sqrt(dot(got, got)))
		}
		return
	}
	if cos := dot(want, got) / math.Sqrt(dot(want, want)*dot(got, got)); cos < 0.9999 {
		t.Errorf("%q: cosine %v with the golden vector", text, cos)
	}
}

func TestStaticNearness(t *testing.T) {
	s := newStatic(t)
	tests := []struct{ query, near, far string }{
		{"charley horse at night", "Night cramps are sudden, painful tightening of the calf muscle.", "Vaccines protect children against measles."},
		{"blood clot in my leg", "Deep vein thrombosis causes swelling and pain in one leg.", "Hay fever makes the nose run."},
		{"high blood pressure pills", "Medicines for hypertension include diuretics.", "A sprained ankle needs rest and ice."},
	}
	for _, c := range tests {
		vec := make([][]float32, 3)
		for i, text := range []string{c.query, c.near, c.far} {
			vec[i] = make([]float32, s.Dim())
			if s.Embed(text, vec[i]); i == 0 {
				s.EmbedAsQuery(text, vec[i])
			}
		}
		if near, far := dot(vec[0], vec[1]), dot(vec[0], vec[2]); near <= far+0.05 {
			t.Errorf("%q: %.3f to %q, %.3f to %q", c.query, near, c.near, far, c.far)
		}
	}
}

func TestStaticIsUnitOrZero(t *testing.T) {
	s := newStatic(t)
	for text, want := range map[string]float64{"leg": 1, "leg pain at night, again": 1, "": 0, " \n": 0, "🦵🦵": 0, "\xff\xfe": 0} {
		for role, embed := range map[string]func(string, []float32){"document": s.Embed, "query": s.EmbedAsQuery} {
			v := make([]float32, s.Dim())
			v[3] = 7
			embed(text, v)
			if got := dot(v, v); math.Abs(got-want) > 1e-5 {
				t.Errorf("%s %q: squared length %v, want %v", role, text, got, want)
			}
		}
	}
}

func TestStaticBatchEqualsSingle(t *testing.T) {
	s, ctx := newStatic(t), context.Background()
	texts := []string{"leg cramps", "", "iron and restless legs", strings.Repeat("calf pain. ", 2000)}
	got, err := s.EmbedDocuments(ctx, texts)
	if err != nil {
		t.Fatal(err)
	}
	for i, text := range texts {
		want := make([]float32, s.Dim())
		s.Embed(text, want)
		if diff := cmp.Diff(want, got[i]); diff != "" {
			t.Errorf("%.20q (-single +batch):\n%s", text, diff)
		}
	}
	want := make([]float32, s.Dim())
	s.EmbedAsQuery(texts[0], want)
	query, err := s.EmbedQuery(ctx, texts[0])
	if diff := cmp.Diff(want, query); err != nil || diff != "" {
		t.Errorf("EmbedQuery: %v\n%s", err, diff)
	}
}

func TestStaticStopsWithContext(t *testing.T) {
	s := newStatic(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := s.EmbedDocuments(ctx, []string{"leg"}); !errors.Is(err, context.Canceled) {
		t.Errorf("EmbedDocuments: %v, want context.Canceled", err)
	}
	if _, err := s.EmbedQuery(ctx, "leg"); !errors.Is(err, context.Canceled) {
		t.Errorf("EmbedQuery: %v, want context.Canceled", err)
	}
}

func TestStaticConcurrent(t *testing.T) {
	s := newStatic(t)
	texts := []string{"leg pain", "night cramps in both calves", "iron", strings.Repeat("word and more ", 50)}
	want := make([][]float32, len(texts))
	for i, text := range texts {
		want[i] = make([]float32, s.Dim())
		s.Embed(text, want[i])
	}
	var wg sync.WaitGroup
	for g := range 8 {
		wg.Go(func() {
			got := make([]float32, s.Dim())
			for i := range 200 {
				k := (g + i) % len(texts)
				if s.Embed(texts[k], got); !cmp.Equal(want[k], got) {
					t.Errorf("%.20q differs under concurrency", texts[k])
					return
				}
			}
		})
	}
	wg.Wait()
}

func TestStaticDoesNotAllocate(t *testing.T) {
	s := newStatic(t)
	dst := make([]float32, s.Dim())
	least := math.Inf(1) // the race detector empties the pool now and then
	for range 20 {
		least = min(least, testing.AllocsPerRun(1, func() { s.EmbedAsQuery(twentyWords, dst) }))
	}
	if least > 0 {
		t.Errorf("%v allocations a query, want 0", least)
	}
}

func TestOpenStaticRefusesDamage(t *testing.T) {
	table, err := os.ReadFile("static/table.bin")
	if err != nil {
		t.Fatal(err)
	}
	good, err := retrieval.OpenStatic(table)
	if err != nil {
		t.Fatal(err)
	}
	if builtin := newStatic(t); good.ID() != builtin.ID() {
		t.Errorf("ID %q from the file, %q built in", good.ID(), builtin.ID())
	}
	for _, at := range []int{0, 8, 12, 16, 20, 24, 28, 40, 64, 5000, len(table) / 2, len(table) - 40, len(table) - 1} {
		bad := bytes.Clone(table)
		bad[at] ^= 1
		if _, err := retrieval.OpenStatic(bad); !errors.Is(err, retrieval.ErrTable) {
			t.Errorf("byte %d flipped: error %v, want ErrTable", at, err)
		}
	}
	for _, n := range []int{0, 7, 95, len(table) / 2, len(table) - 1} {
		if _, err := retrieval.OpenStatic(table[:n]); !errors.Is(err, retrieval.ErrTable) {
			t.Errorf("cut to %d bytes: error %v, want ErrTable", n, err)
		}
	}
}

const twentyWords = "why do i wake up at three in the morning with a really painful cramp in my left calf every night"

func BenchmarkStaticEmbedQuery(b *testing.B) {
	s := newStatic(b)
	dst := make([]float32, s.Dim())
	b.ReportAllocs()
	for b.Loop() {
		s.EmbedAsQuery(twentyWords, dst)
	}
}

func BenchmarkStaticEmbedPassage(b *testing.B) {
	s := newStatic(b)
	dst := make([]float32, s.Dim())
	text := strings.Repeat("Night leg cramps are sudden, painful contractions of the muscles of the calf, foot or thigh that wake people from sleep. ", 8)
	b.ReportAllocs()
	b.SetBytes(int64(len(text)))
	words := len(strings.Fields(text))
	for b.Loop() {
		s.Embed(text, dst)
	}
	b.ReportMetric(float64(words)*float64(b.N)/b.Elapsed().Seconds(), "words/s")
}

func BenchmarkOpenStatic(b *testing.B) {
	table, err := os.ReadFile("static/table.bin")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := retrieval.OpenStatic(table); err != nil {
			b.Fatal(err)
		}
	}
}
