package guard

// What is only supposed. "Should a lad collapse on the ridge, what do we do?", "were my
// husband to faint out there", "if a guest ever had a fit": the grammar of a supposition
// makes a danger nobody's. Where it is weaker, "say a toddler has", "if the kids", "my
// worry is getting", the turn must also say that all is well, that it never happened or
// that somebody plans ahead (the cue foresight). Words of somebody at hand or of now end
// either, see pressed.

// supposedCause is the cause of what is only supposed.
const supposedCause = "only supposed"

// mostSupposed is the most words between what supposes and the sign supposed.
const mostSupposed = 14

// supposed marks the signs that a turn only supposes.
func (lx *lexer) supposed(r *reading) {
	if r.pressedUnless(r.planned) {
		return
	}
	plans, theory := r.foresees(), r.inTheory()
	for i := range r.mentions {
		m := &r.mentions[i]
		if !lx.stageable(m) || lx.concepts[m.concept].kind != finding || lx.grave(m) {
			continue
		}
		s := &r.sents[m.sent]
		head := lx.headOf(r, s, m)
		firm, soft := r.supposes(s, head, m.from)
		if !firm && (plans || theory) {
			soft = soft || r.fearedBehind(s, m.to) || r.mayBefall(s, head)
			firm = theory && r.ofStrangerOnly(s, m, head) || r.imagined(m.sent)
		}
		if firm || soft && plans {
			if !r.happenedBefore(s, head, m.to) {
				m.status, m.because = unrealised, supposedCause
			}
		}
	}
}

// happenedBefore tells whether what is supposed has happened before or goes on: "if he
// collapses again".
func (r *reading) happenedBefore(s *sent, from, to int) bool {
	for i := max(s.from, from-mostSubject); i < min(s.to, to+mostTail); i++ {
		switch r.tokens[i].text {
		case "again", "still", "another", "keeps", "worse", "continues", "tonight", "since":
			return true
		case "now", "today":
			if !r.denies(max(s.from, i-2), i) {
				return true
			}
		}
	}
	return false
}

// supposes tells whether the words before the sign at token at, of a group that begins at
// token head, suppose it: firmly by their grammar, or softly.
func (r *reading) supposes(s *sent, head, at int) (firm, soft bool) {
	if before := head - 1; before > s.from && r.tokens[before].text == "to" && r.tokens[head].brk == joined {
		head = before
	}
	gap := false
	for k := at - 1; k >= max(s.from, head-mostSupposed); k-- {
		w := r.tokens[k].text
		gap = gap || k+1 <= head && r.tokens[k+1].brk != joined
		if gap && !(supposing(w) && r.tokens[k+1].brk == comma) && !r.aside(s, k) && !r.setsOff(s, k, head) || w == "but" && !r.said(s.from, k, "not") || w == "because" || r.hasBegun(k) {
			return false, soft
		}
		if r.firmly(s, k, head) {
			return true, true
		}
		soft = soft || r.softlySupposes(s, k)
	}
	return false, soft
}

// hasBegun tells whether token k says that something is so: "my mate has started".
func (r *reading) hasBegun(k int) bool {
	switch r.tokens[k].text {
	case "has", "have", "is":
		_, next := r.around(k)
		return next == "started" || next == "begun" || next == "just" || next == "gone" || next == "come"
	}
	return false
}

// firmly tells whether the word at token k supposes what begins at token head by its
// grammar.
func (r *reading) firmly(s *sent, k, head int) bool {
	next := ""
	if k+1 < s.to {
		next = r.tokens[k+1].text
	}
	switch r.tokens[k].text {
	case "should":
		return r.shouldSupposes(s, k, head)
	case "was":
		return next == "to" && r.conditionBefore(s, k)
	case "were":
		return next == "to" && r.conditionBefore(s, k) || k+mostSubject >= head && r.opensWere(s, k) && r.tokens[head].text == "to"
	case "happens", "happened":
		return next == "to" && r.conditionBefore(s, k)
	case "ever":
		return next != "since" && r.conditionBefore(s, k)
	}
	return false
}

// softlySupposes tells whether the word at token k supposes what comes, if the turn says
// that all is well.
func (r *reading) softlySupposes(s *sent, k int) bool {
	before, next := r.around(k)
	switch r.tokens[k].text {
	case "when":
		return next == "any" || next == "anyone" || next == "anybody" || isArticle(next) || next == "somebody" || next == "someone"
	case "if":
		return before != "says" && before != "said" && before != "saying" // a threat
	case "suppose", "supposing", "imagine", "whenever", "picture", "lest", "imagining", "picturing", "following":
		return true
	case "plan", "planning", "prepare", "prepared", "insured", "insure", "cover", "covered", "insurance", "go", "gone", "means", "repatriation":
		return next == "for" || next == "against" || r.tokens[k].text == "means" || next == "following"
	case "day":
		return before == "the" && (next == "one" || next == "somebody" || next == "someone" || next == "a")
	case "say":
		return r.saysSuppose(s, k)
	case "case", "event":
		return (before == "in" || before == "the") && next != "it" && next != "this" && next != "that" // "in case it matters, I have"
	case "worry", "scared", "afraid", "fear", "terrified", "dread", "dreading", "fretting", "frightened", "worried", "worrying":
		return next == "is" || next == "of" || next == "about" || next == "that" || next == "i"
	}
	return false
}

