package retrieval

import (
	"context"
	"testing"

	"github.com/limber-health/limber/corpus"
)

// A passage that names too little as a whole is not read sentence by sentence,
// so no sentence may name more than its passage.
func TestNoSentenceNamesMoreThanItsPassage(t *testing.T) {
	articles, err := corpus.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	e, err := NewStatic()
	if err != nil {
		t.Fatal(err)
	}
	s, err := Build(context.Background(), articles, e, BuildOptions{})
	if err != nil {
		t.Fatal(err)
	}
	x, err := NewIndex(context.Background(), s, e, Options{})
	if err != nil {
		t.Fatal(err)
	}
	named := 0
	for _, q := range []string{"what helps restless legs", "calf cramp at night and diabetes", "charley horse after a flight", "swollen ankle, hot skin"} {
		n := x.newNamer(topics(Condense(q).Concepts))
		for doc, p := range s.Passages {
			n.clear()
			n.readPassage(uint32(doc))
			whole := n.share()
			for _, one := range p.Sentences {
				n.clear()
				n.read(p.Text[one.Start-p.Start : one.End-p.Start])
				if n.share() > whole {
					t.Fatalf("%q: a sentence of %s names %v, the passage %v", q, p.ID, n.share(), whole)
				}
				if n.share() > 0 {
					named++
				}
			}
		}
	}
	if named < 100 {
		t.Errorf("only %d sentences name anything", named)
	}
}
