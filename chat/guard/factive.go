package guard

import "strings"

// Denials that take a fact for granted. "I'm not happy that my daughter took 30
// tablets", "he doesn't realise that I'm bleeding", "there's no denying that his
// face droops" deny how somebody takes it, not that it is so (factive verbs and
// adjectives; Kiparsky and Kiparsky, Fact, 1970). "I don't think that ..." and "no
// sign that ..." deny the fact itself and are none of them.

// takesForGranted tells whether a denial ends before token i, where a fact begins.
func (r *reading) takesForGranted(s *sent, c cueHit, i int) bool {
	if r.tokens[i-1].text == "no" { // "no my son is choking", "no no no he fell", but "no I don't want to die"
		return r.beginsClause(s, i) && !r.deniedSoon(s, i)
	}
	if i == c.to {
		return false
	}
	if r.tokens[c.from].text == "instead" || r.tokens[c.from].text == "rather" { // "instead of a party we have a stroke here"
		return r.beginsClause(s, i) && r.finiteSoon(s, i)
	}
	that, head := i, i-1
	if r.tokens[i].text == "that" {
		i++
	}
	if i >= s.to || !r.beginsClause(s, i) || r.tokens[i].brk != joined {
		return false
	}
	w := r.tokens[head].text
	if w == "believe" || w == "think" || w == "credit" { // "the nurse didn't believe that he fell", but "I don't think he fell"
		return that < i && w == "believe" && !r.saidByMe(s, c)
	}
	return isFactive(w, that < i) || w == "true" && that < i && r.wishesNot(s, c)
}

// finiteSoon tells whether the clause that begins at token i has its verb within a few
// words: "we have", "my baby is".
func (r *reading) finiteSoon(s *sent, i int) bool {
	for k := i + 1; k < min(s.to, i+4) && r.tokens[k].brk == joined; k++ {
		if w := r.tokens[k].text; isAux(w) || isFinite(w) || isPastVerb(w) {
			return true
		}
	}
	return false
}

// wishesNot tells whether a denial is only wished for: "if only it weren't true that".
func (r *reading) wishesNot(s *sent, c cueHit) bool {
	for k := max(s.from, c.from-4); k < c.from; k++ {
		if w := r.tokens[k].text; w == "wish" || w == "only" && k > s.from && r.tokens[k-1].text == "if" {
			return true
		}
	}
	return false
}

// beginsClause tells whether somebody, or something of somebody's, stands at token i.
func (r *reading) beginsClause(s *sent, i int) bool {
	if i+1 >= s.to {
		return false
	}
	switch r.tokens[i].text {
	case "my", "our", "his", "her", "their", "he", "she", "i", "we", "they":
		return true
	case "the":
		return r.tokens[i-1].text == "that"
	}
	for _, o := range r.cuesBetween(s, i, i+1) {
		if o.kind == relative && o.from == i {
			return true
		}
	}
	return false
}

// deniedSoon tells whether a denial stands among the next words.
func (r *reading) deniedSoon(s *sent, i int) bool { return r.saysNot(i, min(s.to, i+4)) }

// deniedTwice tells whether a denial is denied itself: "it can't be denied".
func (r *reading) deniedTwice(s *sent, c cueHit) bool {
	w := r.tokens[c.from].text
	return (strings.HasPrefix(w, "deni") || strings.HasPrefix(w, "deny")) && r.saysNot(max(s.from, c.from-3), c.from)
}

// saysNot tells whether one of some tokens denies by itself.
func (r *reading) saysNot(from, to int) bool {
	for i := from; i < to; i++ {
		switch r.tokens[i].text {
		case "not", "cannot", "never", "no", "nobody", "dont", "cant", "wont":
			return true
		}
	}
	return false
}

// saidByMe tells whether the one who writes denies.
func (r *reading) saidByMe(s *sent, c cueHit) bool {
	for i := c.from; i >= max(s.from, c.from-2); i-- {
		if w := r.tokens[i].text; w == "i" || w == "we" {
			return true
		}
	}
	return false
}

// isFactive tells whether a word takes what follows for granted, also when it is
// denied; after some that only before "that".
func isFactive(w string, that bool) bool {
	switch w {
	case "denying", "disputing", "kidding", "joking", "exaggerating", "lying", "realise", "realised", "realize", "realized", "funny", "happy", "proud", "surprised":
		return true
	case "glad", "pleased", "calm", "new", "news", "strange", "odd", "fair", "fun", "great", "good", "ideal", "ok", "okay", "fine", "normal", "right", "acceptable", "bad",
		"worried", "worrying", "dangerous", "lovely", "helpful", "notice", "noticed", "first", "know", "knows", "knew", "aware", "expect", "expected", "remember", "remembered",
		"forget", "forgotten", "forgot", "care", "cares", "mind", "denied", "doubt", "doubting", "question", "secret", "accident", "coincidence", "surprise", "joke", "lie",
		"rumour", "rumor", "up", "deal", "important", "urgent", "serious", "worth", "call", "fact", "shame", "wonder", "concern", "comfort", "trivial", "given", "see",
		"understand", "accept", "grasp", "matter", "relevant", "enough", "it", "dispute", "hide", "hiding":
		return that
	}
	return false
}