// opensWere tells whether a clause that supposes begins with the "were" at token k: "were
// a lad to faint", "what we'd do were a lad to faint".
func (r *reading) opensWere(s *sent, k int) bool {
	if k == s.from || r.tokens[k].brk != joined {
		return true
	}
	switch r.tokens[k-1].text {
	case "do", "happen", "happens", "done", "and", "or":
		return true
	}
	return false
}

// supposing tells whether a word supposes whatever comes behind it and its comma.
func supposing(w string) bool {
	switch w {
	case "suppose", "supposing", "imagine", "say", "if", "picture":
		return true
	}
	return false
}

// aside tells whether the words up to token k belong to an aside of what supposes: "if,
// God forbid, a child".
func (r *reading) aside(s *sent, k int) bool {
	for i := k; i >= max(s.from, k-mostTail); i-- {
		if supposing(r.tokens[i].text) && i+1 < s.to && r.tokens[i+1].brk == comma {
			return true
		}
	}
	return false
}

// setsOff tells whether only a colon or quotation mark parts token k from the sign: "for
// the case: somebody faints" sets nothing off, "it is not on there: she has" does.
func (r *reading) setsOff(s *sent, k, head int) bool {
	return k+1 == head && r.tokens[head].brk == comma && supposing(r.tokens[k].text)
}

// conditionBefore tells whether shortly before token k stands a word that supposes.
func (r *reading) conditionBefore(s *sent, k int) bool {
	for i := k - 1; i >= max(s.from, k-mostTail-2); i-- {
		switch w := r.tokens[i].text; w {
		case "if", "should", "when", "whenever", "event", "case", "suppose", "supposing", "imagine", "that":
			return w != "that" || i > s.from && (r.tokens[i-1].text == "event" || r.tokens[i-1].text == "case" || r.tokens[i-1].text == "suppose" || r.tokens[i-1].text == "imagine")
		case "say":
			return r.saysSuppose(s, i)
		case "would":
			return r.tokens[k].text != "ever"
		}
	}
	return false
}

// saysSuppose tells whether the "say" at token i supposes: "say a tenant", "let's say
// somebody", not "they say".
func (r *reading) saysSuppose(s *sent, i int) bool {
	if i > s.from && r.tokens[i].brk == joined && r.tokens[i-1].text != "us" && r.tokens[i-1].text != "but" && r.tokens[i-1].text != "and" && r.tokens[i-1].text != "so" && r.tokens[i-1].text != "lets" {
		return false
	}
	if i+1 >= s.to {
		return false
	}
	w := r.tokens[i+1].text
	return isArticle(w) || w == "one" || w == "some" || w == "somebody" || w == "someone" || w == "that" || w == "you" || w == "my" || w == "the" || w == "your"
}

// shouldSupposes tells whether the "should" at token k supposes what begins at token
// head: "should a lad collapse, what do we do", "if a coworker should", not "should my
// dad be so pale?".
func (r *reading) shouldSupposes(s *sent, k, head int) bool {
	if r.tokens[min(head, s.to-1)].text == "be" || k+1 < s.to && (r.tokens[k+1].text == "be" || r.tokens[k+1].text == "not" || r.tokens[k+1].text == "have") {
		return false
	}
	if k+1 == head || r.tokens[k+1].text == "ever" || r.tokens[k+1].text == "begin" || r.tokens[k+1].text == "start" {
		return r.conditionBefore(s, k)
	}
	if k+mostSubject+2 < head {
		return false
	}
	if k > s.from && r.tokens[k].brk == joined {
		switch r.tokens[k-1].text {
		case "do", "happens", "happen", "and", "so", "call", "ring", "done":
			return true
		}
		return false
	}
	for i := head + 1; i < min(s.to, head+farthest); i++ { // what then
		if r.tokens[i].brk == comma && (isWh(r.tokens[i].text) || isAux(r.tokens[i].text) || r.tokens[i].text == "whom" || r.tokens[i].text == "to" || r.tokens[i].text == "then" || r.tokens[i].text == "am" || r.tokens[i].text == "please" || r.tokens[i].text == "call" || r.tokens[i].text == "ring") {
			return true
		}
	}
	return false
}
