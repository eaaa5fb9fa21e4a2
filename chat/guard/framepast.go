package guard

// How far a word of the past reaches, see frame.go.

// pastEnds gives the token at which the past that a cue tells of ends: after
// "I had a clot years ago, same ache now" comes the present. A cue that opens
// the sentence speaks for all of it.
func (lx *lexer) pastEnds(r *reading, s *sent, n int, c cueHit) int {
	if c.from <= s.from+1 {
		return lx.pastOpens(r, s, n, c)
	}
	anew := lx.pastLeft(r, s, n, c)
	if c.to < s.to && r.tokens[c.to].brk == joined && (isPresent(r.tokens[c.to].text) || isFinite(r.tokens[c.to].text) && r.relativeTo(s, c.from)) {
		return c.to // "my husband who had a clot in 2010 has slurred speech"
	}
	for i := c.to; i < s.to; i++ {
		if r.tokens[i].brk == comma || r.tokens[i].text == "but" || r.tokens[i].text == "and" && r.turnsToNow(s, i+1) {
			return i
		}
	}
	return anew
}

// relativeTo tells whether a clause with "who" stands before token i.
func (r *reading) relativeTo(s *sent, i int) bool {
	for k := s.from + 1; k < i; k++ {
		if r.tokens[k].text == "who" {
			return true
		}
	}
	return false
}

// turnsToNow tells whether a clause that begins at token i says what is now:
// "and my arm has just gone weak".
func (r *reading) turnsToNow(s *sent, i int) bool {
	for k := i; k < min(s.to, i+4); k++ {
		switch r.tokens[k].text {
		case "has", "have", "is", "are", "am", "now", "keeps", "feels":
			return true
		}
	}
	return false
}

// markPast marks findings and passing risks as long ago; a lasting risk (a
// clot, cancer, diabetes) counts whenever it was.
func (lx *lexer) markPast(r *reading, n, from, to int, because string) {
	ms := r.of(n)
	for i := range ms {
		m := &ms[i]
		c := &lx.concepts[m.concept]
		if m.status == asserted && m.from >= from && m.from < to && (c.kind == finding || !c.lasting) {
			m.status, m.because = longAgo, because
		}
	}
}
