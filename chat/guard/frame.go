package guard

// frames marks findings that nobody has: taught, supposed, made up, long ago.
// Each needs its cue and no sign in the sentence that somebody has them now.
func (lx *lexer) frames(r *reading, s *sent, n int, c *carry) {
	_, isOwn := s.has(own)
	_, isSomebody := s.has(own, self, relative)
	_, isNow := s.has(present, recent)
	if c, ok := s.teaches(r); ok && !isSomebody && !isNow && !r.askedOfHim(s, n) && !lx.deed(r, s) {
		r.mark(n, lx.askedFrom(r, s, n, c), lx.askedOfYou(r, s, n, c.from), taught, r.words(c))
	}
	if !c.told {
		lx.general(r, s, n)
		r.subjects(n)
	}
	if c, ok := s.has(learnFirm); ok && !isOwn && !isNow && !lx.despair(r, s) && !lx.deed(r, s) && !r.studies(s, c) {
		r.mark(n, lx.setApart(r, s, n, c), min(r.learnt(s, c), r.tellsFrom(s, c.to), lx.bareSign(r, s, n, c.to)), unrealised, r.words(c))
	}
	if c, ok := s.has(hypo); ok && !isSomebody && !isNow {
		r.mark(n, c.from, lx.supposedEnds(r, s, n, c), unrealised, r.words(c))
	}
	if c, ok := s.has(hypoFirm); ok {
		if none := r.foundNone(s, c); none > c.to {
			r.mark(n, c.to, none, unrealised, r.words(c))
		} else if !isNow || !isSomebody {
			r.mark(n, c.from, min(lx.supposedEnds(r, s, n, c), r.ownFrom(s, c.to)), unrealised, r.words(c))
		}
	}
	if d, ok := s.has(depicted); ok && !c.told {
		lx.depict(r, s, n, d)
	}
	if s.unreal {
		lx.unreal(r, s, n, c)
	}
	if c, ok := s.has(past); ok && !isNow && !r.countsMinutes(s, c) {
		lx.markPast(r, n, max(r.pastBegins(s, c), lx.setApart(r, s, n, c)), lx.pastEnds(r, s, n, c), r.words(c))
	}
}

// ownFrom gives the token from i on at which a clause of the one who writes says behind a
// comma how he or she is, the end of the sentence if none does: "how do I tell the
// steward, I'm going numb".
func (r *reading) ownFrom(s *sent, i int) int {
	for ; i+1 < s.to; i++ {
		if r.tokens[i].brk != comma || r.tokens[i].text != "i" {
			continue
		}
		switch r.tokens[i+1].text {
		case "am", "have", "got", "keep", "feel":
			return i
		}
	}
	return s.to
}

// countsMinutes tells whether what seems to be an age counts minutes: "when I was two
// minutes in the door".
func (r *reading) countsMinutes(s *sent, c cueHit) bool {
	return c.to < s.to && r.tokens[c.to-1].isNum && (isShortTime(r.tokens[c.to].text) || isUnit(r.tokens[c.to].text) && r.tokens[c.to].text != "months" && r.tokens[c.to].text != "weeks")
}

// supposedEnds gives the token at which what a cue supposes ends. "If" and
// "suppose" set the whole sentence; "in case" only its own clause and "would"
// all before a "but": "they said it would be fine but it is numb".
func (lx *lexer) supposedEnds(r *reading, s *sent, n int, c cueHit) int {
	at, opens := -1, c.from <= s.from+2
	for i := c.from; i < c.to; i++ {
		if r.tokens[i].text == "case" {
			at = i + 1
		}
	}
	would := r.tokens[c.from].text == "would"
	if to, ok := r.worriesTo(s, c); ok {
		return to
	}
	if k := lx.leavesSupposed(r, s, n, c); k < s.to {
		return k
	}
	for i := max(at, c.from+1); (at > 0 || would) && i < s.to; i++ {
		switch t := &r.tokens[i]; {
		case t.text == "but" || t.text == "however":
			return i
		case at > 0 && t.brk == comma && (opens || i == at || !lx.listGoesOn(r, s, n, i)):
			return i
		}
	}
	return s.to
}

// leavesSupposed gives the token at which a sentence leaves what a cue supposes of
// nobody and without a sign: "if that's ok, vomiting blood", "in theory, I took 30
// paracetamol", not "if someone drinks, vomiting blood". What is said to be no chance
// is not supposed.
func (lx *lexer) leavesSupposed(r *reading, s *sent, n int, c cueHit) int {
	to := r.firstComma(s, c.to-1)
	asked := r.politely(c.from, to)
	for i := c.from; i < to; i++ {
		w := r.tokens[i].text
		if !asked && (isPerson(w) || isSomebody(w) || isArticle(w) && !r.isNone(s, c)) || lx.namesSign(r, n, i) {
			return s.to
		}
	}
	if k := r.tellsFrom(s, c.to); k == to {
		return k
	}
	if asked && !s.asks {
		return lx.bareFrom(r, s, n, c.to)
	}
	return lx.bareSign(r, s, n, c.to)
}

// isNone tells whether "no" stands before a cue.
func (r *reading) isNone(s *sent, c cueHit) bool {
	return c.from > s.from && r.tokens[c.from-1].text == "no" && r.tokens[c.from].brk == joined
}

