package guard

import "strings"

// leet undoes digits and signs that stand for letters.
var leet = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "8", "b", "9", "g",
	"@", "a", "$", "s", "!", "i", "|", "l", "+", "t", "2", "z", "6", "g")

var leetL = strings.NewReplacer("0", "o", "1", "l", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s", "!", "l", "|", "l", "+", "t")

// repair reads a word that is not known: letters written as digits, repeated
// letters, two words run together, one typing mistake. The word itself is
// returned when nothing fits.
func (l *lexicon) repair(raw string) []string {
	for _, w := range [...]string{leet.Replace(raw), leetL.Replace(raw)} {
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

// split parts two words run together, each of at least three letters and one
// of them a word of the rules.
func (l *lexicon) split(w string) (string, string, bool) {
	for k := 3; k+3 <= len(w) && len(w) <= 24; k++ {
		a, b := w[:k], w[k:]
		_, inA := l.ids[a]
		_, inB := l.ids[b]
		if (inA || inB) && l.known(a) && l.known(b) {
			return a, b, true
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
	"other": true, "their": true, "there": true, "where": true, "which": true, "while": true, "these": true, "those": true}

// indexTypos prepares symmetric deletion (Garbe 2012) over words of the rules.
func (l *lexicon) indexTypos() {
	l.typos = map[string][]int{}
	for w, id := range l.ids {
		if len(w) < 4 || untypable[w] || !plainLetters(w) {
			continue
		}
		depth := 1
		if len(w) >= twoMistakes {
			depth = 2
		}
		for _, d := range deletions(w, depth) {
			l.typos[d] = append(l.typos[d], id)
		}
	}
}

func plainLetters(w string) bool {
	for i := 0; i < len(w); i++ {
		if w[i] < 'a' || w[i] > 'z' {
			return false
		}
	}
	return true
}

// deletions lists w and w with up to depth letters left out.
func deletions(w string, depth int) []string {
	out := []string{w}
	for i := range len(w) {
		d := w[:i] + w[i+1:]
		out = append(out, d)
		if depth > 1 {
			for j := i; j < len(d); j++ {
				out = append(out, d[:j]+d[j+1:])
			}
		}
	}
	return out
}

// nearest finds the word of the rules that one typing mistake leads to: two in
// long words, only two swapped letters in words of four.
func (l *lexicon) nearest(w string) (string, bool) {
	if len(w) < 4 || len(w) > 20 || !plainLetters(w) {
		return "", false
	}
	depth := 1
	if len(w) >= twoMistakes-1 {
		depth = 2
	}
	best, bestCost := "", 9
	for _, d := range deletions(w, depth) {
		for _, id := range l.typos[d] {
			cand := l.names[id]
			cost := distance(w, cand)
			if cost > allowed(w, cand) || cost > bestCost || cost == bestCost && cand >= best {
				continue
			}
			best, bestCost = cand, cost
		}
	}
	return best, best != ""
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
// alignment).
func distance(a, b string) int {
	prev2, prev, cur := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
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

// joinSpaced joins words spelled out letter by letter ("s w o l l e n"). A run
// that is several words is split again by what the lexicon knows.
func (l *lexicon) joinSpaced(in []token) []token {
	run, most := 0, 0
	for i := range in {
		if run++; in[i].letter == 0 {
			run = 0
		}
		most = max(most, run)
	}
	if most < 3 {
		return in
	}
	out := in[:0:0]
	for i := 0; i < len(in); {
		j := i
		for j < len(in) && in[j].letter != 0 && (j == i || in[j].brk != sentence || in[j].start-in[j-1].end <= 1) {
			j++
		}
		if j-i < 3 {
			j = max(j, i+1)
			out = append(out, in[i:j]...)
			i = j
			continue
		}
		out = append(out, l.spelled(in[i:j])...)
		i = j
	}
	return out
}

// spelled reads single letters as words, longest known word first. Letters
// that make no word stay as they are.
func (l *lexicon) spelled(in []token) []token {
	var out []token
	for i := 0; i < len(in); {
		word, used := "", 1
		var b strings.Builder
		for k := i; k < len(in) && k-i < 20; k++ {
			b.WriteByte(in[k].letter)
			if n := k - i + 1; n > 2 && (l.known(b.String()) || contractions[b.String()] != nil) {
				word, used = b.String(), n
			}
		}
		if word == "" && len(in)-i >= 5 {
			if w, ok := l.nearest(b.String()); ok {
				word, used = w, min(len(in)-i, 20)
			}
		}
		if word == "" {
			out = append(out, in[i])
			i++
			continue
		}
		for k, w := range l.expand(word) {
			t := token{text: w, start: in[i].start, end: in[i+used-1].end, ids: l.identify(w)}
			if k == 0 {
				t.brk = in[i].brk
			}
			out = append(out, t)
		}
		i += used
	}
	return out
}
