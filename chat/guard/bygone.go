package guard

import (
	"slices"
	"strings"
)

// What is bygone. "I had a fit the summer the Pope came, and not a day's bother
// since", "Gran collapsed in the chapel and we lost her that afternoon", "the parish
// book of 1871 says he coughed up blood": what makes these harmless often stands in
// another sentence than the sign. A sign is bygone only if the turn has
//
//   - a time of long ago and a word that closes the story, and it is told in the past
//     between the two (longover.go),
//   - a death, and it is told of the one who died (departed.go), or
//   - another age whose people are all dead, and it is of nobody at hand (ages.go),
//
// and nothing in the turn presses, see pressing.go.

// Causes of what is bygone.
const (
	longOverCause = "long over"
	deadCause     = "of the dead"
	agesCause     = "of another age"
)

// bygone marks what is long over, of the dead or of another age.
func (lx *lexer) bygone(r *reading, c *carry) {
	kinds, before := r.allKinds(), c.ages
	c.ages = false
	if r.real() {
		c.far = false
		return
	}
	b := bygoneTold{lx: lx, r: r}
	b.survey(before)
	if b.far < 0 && b.close >= 0 && c.far {
		b.far = 0 // "I broke it in 2016. | The first night it went blue. Never a peep since"
	}
	c.far = b.far >= 0
	if b.far >= 0 && b.close >= 0 && !b.pressed(false) {
		b.longOver()
	}
	if kinds&(1<<mourned|1<<unreal) != 0 && !b.pressed(true) {
		b.departed(c)
	}
	if (before || b.aged) && !r.so && !b.pressed(false) && !r.inSight() {
		b.ofAges(before)
		c.ages = !lx.namesAny(r)
	}
}

// A bygoneTold is what is known of a turn that may tell of what is bygone.
type bygoneTold struct {
	lx    *lexer
	r     *reading
	about []bygoneSent
	far   int  // first sentence with a time of long ago, -1 for none
	close int  // last sentence that closes a story, -1 for none
	aged  bool // a sentence is of another age
	years bool // the time of long ago is that since which all was well
}

// A bygoneSent is what one sentence has of it.
type bygoneSent struct {
	far, closes, dead, aged, presses bool
}

// survey looks at every sentence once, if any has a hint; before tells whether the turns
// before spoke of another age.
func (b *bygoneTold) survey(before bool) {
	b.far, b.close = -1, -1
	kinds := b.r.allKinds()
	hints := kinds&(1<<past|1<<dated|1<<shut|1<<mourned|1<<unreal|1<<ages|1<<healed|1<<cleared|1<<famous) != 0
	if !hints && !before && !b.r.namesAge() {
		return
	}
	b.about = make([]bygoneSent, len(b.r.sents))
	for n := range b.r.sents {
		s, a := &b.r.sents[n], &b.about[n]
		a.presses = b.r.presses(s)
		a.far = b.r.isFar(s)
		a.closes = b.r.closesStory(s)
		a.dead = s.kinds&(1<<mourned|1<<unreal) != 0 && b.r.newsOf(s)
		a.aged = b.r.ofAnotherAge(s)
		if a.far && b.far < 0 {
			b.far = n
		}
		if a.closes {
			b.close = n
		}
		b.aged = b.aged || a.aged
		if b.far < 0 && a.closes && b.r.wellForYears(s) {
			b.far, b.years = n, true
		}
	}
}

// isFar tells whether a sentence has a time of long ago.
func (r *reading) isFar(s *sent) bool {
	return r.farDated(s) || r.yearOf(s) > 0 || r.inYouth(s) || r.farNumber(s)
}

// pressed tells whether anything in the turn presses; with spare, not what stands in
// the sentence of a death, which may have been yesterday.
func (b *bygoneTold) pressed(spare bool) bool {
	for n := range b.about {
		if a := &b.about[n]; a.presses && !(spare && (a.dead || b.r.ofNobody(&b.r.sents[n])) && !b.r.pressesHard(&b.r.sents[n])) {
			return true
		}
	}
	return false
}

// ofNobody tells whether a sentence names nobody and no sign: "college is closed today".
func (r *reading) ofNobody(s *sent) bool {
	for i := s.from; i < s.to; i++ {
		if w := r.tokens[i].text; isFirst(w) || isThird(w) || isSomebody(w) || isPerson(w) || r.covers(s, relative, i) {
			return false
		}
	}
	for _, m := range r.mentions[s.m0:s.m1] {
		if m.status == asserted && !r.timeOfNow(s, m.from, "", "") {
			return false
		}
	}
	return true
}

// sameSign tells whether a sign begins within one that is bygone: the "chest pain" of
// "crushing chest pain".
func (r *reading) sameSign(m *mention) bool {
	if s := &r.sents[m.sent]; r.told(s, m) == ofNow || slices.ContainsFunc(r.tokens[m.from:m.to], func(t token) bool { return isFirst(t.text) }) {
		return false
	}
	ms := r.of(m.sent)
	for k := range ms {
		if o := &ms[k]; o != m && o.from <= m.from && m.from < o.to && o.to-o.from <= mostOfSign && (o.because == longOverCause || o.because == deadCause || o.because == agesCause) {
			return true
		}
	}
	return false
}

// mostOfSign is the most words of a sign within which others are the same.
const mostOfSign = 4

