package guard

// claimed brings back what a turn first only asks about, supposes or tells as
// a story, when it then says that it is somebody's own: "hypothetically, if
// someone took twenty... ok it's me".
func (lx *lexer) claimed(r *reading) {
	if r.claims() {
		r.own(func(m *mention) bool { return !m.alien })
		r.denialAsked()
		return
	}
	if seen := r.inSight(); seen || r.inNeedNow() {
		r.own(func(m *mention) bool { return m.status == unrealised && !m.alien && (seen || r.needsBeside(m.sent)) })
	}
	told := 0
	detailed := make([]bool, len(r.sents))
	for i := range r.attrs {
		detailed[r.attrs[i].sent] = true
	}
	tells, adds := make([]bool, len(r.sents)+1), make([]bool, len(r.sents)+1)
	for n := range r.sents {
		if tells[n] = r.tells(n, detailed[n]); tells[n] {
			told++
			adds[n] = !lx.names(r, n)
		}
	}
	if told == 0 {
		return
	}
	r.own(func(m *mention) bool {
		if told == 1 && tells[m.sent] {
			return false // only its own sentence tells of a person
		}
		if m.status != taught {
			return m.status == asserted
		}
		c := &lx.concepts[m.concept]
		return c.wish || c.kind == risk && r.attends(m) || adds[m.sent+1]
	})
}

// denialAsked makes count what a question only seems to deny, if one of those asked about
// just did so: "children don't faint from heat, do they? The one beside me did just now".
func (r *reading) denialAsked() {
	for n := 1; n < len(r.sents); n++ {
		if !r.sents[n-1].asks || !r.oneDid(&r.sents[n]) {
			continue
		}
		ms := r.of(n - 1)
		for i := range ms {
			if m := &ms[i]; m.status == denied {
				m.status, m.because, m.asked = asserted, "", false
			}
		}
	}
}

// own makes the mentions of a turn that are chosen count in full.
func (r *reading) own(chosen func(*mention) bool) {
	for i := range r.mentions {
		m := &r.mentions[i]
		switch m.status {
		case taught, unrealised, asserted:
			if chosen(m) {
				m.asked, m.status, m.because = false, asserted, ""
			}
		}
	}
}

// claims tells whether a turn says that what it tells is real and of somebody
// at hand.
func (r *reading) claims() bool {
	if r.so {
		return true
	}
	for i := range r.sents {
		if _, ok := r.sents[i].has(claim); ok || r.echoes(i) {
			return true
		}
	}
	return false
}

// tells tells whether a sentence says something of a person at hand. detailed
// says that it tells how a finding is.
func (r *reading) tells(n int, detailed bool) bool {
	s := &r.sents[n]
	if s.general || s.unreal || r.deniesAll(s) {
		return false
	}
	_, mine := s.has(own, self, relative)
	_, now := s.has(present, recent, own)
	_, asks := r.opening(s)
	return mine && !asks && (now || detailed)
}

// deniesAll tells whether a sentence says first that nothing is wrong with the one who
// writes: "I haven't got anything wrong". What else it holds must be set apart.
func (r *reading) deniesAll(s *sent) bool {
	for i := s.from + 1; i < s.to; i++ {
		if r.tokens[i].brk != joined {
			return false
		}
		if r.tokens[i].text != "wrong" {
			continue
		}
		switch r.tokens[i-1].text {
		case "nothing":
			return true
		case "anything":
			return r.tokens[s.from].text == "i" && r.said(s.from, i, "not")
		}
	}
	return false
}

// said tells whether a word stands in tokens [from:to).
func (r *reading) said(from, to int, word string) bool {
	for i := from; i < to; i++ {
		if r.tokens[i].text == word {
			return true
		}
	}
	return false
}

// names tells whether a sentence names a finding that counts.
func (lx *lexer) names(r *reading, n int) bool {
	for _, m := range r.of(n) {
		if m.status == asserted && lx.concepts[m.concept].kind == finding {
			return true
		}
	}
	return false
}

// attends tells whether a risk in a question is a circumstance of whoever
// asks: "which pillow is best with a plaster cast".
func (r *reading) attends(m *mention) bool {
	for i := max(r.sents[m.sent].from, m.from-3); i < m.from; i++ {
		switch r.tokens[i].text {
		case "with", "after", "since", "on", "during", "while", "following":
			return true
		}
	}
	return false
}

// tellsFinding tells whether a sentence speaks of a finding, counted or not.
func (lx *lexer) tellsFinding(r *reading, n int) bool {
	for _, m := range r.of(n) {
		if lx.concepts[m.concept].kind == finding {
			return true
		}
	}
	return false
}

// finish marks what was long ago and is said to be over since, in its own
// sentence or in the next one when that tells of nothing else.
func (lx *lexer) finish(r *reading) {
	for n := range r.sents {
		_, same := r.sents[n].over(r)
		next := false
		if n+1 < len(r.sents) && !lx.tellsFinding(r, n+1) {
			_, next = r.sents[n+1].over(r)
		}
		ms := r.of(n)
		for i := range ms {
			if m := &ms[i]; m.status == longAgo && (same || next) {
				m.status = finished
			}
		}
	}
}
