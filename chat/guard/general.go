package guard

import "strings"

// general marks what a sentence only asks about. A question about people at
// large counts for nothing.
func (lx *lexer) general(r *reading, s *sent, n int) {
	at, ok := r.opening(s)
	from := s.from
	if ok && r.tokens[at].brk == comma {
		from = at // "on a statin, achy legs, can I stop it" tells before it asks
	}
	if s.softly(r) {
		ms := r.of(n)
		for i := range ms {
			ms[i].asked = ms[i].from >= from
		}
	}
	if !ok {
		return
	}
	if !lx.asksOfOneself(r, n, at) && r.atLarge(s, at) {
		s.general = true
		to := lx.askedOfYou(r, s, n, at)
		ms := r.of(n)
		for i := range ms {
			ms[i].asked = ms[i].asked || ms[i].from >= from && ms[i].from < to && ms[i].status == asserted
		}
		r.mark(n, from, to, taught, r.words(cueHit{from: at, to: at + 1}))
		return
	}
}

// askedOfYou gives the token at which a question ends that only asks what whoever reads
// it thinks or can do, or what it is that follows, and a bare sign or somebody does:
// "what do you think, vomiting blood", "can you help, my leg is cold".
func (lx *lexer) askedOfYou(r *reading, s *sent, n, at int) int {
	if s.asks || !r.asksOfYou(s, at) {
		return s.to
	}
	return min(lx.bareFrom(r, s, n, at), r.tellsFrom(s, at+2))
}

// asksOfYou tells whether a question at token i is put to whoever reads it, or asks only
// what "this" is.
func (r *reading) asksOfYou(s *sent, i int) bool {
	if i+2 >= s.to {
		return false
	}
	aux, subject := r.tokens[i+1].text, r.tokens[i+2].text
	switch r.tokens[i].text {
	case "what":
		return isAux(aux) && (subject == "you" || (subject == "this" || subject == "that") && r.firstComma(s, i) == i+3)
	case "can", "could", "will", "would":
		if aux != "you" {
			return false
		}
		switch subject {
		case "help", "advise", "tell", "please", "assist", "reply", "answer":
			return true
		}
	}
	return false
}

// asksOfOneself tells whether what opens a question is itself a word of
// despair: "what is the point of anything".
func (lx *lexer) asksOfOneself(r *reading, n, at int) bool {
	for _, m := range r.of(n) {
		if id := lx.concepts[m.concept].id; m.from <= at && at < m.to && (id == "suicidal" || id == "may_go") {
			return true
		}
	}
	return false
}

// atLarge tells whether a question is about people at large: no person, no
// sign of now, and a subject that is a kind of thing and not one of them.
func (r *reading) atLarge(s *sent, at int) bool {
	if r.asksNothing(s, at) {
		return false
	}
	for _, c := range s.cues {
		switch c.kind {
		case own, self, present, recent, pronoun, oneSide:
			if c.kind == present && r.tokens[at].text == "do" && c.from == at+2 && r.stillDone(c.from, "") {
				continue
			}
			conj := c.from > 0 && r.tokens[c.from].text == "that" && r.tokens[c.from-1].text == "it"
			if c.kind != oneSide || r.tokens[c.from].text != "one" && !conj {
				return false
			}
		case relative:
			if !r.plural(c) && !r.helper(c) {
				return false
			}
		}
	}
	verb := at
	if isWh(r.tokens[at].text) {
		verb = r.verbAfter(s, at)
	}
	if verb < 0 || verb+1 >= s.to {
		return false
	}
	return s.asks && r.kind(verb+1) || r.firmKind(s, at, verb) || r.howCommon(s, verb)
}

// asksNothing tells whether a question is a sigh: "what's the point", "what's the
// use of going on".
func (r *reading) asksNothing(s *sent, at int) bool {
	if at+3 >= s.to || r.tokens[at].text != "what" || r.tokens[at+2].text != "the" {
		return false
	}
	switch r.tokens[at+3].text {
	case "point", "use", "good":
		return r.tokens[at+1].text == "is" && r.endsSigh(s, at+4)
	}
	return false
}

// endsSigh tells whether a sigh ends at token i or goes on with what somebody
// does or with everything: not "what is the point of a stress test".
func (r *reading) endsSigh(s *sent, i int) bool {
	if i+1 >= s.to || r.tokens[i].brk != joined {
		return true
	}
	w := r.tokens[i+1].text
	switch r.tokens[i].text {
	case "of", "in":
		return strings.HasSuffix(w, "ing") || w == "it" || w == "any" || w == "me" || w == "life"
	case "anymore", "any", "and", "i", "when", "if", "now":
		return true
	}
	return false
}

