package guard

import "strings"

// What is of another age: a king, an ancestor, a parish register, 1871. Whoever is
// told of there is dead, unless somebody at hand is named.

// agesAgo is how many years ago nobody lived who lives now.
const agesAgo = 100

// ofAnotherAge tells whether a sentence names another age.
func (r *reading) ofAnotherAge(s *sent) bool {
	if s.kinds&(1<<ages) != 0 && !r.said(s.from, s.to, "called") && !r.said(s.from, s.to, "nicknamed") && !r.said(s.from, s.to, "call") {
		return true
	}
	if s.kinds&(1<<famous) != 0 && r.bygone(s) && !r.said(s.from, s.to, "call") {
		return true
	}
	for i := s.from; i < s.to; i++ {
		if r.agedAt(s, i) {
			return true
		}
	}
	return false
}

// agedAt tells whether token i is a year in which nobody lived who lives now, or a throne
// with a name.
func (r *reading) agedAt(s *sent, i int) bool {
	t := &r.tokens[i]
	if isThrone(t.text) {
		return i+1 < s.to && r.tokens[i+1].brk == joined && r.isCapital(i+1) && (i == s.from || !determines(r.tokens[i-1].text) && !isTitle(r.tokens[i-1].text))
	}
	if !t.isNum || t.num < 100 || t.num != float64(int(t.num)) {
		return false
	}
	_, next := r.around(i)
	if raw := r.text[t.end:min(len(r.text), int(t.end)+4)]; strings.HasPrefix(raw, " BC") || strings.HasPrefix(raw, "BC") {
		return true
	}
	return isAgeYear(t) && !isUnit(next) && !r.born(s, i) && (next != "" || i > s.from) && !r.clocked(s, i)
}

// clocked tells whether a number of four figures is rather a time of day: "at 1730",
// "1805: he fell".
func (r *reading) clocked(s *sent, i int) bool {
	if n := int(r.tokens[i].num); n/100 > 23 || n%100 > 59 {
		return false
	}
	if i > s.from {
		switch r.tokens[i-1].text {
		case "at", "about", "around", "till", "until", "since", "today", "tonight", "time", "yesterday":
			return true
		}
		return false
	}
	if i > 0 && (r.tokens[i-1].text == "c" || r.tokens[i-1].text == "ca" || r.tokens[i-1].text == "circa") {
		return false
	}
	if i+1 >= s.to {
		return true
	}
	switch r.tokens[i+1].text {
	case "census", "ad", "edition", "survey", "map", "letter", "diary", "war", "register", "will", "newspaper", "rising", "famine", "bc", "poem", "book", "treatise":
		return false
	}
	return true
}

// isAgeYear tells whether a number is written as a year in which nobody lived who lives now.
func isAgeYear(t *token) bool {
	return t.isNum && t.num >= 1066 && t.num <= reviewYear-agesAgo && t.end-t.start == 4 && t.num == float64(int(t.num))
}

// namesAge tells whether a turn has such a year or a throne, as a first look.
func (r *reading) namesAge() bool {
	for i := range r.tokens {
		if t := &r.tokens[i]; isAgeYear(t) || isThrone(t.text) {
			return true
		}
	}
	return false
}

// isThrone tells whether a word before a name makes it one of history.
func isThrone(w string) bool {
	switch w {
	case "king", "queen", "emperor", "empress", "tsar", "czar", "kaiser", "sultan", "pharaoh", "pope", "archduke", "caliph", "shah":
		return true
	}
	return false
}

// mostLived is more years than anybody lives.
const mostLived = 115

// born tells whether a year is that of a birth: "born in 1924".
func (r *reading) born(s *sent, i int) bool {
	if r.tokens[i].num <= reviewYear-mostLived {
		return false
	}
	for k := i - 1; k >= max(s.from, i-4); k-- {
		if w := r.tokens[k].text; w == "born" || w == "b" || w == "since" || w == "house" || w == "built" {
			return true
		}
	}
	return false
}

