package guard

import (
	"math/bits"
	"strings"
)

// leet undoes digits and signs that stand for letters.
var leet = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "8", "b", "9", "g",
	"@", "a", "$", "s", "!", "i", "|", "l", "+", "t", "2", "z", "6", "g")

var leetL = strings.NewReplacer("0", "o", "1", "l", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s", "!", "l", "|", "l", "+", "t")

// leetSigns are all that either undoes.
const leetSigns = "0123456789@$!|+"

// repair reads a word that is not known: letters written as digits, repeated
// letters, two words run together, one typing mistake. The word itself is
// returned when nothing fits.
func (l *lexicon) repair(raw string) []string {
	last := ""
	signed := strings.ContainsAny(raw, leetSigns)
	for _, undo := range [...]*strings.Replacer{leet, leetL} {
		w := raw
		if signed {
			w = undo.Replace(raw)
		}
		if w == last {
			break
		}
		last = w
		if w != raw && (l.known(w) || l.hasPrefix(w)) {
			return []string{w}
		}
		if full, ok := contractions[w]; ok && w != raw {
			return full
		}
		if s, ok := l.squeeze(w); ok {
			return []string{s}
		}
		if s, ok := l.nearest(w); ok {
			return []string{s}
		}
	}
	if a, b, ok := l.split(raw); ok {
		return []string{a, b}
	}
	if strings.ContainsAny(raw, "0123456789@$!|&+") {
		return splitMixed(raw)
	}
	return []string{raw}
}

// splitMixed parts letters from signs, so that "leg/swollen" style joins read.
func splitMixed(raw string) []string {
	parts := strings.FieldsFunc(raw, func(r rune) bool { return strings.ContainsRune("@$!|&+", r) })
	if len(parts) == 0 {
		return []string{raw}
	}
	return parts
}

// squeeze undoes letters held down: "soooo", "paaain".
func (l *lexicon) squeeze(w string) (string, bool) {
	if !hasRun(w) {
		return "", false
	}
	one, two := make([]byte, 0, len(w)), make([]byte, 0, len(w))
	run := 0
	for i := 0; i < len(w); i++ {
		if i > 0 && w[i] == w[i-1] {
			run++
		} else {
			run = 0
		}
		if run == 0 {
			one = append(one, w[i])
		}
		if run < 2 {
			two = append(two, w[i])
		}
	}
	for _, s := range [...]string{string(two), string(one)} {
		if s != w && (l.known(s) || l.hasPrefix(s)) {
			return s, true
		}
	}
	return "", false
}

// hasRun tells whether a letter stands twice in a row.
func hasRun(w string) bool {
	for i := 1; i < len(w); i++ {
		if w[i] == w[i-1] {
			return true
		}
	}
	return false
}

// split parts two words run together, each of at least three letters and one
// of them a word of the rules.
func (l *lexicon) split(w string) (string, string, bool) {
	for k := 3; k+3 <= len(w) && len(w) <= 24; k++ {
		a := l.words.get(w[:k])
		if a == nil || !a.known {
			continue
		}
		if b := l.words.get(w[k:]); b != nil && b.known && (a.inRules || b.inRules) {
			return w[:k], w[k:], true
		}
	}
	return "", "", false
}

// shortest word of the rules that one or two mistakes may lead to.
const (
	oneMistake  = 5
	twoMistakes = 8
)

// untypable are words no mistake may lead to: polarity, person and side.
var untypable = map[string]bool{"never": true, "without": true, "nothing": true, "neither": true, "right": true,
	"other": true, "their": true, "there": true, "where": true, "which": true, "while": true, "these": true, "those": true,
	"poster": true, "quiz": true, "story": true, "film": true, "movie": true, "actor": true, "singer": true, "robot": true, "dragon": true, "princess": true}

// Lengths of the words that can be reached: of a typed word at most
// longestTyped letters long, and two letters more.
const (
	shortestTyped = 4
	longestTyped  = 20
	longestWord   = longestTyped + 2
)

// A typoIndex holds the words of the rules that a mistake may lead to, by
// first letter and length. No mistake changes the first letter but a swap with
// the second.
type typoIndex [26][longestWord + 1][]lettered

// lettered is a word and which letters it has, once and at least twice.
type lettered struct {
	has uint64
	id  int32
}

// indexTypos fills the index.
func (l *lexicon) indexTypos() {
	for w, id := range l.ids {
		if len(w) < shortestTyped || len(w) > longestWord || untypable[w] || !plainLetters(w) {
			continue
		}
		list := &l.near[w[0]-'a'][len(w)]
		*list = append(*list, lettered{lettersOf(w), id})
	}
}

// lettersOf sets one bit for every letter of a word and another for a second
// one. One mistake changes at most two bits.
func lettersOf(w string) (has uint64) {
	for i := range len(w) {
		bit := uint64(1) << (2 * (w[i] - 'a'))
		if has&bit != 0 {
			bit <<= 1
		}
		has |= bit
	}
	return has
}

func plainLetters(w string) bool {
	for i := 0; i < len(w); i++ {
		if w[i] < 'a' || w[i] > 'z' {
			return false
		}
	}
	return true
}

// nearest finds the word of the rules that one typing mistake leads to: two in
// long words, only two swapped letters in words of four. Of equally near ones
// it is the first in the alphabet.
func (l *lexicon) nearest(w string) (string, bool) {
	if len(w) < shortestTyped || len(w) > longestTyped || !plainLetters(w) {
		return "", false
	}
	s := typoSearch{lex: l, typed: w, has: lettersOf(w), cost: 3}
	for n := max(shortestTyped, len(w)-2); n <= len(w)+2; n++ {
		s.look(l.near[w[0]-'a'][n], n)
	}
	if w[0] != w[1] {
		s.look(l.near[w[1]-'a'][len(w)], len(w))
	}
	return s.best, s.best != ""
}

// A typoSearch is the search for the word nearest to a typed one.
type typoSearch struct {
	lex   *lexicon
	typed string
	has   uint64
	best  string
	cost  int // mistakes that part best from typed
}

// look goes through words of one first letter and length.
func (s *typoSearch) look(words []lettered, length int) {
	most := mistakes(length)
	if max(length-len(s.typed), len(s.typed)-length) > most {
		return
	}
	for i := range words {
		o := &words[i]
		if bits.OnesCount64(o.has^s.has) > 2*most {
			continue
		}
		word := s.lex.names[o.id]
		most := min(allowed(s.typed, word), s.cost)
		cost := distance(s.typed, word)
		if cost > most || cost == s.cost && word >= s.best {
			continue
		}
		s.best, s.cost = word, cost
	}
}

// mistakes is the most that may part any typed word from a word of the rules
// of a length.
func mistakes(length int) int {
	if length >= twoMistakes {
		return 2
	}
	return 1
}

// allowed is the number of mistakes that may part a typed word from a word of
// the rules.
func allowed(typed, word string) int {
	swapped := len(typed) == len(word) && typed[0] == word[1] && typed[1] == word[0]
	if typed[0] != word[0] && !swapped {
		return 0
	}
	switch {
	case len(word) >= twoMistakes:
		return 2
	case len(word) >= oneMistake:
		return 1
	case len(typed) == len(word) && sameLetters(typed, word):
		return 1
	}
	return 0
}

func sameLetters(a, b string) bool {
	var count [26]int
	for i := range len(a) {
		count[a[i]-'a']++
		count[b[i]-'a']--
	}
	return count == [26]int{}
}

// distance counts edits, two swapped neighbours as one (optimal string
// alignment). Neither word may be longer than longestWord.
func distance(a, b string) int {
	var rows [3][longestWord + 1]int
	prev2, prev, cur := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				cur[j] = min(cur[j], prev2[j-2]+1)
			}
		}
		prev2, prev, cur = prev, cur, prev2
	}
	return prev[len(b)]
}
