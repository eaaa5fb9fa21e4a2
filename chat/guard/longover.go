package guard

// What is long over: between a time of long ago and the word that closes the story.

// mostUntilClosed is how many sentences a story of long ago may have before it closes.
const mostUntilClosed = 4

// closesStory tells whether a sentence closes a story: it healed, was treated, was never
// seen since.
func (r *reading) closesStory(s *sent) bool {
	for _, c := range s.cues {
		switch c.kind {
		case healed, cleared, shut:
			if c.kind == cleared && s.kinds&(1<<dated) == 0 && r.yearOf(s) == 0 {
				continue
			}
			if !s.turned(r, c) && !r.untilNow(s, c.to) && !(c.kind == cleared && r.said(c.from, c.to, "down")) {
				return true
			}
		}
	}
	for i := s.from; i < s.to; i++ {
		if r.neverSince(s, i) {
			return true
		}
	}
	return false
}

// neverSince tells whether token i ends that something never was since: "I have never
// needed a doctor since", not "I have not been right since".
func (r *reading) neverSince(s *sent, i int) bool {
	switch r.tokens[i].text {
	case "since", "afterwards", "again", "after":
	case "years", "yrs", "decades", "decade":
		if k := i - 2; k < s.from || !preposed(r.tokens[k].text) && !isPointing(r.tokens[k].text) && r.tokens[k].text != "these" && r.tokens[k].text != "those" {
			return false
		}
	default:
		return false
	}
	joinedOn := i+1 < s.to && r.tokens[i+1].brk == joined
	if r.tokens[i].text == "after" && joinedOn || r.untilNow(s, i) {
		return false
	}
	named := r.tokens[i].text != "since" || !joinedOn // what never was: not "she hasn't run since school"
	for k := i - 1; k >= max(s.from, i-nearDeny); k-- {
		switch w := r.tokens[k].text; {
		case w == "right" || w == "well" || w == "same" || w == "able" || w == "fine" || w == "better" || w == "good" || w == "myself" || w == "properly" || w == "slept" || w == "eaten" ||
			w == "walked" || w == "stopped" || w == "woken" || w == "moved" || w == "spoken" || w == "recovered":
			return false
		case w == "never" || w == "nothing" || w == "none" || w == "no" || w == "not" || w == "nor" || w == "zero" || w == "without":
			return named || w == "nothing" || w == "none" || w == "zero"
		case namesTrouble(w):
			named = true
		}
	}
	return false
}

// namesTrouble tells whether a word stands for what somebody had: "not a twinge since 1990".
func namesTrouble(w string) bool {
	switch w {
	case "it", "one", "ones", "any", "anything", "another", "that", "them", "those", "trouble", "bother", "twinge", "peep", "problem", "problems", "symptom", "symptoms", "sign", "attack",
		"attacks", "episode", "episodes", "recurrence", "repeat", "relapse", "doctor", "hospital", "tablet", "tablets", "medication", "happened", "ill", "fit", "fits",
		"seizure", "seizures", "blackout", "blackouts", "faint", "faints", "clot", "clots", "pain", "pains", "migraine", "migraines", "bleed", "bleeding", "cramp", "cramps",
		"flare", "gout", "angina", "palpitations", "headache", "headaches", "infection", "rash", "swelling", "collapse", "fainted", "collapsed":
		return true
	}
	return false
}

// mostBack is how many sentences before its date a story of long ago may begin.
const mostBack = 3

// longOver marks what is told in the past between a time of long ago and its close.
func (b *bygoneTold) longOver() {
	first, last := b.far, -1
	if b.anaphoric(first) || b.years {
		for back := 0; first > 0 && back < mostBack && !b.r.recoveredFrom(&b.r.sents[first]); back++ {
			if first--; b.lx.namesAsserted(b.r, first) {
				break
			}
		}
	}
	until := b.far + mostUntilClosed
	if b.ownStory(b.far) && first == b.far {
		until = b.far // "years ago I broke my arm" is no date of what comes next
	}
	for n := b.far; n <= b.close && n <= until; n++ {
		if b.about[n].closes {
			last = n
		}
	}
	if last < 0 || b.newOutside(first, last) {
		return
	}
	hit := false
	for n := first; n <= last; n++ {
		s, ms := &b.r.sents[n], b.r.of(n)
		for i := range ms {
			if m := &ms[i]; m.status == finished {
				hit = true
			} else if b.lx.endable(m) && (b.r.sameSign(m) || (n < last || b.r.beforeClose(s, m)) && b.toldThen(n, s, m)) {
				m.status, m.because, hit = finished, longOverCause, true
			}
		}
	}
	for n := first; hit && n <= last; n++ {
		s := &b.r.sents[n]
		s.past = s.past || b.lx.allOver(b.r, n) || b.about[n].closes && !s.asks && !b.lx.names(b.r, n)
	}
}

// namesAsserted tells whether a sentence names a finding that counts.
func (lx *lexer) namesAsserted(r *reading, n int) bool {
	for _, m := range r.of(n) {
		if m.status == asserted && lx.concepts[m.concept].kind == finding {
			return true
		}
	}
	return false
}

// recoveredFrom tells whether a sentence names what healed: "he recovered from covid in
// March" closes no other story.
func (r *reading) recoveredFrom(s *sent) bool {
	for i := s.from; i+2 < s.to; i++ {
		if r.tokens[i].text == "recovered" && r.tokens[i+1].text == "from" {
			w := r.tokens[i+2].text
			return w != "it" && w != "that" && w != "this" && w != "them"
		}
	}
	return false
}

