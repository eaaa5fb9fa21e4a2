package guard

import (
	"math"
	"os"
	"strings"
	"testing"
)

// A window that moved along a text must think of its words what is thought of
// them when they are weighed anew, and count nothing once it has left.
func TestWindowsWeighLikeTexts(t *testing.T) {
	g := sharedGuard(t)
	story, err := os.ReadFile("testdata/soak-stories.txt")
	if err != nil {
		t.Fatal(err)
	}
	text := string(story) + strings.Repeat("my leg hurts and hurts. ", 300)
	words := spell(text, 0)
	ta := tallies.Get().(*tally)
	defer ta.giveBack()
	ta.sign(g.model, []uint32{newHash('m').with("swelling").bucket()})
	ta.readTurn(g.model, [][]spelled{words}, 0)
	var seen [][heads]float32
	w := window{tally: ta, turn: ta.read.turns[0]}
	w.slide(func(_, _ int) { seen = append(seen, w.probabilities(g.model)) })
	for i, c := range ta.counts {
		if c != 0 {
			t.Fatalf("feature %d is still counted %d times", i, c)
		}
	}
	for i, got := range seen {
		from := i * windowStep
		part := ta.read.between(ta.read.turns[0], from, min(from+windowWords, len(words)))
		want := g.model.probabilities(ta, ta.weigh([]stretch{part}))
		for h := range want {
			if d := math.Abs(float64(got[h] - want[h])); d > 1e-5 {
				t.Errorf("window %d, head %d: %v moved along, %v anew", i, h, got[h], want[h])
			}
		}
	}
	if len(seen) < 40 {
		t.Errorf("only %d windows", len(seen))
	}
}
