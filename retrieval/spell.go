package retrieval

import (
	"slices"
	"strings"
)

// A speller knows the words of an index and mends misspelt ones.
type speller struct {
	known   map[string]uint32 // folded word -> passages that hold its term
	byStart map[string][]string
}

// minMend is the length from which a word is mended; longer ones may differ in
// two places.
const (
	minMend  = 4
	farMend  = 8
	maxWords = 1 << 20
)

func newSpeller(surface map[string]int32, counts []uint32) *speller {
	s := &speller{known: make(map[string]uint32, len(surface)), byStart: map[string][]string{}}
	for w, t := range surface {
		if t < 0 || len(w) < minMend-1 || len(s.known) >= maxWords || strings.ContainsAny(w, "0123456789") {
			continue
		}
		s.known[w] = counts[t]
		s.byStart[w[:1]] = append(s.byStart[w[:1]], w)
	}
	for w := range vocabulary().stops {
		if _, ok := s.known[w]; !ok && len(w) > minMend && len(s.known) < maxWords {
			s.known[w] = 0 // "acctually" says nothing to search for either
			s.byStart[w[:1]] = append(s.byStart[w[:1]], w)
		}
	}
	return s
}

// mend returns the word of the index that a misspelt word most likely stands
// for: the closest one with the same first letter, of equally close ones the
// most frequent, then the first in the alphabet.
func (s *speller) mend(word string) (string, bool) {
	if len(word) < minMend || len(word) > 24 || !isASCII(word) || strings.ContainsAny(word, "0123456789") {
		return "", false
	}
	allowed := 1
	if len(word) >= farMend {
		allowed = 2
	}
	found, near := "", allowed+1
	for _, w := range s.byStart[word[:1]] {
		if len(w) < len(word)-near || len(w) > len(word)+near {
			continue
		}
		d := distance(word, w, near)
		if len(word) == minMend && !swapped(word, w) {
			continue // a short word differs from too many others by one letter
		}
		switch {
		case d > allowed || d > near:
		case d < near, s.known[w] > s.known[found], s.known[w] == s.known[found] && w < found:
			found, near = w, d
		}
	}
	return found, found != ""
}

// swapped reports whether two words hold the same letters.
func swapped(a, b string) bool {
	x, y := []byte(a), []byte(b)
	slices.Sort(x)
	slices.Sort(y)
	return slices.Equal(x, y)
}

// distance counts the letters to insert, drop, change or swap with their
// neighbour to turn a into b (optimal string alignment), or returns more than
// limit as soon as it must be more.
func distance(a, b string, limit int) int {
	var rows [3][32]int
	if len(a) >= len(rows[0]) || len(b) >= len(rows[0]) {
		return limit + 1
	}
	for j := range len(b) + 1 {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur, last, before := &rows[i%3], &rows[(i+2)%3], &rows[(i+1)%3]
		cur[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			same := 1
			if a[i-1] == b[j-1] {
				same = 0
			}
			cur[j] = min(last[j]+1, cur[j-1]+1, last[j-1]+same)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				cur[j] = min(cur[j], before[j-2]+1)
			}
			least = min(least, cur[j])
		}
		if least > limit {
			return limit + 1
		}
	}
	return rows[len(a)%3][len(b)]
}

// mendText replaces the words of text that neither the index, the lexicon nor
// the built-in embedder's vocabulary knows by the index's word they are closest
// to. Text without such words comes back as it is.
func (x *Index) mendText(text string) string {
	var out strings.Builder
	done := 0
	for i := 0; i < len(text); {
		start := i
		for i < len(text) && isWordByte(text[i]) {
			i++
		}
		if i == start {
			i++
			continue
		}
		if better, ok := x.mendWord(strings.ToLower(text[start:i])); ok {
			out.WriteString(text[done:start])
			out.WriteString(better)
			done = i
		}
	}
	if done == 0 {
		return text
	}
	out.WriteString(text[done:])
	return out.String()
}

// isWordByte takes bytes of other alphabets as part of a word, so that such a
// word is left alone as a whole.
func isWordByte(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || c == '\'' || c == '-' || c >= 0x80
}

func (x *Index) mendWord(word string) (string, bool) {
	if len(word) < minMend || isStop(word) || chat().polite[word] {
		return "", false
	}
	if _, ok := x.keywords.speller.known[word]; ok {
		return "", false
	}
	if s := stem(word); x.keywords.knows(s) || lay().words[s] || isEnglish(word) {
		return "", false
	}
	return x.keywords.speller.mend(word)
}

// isEnglish reports whether the vocabulary of the built-in embedder holds the
// word as a whole.
func isEnglish(word string) bool {
	s, err := NewStatic()
	return err == nil && s.words.find(0, []byte(word)) >= 0
}
