package guard

import "strings"

// What somebody was told to look for and did not find, and lists in brackets behind
// what nobody has.

// foundNone gives the token at which what somebody was told to look for ends because
// there was none: "told to look out for hot or spreading skin and there isn't any, it's
// flat now". Where nothing says so, it is the end of the cue.
func (r *reading) foundNone(s *sent, c cueHit) int {
	if r.tokens[c.to-1].text != "for" {
		return c.to
	}
	for i := c.to; i+2 < s.to; i++ {
		if w := r.tokens[i+1].text; r.tokens[i].text != "there" || w != "is" && w != "are" && w != "was" && w != "were" {
			continue
		}
		switch r.tokens[i+2].text {
		case "none", "nothing":
			return i
		case "not":
			if i+3 < s.to && r.tokens[i+3].text == "any" {
				return i
			}
		}
	}
	return c.to
}

// deniesOn tells whether what did not happen is joined to more that did not: the "didn't
// fall" of "didn't fall or faint".
func (lx *lexer) deniesOn(r *reading, m *mention) bool {
	if lx.concepts[m.concept].id != "unexplained" || m.to >= len(r.tokens) || r.tokens[m.to].brk != joined {
		return false
	}
	w, next := r.tokens[m.from].text, r.tokens[m.to].text
	return w != "no" && w != "without" && (next == "or" || next == "nor")
}

// ownsPart tells whether a "my" that would end a denial only names the part of the body
// in what is denied: the "my head" of "didn't hit my head or faint".
func (r *reading) ownsPart(n int, c, o cueHit) bool {
	if o.to >= len(r.tokens) || r.tokens[o.from].text != "my" || o.from <= c.to || r.tokens[o.to].text != "or" && r.tokens[o.to].text != "nor" {
		return false // "no pain in my leg my chest hurts"
	}
	for _, m := range r.between(n, c.to, o.from) {
		if m.to >= o.to && m.status == asserted && !m.firm {
			return true
		}
	}
	return false
}

// denyBracket marks as denied what a bracket lists behind signs that nobody has: "I
// don't have any of the bad ones (cold foot, numb, can't move)". It tells whether one
// stands there.
func (r *reading) denyBracket(s *sent, n int, c cueHit) bool {
	last := r.tokens[c.to-1].text
	for i := c.to + 1; i < min(s.to, c.to+budget+2); i++ {
		if r.tokens[i].brk == joined {
			continue
		}
		any := r.tokens[c.to].text == "any" || r.tokens[c.to+1].text == "any" || last == "no" || last == "none"
		to := r.bracketEnds(s, i)
		if to < 0 || !any || !isSigns(r.tokens[i-1].text) {
			return false
		}
		ms := r.between(n, i, to)
		for k := range ms {
			if m := &ms[k]; m.status == asserted && m.to <= to {
				m.status, m.because = denied, r.words(c)
			}
		}
		return true
	}
	return false
}

// listedNone marks as denied what is listed behind a word for signs, where "none" is all
// that the next sentence says: "went through the red flags: saddle numbness, weak legs.
// None."
func (lx *lexer) listedNone(r *reading) {
	for n := 0; n+1 < len(r.sents); n++ {
		s, next := &r.sents[n], &r.sents[n+1]
		if next.to-next.from != 1 || r.tokens[next.from].text != "none" && r.tokens[next.from].text != "nope" {
			continue
		}
		for i := s.from + 1; i < s.to; i++ {
			if r.tokens[i].brk == comma && isSigns(r.tokens[i-1].text) {
				lx.denyNamed(r, n, i)
				break
			}
		}
	}
}

// denyNamed marks as denied what sentence n only names from token i on.
func (lx *lexer) denyNamed(r *reading, n, i int) {
	for k := i; k < r.sents[n].to; k++ {
		if w := r.tokens[k].text; w != "can" && tellsOf(w) {
			return
		}
	}
	ms := r.between(n, i, r.sents[n].to)
	for k := range ms {
		if m := &ms[k]; m.status == asserted && !lx.grave(m) {
			m.status, m.because = denied, "none"
		}
	}
}

// isSigns tells whether a word stands for signs that are listed behind it.
func isSigns(w string) bool {
	switch w {
	case "ones", "signs", "symptoms", "flags", "things", "those", "these", "them", "stuff":
		return true
	}
	return false
}

// bracketEnds gives the token behind the bracket that opens before token i and closes
// in its sentence, -1 if there is none.
func (r *reading) bracketEnds(s *sent, i int) int {
	if !strings.Contains(r.textBefore(i), "(") {
		return -1
	}
	for k := i + 1; k <= s.to; k++ {
		if w := r.tokens[k-1].text; w != "can" && tellsOf(w) {
			return -1 // "none of those (until now)"
		}
		if strings.Contains(r.textBefore(k), ")") {
			return k
		}
	}
	return -1
}

// textBefore gives what is written between token i-1 and token i, or the end.
func (r *reading) textBefore(i int) string {
	from, to := int(r.tokens[i-1].end), len(r.text)
	if i < len(r.tokens) {
		to = int(r.tokens[i].start)
	}
	if from >= to { // two tokens of one word: "can't"
		return ""
	}
	return r.text[from:to]
}
