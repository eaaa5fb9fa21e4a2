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

// bareSign gives the token after i at which a sign stands bare behind "and", where
// nothing before it is a sign: "my exam is tomorrow and crushing chest pain", not "an
// essay about falls and chest pain".
func (r *reading) bareSign(s *sent, n, i int) int {
	if _, asks := r.opening(s); asks || s.asks {
		return s.to
	}
	for k := i; k < s.to; k++ {
		w := r.tokens[k].text
		if w == "about" || w == "on" || w == "of" || w == "with" || len(r.between(n, k, k+1)) > 0 {
			return s.to
		}
		if w == "and" && k >= i+2 && k+1 < s.to && !r.learnsFrom(s, k) {
			for _, m := range r.between(n, k+1, k+2) {
				if m.from == k+1 && m.status == asserted {
					return k + 1
				}
			}
		}
	}
	return s.to
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
// writes it, "writing my novel and I took 30 tablets", not of one in it.
func (r *reading) tellsBeside(s *sent, n int) int {
	c, ok := s.has(story)
	if !ok || c.from > s.from && setsIn(r.tokens[c.from-1].text) {
		return s.to
	}
	switch r.tokens[c.to-1].text {
	case "exam", "homework", "assignment", "coursework", "dissertation", "essay", "presentation":
		if k := r.bareSign(s, n, c.to); k < s.to {
			return k
		}
	}
	k := r.tellsFrom(s, c.to)
	for i := k; i < min(s.to, k+2); i++ {
		switch w := r.tokens[i].text; {
		case w == "he" || w == "she" || w == "his" || w == "her" || isArticle(w):
			return s.to
		case w == "i" || w == "my" || w == "we" || w == "our" || r.covers(s, relative, i):
			return k
		}
	}
	return s.to
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
	for k := i; k < min(s.to, i+tellsWithin); k++ {
		switch r.tokens[k].text {
		case "if", "what", "when", "how", "why", "whether", "about", "know", "learn", "ask", "wonder", "wondered", "wondering", "to", "which", "revise", "study", "write":
			return false
		}
	}
	switch w := r.tokens[i].text; w {
	case "am", "is", "are", "has", "have", "feel", "feels", "keep", "keeps", "just", "swallowed", "cut", "collapsed", "fainted", "vomited":
		return true
	case "can", "will", "does", "do":
		return i+1 < s.to && r.tokens[i+1].text == "not"
	default:
		return isPastVerb(w) && w != "said" && w != "told" && w != "used" && w != "saw"
	}
}

// tellsWithin is how many words from a verb on a question may turn it.
const tellsWithin = 4