// howCommon tells whether "is" asks how an illness is in people: "is double
// vision common in older people", "is a rash a symptom of Lyme disease", or
// what a thing is called elsewhere: "is paracetamol the same as acetaminophen".
func (r *reading) howCommon(s *sent, verb int) bool {
	if w := r.tokens[verb].text; w != "is" && w != "are" {
		return false
	}
	for i := verb + 2; i < s.to; i++ {
		switch r.tokens[i].text {
		case "common", "rare", "hereditary", "genetic", "contagious", "catching", "curable", "treatable", "preventable":
			return i+1 >= s.to || r.tokens[i+1].brk != joined || r.tokens[i+1].text == "in" || r.tokens[i+1].text == "among"
		case "same":
			return i > s.from && r.tokens[i-1].text == "the" && i+1 < s.to && r.tokens[i+1].text == "as" && len(s.places) == 0
		case "symptom", "sign", "cause", "complication", "effect":
			return i+1 < s.to && r.tokens[i+1].text == "of"
		}
	}
	return false
}

// verbAfter finds the helping verb within the first words after a question
// word: "how likely is", "which medicines can". A wh word may also ask for the
// subject itself: "which persons get".
func (r *reading) verbAfter(s *sent, at int) int {
	for i := at + 1; i < min(s.to, at+4); i++ {
		if isAux(r.tokens[i].text) {
			return i
		}
	}
	switch r.tokens[at].text {
	case "which", "who":
		return at
	}
	return -1
}

// kind tells whether the subject at token i is a kind of thing rather than one
// thing at hand: not "it", "this" or "the".
func (r *reading) kind(i int) bool {
	switch r.tokens[i].text {
	case "it", "this", "that", "these", "those", "the", "there", "not", "one", "both", "your", "everything", "something":
		return false
	}
	return true
}

// firmKind is for questions typed without a question mark, which may also be
// notes ("is swollen", "can feel a lump"): what follows must be able to be a
// subject.
func (r *reading) firmKind(s *sent, at, verb int) bool {
	if !r.kind(verb + 1) {
		return r.rates(s, verb)
	}
	switch r.tokens[at].text {
	case "do", "does", "which", "why", "how", "what", "who":
		return true
	}
	w := r.tokens[verb+1].text
	if len(w) > 5 && w[len(w)-3:] == "ing" {
		return at == verb && (w != "swelling" && w != "getting" && w != "having") && len(r.tokens) > verb+2
	}
	for i := verb + 2; i < s.to; i++ {
		switch r.tokens[i].text {
		case "cause", "causes", "lead", "trigger", "affect", "prevent", "mean", "give", "help", "ok", "okay", "safe", "harmful", "useful", "worth":
			return true
		}
	}
	return false
}

// plural tells whether a word for a relative is a bare plural: "kids".
func (r *reading) plural(c cueHit) bool {
	w := r.tokens[c.to-1].text
	return c.to-c.from == 1 && len(w) > 3 && w[len(w)-1] == 's' && (c.from == 0 || r.tokens[c.from-1].text != "the")
}

// helper tells whether a word for a person is any who helps others, and asked about
// as such: "how might a carer spot a clot".
func (r *reading) helper(c cueHit) bool {
	switch r.tokens[c.to-1].text {
	case "carer", "teacher", "student", "colleague":
		before, next := r.around(c.from)
		return (isArticle(before) || isArticle(r.tokens[c.from].text)) && next != "who" && r.isAuxBefore(c.from)
	}
	return false
}

// isAuxBefore tells whether a helping verb and at most an article stand before token i.
func (r *reading) isAuxBefore(i int) bool {
	if i > 0 && isArticle(r.tokens[i-1].text) {
		i--
	}
	return i > 0 && isAux(r.tokens[i-1].text)
}

// rates tells whether a question is about doing or having a thing, "is it
// dangerous to have too much", or how likely it is; one with a number in it
// may be about what somebody did.
func (r *reading) rates(s *sent, verb int) bool {
	if r.tokens[verb].text != "is" || r.tokens[verb+1].text != "it" {
		return false
	}
	leads := false
	for i := verb + 2; i < s.to; i++ {
		t := &r.tokens[i]
		if t.isNum {
			return false
		}
		if i <= verb+3 && (t.text == "to" || t.text == "that") {
			leads = true
		}
		switch t.text {
		case "normal", "took", "taken":
			return false
		}
	}
	return leads
}

// allGeneral tells whether a turn only asks about people at large.
func (r *reading) allGeneral() bool {
	for i := range r.sents {
		if !r.sents[i].general {
			return false
		}
	}
	return len(r.sents) > 0
}
