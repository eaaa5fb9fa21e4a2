package guard

// Answers to what was asked before, and words that take back what was said before.

// A reply is what a bit says to the one before it.
type reply struct {
	word    unit // the one that says yes or no
	yes     bool
	subject []unit // of "he isn't", nil for a bare yes or no
	aux     string
	rest    []unit // what follows
	flips   bool   // "I lied": what was said before is not so
	fulfils bool   // "here we are": what was only supposed is so
}

// reply tells anew what a bit answers, nil for nothing.
func (t *teller) reply(b *bit) []unit {
	before := &t.before
	if len(before.units) == 0 || len(b.units) == 0 || len(before.units) > mostOfAsked {
		return nil
	}
	asked, kind := before.clauseAsked()
	r, ok := b.replies()
	if !ok && kind == supposed {
		r, ok = b.repeats(asked)
	}
	if !ok {
		return t.relapse(b)
	}
	apart := b.turn != before.turn || b.by != before.by
	switch {
	case r.flips:
		return flipped(before, &r)
	case kind == topicAsked:
		t.keep = r.yes
		if r.yes {
			return nil
		}
		return lacks(asked, &r.word)
	case kind == supposed:
		return fulfilled(asked, &r)
	case r.fulfils:
		return nil
	}
	c, whole := parse(asked)
	switch {
	case !whole:
		if r.subject != nil || r.aux != "" || !(before.asks || apart || kind == reported) || before.told || len(asked) > mostOfItem || isWh(asked[0].text) {
			return nil
		}
		if r.yes {
			return holds(asked, &r)
		}
		return lacks(asked, &r.word)
	case r.subject == nil && !((c.asked || c.aux == nil && before.asks) && (before.asks || apart || kind == reported) || kind == reported || r.aux != "" && apart):
		return nil
	}
	return c.answered(&r)
}

// mostOfAsked is the most words of what is asked or supposed before an answer.
const mostOfAsked = 30

// answered puts a clause together with its answer.
func (c *saying) answered(r *reply) []unit {
	if len(c.predicate) > 0 && isMental(c.predicate[0].text) || c.subject[0].text == "you" && c.anyones() {
		return nil
	}
	if r.subject != nil && !sameWho(c.subject, r.subject) {
		return nil
	}
	var subject []unit
	if r.subject != nil && c.subject[0].text != "you" && r.subject[0].text != c.subject[0].text && r.subject[0].text == "mine" {
		subject = append([]unit{}, c.subject...)
		subject[0].text = "my"
	}
	if c.aux == nil && !r.yes {
		c.assume(&r.word)
	}
	if r.yes {
		out := c.tell(nil, subject)
		if r.subject == nil && c.not != nil && !c.asked {
			return nil
		}
		return append(out, r.rest...)
	}
	if c.aux == nil {
		return nil
	}
	if len(c.predicate) > 0 && len(c.predicate) <= 2 && c.predicate[0].text == "safe" && (c.subject[0].text == "you" || c.subject[0].text == "i") {
		c.predicate = joinedUnits(c.predicate)
		c.predicate[0].text = "keep myself safe"
		can := *c.aux
		can.text, c.aux = "can", &can
	}
	if c.plainNo() {
		return nil
	}
	out := c.tell(&r.word, subject)
	if n := len(r.rest); n > 0 && n <= 3 && r.rest[0].brk == comma && ascribes(c.aux.text) { // "no, blue"
		out = append(append(out, c.subject...), *c.aux)
	}
	return append(out, r.rest...)
}

// plainNo tells whether a no to a question only denies what was asked, as the turn as it
// stands says well enough: "did I faint? I did not", "does it sound like a stroke? no".
func (c *saying) plainNo() bool {
	switch c.aux.text {
	case "did", "do", "does":
	default:
		return false
	}
	w := ""
	if len(c.predicate) > 0 {
		w = c.predicate[0].text
	}
	if c.subject[0].text == "it" {
		return w == "sound" || w == "look" || w == "seem"
	}
	return c.asked && c.subject[0].text == "i" && w != "want" && w != "feel" && w != "breathe"
}

// sameWho tells whether the subject of an answer may be that of what it answers: not "my
// mum could speak French, I can't".
func sameWho(asked, answer []unit) bool {
	a := asked[0].text
	switch w := answer[0].text; w {
	case "i":
		return a == "i" || a == "you" || a == "we"
	case "he", "she", "they", "it":
		return a != "i" && a != "you" && (!nominal(a) || a == w || w == "they")
	case "mine", "that", "this", "we", "you":
		return true
	default:
		return last(asked).text == last(answer).text
	}
}

// assume puts in the helping verb that a short question leaves out: "you safe?".
func (c *saying) assume(at *unit) {
	aux := *at
	switch w := c.subject[0].text; {
	case len(c.predicate) == 0 || isVerb(c.predicate[0].text):
		return
	case w == "you" || w == "i":
		aux.text = "am"
	case (w == "anyone" || w == "anybody") && len(c.predicate) > 2 && c.predicate[0].text == "able":
		aux.text, c.subject, c.predicate = "can", joinedUnits(c.subject), c.predicate[2:]
		c.subject[0].text = "i"
	default:
		aux.text = "is"
	}
	aux.brk = joined
	c.aux = &aux
}

// isVerb tells whether a word behind a subject is what it does, which no "is" may come
// before.
func isVerb(w string) bool {
	return isPastVerb(w) || isPresent(w) || len(w) > 2 && w[len(w)-1] == 's'
}

