package guard

// Said to be so after all. "What does crushing chest pain look like? My lab partner
// here seems to have it", "how many black out? Terry here did, two minutes ago", "I said
// no, which is a lie": what was asked, supposed or denied before is so with somebody at
// hand. Such words bring it back.

// mostSubject is the most words of whom something is said, and mostTail of when and
// where.
const (
	mostSubject = 6
	mostTail    = 8
)

// mostBetween is the most words between what was named and what is said of it.
const mostBetween = 48

// affirmed brings back what a turn names before it says that it is so.
func (lx *lexer) affirmed(r *reading) {
	last, lie := r.affirms()
	r.so = max(last, lie) >= 0
	same := r.sameOfMine() // "he had chest pain. I have the same"
	for i := range r.mentions {
		m := &r.mentions[i]
		if same && m.alien && m.status == unrealised {
			m.status, m.because, m.asked, m.alien, m.who = asserted, "", false, false, me
		}
		if m.alien || m.from >= max(last, lie) {
			continue
		}
		switch {
		case m.status == taught || m.status == unrealised, m.status == denied && (m.from < lie || lx.deniedThen(r, m, last)):
			m.status, m.because, m.asked = asserted, "", false
		}
	}
}

// deniedThen tells whether a sign was denied in the sentence, or the one after it, that
// says at token last that it is so.
func (lx *lexer) deniedThen(r *reading, m *mention, last int) bool {
	if lx.concepts[m.concept].kind != finding || m.from >= last {
		return false
	}
	n := min(m.sent+1, len(r.sents)-1)
	return last < r.sents[n].to
}

// affirms gives the last token at which a turn says that what was named is so, and the
// last at which it calls a denial false; -1 for none.
func (r *reading) affirms() (so, lie int) {
	so, lie = -1, -1
	open := false // something was asked about or supposed
	for n := range r.sents {
		s := &r.sents[n]
		if open && r.inNeed(s) {
			so = s.from
		}
		open = open || r.leftOpen(n)
		told := r.toldUntil(s)
		for i := s.from; i < s.to; i++ {
			if r.callsFalse(s, n, i) {
				lie = i
			}
			if r.inEarnest(s, i) {
				return len(r.tokens), lie
			}
			if i < told && r.hasIt(s, i) || !s.asks && (r.didTheSame(s, i) || r.happensNow(s, i) || r.didSo(s, n, i)) {
				so = i
			}
		}
	}
	return so, lie
}

// affirmsBefore tells whether a turn says of what the one before it named that it is so.
func (r *reading) affirmsBefore() bool {
	if len(r.sents) == 0 {
		return false
	}
	s := &r.sents[0]
	if !s.asks && r.onlyEchoes(s.from, s.to) {
		return true
	}
	for n := range r.sents {
		s := &r.sents[n]
		told := r.toldUntil(s)
		for i := s.from; i < s.to; i++ {
			if i < told && r.hasIt(s, i) || !s.asks && (r.happensNow(s, i) || r.didTheSame(s, i)) {
				return true
			}
		}
	}
	return false
}

// leftOpen tells whether sentence n names a sign that is only asked about or supposed.
func (r *reading) leftOpen(n int) bool {
	for _, m := range r.of(n) {
		if !m.alien && (m.status == taught || m.status == unrealised) {
			return true
		}
	}
	return false
}

// inNeed tells whether a sentence says of "him" or "her" that help is needed: "he's on the
// floor".
func (r *reading) inNeed(s *sent) bool {
	if s.asks || s.kinds&(1<<pressing) == 0 || s.general || s.unreal {
		return false
	}
	if w := r.tokens[s.from].text; w != "he" && w != "she" && !r.covers(s, relative, s.from) {
		return false
	}
	for _, c := range s.cues {
		if c.kind == pressing && !r.ofAnybody(s, c) {
			return true
		}
	}
	return false
}

// toldUntil gives the token before which a sentence tells: it asks from there on.
func (r *reading) toldUntil(s *sent) int {
	if !s.asks {
		return s.to
	}
	if at, ok := r.opening(s); ok {
		return at
	}
	return s.from
}

// inEarnest tells whether token i ends the words of somebody who means what he or she
// says: "not joking".
func (r *reading) inEarnest(s *sent, i int) bool {
	switch r.tokens[i].text {
	case "joking", "kidding", "drill", "hypothetical", "theoretical", "hypothetically", "imaginary":
		return r.denies(max(s.from, i-2), i)
	case "suppose", "imagine", "pretend":
		return i > s.from && r.tokens[i-1].text == "not" && r.clauseStops(s, i+1)
	case "sake":
		return r.denies(max(s.from, i-3), i)
	case "eyes":
		return i > s.from && r.tokens[i-1].text == "own"
	}
	return false
}

