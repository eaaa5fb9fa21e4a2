package guard

// How people tell that something was long ago, beyond a year or "years ago": an age that is
// past, a heading, years of calm since.

// leastApart is by how many years somebody must be older now than at the time told of.
const leastApart = 10

// farNumber tells whether a sentence has a year without "in" ("'79"), a decade of a
// century ("1820s") or an age that the one who tells is long past: "at 40", "age six".
func (r *reading) farNumber(s *sent) bool {
	for i := s.from; i < s.to; i++ {
		t := &r.tokens[i]
		if !t.isNum {
			continue
		}
		before, next := r.around(i)
		if t.num >= 30 && t.num <= 99 && t.start > 0 && t.end-t.start == 2 && r.text[t.start-1] == '\'' {
			return true
		}
		if i == s.from || isUnit(next) || isShortTime(next) || next == "oclock" || next == "pm" || next == "am" || t.num < 1 || t.num > 60 || t.num != float64(int(t.num)) {
			continue
		}
		if t.num <= youngest && (r.whenWas(s, i) || i+2 < s.to && next == "when" && isPronoun(r.tokens[i+2].text) && before != "chapter" && before != "page" && before != "part") {
			return true
		}
		if r.opensAge(s, i) {
			return true
		}
		switch before {
		case "at", "age", "aged", "turned", "was", "only", "about", "just":
			if r.olderNow(t.num + leastApart) {
				return true
			}
		}
	}
	return false
}

// mostToTell is the greatest age at which nobody writes such a turn.
const mostToTell = 8

// opensAge tells whether token i is an age too young for the one who writes, told of him or
// her: "Two years old, in the bath, I", "I was nine months old".
func (r *reading) opensAge(s *sent, i int) bool {
	_, unit := r.around(i)
	if i+2 >= s.to || unit != "years" && unit != "year" && unit != "months" || r.tokens[i].num > mostToTell && unit != "months" {
		return false
	}
	if w := r.tokens[i+2].text; w != "old" && w != "of" {
		return false
	}
	opens := i == s.from || r.tokens[i].brk != joined || r.tokens[i-1].text == "being" || r.tokens[i-1].text == "was" && i > s.from+1 && r.tokens[i-2].text == "i"
	if !opens || !r.firstPerson(s) {
		return false
	}
	for k := s.from; k < i; k++ {
		if r.covers(s, relative, k) {
			return false
		}
	}
	return true
}

// youngest is the greatest age that is long past whoever tells of it.
const youngest = 25

// isPronoun tells whether a word stands for somebody who had an age.
func isPronoun(w string) bool { return w == "i" || w == "he" || w == "she" || w == "we" }

// whenWas tells whether token i is the age in "when I was about twelve".
func (r *reading) whenWas(s *sent, i int) bool {
	for k := i - 1; k >= max(s.from, i-2); k-- {
		if r.tokens[k].text == "was" {
			return k-2 >= s.from && r.tokens[k-2].text == "when"
		}
	}
	return false
}

// olderNow tells whether a turn gives an age of at least so many years as that of now:
// "I'm 31 now", "at 57 I've", "age fifty-two".
func (r *reading) olderNow(age float64) bool {
	for i := range r.tokens {
		t := &r.tokens[i]
		if isGrandparent(t.text) && r.am(i) {
			return true
		}
		if !t.isNum || t.num < age || t.num > 110 || t.num != float64(int(t.num)) {
			continue
		}
		before, next := r.around(i)
		if isUnit(next) || next == "#" {
			continue
		}
		switch before {
		case "am", "is", "at", "age", "aged", "now", "are":
			return true
		}
		if next == "now" || next == "since" || next == "years" && i+2 < len(r.tokens) && r.tokens[i+2].text == "old" {
			return true
		}
	}
	return false
}

// isGrandparent tells whether a word is said of the old.
func isGrandparent(w string) bool {
	switch w {
	case "grandmother", "grandfather", "grandad", "granddad", "gran", "granny", "nan", "grandma", "grandpa", "pensioner", "retired", "oap":
		return true
	}
	return false
}

// am tells whether token i is what the one who writes says to be: "I am a great
// grandmother".
func (r *reading) am(i int) bool {
	for k := i - 1; k > max(0, i-nearIf) && r.tokens[k+1].brk == joined; k-- {
		if r.tokens[k].text == "am" {
			return r.tokens[k-1].text == "i" || r.tokens[k+1].text == "i"
		}
	}
	return false
}

// headed tells whether a sign without a verb stands behind its time of long ago, in its
// sentence or in a heading of few words before it, and nothing there is of now: "aged four, a
// fit, home by Sunday", "Dissertation year. No sleep, a fit in the library".
func (b *bygoneTold) headed(n int, s *sent, m *mention) bool {
	from := max(s.from, m.from-mostToFar)
	for i := from; i < min(s.to, m.to+mostToFar); i++ {
		if w := b.r.tokens[i].text; isCut(w) && i <= m.from || ofThisHour(w) && !(w == "is" && i+1 < s.to && b.r.tokens[i+1].text == "of") {
			return false
		}
	}
	upTo := *s
	upTo.from, upTo.to = from, m.from
	upTo.cues = b.r.cuesBetween(s, from, m.from)
	if b.r.isFar(&upTo) {
		return true
	}
	if n == 0 || !b.about[n-1].far {
		return false
	}
	h := &b.r.sents[n-1]
	return b.about[n].closes || h.to-h.from <= mostOfHeading && !b.r.hasVerb(h)
}

// mostToFar is within how many words of a sign without a verb its time is looked for.
const mostToFar = 40

// mostOfHeading is the most words of a heading.
const mostOfHeading = 8

// hasVerb tells whether a sentence has a verb of now or then.
func (r *reading) hasVerb(s *sent) bool {
	for i := s.from; i < s.to; i++ {
		if w := r.tokens[i].text; isFinite(w) || isPastVerb(w) || isAux(w) || w == "am" {
			return true
		}
	}
	return false
}

// ofThisHour tells whether a word is of now in a sentence that tells without a verb.
func ofThisHour(w string) bool {
	switch w {
	case "am", "is", "are", "has", "now", "today", "tonight", "here", "still", "this", "keeps", "keep":
		return true
	}
	return false
}

// isEnding tells whether a sentence that begins with a word says how what was told before
// it ended.
func isEnding(w string) bool {
	switch w {
	case "discharged", "treated", "mended", "cured", "healed", "recovered", "fixed", "cleared":
		return true
	}
	return false
}

// wellForYears tells whether a sentence says for how many years all was well since: "it's
// been eleven years of nothing", "not a day ill in the thirty years since".
func (r *reading) wellForYears(s *sent) bool {
	years, since := false, false
	for i := s.from; i < s.to; i++ {
		switch w := r.tokens[i].text; w {
		case "years", "yrs", "decades":
			years = years || i > s.from && (r.tokens[i-1].isNum && r.tokens[i-1].num >= yearsBack || r.tokens[i-1].text == "many" || w == "decades")
		case "since", "after", "afterwards", "later", "been", "ago", "these", "go":
			since = true
			if r.said(i, min(s.to, i+nearNow), "last") {
				return false // "since my last one"
			}
		case "call":
			since = since || i+1 < s.to && r.tokens[i+1].text == "it"
		case "before", "until", "till", "then", "now", "but":
			return false
		}
	}
	return years && since
}

// wasWish tells whether a word begins what somebody wished or did then.
func wasWish(w string) bool {
	switch w {
	case "wanted", "tried", "attempted", "suicidal", "took", "overdosed", "thought", "was":
		return true
	}
	return false
}
