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

// Pieces leave no feature counted, whatever may be read by itself.
func TestPiecesLeaveNothing(t *testing.T) {
	g := sharedGuard(t)
	words := spell(strings.Repeat("my calf hurts. what is for dinner? ", 12), 0)
	for _, at := range [][]int{{3}, {3, 7}, {3, 7, 10, 14, 17, 21, 24, 28, 31, 35, 38, 42}} {
		ta := tallies.Get().(*tally)
		ta.sign(g.model, nil)
		ta.readTurn(g.model, [][]spelled{words}, 0)
		var cuts []cut
		for i, k := range at {
			cuts = append(cuts, cut{k, i%2 == 0, i%3 == 0})
		}
		var o opinion
		g.model.pieces(ta, [][]spelled{words}, cuts, &o)
		for i, c := range ta.counts {
			if c != 0 {
				t.Errorf("cuts %v: feature %d is still counted %d times", at, i, c)
			}
		}
		if o.alone[headFlag] == 0 || o.second != [heads]float32{} {
			t.Errorf("cuts %v: opinion %v, want one that seconds nothing", at, o)
		}
		ta.giveBack()
	}
}
