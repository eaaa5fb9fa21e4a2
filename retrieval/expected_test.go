package retrieval

import (
	"strings"
	"testing"

	"github.com/limber-health/limber/corpus"
)

// crampsIndex is over an article of four sentences whose questions quote the given parts.
func crampsIndex(t *testing.T, quotes map[string]string) *Index {
	t.Helper()
	a, err := corpus.Parse("cramps.md", []byte("# Cramps\n\n## Stretch the calf\n\nMost cramps last ten minutes. Stretch the calf well, with the knee straight.\n\n- Drink enough water.\n- Put on warm socks.\n"))
	if err != nil {
		t.Fatal(err)
	}
	for question, quote := range quotes {
		at := strings.LastIndex(a.Text, quote)
		a.Questions = append(a.Questions, corpus.Question{Text: question, Start: at, End: at + len(quote)})
	}
	return openArticle(t, a)
}

func openArticle(t *testing.T, a Article) *Index {
	t.Helper()
	e, err := NewStatic()
	if err != nil {
		t.Fatal(err)
	}
	s, err := Build(t.Context(), []Article{a}, e, BuildOptions{})
	if err != nil {
		t.Fatal(err)
	}
	x, err := NewIndex(t.Context(), s, e, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// expectedOf asks a question and returns the sentence whose expected questions
// are most like it, and that likeness.
func expectedOf(t *testing.T, x *Index, question string) (text string, most float64) {
	t.Helper()
	r, err := x.Search(t.Context(), question, 5)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range x.Sentences(t.Context(), r.Query, r.Hits) {
		if s.Expected > most {
			text, most = s.Text, s.Expected
		}
	}
	return text, most
}

// A quote may be a part of a sentence: its questions are those of the whole.
func TestExpectedQuestionsOfAPart(t *testing.T) {
	x := crampsIndex(t, map[string]string{
		"which exercise helps my locked muscle":   "calf well",
		"how many glasses a day for thirsty legs": "Drink enough water.",
	})
	for question, want := range map[string]string{
		"which exercise helps my locked muscle":   "Stretch the calf well, with the knee straight.",
		"how many glasses a day for thirsty legs": "Drink enough water.",
	} {
		if got, most := expectedOf(t, x, question); got != want || most < 0.9 {
			t.Errorf("%q is asked of %q (%.2f), want %q", question, got, most, want)
		}
	}
}

// Questions that belong to no sentence are as good as none.
func TestExpectedQuestionsOfNoSentence(t *testing.T) {
	a := corpus.Article{Slug: "a", Title: "Cramps", Text: "Cramps\n\nMost cramps last ten minutes.",
		Blocks: []corpus.Block{{Kind: corpus.Heading, Level: 2, End: 6}, {Start: 8, End: 37}}, Questions: []corpus.Question{{Text: "what now", End: 6}}}
	x := openArticle(t, a)
	if likes := x.likenesses("what now"); likes != nil {
		t.Errorf("%d likenesses, want none", len(likes))
	}
	if text, most := expectedOf(t, x, "how long do cramps last"); most != 0 {
		t.Errorf("%q has a likeness of %.2f", text, most)
	}
}
