package guard

import "strings"

// What was long ago. "In 2014 my bum went numb, they operated, every bit came
// back" tells of a life, not of tonight. Time words alone never clear a danger:
// a sign with its year, or with the age one had, is over only if the turn has the
// same sign nowhere else, says nothing of it being back or there still, and goes
// on to say that it healed or to speak of something else.

// yearsBack is how long ago a year must be to be long ago. The rules know no
// clock, so it counts from the year they were last reviewed in.
const (
	reviewYear = 2026
	yearsBack  = 3
	oldestYear = 1850
)

// distant marks what was long ago as over.
func (lx *lexer) distant(r *reading) {
	if r.lingers() {
		return
	}
	var far []int // by sentence, the token after its year; 0 for none
	for n := range r.sents {
		if at := r.farPast(&r.sents[n]); at > 0 {
			if far == nil {
				far = make([]int, len(r.sents))
			}
			far[n] = at
		}
	}
	if far == nil {
		return
	}
	lx.goneOn(r, far)
	if !lx.elsewhere(r, far) {
		return
	}
	for i := range r.mentions {
		m := &r.mentions[i]
		if at := far[m.sent]; at > 0 && r.ofThen(&r.sents[m.sent], m, at) && lx.longPast(m) && !lx.grave(m) && (m.status == asserted || m.status == longAgo || m.status == resolved) {
			m.status, m.because = finished, "long ago"
		}
	}
}

// longPast tells whether a mention is a finding, or half of an old bite.
func (lx *lexer) longPast(m *mention) bool {
	c := &lx.concepts[m.concept]
	return c.kind == finding || c.id == "beast_word" || c.id == "beast_mark"
}

// goneOn lets a story of long ago go on in the sentences behind its year that tell
// what was, up to one that says it healed: "Stabbed in 1988. I went cold and white. It
// healed." Without such an end what is told may have happened today.
func (lx *lexer) goneOn(r *reading, far []int) {
	for n := 0; n < len(far); n++ {
		if far[n] == 0 {
			continue
		}
		last := n
		for k := n + 1; k < len(far) && far[k] == 0 && r.narrates(&r.sents[k]); k++ {
			if _, ok := r.sents[k].over(r); ok {
				last = k
			}
		}
		for k := n + 1; k <= last; k++ {
			far[k] = r.sents[k].from
		}
	}
}

// narrates tells whether a sentence tells what was and nothing that is.
func (r *reading) narrates(s *sent) bool {
	if _, now := s.has(present, recent); now || s.asks {
		return false
	}
	was := false
	for i := s.from; i < s.to; i++ {
		w := r.tokens[i].text
		if isPresent(w) && w != "can" || w == "am" || w == "now" {
			return false
		}
		was = was || isPastVerb(w) || len(w) > 3 && strings.HasSuffix(w, "ed")
	}
	return was
}

// elsewhere tells whether the turn goes on after what was long ago: with a word
// of recovery, or with a sentence that names no finding. The same finding in another
// sentence that counts forbids it.
func (lx *lexer) elsewhere(r *reading, far []int) bool {
	goesOn := false
	then := map[int]bool{}
	for i := range r.mentions {
		if m := &r.mentions[i]; far[m.sent] > 0 && r.ofThen(&r.sents[m.sent], m, far[m.sent]) {
			then[m.concept] = true
		}
	}
	for n := range r.sents {
		if _, ok := r.sents[n].over(r); ok {
			goesOn = true
		}
		goesOn = goesOn || far[n] == 0
		for _, m := range r.of(n) {
			if far[n] > 0 && r.ofThen(&r.sents[n], &m, far[n]) {
				continue
			}
			if c := &lx.concepts[m.concept]; m.status == asserted && !m.asked && c.kind == finding && !c.wish && c.id != "harm_doubt" && then[m.concept] {
				return false
			}
		}
	}
	return goesOn
}

// ofThen tells whether a sign belongs to the year that ends before token at: it
// stands before it in the same clause, or after it with no verb of now between.
func (r *reading) ofThen(s *sent, m *mention, at int) bool {
	if m.from < at {
		for i := m.from; i < at; i++ {
			if i > m.from && r.tokens[i].brk != joined && i < at-1 || isPresent(r.tokens[i].text) {
				return false
			}
		}
		at = max(s.from, m.from-4)
	}
	for i := at; i < m.from; i++ {
		if w := r.tokens[i].text; w == "now" || w == "am" || w == "since" || isPresent(w) && w != "can" {
			return false
		}
	}
	return true
}

// whenKin tells whether "when" and a relative end at token i: "when my daughter".
func (r *reading) whenKin(s *sent, i int) bool {
	k := i
	for k > s.from && r.covers(s, relative, k) {
		k--
	}
	return k < i && r.tokens[k].text == "when"
}

// lingers tells whether a turn says that something is there still or back.
func (r *reading) lingers() bool {
	for i := range r.tokens {
		if r.asksOfAll(i) {
			continue
		}
		before, next := r.around(i)
		switch r.tokens[i].text {
		case "again", "similar", "flared", "flaring", "relapse", "relapsed", "recurring", "today", "tonight", "currently", "suddenly", "yesterday", "keeps", "keep", "worse":
			return true
		case "same": // not the "same night"
			if !isSpan(next) {
				return true
			}
		case "still":
			if !isImplant(before) && !r.stillDone(i, next) {
				return true
			}
		case "back":
			switch before {
			case "is", "are", "come", "comes", "coming":
				return true
			case "came":
				if was, _ := r.around(i - 1); was == "pain" || was == "and" || was == "just" || was == "then" {
					return true
				}
			}
		case "now":
			if next == "the" || next == "my" || next == "his" || next == "her" {
				return true
			}
		case "this":
			switch next {
			case "afternoon", "morning", "evening", "time", "week", "one", "is":
				return true
			}
		case "ago":
			switch before {
			case "second", "seconds", "minute", "minutes", "hour", "hours", "day", "days":
				return true
			}
		case "has", "as":
			if next == "gone" || next == "well" {
				return true
			}
		case "never":
			switch next {
			case "been", "felt", "went", "got", "recovered", "healed":
				return true
			}
		}
	}
	return false
}

// stillDone tells whether the "still" of token i asks what is done these days:
// "do they still", "are heel drops still needed".
func (r *reading) stillDone(i int, next string) bool {
	switch next {
	case "needed", "necessary", "worth", "worthwhile", "advised", "recommended", "fashionable", "popular":
		return true
	}
	if i < 2 || r.tokens[i-2].text != "do" {
		return false
	}
	switch r.tokens[i-1].text {
	case "they", "people", "kids", "children", "doctors", "hospitals", "surgeons", "nurses", "vets", "you":
		return true
	}
	return false
}

// around gives the words before and after a token.
func (r *reading) around(i int) (before, next string) {
	if i > 0 {
		before = r.tokens[i-1].text
	}
	if i+1 < len(r.tokens) {
		next = r.tokens[i+1].text
	}
	return before, next
}

// isSpan tells whether a word is a stretch of time.
func isSpan(w string) bool {
	switch w {
	case "night", "day", "morning", "afternoon", "evening", "week", "month", "year", "hour", "summer":
		return true
	}
	return false
}

// isImplant tells whether a word is something that stays in a body for good.
func isImplant(w string) bool {
	switch w {
	case "plate", "plates", "rod", "rods", "pin", "pins", "screw", "screws", "metal", "metalwork", "scar", "scars":
		return true
	}
	return false
}
