package guard

// Clauses: who, how and what of a question or a statement.

// A saying is a question or a statement taken apart: "is he breathing", "you can't feel
// your bottom".
type saying struct {
	subject   []unit
	aux       *unit
	not       *unit
	predicate []unit
	asked     bool // the helping verb comes first
}

// parse takes a clause apart. It fails where nobody at hand is its subject.
func parse(u []unit) (c saying, ok bool) {
	u = pastFillers(u)
	if len(u) < 2 {
		return c, false
	}
	if helps(u[0].text) {
		c.asked, c.aux = true, &u[0]
		u = u[1:]
		if u[0].text == "not" {
			c.not, u = &u[0], u[1:]
		}
	}
	n := nounPhrase(u)
	if n == 0 {
		return c, false
	}
	c.subject, u = u[:n], u[n:]
	if !c.asked && len(u) > 0 && helps(u[0].text) {
		c.aux, u = &u[0], u[1:]
	}
	for len(u) > 0 && (u[0].text == "not" || u[0].text == "still" || u[0].text == "even") {
		if u[0].text == "not" {
			c.not = &u[0]
		}
		u = u[1:]
	}
	c.predicate = u
	return c, true
}

// helps tells whether a word is a helping verb.
func helps(w string) bool {
	return isAux(w) || w == "am" || w == "has" || w == "have" || w == "had"
}

// nounPhrase gives how many units at the front name somebody or something at hand.
func nounPhrase(u []unit) int {
	if len(u) == 0 {
		return 0
	}
	switch w := u[0].text; w {
	case "i", "he", "she", "they", "we", "you", "it", "anyone", "anybody", "someone", "somebody", "mine", "this", "that":
		return 1
	case "my", "your", "his", "her", "our", "their", "the", "both", "one":
		n := 1
		for n < len(u) && (determines(u[n].text) || isSide(u[n].text)) {
			n++
		}
		if n < len(u) {
			return n + 1
		}
	default:
		if isKin(w) {
			return 1
		}
	}
	return 0
}

func isSide(w string) bool { return w == "left" || w == "right" }

// isKin tells whether a word names somebody of one's own without a "my".
func isKin(w string) bool {
	switch w {
	case "mum", "mom", "dad", "mummy", "daddy", "nan", "gran", "granny", "grandma", "grandad", "grandpa", "baby", "hubby", "mam", "nana", "granddad":
		return true
	}
	return false
}

// pastFillers skips words with which a question, an answer or a report begins.
func pastFillers(u []unit) []unit {
	for len(u) > 1 {
		switch u[0].text {
		case "and", "but", "so", "well", "um", "uh", "er", "erm", "oh", "ok", "okay", "right", "sorry", "because", "cos", "sadly", "unfortunately", "actually", "honestly", "please", "now", "no",
			"hi", "hello", "hey", "first", "then", "next", "if", "whether", "that", "obviously", "afraid", "also", "again", "apparently", "typo":
			if (u[0].text == "no" || u[0].text == "that") && (len(u) < 3 || !nominal(u[1].text)) {
				return u
			}
			u = u[1:]
		default:
			return u
		}
	}
	return u
}

// nominal tells whether a word stands for somebody as a subject.
func nominal(w string) bool {
	return w == "i" || w == "he" || w == "she" || w == "it" || w == "they" || w == "we" || w == "mine" || w == "you"
}

// tell puts a clause together again, denied or not. What was asked of "you" is told
// of "I".
func (c *saying) tell(no *unit, subject []unit) []unit {
	var out []unit
	first := c.subject
	if subject != nil {
		first = subject
	}
	mine := len(c.subject) == 1 && c.subject[0].text == "you"
	out = append(out, first...)
	if mine && subject == nil {
		out[0].text = "i"
	}
	if c.aux != nil {
		a := *c.aux
		if len(out) == 1 && out[0].text == "i" && (a.text == "are" || a.text == "is") {
			a.text = "am"
		}
		out = append(out, a)
	}
	if no != nil {
		n := *no
		n.text = "not"
		out = append(out, n)
	}
	for _, p := range c.predicate {
		if mine {
			p.text = toFirst(p.text)
		}
		out = append(out, p)
	}
	for i := range out {
		out[i].brk, out[i].sep = joined, " "
	}
	return out
}

// toFirst turns "your" into "my".
func toFirst(w string) string {
	switch w {
	case "your", "yours":
		return "my"
	case "you":
		return "me"
	case "yourself":
		return "myself"
	}
	return w
}
