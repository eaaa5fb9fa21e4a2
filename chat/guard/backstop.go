package guard

import (
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
	"slices"
	"sort"
)

// The backstop is a second reader behind the rules: a logistic model over
// words, pairs of words and letter groups, fitted on conversations that people
// wrote without seeing the rules (testdata/cases/*.dev.jsonl). It knows no
// rule, so it also notices what no phrase of the rules covers. It can raise a
// level and never lowers one. Fit it again with
//
//	go test ./chat/guard -run TestFitBackstop -fit

//go:embed backstop.bin
var backstopData []byte

// Sizes of the model.
const (
	backstopBuckets = 3 << 15 // features are hashed into this many
	backstopMagic   = "LBS4"
	windowWords     = 60 // a longer turn is also read in windows of this many words
	windowStep      = 30
	recentTurns     = 3 // turns read together with the newest
)

// The heads of the model: what each probability is of.
const (
	headFlag      = iota // any red flag
	headUrgent           // urgent or emergency
	headEmergency        // emergency
	heads
)

// backstop holds the weights. It does not change once read.
type backstop struct {
	cells     []cell // by bucket
	bias      [heads]float32
	threshold [heads]float32 // raises alone
	second    [heads]float32 // is a second vote for a lead, see lead.go
	further   [heads]float32 // raises what is flagged already
	lengths   [len(lengthsTo) + 1]float32
}

// lengthsTo are the most words of all classes of length but the last. Of a few
// words the model is surer than it is right, and of a long text it notes the
// surest part: of twenty windows one is sure by chance. So the odds that it gives
// for a flag are multiplied by a factor for each class, at most 1, fitted as
// logistic offsets on authors left out.
var lengthsTo = [...]int{8, 15, 25, 40, 80}

// byLength gives the probability of a flag once the length of what was read,
// in words, is taken into account.
func (m *backstop) byLength(p float32, words int) float32 {
	class := 0
	for class < len(lengthsTo) && words > lengthsTo[class] {
		class++
	}
	odds := p * m.lengths[class]
	return odds / (1 - p + odds)
}

// A cell is what the model knows of the features of one bucket.
type cell struct {
	idf    float32
	weight [heads]float32
}

// readBackstop decodes the model: magic, biases, thresholds and scales, factors by
// length, one byte of IDF and one of weight a head for each bucket, CRC-32 of it all.
func readBackstop(b []byte) (*backstop, error) {
	const head = len(backstopMagic) + 4*(5*heads+len(lengthsTo)+1+1)
	if len(b) != head+backstopBuckets*(1+heads)+4 || string(b[:len(backstopMagic)]) != backstopMagic {
		return nil, errors.New("read backstop: not a model of this size")
	}
	if crc32.ChecksumIEEE(b[:len(b)-4]) != binary.LittleEndian.Uint32(b[len(b)-4:]) {
		return nil, errors.New("read backstop: the checksum does not fit")
	}
	at := len(backstopMagic)
	number := func() float32 {
		at += 4
		return math.Float32frombits(binary.LittleEndian.Uint32(b[at-4:]))
	}
	m := &backstop{cells: make([]cell, backstopBuckets)}
	var scale [heads]float32
	for h := range heads {
		m.bias[h], m.threshold[h], m.second[h], m.further[h], scale[h] = number(), number(), number(), number(), number()
	}
	for i := range m.lengths {
		m.lengths[i] = number()
	}
	idfScale := number()
	for i := range m.cells {
		c := &m.cells[i]
		c.idf = float32(b[at+i]) * idfScale
		for h := range heads {
			c.weight[h] = float32(int8(b[at+(1+h)*backstopBuckets+i])) * scale[h]
		}
	}
	return m, nil
}

// probabilities are the verdicts of the heads on weighed features.
func (m *backstop) probabilities(t *tally, x []weighed) (p [heads]float32) {
	var z [heads]float64
	for h := range heads {
		z[h] = float64(m.bias[h])
	}
	for _, f := range x {
		w := &t.cells[f.feature].weight
		z[headFlag] += float64(w[headFlag] * f.value)
		z[headUrgent] += float64(w[headUrgent] * f.value)
		z[headEmergency] += float64(w[headEmergency] * f.value)
	}
	for h := range heads {
		p[h] = float32(1 / (1 + math.Exp(-z[h])))
	}
	return p
}

// An opinion is what the backstop thinks of a conversation: the highest
// probability of each head, as a share of what it takes to raise alone, to second a
// lead and to raise what is flagged already.
type opinion struct {
	alone, second, further [heads]float32
	sure                   float32
	read                   passage // what it is surest of
}

