package guard

// Who tells anew. A lesson, an exam or "just wondering" sets what follows aside,
// but not the clause in which the one who writes, or somebody at hand, has or does
// something: "my exam is tomorrow and I took 30 paracetamol".

// tellsFrom gives the token after i at which a clause of a person begins, the end of
// the sentence if none does. A question or a supposition tells nothing.
func (r *reading) tellsFrom(s *sent, i int) int {
	for k := max(i, s.from+1); k < s.to; k++ {
		if before := r.tokens[k-1].text; r.tokens[k].brk != comma && before != "and" && before != "but" && before != "so" {
			continue
		}
		if r.learnsFrom(s, k) {
			continue
		}
		if verb := r.afterPerson(s, k); verb < s.to && r.tellsOfState(s, verb) {
			return k
		}
	}
	return s.to
}

// bareSign gives the token after i at which a sign stands bare behind a comma, "and"
// or "but", where nothing before it is a sign: "my exam is tomorrow and crushing chest
// pain", not "an essay about falls and chest pain". Behind "but" something may be.
// Only the first comma parts: "a case: Mr B, 54, numb perineum".
func (lx *lexer) bareSign(r *reading, s *sent, n, i int) int {
	if r.asking(s) {
		return s.to
	}
	return lx.bareFrom(r, s, n, i)
}

// bareFrom is bareSign where it does not matter whether the sentence asks.
func (lx *lexer) bareFrom(r *reading, s *sent, n, i int) int {
	plain := true
	for k := i; k < s.to; k++ {
		w := r.tokens[k].text
		at, turns := r.turnAt(s, k)
		if turns && !r.learnsFrom(s, k) && (plain || w == "but") && r.signAt(s, n, at) && !r.enlists(s, at) {
			return at
		}
		plain = plain && r.tokens[k].brk != comma && w != "about" && w != "on" && w != "of" && w != "with" && !lx.namesSign(r, n, k)
	}
	return s.to
}

// asking tells whether a sentence asks. "When" with somebody behind it does not.
func (r *reading) asking(s *sent) bool {
	if s.asks {
		return true
	}
	at, asks := r.opening(s)
	return asks && (r.tokens[at].text != "when" || at+1 < s.to && isAux(r.tokens[at+1].text))
}

// namesSign tells whether a finding covers token i, not only the doubt of "if that's ok".
func (lx *lexer) namesSign(r *reading, n, i int) bool {
	for _, m := range r.between(n, i, i+1) {
		if c := &lx.concepts[m.concept]; c.kind == finding && c.id != "harm_doubt" && c.id != "dose_doubt" {
			return true
		}
	}
	return false
}

// enlists tells whether two words that each stand alone begin a list at token i, as on
// a card to learn from: "floppy, mottled, cold hands".
func (r *reading) enlists(s *sent, i int) bool {
	return i+2 < s.to && r.tokens[i+1].brk == comma && r.tokens[i+2].brk == comma
}

// turnAt tells whether a clause ends at token k, and where the next one begins.
func (r *reading) turnAt(s *sent, k int) (at int, turns bool) {
	w := r.tokens[k].text
	turns = k > s.from && r.tokens[k].brk == comma
	for at = k; at < s.to-1 && (w == "and" || w == "but" || w == "now" || w == "suddenly" || w == "then"); w = r.tokens[at].text {
		turns = turns || w == "and" || w == "but"
		at++
	}
	return at, turns
}

// signAt tells whether a sign begins at token i, or a part of the body and what is
// wrong with it.
func (r *reading) signAt(s *sent, n, i int) bool {
	for _, m := range r.between(n, i, i+1) {
		if m.from == i && m.status == asserted {
			return true
		}
	}
	return r.partActs(s, n, i) || r.partIs(s, n, i)
}

// thingDied tells whether what a sentence says to have died is no living thing: "the
// laptop died and my chest hurts".
func (r *reading) thingDied(s *sent) bool {
	c, ok := s.has(unreal)
	if !ok {
		return false
	}
	i := c.from - 1
	for i > s.from && (ascribes(r.tokens[i].text) || r.tokens[i].text == "just" || r.tokens[i].text == "finally") {
		i--
	}
	return i >= s.from && r.tokens[i].thing != noThing && r.tokens[i].thing != legged
}

