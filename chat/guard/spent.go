package guard

// What exertion brings and rest ends. Legs are like jelly on both sides after
// five matches, and somebody who sprinted for a bus is out of puff for a
// minute. Both are nobody's sign if the turn names the exertion and nothing
// else of a body: an illness, one side, another finding or a word of time that
// goes on forbids it.

// spent takes out what exertion explains.
func (lx *lexer) spent(r *reading) {
	hard, stood := lx.exerted(r)
	if !hard && !stood {
		return
	}
	for i := range r.mentions {
		m := &r.mentions[i]
		s := &r.sents[m.sent]
		switch id := lx.concepts[m.concept].id; {
		case m.status == asserted && r.tired(m) && tiredToo(id) && (m.side == sideBoth || id == "skin_old") && r.well():
			m.status, m.because = masked, "tired from exercise"
		case (m.status == asserted || m.status == resolved) && id == "weak" && r.tired(m) && m.side == sideBoth && m.attrs&lx.goesOnBits() == 0:
			if _, goesOn := s.has(present, oneSide, onlySide); !goesOn {
				m.status, m.because = masked, "tired from exercise"
			}
		case hard && m.status == resolved && pants(id) && lx.strains(r, m.sent):
			m.status = finished
		}
	}
}

// exerted tells whether a turn tells of hard exercise or of a long day on one's
// feet, and of no illness and no finding but what follows from it.
func (lx *lexer) exerted(r *reading) (hard, stood bool) {
	for i := range r.mentions {
		m := &r.mentions[i]
		c := &lx.concepts[m.concept]
		if m.status != asserted {
			continue
		}
		switch c.id {
		case "hard_exercise":
			hard = true
		case "long_standing":
			stood = true
		case "pain", "stiff", "both_legs", "harm_doubt", "dose_doubt", "limits_walking", "breathless", "fast_breath", "racing_heart", "walk_stops":
			if m.attrs&lx.goesOnBits() != 0 {
				return false, false
			}
		case "lay_long":
			if r.tokens[m.from].text != "slept" { // a night's sleep
				return false, false
			}
		case "swelling":
			if !r.puffs(m) {
				return false, false
			}
		case "weak", "leg_grips", "limb_strange", "tense", "skin_old", "numb":
			if !r.tired(m) {
				return false, false
			}
		default:
			if c.kind == finding || lx.adds(m) || c.id == "heart_history" || c.id == "pregnant" || c.id == "existing_ill" || c.id == "neuro_illness" {
				return false, false
			}
		}
	}
	return hard, stood
}

// tiredToo tells whether a finding is another reading of legs that are tired:
// "like wood".
func tiredToo(id string) bool {
	return id == "limb_strange" || id == "tense" || id == "skin_old" || id == "numb" || id == "leg_grips"
}

// pants tells whether a finding is of breath or pulse, as exertion brings it.
func pants(id string) bool { return id == "breathless" || id == "fast_breath" || id == "racing_heart" }

// puffs tells whether a swelling is only that of somebody who puffs.
func (r *reading) puffs(m *mention) bool {
	w := r.tokens[m.from].text
	return w == "puffing" || w == "puffed"
}

// well tells whether a turn says that all went well.
func (r *reading) well() bool {
	for i := range r.sents {
		if _, ok := r.sents[i].over(r); ok {
			return true
		}
	}
	return false
}

// strains tells whether a sentence names hard exercise.
func (lx *lexer) strains(r *reading, n int) bool {
	for _, m := range r.of(n) {
		if lx.concepts[m.concept].id == "hard_exercise" && m.status == asserted {
			return true
		}
	}
	return false
}

// tired tells whether a finding says by a figure of speech how tired legs are.
func (r *reading) tired(m *mention) bool {
	for i := m.from; i < m.to; i++ {
		switch r.tokens[i].text {
		case "jelly", "noodles", "spaghetti", "rubber", "rubbery", "wobbly", "lead", "string", "custard", "blancmange", "putty", "wood":
			return true
		}
	}
	return false
}

// goesOnBits are the attributes of what exertion does not explain.
func (lx *lexer) goesOnBits() (bits uint64) {
	for _, id := range [...]string{"weeks3", "worsening", "often", "nightly"} {
		if k, ok := lx.byID[id]; ok {
			bits |= lx.attrBits[k]
		}
	}
	return bits
}
