package ingest

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/limber-health/limber/corpus"
	"github.com/limber-health/limber/retrieval"
)

// sample builds a snapshot with n small articles of one version.
func sample(t testing.TB, n, version int) *retrieval.Snapshot {
	t.Helper()
	var list []corpus.Article
	for i := range n {
		src := fmt.Sprintf("---\naliases: [a%d]\nreviewed: 2026-11-01\nsources: [{title: S, url: \"https://example.org\"}]\n---\n# Article %d\n\n## Part\n\nVersion %d of the text. Legs ache.\n\n- An item.\n\n<!-- questions\n> Legs ache.\nwhat of the legs\nand mine?\n-->\n", i, i, version)
		a, err := corpus.Parse(fmt.Sprintf("a%03d.md", i), []byte(src))
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, a)
	}
	snap, err := retrieval.Build(t.Context(), list, retrieval.NewHashEmbedder(16), retrieval.BuildOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return snap
}

func encode(t testing.TB, s *retrieval.Snapshot) []byte {
	t.Helper()
	var b bytes.Buffer
	if _, err := writeSnapshot(&b, s); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestSnapshotRoundTrip(t *testing.T) {
	want := sample(t, 3, 1)
	got, err := readSnapshot(encode(t, want))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("snapshot (-want +got):\n%s", diff)
	}
}

// A generation written before articles could name questions still opens.
func TestSnapshotOfFormat1(t *testing.T) {
	data, err := os.ReadFile("testdata/format1.snap")
	if err != nil {
		t.Fatal(err)
	}
	s, err := readSnapshot(data)
	if err != nil || len(s.Articles) != 1 || len(s.Passages) != 1 || s.Articles[0].Slug != "cramps" || s.Articles[0].Questions != nil {
		t.Errorf("%+v, %v", s, err)
	}
}

func TestSnapshotDamageIsFound(t *testing.T) {
	data := encode(t, sample(t, 2, 1))
	for n := range data {
		if _, err := readSnapshot(data[:n]); err == nil {
			t.Fatalf("cut at %d of %d: got no error", n, len(data))
		}
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		bit := rnd.IntN(8 * len(data))
		bad := bytes.Clone(data)
		bad[bit/8] ^= 1 << (bit % 8)
		if _, err := readSnapshot(bad); err == nil {
			t.Fatalf("bit %d flipped: got no error", bit)
		}
	}
	if _, err := readSnapshot(append(bytes.Clone(data), 0)); err == nil {
		t.Error("a byte too many: got no error")
	}
}

// FuzzReadSnapshot gives the decoder records whose checksums are right, so that
// nothing but its own checks stands between the bytes and the index.
func FuzzReadSnapshot(f *testing.F) {
	r := reader{rest: encode(f, sample(f, 1, 1))[len(magic):]}
	var parts [3][]byte
	for i := range parts {
		d, err := r.record()
		if err != nil {
			f.Fatal(err)
		}
		parts[i] = d.b
	}
	f.Add(parts[0], parts[1], parts[2])
	f.Fuzz(func(t *testing.T, header, article, vectors []byte) {
		var b bytes.Buffer
		e := encoder{w: &b}
		for _, p := range [][]byte{header, article, vectors} {
			e.buf = append(e.buf, p...)
			e.record()
		}
		r := reader{rest: b.Bytes()}
		if s, err := r.snapshot(); err == nil && s.Check() == nil {
			if again, err := readSnapshot(encode(t, s)); err != nil || !cmp.Equal(s, again, cmpopts.EquateEmpty()) {
				t.Errorf("read %+v, %v instead of %+v", again, err, s)
			}
		}
	})
}

// BenchmarkLoad loads an index of 100,000 passages of 256 numbers.
func BenchmarkLoad(b *testing.B) {
	s := NewStore(b.TempDir())
	if _, err := s.publish(large(100_000, 256)); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, _, err := s.Load(""); err != nil {
			b.Fatal(err)
		}
	}
}

// large makes a snapshot of n passages in n/10 articles.
func large(n, dim int) *retrieval.Snapshot {
	text := strings.Repeat("A sentence about legs at night. ", 40)
	s := &retrieval.Snapshot{Stamp: retrieval.Stamp{Embedder: "x", Dim: dim, Chunker: retrieval.ChunkerID}}
	for i := range n / 10 {
		a := corpus.Article{Slug: fmt.Sprintf("a%06d", i), Title: "T", Text: strings.Repeat(text, 10)}
		for j := range 10 {
			p := retrieval.Passage{ID: fmt.Sprint(a.Slug, "#", j), Article: a.Slug, Title: "T", Section: "S", Start: j * len(text), End: (j + 1) * len(text)}
			p.Text = a.Text[p.Start:p.End]
			for k := range 40 {
				p.Sentences = append(p.Sentences, retrieval.Span{Start: p.Start + k*32, End: p.Start + k*32 + 31})
			}
			v := make([]float32, dim)
			v[j] = 1
			s.Passages, s.Vectors = append(s.Passages, p), append(s.Vectors, v)
		}
		s.Articles, s.Hashes = append(s.Articles, a), append(s.Hashes, "h")
	}
	return s
}