// learnsFrom tells whether a sentence speaks of what is taught from token i on:
// "and we had training on talking about suicide".
func (r *reading) learnsFrom(s *sent, i int) bool {
	for _, c := range s.cues {
		if (c.kind == learnFirm || c.kind == learn || c.kind == story) && c.from >= i {
			return true
		}
	}
	return false
}

// tellsBeside is tellsFrom for a story that a sentence only mentions: of one who
// writes it, "writing my novel and I took 30 tablets", not of one in it. Nobody is in
// an exam.
func (lx *lexer) tellsBeside(r *reading, s *sent, n int) int {
	c, ok := s.has(story)
	if !ok || c.from > s.from && setsIn(r.tokens[c.from-1].text) || r.player(s, c) {
		return s.to
	}
	k := r.tellsFrom(s, c.to)
	if isCoursework(r.tokens[c.to-1].text) {
		return min(k, lx.bareSign(r, s, n, c.to))
	}
	for i := k; i < min(s.to, k+2); i++ {
		switch w := r.tokens[i].text; {
		case w == "he" || w == "she" || w == "his" || w == "her" || isArticle(w):
			return s.to
		case w == "i" || w == "my" || w == "we" || w == "our" || r.covers(s, relative, i):
			return k
		}
	}
	if k == s.to && r.worksAt(s, c) {
		return lx.bareSign(r, s, n, c.to)
	}
	return s.to
}

// isCoursework tells whether a word names what one has to learn or to hand in.
func isCoursework(w string) bool {
	switch w {
	case "exam", "homework", "assignment", "coursework", "dissertation", "essay", "presentation":
		return true
	}
	return false
}

// worksAt tells whether a story is what the one who writes is busy with: "writing my
// novel".
func (r *reading) worksAt(s *sent, c cueHit) bool {
	for i := max(s.from, c.from-3); i < c.to; i++ {
		switch r.tokens[i].text {
		case "writing", "reading", "finishing", "editing", "doing", "watching", "playing", "listening", "rehearsing":
			return true
		}
	}
	return false
}

// setsIn tells whether a word sets what follows into a story.
func setsIn(w string) bool {
	switch w {
	case "in", "for", "of", "about", "from", "on", "with", "into":
		return true
	}
	return false
}

// afterPerson gives the token after the person with whom a clause at token i begins,
// the end of the sentence if it begins otherwise.
func (r *reading) afterPerson(s *sent, i int) int {
	k := i
	if opensWith(r.tokens[k].text) && k+1 < s.to {
		k++
	}
	switch w := r.tokens[k].text; {
	case w == "i" || w == "we" || w == "he" || w == "she":
		return k + 1
	case determines(w) && k+1 < s.to && (r.covers(s, relative, k+1) || isPerson(r.tokens[k+1].text) || isSomebody(r.tokens[k+1].text)):
		return k + 2
	case r.covers(s, relative, k) && !determines(w):
		return k + 1
	case w == "my":
		for k++; k < s.to && (r.placed(s, k) || r.tokens[k].text == "left" || r.tokens[k].text == "right"); k++ {
		}
		return k
	}
	return s.to
}

// tellsOfState tells whether a verb at token i says what somebody did or how
// somebody is, and not what they want to know.
func (r *reading) tellsOfState(s *sent, i int) bool {
	if w := r.tokens[i].text; (w == "want" || w == "wants") && r.signIn(s, i+2) {
		return true
	}
	for k := i; k < min(s.to, i+tellsWithin); k++ {
		switch r.tokens[k].text {
		case "if", "what", "when", "how", "why", "whether", "about", "know", "learn", "ask", "wonder", "wondered", "wondering", "to", "which", "revise", "study", "write":
			return false
		}
	}
	switch w := r.tokens[i].text; w {
	case "am", "is", "are", "has", "have", "feel", "feels", "keep", "keeps", "just", "swallowed", "cut", "collapsed", "fainted", "vomited", "hurts", "aches":
		return true
	case "can", "will", "does", "do":
		return i+1 < s.to && r.tokens[i+1].text == "not"
	default:
		return isPastVerb(w) && w != "said" && w != "told" && w != "used" && w != "saw"
	}
}

// signIn tells whether a sign that counts so far covers token i.
func (r *reading) signIn(s *sent, i int) bool {
	for _, m := range r.mentions[s.m0:s.m1] {
		if m.from <= i && i < m.to && m.status == asserted {
			return true
		}
	}
	return false
}

// tellsWithin is how many words from a verb on a question may turn it.
const tellsWithin = 4
