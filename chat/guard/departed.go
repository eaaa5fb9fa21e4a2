package guard

import "strings"

// What is told of the one who died. Who that is, a turn says before or after the sign:
// a sign counts if it is one's own, of somebody else near, or told as of now.

// mostFromDeath is how many sentences from a death the dead is still told of.
const mostFromDeath = 3

// departed marks what is told of the dead.
func (b *bygoneTold) departed(c *carry) {
	any := false
	for n := range b.r.sents {
		s, ms := &b.r.sents[n], b.r.of(n)
		hit := false
		for i := range ms {
			m := &ms[i]
			if !b.lx.endable(m) || !b.r.sameSign(m) && !b.ofDead(n, s, m) {
				continue
			}
			m.status, m.because, m.alien, hit = unrealised, deadCause, true, true
		}
		if hit && !s.asks && !b.lx.names(b.r, n) {
			s.past = true
		}
		any = any || hit
	}
	for i := range b.r.mentions {
		if m := &b.r.mentions[i]; any && m.status == asserted && b.r.tokens[m.from].text == "made" && b.r.said(m.from, m.to, "peace") {
			m.status, m.because = unrealised, deadCause // with what is told
		}
	}
}

// ofDead tells whether a sign of sentence n is told of somebody who died.
func (b *bygoneTold) ofDead(n int, s *sent, m *mention) bool {
	who, at := b.r.whoBears(s, m)
	if who == nobody {
		who, at = b.r.bearsAfter(s, m)
	}
	if who == kinsman && b.r.comesIn(s, at) && at > b.newsAt(s) && b.about[n].dead {
		return false
	}
	if b.likened(s) {
		return false
	}
	if who == stranger && (!b.about[n].dead || at > b.newsAt(s)) {
		return false
	}
	if at < m.from && b.colonAfterNews(s, at, m) {
		return true
	}
	if who == oneself || !b.toldOfThen(s, m, who) {
		return false
	}
	if b.about[n].dead {
		return who != nobody && b.sameDead(s, n, who, at) || who == nobody && (b.r.linkedSign(s, m) || b.r.somebodyHad(s, m))
	}
	for k := n - 1; k >= max(0, n-mostFromDeath); k-- {
		if b.about[k].dead {
			return (who != nobody || b.r.linkedSign(s, m)) && b.sameDead(s, k, who, at) && !b.otherBetween(k, n)
		}
	}
	for k := n + 1; k <= min(len(b.about)-1, n+mostFromDeath); k++ {
		if b.about[k].dead {
			return (who != nobody || b.r.linkedSign(s, m)) && b.backTo(s, k, who, at)
		}
	}
	return false
}

// colonAfterNews tells whether a sign without a bearer of its own stands behind a colon that
// follows the news of a death: "poor Declan's in the cemetery: a fit".
func (b *bygoneTold) colonAfterNews(s *sent, at int, m *mention) bool {
	news := b.newsAt(s)
	if news < 0 || news <= at || news >= m.from || m.from > news+mostToBearer {
		return false
	}
	i := m.from
	for i > news && (b.r.tokens[i].brk == joined || b.r.listsBefore(m, i)) {
		i--
	}
	return i > news && b.r.text[b.r.tokens[i-1].end] == ':'
}

// somebodyHad tells whether a sentence begins with somebody who had a sign and is no
// relative, nor the one who writes: "the old captain next door collapsed".
func (r *reading) somebodyHad(s *sent, m *mention) bool {
	if r.told(s, m) != ofPast || !determines(r.tokens[s.from].text) && r.holderAt(s, s.from, m.from) != nameHolder {
		return false
	}
	for i := s.from; i < m.from; i++ {
		if t := &r.tokens[i]; i > s.from+mostToBearer || isFirst(t.text) || i > s.from && t.brk != joined {
			return false
		}
	}
	return m.from > s.from+1
}

// likened tells whether the dead of a sentence is only compared with: "mum, like his gran
// who died of it, has slurred speech".
func (b *bygoneTold) likened(s *sent) bool {
	at := b.newsAt(s)
	if at <= s.from || b.r.tokens[at-1].text != "who" {
		return false
	}
	return b.r.said(max(s.from, at-5), at, "like") || b.r.said(max(s.from, at-5), at, "unlike")
}

