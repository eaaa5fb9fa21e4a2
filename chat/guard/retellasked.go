package guard

// What was asked, reported or supposed before an answer.

// askKind is how something was brought up.
type askKind uint8

const (
	plainAsked askKind = iota
	reported           // "you asked whether he's breathing"
	topicAsked         // "you asked about feeling when I wipe"
	supposed           // "ring if it turns white"
)

// clauseAsked finds what a bit brings up.
func (b *bit) clauseAsked() ([]unit, askKind) {
	u := b.units
	for i := len(u) - 2; i >= 0; i-- {
		if i > 0 && u[i].brk == comma && helps(u[i].text) && nounPhrase(u[i+1:]) > 0 {
			return u[i:], reported
		}
		switch w := u[i].text; w {
		case "whether":
			return u[i+1:], reported
		case "if":
			if reports(u[:i]) {
				return u[i+1:], reported
			}
			return pastAdvice(u[i+1:]), supposed
		case "about", "for", "check", "checked", "re", "regarding":
			if k := i; w == "re" || w == "regarding" || (w == "check" || w == "checked") && i > 0 || k > 0 && topical(u[k-1].text) {
				return u[i+1:], topicAsked
			}
		case "asked", "asks", "question", "said", "told", "say", "assume", "assumed", "least", "you":
			if w == "you" && (i == 0 || u[i-1].text != "told") {
				continue
			}
			if rest := u[i+1:]; len(rest) > 1 && (helps(rest[0].text) && nounPhrase(rest[1:]) > 0 || w != "asked" && w != "asks" && nounPhrase(rest) > 0 && i > 0 || rest[0].text == "that") {
				return rest, reported
			}
		}
	}
	return pastFillers(u), plainAsked
}

// reports tells whether somebody only asks in what comes before "if".
func reports(u []unit) bool {
	for i := range u {
		switch u[i].text {
		case "asked", "asks", "ask", "asking", "know", "wondered", "wonder", "check", "checked", "question":
			return true
		}
	}
	return false
}

// topical tells whether "about" or "for" behind a word names what it is about.
func topical(w string) bool {
	switch w {
	case "asked", "ask", "know", "asking", "looked", "felt", "feel", "look", "as", "check", "checked", "listened":
		return true
	}
	return false
}

// pastAdvice cuts off what is to be done: "if it turns white call".
func pastAdvice(u []unit) []unit {
	for i := 2; i < len(u); i++ {
		switch u[i].text {
		case "call", "ring", "phone", "dial", "go", "come", "see", "get":
			if i+1 == len(u) || u[i].brk != joined || u[i].text == "call" || u[i].text == "ring" || u[i].text == "phone" || u[i].text == "dial" {
				return u[:i]
			}
		case "it", "you", "then", "this", "that":
			if i+1 < len(u) && (u[i+1].text == "is" || u[i+1].text == "should" || u[i+1].text == "must" || u[i+1].text == "need") {
				return u[:i]
			}
		}
	}
	return u
}

// fulfilled tells what was supposed if an answer says that it is so.
func fulfilled(u []unit, r *reply) []unit {
	c, ok := parse(u)
	if !ok {
		n := nounLoose(u)
		if n == 0 {
			return nil
		}
		if r.subject != nil && r.yes == saysNot(u) && !r.fulfils {
			return nil
		}
		return retoldUnits(u)
	}
	if !r.fulfils && r.yes == (c.not != nil) {
		return nil
	}
	if !r.fulfils && r.subject == nil {
		return nil
	}
	var subject []unit
	if r.subject != nil && len(c.subject) == 1 && c.subject[0].text != "it" && c.subject[0].text != "you" && nominal(r.subject[0].text) {
		subject = r.subject
	}
	if subject != nil && subject[0].text == "mine" {
		subject = append([]unit{}, c.subject...)
		subject[0].text = "my"
	}
	return append(c.tell(c.not, subject), r.rest...)
}

// saysNot tells whether some words deny.
func saysNot(u []unit) bool {
	for i := range u {
		if u[i].text == "not" {
			return true
		}
	}
	return false
}

// nounLoose tells how many words may name what a supposed clause is about.
func nounLoose(u []unit) int {
	if len(u) < 2 || isWh(u[0].text) || helps(u[0].text) {
		return 0
	}
	return 1
}

// retoldUnits copies words, "a" and "the" turned into "my".
func retoldUnits(u []unit) []unit {
	out := append([]unit{}, u...)
	for i := range out {
		out[i].text = toFirst(out[i].text)
		out[i].brk = joined
	}
	if out[0].text == "a" || out[0].text == "an" {
		out[0].text = "my"
	}
	return out
}

// flipped tells the opposite of what was said before.
func flipped(b *bit, r *reply) []unit {
	u, _ := b.clauseAsked()
	for i := range u {
		if u[i].text == "not" {
			return append(append([]unit{}, u[:i]...), u[i+1:]...)
		}
	}
	c, ok := parse(u)
	if !ok {
		return nil
	}
	if c.aux == nil && len(c.predicate) > 1 && (c.predicate[0].text == "stopped" || c.predicate[0].text == "stop") {
		aux := r.word
		aux.text = "has"
		c.aux = &aux
	}
	if c.aux == nil {
		return nil
	}
	return c.tell(&r.word, nil)
}
