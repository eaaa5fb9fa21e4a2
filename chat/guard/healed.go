package guard

import "strings"

// What healed. "Last October I was taken in with chest pain, it was reflux, never
// had it since": a sign with its date is over if the one who tells says in so
// many words that it healed for good, in the same sentence or soon after. Dates
// alone clear nothing (see distant.go), nor does a word of recovery without one.
// What is told in the present, or of a body elsewhere in the turn, still counts.

// mostUntilHealed is how many sentences after a dated one may say that it healed.
const mostUntilHealed = 3

// mended marks what was and healed.
func (lx *lexer) mended(r *reading) {
	kinds := r.allKinds()
	if kinds&(1<<healed) == 0 || kinds&(1<<claim) != 0 || r.livesUnless(r.besideHealed) || r.so || r.recurs() {
		return
	}
	for n := range r.sents {
		s := &r.sents[n]
		year, after := r.yearOf(s), r.datedAfter(n)
		if year == 0 && !after && s.kinds&(1<<dated) == 0 {
			continue
		}
		far := year > 0 || after || r.inYouth(s)
		end := lx.healedBy(r, n, far)
		if end < n || r.newSince(n, end) || r.backSince(n, end) {
			continue
		}
		for k := n; k <= end; k++ {
			lx.markMended(r, k, k == n && s.kinds&(1<<recent) != 0, far)
			r.sents[k].past = lx.allOver(r, k)
		}
	}
}

// besideHealed tells whether words of now stand behind what says that somebody is well
// again: "he's out on the lake as I type".
func (r *reading) besideHealed(s *sent, c cueHit) bool {
	if r.tokens[c.from].text != "as" {
		return false
	}
	h, ok := s.has(healed)
	return ok && h.from < c.from
}

// oldAge is the least age that somebody is said to have lived until.
const oldAge = 60

// heals tells whether a sentence says that something healed, and takes nothing
// of it back.
func (r *reading) heals(s *sent) bool {
	for _, c := range s.cues {
		if c.kind == healed && !s.turned(r, c) && !r.untilNow(s, c.to) {
			return true
		}
	}
	return false
}

// untilNow tells whether a sentence ends what healed from token i on: "never
// since, until last night".
func (r *reading) untilNow(s *sent, i int) bool {
	for _, c := range s.cues {
		if c.kind == recent && c.from >= i && (!r.saidThen(s, c) || r.mentionsFrom(s, c.to)) {
			return true
		}
	}
	for ; i < s.to; i++ {
		_, next := r.around(i)
		switch r.tokens[i].text {
		case "except", "apart", "bar", "barring", "save":
			return true
		case "until", "till":
			switch next {
			case "now", "today", "tonight", "this", "last", "yesterday", "recently", "lately", "an", "a", "the", "it", "about", "just":
				return true
			}
			if i+1 < s.to && r.tokens[i+1].isNum && r.tokens[i+1].num < oldAge || r.mentionsFrom(s, i) {
				return true
			}
		case "but", "though", "only":
			switch next {
			case "now", "today", "tonight", "last", "this", "it", "since", "yesterday", "the", "then", "lately", "recently", "his", "her", "he", "she", "they":
				return true
			}
			if r.mentionsFrom(s, i) {
				return true
			}
		}
	}
	return false
}

// mentionsFrom tells whether a sign that counts stands in a sentence from token
// i on.
func (r *reading) mentionsFrom(s *sent, i int) bool {
	for _, m := range r.mentions[s.m0:s.m1] {
		if m.from >= i && m.status == asserted {
			return true
		}
	}
	return false
}

