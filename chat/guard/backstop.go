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
	"strings"
	"sync"
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
	backstopBuckets = 1 << 16 // features are hashed into this many
	backstopMagic   = "LBS1"
	windowWords     = 60 // a longer turn is also read in windows of this many words
	windowStep      = 30
	recentTurns     = 3 // turns read together with the newest
)

// The heads of the model: what each probability is of.
const (
	headFlag   = iota // any red flag
	headUrgent        // urgent or emergency
	heads
)

// backstop holds the weights. It does not change once read.
type backstop struct {
	idf       []float32
	weight    [heads][]float32
	bias      [heads]float32
	threshold [heads]float32
}

// readBackstop decodes the model: magic, biases and thresholds, scales, one
// byte of IDF and one of weight a head for each bucket, CRC-32 of it all.
func readBackstop(b []byte) (*backstop, error) {
	const head = len(backstopMagic) + 4*(3*heads+1)
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
	m := &backstop{idf: make([]float32, backstopBuckets)}
	var scale [heads]float32
	for h := range heads {
		m.bias[h], m.threshold[h], scale[h] = number(), number(), number()
	}
	idfScale := number()
	for i := range m.idf {
		m.idf[i] = float32(b[at+i]) * idfScale
	}
	at += backstopBuckets
	for h := range heads {
		m.weight[h] = make([]float32, backstopBuckets)
		for i := range m.weight[h] {
			m.weight[h][i] = float32(int8(b[at+i])) * scale[h]
		}
		at += backstopBuckets
	}
	return m, nil
}

// A spelled is one word of a turn, folded.
type spelled struct {
	text       string
	turn       int
	start, end int
}

// spell lists the words of a turn.
func spell(text string, turn int) []spelled {
	g := fold(text)
	return spellGlyphs(g, turn)
}

// spellGlyphs lists the words of a folded turn. Their texts share one string.
func spellGlyphs(g []glyph, turn int) []spelled {
	out := make([]spelled, 0, len(g)/4+1)
	letters := make([]byte, 0, len(g))
	for i := 0; i < len(g); {
		if !isLetter(g[i].r) && !isDigit(g[i].r) {
			i++
			continue
		}
		from := i
		for ; i < len(g) && (isLetter(g[i].r) || isDigit(g[i].r) || g[i].r == '\''); i++ {
			if g[i].r != '\'' {
				letters = append(letters, byte(g[i].r))
			}
		}
		letters = append(letters, 0)
		out = append(out, spelled{turn: turn, start: int(g[from].start), end: int(g[i-1].end)})
	}
	rest := string(letters)
	for i := range out {
		out[i].text, rest, _ = strings.Cut(rest, "\x00")
	}
	return out
}

// A gram is one feature of a text and the word it came from.
type gram struct {
	bucket uint32
	block  int32 // 0 words and pairs, 1 letter groups
	word   int
}

// Letter groups have from fewestLetters to mostLetters letters.
const (
	fewestLetters = 3
	mostLetters   = 5
)

// grams lists the features of words: each word, each pair of neighbours, and
// groups of three to five letters of the word with its edges.
func grams(words []spelled) []gram {
	size := 0
	for i := range words {
		size += 2 + (mostLetters-fewestLetters+1)*len(words[i].text)
	}
	out := make([]gram, 0, size)
	before := hash(0) // of the word before, as the first of a pair
	for i := range words {
		text := words[i].text
		out = append(out, gram{newHash('w').with(text).bucket(), 0, i})
		if i > 0 {
			out = append(out, gram{before.add(' ').with(text).bucket(), 0, i})
		}
		before = newHash('p').with(text)
		out = letterGroups(out, text, i)
	}
	return out
}

// letterGroups adds the groups of three letters of a word, then those of four
// and five. Groups that begin at one letter are hashed in one go.
func letterGroups(out []gram, text string, word int) []gram {
	const sizes = mostLetters - fewestLetters + 1
	padded := len(text) + 2
	letter := func(i int) byte {
		if i == 0 || i == padded-1 {
			return ' '
		}
		return text[i-1]
	}
	var at [sizes]int // where the next group of a size belongs
	end := len(out)
	for n := range sizes {
		at[n] = end
		end += max(0, padded-(n+fewestLetters)+1)
	}
	out = slices.Grow(out, end-len(out))[:end]
	for k := range padded {
		h := newHash('c')
		for n := 0; n < mostLetters && k+n < padded; n++ {
			h = h.add(letter(k + n))
			if size := n + 1 - fewestLetters; size >= 0 {
				out[at[size]] = gram{h.bucket(), 1, word}
				at[size]++
			}
		}
	}
	return out
}

