package guard

import (
	"math/bits"
	"sort"
)

// What a word of recovery ends. "My knee is fine after the op but my calf is
// swollen" ends nothing of the calf. A word of recovery speaks of its own
// clause. It speaks of what stood before only if its clause has no subject of
// its own ("it went away", "gone by morning"), or of the same part of the body
// ("the ankle is back to normal"). What comes after its clause is never over.

// An ending is what the words of recovery of a sentence say of what stands
// outside their own clauses.
type ending struct {
	all     int     // mentions that end at or before this token are over
	to      [64]int // so are those at a part of the body, by its bit, that begin before this one
	because string
}

// endSites ends what the sentence told of some parts of the body before token to.
func (e *ending) endSites(sites uint64, to int) {
	for ; sites != 0; sites &= sites - 1 {
		e.to[bits.TrailingZeros64(sites)] = to
	}
}

// covers tells whether a mention is over.
func (e *ending) covers(m *mention) bool {
	if m.to <= e.all {
		return true
	}
	for sites := m.sites; sites != 0; sites &= sites - 1 {
		if m.from < e.to[bits.TrailingZeros64(sites)] {
			return true
		}
	}
	return false
}

// ending marks what is over in the clauses of a sentence's words of recovery
// and tells what they say of the rest.
func (lx *lexer) ending(r *reading, s *sent, n int) (e ending) {
	done := s.from
	for _, c := range s.cues {
		if c.kind != cleared || s.turned(r, c) {
			continue
		}
		e.because = r.words(c)
		from, to := r.clauseStart(s, c), lx.overScope(r, s, n, c)
		sites := lx.endedSites(r, n, max(from, done), c.to)
		ms := r.between(n, max(from, done), to)
		for i := range ms {
			if ms[i].from < c.to || lx.concepts[ms[i].concept].kind == finding {
				lx.over(&ms[i], e.because)
			}
		}
		done = max(done, c.to)
		if r.pointsAhead(s, c, from) {
			e.all = c.to
		} else {
			e.endSites(sites, from)
		}
	}
	return e
}

// endedSites are the parts of the body named in tokens [from:to).
func (lx *lexer) endedSites(r *reading, n, from, to int) (sites uint64) {
	s := &r.sents[n]
	for _, m := range r.between(n, from, to) {
		if m.status != masked {
			sites |= m.sites
		}
	}
	at := sort.Search(len(s.places), func(i int) bool { return s.places[i].from >= from })
	for ; at < len(s.places) && s.places[at].from < to; at++ {
		sites |= lx.concepts[s.places[at].phrase].site
	}
	return sites
}

// clauseStart gives the token at which the clause of a word of recovery begins.
func (r *reading) clauseStart(s *sent, c cueHit) int {
	i := c.from
	for i > s.from && c.from-i < longClause && r.tokens[i].brk == joined && !turnsTo(r.tokens[i-1].text) {
		i--
	}
	return i
}

// turnsTo tells whether a word leads to something else.
func turnsTo(w string) bool {
	switch w {
	case "but", "and", "then", "though", "although", "however", "until", "till", "except", "yet", "while", "whereas", "so", "plus", "or", "also":
		return true
	}
	return false
}

// overScope gives the token at which the reach of a word of recovery to what
// follows ends: over what it governs ("recovered from", "fixed my", "used to
// have"), to the end of the clause. A list of such things goes on.
func (lx *lexer) overScope(r *reading, s *sent, n int, c cueHit) int {
	if c.to >= s.to || r.tokens[c.to].brk != joined || !r.governs(s, c) {
		return c.to
	}
	lists, signs := ofList(r.tokens[c.to-1].text), false // a list of signs begins with one: not "used to be a nurse, chest pain"
	for i := c.to; i < min(s.to, c.to+longClause); i++ {
		t := &r.tokens[i]
		if t.brk == comma && !(lists && signs && lx.listGoesOn(r, s, n, i)) {
			return i
		}
		signs = signs || lx.namesSign(r, n, i)
		goesOn := lists && signs && (t.text == "or" || t.text == "and") && i+1 < s.to && len(r.between(n, i+1, i+2)) > 0
		if turnsTo(t.text) && !goesOn || t.text == "now" || t.text == "tonight" || t.text == "today" {
			return i
		}
	}
	return min(s.to, c.to+longClause)
}

