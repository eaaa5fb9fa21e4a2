package retrieval

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The rules are those of the uncased BERT tokenizer (Devlin et al. 2019):
// lower-case, accents stripped, punctuation and CJK characters apart, then
// greedy longest match of word pieces. One rule is ours: before that, the
// longest run of words that is a term of the table becomes one token.

const (
	maxWordRunes = 100 // a longer word is unknown, as in BERT
	continuation = "##"
)

// wordPieces maps words, word pieces and terms to row numbers.
type wordPieces struct {
	entries  []string    // pieces first, then terms
	slots    []pieceSlot // open addressing, length a power of two
	starts   map[string]uint8
	maxPiece int // bytes of the longest piece
}

type pieceSlot struct {
	hash  uint32
	entry int32 // plus one; zero is free
}

// pieceScratch holds one text between the two passes; it is reused.
type pieceScratch struct {
	norm   []byte  // words of the text, folded, one space apart
	starts []int32 // of each word in norm
	ends   []int32
	ids    []int32
	scales []float32 // of the rows in ids
	runes  int       // of the word being read
}

func newWordPieces(entries []string, pieces int) *wordPieces {
	size := 1
	for size < 2*len(entries) {
		size *= 2
	}
	v := &wordPieces{entries: entries, slots: make([]pieceSlot, size), starts: map[string]uint8{}}
	for i, e := range entries {
		v.insert(e, int32(i))
		if i < pieces {
			v.maxPiece = max(v.maxPiece, len(e))
			continue
		}
		first, _, _ := strings.Cut(e, " ")
		words := uint8(min(strings.Count(e, " ")+1, 255))
		v.starts[first] = max(v.starts[first], words)
	}
	return v
}

// pieceHash is FNV-1a; pieces inside a word hash apart from the same letters at its start.
func pieceHash(seed uint32, s []byte) uint32 {
	h := 2166136261 ^ seed
	for _, c := range s {
		h = (h ^ uint32(c)) * 16777619
	}
	return h ^ h>>15
}

func (v *wordPieces) insert(entry string, i int32) {
	seed, body := uint32(0), entry
	if len(entry) > len(continuation) && strings.HasPrefix(entry, continuation) {
		seed, body = 1, entry[len(continuation):]
	}
	h := pieceHash(seed, []byte(body))
	at := int(h) & (len(v.slots) - 1)
	for v.slots[at].entry != 0 {
		at = (at + 1) & (len(v.slots) - 1)
	}
	v.slots[at] = pieceSlot{h, i + 1}
}

// find returns the row of s, or -1; seed is 1 for a piece inside a word.
func (v *wordPieces) find(seed uint32, s []byte) int32 {
	h := pieceHash(seed, s)
	for at := int(h) & (len(v.slots) - 1); v.slots[at].entry != 0; at = (at + 1) & (len(v.slots) - 1) {
		if v.slots[at].hash != h {
			continue
		}
		entry := v.entries[v.slots[at].entry-1]
		if seed == 1 {
			if len(entry) == len(s)+len(continuation) && entry[:2] == continuation && entry[2:] == string(s) {
				return v.slots[at].entry - 1
			}
		} else if entry == string(s) {
			return v.slots[at].entry - 1
		}
	}
	return -1
}

// encode fills s.ids with the rows of text. Words the vocabulary cannot spell
// are left out.
func (v *wordPieces) encode(text string, s *pieceScratch) {
	s.fold(text)
	s.ids = s.ids[:0]
	for w := 0; w < len(s.starts); {
		if n := v.term(s, w); n > 0 {
			w += n
			continue
		}
		v.split(s, s.norm[s.starts[w]:s.ends[w]])
		w++
	}
}

// term appends the longest term that starts at word w and returns its words, or 0.
func (v *wordPieces) term(s *pieceScratch, w int) int {
	n := int(v.starts[string(s.norm[s.starts[w]:s.ends[w]])])
	for n = min(n, len(s.starts)-w); n > 0; n-- {
		if id := v.find(0, s.norm[s.starts[w]:s.ends[w+n-1]]); id >= 0 {
			s.ids = append(s.ids, id)
			return n
		}
	}
	return 0
}

