package guard

import "strings"

// How a sentence asks.

// markAsks notes the sentences that end with a question mark.
func (r *reading) markAsks(text string) {
	for i := range r.sents {
		s := &r.sents[i]
		from, to := int(r.tokens[s.to-1].end), len(text)
		if s.to < len(r.tokens) {
			to = int(r.tokens[s.to].start)
		}
		s.asks = from < to && strings.ContainsRune(text[from:to], '?')
	}
}

// softly tells whether a sentence asks for advice or is only a topic to look
// up, with no sign that somebody has it now. What it names is too little for
// see_doctor and for urgent only a lead, though it counts for an emergency.
func (s *sent) softly(r *reading) bool {
	if _, ok := s.has(own, present, recent, relative, pronoun, oneSide, onlySide); ok {
		return false
	}
	for i := s.from; i < s.to; i++ {
		switch r.tokens[i].text {
		case "my", "me", "mine", "myself", "been", "had", "woke", "started", "keep", "keeps":
			return false
		case "i", "we":
			if !advice(r, s, i) {
				return false
			}
		}
	}
	if _, ok := r.opening(s); ok {
		return true
	}
	return s.asks && s.to-s.from <= topicWords
}

// topicWords is the most words of a topic with a question mark: "tonic water
// every night for cramps, worth it?".
const topicWords = 12

// advice tells whether the "i" at token k asks for advice: "should i", "how
// can i", "before i should".
func advice(r *reading, s *sent, k int) bool {
	if k > s.from && isAux(r.tokens[k-1].text) {
		return true
	}
	return k+1 < s.to && r.tokens[k+1].text == "should"
}

// onlyAsks tells whether a turn is nothing but questions that name no one.
func (r *reading) onlyAsks() bool {
	for i := range r.sents {
		s := &r.sents[i]
		if _, ok := s.has(own, self, relative); ok {
			return false
		}
		if _, ok := r.opening(s); !ok {
			return false
		}
	}
	return len(r.sents) > 0
}

// personal tells whether a turn speaks of somebody's own body or of now.
func (r *reading) personal() bool {
	for i := range r.sents {
		if _, ok := r.sents[i].has(own, self, present, recent); ok {
			return true
		}
	}
	return false
}

// askedFrom gives the token from which a cue asks about a subject: what is told before a
// comma is told if "it" is asked about, as in "crushing chest pain, could it be anxiety".
func (lx *lexer) askedFrom(r *reading, s *sent, n int, c cueHit) int {
	if r.toldBefore(s, c.from) && lx.signIn(r, n, s.from, c.from) {
		return c.from
	}
	if c.from == s.from || c.from+1 >= s.to || r.tokens[c.from].brk != comma || !supposes(r.tokens[c.from].text) || !lx.signIn(r, n, s.from, c.from) {
		return s.from
	}
	switch first := r.tokens[s.from].text; r.tokens[c.from+1].text {
	case "it", "this", "that":
		if !isWh(first) && !isAux(first) {
			return c.from
		}
	}
	return s.from
}

// toldBefore tells whether a sentence tells of somebody at hand what was before it asks
// behind the comma at token i: "one hand had chest pain, would a phone get through".
func (r *reading) toldBefore(s *sent, i int) bool {
	if i == s.from || r.tokens[i].brk != comma {
		return false
	}
	for _, c := range s.cues {
		if c.from < i && (c.kind == hypo || c.kind == hypoFirm || c.kind == past) {
			return false
		}
	}
	verb := r.afterPerson(s, s.from)
	if verb >= i && r.tokens[s.from].text == "one" {
		verb = s.from + 2
	}
	return verb < i && r.tellsOfState(s, verb) && r.oneClause(s, i)
}

// oneClause tells whether no comma parts a sentence before token i, but those between the
// qualities of one thing.
func (r *reading) oneClause(s *sent, i int) bool {
	if i-s.from > farthest {
		return false
	}
	for k := s.from + 1; k < i; k++ {
		if r.tokens[k].brk != joined && !r.inSeries(s, k) {
			return false
		}
	}
	return true
}

// supposes tells whether a helping verb asks what something may be.
func supposes(w string) bool { return w == "could" || w == "can" || w == "might" || w == "may" }

// signIn tells whether a finding that counts lies in tokens [from:to) of sentence n.
func (lx *lexer) signIn(r *reading, n, from, to int) bool {
	for _, m := range r.between(n, from, to) {
		if m.to <= to && m.status == asserted && lx.concepts[m.concept].kind == finding {
			return true
		}
	}
	return false
}

// headsList tells whether a cue only heads a list of what somebody has: "symptoms:
// vomiting blood", "symptoms are".
func (r *reading) headsList(s *sent, c cueHit) bool {
	if c.from != s.from || c.to >= s.to || r.tokens[c.to-1].text != "symptoms" || s.asks {
		return false
	}
	return r.tokens[c.to].brk == comma || r.tokens[c.to].text == "are"
}

// askedOfHim tells whether the first sentence of a turn asks about a "he" or "she"
// whom nothing names: that is somebody at hand, as in "why won't she wake up".
func (r *reading) askedOfHim(s *sent, n int) bool {
	if n > 0 {
		return false
	}
	for i := s.from; i < s.to; i++ {
		switch w := r.tokens[i].text; {
		case w == "he" || w == "she" || w == "him" || w == "her":
			return true
		case isPerson(w) || isSomebody(w) || isCast(w) || r.tokens[i].thing != 0:
			return false
		}
	}
	return false
}
