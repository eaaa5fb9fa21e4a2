package guard

import (
	_ "embed"
	"strings"
)

// Words that are those of daily life as well as of somebody who is about to go.
// "Found a spot", "I have a plan" and "everything is arranged" are taken at
// their gravest where a turn says little else. Two words of daily life in the
// turn make them ordinary, one does not, unless the turn also
// speaks of dying or despair or has two such phrases.

//go:embed words/everyday.txt
var everydayText string

// everydayWords are the words of words/everyday.txt.
var everydayWords = readWords(everydayText)

// readWords reads a list of words; lines that begin with # are remarks.
func readWords(text string) map[string]bool {
	out := map[string]bool{}
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for w := range strings.FieldsSeq(line) {
			out[w] = true
		}
	}
	return out
}

// fewEveryday is the number of everyday words that make a turn one of daily
// life.
const fewEveryday = 2

// everyday takes out what may speak of going for ever where the turn is about
// daily life.
func (lx *lexer) everyday(r *reading) {
	first, last, found := 0, 0, false
	for i := range r.mentions {
		m := &r.mentions[i]
		if m.status != asserted {
			continue
		}
		switch lx.concepts[m.concept].id {
		case "may_go":
			if found && m.from >= last {
				return
			}
			if !found {
				first, last, found = i, m.to, true
			}
			last = max(last, m.to)
		case "suicidal", "dying_asked", "crisis_other", "dark_word", "dark_no", "low_mood":
			return
		}
	}
	if !found {
		return
	}
	for i := first; i < len(r.mentions); i++ {
		m := &r.mentions[i]
		if m.status == asserted && lx.concepts[m.concept].id == "may_go" && r.ordinary(m) {
			m.status, m.because = masked, "a thing of daily life"
		}
	}
}

// ordinary tells whether everyday words stand around a mention.
func (r *reading) ordinary(m *mention) bool {
	n := 0
	for i := range r.tokens {
		if i >= m.from && i < m.to || !everydayWords[r.tokens[i].text] {
			continue
		}
		if n++; n >= fewEveryday {
			return true
		}
	}
	return false
}
