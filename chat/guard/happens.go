package guard

// Signs of what happens now, in sentences that name a craft, a show, a job or a
// famous man's trade: "a visitor has just collapsed by the exhibit".

// spared tells whether a sign counts in spite of a craft or topic: it happens
// now, or a person stands before it by role, and the turn is about nothing
// written or acted.
func (lx *lexer) spared(r *reading, s *sent, m *mention, made bool) bool {
	if r.anybody(s, m) || !lx.grave(m) && (r.happensTo(s, m) || !made && r.happensToNamed(s, m)) {
		return true
	}
	return !r.written() && (made && (r.happens(s) || r.toldAfter(s, m) || lx.toldApart(r, s, m)) || r.roleBefore(s, m))
}

// happens tells whether a sentence says that somebody is or has something now.
func (r *reading) happens(s *sent) bool {
	for i := s.from; i < s.to; i++ {
		next := ""
		if i+1 < s.to {
			next = r.tokens[i+1].text
		}
		switch r.tokens[i].text {
		case "is":
			if i > s.from || next != "it" { // "is it true that the king"
				return true
			}
		case "has", "just", "really", "having", "now":
			return true
		case "not":
			if next == "breathing" || next == "responding" || next == "waking" || next == "moving" {
				return true
			}
		case "no":
			if next == "pulse" {
				return true
			}
		}
	}
	return false
}

// happensTo tells whether "has" or "having" stands right before a sign, said of
// nothing that the topic is about: "our tenant has collapsed", not "the cake".
func (r *reading) happensTo(s *sent, m *mention) bool {
	for i := max(s.from, m.from-2); i < m.from; i++ {
		if w := r.tokens[i].text; w != "has" && w != "having" {
			continue
		}
		k := i - 1
		if k > s.from && (r.tokens[k].text == "is" || r.tokens[k].text == "just") {
			k--
		}
		return k >= s.from && (isRole(r.tokens[k].text) || r.tokens[k].thing == noThing && !isProp(r.tokens[k].text) && !r.covers(s, topic, k))
	}
	return false
}

// happensToNamed tells whether the subject right before a sign is a name: "Tom collapsed
// in the garden".
func (r *reading) happensToNamed(s *sent, m *mention) bool {
	i := m.from - 1
	for i > s.from && isAux(r.tokens[i].text) {
		i--
	}
	return i >= s.from && r.tokens[i].thing == noThing && !isProp(r.tokens[i].text) && !r.covers(s, topic, i) && r.isName(s, i)
}

// isRole tells whether a word names somebody by work or part.
func isRole(w string) bool {
	switch w {
	case "landlord", "boss", "builder", "plumber", "electrician", "referee", "umpire", "linesman", "solicitor", "author", "narrator", "fitter", "roofer", "tenant",
		"caller", "manager", "assistant", "pupil", "guest", "visitor":
		return true
	}
	return false
}

// mostToSign is the most words between a person and what happens to them.
const mostToSign = 4

// roleBefore tells whether a person is named shortly before a sign.
func (r *reading) roleBefore(s *sent, m *mention) bool {
	for i := max(s.from, m.from-mostToSign); i < m.from; i++ {
		switch w := r.tokens[i].text; w {
		case "someone", "somebody", "lady", "gentleman", "chap", "woman", "girl", "boy", "vet":
			return true
		default:
			if isRole(w) {
				return true
			}
		}
	}
	return false
}

// written tells whether a turn is about something written or acted, or asks for
// it.
func (r *reading) written() bool {
	for i := range r.tokens {
		switch r.tokens[i].text {
		case "novel", "character", "protagonist", "villain", "heroine", "chapter", "scene", "describe", "write", "writing", "costume", "makeup", "prop", "fanfic",
			"poem", "screenplay", "story", "cast", "casualty", "dummy", "manikin", "paladin", "wizard", "campaign", "song", "lyric", "chorus", "question", "answer", "clue",
			"halloween", "fake", "latex", "making", "poetic", "cosy", "cozy", "want", "ask", "real", "simulated", "pretend", "mock", "died", "death", "film", "game",
			"boss", "save":
			return true
		}
	}
	return false
}

// toldAfter tells whether a comma stands between the word of a craft and a sign
// that the sentence tells, not asks about.
func (r *reading) toldAfter(s *sent, m *mention) bool {
	h, ok := s.has(craft)
	if _, asks := r.opening(s); asks || s.asks || !ok || h.to > m.from {
		return false
	}
	return r.firstComma(s, h.to-1) <= m.from
}

// toldApart tells whether a sign is bare behind the words of a craft, in a clause of
// its own or as all that its sentence says: "first aid course helped but crushing chest
// pain", not "first aid course today. Burns, choking".
func (lx *lexer) toldApart(r *reading, s *sent, m *mention) bool {
	if s.to-s.from > longClause { // looked for again for each sign
		return false
	}
	if h, ok := s.has(craft); ok {
		return lx.bareSign(r, s, m.sent, h.to) <= m.from
	}
	return m.sent > 0 && !r.asking(s) && r.firstComma(s, s.from) == s.to && s.to > s.from+1 && r.signAt(s, m.sent, s.from)
}

// bygone tells whether a sentence asks or tells of what was, as one does of the
// famous: not "a singer in our choir has collapsed".
func (r *reading) bygone(s *sent) bool {
	switch r.tokens[s.from].text {
	case "did", "was", "were": // "did Nixon really nearly die of it"
		return true
	}
	if r.happens(s) {
		return false
	}
	for i := s.from; i < s.to; i++ {
		if w := r.tokens[i].text; isPastVerb(w) || w == "died" || isWh(w) {
			return true
		}
	}
	return s.asks
}

// happened tells whether a finding is told as something that happened, or by a
// likeness.
func (r *reading) happened(m *mention) bool {
	for i := m.from; i < m.to; i++ {
		switch r.tokens[i].text {
		case "like", "as":
			if i == m.from {
				return true
			}
		case "coming", "came", "went", "pulled", "drawn", "moving", "moved", "creeping", "dropped", "dropping":
			return true
		}
	}
	return false
}

// befell tells whether what happened begins at token i, behind a "no" that denies
// nouns: "no fever, coughed up blood". With "or" behind it, it may be denied as well:
// "no headache, passed out or fits".
func (r *reading) befell(s *sent, c cueHit, i int) bool {
	if r.tokens[c.to-1].text != "no" {
		return false
	}
	switch r.tokens[i].text {
	case "passed", "blacked", "coughed", "threw", "choked", "fainted", "collapsed", "vomited", "puked", "keeled", "swallowed", "had", "took", "fell", "woke",
		"went", "lost":
	default:
		return false
	}
	for k := i + 1; k < s.to; k++ {
		if w := r.tokens[k].text; w == "or" || w == "nor" {
			return false
		}
	}
	return true
}
