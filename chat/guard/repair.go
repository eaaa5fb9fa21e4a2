package guard

import "strings"

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
		if full := nearContraction(w); full != nil {
			return full
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

// nearContraction gives in full the contraction that is one mistake away, nil for
// none: "dorsn't". What does not end as one with "not" does must have its letters
// swapped or doubled: "doens't", "cannnot".
func nearContraction(w string) []string {
	if len(w) < oneMistake || !plainLetters(w) {
		return nil
	}
	for short, full := range contractions {
		if short[0] == w[0] && max(len(short)-len(w), len(w)-len(short)) <= 1 && (slip(w, short) == 0 || strings.HasSuffix(w, "nt") && strings.HasSuffix(short, "nt")) && distance(w, short) == 1 {
			return full
		}
	}
	return nil
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
