package guard

import (
	"sort"
	"strings"
)

// What puts right what did not happen, see averted.go. Words that say so ("false alarm",
// "what I'd typed was") are a cue. Short of them a tale is put right by several things
// that each are little: another act or thing that it is explained by ("I was beating a
// rug", "it was a mime"), mirth or embarrassment about it, and a last question about
// something else.

// remedy is what a turn says against what was told.
type remedy struct {
	right bool // it is put right
	well  bool // somebody is well
	soft  int  // how many things that are little by themselves
}

// mends tells whether a remedy is enough against a tale: one that a machine told, or one
// that a person told, if need be with words that doubt it.
func (k remedy) mends(person, doubtful bool) bool {
	switch {
	case k.right:
		return true
	case !person:
		return k.well || k.soft > 1
	case doubtful:
		return k.well && k.soft > 0 || k.soft > 2
	}
	return k.soft > 3
}

// mostUntilRight is how many sentences after a tale it may be put right.
const mostUntilRight = 4

// remedies finds what a turn says in sentence n or behind it against what is told in
// tokens [from:to). Before it only a false alarm is named.
func (lx *lexer) remedies(r *reading, n, from, to int) (k remedy) {
	for at := max(0, n-mostUntilRight); at < min(len(r.sents), n+mostUntilRight+1); at++ {
		s := &r.sents[at]
		k.right = k.right || r.flatNo(at, to)
		for _, c := range r.cuesBetween(s, from-mostTale, to+mostTale) {
			if c.from >= from && c.from < to || r.minimised(s, c) || at < n && !r.forewarns(n-at, from, c) {
				continue
			}
			switch c.kind {
			case putRight:
				k.right = k.right || !s.turned(r, c)
			case truth:
				k.right = true
			case sound, hale, active:
				k.well = k.well || !s.turned(r, c) && (c.from == s.from || r.tokens[c.from-1].thing == noThing && !r.placed(s, c.from-1))
			}
		}
	}
	if !k.right {
		k.soft = r.mirth(from, to)
		if lx.explained(r, n, lx.lastSign(r, from, to)) {
			k.soft++
		}
		if r.endsElsewhere(n) {
			k.soft++
		}
	}
	return k
}

// forewarns tells whether words that stand so many sentences before a tale, which begins at
// token from, put it right beforehand: "nearly fell for it", "I wanted X. It told him".
func (r *reading) forewarns(away, from int, c cueHit) bool {
	switch r.tokens[c.from].text {
	case "false", "nearly", "almost":
		return true
	}
	return c.kind == truth && away == 1 && r.tokens[from-1].text != "i" && r.tokens[r.sents[r.sentOf(from-1)].from].text == "it"
}

// lastSign gives the token behind the last sign of tokens [from:to), or from.
func (lx *lexer) lastSign(r *reading, from, to int) int {
	end := from
	for _, m := range r.touching(from, to) {
		if lx.concepts[m.concept].kind == finding && m.to <= to {
			end = max(end, m.to)
		}
	}
	return end
}

// flatNo tells whether sentence n, behind token to, begins with nothing but a denial or the
// name of a trick: "No!", "Lies!", "Phishing, and".
func (r *reading) flatNo(n, to int) bool {
	s := &r.sents[n]
	if s.from < to {
		return false
	}
	w := r.tokens[s.from].text
	if isTrick(w) || w == "lies" || w == "lie" {
		return s.to-s.from == 1 || r.tokens[s.from+1].brk != joined && !s.asks
	}
	if w == "wrong" && s.to-s.from > 1 {
		return r.clauseStops(s, s.from+2) // "wrong boy, ours was"
	}
	if s.to-s.from > 2 {
		return false
	}
	switch w {
	case "no", "nope", "wrong", "rubbish", "nonsense":
		return s.to-s.from == 1 || r.tokens[s.from].text == r.tokens[s.from+1].text
	case "not":
		return r.tokens[s.to-1].text == "true" || r.tokens[s.to-1].text == "so"
	}
	return false
}

// minimised tells whether it is only what somebody says who may be ill: "he says it was
// nothing of the kind",
// or a guess.
func (r *reading) minimised(s *sent, c cueHit) bool {
	for i := c.from - 1; i > max(s.from, c.from-4); i-- {
		switch r.tokens[i].text {
		case "think", "thinks", "suppose", "guess", "probably", "maybe", "perhaps", "hope", "hopes", "hoping", "assume", "assuming", "might", "may", "could", "inclined", "if", "reckon":
			return true
		case "says", "said", "claims", "claimed", "reckons", "swears", "insists", "say":
			w := r.tokens[i-1].text
			return w == "he" || w == "she" || w == "they" || w == "i" || r.covers(s, relative, i-1)
		}
	}
	return false
}

// mostOfSubjectWas is the most words before the "was" of an explanation.
const mostOfSubjectWas = 6

// mostUntilExplained is how many sentences after a tale may explain it.
const mostUntilExplained = 2

// explained tells whether a clause behind token to, of sentence n or the next ones, says
// what somebody did or what it was: "I was beating a rug", "it was a mime at work".
func (lx *lexer) explained(r *reading, n, to int) bool {
	for at := n; at < min(len(r.sents), n+mostUntilExplained+1); at++ {
		s := &r.sents[at]
		head := max(s.from, to)
		for i := head; i < min(s.to, to+mostTale); i++ {
			switch t := &r.tokens[i]; {
			case t.brk != joined || t.text == "and":
				head = i
			case i == to && i == head && t.text == "was" && isWh(r.tokens[s.from].text) && !negates(r.tokens[min(i+1, s.to-1)].text):
				return true // "what they took for a fit was choir practice"
			case (t.text == "was" || t.text == "were" || t.text == "twas") && i <= head+mostOfSubjectWas && i+1 < s.to && !s.asks && lx.tellsAct(r, s, at, i+1):
				return true
			}
		}
	}
	return false
}