// markMended marks the signs of a sentence that are told in the past. With own,
// only what stands in one clause with the date. A wish to die is over only if it
// was another's, many years ago.
func (lx *lexer) markMended(r *reading, n int, own, far bool) {
	s, ms := &r.sents[n], r.of(n)
	for i := range ms {
		m := &ms[i]
		c := &lx.concepts[m.concept]
		if !lx.stageable(m) || !r.beforeClose(s, m) && r.heals(s) || c.lasting && c.id != "collapse" && !(far && (c.id == "foot_drop" || r.closedAfter(s, m))) && !lx.grave(m) && !(far && r.ofAnother(s, m)) || r.toldNow(s, m) || own && !r.datedClause(s, m) {
			continue
		}
		if (lx.grave(m) || c.wish) && !(far && r.ofAnother(s, m)) {
			continue
		}
		m.status, m.because = finished, healedCause
	}
}

// closedAfter tells whether a sentence says after a sign, and with no comma that
// leads elsewhere, that a wound or bone is whole again: "two toes, black and blue,
// and all that healed fine".
func (r *reading) closedAfter(s *sent, m *mention) bool {
	for _, c := range s.cues {
		if c.kind != healed || c.from < m.to || r.untilNow(s, c.to) {
			continue
		}
		for i := c.from; i < c.to; i++ {
			if w := r.tokens[i].text; (w == "healed" || w == "mended" || w == "knitted") && i > s.from && r.tokens[i-1].text != "not" && r.tokens[i-1].text != "never" {
				return true
			}
		}
	}
	return false
}

// allOver tells whether nothing that counts is left in a sentence, and nothing in
// it turns to what is now.
func (lx *lexer) allOver(r *reading, n int) bool {
	s := &r.sents[n]
	for i := s.from; i < s.to; i++ {
		switch r.tokens[i].text {
		case "but", "though", "although", "however", "except", "now", "today", "lately":
			return false
		}
	}
	return !s.asks && !lx.names(r, n)
}

// healedCause is the cause of what is marked as healed.
const healedCause = "healed long since"

// toldNow tells whether the clause of a sign says what is now.
func (r *reading) toldNow(s *sent, m *mention) bool {
	from, to := r.clauseAround(s, m)
	mine, was := false, false
	for i := from; i < to; i++ {
		w := r.tokens[i].text
		mine = mine || isFirst(w)
		was = was || isPastVerb(w) || w == "been" || w == "cut" && i > from && r.tokens[i-1].text == "they" || w == "would" && i+1 < to && (r.tokens[i+1].text == "a" || r.tokens[i+1].text == "an") || len(w) > 4 && strings.HasSuffix(w, "ed") || r.covers(s, dated, i) || r.tokens[i].isNum
	}
	if mine && !was {
		return true
	}
	for i := from; i < to; i++ {
		switch w := r.tokens[i].text; w {
		case "now", "am", "today", "tonight", "currently", "still", "keep", "again", "lately", "recently":
			return true
		case "have", "has":
			if _, next := r.around(i); next != "to" {
				return true
			}
		case "is", "are", "can", "feels", "looks", "keeps", "will":
			if i < m.from || i <= m.to {
				return true
			}
		}
	}
	return false
}

// inYouth tells whether a date is of somebody's youth or of another age: "when we
// were nineteen", "in the forties".
func (r *reading) inYouth(s *sent) bool {
	for _, c := range s.cues {
		if c.kind != dated || r.countsMinutes(s, c) {
			continue
		}
		switch r.tokens[c.from].text {
		case "when", "as", "before", "during":
			return true
		case "in":
			return r.tokens[c.from+1].text == "the"
		case "at":
			return r.grownSince(r.tokens[c.from+1].num)
		}
	}
	return false
}

// datedClause tells whether a date stands in the clause of a sign.
func (r *reading) datedClause(s *sent, m *mention) bool {
	from, to := r.clauseAround(s, m)
	for i := from; i < to; i++ {
		if t := &r.tokens[i]; t.isNum && isYear(t.num) || r.covers(s, dated, i) {
			return true
		}
	}
	return false
}

// ofAnother tells whether somebody else is the nearest person before a sign
// or the first word of it.
func (r *reading) ofAnother(s *sent, m *mention) bool {
	for i := m.from; i >= s.from; i-- {
		switch w := r.tokens[i].text; {
		case w == "he" || w == "she" || r.covers(s, relative, i):
			return true
		case isFirst(w):
			return false
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
