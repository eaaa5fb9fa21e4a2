package retrieval

import (
	"context"
	"strings"
	"testing"
)

// A topic that no lexicon holds is known from the titles of the texts, so that
// the sentence that names it is kept and the rest of the story is not searched.
func TestStoryNamesTheTopic(t *testing.T) {
	x := builtIndex(t, []Article{
		{Slug: "zell", Title: "Zellinger fever", Text: "Zellinger fever comes from ticks. Rest and fluids are the treatment."},
		{Slug: "leeds", Title: "Garden walls", Text: "Move house in May. Dogs and budgies like Leeds. Treatment of walls comes first."},
	})
	message := "Hello everyone. My mother is 67 and was told last week that she has Zellinger. " +
		"She lives in Leeds with two dogs and a budgie, and she moved house in May. What is the treatment for this? Thank you all."
	f, err := x.find(context.Background(), message, "", candidates)
	if err != nil || len(f.found) == 0 || x.snapshot.Passages[f.found[0].doc].Article != "zell" {
		t.Errorf("found %+v, %v; want zell first", f.found, err)
	}
	if said := strings.ToLower(f.query.Said); !strings.Contains(said, "zellinger") || strings.Contains(said, "week") {
		t.Errorf("the embedder is told %q, want the topic and the question", said)
	}
}