// mostFromAge is how many sentences from another age it is still told of.
const mostFromAge = 2

// ofAges marks what is told of another age; before tells whether the turns before
// spoke of it.
func (b *bygoneTold) ofAges(before bool) {
	last, qs := -mostFromAge-1, b.r.quotes()
	if before {
		last = -1
	}
	for n := range b.r.sents {
		s, ms := &b.r.sents[n], b.r.of(n)
		if n > 0 && b.r.tokens[s.from].brk == paragraph {
			last = -mostFromAge - 1
		}
		if n < len(b.about) && b.about[n].aged {
			last = n
		}
		ahead := n+1 < len(b.about) && b.about[n+1].aged && b.r.tokens[b.r.sents[n+1].from].brk != paragraph
		if n-last > mostFromAge && !ahead {
			continue
		}
		near := n != last && (b.kinNear(n) || b.r.namesKin(s))
		if n != last && !b.r.linksAge(s) && (last < 0 || b.r.ownDoing(&b.r.sents[last])) && !(ahead && !b.r.ownDoing(&b.r.sents[n+1])) {
			continue
		}
		hit := false
		for i := range ms {
			m := &ms[i]
			if b.lx.endable(m) && (inLine(qs, m) || b.ofNobodyNow(s, m, near) && (b.r.sameSign(m) || n == last && b.joinsAge(s, m) || n != last && b.followsAge(s, m))) {
				m.status, m.because, m.alien, hit = unrealised, agesCause, true, true
			}
		}
		s.past = s.past || hit && !b.lx.names(b.r, n)
	}
}

// mostToIs is within how many words before a sign an "is" tells of now.
const mostToIs = 3

// ofNobodyNow tells whether a sign is of nobody at hand and not told as of now;
// near tells whether somebody at hand may be "he".
func (b *bygoneTold) ofNobodyNow(s *sent, m *mention, near bool) bool {
	who, at := b.r.whoBears(s, m)
	if m.to < s.to && (b.r.tokens[m.to].text == "me" || b.r.tokens[m.to].text == "us") {
		return false
	}
	if who == oneself && at >= 0 && b.agedBetween(s, at, m.from) {
		who, at = nobody, -1 // "I'll start: Caesar, {...}"
	}
	if who == oneself || who != nobody && near || who == kinsman && !b.ancestor(s, at) {
		return false
	}
	from, _ := b.r.clauseAround(s, m)
	for i := max(from, m.from-mostToBearer); i < m.from; i++ {
		switch b.r.tokens[i].text {
		case "am", "are", "has", "still", "now", "keeps", "my", "our":
			if !b.r.asideFirst(s, i) {
				return b.r.tokens[i].text == "has" && (who == nobody || at == i+1)
			}
		case "is":
			if i > s.from && i >= m.from-mostToIs && !isReported(b.r.tokens[i+1].text) {
				return false
			}
		}
	}
	return true
}

// agedBetween tells whether somebody of another age is named in tokens [from:to).
func (b *bygoneTold) agedBetween(s *sent, from, to int) bool {
	for _, c := range s.cues {
		if (c.kind == ages || c.kind == famous) && c.from > from && c.to <= to {
			return true
		}
	}
	return false
}

// ancestor tells whether a relative at token i is one of another age or only writes of
// it: "my great great grandfather", "grandad's war diary".
func (b *bygoneTold) ancestor(s *sent, i int) bool {
	for k := max(s.from, i-4); k < min(s.to, i+5); k++ {
		if b.r.covers(s, ages, k) && k >= i-1 && !b.brokenBetween(k, i) || b.r.tokens[k].text == "great" || k == i-1 && k >= 0 && isTheirs(b.r.tokens[k].text) {
			return true
		}
		if t := &b.r.tokens[k]; t.isNum && t.num > 1000 && t.num <= reviewYear-agesAgo {
			return true
		}
	}
	return false
}

