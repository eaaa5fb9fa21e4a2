package guard

import (
	"cmp"
	"math/bits"
	"slices"
)

// shortest word of the rules that one or two mistakes may lead to.
const (
	oneMistake  = 5
	twoMistakes = 8
)

// untypable are words that only two swapped letters may lead to: polarity, person
// and side.
var untypable = map[string]bool{"never": true, "without": true, "nothing": true, "neither": true, "right": true,
	"other": true, "their": true, "there": true, "where": true, "which": true, "while": true, "these": true, "those": true,
	"poster": true, "quiz": true, "story": true, "film": true, "movie": true, "actor": true, "singer": true, "robot": true, "dragon": true, "princess": true, "geralt": true}

// hasty are the words of three letters that swapped ones may lead to: those that
// hands write without looking. Other swaps of three letters are more often an
// abbreviation, as "ENT" is no "net".
var hasty = map[string]bool{"how": true, "the": true, "and": true, "you": true, "can": true, "not": true, "was": true, "his": true, "her": true,
	"has": true, "had": true, "but": true, "for": true, "she": true, "who": true, "why": true, "leg": true}

// Lengths of the words that can be reached: of a typed word at most
// longestTyped letters long, and two letters more.
const (
	shortestTyped = 3
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
		if len(w) < shortestTyped || len(w) > longestWord || !plainLetters(w) || len(w) == shortestTyped && !hasty[w] {
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
// long words, only two swapped letters in words of three and four. Of those that are as
// few mistakes away it is the one whose mistake is the likeliest, then the first
// in the alphabet.
func (l *lexicon) nearest(w string) (string, bool) {
	near := l.nearWords(w)
	if len(near) == 0 {
		return "", false
	}
	return near[0], true
}

// mostNear is how many words a typing mistake may stand for at once.
const mostNear = 4

// nearWords gives the words of the rules that are the fewest mistakes away from
// a typed one, mostNear at most, the likeliest first.
func (l *lexicon) nearWords(w string) []string {
	if len(w) < shortestTyped || len(w) > longestTyped || !plainLetters(w) {
		return nil
	}
	s := typoSearch{lex: l, typed: w, has: lettersOf(w), cost: 3}
	for n := max(shortestTyped, len(w)-2); n <= len(w)+2; n++ {
		s.look(l.near[w[0]-'a'][n], n)
	}
	if w[0] != w[1] {
		s.look(l.near[w[1]-'a'][len(w)], len(w))
	}
	slices.SortFunc(s.best, func(a, b string) int {
		return cmp.Or(cmp.Compare(slip(w, a), slip(w, b)), cmp.Compare(a, b))
	})
	return s.best[:min(mostNear, len(s.best))]
}

// A typoSearch is the search for the words nearest to a typed one.
type typoSearch struct {
	lex   *lexicon
	typed string
	has   uint64
	best  []string
	cost  int // mistakes that part the best from typed
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
		cost := distance(s.typed, word)
		if cost > min(allowed(s.typed, word), s.cost) {
			continue
		}
		if cost < s.cost {
			s.best, s.cost = s.best[:0], cost
		}
		s.best = append(s.best, word)
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
	case untypable[word]:
		return swaps(typed, word)
	case len(word) >= twoMistakes:
		return 2
	case len(word) >= oneMistake:
		return 1
	}
	return swaps(typed, word)
}

// swaps is the one mistake that is allowed in short words and those of polarity:
// letters in the wrong order.
func swaps(typed, word string) int {
	if len(typed) == len(word) && sameLetters(typed, word) {
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