// A passage is what the backstop reads as one text.
type passage struct {
	turns [][]spelled
	from  int // words [from:to) of the turns
	to    int
}

// seconds tells whether the backstop votes for a lead to a level.
func (o opinion) seconds(l Level) bool { return l > None && o.second[l-1] >= 1 }

// raises is the level that the backstop raises to by itself from a level. It takes
// more to raise an alarm than to say that what is flagged already is worse.
func (o opinion) raises(from Level) Level {
	level := from
	for l := Emergency; from == None && l > level; l-- {
		if o.alone[l-1] >= 1 && (l == Emergency || o.alone[headFlag] >= 1) {
			level = l
		}
	}
	for l := Emergency; level > None && l > level; l-- {
		if o.further[l-1] >= 1 {
			level = l
		}
	}
	return level
}

// suspect reads the newest turn alone, with the turns before it, in windows if it is
// long, and in pieces. signs are what the rules recognised so far, cuts the words at
// which the sentences of the turn begin.
func (m *backstop) suspect(t *tally, turns [][]spelled, signs []uint32, cuts []cut) opinion {
	t.sign(m, signs)
	last := len(turns) - 1
	all := t.readTurn(m, turns, last)
	var best opinion
	m.consider(t, whole(turns[last:]), &best, all)
	if last > 0 {
		from := max(0, last-recentTurns+1)
		m.consider(t, whole(turns[from:]), &best, t.together(m, turns, from)...)
	}
	if len(turns[last]) > windowWords {
		m.windows(t, turns[last:], &best)
	}
	if len(cuts) > 0 {
		m.pieces(t, turns, cuts, &best)
	}
	return best
}

// windows reads the newest turn in windows.
func (m *backstop) windows(t *tally, turn [][]spelled, best *opinion) {
	w := window{tally: t, turn: t.read.turns[len(t.read.turns)-1]}
	size := len(turn[0])
	w.slide(func(from, to int) { m.note(w.probabilities(m), size, passage{turn, from, to}, best) })
}

// whole is the passage of all words of turns.
func whole(turns [][]spelled) passage {
	size := 0
	for _, t := range turns {
		size += len(t)
	}
	return passage{turns, 0, size}
}

// consider forms an opinion of a passage in parts.
func (m *backstop) consider(t *tally, read passage, best *opinion, parts ...stretch) {
	if x := t.weigh(parts); len(x) > 0 {
		m.note(m.probabilities(t, x), read.to, read, best)
	}
}

// note keeps the stronger opinion of each head. words is the length of the text
// that the passage is of. How bad it is, the model cannot tell from a few words: to
// go further they count as the fewest do.
func (m *backstop) note(probabilities [heads]float32, words int, read passage, best *opinion) {
	told := words
	if told <= lengthsTo[1] {
		told = 0
	}
	for h, p := range probabilities {
		best.further[h] = max(best.further[h], m.byLength(p, told)/m.further[h])
		if h == headFlag {
			p = m.byLength(p, words)
		}
		best.alone[h] = max(best.alone[h], p/m.threshold[h])
		best.second[h] = max(best.second[h], p/m.second[h])
		if h == headFlag && (p > best.sure || best.read.turns == nil) {
			best.sure, best.read = p, read
		}
	}
}

// tellingWords is how many words are shown as evidence.
const tellingWords = 3

// telling picks the words of the text that the backstop is surest of which
// spoke most for a flag.
func (m *backstop) telling(o *opinion, signs []uint32) []spelled {
	words := slices.Concat(o.read.turns...)[:o.read.to]
	before := max(0, o.read.from-1) // the first word makes a pair with it
	words = words[before:]
	gs := slices.DeleteFunc(grams(words), func(g gram) bool { return int(g.word) < o.read.from-before })
	x := m.values(gs, signs)
	value := make(map[uint32]float32, len(x))
	for _, f := range x {
		value[f.bucket] += f.value
	}
	share := make([]float32, len(words))
	var order []int
	for i, g := range gs {
		share[g.word] += m.cells[g.bucket].weight[headFlag] * value[g.bucket]
		if i == 0 || gs[i-1].word != g.word {
			order = append(order, int(g.word))
		}
	}
	sort.SliceStable(order, func(a, b int) bool { return share[order[a]] > share[order[b]] })
	order = order[:min(tellingWords, len(order))]
	sort.Ints(order)
	out := make([]spelled, 0, len(order))
	for _, i := range order {
		out = append(out, words[i])
	}
	return out
}

// mustBackstop reads the embedded model.
func mustBackstop() (*backstop, error) {
	m, err := readBackstop(backstopData)
	if err != nil {
		return nil, fmt.Errorf("load backstop: %w", err)
	}
	return m, nil
}
