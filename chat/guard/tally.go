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
	cells  []cell                         // of the features that occur
	pulls  []pull                         // of the same, see window
	spots  []spot
	counts []uint32        // of the features in the text being weighed
	order  [blocks][]int32 // features counted, in order of appearance
	out    []weighed
	signs  []weighed      // of what the rules recognised
	signed [heads]float64 // what they add to each head
	read   featured
	parts  []stretch
}

// A spot is where a feature is in the model.
type spot struct {
	bucket uint32
	block  uint8
}

var tallies = sync.Pool{New: func() any { return &tally{read: featured{known: map[string]wordFeatures{}}} }}

// enrol gives the number of a feature.
func (t *tally) enrol(m *backstop, bucket uint32, block uint8) int32 {
	n := &t.number[block][bucket]
	if *n == 0 {
		t.cells = append(t.cells, m.cells[bucket])
		t.pulls = append(t.pulls, pullOf(&m.cells[bucket]))
		t.spots = append(t.spots, spot{bucket, block})
		t.counts = append(t.counts, 0)
		*n = int32(len(t.cells))
	}
	return *n - 1
}

// mostFeatures is the number of features above which a tally does not keep its
// lists.
const mostFeatures = 1 << 16

// giveBack makes the tally ready for other conversations. Nothing of this one
// stays in it.
func (t *tally) giveBack() {
	for _, p := range t.spots {
		t.number[p.block][p.bucket] = 0
	}
	for block := range t.order {
		t.order[block] = t.order[block][:0]
	}
	clear(t.cells)
	clear(t.pulls)
	clear(t.spots)
	clear(t.counts)
	clear(t.out)
	t.cells, t.pulls, t.spots, t.counts, t.signs = t.cells[:0], t.pulls[:0], t.spots[:0], t.counts[:0], t.signs[:0]
	if cap(t.read.lists[letterBlock]) > mostFeatures {
		t.cells, t.pulls, t.spots, t.counts, t.out, t.order = nil, nil, nil, nil, nil, [blocks][]int32{}
	}
	t.read.forget()
	t.parts = t.parts[:0]
	tallies.Put(t)
}

// together gives several turns read as one text, in parts. Only the pairs of
// words at their borders are new.
func (t *tally) together(m *backstop, turns [][]spelled, from int) []stretch {
	t.parts = t.parts[:0]
	last := "" // word
	for turn := from; turn < len(turns); turn++ {
		words := turns[turn]
		if len(words) == 0 {
			continue
		}
		whole := t.readTurn(m, turns, turn)
		if len(t.parts) > 0 {
			pair := t.enrol(m, pairOf(last).with(words[0].text).bucket(), wordBlock)
			t.parts = append(t.parts, stretch{words: whole.words[:1]}, stretch{words: []int32{pair}})
			whole.words = whole.words[1:]
		}
		t.parts, last = append(t.parts, whole), words[len(words)-1].text
	}
	return t.parts
}

// sign weighs what the rules recognised.
func (t *tally) sign(m *backstop, signs []uint32) {
	for _, bucket := range signs {
		t.tell(signBlock, t.enrol(m, bucket, signBlock))
	}
	t.signs = t.weighBlock(t.signs[:0], signBlock)
	t.signed = [heads]float64{}
	for _, f := range t.signs {
		for h, w := range t.cells[f.feature].weight {
			t.signed[h] += float64(w * f.value)
		}
	}
}

// A valued is a bucket and the weight of a feature in it.
type valued struct {
	bucket uint32
	value  float32
}

// values gives the weights of a text that is read alone.
func (m *backstop) values(gs []gram, signs []uint32) []valued {
	t := tallies.Get().(*tally)
	defer t.giveBack()
	var out []valued
	for _, x := range t.alone(m, gs, signs) {
		out = append(out, valued{t.spots[x.feature].bucket, x.value})
	}
	return out
}

// alone weighs the grams of a text that is read alone.
func (t *tally) alone(m *backstop, gs []gram, signs []uint32) []weighed {
	t.sign(m, signs)
	for _, g := range gs {
		t.tell(int(g.block), t.enrol(m, g.bucket, g.block))
	}
	return t.weighed()
}

// weigh gives the features of the parts of a text, and what was recognised,
// their TF-IDF weights, each block of unit length; nothing for a text without
// words. The order of the result depends on the text alone, so equal texts
// give equal sums. What it gives is good until the tally is used again.
func (t *tally) weigh(parts []stretch) []weighed {
	for _, p := range parts {
		t.tell(wordBlock, p.words...)
		t.tell(letterBlock, p.letters...)
	}
	return t.weighed()
}

// weighed gives the weights of what was counted.
func (t *tally) weighed() []weighed {
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
		v := (1 + logOf(t.counts[n])) * t.cells[n].idf
		t.counts[n] = 0
		out = append(out, weighed{n, v})
		sum += float64(v) * float64(v)
	}
	t.order[block] = t.order[block][:0]
	if sum > 0 {
		norm := float32(1 / math.Sqrt(sum))
		if block == signBlock {
			norm *= signShare
		}
		for i := from; i < len(out); i++ {
			out[i].value *= norm
		}
	}
	return out
}

// tell counts features of a block.
func (t *tally) tell(block int, features ...int32) {
	counts, order := t.counts, t.order[block]
	for _, f := range features {
		if counts[f] == 0 {
			order = append(order, f)
		}
		counts[f]++
	}
	t.order[block] = order
}

// logOf is the natural logarithm of a count; most counts are small.
func logOf(n uint32) float32 {
	if int(n) < len(logs) {
		return logs[n]
	}
	return float32(math.Log(float64(min(n, math.MaxUint16))))
}

// logs are the logarithms of small counts.
var logs = func() (table [256]float32) {
	for n := 1; n < len(table); n++ {
		table[n] = float32(math.Log(float64(n)))
	}
	return table
}()