// tellsAct tells whether what follows "was" at token i is a thing or something done, and
// no sign: not "was not", "was lying there", "was on the floor".
func (lx *lexer) tellsAct(r *reading, s *sent, n, i int) bool {
	switch w := r.tokens[i].text; {
	case w == "a" || w == "an" || w == "the" || w == "my" || w == "our" || w == "his" || w == "her" || w == "just" || w == "only" || w == "all" || w == "some":
	case strings.HasSuffix(w, "ing") && len(w) > 4 && !isPassive(w):
	case i+1 < s.to && strings.HasSuffix(r.tokens[i+1].text, "ing") && w != "not" && !isPassive(r.tokens[i+1].text):
	default:
		return false
	}
	end := i
	for end < s.to && (end == i || r.tokens[end].brk == joined) && end < i+farthest {
		end++
	}
	for k := i; k < end; k++ {
		if isMirth(r.tokens[k].text) {
			return false // which counts by itself
		}
	}
	for _, m := range r.between(n, i, end) {
		if m.status == asserted && m.from >= i && lx.concepts[m.concept].kind == finding {
			return false
		}
	}
	return !r.said(i, end, "now") && !r.said(i, end, "still") && !r.said(i, end, "floor")
}

// mirth counts the words of laughter, tricks or embarrassment around what is told in tokens
// [from:to), up to two.
func (r *reading) mirth(from, to int) (n int) {
	for i := max(0, from-mostTale); i < min(len(r.tokens), to+mostTale) && n < 2; i++ {
		if i >= from && i < to {
			continue
		}
		if w := r.tokens[i].text; (isTrick(w) || isMirth(w)) && !r.denies(max(0, i-nearNot), i) && !r.said(max(0, i-nearNot), i, "nobody") {
			n++
		}
	}
	return n
}

// mostOfLast is the most words of a last question.
const mostOfLast = 30

// endsElsewhere tells whether a turn goes on behind sentence n and ends with a question
// that asks about something else than somebody's health.
func (r *reading) endsElsewhere(n int) bool {
	last := len(r.sents) - 1
	s := &r.sents[last]
	if last == n || !s.asks || s.to-s.from > mostOfLast || s.m0 < s.m1 && r.mentionsFrom(s, s.from) {
		return false
	}
	for i := s.from; i < s.to; i++ {
		switch r.tokens[i].text {
		case "he", "she", "him", "her", "them", "it", "this", "that", "normal", "ok", "okay", "safe", "serious", "dangerous", "bad", "worry", "worried", "doctor", "gp", "nurse", "hospital", "ambulance", "er",
			"help", "ring", "call", "phone", "999", "911", "112", "111", "medicine", "treat", "treatment", "wait", "rest", "recover", "cure", "happen", "happening", "wrong", "matter", "now":
			return false
		}
	}
	return true
}

// quotedTales takes out what stands in a quotation and is put right elsewhere.
func (lx *lexer) quotedTales(r *reading, qs []quoted) {
	if len(qs) == 0 {
		return
	}
	done := -1
	for i := range r.mentions {
		m := &r.mentions[i]
		k := sort.Search(len(qs), func(k int) bool { return qs[k].to >= m.to })
		if m.status != asserted || k >= len(qs) || k == done || qs[k].from > m.from {
			continue
		}
		done = k
		q, s := qs[k], &r.sents[m.sent]
		if r.myWords(s, q, qs[:k]) || q.from > s.from && r.covers(s, truth, q.from-1) {
			continue
		}
		if lx.remedies(r, m.sent, q.from, q.to).mends(r.spoken(s, q) || r.spokenBehind(q) || r.ofCare(s, q.from), false) {
			lx.take(r, q.from, q.to)
		}
	}
}

// myWords tells whether a quotation is what the one who writes says or looks for words for. What
// it was before it was changed is an earlier quotation.
func (r *reading) myWords(s *sent, q quoted, before []quoted) bool {
	for i := q.from - 1; i >= max(s.from, q.from-farSpeaker); i-- {
		if len(before) > 0 && before[len(before)-1].to > i {
			return false
		}
		if isFirst(r.tokens[i].text) && r.tokens[i].text != "my" && r.tokens[i].text != "me" {
			return true
		}
	}
	return false
}

// spokenBehind tells whether who said a quotation stands behind it: ", my gran said".
func (r *reading) spokenBehind(q quoted) bool {
	for i := q.to; i < min(len(r.tokens), q.to+nearName+1); i++ {
		if w := r.tokens[i].text; says(w) && w != "out" && w != "type" {
			return true
		}
	}
	return false
}

// ofCare tells whether what tells something in a sentence before token i is of a hospital
// or a doctor: "it says on my discharge letter".
func (r *reading) ofCare(s *sent, i int) bool {
	for k := max(s.from, i-farSpeaker); k < min(s.to, i+farSpeaker); k++ {
		switch r.tokens[k].text {
		case "discharge", "hospital", "consultant", "radiologist", "scan", "ecg", "bloods", "results", "gp", "surgeon", "ward", "specialist", "cardiologist", "neurologist":
			return true
		}
	}
	return false
}

// take takes out what tokens [from:to) say, but for what needs words of its own.
func (lx *lexer) take(r *reading, from, to int) {
	ms := r.touching(from, to)
	for i := range ms {
		m := &ms[i]
		if m.status != asserted || m.from < from || m.to > to || lx.concepts[m.concept].wish || m.plea || lx.grave(m) {
			continue
		}
		m.status, m.because = unrealised, avertedCause
	}
}
