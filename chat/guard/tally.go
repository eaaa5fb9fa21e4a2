package guard

import (
	"math"
	"slices"
	"sync"
)

// A weighed is a bucket and its weight in a text.
type weighed struct {
	bucket uint32
	value  float32
}

// A tally counts the features of texts. Those that occur are numbered first, so
// that the many overlapping windows of a text are weighed in little memory. It
// is reused, since it is large.
type tally struct {
	number [blocks][backstopBuckets]int32 // feature number + 1 of a bucket, 0 for none
	seen   []feature
	order  [blocks][]int32 // features counted, in order of appearance
	out    []weighed
}

// A feature is a bucket of a block that occurs.
type feature struct {
	bucket uint32
	block  uint8
	count  uint16
	idf    float32
}

var tallies = sync.Pool{New: func() any { return new(tally) }}

// enrol numbers the features of a text.
func (t *tally) enrol(m *backstop, gs []gram) {
	for i := range gs {
		g := &gs[i]
		n := &t.number[g.block][g.bucket]
		if *n == 0 {
			t.seen = append(t.seen, feature{bucket: g.bucket, block: g.block, idf: m.idf[g.bucket]})
			*n = int32(len(t.seen))
		}
		g.feature = *n - 1
	}
}

// giveBack makes the tally ready for other texts.
func (t *tally) giveBack() {
	for _, f := range t.seen {
		t.number[f.block][f.bucket] = 0
	}
	t.seen = t.seen[:0]
	tallies.Put(t)
}

// weigh gives every gram its TF-IDF weight, each block of unit length. The
// order of the result depends on the text alone, so equal texts give equal
// sums.
func (m *backstop) weigh(gs, signs []gram) []weighed {
	t := tallies.Get().(*tally)
	defer t.giveBack()
	t.enrol(m, gs)
	t.enrol(m, signs)
	return slices.Clone(t.weigh(gs, signs))
}

// weigh is the same for enrolled grams. What it gives is good until the tally
// is used again.
func (t *tally) weigh(gs, signs []gram) []weighed {
	t.tell(gs)
	t.tell(signs)
	out := t.out[:0]
	for block := range t.order {
		from := len(out)
		var sum float64
		for _, n := range t.order[block] {
			f := &t.seen[n]
			v := (1 + logOf(f.count)) * f.idf
			f.count = 0
			out = append(out, weighed{f.bucket, v})
			sum += float64(v) * float64(v)
		}
		t.order[block] = t.order[block][:0]
		if sum > 0 {
			norm := float32(1 / math.Sqrt(sum))
			for i := from; i < len(out); i++ {
				out[i].value *= norm
			}
		}
	}
	t.out = out
	return out
}

// tell counts enrolled grams.
func (t *tally) tell(gs []gram) {
	for i := range gs {
		f := &t.seen[gs[i].feature]
		if f.count == 0 {
			t.order[f.block] = append(t.order[f.block], gs[i].feature)
		}
		if f.count < math.MaxUint16 {
			f.count++
		}
	}
}

// logOf is the natural logarithm of a count; most counts are small.
func logOf(n uint16) float32 {
	if int(n) < len(logs) {
		return logs[n]
	}
	return float32(math.Log(float64(n)))
}

// logs are the logarithms of small counts.
var logs = func() (table [256]float32) {
	for n := 1; n < len(table); n++ {
		table[n] = float32(math.Log(float64(n)))
	}
	return table
}()
