package guard

// What is only in a quiz, a form, on a poster or in a lesson. "Question 41: the client
// collapsed. What first?", "how do you say 'chest pain' in Polish?", "the poster tells you
// what to do if a coworker faints" are about nobody. A sign is taken out only if it is
// quoted near such words (the cue script), or said beside them of no more than somebody,
// and if nothing in the turn says that somebody has it.

// scriptCause is the cause of what is only in a script.
const scriptCause = "only in a script"

// mostToStranger is the most words between somebody of a script and what befalls him.
const mostToStranger = 6

// scripted takes out the signs of quizzes, forms, posters and lessons.
func (lx *lexer) scripted(r *reading) {
	if r.allKinds()&(1<<script) == 0 || r.pressedUnless(r.toldToCall) {
		return
	}
	qs, soft := r.quotes(), r.softScript()
	for i := range r.mentions {
		m := &r.mentions[i]
		if !lx.stageable(m) || lx.concepts[m.concept].kind != finding {
			continue
		}
		s := &r.sents[m.sent]
		q, inside := quoteOf(qs, m)
		switch {
		case inside && r.nearScript(m.sent, 1) && r.scripts(s, q):
		case lx.grave(m):
			continue
		case r.nearScript(m.sent, 0) && r.ofStranger(s, m, lx.headOf(r, s, m)):
		case soft && lx.onlyTaught(r, s, m):
		default:
			continue
		}
		m.status, m.because = unrealised, scriptCause
	}
}

// toldToCall tells whether words only say whom a poster or a quiz wants called: "tells you
// to call 911".
func (r *reading) toldToCall(s *sent, c cueHit) bool {
	w := r.tokens[c.to-1]
	return (w.isNum || w.text == "ambulance") && c.from > s.from && (r.tokens[c.from-1].text == "to" || r.tokens[c.from].brk != joined || r.tokens[c.from-1].text == "c" || r.tokens[c.from-1].text == "b" || r.tokens[c.from-1].text == "a" || r.tokens[c.from-1].text == "d")
}

// quoteOf gives the quotation in which a sign stands.
func quoteOf(qs []quoted, m *mention) (q quoted, ok bool) {
	for _, q := range qs {
		if q.from <= m.from && m.to <= q.to {
			return q, true
		}
	}
	return q, false
}

// scripts tells whether a quotation may be of a script: nobody says it, nor is it about
// the one who says it, as in "translate: my toes are blue".
func (r *reading) scripts(s *sent, q quoted) bool {
	for i := q.from; i < q.to; i++ {
		if isFirst(r.tokens[i].text) {
			return false
		}
	}
	return q.from > s.from && r.covers(s, script, q.from-1) || !r.spoken(s, q)
}

// mostOfLabel is the most words of a sentence that only heads the next: "Q14."
const mostOfLabel = 5

// nearScript tells whether words of a script stand in sentence n, in the short one before
// it, or up to so many sentences away.
func (r *reading) nearScript(n, away int) bool {
	for k := max(0, n-away); k <= min(len(r.sents)-1, n+away); k++ {
		if r.namesScript(k) {
			return true
		}
	}
	return n > 0 && r.namesScript(n-1) && r.sents[n-1].to-r.sents[n-1].from <= mostOfLabel
}

// namesScript tells whether sentence n has words of a script that are not soft.
func (r *reading) namesScript(n int) bool {
	s := &r.sents[n]
	if s.kinds&(1<<script) == 0 {
		return false
	}
	for _, c := range s.cues {
		if c.kind == script && !c.soft {
			return true
		}
	}
	return false
}

// softScript tells whether a turn has words of a lesson, and nothing of somebody at hand.
func (r *reading) softScript() bool {
	for n := range r.sents {
		for _, c := range r.sents[n].cues {
			if c.kind == script && (c.soft || r.sents[n].kinds&(1<<learnFirm) != 0) {
				return r.onlyTold()
			}
		}
	}
	return false
}

// onlyTaught tells whether a sign of a lesson is had by nobody: it is only named behind
// "about" or the like, or said of anybody, and not as what happened.
func (lx *lexer) onlyTaught(r *reading, s *sent, m *mention) bool {
	if r.told(s, m) == ofPast || r.nowWithin(s, m.to) || r.happenedBefore(s, m.from, m.to) {
		return false
	}
	switch sub := r.subjectOf(s, m); sub.kind {
	case nobodyNamed:
		head := lx.headOf(r, s, m)
		if head == s.from {
			return false
		}
		switch r.tokens[head-1].text {
		case "about", "for", "of", "with", "call", "against", "describe", "describes", "describing", "mean", "means", "meant", "treat", "treats", "recognise", "spot", "define", "explain", "cure", "between":
			return r.tokens[head].brk == joined
		}
	case folkHolder:
		w := r.tokens[sub.from].text
		for i := sub.at; i < m.to; i++ {
			if isPastVerb(r.tokens[i].text) {
				return false
			}
		}
		return (w == "a" || w == "an" || isStranger(r.tokens[sub.at].text)) && r.told(s, m) == untold
	}
	return false
}

// ofStranger tells whether a sign of a group that begins at token head is said of no more
// than somebody, or only named.
func (r *reading) ofStranger(s *sent, m *mention, head int) bool {
	if r.nowWithin(s, m.to) || r.happenedBefore(s, m.from, m.to) {
		return false
	}
	for k := head - 1; k >= max(s.from, head-mostToStranger); k-- {
		w := r.tokens[k].text
		switch {
		case isStranger(w) || r.agedMan(s, k):
			return k == s.from || r.tokens[k-1].text != "my" && r.tokens[k-1].text != "our"
		case isFirst(w) || w == "he" || w == "she" || w == "his" || w == "her" || w == "they" || r.covers(s, relative, k) || r.tokens[k+1].brk != joined:
			return false
		case r.covers(s, script, k):
			return (r.tokens[head-1].text == "for" || r.tokens[head-1].text == "of" || r.tokens[head-1].text == "is" || r.tokens[head-1].text == "are" || r.tokens[head-1].text == "with") && r.tokens[head].brk == joined
		}
	}
	return false
}

// agedMan tells whether token i ends "a 60 year old man" in a sentence that names nobody
// at hand before it.
func (r *reading) agedMan(s *sent, i int) bool {
	switch r.tokens[i].text {
	case "man", "woman", "boy", "girl", "male", "female":
	default:
		return false
	}
	if i-s.from > mostToStranger {
		return false
	}
	for k := s.from; k < i; k++ {
		if isFirst(r.tokens[k].text) || r.covers(s, relative, k) {
			return false
		}
	}
	return r.said(s.from, i, "a") || r.said(s.from, i, "an")
}

// isStranger tells whether a word stands for somebody of whom forms and quizzes speak.
func isStranger(w string) bool {
	switch w {
	case "someone", "somebody", "anyone", "anybody", "patient", "patients", "client", "clients", "caller", "callers", "casualty", "casualties", "mannequin", "manikin", "dummy", "doll", "teddy", "puppet",
		"coworker", "colleague", "people", "adults", "children", "persons", "person", "stranger", "victim", "resident", "passenger", "pupil", "hiker", "worker", "customer", "visitor":
		return true
	}
	return false
}
