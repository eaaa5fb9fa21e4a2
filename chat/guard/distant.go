package guard

import "strings"

// What was long ago. "In 2014 my bum went numb, they operated, every bit came
// back" tells of a life, not of tonight. Time words alone never clear a danger:
// a sign with its year, or with the age one had, is over only if the whole turn
// says nothing else of a body, nothing of it being back or there still, and
// goes on to say that it healed or to speak of something else.

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

// farPast gives the token after a year or an age of long ago, 0 when a sentence
// has none or speaks of now.
func (r *reading) farPast(s *sent) int {
	if _, now := s.has(recent); now {
		return 0
	}
	return r.yearOf(s)
}

// yearOf gives the token after the first year or age of long ago, 0 for none.
func (r *reading) yearOf(s *sent) int {
	for i := s.from; i < s.to; i++ {
		t := &r.tokens[i]
		if !t.isNum {
			if r.asChild(s, i) {
				return i + 1
			}
			continue
		}
		before, next := "", ""
		if i > s.from {
			before = r.tokens[i-1].text
		}
		if i+1 < s.to {
			next = r.tokens[i+1].text
		}
		switch {
		case isYear(t.num) && !isUnit(next):
			return i + 1
		case t.num >= 50 && t.num <= 99 && (before == "in" || before == "back in") && !isUnit(next) || r.shortYear(i):
			return i + 1 // "in '89"
		case r.spelledYear(i):
			return i + 2
		case next == "years" && i+2 < s.to && r.tokens[i+2].text == "ago" && t.num >= yearsBack:
			return i + 3
		case before == "aged" && t.num >= 1 && t.num <= 25:
			return i + 1
		case before == "was" && t.num >= 1 && t.num <= 25 && next != "months" && next != "weeks" && next != "days" && r.whenKin(s, i-2):
			return i + 1 // "when my daughter was two"
		case before == "was" && i-1 > s.from && (r.tokens[i-2].text == "i" || r.tokens[i-2].text == "he" || r.tokens[i-2].text == "she") && r.whenBefore(s, i-2) && t.num >= 1 && t.num <= 25:
			return i + 1 // "when I was 9"
		}
	}
	return 0
}

// whenKin tells whether "when" and a relative end at token i: "when my daughter".
func (r *reading) whenKin(s *sent, i int) bool {
	k := i
	for k > s.from && r.covers(s, relative, k) {
		k--
	}
	return k < i && r.tokens[k].text == "when"
}

// asChild tells whether token i ends "as a toddler" or "when I was little".
func (r *reading) asChild(s *sent, i int) bool {
	switch r.tokens[i].text {
	case "toddler", "child", "kid", "baby", "teenager", "teen", "lad", "boy", "girl", "lass", "schoolboy", "schoolgirl":
		return i-2 >= s.from && r.tokens[i-2].text == "as" && r.tokens[i-1].text == "a"
	case "little", "small", "young":
		return i-3 >= s.from && r.tokens[i-1].text == "was" && r.tokens[i-3].text == "when"
	}
	return false
}

// whenBefore tells whether "when" stands right before token i.
func (r *reading) whenBefore(s *sent, i int) bool { return i > s.from && r.tokens[i-1].text == "when" }

// isYear tells whether a number is a year of long ago.
func isYear(n float64) bool {
	return n >= oldestYear && n <= reviewYear-yearsBack && n == float64(int(n))
}

// isUnit tells whether a word after a number makes it an amount.
func isUnit(w string) bool {
	switch w {
	case "steps", "mg", "g", "ml", "metres", "meters", "m", "calories", "kcal", "pounds", "quid", "euros", "dollars", "people", "miles", "words", "feet", "squats",
		"reps", "units", "iu", "bpm", "minutes", "hours", "days", "weeks", "months", "percent", "kg":
		return true
	}
	return false
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
