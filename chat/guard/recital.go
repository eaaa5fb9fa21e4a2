package guard

// Lists learnt by heart. "Nursing school q: list six Ps of ischaemia. I have
// pain, pallor, pulseless, what are the others": whoever revises says a list to
// somebody and asks what it lacks. Signs are taken out only if the turn sets the
// task and asks what is missing, and tells of no person, no part of one's own
// body and nothing of now.

// recital takes out what a turn only recites.
func (lx *lexer) recital(r *reading) {
	kinds := r.allKinds()
	if kinds&(1<<recites) == 0 || kinds&(1<<exam|1<<task) == 0 || kinds&(1<<claim|1<<relative|1<<present) != 0 || r.claims() {
		return
	}
	if r.ofBody(kinds&(1<<task) != 0) {
		return
	}
	for i := range r.mentions {
		m := &r.mentions[i]
		if m.status == asserted && !lx.grave(m) && lx.concepts[m.concept].id != "overdose" {
			m.status, m.because = unrealised, "a list learnt by heart"
		}
	}
}

// ofBody tells whether a turn tells of somebody's body rather than names what
// was learnt. Where a list was asked for, "i have" says what is on it.
func (r *reading) ofBody(listed bool) bool {
	for i := range r.tokens {
		before, next := r.around(i)
		switch w := r.tokens[i].text; w {
		case "i":
			switch next {
			case "missed", "forgotten", "forgot", "missing", "put", "said", "know", "remember":
			case "have", "got", "am":
				missing := r.recallsFrom(i + 2)
				if !missing && (!listed || next == "am") {
					return true
				}
			default:
				return before != "have" && before != "am" && before != "did"
			}
		case "me":
			switch before {
			case "test", "quiz", "ask", "remind", "tell", "give":
			default:
				return true
			}
		case "is", "are", "was", "it": // "what is the last one"
			if !isWh(before) {
				return true
			}
		case "he", "she", "his", "her", "him", "they", "we", "our", "us", "myself", "feel", "feels", "woke", "help", "hurts", "started", "cannot", "happened", "real", "own", "having", "both", "same", "literally":
			return true
		case "my":
			if !isStudy(next) || r.partFrom(i+1) {
				return true
			}
		case "then":
			return true
		case "can", "could":
			if next == "not" {
				return true
			}
		}
	}
	return false
}

// isStudy tells whether a word names what is learnt or learnt with.
func isStudy(w string) bool {
	switch w {
	case "revision", "exam", "exams", "notes", "list", "homework", "flashcard", "flashcards", "course", "module", "osce", "mnemonic", "paramedic", "nursing", "medical", "med", "test",
		"quiz", "essay", "uni", "first", "finals", "answer", "answers", "tutor", "teacher", "lecturer", "textbook", "book", "assignment", "worksheet", "card", "cards", "brain", "memory":
		return true
	}
	return false
}

// recallsFrom tells whether what somebody has, from token i on, is a gap in
// memory: the "forgotten" of "which ones have I forgotten".
func (r *reading) recallsFrom(i int) bool {
	if i >= len(r.tokens) {
		return false
	}
	switch r.tokens[i].text {
	case "missed", "forgotten", "missing", "left", "forgot":
		return true
	}
	return false
}

// partFrom tells whether a part of the body stands at one of the next words from
// token i on.
func (r *reading) partFrom(i int) bool {
	for n := range r.sents {
		for _, p := range r.sents[n].places {
			if p.from >= i && p.from < i+3 {
				return true
			}
		}
	}
	return false
}
