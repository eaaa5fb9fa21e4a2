package guard

// What shows that a turn only supposes, see suppose.go: that it asks in theory, that one
// only imagines it, fears it or plans for anybody.

// planned tells whether words of need only say what one would do, or ask for help with a
// plan: "can the driver ring 999", "help me make a list".
func (r *reading) planned(s *sent, c cueHit) bool {
	if r.toldToCall(s, c) || r.onlyAsksHelp(s, c) {
		return true
	}
	if w := r.tokens[c.to-1]; !w.isNum && w.text != "ambulance" || c.from == s.from {
		return false
	}
	before := r.tokens[c.from-1].text
	if isThird(before) && c.from-2 >= s.from && isAux(r.tokens[c.from-2].text) {
		return true // "would she dial 911"
	}
	switch before {
	case "can", "could", "should", "would", "must", "gotta", "or", "put", "them", "then", "simply", "just", "eejit", "anyone", "anybody", "who":
		return true
	}
	return false
}

// inTheory tells whether a turn says that it asks in theory.
func (r *reading) inTheory() bool {
	for i := range r.tokens {
		switch r.tokens[i].text {
		case "hypothetically", "hypothetical", "theoretical", "theoretically":
			return true // "not hypothetically" is a claim
		}
	}
	return false
}

// ofStrangerOnly tells whether a sign of a group that begins at token head is said of
// nobody in particular, "some other driver had", or a question only asks what to do for it.
func (r *reading) ofStrangerOnly(s *sent, m *mention, head int) bool {
	if s.asks && head > s.from && r.tokens[head-1].text == "for" {
		return true
	}
	return r.subjectOf(s, m).kind == folkHolder
}

// mostToImagine is the most words of a sentence that only asks to imagine the next.
const mostToImagine = 10

// imagined tells whether the sentence before sentence n asks to imagine it.
func (r *reading) imagined(n int) bool {
	if n == 0 {
		return false
	}
	s := &r.sents[n-1]
	switch r.tokens[s.from].text {
	case "imagine", "picture", "suppose", "supposing":
		return s.to-s.from <= mostToImagine && !r.sents[n].asks
	}
	return false
}

// fearedBehind tells whether a sign that ends before token i is what somebody fears: "it is
// not a fit I'm scared of".
func (r *reading) fearedBehind(s *sent, i int) bool {
	if s.from+2 < s.to && r.tokens[s.from].text == "what" && isFirst(r.tokens[s.from+1].text) {
		switch r.tokens[s.from+2].text {
		case "dread", "fear", "worries", "scares", "frightens":
			return true // "what I dread is"
		}
	}
	for k := i; k < min(s.to, i+mostSubject); k++ {
		switch r.tokens[k].text {
		case "scared", "afraid", "frightened", "terrified", "dread", "fear", "worried":
			return k > i && (isFirst(r.tokens[k-1].text) || r.tokens[k-1].text == "am" || r.tokens[k-1].text == "are")
		}
	}
	return false
}

// mayBefall tells whether a sign that begins at token head may befall anybody: "any pupil
// has", "one of us might", "a rider could".
func (r *reading) mayBefall(s *sent, head int) bool {
	if head == s.from || r.tokens[head].brk != joined {
		return false
	}
	may := false
	switch r.tokens[head-1].text {
	case "may", "might", "could", "would", "gets", "get":
		may = true
	case "started", "starts", "began":
		may = r.said(s.from, head, "if")
	}
	for k := max(s.from, head-farthest); k < min(s.to, head+farthest); k++ {
		if r.nowAt(k) {
			return false
		}
	}
	for k := head - 1; k >= max(s.from, head-1-mostSubject); k-- {
		switch w := r.tokens[k].text; {
		case w == "any" || w == "anyone" || w == "anybody":
			return true
		case w == "a" || w == "an" || w == "some" || w == "somebody" || w == "someone" || w == "one" || w == "child" || w == "people" || w == "guest":
			return may
		case isFirst(w) && w != "us" || isThird(w) || r.tokens[k+1].brk != joined:
			return false
		}
	}
	return false
}

// foresees tells whether a turn says that all is well or that it plans ahead.
func (r *reading) foresees() bool {
	kinds := r.allKinds()
	return kinds&(1<<foresight) != 0 || kinds&(1<<hale) != 0 && r.saysWell() || kinds&(1<<putRight) != 0 && r.anyCue(putRight, r.neverWas)
}

// neverWas tells whether words that put right say that something never happened, and not
// "never before".
func (r *reading) neverWas(s *sent, c cueHit) bool {
	for i := c.to; i < min(s.to, c.to+nearName); i++ {
		if w := r.tokens[i].text; w == "before" || w == "until" || w == "till" || w == "like" || w == "this" || w == "so" {
			return false
		}
	}
	switch r.tokens[c.from].text {
	case "never", "nothing":
		return true
	case "has", "have", "did":
		return r.tokens[c.to-1].text == "happened" || r.tokens[c.to-1].text == "happen"
	}
	return false
}