// split appends the longest pieces of word, or nothing if they do not cover it.
func (v *wordPieces) split(s *pieceScratch, word []byte) {
	before, seed := len(s.ids), uint32(0)
	for at := 0; at < len(word); {
		end := min(len(word), at+v.maxPiece)
		id := int32(-1)
		for ; end > at; end-- {
			if id = v.find(seed, word[at:end]); id >= 0 {
				break
			}
		}
		if id < 0 {
			s.ids = s.ids[:before]
			return
		}
		s.ids = append(s.ids, id)
		at, seed = end, 1
	}
}

// fold splits text into folded words.
func (s *pieceScratch) fold(text string) {
	s.norm, s.starts, s.ends, s.runes = s.norm[:0], s.starts[:0], s.ends[:0], 0
	begin := 0
	for i := 0; i < len(text); {
		c := text[i]
		if c < utf8.RuneSelf {
			i++
			switch {
			case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
				s.norm = append(s.norm, c)
				s.runes++
			case 'A' <= c && c <= 'Z':
				s.norm = append(s.norm, c+'a'-'A')
				s.runes++
			case c == ' ' || c == '\n' || c == '\t' || c == '\r':
				begin = s.endWord(begin)
			case c > ' ' && c < 0x7f:
				begin = s.single(begin, rune(c))
			}
			continue
		}
		r, n := utf8.DecodeRuneInString(text[i:])
		begin = s.foldRune(begin, r, text[i:i+n])
		i += n
	}
	s.endWord(begin)
}

// foldRune handles one character outside ASCII.
func (s *pieceScratch) foldRune(begin int, r rune, encoded string) int {
	switch {
	case r == utf8.RuneError || unicode.Is(unicode.C, r):
		return begin
	case unicode.IsSpace(r):
		return s.endWord(begin)
	case isCJK(r):
		return s.single(begin, r)
	}
	decomposed := norm.NFD.PropertiesString(encoded).Decomposition()
	if decomposed == nil {
		return s.foldPart(begin, r)
	}
	for len(decomposed) > 0 {
		d, n := utf8.DecodeRune(decomposed)
		begin = s.foldPart(begin, d)
		decomposed = decomposed[n:]
	}
	return begin
}

func (s *pieceScratch) foldPart(begin int, r rune) int {
	switch {
	case unicode.Is(unicode.Mn, r):
	case unicode.IsPunct(r):
		return s.single(begin, r)
	case r < utf8.RuneSelf && r > ' ' && !unicode.IsLetter(r) && !unicode.IsDigit(r):
		return s.single(begin, r)
	default:
		s.norm = utf8.AppendRune(s.norm, unicode.ToLower(r))
		s.runes++
	}
	return begin
}

// endWord closes the word that began at begin and returns where the next one begins.
func (s *pieceScratch) endWord(begin int) int {
	if s.runes > maxWordRunes {
		s.norm = s.norm[:begin]
	}
	s.runes = 0
	if len(s.norm) == begin {
		return begin
	}
	s.starts = append(s.starts, int32(begin))
	s.ends = append(s.ends, int32(len(s.norm)))
	s.norm = append(s.norm, ' ')
	return len(s.norm)
}

// single adds a character that is a word of its own.
func (s *pieceScratch) single(begin int, r rune) int {
	s.endWord(begin)
	begin = len(s.norm)
	s.norm = utf8.AppendRune(s.norm, r)
	return s.endWord(begin)
}

// isCJK tells the ideographs that BERT sets apart.
func isCJK(r rune) bool {
	return r >= 0x4E00 && r <= 0x9FFF || r >= 0x3400 && r <= 0x4DBF ||
		r >= 0x20000 && r <= 0x2A6DF || r >= 0x2A700 && r <= 0x2CEAF ||
		r >= 0xF900 && r <= 0xFAFF || r >= 0x2F800 && r <= 0x2FA1F
}
