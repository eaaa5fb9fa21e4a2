package chat_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/limber-health/limber/chat"
	"github.com/limber-health/limber/corpus"
)

// A refusal names what the articles cover, by their headings or, where there
// are none, by their titles.
func TestRefusalSuggests(t *testing.T) {
	plain, err := corpus.ParsePlain(corpus.Plain{Name: "gout.txt", Title: "Gout in the foot", Text: "Gout makes the big toe swell at night. Rest the foot and raise it."})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		index chat.Searcher
		want  []string
	}{
		"headings": {testIndex(t), []string{"Cramps and restless legs: Restless legs", "Cramps and restless legs: Leg cramps at night"}},
		"none":     {indexOver(t, plain), []string{"Gout in the foot"}},
	} {
		talk, _ := newChat(t, c.index, chat.Options{})
		r := ask(t, talk, chat.Question{Message: "does methotrexate cause hair loss in the foot or with restless legs?"})
		if r.Answer.Status != chat.Refused || r.Answer.Reason != chat.NotInCorpus {
			t.Fatalf("%s: %s, %s", name, r.Answer.Status, r.Answer.Reason)
		}
		if d := cmp.Diff(c.want, r.Suggestions); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}
