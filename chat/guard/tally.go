package guard

import (
	"math"
	"sync"
)

// A weighed is a feature and its weight in a text.
type weighed struct {
	feature int32
	value   float32
}

// A tally counts the features of the texts of a conversation. Those that occur
// are numbered first, so that the many overlapping windows of a text are
// weighed in little memory. It is reused, since it is large.
type tally struct {
	number [blocks][backstopBuckets]int32 // feature number + 1 of a bucket, 0 for none
	seen   []feature
	order  [blocks][]int32 // features counted, in order of appearance
	out    []weighed
	signs  []weighed // of what the rules recognised
	grams  []gram    // of all turns read
	turns  []extent  // of grams, by turn; empty for a turn not read
	parts  [][]gram
}

// A feature is a bucket of a block that occurs.
type feature struct {
	cell
	bucket uint32
	block  uint8
	count  uint16
}

var tallies = sync.Pool{New: func() any { return new(tally) }}

// enrol numbers the features of a text.
func (t *tally) enrol(m *backstop, gs []gram) {
	for i := range gs {
		g := &gs[i]
		n := &t.number[g.block][g.bucket]
		if *n == 0 {
			t.seen = append(t.seen, feature{bucket: g.bucket, block: g.block, cell: m.cells[g.bucket]})
			*n = int32(len(t.seen))
		}
		g.feature = *n - 1
	}
}

// mostGrams is the number of grams above which a tally does not keep its lists.
const mostGrams = 1 << 16

// giveBack makes the tally ready for other conversations. Nothing of this one
// stays in it.
func (t *tally) giveBack() {
	for i := range t.seen {
		f := &t.seen[i]
		t.number[f.block][f.bucket] = 0
	}
	for block := range t.order {
		t.order[block] = t.order[block][:0]
	}
	clear(t.seen)
	clear(t.grams)
	clear(t.parts)
	clear(t.out)
	t.seen, t.grams, t.turns, t.signs = t.seen[:0], t.grams[:0], t.turns[:0], t.signs[:0]
	if cap(t.grams) > mostGrams {
		t.seen, t.grams, t.out, t.order = nil, nil, nil, [blocks][]int32{}
	}
	tallies.Put(t)
}

// read gives the grams of a turn, enrolled.
func (t *tally) read(m *backstop, turns [][]spelled, turn int) []gram {
	for len(t.turns) <= turn {
		t.turns = append(t.turns, extent{})
	}
	at := &t.turns[turn]
	if at.from == at.to {
		at.from = int32(len(t.grams))
		t.grams = appendGrams(t.grams, turns[turn])
		at.to = int32(len(t.grams))
		t.enrol(m, t.grams[at.from:at.to])
	}
	return t.grams[at.from:at.to]
}

// together gives the grams of several turns read as one text, in parts. Only
// the pairs of words at their borders are new.
func (t *tally) together(m *backstop, turns [][]spelled, from int) [][]gram {
	t.parts = t.parts[:0]
	last := "" // word
	for turn := from; turn < len(turns); turn++ {
		words := turns[turn]
		if len(words) == 0 {
			continue
		}
		gs := t.read(m, turns, turn)
		if len(t.parts) > 0 {
			pair := []gram{{bucket: pairOf(last).with(words[0].text).bucket()}}
			t.enrol(m, pair)
			t.parts = append(t.parts, gs[:1], pair)
			gs = gs[1:]
		}
		t.parts, last = append(t.parts, gs), words[len(words)-1].text
	}
	return t.parts
}

// sign weighs what the rules recognised.
func (t *tally) sign(m *backstop, signs []uint32) {
	gs := signGrams(signs)
	t.enrol(m, gs)
	t.tell(gs)
	t.signs = t.weighBlock(t.signs[:0], signBlock)
}

// A valued is a bucket and the weight of a feature in it.
type valued struct {
	bucket uint32
	value  float32
}

// values gives the weights of a text that is read alone.
func (m *backstop) values(gs, signs []gram) []valued {
	t := tallies.Get().(*tally)
	defer t.giveBack()
	var out []valued
	for _, x := range t.alone(m, gs, signs) {
		out = append(out, valued{t.seen[x.feature].bucket, x.value})
	}
	return out
}

// alone weighs the grams of a text that is read alone.
func (t *tally) alone(m *backstop, gs, signs []gram) []weighed {
	t.enrol(m, gs)
	t.enrol(m, signs)
	t.tell(signs)
	t.signs = t.weighBlock(t.signs[:0], signBlock)
	return t.weigh(gs)
}

// weigh gives the enrolled grams of the parts of a text, and what was
// recognised, their TF-IDF weights, each block of unit length; nothing for a
// text without grams. The order of the result depends on the text alone, so
// equal texts give equal sums. What it gives is good until the tally is used
// again.
func (t *tally) weigh(parts ...[]gram) []weighed {
	for _, gs := range parts {
		t.tell(gs)
	}
	out := t.out[:0]
	for block := range signBlock {
		out = t.weighBlock(out, block)
	}
	if len(out) > 0 {
		out = append(out, t.signs...)
	}
	t.out = out
	return out
}

// weighBlock appends the features counted in a block.
func (t *tally) weighBlock(out []weighed, block int) []weighed {
	from := len(out)
	var sum float64
	for _, n := range t.order[block] {
		f := &t.seen[n]
		v := (1 + logOf(f.count)) * f.idf
		f.count = 0
		out = append(out, weighed{n, v})
		sum += float64(v) * float64(v)
	}
	t.order[block] = t.order[block][:0]
	if sum > 0 {
		norm := float32(1 / math.Sqrt(sum))
		for i := from; i < len(out); i++ {
			out[i].value *= norm
		}
	}
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