// ownStory tells whether a sentence with a date tells of a body or an illness by itself that
// no sentence behind it closes.
func (b *bygoneTold) ownStory(n int) bool {
	s := &b.r.sents[n]
	closes := b.about[n].closes
	for _, m := range b.r.of(n) {
		if c := &b.lx.concepts[m.concept]; c.kind == finding && b.lx.endable(&m) && !(closes && b.r.beforeClose(s, &m)) {
			return false
		}
	}
	return closes || len(s.places) > 0
}

// beforeClose tells whether a sign stands before the last word that closes the story in
// its sentence, or before a date: not the last of "healed in 1989, and I vomited blood".
func (r *reading) beforeClose(s *sent, m *mention) bool {
	for _, c := range s.cues {
		switch c.kind {
		case healed, cleared, shut, dated:
			if c.to > m.to || c.from <= m.from && m.from < c.to {
				return true
			}
		}
	}
	for i := m.to; i < s.to; i++ {
		if t := &r.tokens[i]; t.isNum && isYear(t.num) || r.neverSince(s, i) {
			return true
		}
	}
	return r.tokens[m.from].brk == comma && r.text[r.tokens[max(0, m.from-1)].end] == ':'
}

// endable tells whether a mention counts so far and can be over.
func (lx *lexer) endable(m *mention) bool {
	c := &lx.concepts[m.concept]
	return (m.status == asserted || m.status == longAgo || m.status == resolved) && (c.kind == finding || c.wish || !c.lasting || c.id == "help_call")
}

// anaphoric tells whether sentence n says when it was what the sentence before tells:
// "That was two careers ago", "I was a student then".
func (b *bygoneTold) anaphoric(n int) bool {
	s := &b.r.sents[n]
	if t := &b.r.tokens[s.from]; t.isNum && isYear(t.num) || isEnding(t.text) {
		return true // "1963", "discharged in 1983"
	}
	if s.to-s.from < 2 {
		return false
	}
	switch w, next := b.r.tokens[s.from].text, b.r.tokens[s.from+1].text; w {
	case "that", "this", "it", "all":
		return next == "was" || next == "is" || next == "happened"
	case "i", "he", "she", "we":
		return next == "was" && (b.r.said(s.from, s.to, "then") || s.from+2 < s.to && b.r.tokens[s.from+2].isNum)
	case "on", "at", "in", "back":
		if len(b.r.of(n)) == 0 {
			return true
		}
	}
	for i := s.from + 1; i < s.to; i++ { // "I came home well, and that's twenty years ago"
		if w := b.r.tokens[i].text; (w == "is" || w == "was") && (b.r.tokens[i-1].text == "that" || b.r.tokens[i-1].text == "it") && b.r.spanAgo(s, i+1) {
			return true
		}
	}
	return false
}

// spanAgo tells whether a stretch of time that is gone begins at token i.
func (r *reading) spanAgo(s *sent, i int) bool {
	for k := i; k < min(s.to, i+nearIf); k++ {
		switch r.tokens[k].text {
		case "ago", "back":
			return true
		}
	}
	return false
}

// newOutside tells whether a sign that is told between two sentences is told outside of
// them too.
func (b *bygoneTold) newOutside(first, last int) bool {
	inside := map[int]bool{}
	for n := first; n <= last; n++ {
		for _, m := range b.r.of(n) {
			inside[m.concept] = true
		}
	}
	for i := range b.r.mentions {
		m := &b.r.mentions[i]
		if (m.sent < first || m.sent > last) && m.status == asserted && !m.asked && inside[m.concept] && b.lx.concepts[m.concept].kind == finding {
			return true
		}
	}
	return false
}

// toldThen tells whether a sign is told in the past, or right before a date or the close
// without a verb. A wish to die of one's own must be told as one that was, and somebody
// near who comes in after an "and" is told of anew.
func (b *bygoneTold) toldThen(n int, s *sent, m *mention) bool {
	who, at := b.r.whoBears(s, m)
	if (who == kinsman || who == stranger) && b.r.comesIn(s, at) {
		return false
	}
	if (b.lx.grave(m) || b.lx.concepts[m.concept].wish) && who != kinsman && who != third && !wasWish(b.r.tokens[m.from].text) {
		return false
	}
	switch b.r.told(s, m) {
	case ofPast:
		return true
	case ofNow:
		return false
	}
	return b.r.datedAt(s, m) || b.headed(n, s, m)
}

// comesIn tells whether a relative at token i begins another clause: "and my toddler".
func (r *reading) comesIn(s *sent, i int) bool {
	for i > s.from && (r.covers(s, relative, i-1) || determines(r.tokens[i-1].text)) {
		i--
	}
	return i > s.from && (joins(r.tokens[i-1].text) || isCut(r.tokens[i-1].text) || joins(r.tokens[i].text))
}

// mostToDate is within how many words behind a sign its date must begin.
const mostToDate = 3

// datedAt tells whether a date or a close begins right behind a sign, or a date with a
// colon stands before it: "a fit, in 2003, treated", "age six: a fit".
func (r *reading) datedAt(s *sent, m *mention) bool {
	for i := m.to; i < min(s.to, m.to+mostToDate); i++ {
		if r.covers(s, shut, i) || r.covers(s, healed, i) || r.covers(s, dated, i) || r.tokens[i].isNum && (isYear(r.tokens[i].num) || i > m.to && r.tokens[i-1].text == "age") {
			return true
		}
	}
	for i := m.from; i > max(s.from, m.from-mostToDate); i-- {
		if t := &r.tokens[i]; t.brk == comma && r.text[r.tokens[i-1].end] == ':' {
			return true
		}
	}
	return false
}