// politely tells whether tokens [i:to) ask a favour of whoever reads them: "if you don't
// mind", "if anyone is there", "would love advice".
func (r *reading) politely(i, to int) bool {
	would := r.tokens[i].text == "would"
	for ; i < to; i++ {
		switch r.tokens[i].text {
		case "mind", "could", "please", "know", "knows", "there", "minute", "moment":
			return !would
		case "love", "appreciate", "welcome":
			return would
		}
	}
	return false
}

// unreal marks what is said of the dead, the famous and the made up. Nobody can
// claim the signs of the dead later.
func (lx *lexer) unreal(r *reading, s *sent, n int, c *carry) {
	because := "not about a living person"
	if c, ok := s.has(unreal, famous, story); ok {
		because = r.words(c)
	}
	dead, beside := s.about(r, unreal), lx.tellsBeside(r, s, n)
	before := s.from
	if c, ok := s.has(unreal); ok && dead {
		beside = lx.bareSign(r, s, n, c.to)
	} else if c, ok := s.has(story); ok && isCoursework(r.tokens[c.to-1].text) {
		before = lx.setApart(r, s, n, c)
	}
	ms := r.of(n)
	for i := range ms {
		m := &ms[i]
		if dead && r.living(s, m) || r.apart(s, m) || m.from >= beside || m.to <= before {
			continue
		}
		if m.status == asserted {
			m.status, m.because = unrealised, because
		}
		m.alien = m.alien || dead || c.unreal
	}
}

// apart tells whether a sign stands in a clause of its own beside a story that
// nobody else is in: "can't sleep for the pain, films all night".
func (r *reading) apart(s *sent, m *mention) bool {
	c, ok := s.has(story)
	if _, third := s.has(pronoun, relative, unreal, famous); !ok || third || r.within(s) || r.cast(s) && c.to <= m.from || r.playedBy(s, m) {
		return false
	}
	for i := min(m.to, c.to); i <= max(m.from, c.from); i++ {
		if r.tokens[i].brk == comma {
			return true
		}
	}
	return false
}

// teaches finds a cue that the sentence asks about a subject, not a person. A
// question word counts only where a clause begins.
func (s *sent) teaches(r *reading) (cueHit, bool) {
	if c, ok := s.has(learn); ok && !r.headsList(s, c) {
		return c, true
	}
	for _, c := range s.cues {
		if c.kind == ask && r.begins(s, c.from) && !r.asksNothing(s, c.from) && !r.headsList(s, c) && !r.goesOnOf(s, c.from) {
			return c, true
		}
	}
	return cueHit{}, false
}

// begins tells whether a clause begins at token i, fillers left out.
func (r *reading) begins(s *sent, i int) bool {
	for i > s.from && r.tokens[i].brk == joined {
		if !opensWith(r.tokens[i-1].text) {
			return false
		}
		i--
	}
	return true
}

// goesOnOf tells whether what seems to ask at token i, behind a comma, goes on about
// somebody who is named before it: the "who is" of "Kyle, who's the thane, had" and the
// "is" of "our Violetta, the singer, is".
func (r *reading) goesOnOf(s *sent, i int) bool {
	if i == s.from || r.tokens[i].brk != comma {
		return false
	}
	k := i - 1
	if isAux(r.tokens[i].text) {
		if k = r.asideBefore(s, i); k < 0 {
			return false
		}
	} else if r.tokens[i].text != "who" {
		return false
	}
	return r.isNamedPerson(s, k) || r.covers(s, relative, k) || r.isCapital(k) && k > s.from || k == s.from && r.isCapital(k) && !opensWith(r.tokens[k].text) || k > s.from && ownsDear(r.tokens[k-1].text)
}

// opensWith tells whether a word may stand before the first of a clause.
func opensWith(w string) bool {
	switch w {
	case "so", "hi", "hello", "hey", "please", "ok", "okay", "well", "also", "and", "but", "anyway", "thanks", "just", "then", "or":
		return true
	}
	return false
}

// mark gives a status to the asserted mentions of sentence n that start in
// tokens [from:to). A plea keeps its own unless nobody at hand makes it.
func (r *reading) mark(n, from, to int, st status, because string) {
	ms := r.of(n)
	for i := range ms {
		m := &ms[i]
		if m.status == asserted && m.from >= from && m.from < to && (!m.plea || r.sents[n].unreal) {
			m.status, m.because = st, because
		}
	}
}

// deed tells whether a sentence says without a subject that somebody took too
// much: "essay due at 9, took 20 paracetamol".
func (lx *lexer) deed(r *reading, s *sent) bool {
	for _, m := range r.mentions[s.m0:s.m1] {
		if lx.concepts[m.concept].id != "overdose" || m.from > s.from && r.tokens[m.from].brk == joined && r.tokens[m.from-1].text != "and" {
			continue
		}
		switch r.tokens[m.from].text {
		case "took", "taken", "swallowed", "necked", "downed":
			return true
		}
	}
	return false
}

// studies tells whether a cue only says what somebody at hand studies: "my
// flatmate the med student has slurred speech".
func (r *reading) studies(s *sent, c cueHit) bool {
	_, dear := s.has(relative)
	return dear && r.tokens[c.to-1].text == "student"
}
