package guard

import (
	"slices"
	"strings"
)

// A spelled is one word of a turn, folded.
type spelled struct {
	text       string
	turn       int
	start, end int
}

// spell lists the words of a turn.
func spell(text string, turn int) []spelled { return appendSpelled(nil, fold(text), turn) }

// appendSpelled adds the words of a folded turn to out. Their texts share one
// string.
func appendSpelled(out []spelled, g []glyph, turn int) []spelled {
	out = slices.Grow(out, len(g)/letters)
	var text strings.Builder
	text.Grow(len(g))
	for i := 0; i < len(g); {
		if !isLetter(g[i].r) && !isDigit(g[i].r) {
			i++
			continue
		}
		from, begin := i, text.Len()
		for ; i < len(g) && (isLetter(g[i].r) || isDigit(g[i].r) || g[i].r == '\''); i++ {
			if g[i].r != '\'' {
				text.WriteByte(byte(g[i].r))
			}
		}
		out = append(out, spelled{text: text.String()[begin:], turn: turn, start: int(g[from].start), end: int(g[i-1].end)})
	}
	return out
}

// A gram is one feature of a text and the word it came from.
type gram struct {
	bucket uint32
	word   int32
	block  uint8
}

// Blocks of features; each is brought to unit length by itself.
const (
	wordBlock   = iota // words and pairs
	letterBlock        // letter groups
	signBlock          // what the rules recognised
	blocks
)

// signShare is the length of the block of signs. The rules are written after the
// same conversations that the model learns from, so at full length it trusts them
// more than they deserve on anybody else's.
const signShare = 0.3

// Letter groups have from fewestLetters to mostLetters text.
const (
	fewestLetters = 3
	mostLetters   = 5
	letterSizes   = mostLetters - fewestLetters + 1
)

// grams lists the features of words: each word, each pair of neighbours, and
// groups of three to five letters of the word with its edges.
func grams(words []spelled) []gram {
	size := 0
	for i := range words {
		size += 2 + letterSizes*len(words[i].text)
	}
	out := make([]gram, 0, size)
	var groups []uint32
	for i := range words {
		text := words[i].text
		out = append(out, gram{wordBucket(text), int32(i), wordBlock})
		if i > 0 {
			out = append(out, gram{pairOf(words[i-1].text).with(text).bucket(), int32(i), wordBlock})
		}
		groups = letterGroups(groups[:0], text)
		for _, bucket := range groups {
			out = append(out, gram{bucket, int32(i), letterBlock})
		}
	}
	return out
}

// wordBucket is the bucket of a word.
func wordBucket(text string) uint32 { return newHash('w').with(text).bucket() }

// pairOf is the hash of a pair of words up to its second.
func pairOf(first string) hash { return newHash('p').with(first).add(' ') }

// letterGroups adds the buckets of the groups of three letters of a word, then
// those of four and five. Groups that begin at one letter are hashed in one go.
func letterGroups(out []uint32, text string) []uint32 {
	padded := len(text) + 2
	letter := func(i int) byte {
		if i == 0 || i == padded-1 {
			return ' '
		}
		return text[i-1]
	}
	var at [letterSizes]int // where the next group of a size belongs
	end := len(out)
	for n := range letterSizes {
		at[n] = end
		end += max(0, padded-(n+fewestLetters)+1)
	}
	out = slices.Grow(out, end-len(out))[:end]
	for k := range padded {
		h := newHash('c')
		for n := 0; n < mostLetters && k+n < padded; n++ {
			h = h.add(letter(k + n))
			if size := n + 1 - fewestLetters; size >= 0 {
				out[at[size]] = h.bucket()
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
