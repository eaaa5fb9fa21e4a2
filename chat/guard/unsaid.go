package guard

// Denials that tell. "I wish I hadn't taken 30 tablets", "never had crushing chest pain
// until tonight", "I'd drive him if he wasn't unconscious" and "I haven't told mum that
// I took them all" say that it is so.

// turnedRound tells whether a denial says that a sign is there.
func (r *reading) turnedRound(s *sent, c cueHit, m *mention) bool {
	return r.tillNow(s, m) || r.regrets(s, c) || r.untold(s, c, m) || r.shouldNot(c, m)
}

// corrects tells whether a sign of no life stands alone behind what somebody is not:
// "not asleep, unconscious", no list as in "not dizzy, sick or unconscious".
func (lx *lexer) corrects(r *reading, s *sent, c cueHit, m *mention) bool {
	if r.tokens[c.to-1].text != "not" || m.from-c.to > nearNow || m.from == c.to || r.tokens[m.from].brk != comma || lx.concepts[m.concept].id != "unresponsive" {
		return false
	}
	for i := c.to; i < min(s.to, m.to+farthest); i++ {
		if w := r.tokens[i].text; w == "or" || w == "nor" || w == "and" || i > m.from && r.tokens[i].brk != joined {
			return false
		}
	}
	return true
}

// nearNow is within how many words behind "until" the present must be named.
const nearNow = 4

// nearIf is within how many words before a denial a wish or an "if" must stand.
const nearIf = 6

// farthest is how many words from a denial or a sign what turns it round is looked for.
const farthest = 24

// tillNow tells whether what was not so before is so now: "until tonight", "before this
// one".
func (r *reading) tillNow(s *sent, m *mention) bool {
	for i := m.to; i < min(s.to, m.to+farthest) && r.tokens[i].brk == joined; i++ {
		w := r.tokens[i].text
		if w == "then" && joins(r.tokens[i-1].text) && r.momentAgo(s, m, i) {
			return true
		}
		if w != "until" && w != "till" && w != "before" {
			continue
		}
		for k := i + 1; k < min(s.to, i+1+nearNow); k++ {
			switch r.tokens[k].text {
			case "tonight", "now", "today", "this":
				return true
			case "ago", "yesterday":
				return w != "before"
			}
		}
	}
	return false
}

// momentAgo tells whether what follows "then" at token i is told of a moment ago, and
// names nothing else: "never had one in my life and then bang, ten minutes ago".
func (r *reading) momentAgo(s *sent, m *mention, i int) bool {
	for _, o := range r.between(m.sent, i, i+2*mostTail) {
		if o.from > i && o.status == asserted && o.concept != m.concept && !r.nowAt(o.to-1) {
			return false
		}
	}
	for k := i; k < min(s.to, i+2*mostTail); k++ {
		if r.nowAt(k) {
			return true
		}
	}
	return false
}

// regrets tells whether a denial stands behind "wish", or behind the "if" of what would
// be otherwise.
func (r *reading) regrets(s *sent, c cueHit) bool {
	supposed := false
	for i := c.from - 1; i >= max(s.from, c.from-nearIf); i-- {
		switch r.tokens[i].text {
		case "wish", "wished", "wishing":
			return true
		case "if":
			supposed = true
		}
	}
	if !supposed || !negates(r.tokens[c.from].text) {
		return false
	}
	for i := max(s.from, c.from-farthest); i < min(s.to, c.to+farthest); i++ {
		if r.tokens[i].text == "would" {
			return true
		}
	}
	return false
}

// untold tells whether a denial only denies that somebody was told of a sign.
func (r *reading) untold(s *sent, c cueHit, m *mention) bool {
	if c.to >= s.to || m.from <= c.to {
		return false
	}
	if r.unknown(s, c) {
		return true
	}
	switch r.tokens[c.to].text {
	case "told", "mentioned", "admitted":
		return true
	case "say", "said", "tell", "mention", "admit":
	default:
		return false
	}
	for i := m.to; i < min(s.to, m.to+farthest); i++ {
		if w := r.tokens[i].text; w == "until" || w == "till" || w == "because" {
			return true
		}
	}
	return false
}

