package guard

import (
	"math/rand/v2"
	"testing"
)

// What a walker sees ahead of a gap is what the tokens that it may lead to show
// together, and no more.
func TestLook(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{0, 1, 4, 5, 8, 9, 10, 40} {
		w := view{signs: make([]sign, n)}
		for i := range w.signs {
			w.signs[i].addWord(rng.Int32N(5000))
			w.signs[i].addList(uint8(rng.IntN(signBits)))
		}
		w.look()
		for i := range w.signs {
			if got, want := w.near[i], together(w.signs, i, shortGap); got != want {
				t.Errorf("near %d of %d: %v, want %v", i, n, got, want)
			}
			if got, want := w.far[i], together(w.signs, i, longGap); got != want {
				t.Errorf("far %d of %d: %v, want %v", i, n, got, want)
			}
		}
	}
}

// together joins the signs of token i and of as many after it as a gap may pass over.
func together(signs []sign, i, most int) (s sign) {
	for k := i; k <= min(i+most, len(signs)-1); k++ {
		s.add(&signs[k])
	}
	return s
}
