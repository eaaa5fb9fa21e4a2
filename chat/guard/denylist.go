package guard

import "strings"

// Names that a no follows. "Chest pain, breathlessness, blackouts: none of that,
// ever" names signs nobody has. Only bare names are taken out, back to the first
// word that tells of somebody or of now: "calf swollen since Monday, chest pain:
// none of it was there before" keeps its signs.

// denyListed marks the bare signs before a cue such as "none of them" as denied.
// The cue must end its clause, and nothing may be left out of it.
func (lx *lexer) denyListed(r *reading, s *sent, n int, c cueHit) {
	if !r.closesList(s, n, c.to) {
		return
	}
	from, to := s.from, c.from
	if c.from <= s.from+1 && n > 0 && r.tokens[s.from].brk != paragraph { // "asthma, epilepsy, heart trouble. No to all."
		n--
		from, to = r.sents[n].from, r.sents[n].to
	}
	from = r.bareFrom(from, to)
	for i, ms := 0, r.of(n); i < len(ms); i++ {
		if m := &ms[i]; m.status == asserted && !m.firm && m.from >= from && m.to <= to && !lx.grave(m) && !r.happened(m) {
			m.status, m.because = denied, r.words(c)
		}
	}
}

// closesList tells whether a denial of a list ends at token i, with no exception
// in its sentence or at the start of the next one.
func (r *reading) closesList(s *sent, n, i int) bool {
	if i < s.to && r.tokens[i].brk == joined {
		switch r.tokens[i].text {
		case "ever", "at", "thankfully", "luckily", "thanks", "thank", "here", "for", "in", "apply", "applies", "so":
		default:
			return false
		}
	}
	for ; i < s.to; i++ {
		if takesBack(r.tokens[i].text) {
			return false
		}
	}
	return n+1 >= len(r.sents) || !takesBack(r.tokens[r.sents[n+1].from].text)
}

// takesBack tells whether a word makes an exception to what was denied.
func takesBack(w string) bool {
	switch w {
	case "but", "until", "till", "except", "apart", "aside", "bar", "before", "though", "although", "however", "besides", "only", "well", "actually", "wait", "yet", "now":
		return true
	}
	return false
}

// bareFrom gives the first token of [from:to) from which on signs are only named:
// after the last comma behind a word of somebody, of time or a verb of state.
func (r *reading) bareFrom(from, to int) int {
	for i := to - 1; i >= from; i-- {
		if !tellsOf(r.tokens[i].text) || r.formAsks(i) {
			continue
		}
		for i++; i < to && r.tokens[i].brk == joined; i++ {
		}
		return i
	}
	return from
}

// tellsOf tells whether a word makes what stands beside it somebody's, of now
// or told as something that happened.
func tellsOf(w string) bool {
	switch w {
	case "am", "since", "today", "tonight", "now", "just", "still", "suddenly", "yesterday", "he", "she", "his", "her", "they", "their", "hurts", "started", "woke", "but", "because",
		"worse", "left", "right":
		return true
	}
	return isFirst(w) || isPresent(w) && w != "can" || isPastVerb(w)
}

// selfAnswered marks what somebody names with a question mark and then says no
// to: "Chest pain? No. Just tired legs".
func (r *reading) selfAnswered() {
	for n := 0; n+1 < len(r.sents); n++ {
		s, next := &r.sents[n], &r.sents[n+1]
		if !s.asks || s.to-s.from > mostNamed+1 || next.from >= next.to {
			continue
		}
		switch r.tokens[next.from].text {
		case "no", "nope", "nah", "none", "never", "negative":
			if s.to-s.from > mostNamed {
				continue
			}
		case "not": // "Out of puff? Not me."
			if !r.onlyMe(next) {
				continue
			}
		default:
			continue
		}
		if next.to-next.from > 1 && r.tokens[next.from].text != "not" && r.tokens[next.from+1].brk == joined {
			continue // "no better"
		}
		ms := r.of(n)
		for i := range ms {
			if ms[i].status == asserted {
				ms[i].status, ms[i].because = denied, r.tokens[next.from].text
			}
		}
	}
}

// onlyMe tells whether a sentence says no more than "not me", "not here" or "not at all".
func (r *reading) onlyMe(s *sent) bool {
	if s.to-s.from == 2 {
		w := r.tokens[s.from+1].text
		return w == "me" || w == "here" || w == "mine" || w == "us"
	}
	return s.to-s.from == 3 && r.tokens[s.from+1].text == "at" && r.tokens[s.from+2].text == "all"
}

// mostNamed is the most words of a sign that is only named.
const mostNamed = 5

// listsNouns tells whether a comma at token i only parts the things that a
// "never had a" denies: "never had a fit, a faint or a funny turn".
func (r *reading) listsNouns(s *sent, c cueHit, i int) bool {
	if !isArticle(r.tokens[i].text) || i < c.to+2 {
		return false
	}
	first := false
	for k := c.to; k < min(i, c.to+3); k++ {
		first = first || isArticle(r.tokens[k].text)
	}
	for k := i; first && k < s.to; k++ {
		switch w := r.tokens[k].text; {
		case w == "or" || w == "nor":
			return k+1 < s.to && r.tokens[k].brk != sentence && !r.everHad(k+1, s.to)
		case w == "and" || tellsOf(w) || takesBack(w):
			return false
		}
	}
	return false
}

// everHad tells whether one of the tokens [from:to) makes a list of what somebody
// never had one of what is there now: "never had a fit or a faint like this", "until
// the flight".
func (r *reading) everHad(from, to int) bool {
	for i := from; i < to; i++ {
		switch r.tokens[i].text {
		case "like", "as", "until", "till", "before", "except", "apart", "bar", "this", "that", "he", "she", "they", "today", "tonight", "now", "such":
			return true
		}
	}
	return false
}

// isArticle tells whether a word brings in one of a kind.
func isArticle(w string) bool { return w == "a" || w == "an" || w == "any" }

// ofItself tells whether a denial reaches no further than its own words: "not
// even pink", "barely warm".
func (r *reading) ofItself(c cueHit) bool {
	switch r.tokens[c.from].text {
	case "barely", "hardly", "scarcely":
		return r.tokens[c.to-1].text != "any"
	case "nobody", "nobodys":
		return isBefallen(r.tokens[c.to-1].text)
	case "no":
		return c.to > c.from+2 && strings.HasPrefix(r.tokens[c.from+1].text, "one") && isBefallen(r.tokens[c.to-1].text)
	}
	return c.to > c.from+2 && r.tokens[c.from+1].text == "even"
}

// isBefallen tells whether a word says what somebody is or did whom something befell.
func isBefallen(w string) bool {
	switch w {
	case "swallowed", "eaten", "hurt", "ill", "sick", "bleeding", "injured", "unwell", "drunk", "burnt", "burned", "choking", "fainted", "collapsed":
		return true
	}
	return false
}

// isSo tells whether a sign holds that it is so now, as no item of a denied list
// does: "none of those tablets left, chest pain is back".
func (r *reading) isSo(m *mention) bool {
	for i := m.from + 1; i < m.to; i++ {
		if w := r.tokens[i].text; w == "is" || w == "are" || w == "has" {
			return true
		}
	}
	return false
}
