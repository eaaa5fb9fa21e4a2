package guard

// A clause behind the danger. "I took 30 paracetamol, my exam is tomorrow" tells first
// what is, and then something else. What the second clause says of lessons or of the
// past takes nothing from the first, unless it points back: "chest pain, I had it
// years ago", "stroke, exam question".

// setApart gives the token at which what a cue sets aside begins: its own clause,
// behind the first comma, where a sign is told before and none in it, the start of the
// sentence otherwise.
func (lx *lexer) setApart(r *reading, s *sent, n int, c cueHit) int {
	k := r.firstComma(s, s.from)
	if k > c.from || r.asking(s) || !r.signAt(s, n, s.from) && !r.tellsFirst(s) || !r.ofItsOwn(s, c, k) {
		return s.from
	}
	for i := s.from; i < s.to; i++ {
		if w := r.tokens[i].text; i < k && (w == "people" || w == "someone" || w == "somebody" || w == "anyone" || w == "or") {
			return s.from
		}
		if i < k {
			continue
		}
		if i > k && r.tokens[i].brk == comma || lx.namesSign(r, n, i) {
			return s.from
		}
	}
	return k
}

// tellsFirst tells whether a sentence begins with what somebody has, is or does.
func (r *reading) tellsFirst(s *sent) bool {
	verb := r.afterPerson(s, s.from)
	return verb < s.to && r.tellsOfState(s, verb)
}

// ofItsOwn tells whether a clause from token k on says something of its own and does
// not point back.
func (r *reading) ofItsOwn(s *sent, c cueHit, k int) bool {
	says := r.tokens[k].text == "just" && c.from <= k+1 && c.to == s.to // "just wondering"

	// "says the news" says what stands before it.
	if w := r.tokens[k].text; w == "says" || w == "said" {
		return false
	}
	for i := k; i < s.to; i++ {
		switch w := r.tokens[i].text; w {
		case "it", "that", "this", "them", "those", "these", "one", "what", "how", "why", "if", "about", "whether", "which", "when":
			return false
		case "is", "am", "are", "was", "had", "has", "have", "says", "said", "used":
			says = true
		}
	}
	return says
}