// unknown tells whether a denial says that nobody knows of a sign: "none of them know I
// woke up with".
func (r *reading) unknown(s *sent, c cueHit) bool {
	i := c.to
	if r.tokens[i].text == "of" {
		i += 2
	}
	if i+1 >= s.to {
		return false
	}
	switch r.tokens[i].text {
	case "know", "knows", "knew", "noticed", "realise", "realises", "realised", "realize", "realizes", "realized":
		return r.tokens[c.from].text == "none" || r.tokens[c.from].text == "nobody" || r.tokens[c.from].text == "no" || isFirst(r.tokens[i+1].text)
	}
	return false
}

// shouldNot tells whether it is denied that something should be so which is: "I don't
// think legs should go cold like this".
func (r *reading) shouldNot(c cueHit, m *mention) bool {
	if c.to >= len(r.tokens) || r.tokens[c.to].text != "think" {
		return false
	}
	for i := c.to + 1; i < min(m.to, c.to+farthest); i++ {
		if w := r.tokens[i].text; w == "should" || w == "supposed" || w == "meant" {
			return true
		}
	}
	return false
}

// mostOfEcho is the most words of a clause that only says "mine has".
const mostOfEcho = 6

// echoes tells whether sentence n, or its last clause, says of somebody at hand what was
// only asked or supposed before: "is it serious if someone is unconscious? dad is".
func (r *reading) echoes(n int) bool {
	s := &r.sents[n]
	if s.asks && (n == 0 || s.to-s.from > mostOfEcho) {
		return false
	}
	if n > 0 && r.wonders(&r.sents[n-1]) && (r.onlyEchoes(s.from, s.to) || r.oneDid(s)) {
		return true
	}
	for i := s.to - 2; i > max(s.from, s.to-mostOfEcho-1); i-- {
		if r.tokens[i].brk == comma {
			return r.wonders(s) && r.onlyEchoes(i, s.to)
		}
	}
	return false
}

// mostToDid is within how many words "the one by my desk" does what was asked.
const mostToDid = 10

// oneDid tells whether a sentence says that one of those asked about did so just now: "the one
// by my desk did a minute ago", "mine's called Dave, started with it just now".
func (r *reading) oneDid(s *sent) bool {
	if s.to-s.from < 3 || s.asks {
		return false
	}
	switch w, next := r.tokens[s.from].text, r.tokens[s.from+1].text; {
	case w == "mine" || w == "ours":
	case (w == "the" || w == "this" || w == "that" || w == "my" || w == "our") && (next == "one" || next == "other"):
	case w == "one" && next == "of":
	default:
		return false
	}
	did := false
	for i := s.from + 1; i < s.to; i++ {
		switch w := r.tokens[i].text; w {
		case "did", "does", "done", "started", "has", "doing":
			did = did || i < s.from+mostToDid
		case "wheel", "cage", "hutch", "perch", "tank", "vet", "vets":
			return false
		default:
			if r.tokens[i].thing == animal {
				return false
			}
			if before, next := r.around(i); did && (w == "now" && before == "just" || r.timeOfNow(s, i, before, next)) {
				return true
			}
		}
	}
	return false
}

// wonders tells whether a sentence asks, supposes or teaches something.
func (r *reading) wonders(s *sent) bool {
	_, ok := s.has(learn, learnFirm, ask, hypo, hypoFirm)
	return ok || s.asks || s.general
}

// onlyEchoes tells whether tokens [i:to) name somebody, a helping verb and nothing else.
func (r *reading) onlyEchoes(i, to int) bool {
	if i < to && (r.tokens[i].text == "and" || r.tokens[i].text == "because" || r.tokens[i].text == "which" || r.tokens[i].text == "cos") {
		i++
	}
	if to-i > mostOfEcho || to-i < 2 {
		return false
	}
	who, verb := false, false
	for ; i < to; i++ {
		switch r.tokens[i].text {
		case "mine", "somebody", "someone", "i", "he", "she", "it", "we", "dad", "mum", "mom", "my", "son", "daughter", "husband", "wife", "baby", "gran", "nan", "leg", "foot":
			who = true
		case "has", "have", "is", "am", "do", "does", "did", "are":
			if !who {
				return false
			}
			verb = true
		case "just", "now", "tonight", "too", "right", "already", "both", "doing", "had", "taken", "of", "them", "that", "all", "#":
		default:
			return false
		}
	}
	return who && verb
}
