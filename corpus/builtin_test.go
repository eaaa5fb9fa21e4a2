package corpus_test

import (
	"testing"

	"github.com/limber-health/limber/corpus"
)

func TestBuiltin(t *testing.T) {
	list, err := corpus.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	if len(list) == 0 {
		t.Fatal("no articles")
	}
	for i, a := range list {
		checkBlocks(t, a)
		if i > 0 && list[i-1].Slug >= a.Slug {
			t.Errorf("%s comes after %s", a.Slug, list[i-1].Slug)
		}
		for _, b := range a.Blocks {
			if corpus.Debris(a.Text[b.Start:b.End]) {
				t.Errorf("%s: debris in the text: %q", a.Slug, a.Text[b.Start:b.End])
			}
		}
	}
}
