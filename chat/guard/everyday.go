package guard

import (
	_ "embed"
	"strings"
)

// A few words are those of daily life as well as of somebody who is about to
// go: "found a spot", "I have a plan", "everything is arranged". They are taken
// at their gravest unless a thing of daily life stands right beside them, in the
// same clause, as what they are about: "what's the point of this foam roller".
// A farewell, a means or a place to die stays one whatever is told beside it:
// "gave his dog away on Friday and cancelled his golf".

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

// everyday takes out what may speak of going for ever where it is said of a
// thing of daily life and the turn speaks of nothing grave.
func (lx *lexer) everyday(r *reading) {
	at := -1
	for i := range r.mentions {
		m := &r.mentions[i]
		if m.status != asserted {
			continue
		}
		switch lx.concepts[m.concept].id {
		case "may_go":
			if at >= 0 && m.from >= r.mentions[at].to || !r.ofDailyLife(m) {
				return
			}
			at = i
		case "suicidal", "dying_asked", "crisis_other", "means_near_by", "dark_word", "dark_no", "low_mood":
			return
		}
	}
	for i := 0; at >= 0 && i <= at; i++ {
		if m := &r.mentions[i]; m.status == asserted && lx.concepts[m.concept].id == "may_go" {
			m.status, m.because = masked, "a thing of daily life"
		}
	}
}

// ofDailyLife tells whether a mention is one of the few wordings that anybody
// uses and an everyday word is what it is about.
func (r *reading) ofDailyLife(m *mention) bool {
	return r.anybodys(m) && (r.aboutAfter(m) || r.aboutBefore(m))
}

// anybodys tells whether a mention holds one of the wordings of anybody: "a
// plan", "a spot", "the date", "want out", "what is the point", "everything is arranged".
func (r *reading) anybodys(m *mention) bool {
	for i := m.from; i < m.to; i++ {
		first := r.tokens[m.from].text
		switch r.tokens[i].text {
		case "plan", "spot", "date", "day":
			return true
		case "out":
			return first == "want"
		case "point":
			return first == "what" || first == "whats"
		case "arranged", "sorted", "settled":
			return first == "everything"
		}
	}
	return false
}

// wayToAbout is how many words may stand between a wording and the everyday
// word it is about: "a plan for the spring half marathon".
const wayToAbout = 5

// aboutAfter tells whether a preposition ties an everyday word to the end of a
// mention: "a spot for my tomatoes", "the point of this foam roller".
func (r *reading) aboutAfter(m *mention) bool {
	end := min(r.sents[m.sent].to, m.to+wayToAbout)
	tied := ties(r.tokens[m.to-1].text) || m.to-m.from > 1 && ties(r.tokens[m.to-2].text)
	for i := m.to; i < end && r.tokens[i].brk == joined; i++ {
		w := r.tokens[i].text
		switch {
		case i == m.to && ties(w):
			tied = true
		case !tied || turnsOff(w):
			return false
		case everydayWords[w]:
			return true
		}
	}
	return false
}

// aboutBefore tells whether an everyday word stands right before a mention with
// a preposition of its own: "for the marathon I have a plan".
func (r *reading) aboutBefore(m *mention) bool {
	from := max(r.sents[m.sent].from, m.from-wayToAbout)
	if m.from == 0 || m.from == from || r.tokens[m.from].brk != joined || !everydayWords[r.tokens[m.from-1].text] {
		return false
	}
	for i := m.from - 2; i >= from && r.tokens[i+1].brk == joined; i-- {
		if ties(r.tokens[i].text) {
			return true
		}
	}
	return false
}

// ties tells whether a preposition says what a plan, a point or a place is of.
func ties(w string) bool {
	switch w {
	case "for", "of", "about", "with", "in":
		return true
	}
	return false
}

// turnsOff tells whether a word begins something else.
func turnsOff(w string) bool {
	switch w {
	case "and", "but", "so", "or", "when", "where", "after", "before", "because", "until", "near", "by", "behind", "while", "i", "he", "she", "they", "we":
		return true
	}
	return false
}