// kinNear tells whether a sentence before sentence n names somebody at hand.
func (b *bygoneTold) kinNear(n int) bool {
	for k := n - 1; k >= max(0, n-mostFromAge-1); k-- {
		if s := &b.r.sents[k]; !b.about[k].aged && b.r.namesKin(s) && !s.asks {
			return true
		}
	}
	return false
}

// isTheirs tells whether a word says that somebody is of those told of: "her husband".
func isTheirs(w string) bool { return w == "his" || w == "her" || w == "their" || w == "whose" }

// brokenBetween tells whether a comma stands between two tokens.
func (b *bygoneTold) brokenBetween(i, k int) bool {
	for j := min(i, k) + 1; j <= max(i, k); j++ {
		if b.r.tokens[j].brk != joined {
			return true
		}
	}
	return false
}

// linksAge tells whether a sentence says that it is told or written what it tells.
func (r *reading) linksAge(s *sent) bool {
	for i := s.from; i < s.to; i++ {
		switch r.tokens[i].text {
		case "says", "say", "said", "tells", "wrote", "notes", "noted", "states", "stated", "remarks", "remarked", "reports", "enters", "entered", "annotated", "writes", "describes", "described", "records", "recorded", "mentions", "mentioned", "reads", "lists", "listed", "according",
			"supposedly", "reportedly", "allegedly", "legend", "reputedly", "claims", "claimed", "century", "line", "folio", "entry", "verse", "stanza":
			return true
		}
	}
	return false
}

// ownDoing tells whether a sentence only says what the one who writes does with another
// age: "I'm reading about Queen Victoria", "we're doing the Romans".
func (r *reading) ownDoing(s *sent) bool {
	for i := s.from; i < min(s.to, s.from+nearNot); i++ {
		if w := r.tokens[i].text; w == "i" || w == "we" || w == "were" && i == s.from && !s.asks || w == "my" && !r.covers(s, ages, i+1) && !r.asideFirst(s, i) {
			return true
		}
	}
	return false
}

// followsAge tells whether a sign in another sentence than the age's is of one who is told
// of there: it has a subject that is not just anybody, or is said to be written.
func (b *bygoneTold) followsAge(s *sent, m *mention) bool {
	if b.r.linksAge(s) {
		return true
	}
	who, _ := b.r.whoBears(s, m)
	if who == stranger {
		return false
	}
	return who != nobody || m.from > s.from+1
}

// joinsAge tells whether a sign in a sentence of another age belongs to it: not one that
// nobody or somebody else has behind a comma.
func (b *bygoneTold) joinsAge(s *sent, m *mention) bool {
	r := b.r
	who, at := r.whoBears(s, m)
	if r.linksAge(s) || at >= 0 && r.tokens[at].text == "who" {
		return true
	}
	from := m.from
	past := r.told(s, m) == ofPast
	if at >= 0 && past {
		from = at
	}
	if who == nobody && past {
		return true
	}
	cut, own := false, false
	for i := from; i > s.from && !r.covers(s, ages, i); i-- {
		w := r.tokens[i].text
		if after := r.text[r.tokens[i-1].end]; after == ':' || after == '"' {
			return true
		}
		cut = cut || (r.tokens[i].brk != joined || w == "and" || isCut(w)) && !r.listsBefore(m, i)
	}
	if !cut || !r.agedBefore(s, from) {
		return true
	}
	own = r.ownDoing(s)
	return !own && past && (who == third || who == kinsman)
}

// agedBefore tells whether words of another age stand before token i, and none behind.
func (r *reading) agedBefore(s *sent, i int) bool {
	before := false
	for _, c := range s.cues {
		if c.kind != ages && c.kind != famous {
			continue
		}
		if c.from >= i {
			return false
		}
		before = true
	}
	return before
}