// namesAny tells whether a turn names a finding that counts.
func (lx *lexer) namesAny(r *reading) bool {
	for n := range r.sents {
		if lx.names(r, n) {
			return true
		}
	}
	return false
}

// then is what the words before a sign say of when it was.
type then uint8

const (
	untold then = iota
	ofPast
	ofNow
)

// told tells of when a sign is told: by the nearest verb in its words or before it in its
// clause, past other signs of a list. One behind it counts after "that" or "which".
func (r *reading) told(s *sent, m *mention) then {
	if r.endsSign(m) {
		return untold
	}
	for i := m.to - 1; i >= max(s.from, m.from-mostToBearer); i-- {
		if t := r.verbAt(s, m, i); t != untold {
			return t
		}
		if i < m.to-1 && i < m.from && isCut(r.tokens[i].text) {
			break
		}
		if i <= m.from && (r.tokens[i].brk != joined || i < m.from && r.tokens[i].text == "and") && !r.listsBefore(m, i) {
			break
		}
	}
	if m.to+1 >= s.to || !opensWhich(r.tokens[m.to].text) && (m.from == s.from || r.tokens[m.from-1].text != "after") {
		return untold
	}
	_, to := r.clauseAround(s, m)
	for i := m.to; i < max(m.to+mostLinked, min(to, s.to)) && i < s.to; i++ {
		if t := r.verbAt(s, m, i); t != untold {
			return t
		}
	}
	return untold
}

// endsSign tells whether a sign only goes on about one that counts: the "came on in a
// second" of "worst headache ever, came on in a second".
func (r *reading) endsSign(m *mention) bool {
	if r.tokens[m.from].brk == joined {
		return false
	}
	ms := r.of(m.sent)
	for k := range ms {
		if o := &ms[k]; o.from < m.from && o.to == m.from && o.status == asserted {
			return true
		}
	}
	return false
}

// verbAt is what token i, in or near a sign, says of when it is.
func (r *reading) verbAt(s *sent, m *mention, i int) then {
	before, next := r.around(i)
	switch w := r.tokens[i].text; w {
	case "would":
		return ofPast
	case "is", "has", "have":
		if before == "would" {
			return ofPast
		}
		if w == "have" && (before == "him" || before == "her" || before == "them" || before == "me") {
			return untold // "saw him have"
		}
		if next == "of" || next == "that" || next == "how" || next == "what" || next == "to" || isReported(next) || before == "did" || before == "to" || before == "not" && w == "have" {
			return untold
		}
		if (next == "had" || next == "worked" || next == "lived") && i < m.from {
			return ofPast
		}
		return ofNow
	case "am", "are", "keep", "keeps", "feel", "feels", "still", "now", "getting", "hurts", "looks", "will", "can":
		return ofNow
	case "got":
		if before == "have" || before == "has" {
			return ofNow
		}
		return ofPast
	default:
		if isPastVerb(w) || w == "been" || w == "remember" || len(w) > 3 && strings.HasSuffix(w, "ed") && (i < m.from || i >= m.to || i == m.from || w == "collapsed") {
			return ofPast
		}
	}
	return untold
}

// isCut tells whether a word begins a clause that has its own when.
func isCut(w string) bool {
	switch w {
	case "but", "though", "although", "however", "plus", "also", "so", "because", "yet":
		return true
	}
	return false
}

// opensWhich tells whether a word goes on about what was just named.
func opensWhich(w string) bool { return w == "that" || w == "which" || w == "who" }

// listsBefore tells whether another sign that is bygone ends right before token i: what
// follows is one more item of a list.
func (r *reading) listsBefore(m *mention, i int) bool {
	ms := r.of(m.sent)
	for k := range ms {
		o := &ms[k]
		if o.from < min(m.from, i) && o.to >= i-1 && o.to <= i+1 && (o.because == longOverCause || o.because == deadCause || o.because == agesCause) {
			return true
		}
	}
	return false
}

// ofTheirSchool tells whether what seems to be of one's own youth is of somebody near: "at my
// son's school sports day".
func (r *reading) ofTheirSchool(s *sent, c cueHit) bool {
	switch r.tokens[c.from].text {
	case "school", "sports", "egg", "sack", "bar", "bat", "first", "primary":
	default:
		return false
	}
	for i := c.from - 1; i >= max(s.from, c.from-nearNot); i-- {
		if r.covers(s, relative, i) {
			return true
		}
	}
	return false
}

// farDated tells whether a sentence has a date that is no matter of weeks or months.
func (r *reading) farDated(s *sent) bool {
	for _, c := range s.cues {
		if c.kind != dated || r.countsMinutes(s, c) || r.ofTheirSchool(s, c) || r.tokens[c.from].text == "last" || r.tokens[c.from].text == "this" || r.said(c.from, c.to, "for") {
			continue // not "in my right calf for two days"
		}
		near := false
		for i := c.from; i < c.to; i++ {
			switch w := r.tokens[i].text; w {
			case "last":
				near = near || i == c.from || !ownsDear(r.tokens[i-1].text) // not "my last year at school"
			case "week", "weeks", "month", "months", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
				"covid", "pandemic", "lockdown":
				near = true
			}
			near = near || r.tokens[i].isNum && r.tokens[i].num > reviewYear-yearsBack && r.tokens[i].num <= reviewYear
		}
		if !near && r.tokens[c.from].text != "a" && r.tokens[c.from].text != "at" {
			return true
		}
	}
	return false
}
