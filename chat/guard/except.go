package guard

// Denials that leave something out, or that only look like one.

// exceptsPart tells whether a denial that ends at a token leaves a part of the
// body out: "no pain except in my left calf", "nothing hurts but my calf". What
// is said of that part then counts.
func (lx *lexer) exceptsPart(r *reading, s *sent, n int, c cueHit, end int) bool {
	if end >= s.to {
		return false
	}
	i := end + 1
	switch r.tokens[end].text {
	case "except", "excepting", "bar", "besides":
	case "apart", "aside", "other", "save":
		i++
	case "but":
		if !ofNothing(r.tokens[c.from].text) {
			return false
		}
	default:
		return false
	}
	part := false
	for ; i < s.to && r.tokens[i].brk == joined; i++ {
		for _, m := range r.between(n, i, i+1) {
			if lx.concepts[m.concept].kind == finding {
				return false // "no fever but my calf is swollen"
			}
		}
		part = part || r.placed(s, i)
	}
	return part
}

// ofNothing tells whether a word denies everything at once.
func ofNothing(w string) bool {
	switch w {
	case "nothing", "none", "nowhere":
		return true
	}
	return false
}

// torn tells whether words that look like a denial by "nothing" belong apart: "I
// did nothing, hurts like mad", "out of nothing swollen".
func (r *reading) torn(s *sent, c cueHit) bool {
	if !ofNothing(r.tokens[c.from].text) || c.to-c.from < 2 {
		return false
	}
	for i := c.from + 1; i < c.to; i++ {
		if r.tokens[i].brk != joined {
			return true
		}
	}
	if c.from == s.from || r.tokens[c.from].brk != joined {
		return false
	}
	switch r.tokens[c.from-1].text {
	case "did", "do", "doing", "done", "for", "from", "of", "like", "almost", "hit", "to", "over", "on", "eaten", "ate", "changed", "about":
		return true
	}
	return false
}

// unjoin masks a finding that holds its own negation but only joins a denied
// thing to what stands after a comma: the "no fever, feeding" of "no fever,
// feeding fine".
func (lx *lexer) unjoin(r *reading) {
	for i := range r.mentions {
		m := &r.mentions[i]
		if !m.firm || !bareNo(r.tokens[m.from].text) {
			continue
		}
		for k := m.from + 2; k < m.to; k++ {
			if r.tokens[k].brk == comma || r.tokens[k].text == "and" && k == m.to-2 && r.goesWell(m.to) {
				m.status, m.because = masked, "a list of what is not there"
			}
		}
	}
	for i := range r.mentions {
		if m := &r.mentions[i]; m.firm && (lx.tornOff(r, m) || lx.listsFirst(r, m)) {
			m.status, m.because = masked, "a list of what is not there"
		} else if m.firm {
			lx.notOn(r, m)
		}
	}
}

// notOn denies the risk that a finding says somebody is not on: the "the pill" of "not
// on the pill", which is no cover and no hormones.
func (lx *lexer) notOn(r *reading, m *mention) {
	if m.from+2 >= m.to || r.tokens[m.from].text != "not" || r.tokens[m.from+1].text != "on" {
		return
	}
	ms := r.between(m.sent, m.from+2, m.to)
	for i := range ms {
		if o := &ms[i]; lx.concepts[o.concept].kind == risk && o.to <= m.to && o.status == asserted {
			o.status, o.because = denied, "not on"
		}
	}
}

// tornOff tells whether a finding that holds its own negation only reaches over
// one into what is denied: the "bum sore, no numbness" of a sore bum.
func (lx *lexer) tornOff(r *reading, m *mention) bool {
	for k := m.from + 1; k+1 < m.to; k++ {
		if w := r.tokens[k].text; w != "no" && w != "nor" && w != "without" || r.parted(k+1, m.to) {
			continue
		}
		for _, o := range r.between(m.sent, k+1, m.to) {
			if o.to == m.to && o.from > k && !o.firm && o.status == asserted && isPlainSign(lx.concepts[o.concept].id) {
				return true
			}
		}
	}
	return false
}

// listsFirst tells whether a finding that holds its own negation only reaches over
// a list of what is denied to what stands behind it: the "not hot, walking" of
// "not red, not hot, walking fine".
func (lx *lexer) listsFirst(r *reading, m *mention) bool {
	last := m.from
	for k := m.from; k < m.to; k++ {
		if w := r.tokens[k].text; negates(w) || w == "cant" || w == "can" {
			last = k
		}
	}
	if r.tokens[m.from].text != "not" || r.tokens[last].text != "not" && !bareNo(r.tokens[last].text) {
		return false
	}
	for _, o := range r.between(m.sent, last+1, last+2) {
		to := o.to
		if to+1 < m.to && r.tokens[to].text == "or" { // "not swollen or bruised, he put weight on it"
			to += 2
		}
		if !o.firm && to < m.to && r.tokens[to].brk == comma {
			return true
		}
	}
	return false
}

// goesWell tells whether token i says that what stands before it is well: the
// "fine" of "no fever and feeding fine".
func (r *reading) goesWell(i int) bool {
	if i >= len(r.tokens) || r.tokens[i].brk != joined {
		return false
	}
	switch r.tokens[i].text {
	case "fine", "well", "ok", "okay", "great", "normally", "happily", "lovely", "grand", "brilliantly":
		return true
	}
	return false
}

// parted tells whether a comma stands before one of the tokens [from:to).
func (r *reading) parted(from, to int) bool {
	for i := from; i < to; i++ {
		if r.tokens[i].brk != joined {
			return true
		}
	}
	return false
}

// isPlainSign tells whether a finding is one that people list as not there.
func isPlainSign(id string) bool {
	switch id {
	case "numb", "weak", "pain", "swelling", "redness", "warmth", "cold", "stiff", "dizzy", "cramp", "fever", "breathless":
		return true
	}
	return false
}
