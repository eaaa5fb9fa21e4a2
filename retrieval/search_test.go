package retrieval_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/limber-health/limber/corpus"
	"github.com/limber-health/limber/retrieval"
)

func builtin(t testing.TB, o retrieval.Options) *retrieval.Index {
	t.Helper()
	articles, err := corpus.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	e, err := retrieval.NewStatic()
	if err != nil {
		t.Fatal(err)
	}
	return index(t, articles, e, o)
}

func index(t testing.TB, articles []retrieval.Article, e retrieval.Embedder, o retrieval.Options) *retrieval.Index {
	t.Helper()
	s, err := retrieval.Build(context.Background(), articles, e, retrieval.BuildOptions{})
	if err != nil {
		t.Fatal(err)
	}
	x, err := retrieval.NewIndex(context.Background(), s, e, o)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func search(t testing.TB, x *retrieval.Index, text string, k int) retrieval.Result {
	t.Helper()
	r, err := x.Search(context.Background(), text, k)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestSearchFindsTheArticle(t *testing.T) {
	x := builtin(t, retrieval.Options{})
	cases := map[string]string{
		"What is restless legs syndrome?":                   "restless-legs-syndrome",
		"charley horse treatment":                           "night-leg-cramps",
		"How is a blood clot in the leg diagnosed?":         "deep-vein-thrombosis",
		"my son gets growing pains, how long do they last?": "growing-pains-in-children",
		"siatica at home":                                   "sciatica-and-spinal-stenosis",
	}
	for text, want := range cases {
		r := search(t, x, text, 5)
		if len(r.Hits) == 0 || r.Hits[0].Article != want || !r.Enough {
			t.Errorf("%q: %d hits, enough %v, best %v; want %s", text, len(r.Hits), r.Enough, r.Hits[:min(1, len(r.Hits))], want)
		}
	}
}

func TestSearchResultIsWellFormed(t *testing.T) {
	x := builtin(t, retrieval.Options{})
	for _, text := range []string{"leg", "why do my legs hurt at night", "?", "", "\xff\xfe", "苦", strings.Repeat("leg pain ", 500), "qwertyzxcv"} {
		for _, k := range []int{0, 1, 7, 100000, -1} {
			r := search(t, x, text, k)
			if len(r.Hits) > max(k, 0) || r.Support < 0 || r.Support > 1 {
				t.Fatalf("%q k=%d: %d hits, support %v", text, k, len(r.Hits), r.Support)
			}
			for i, h := range r.Hits {
				a, ok := x.Article(h.Article)
				if !ok || a.Text[h.Start:h.End] != h.Text || h.Keyword < 0 || h.Keyword > 1 || h.Vector < -1.01 || h.Vector > 1.01 {
					t.Fatalf("%q: hit %+v", text, h)
				}
				if i > 0 && h.Score > r.Hits[i-1].Score {
					t.Fatalf("%q: hit %d scores more than the one before", text, i)
				}
			}
		}
	}
}

func TestSmallTalkIsNeverEnough(t *testing.T) {
	x := builtin(t, retrieval.Options{})
	for _, text := range []string{"", "hello", "Hi there, thanks!", "ok", "?", "good morning", "who are you"} {
		if r := search(t, x, text, 5); r.Enough {
			t.Errorf("%q is enough, support %.2f", text, r.Support)
		}
	}
}

// failing is an embedder that can be switched off.
type failing struct {
	*retrieval.HashEmbedder
	err error
}

func (f *failing) EmbedQuery(ctx context.Context, text string) ([]float32, error) {
	if f.err != nil {
		return nil, f.err
	}
	return f.HashEmbedder.EmbedQuery(ctx, text)
}

// A message without a word to embed is no fault of the embedder.
func TestSearchForNothingIsNotDegraded(t *testing.T) {
	x := builtin(t, retrieval.Options{})
	for _, text := range []string{"", "-", "👍", "ok", "the"} {
		if r := search(t, x, text, 3); r.Degraded || r.Enough {
			t.Errorf("%q: degraded %v, enough %v", text, r.Degraded, r.Enough)
		}
	}
}

func TestSearchWithoutEmbedderIsDegraded(t *testing.T) {
	e := &failing{HashEmbedder: retrieval.NewHashEmbedder(64)}
	articles, err := corpus.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	x := index(t, articles, e, retrieval.Options{})
	if r := search(t, x, "restless legs", 3); r.Degraded || r.Hits[0].Vector == 0 {
		t.Errorf("degraded with a working embedder: %+v", r.Hits[0])
	}
	e.err = errors.New("down")
	r := search(t, x, "restless legs", 3)
	if !r.Degraded || len(r.Hits) != 3 || r.Hits[0].Article != "restless-legs-syndrome" || r.Hits[0].Vector != 0 || !r.Enough {
		t.Errorf("degraded %v, enough %v, hits %v", r.Degraded, r.Enough, r.Hits)
	}
}

func TestSearchStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := builtin(t, retrieval.Options{}).Search(ctx, "leg pain", 3); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
}

func TestEmptyIndexFindsNothing(t *testing.T) {
	x := index(t, nil, retrieval.NewHashEmbedder(16), retrieval.Options{})
	if r := search(t, x, "leg pain", 5); len(r.Hits) != 0 || r.Enough {
		t.Errorf("got %+v", r)
	}
}

func TestSearchIsTheSameEveryTimeAndAtOnce(t *testing.T) {
	x := builtin(t, retrieval.Options{})
	questions := []string{"why do my legs ache at night", "restless legs", "is a swollen calf dangerous?", "cramp"}
	var want []retrieval.Result
	for _, q := range questions {
		want = append(want, search(t, x, q, 10))
	}
	var wg sync.WaitGroup
	for g := range 8 {
		wg.Go(func() {
			for i := range 20 {
				n := (g + i) % len(questions)
				got, err := x.Search(context.Background(), questions[n], 10)
				if diff := cmp.Diff(want[n], got); err != nil || diff != "" {
					t.Errorf("%q: %v\n%s", questions[n], err, diff)
					return
				}
				x.Sentences(context.Background(), got.Query, got.Hits[:2])
			}
		})
	}
	wg.Wait()
}

func TestSentencesAreScored(t *testing.T) {
	x := builtin(t, retrieval.Options{})
	r := search(t, x, "How long does a night leg cramp last?", 3)
	scored := x.Sentences(context.Background(), r.Query, r.Hits)
	best := retrieval.Scored{Match: -1}
	n := 0
	for _, h := range r.Hits {
		n += len(h.Sentences)
	}
	for _, s := range scored {
		if a, _ := x.Article(r.Hits[s.Hit].Article); a.Text[s.Start:s.End] != s.Text || s.Match < 0 || s.Match > 1 {
			t.Fatalf("sentence %+v", s)
		}
		if s.Hit == 0 && s.Match > best.Match {
			best = s
		}
	}
	if len(scored) != n || !best.OnTopic || best.Cosine <= 0 || !strings.Contains(best.Text, "cramp") {
		t.Errorf("%d of %d sentences, best %+v", len(scored), n, best)
	}
}

func TestSearchArticlesRanksEachOnce(t *testing.T) {
	x := builtin(t, retrieval.Options{})
	found, err := x.SearchArticles(context.Background(), "why do my legs ache at night?", 100)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for i, r := range found {
		if seen[r.Slug] || i > 0 && r.Score > found[i-1].Score {
			t.Errorf("rank %d: %+v comes twice or out of order", i, r)
		}
		seen[r.Slug] = true
	}
	if len(found) < 10 {
		t.Errorf("found %d articles, want at least 10", len(found))
	}
}

func TestIndexRefusesWhatDoesNotFit(t *testing.T) {
	e := retrieval.NewHashEmbedder(16)
	articles := []retrieval.Article{{Slug: "a", Title: "A", Text: "One. Two."}}
	change := map[string]func(s *retrieval.Snapshot) retrieval.Embedder{
		"other embedder": func(*retrieval.Snapshot) retrieval.Embedder { return retrieval.NewHashEmbedder(32) },
		"other chunker":  func(s *retrieval.Snapshot) retrieval.Embedder { s.Stamp.Chunker = "x"; return e },
		"short vector":   func(s *retrieval.Snapshot) retrieval.Embedder { s.Vectors[0] = s.Vectors[0][:8]; return e },
		"long vector":    func(s *retrieval.Snapshot) retrieval.Embedder { s.Vectors[0][0] = 9; return e },
		"not verbatim":   func(s *retrieval.Snapshot) retrieval.Embedder { s.Passages[0].Text = "Three."; return e },
		"missing vector": func(s *retrieval.Snapshot) retrieval.Embedder { s.Vectors = nil; return e },
	}
	for name, f := range change {
		t.Run(name, func(t *testing.T) {
			s, err := retrieval.Build(context.Background(), articles, e, retrieval.BuildOptions{})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := retrieval.NewIndex(context.Background(), s, f(s), retrieval.Options{}); err == nil {
				t.Error("the index opens")
			}
		})
	}
}

func TestBuildRefusesTwoOfAName(t *testing.T) {
	a := retrieval.Article{Slug: "a", Text: "One."}
	if _, err := retrieval.Build(context.Background(), []retrieval.Article{a, a}, retrieval.NewHashEmbedder(16), retrieval.BuildOptions{}); err == nil {
		t.Error("two articles of one name have no error")
	}
}

// Words no embedder knows still make a passage that keywords find.
func TestUnknownWordsAreFound(t *testing.T) {
	e, err := retrieval.NewStatic()
	if err != nil {
		t.Fatal(err)
	}
	x := index(t, []retrieval.Article{{Slug: "a", Text: "苦苦苦"}, {Slug: "b", Title: "Legs", Text: "Legs."}}, e, retrieval.Options{})
	if r := search(t, x, "苦苦苦", 1); len(r.Hits) != 1 || r.Hits[0].Article != "a" {
		t.Errorf("got %+v", r.Hits)
	}
}

func ExampleIndex_Search() {
	e := retrieval.NewHashEmbedder(64)
	articles := []retrieval.Article{
		{Slug: "cramps", Title: "Leg cramps", Text: "A leg cramp is a sudden, tight muscle."},
		{Slug: "gout", Title: "Gout", Text: "Gout makes a joint hot and sore."},
	}
	s, _ := retrieval.Build(context.Background(), articles, e, retrieval.BuildOptions{})
	x, _ := retrieval.NewIndex(context.Background(), s, e, retrieval.Options{})
	r, _ := x.Search(context.Background(), "What is a charley horse?", 1)
	fmt.Println(r.Hits[0].Text)
	// Output: A leg cramp is a sudden, tight muscle.
}
