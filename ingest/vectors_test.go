package ingest

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/limber-health/limber/retrieval"
)

// remoteOptions ingest one small article with an embedding server.
func remoteOptions(t *testing.T, dir string, e retrieval.Embedder) Options {
	t.Helper()
	src := tree(t, map[string]string{"a.md": "# Leg cramps\n\nCramps often come at night.\n", "b.md": "# Cold feet\n\nCold feet are common in winter.\n"})
	return Options{Dir: dir, Sources: []string{src}, Embedder: e, EmbedderID: "openai/host/model", Remote: true}
}

func mustIngest(t *testing.T, o Options) Report {
	t.Helper()
	rep, err := Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return rep
}

// A server that has another model under the same name makes all vectors anew,
// whether or not they are as long as before.
func TestModelThatChangedItsMind(t *testing.T) {
	dir := t.TempDir()
	first := newCounter()
	o := remoteOptions(t, dir, first)
	if rep := mustIngest(t, o); rep.Embedded != 2 {
		t.Fatalf("%d embedded", rep.Embedded)
	}
	if rep := mustIngest(t, o); rep.Embedded != 0 || rep.Generation.ID != 1 {
		t.Errorf("the same model: %d embedded, generation %d", rep.Embedded, rep.Generation.ID)
	}
	for i, other := range []retrieval.Embedder{turned{newCounter()}, retrieval.NewHashEmbedder(32)} { // as long, longer
		o.Embedder = other
		rep := mustIngest(t, o)
		if want := uint64(i + 2); rep.Embedded != 2 || rep.Generation.ID != want {
			t.Errorf("model %d: %d embedded, generation %d, want 2 and %d", i, rep.Embedded, rep.Generation.ID, want)
		}
		if err := mustLoad(t, dir).Check(); err != nil {
			t.Errorf("model %d: %v", i, err)
		}
	}
}

// turned is another model whose vectors are as long.
type turned struct{ *counter }

func (e turned) EmbedDocuments(ctx context.Context, texts []string) ([][]float32, error) {
	vecs, err := e.counter.EmbedDocuments(ctx, texts)
	for _, v := range vecs {
		for i := range len(v) / 2 {
			v[i], v[len(v)-1-i] = -v[len(v)-1-i], v[i]
		}
	}
	return vecs, err
}

// listener notes the texts it is given.
type listener struct {
	*counter
	heard []string
}

func (l *listener) EmbedDocuments(ctx context.Context, texts []string) ([][]float32, error) {
	l.heard = append(l.heard, texts...)
	return l.counter.EmbedDocuments(ctx, texts)
}

// textsOf are the texts that an ingest embeds.
func textsOf(t *testing.T, o Options) []string {
	t.Helper()
	l := &listener{counter: newCounter()}
	o.Dir, o.Embedder = t.TempDir(), l
	mustIngest(t, o)
	return l.heard
}

// What is kept of an interrupted run is used if it is whole and of the same
// embedder, and only then.
func TestKeptVectors(t *testing.T) {
	for name, tt := range map[string]struct {
		harm func(t *testing.T, o *Options, file string)
		want int64 // texts that are embedded
	}{
		"whole":          {func(*testing.T, *Options, string) {}, 0},
		"cut":            {func(t *testing.T, _ *Options, file string) { truncate(t, file, 100) }, 4},
		"empty":          {func(t *testing.T, _ *Options, file string) { truncate(t, file, 0) }, 4},
		"one bit":        {func(t *testing.T, _ *Options, file string) { flip(t, file) }, 4},
		"other embedder": {func(_ *testing.T, o *Options, _ string) { o.EmbedderID = "openai/host/other" }, 4},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			o := remoteOptions(t, dir, newCounter())
			if _, err := newKeeper(newCounter(), NewStore(dir), o.EmbedderID).EmbedDocuments(t.Context(), textsOf(t, o)); err != nil {
				t.Fatal(err)
			}
			files, err := filepath.Glob(filepath.Join(dir, vectorsDir, "*"+vectorsEnd))
			if err != nil || len(files) != 1 {
				t.Fatalf("kept %v, %v", files, err)
			}
			tt.harm(t, &o, files[0])
			e := newCounter()
			o.Embedder = e
			mustIngest(t, o)
			if got := e.texts.Load(); got != tt.want {
				t.Errorf("%d texts were embedded, want %d", got, tt.want)
			}
			if _, err := os.Stat(filepath.Join(dir, vectorsDir)); !os.IsNotExist(err) {
				t.Errorf("vectors are left: %v", err)
			}
		})
	}
}

// Vectors that do not fit the rest are not kept for ever.
func TestKeptVectorsOfAnotherLength(t *testing.T) {
	dir := t.TempDir()
	o := remoteOptions(t, dir, newCounter())
	if _, err := newKeeper(retrieval.NewHashEmbedder(32), NewStore(dir), o.EmbedderID).EmbedDocuments(t.Context(), []string{"Cramps often come at night."}); err != nil {
		t.Fatal(err)
	}
	if _, err := Run(t.Context(), o); err == nil {
		t.Fatal("an index of vectors of two lengths was made")
	}
	if rep := mustIngest(t, o); rep.Embedded != 2 {
		t.Errorf("%d embedded", rep.Embedded)
	}
}

// A failing server leaves what was kept.
func TestKeptVectorsOutliveFailures(t *testing.T) {
	dir := t.TempDir()
	e := newCounter()
	o := remoteOptions(t, dir, e)
	if _, err := newKeeper(newCounter(), NewStore(dir), o.EmbedderID).EmbedDocuments(t.Context(), []string{"Cramps often come at night."}); err != nil {
		t.Fatal(err)
	}
	e.err = errors.New("down")
	if _, err := Run(t.Context(), o); !errors.Is(err, e.err) {
		t.Fatalf("got %v", err)
	}
	e.err = nil
	mustIngest(t, o)
	if got := e.texts.Load(); got != 3 {
		t.Errorf("%d texts were embedded, want the 3 that were missing", got)
	}
}

func truncate(t *testing.T, file string, size int64) {
	t.Helper()
	if err := os.Truncate(file, size); err != nil {
		t.Fatal(err)
	}
}

// flip changes one bit in the middle.
func flip(t *testing.T, file string) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err == nil {
		b[len(b)/2] ^= 1
		err = os.WriteFile(file, b, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}