// governs tells whether a word of recovery has an object.
func (r *reading) governs(s *sent, c cueHit) bool {
	last, next := r.tokens[c.to-1].text, r.tokens[c.to].text
	if ofList(last) || last == "after" || last == "since" || last == "from" || preposed(next) || next == "after" {
		return true
	}
	switch last {
	case "fixed", "cleared", "healed", "treated", "sorted", "resolved", "settled", "passed", "off", "up":
		return determines(next) && !(c.from > s.from && isAux(r.tokens[c.from-1].text))
	}
	return false
}

// ofList tells whether a word of recovery that ends so is followed by all that
// is over.
func ofList(w string) bool {
	switch w {
	case "longer", "more", "have", "get", "be", "suffer", "over":
		return true
	}
	return false
}

// pointsAhead tells whether a word of recovery speaks of what stood before its
// clause: it has no subject of its own, or only "it".
func (r *reading) pointsAhead(s *sent, c cueHit, from int) bool {
	for i := c.from; i < c.to; i++ {
		if w := r.tokens[i].text; w == "i" || isThose(w) {
			return true
		}
	}
	if c.to < s.to && r.tokens[c.to].brk == joined && isThose(r.tokens[c.to].text) {
		return true
	}
	i := c.from - 1
	for i >= from && !(i > from && determines(r.tokens[i-1].text)) && (ascribes(r.tokens[i].text) || opensWith(r.tokens[i].text) || opensClause(r.tokens[i].text) || r.tokens[i].text == "up") {
		i--
	}
	if i < from {
		return true
	}
	switch r.tokens[i].text {
	case "it", "they", "which", "everything", "things", "thing", "feeling", "sensation", "sensations", "episode", "attack", "spell", "symptom", "symptoms",
		"problem", "issue", "lot", "trouble", "these", "those":
		return true
	case "i", "he", "she", "we":
		return !r.afterThing(s, c)
	}
	return !r.ownSubject(s, i, from)
}

// isThose tells whether a word stands for what was told before.
func isThose(w string) bool { return w == "it" || w == "them" }

// afterThing tells whether somebody is only said to be well after a thing
// named: "I was fine after my op", "I recovered from covid", not "I was fine
// after a minute".
func (r *reading) afterThing(s *sent, c cueHit) bool {
	at, last := c.to, r.tokens[c.to-1].text
	from := last == "from"
	switch {
	case at < s.to && r.tokens[at].text == "from" && r.tokens[at].brk == joined:
		at, from = at+1, true
	case last != "after" && !from:
		return false
	}
	if at >= s.to {
		return false
	}
	switch w := r.tokens[at].text; w {
	case "it", "them", "these", "those", "all", "everything", "that", "this":
		return false
	case "a", "an", "few", "some", "about", "walking", "resting", "moving", "shaking", "stretching", "rubbing", "massaging", "sitting",
		"standing", "rest", "ten", "five", "two", "half", "#":
		return from
	}
	return !r.tokens[at].isNum
}

// ownSubject tells whether the word at token i is a subject that the sentence
// did not speak of before: a part of the body, a person, a thing, or any noun
// with "the" or "my".
func (r *reading) ownSubject(s *sent, i, from int) bool {
	if r.placed(s, i) || r.covers(s, relative, i) || r.tokens[i].thing != noThing {
		return true
	}
	for k := max(from, i-2); k < i; k++ {
		if determines(r.tokens[k].text) {
			return true
		}
	}
	return false
}