// anyones tells whether "you" may be anybody: "can you die of it".
func (c *saying) anyones() bool {
	if c.aux == nil || len(c.predicate) == 0 {
		return true
	}
	switch c.aux.text {
	case "can", "could", "should", "would", "will", "do", "does":
		switch c.predicate[0].text {
		case "feel", "breathe", "move", "lift", "raise", "speak", "talk", "pee", "wee", "urinate", "see", "swallow", "stand", "walk", "wiggle", "want", "have", "plan", "intend", "mean", "wake", "bear", "smile", "squeeze", "hear", "reach":
			return false
		}
		return true
	}
	return false
}

// isMental tells whether a verb is of the mind alone.
func isMental(w string) bool {
	return w == "know" || w == "think" || w == "remember" || w == "see" || w == "mind" || w == "believe" || w == "understand" || w == "agree"
}

// replies reads a bit as an answer.
func (b *bit) replies() (r reply, ok bool) {
	u := b.units
	for len(u) > 1 && isLead(u[0].text) {
		u = u[1:]
	}
	if n := takesBackAll(u); n > 0 {
		return reply{word: u[0], flips: true, rest: u[n:]}, true
	}
	if n := fulfils(u); n > 0 {
		return reply{word: u[0], fulfils: true, yes: true, rest: u[n:]}, true
	}
	u = pastReport(u)
	if len(u) == 0 {
		return r, false
	}
	switch w := u[0]; {
	case isYes(w.text) || w.text == "aye" || w.text == "definitely" || w.letter == 'y':
		return bare(u, true)
	case isNo(w.text) || w.text == "nil" || w.text == "negative" || w.letter == 'n' || w.text == "neither":
		return bare(u, false)
	case w.text == "barely" || w.text == "hardly" || w.text == "only" || w.text == "scarcely":
		return reply{word: w, rest: u}, !b.asks && len(u) <= mostOfShort
	case w.text == "not" && len(u) <= mostOfShort && (len(u) == 1 || pastWhen(u, 1) == len(u) || u[1].brk != joined):
		return reply{word: w, aux: "now", rest: u[1:]}, true
	case w.text == "there" && isNone(words(u)):
		return reply{word: *last(u)}, true
	case len(u) >= 4 && w.text == "do" && u[1].text == "not" && u[2].text == "think" && u[3].text == "so" || w.text == "i" && len(u) == 5 && u[2].text == "not" && u[4].text == "so":
		return reply{word: u[1]}, true
	}
	return elliptic(u, b.asks)
}

// mostOfShort is the most words of a short answer.
const mostOfShort = 5

// bare reads an answer that begins with yes or no.
func bare(u []unit, yes bool) (r reply, ok bool) {
	r = reply{word: u[0], yes: yes}
	n := 1
	if n+1 < len(u) && u[n].text == "of" && (u[n+1].text == "us" || u[n+1].text == "them") {
		n += 2
	}
	n = pastWhen(u, n)
	if n < len(u) && u[n].brk == joined && (u[n].text == "all" || u[n].text == "both" || u[n].isNum) {
		r.rest = u[n:]
		return r, yes
	}
	if n < len(u) && u[n].brk == joined {
		e, whole := elliptic(u[n:], false)
		if !whole || e.yes != yes {
			return r, false // "no pain", "yes please"
		}
		r.rest = e.rest
		return r, true
	}
	r.rest = u[n:]
	for _, x := range r.rest {
		if isGood(x.text) {
			return r, false
		}
	}
	if e, whole := elliptic(r.rest, false); whole {
		if e.yes != yes {
			return r, false
		}
		r.rest = e.rest
	}
	return r, true
}

// elliptic reads "he isn't", "I can't any more", "isn't", "mine doesn't".
func elliptic(u []unit, asks bool) (r reply, ok bool) {
	if asks || len(u) == 0 {
		return r, false
	}
	n := 0
	if !helps(u[0].text) {
		if n = nounPhrase(u); n == 0 || n > 2 {
			return r, false
		}
		r.subject = u[:n]
	}
	if n >= len(u) || !helps(u[n].text) {
		if n < len(u) && u[n].text == "just" && n+1 < len(u) && helps(u[n+1].text) {
			n++
		} else {
			return r, false
		}
	}
	r.aux, r.word, r.yes = u[n].text, u[n], true
	n++
	if n < len(u) && u[n].text == "not" && u[n].brk == joined {
		r.word, r.yes = u[n], false
		n++
	}
	n = pastWhen(u, n)
	if n < len(u) && u[n].brk == joined {
		return r, false
	}
	if r.subject == nil && r.yes && r.aux != "was" && r.aux != "were" {
		return r, false
	}
	if r.subject == nil && r.yes {
		r.yes = false // "mum is awake | was"
	}
	r.rest = u[n:]
	return r, true
}

// pastWhen skips words from unit n on that only say when or how much an answer holds.
func pastWhen(u []unit, n int) int {
	for n < len(u) && u[n].brk == joined {
		switch {
		case onlyWhen(u[n].text):
			n++
		case u[n].text == "at" && n+1 < len(u) && u[n+1].text == "all", u[n].text == "any" && n+1 < len(u) && (u[n+1].text == "more" || u[n+1].text == "longer"):
			n += 2
		default:
			return n
		}
	}
	return n
}