// bearsAfter finds the one who bears a sign in the words behind it: "after collapsing he
// went out".
func (r *reading) bearsAfter(s *sent, m *mention) (bearer, int) {
	if m.from == s.from || r.tokens[m.from-1].text != "after" && r.tokens[m.from-1].text != "despite" && r.tokens[m.from-1].text != "before" {
		return nobody, -1
	}
	for i := m.to; i < min(s.to, m.to+mostLinked); i++ {
		switch w := r.tokens[i].text; {
		case isFirst(w):
			return oneself, i
		case w == "he" || w == "she":
			return third, i
		}
	}
	return nobody, -1
}

// toldOfThen tells whether a sign is told in the past, or without a verb.
func (b *bygoneTold) toldOfThen(s *sent, m *mention, who bearer) bool {
	switch b.r.told(s, m) {
	case ofPast:
		return true
	case ofNow:
		return false
	}
	return who == nobody || b.r.watched(s, m) || b.r.linkedSign(s, m) || b.about[m.sent].dead && !b.r.ofNowIn(max(s.from, m.from-mostToBearer), m.to) && (m.to <= b.newsAt(s) || b.r.quotedFrom(b.newsAt(s), m.from))
}

// quotedFrom tells whether a quotation begins between tokens from and to: what is to be read
// or written of the dead.
func (r *reading) quotedFrom(from, to int) bool {
	return from >= 0 && from < to && to <= from+mostToBearer && strings.ContainsAny(r.text[r.tokens[from].end:r.tokens[to].start], "\"“‘")
}

// ofNowIn tells whether tokens [from:to) have a verb or a word of now.
func (r *reading) ofNowIn(from, to int) bool {
	for i := from; i < to; i++ {
		if ofThisHour(r.tokens[i].text) {
			return true
		}
	}
	return false
}

// watched tells whether somebody saw or heard of a sign then: "I watched my father
// choke", "I held his hand while".
func (r *reading) watched(s *sent, m *mention) bool {
	for i := m.from - 1; i >= max(s.from, m.from-mostToBearer); i-- {
		switch r.tokens[i].text {
		case "watched", "saw", "seen", "heard", "found", "held", "did", "said", "told", "about", "ever":
			return true
		case "after":
			return i == m.from-1
		}
		if isCut(r.tokens[i].text) || (r.tokens[i].brk != joined || r.tokens[i].text == "and") && !r.listsBefore(m, i) {
			return false
		}
	}
	return false
}

// linkedSign tells whether a sign that nobody bears is joined to the death: "it had
// all started with a fit", "cause of death: a blackout", "a fit, that's what took him".
func (r *reading) linkedSign(s *sent, m *mention) bool {
	if i := m.from - 1; i > s.from+1 && isArticle(r.tokens[i].text) && r.tokens[i-1].text == "for" && r.tokens[i-2].text == "but" || i > s.from && r.tokens[i].text == "for" && r.tokens[i-1].text == "but" {
		return true // "but for a fit he would be ninety"
	}
	i := m.from - 1
	for i > max(s.from, m.from-mostLinked) && !linksSign(r.tokens[i].text) {
		if isCut(r.tokens[i].text) || (r.tokens[i+1].brk != joined || r.tokens[i].text == "and") && !r.listsBefore(m, i+1) {
			i = s.from - 1
			break
		}
		i--
	}
	if i >= s.from {
		if linksSign(r.tokens[i].text) {
			return true
		}
	}
	if m.to+1 < s.to {
		switch w := r.tokens[m.to].text; w {
		case "that", "it":
			return r.tokens[m.to+1].text == "is" || r.tokens[m.to+1].text == "was"
		case "got", "took", "killed", "carried", "finished", "claimed":
			return true
		case "not":
			return s.from < m.from && r.tokens[s.from].text == "had"
		}
	}
	return false
}

// newsAt gives the first token of the last news of a death in a sentence, -1 for none.
func (b *bygoneTold) newsAt(s *sent) int {
	at := -1
	for _, c := range s.cues {
		if c.kind == mourned || c.kind == unreal {
			at = c.from
		}
	}
	return at
}

// mostLinked is how many words before a sign what joins it to a death is looked for.
const mostLinked = 8

// linksSign tells whether a word joins a sign to a death.
func linksSign(w string) bool {
	switch w {
	case "with", "to", "of", "from", "by", "certificate", "was", "had", "cause", "given", "mentions", "mentioned", "found", "report", "after", "following":
		return true
	}
	return false
}
