package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/limber-health/limber/retrieval"
)

func TestRunIsIncremental(t *testing.T) {
	src := tree(t, map[string]string{"a.md": "Cramps come at night.", "b.md": "Clots are an emergency.", "sub/c.txt": "Nerves can burn."})
	dir := filepath.Join(t.TempDir(), "data")
	emb := newCounter()
	o := Options{Dir: dir, Sources: []string{src}, Embedder: emb}
	step := func(want Report, texts bool) {
		t.Helper()
		emb.texts.Store(0)
		got, err := Run(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		got.Generation = Generation{}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("report (-want +got):\n%s", diff)
		}
		if n := emb.texts.Load(); (n > 0) != texts {
			t.Errorf("%d texts were embedded", n)
		}
	}
	step(Report{Added: []string{"a", "b", "c"}, Passages: 3, Embedded: 3}, true)
	_, first, _ := NewStore(dir).Load("")
	step(Report{Unchanged: []string{"a", "b", "c"}, Passages: 3}, false)
	if _, again, _ := NewStore(dir).Load(""); again != first {
		t.Errorf("nothing changed, but generation %d followed %d", again.ID, first.ID)
	}
	if err := os.WriteFile(filepath.Join(src, "b.md"), []byte("Clots need care at once."), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(src, "a.md")); err != nil {
		t.Fatal(err)
	}
	o.DryRun = true
	step(Report{Changed: []string{"b"}, Unchanged: []string{"c"}, Removed: []string{"a"}}, false)
	o.DryRun = false
	step(Report{Changed: []string{"b"}, Unchanged: []string{"c"}, Removed: []string{"a"}, Passages: 2, Embedded: 1}, true)
	o.EmbedderID = "another"
	step(Report{Unchanged: []string{"b", "c"}, Passages: 2, Embedded: 2}, true)
}

func TestRunRemovesForGood(t *testing.T) {
	src := tree(t, map[string]string{"keep.md": "Cramps come at night.", "drop.md": "Xylophonic symptoms."})
	dir := t.TempDir()
	mustRun(t, dir, src)
	if err := os.Remove(filepath.Join(src, "drop.md")); err != nil {
		t.Fatal(err)
	}
	rep := mustRun(t, dir, src)
	data, err := os.ReadFile(filepath.Join(dir, generationDir, rep.Generation.file()))
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(data, []byte("Xylophonic")) || bytes.Contains(data, []byte("drop")) {
		t.Error("the new generation still holds the removed article")
	}
	snap := mustLoad(t, dir)
	index, err := retrieval.NewIndex(t.Context(), snap, newCounter(), retrieval.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := index.Article("drop"); ok || index.Len() != 1 {
		t.Errorf("the index still knows the removed article, %d passages", index.Len())
	}
}

func TestRunKeepsLastGoodIndex(t *testing.T) {
	src := tree(t, map[string]string{"a.md": "Cramps come at night."})
	dir := t.TempDir()
	mustRun(t, dir, src)
	want := mustLoad(t, dir)
	broken := newCounter()
	broken.err = errors.New("embedder is down")
	bad := tree(t, map[string]string{"bad.pdf": "not a pdf", "empty.md": ""})
	more := tree(t, map[string]string{"b.md": "More text."})
	for name, o := range map[string]Options{
		"every source fails": {Sources: []string{bad}, Embedder: newCounter()},
		"no source":          {Sources: []string{t.TempDir()}, Embedder: newCounter()},
		"missing":            {Sources: []string{filepath.Join(src, "none.md")}, Embedder: newCounter()},
		"embedder":           {Sources: []string{src, more}, Embedder: broken},
		"dimension":          {Sources: []string{src, more}, Embedder: newCounter(), Dim: 99},
	} {
		o.Dir = dir
		if _, err := Run(t.Context(), o); err == nil {
			t.Errorf("%s: got no error", name)
		}
		if diff := cmp.Diff(want, mustLoad(t, dir)); diff != "" {
			t.Errorf("%s changed the index:\n%s", name, diff)
		}
	}
}

func TestRunRefusesASecondWriter(t *testing.T) {
	dir := t.TempDir()
	unlock, err := NewStore(dir).lock()
	if err != nil {
		t.Fatal(err)
	}
	o := Options{Dir: dir, Sources: []string{tree(t, map[string]string{"a.md": "Text."})}, Embedder: newCounter()}
	if _, err := Run(t.Context(), o); err == nil || !strings.Contains(err.Error(), "another ingest is running") {
		t.Errorf("got %v", err)
	}
	o.DryRun = true
	if _, err := Run(t.Context(), o); err != nil {
		t.Errorf("dry run: %v", err)
	}
	unlock()
	o.DryRun = false
	if _, err := Run(t.Context(), o); err != nil {
		t.Errorf("after the lock was freed: %v", err)
	}
}

func TestRunReportsProgress(t *testing.T) {
	files := map[string]string{}
	for i := range 600 {
		files[fmt.Sprintf("a%03d.md", i)] = "One sentence about cramps."
	}
	var last, total int
	_, err := Run(t.Context(), Options{Dir: t.TempDir(), Sources: []string{tree(t, files)}, Embedder: newCounter(), Progress: func(d, n int) {
		if d <= last || d > n {
			t.Errorf("progress went from %d to %d of %d", last, d, n)
		}
		last, total = d, n
	}})
	if err != nil {
		t.Fatal(err)
	}
	if last != 600 || total != 600 {
		t.Errorf("got %d of %d, want 600 of 600", last, total)
	}
}

func TestReportErr(t *testing.T) {
	if err := (Report{}).Err(); err != nil {
		t.Errorf("got %v, want nil", err)
	}
	one := Report{Refused: []Refusal{{"a.md", "no text in it"}}}
	if err := one.Err(); err == nil || !strings.Contains(err.Error(), "a.md: no text in it") {
		t.Errorf("got %v", err)
	}
}

// BenchmarkRun measures parse, split, embed and index together.
func BenchmarkRun(b *testing.B) {
	emb, err := retrieval.NewStatic()
	if err != nil {
		b.Skip("no built-in embedder:", err)
	}
	var lines []string
	for i := range 3000 {
		text := strings.Repeat(fmt.Sprintf("Cramp number %d grips the calf at night and wakes the sleeper. Stretching the muscle helps within a minute or two. ", i), 14)
		lines = append(lines, fmt.Sprintf(`{"_id":"d%d","title":"Cramps %d","text":%q}`, i, i, text))
	}
	src := tree(b, map[string]string{"corpus.jsonl": strings.Join(lines, "\n")})
	passages := 0
	for b.Loop() {
		rep, err := Run(b.Context(), Options{Dir: b.TempDir(), Sources: []string{src}, Embedder: emb})
		if err != nil {
			b.Fatal(err)
		}
		passages += rep.Passages
	}
	b.ReportMetric(float64(passages)/b.Elapsed().Seconds(), "passages/s")
}

func TestHalvesKeepsOrder(t *testing.T) {
	var texts []string
	for i := range 300 {
		texts = append(texts, fmt.Sprint("text ", i))
	}
	plain := retrieval.NewHashEmbedder(16)
	want, _ := plain.EmbedDocuments(t.Context(), texts)
	got, err := (&halves{plain}).EmbedDocuments(t.Context(), texts)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.EqualFunc(want, got, slices.Equal) {
		t.Error("vectors differ from those made in one call")
	}
}
