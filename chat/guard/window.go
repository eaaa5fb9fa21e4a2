package guard

import "math"

// A window counts the features of a stretch of words that moves along a text.
// Words that enter or leave change the sums by what their counts change, so
// that the overlapping windows of a long text cost a pass or two over it.
type window struct {
	tally *tally
	turn  extent                    // of the text, see featured
	sums  [signBlock]float64        // of the squares of the weights, by block
	dots  [signBlock][heads]float64 // of the weights with those of the heads
}

// A pull is what a feature of weight 1 adds to the sums of a window.
type pull struct {
	square float64
	heads  [heads]float64
}

// pullOf is the pull of a feature.
func pullOf(c *cell) (p pull) {
	p.square = float64(c.idf) * float64(c.idf)
	for h, w := range c.weight {
		p.heads[h] = float64(c.idf) * float64(w)
	}
	return p
}

// slide moves along the text and calls f with the words [from:to) that the
// window is over; in the end it is over none.
func (w *window) slide(f func(from, to int)) {
	size, from, to := int(w.turn.to-w.turn.from), 0, 0
	move := func(i, k int) {
		w.leave(w.tally.read.between(w.turn, from, i))
		w.enter(w.tally.read.between(w.turn, to, k))
		from, to = i, k
	}
	for i := 0; i < size; i += windowStep {
		move(i, min(i+windowWords, size))
		f(from, to)
	}
	move(size, size)
}

// enter counts the features of words that the window takes in.
func (w *window) enter(s stretch) {
	w.count(wordBlock, s.words, 1)
	w.count(letterBlock, s.letters, 1)
}

// leave counts out those of words that it leaves behind.
func (w *window) leave(s stretch) {
	w.count(wordBlock, s.words, -1)
	w.count(letterBlock, s.letters, -1)
}

// count changes the count of each feature by one, up or down. The products are
// converted so that no machine joins them with the sum and rounds otherwise.
func (w *window) count(block int, features []int32, by int) {
	counts, pulls := w.tally.counts, w.tally.pulls
	sum, dots, sign := w.sums[block], w.dots[block], float64(by)
	for _, f := range features {
		before := int(counts[f])
		counts[f] = uint32(before + by)
		lower := min(before, before+by)
		var s step
		if lower < len(steps) {
			s = steps[lower]
		} else {
			s = stepFrom(lower)
		}
		p := &pulls[f]
		weight := sign * s.weight
		sum += float64(sign * s.square * p.square)
		dots[headFlag] += float64(weight * p.heads[headFlag])
		dots[headUrgent] += float64(weight * p.heads[headUrgent])
		dots[headEmergency] += float64(weight * p.heads[headEmergency])
	}
	w.sums[block], w.dots[block] = sum, dots
}

// leastSum is the sum below which a block has no feature that the model knows:
// what is left then is rounding.
const leastSum = 1e-9

// probabilities are the verdicts of the heads on the window.
func (w *window) probabilities(m *backstop) (p [heads]float32) {
	for h := range p {
		z := float64(m.bias[h]) + w.tally.signed[h]
		for block, sum := range w.sums {
			if sum > leastSum {
				z += w.dots[block][h] / math.Sqrt(sum)
			}
		}
		p[h] = float32(1 / (1 + math.Exp(-z)))
	}
	return p
}

// A step is what one more of a feature adds to its weight before its IDF, and
// to the square of that.
type step struct{ weight, square float64 }

// stepFrom is the step from a count to the next.
func stepFrom(n int) step {
	gain := func(n int) float64 {
		if n == 0 {
			return 0
		}
		return 1 + float64(logOf(uint32(n)))
	}
	less, more := gain(n), gain(n+1)
	return step{more - less, more*more - less*less}
}

// steps are those from small counts.
var steps = func() (table [256]step) {
	for n := range table {
		table[n] = stepFrom(n)
	}
	return table
}()