// callsFalse tells whether token i calls false what the one who writes said: "I said
// no, which is a plain lie", "that was not true".
func (r *reading) callsFalse(s *sent, n, i int) bool {
	w := r.tokens[i].text
	if w == "lied" {
		return i > s.from && isFirst(r.tokens[i-1].text) && r.clauseStops(s, i+1)
	}
	if w != "lie" && w != "false" && w != "untrue" && w != "fib" && w != "true" && w != "truth" || !r.clauseStops(s, i+1) && !r.nowAt(i+1) {
		return false
	}
	not := w == "true" || w == "truth"
	for k := i - 1; k >= max(s.from, i-4); k-- {
		switch r.tokens[k].text {
		case "is", "was":
			return !not && k > s.from && !isFirst(r.tokens[k-1].text) && r.answeredFalsely(n, i)
		case "not":
			if !not {
				return false
			}
			not = false
		case "no", "or", "if", "never":
			return false
		}
	}
	return false
}

// answeredFalsely tells whether the one who writes says before token i of sentence n what he or
// she answered, or whether a no stands there.
func (r *reading) answeredFalsely(n, i int) bool {
	for k := max(r.sents[max(0, n-3)].from, i-mostBetween); k < i; k++ {
		switch r.tokens[k].text {
		case "said", "say", "told", "tell", "ticked", "tick", "answered", "wrote", "write", "put", "denied", "replied", "checked", "marked", "swore", "claimed":
			if r.said(max(0, k-3), k, "i") || r.tokens[k].text == "write" && r.said(max(0, k-3), k, "me") {
				return true
			}
		case "no":
			if k >= r.sents[n].from {
				return true
			}
		}
	}
	return false
}

// hasIt tells whether somebody at hand is said at token i to have "it" now: "I've got
// it now", "my mate has exactly that", "that's what my wife has".
func (r *reading) hasIt(s *sent, i int) bool {
	switch r.tokens[i].text {
	case "have", "has", "had", "got", "having":
	default:
		return false
	}
	k := i + 1
	for k < s.to && (r.tokens[k].text == "got" || r.tokens[k].text == "exactly" || r.tokens[k].text == "just" || r.tokens[k].text == "had") {
		k++
	}
	if r.isWhat(s, i) {
		return true
	}
	if k >= s.to || r.tokens[k].brk != joined || !pointsBack(r.tokens[k].text) {
		return false
	}
	if _, next := r.around(k); r.tokens[i].text == "had" && preposed(next) {
		return false // "we had it in the lecture today"
	}
	self := k+1 < s.to && (r.tokens[k+1].text == "himself" || r.tokens[k+1].text == "herself" || r.tokens[k+1].text == "myself")
	if !r.byOneAtHand(s, i, self) {
		return false
	}
	if self || r.nowWithin(s, k+1) || r.said(max(s.from, i-3), i, "now") || r.said(max(s.from, i-3), i, "here") {
		return true
	}
	w := r.tokens[k].text
	return w != "one" && r.tokens[i].text != "had" && r.clauseStops(s, k+1) && (k+1 >= s.to || r.tokens[k+1].brk == comma)
}

// isWhat tells whether the verb at token i ends "that is what my wife has".
func (r *reading) isWhat(s *sent, i int) bool {
	if !r.clauseStops(s, i+1) && !r.nowAt(i+1) || r.tokens[i].text == "got" && i+1 >= s.to {
		return false
	}
	for k := i - 1; k >= max(s.from+1, i-mostSubject); k-- {
		if w := r.tokens[k].text; w == "what" || w == "how" {
			before := r.tokens[k-1].text
			return (before == "is" || before == "exactly" || before == "just") && r.oneAtHand(s, k+1, i) && !r.denies(k, i) && !r.hadOther(s, k-1)
		}
	}
	return false
}

// hadOther tells whether the clause before the "that is" that ends at token i says what
// somebody had, and it is no sign: "I had a nap, that's what I had".
func (r *reading) hadOther(s *sent, i int) bool {
	from := max(s.from, i-farthest)
	for _, m := range r.between(r.sentOf(i), from, i-1) {
		if m.status == asserted && m.from >= from {
			return false
		}
	}
	for k := max(s.from, i-farthest); k < i-1; k++ {
		if w := r.tokens[k].text; (w == "had" || w == "have") && isArticle(r.tokens[k+1].text) {
			return true
		}
	}
	return false
}

// didTheSame tells whether somebody at hand is said at token i to do or have done what
// was named before: "my uncle just did the same", "she came down with it".
func (r *reading) didTheSame(s *sent, i int) bool {
	w, next := r.tokens[i].text, ""
	if i+2 < len(r.tokens) && i+2 < s.to {
		next = r.tokens[i+1].text + " " + r.tokens[i+2].text
	}
	switch w {
	case "with":
		return (next == "exactly that" || next == "exactly this") && r.byOneAtHand(s, i, false)
	case "did", "does", "doing", "done", "having", "has":
		switch next {
		case "the same", "just that", "exactly that", "just so", "exactly this", "just this":
			return (r.clauseStops(s, i+3) || r.nowWithin(s, i+3) || w == "doing" || w == "having") && r.byOneAtHand(s, i, false) && !r.longSince(s, i+3)
		}
	case "came", "come", "coming", "gone", "went", "comes":
		return next == "down with" && i+3 < s.to && pointsBack(r.tokens[i+3].text) && r.byOneAtHand(s, i, false) && !r.longSince(s, i+3)
	}
	return false
}
