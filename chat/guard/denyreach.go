package guard

// How far a denial reaches, ahead and back.

// denyScope gives the token at which a negation's reach ends.
func (lx *lexer) denyScope(r *reading, s *sent, n int, c cueHit) int {
	left := budget
	if r.ofItself(c) {
		return c.to
	}
	for i := c.to; i < s.to; i++ {
		t := &r.tokens[i]
		r.work++
		if r.tellsAnew(n, c, i) || r.takesForGranted(s, c, i) {
			return i
		}
		if i == c.to && t.brk == comma {
			return i
		}
		for _, o := range r.cuesBetween(s, i, i+1) {
			if o.kind == stop && !r.ownsPart(n, c, o) || o.kind == deny && i > c.to {
				return i
			}
		}
		if t.brk == comma && (r.befell(s, c, i) || r.disagrees(s, n, c, i) || !lx.listGoesOn(r, s, n, i) && !r.listsNouns(s, c, i)) {
			return i
		}
		if t.text == "and" && i+1 < s.to && (r.tokens[c.to-1].text == "no" && r.tokens[i+1].text != "any" || r.tokens[c.to].text == "to" && r.signAt(s, n, i+1)) {
			return i
		}
		if left--; left < 0 {
			return i
		}
		if r.mentionEnds(n, i+1) {
			left = budget
		}
	}
	return s.to
}

// tellsAnew tells whether another part of the body with its own finding begins
// at token i, without a comma: the "calf swollen" of "no fever no rash calf
// swollen".
func (r *reading) tellsAnew(n int, c cueHit, i int) bool {
	s := &r.sents[n]
	switch {
	case !r.placed(s, i):
		return false
	case i == c.to: // "I'm not calf swollen"
		if r.tokens[c.from].text != "not" || c.from == s.from || r.tokens[c.from-1].text != "am" {
			return false
		}
	case bindsPart(r.tokens[i-1].text) || r.placed(s, i-1):
		return false
	}
	k := i + 1
	for k < s.to && r.placed(s, k) {
		k++
	}
	for k < s.to && ascribes(r.tokens[k].text) && r.tokens[k].brk == joined {
		k++
	}
	if k >= s.to || r.tokens[k].brk != joined {
		return false
	}
	for _, m := range r.between(n, k, k+1) {
		if m.status == asserted && describes(r.tokens[k].text) {
			return true
		}
	}
	return false
}

// bindsPart tells whether a word binds a part of the body to what was denied.
func bindsPart(w string) bool {
	switch w {
	case "or", "nor", "and", "any", "either", "my", "his", "her", "their", "our", "your", "of", "on", "in", "to", "the", "a", "an", "one", "other", "both", "left", "right",
		"from", "with", "at", "that", "this", "no", "down", "up":
		return true
	}
	return false
}

// describes tells whether a word says how a part of the body is.
func describes(w string) bool {
	switch w {
	case "swollen", "hot", "red", "numb", "cold", "white", "blue", "purple", "black", "pale", "hard", "tight", "huge", "painful", "puffy", "warm", "hurts", "hurting",
		"weak", "dead", "grey", "tender", "sore", "aching", "throbbing", "bigger":
		return true
	}
	return false
}

// mentionEnds tells whether a finding of sentence n ends before token i.
func (r *reading) mentionEnds(n, i int) bool {
	ms := r.covering(n, i)
	for k := range ms {
		if ms[k].to == i {
			return true
		}
	}
	return false
}

// listGoesOn tells whether what follows a comma at token i is another item of
// a denied list: "no swelling, redness or warmth". An item is a bare finding
// up to the next comma, "or", "nor" or the end of the sentence; what happened or
// is likened is told anew: "no pain, like a blind pulled down".
func (lx *lexer) listGoesOn(r *reading, s *sent, n, i int) bool {
	switch r.tokens[i].text {
	case "or", "nor", "any", "either":
		return true
	case "lock", "locks", "catch", "catches", "click", "clicks", "grind", "grinds", "stick", "sticks", "buckle", "buckles", "pop", "pops": // what joints do
		if i+1 < s.to && (r.tokens[i+1].brk == comma || r.tokens[i+1].text == "or" || r.tokens[i+1].text == "nor") {
			return true
		}
	}
	ms := r.between(n, i, i+1)
	for k := range ms {
		m := &ms[k]
		if m.firm || r.happened(m) || r.isSo(m) || r.somebodyActs(m) {
			continue
		}
		if m.to >= s.to {
			return true
		}
		next := r.tokens[m.to]
		if next.brk == comma || next.text == "or" || next.text == "nor" || next.text == "and" {
			return true
		}
	}
	return false
}

// somebodyActs tells whether a finding begins with somebody and what he did or does, so
// that it is no item of a list: "no time, he swallowed a whole box".
func (r *reading) somebodyActs(m *mention) bool {
	i := m.from
	switch w := r.tokens[i].text; w {
	case "he", "she", "i", "they", "we":
		return i+1 < m.to
	case "my", "our", "his", "her":
		i++
		return i+1 < m.to && i < len(r.tokens) && r.tokens[i].thing == 0 && isPastVerb(r.tokens[i+1].text)
	default:
		return isRelation(w) && i+1 < m.to
	}
}

// denyBefore marks the nearest finding before a cue such as "ruled out".
func (lx *lexer) denyBefore(r *reading, s *sent, n int, c cueHit) {
	if c.to < s.to && r.tokens[c.to].brk == joined && isEarlier(r.tokens[c.to].text) {
		return // "was not there before" is there now
	}
	best := -1
	ms := r.between(n, c.from-3-r.reach, c.from)
	for i := range ms {
		m := &ms[i]
		if m.status == asserted && m.to <= c.from && c.from-m.to <= 3 && !m.firm {
			if best < 0 || m.to >= ms[best].to {
				best = i
			}
		}
	}
	if best < 0 {
		return
	}
	from, to := r.wholeSign(s, ms[best].from), ms[best].to
	ms = r.between(n, from-r.reach, to)
	for i := range ms {
		if m := &ms[i]; (m.to == to || m.from >= from && m.to < to && !m.firm) && m.status == asserted {
			m.status, m.because = denied, r.words(c)
		}
	}
}

// breaksWithin tells whether anything but a space stands before one of tokens [from:to).
func (r *reading) breaksWithin(from, to int) bool {
	for i := from; i < to; i++ {
		if r.tokens[i].brk != joined {
			return true
		}
	}
	return false
}

// isEarlier tells whether a word makes what was not so then something new.
func isEarlier(w string) bool {
	switch w {
	case "before", "yesterday", "until", "till", "earlier", "last", "when":
		return true
	}
	return false
}

// wholeSign gives the first token of the words that belong to the sign which begins at
// token from: the "crushing" of "crushing chest pain", the "swollen" of "a swollen, hot,
// red calf".
func (r *reading) wholeSign(s *sent, from int) int {
	n := r.sentOf(from)
	for at := from; at > max(s.from, from-mostOfGroup); {
		before := at
		for _, m := range r.covering(n, at) {
			if m.status == asserted && m.from < at && m.to > at && r.tokens[at].brk == joined && !r.breaksWithin(m.from+1, at) {
				before = min(before, m.from)
			}
		}
		if before == at && (r.tokens[at].brk == joined && describes(r.tokens[at-1].text) && (r.placed(s, at) || describes(r.tokens[at].text)) || r.inSeries(s, at)) {
			before = at - 1
		}
		if before == at {
			return at
		}
		at = before
	}
	return from
}
