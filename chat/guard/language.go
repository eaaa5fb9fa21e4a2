package guard

import "unicode"

// fewest readable share of words in a turn that counts as English.
const readable = 0.4

// shortForeign is the most letters of a script other than Latin that say nothing:
// two characters of Chinese are a pain in the chest.
const shortForeign = 1

// unreadable tells whether a turn is in a script or language the rules cannot
// read. Very short turns are let through when they are Latin letters.
func (lx *lexer) unreadable(text string, r *reading) bool {
	foreign, latin := 0, 0
	for _, c := range text {
		switch {
		case c < 0x80:
			if isLetter(c | 0x20) {
				latin++
			}
		case unicode.IsLetter(c) && !unicode.Is(unicode.Latin, c):
			foreign++
		}
	}
	words, known := 0, 0
	for i := range r.tokens {
		t := &r.tokens[i]
		if t.isNum || len(t.text) < 2 {
			continue
		}
		words++
		if t.known || len(t.ids) > 0 {
			known++
		}
	}
	if words == 0 {
		return false
	}
	share := float64(known) / float64(words)
	if foreign > latin && foreign > shortForeign {
		return share < readable
	}
	return words >= 4 && share < readable
}
