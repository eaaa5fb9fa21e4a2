package guard

import "strings"

// What was long ago, beside somebody who is well. "In 2009 a snake bit me, I was
// sick for days. I feel fine": a year or an age of long ago, a verb of the past and
// a word that all is well now clear a sign in the clause they tell of, if nothing
// in the turn says that it is back. See distant.go for turns that say nothing of
// how anybody is, and healed.go for those that say how it healed.

// longSince marks the signs of long ago of a turn that says that all is well.
func (lx *lexer) longSince(r *reading) {
	kinds := r.allKinds()
	if kinds&(1<<hale|1<<healed) == 0 || kinds&(1<<lived|1<<claim) != 0 || r.recurs() || !r.saysWell() {
		return
	}
	for n := range r.sents {
		s := &r.sents[n]
		if s.asks || r.yearOf(s) == 0 || s.kinds&(1<<present|1<<recent) != 0 || r.newSince(n, n) {
			continue
		}
		if n+1 < len(r.sents) && r.sents[n+1].kinds&(1<<recent) != 0 {
			continue
		}
		ms := r.of(n)
		for i := range ms {
			if m := &ms[i]; lx.longSinceSign(r, s, m) {
				m.status, m.because = finished, longSinceCause
			}
		}
	}
}

// longSinceCause is the cause of what was long ago beside somebody who is well.
const longSinceCause = "long ago, and all is well"

// longSinceSign tells whether a sign may be over and is told in the past.
func (lx *lexer) longSinceSign(r *reading, s *sent, m *mention) bool {
	c := &lx.concepts[m.concept]
	if !lx.stageable(m) || c.kind != finding || c.wish || c.lasting && c.id != "collapse" || lx.grave(m) || r.toldNow(s, m) {
		return false
	}
	return r.pastClause(s, m)
}

// pastClause tells whether the clause of a sign has a date or a verb of the past
// that is no part of the sign.
func (r *reading) pastClause(s *sent, m *mention) bool {
	if r.datedClause(s, m) {
		return true
	}
	from, to := r.clauseAround(s, m)
	for i := from; i < to; i++ {
		w := r.tokens[i].text
		if isPastVerb(w) || i < m.from && len(w) > 4 && strings.HasSuffix(w, "ed") {
			return true
		}
	}
	return false
}

// saidThen tells whether a word of time tells when somebody said something: "she
// told me so this morning".
func (r *reading) saidThen(s *sent, c cueHit) bool {
	for i := c.from - 1; i >= max(s.from, c.from-3); i-- {
		switch r.tokens[i].text {
		case "told", "said", "saw", "confirmed", "assured", "met":
			return true
		}
	}
	return false
}

// shortYear tells whether token i is a year of long ago without its century: "'17".
func (r *reading) shortYear(i int) bool {
	t := &r.tokens[i]
	if t.num < 0 || t.num > reviewYear%100-yearsBack || t.start == 0 || t.end-t.start != 2 {
		return false
	}
	before := r.text[:t.start]
	if !strings.HasSuffix(before, "'") && !strings.HasSuffix(before, "’") && !strings.HasSuffix(before, "‘") {
		return false
	}
	was, next := r.around(i)
	return (was == "in" || was == "of" || was == "summer" || was == "winter") && !isUnit(next)
}

// spelledYear tells whether token i begins a year of long ago in words: "nineteen
// forty three".
func (r *reading) spelledYear(i int) bool {
	if i+1 >= len(r.tokens) || r.tokens[i].num != 19 || !r.tokens[i+1].isNum || r.tokens[i+1].brk != joined {
		return false
	}
	n := r.tokens[i+1].num
	was, _ := r.around(i)
	return n >= 20 && n <= 99 && (was == "in" || was == "of" || was == "back")
}
