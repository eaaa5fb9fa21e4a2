package guard

import (
	"math"
	"slices"
	"testing"
)

// setLengths fits the factors by length on authors left out, of conversations
// in which the rules find nothing: offsets to the log odds, the class of usual
// messages having none.
func setLengths(m *backstop, lessons []lesson, models map[string]*backstop) {
	const usual, rounds, rate = 2, 500, 8
	for i := range lessons {
		if l := &lessons[i]; !l.piece && l.rules == None {
			p := float64(models[l.author].judge(l).alone[headFlag])
			l.odds = math.Log(p / (1 - p))
		}
	}
	var offset, slope [len(lengthsTo) + 1]float64
	class := func(words int) int {
		k, _ := slices.BinarySearch(lengthsTo[:], words)
		return k
	}
	for range rounds {
		n := 0.0
		for i := range lessons {
			if l := &lessons[i]; !l.piece && l.rules == None {
				k, target := class(len(l.words)), 0.0
				if l.level > None {
					target = 1
				}
				slope[k] += target - 1/(1+math.Exp(-l.odds-offset[k]))
				n++
			}
		}
		for k := range offset {
			offset[k], slope[k] = offset[k]+rate*slope[k]/n, 0
		}
	}
	for k := range offset {
		m.lengths[k] = float32(math.Exp(min(0, offset[k]-offset[usual])))
	}
	for _, f := range models {
		f.lengths = m.lengths
	}
}

// A factor of 1 leaves a probability alone, a smaller one lowers it, and every
// length has one.
func TestByLength(t *testing.T) {
	m := &backstop{lengths: [len(lengthsTo) + 1]float32{0.25, 0.5, 1, 1, 0.5, 0.25}}
	for words, want := range map[int]float32{0: 0.2, 8: 0.2, 9: 1.0 / 3, 15: 1.0 / 3, 16: 0.5, 40: 0.5, 41: 1.0 / 3, 80: 1.0 / 3, 81: 0.2, 4000: 0.2} {
		if got := m.byLength(0.5, words); math.Abs(float64(got-want)) > 1e-6 {
			t.Errorf("even odds of %d words become %.3f, want %.3f", words, got, want)
		}
	}
	real, err := mustBackstop()
	if err != nil {
		t.Fatal(err)
	}
	for k, f := range real.lengths {
		if !(f > 0 && f <= 1) {
			t.Errorf("factor %d of the model is %v, want over 0 up to 1", k, f)
		}
	}
}