// A hash is an FNV-1a hash of a feature.
type hash uint32

func newHash(kind byte) hash   { return hash(2166136261).add(kind) }
func (h hash) add(c byte) hash { return (h ^ hash(c)) * 16777619 }
func (h hash) bucket() uint32  { return uint32(h^h>>16) % backstopBuckets }
func (h hash) with(s string) hash {
	for i := range len(s) {
		h = h.add(s[i])
	}
	return h
}

// A weighed is a bucket and its weight in a text.
type weighed struct {
	bucket uint32
	value  float32
}

// tally counts the buckets of a text; it is reused, since it is large.
type tally struct {
	count [2][backstopBuckets]uint16
	order [2][]uint32 // buckets that were counted, in order of appearance
	out   []weighed
}

var tallies = sync.Pool{New: func() any { return new(tally) }}

// weigh gives every gram its TF-IDF weight, each block of unit length. The
// order of the result depends on the text alone, so equal texts give equal
// sums.
func (m *backstop) weigh(gs []gram) []weighed {
	t := tallies.Get().(*tally)
	defer tallies.Put(t)
	return slices.Clone(m.weighIn(t, gs))
}

// weighIn is weigh with a tally at hand; what it gives is good until the tally
// is used again.
func (m *backstop) weighIn(t *tally, gs []gram) []weighed {
	for _, g := range gs {
		n := &t.count[g.block][g.bucket]
		if *n == 0 {
			t.order[g.block] = append(t.order[g.block], g.bucket)
		}
		if *n < math.MaxUint16 {
			*n++
		}
	}
	out := t.out[:0]
	for block := range t.order {
		from := len(out)
		var sum float64
		for _, b := range t.order[block] {
			v := (1 + logOf(t.count[block][b])) * m.idf[b]
			t.count[block][b] = 0
			out = append(out, weighed{b, v})
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

// logOf is the natural logarithm of a count; most counts are one.
func logOf(n uint16) float32 {
	if n == 1 {
		return 0
	}
	return float32(math.Log(float64(n)))
}

// probability is a head's verdict on weighed features.
func (m *backstop) probability(x []weighed, head int) float32 {
	z := float64(m.bias[head])
	w := m.weight[head]
	for _, f := range x {
		z += float64(w[f.bucket] * f.value)
	}
	return float32(1 / (1 + math.Exp(-z)))
}

// A suspicion is what the backstop noticed.
type suspicion struct {
	level Level
	sure  float32
	words []spelled // the words that weighed most
	tally *tally
}

// suspect reads the newest turn alone, with the turns before it, and in
// windows if it is long. Each window depends only on turns so far, so a
// suspicion once raised is raised again however the talk goes on.
func (m *backstop) suspect(turns [][]spelled) suspicion {
	last := len(turns) - 1
	newest := turns[last]
	all := grams(newest)
	t := tallies.Get().(*tally)
	defer tallies.Put(t)
	best := suspicion{tally: t}
	m.consider(newest, all, &best)
	if last > 0 {
		recent := slices.Concat(turns[max(0, last-recentTurns+1):]...)
		m.consider(recent, grams(recent), &best)
	}
	if len(newest) > windowWords {
		from := 0
		for i := 0; i < len(newest); i += windowStep {
			for all[from].word < i {
				from++
			}
			to := from
			for to < len(all) && all[to].word < i+windowWords {
				to++
			}
			m.consider(newest, all[from:to], &best)
		}
	}
	return best
}

// consider keeps the stronger suspicion.
func (m *backstop) consider(words []spelled, gs []gram, best *suspicion) {
	if len(gs) == 0 {
		return
	}
	x := m.weighIn(best.tally, gs)
	flag := m.probability(x, headFlag)
	if flag < m.threshold[headFlag] {
		return
	}
	level := SeeDoctor
	if m.probability(x, headUrgent) >= m.threshold[headUrgent] {
		level = Urgent
	}
	if level > best.level || level == best.level && flag > best.sure {
		best.level, best.sure, best.words = level, flag, m.telling(words, gs, x)
	}
}

// tellingWords is how many words are shown as evidence.
const tellingWords = 3

// telling picks the words that spoke most for a flag.
func (m *backstop) telling(words []spelled, gs []gram, x []weighed) []spelled {
	value := make(map[uint32]float32, len(x))
	for _, f := range x {
		value[f.bucket] += f.value
	}
	share := make([]float32, len(words))
	var order []int
	for i, g := range gs {
		share[g.word] += m.weight[headFlag][g.bucket] * value[g.bucket]
		if i == 0 || gs[i-1].word != g.word {
			order = append(order, g.word)
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
