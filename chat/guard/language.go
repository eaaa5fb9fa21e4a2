package guard

import (
	"strings"
	"unicode"
)

// fewest readable share of words in a turn that counts as English.
const readable = 0.4

// shortForeign is the most letters of a script other than Latin that say nothing:
// two characters of Chinese are a pain in the chest.
const shortForeign = 1

// fewAlarmed is the most words of a turn that one word of alarmWords makes
// unreadable: "dolor de pecho" is too short to tell its language by its words.
const fewAlarmed = 6

// mostReadable is the share of English words from which such a turn is English.
const mostReadable = 0.7

// alarmWords are pain, chest, help, blood and the like in languages that are
// written as English is. They say nothing but that somebody may be in trouble.
var alarmWords = wordSet(`dolor dolores pecho infarto ayuda sangre desmayo douleur douleurs poitrine thoracique secours saigne
	schmerz schmerzen brustschmerz brustschmerzen hilfe blut herzinfarkt schlaganfall dolore petto aiuto sangue peito ajuda socorro
	pijn borst hulp bloed boli pomocy klatce krew gogsum agrisi yardim smerter hjelp hjalp brostet apua kipu bolest`)

func wordSet(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}

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
	words, known, alarmed := 0, 0, false
	for i := range r.tokens {
		t := &r.tokens[i]
		if t.isNum || len(t.text) < 2 {
			continue
		}
		words++
		alarmed = alarmed || alarmWords[t.text]
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
	return words >= 4 && share < readable || alarmed && words <= fewAlarmed && share < mostReadable
}
