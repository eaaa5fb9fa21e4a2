package guard

// Signs that are shown or told of nobody at hand: the leg that is sawn off in a
// painting, the corpse on page 212, what one "sees it all" of at a hospital
// desk. Only the words that belong to the cue are taken out, so the foot of the
// one who looks at the painting still counts.

// depict marks what a cue depicts as nobody's. The wish to die is never taken
// out, and nothing is where the sentence has told of a sign before the cue (the
// visitor who collapsed in front of the painting has the next sign too) or says
// of what is depicted that it is so at present.
func (lx *lexer) depict(r *reading, s *sent, n int, c cueHit) {
	end, ms := r.depictedEnds(s, c), r.of(n)
	for i := range ms {
		if m := &ms[i]; m.status == asserted && m.from < c.from && lx.concepts[m.concept].kind == finding {
			return
		}
	}
	for _, now := range s.cues {
		if (now.kind == present || now.kind == recent) && now.from >= c.from && now.from < end {
			return
		}
	}
	for i := range ms {
		m := &ms[i]
		if m.status == asserted && m.from >= c.from && r.inside(m, end) && !lx.grave(m) {
			m.status, m.because = unrealised, r.words(c)
		}
	}
}

// inside tells whether a mention ends before token end, or takes up only the
// "and" there: the "no pulse and" of "no pulse and I had to look it up".
func (r *reading) inside(m *mention, end int) bool {
	return m.to <= end || m.to == end+1 && r.tokens[end].text == "and"
}

// depictedEnds gives the token at which what a cue depicts ends: at a comma, an
// "and" that does not go on with "a", "no" or "his", or at the last of these
// before anybody at hand is named. What "you see" or "we get" may be a list.
func (r *reading) depictedEnds(s *sent, c cueHit) int {
	first, last := r.tokens[c.from].text, c.to
	list := first == "you" || first == "we"
	for i := c.to; i < s.to; i++ {
		t := &r.tokens[i]
		if t.brk != joined || t.text == "and" || t.text == "then" {
			last = i
			if !list && (t.brk != joined || i+1 >= s.to || !lists(r.tokens[i+1].text)) {
				return i
			}
		}
		if t.text == "but" || atHand(t.text) || list && (t.text == "is" || t.text == "are" || t.text == "was") {
			return last
		}
	}
	return s.to
}

// lists tells whether a word after "and" goes on with what is shown.
func lists(w string) bool {
	switch w {
	case "a", "an", "no", "his", "her", "another", "two", "some":
		return true
	}
	return false
}

// atHand tells whether a word names the one who writes or what is so now, or
// makes what is shown do something to somebody.
func atHand(w string) bool {
	switch w {
	case "i", "me", "my", "mine", "myself", "we", "us", "our", "now", "just", "today", "tonight", "here", "there", "since", "has", "have", "fell", "hit", "landed", "suddenly":
		return true
	}
	return false
}
