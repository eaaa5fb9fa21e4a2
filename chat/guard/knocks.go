package guard

import "strings"

// Little things. A small blue mark where somebody walked into a table is no limb
// without blood, a shaving nick "like a crime scene" that stopped no burst vein, a
// nail cut too short no wound. Each is taken out only with what makes it little in
// the same turn and nothing that speaks against it; unexplained brings it back as it
// does whatever has a cause. Marks that are said to be small are in slight.go.

// littleThings masks the signs of a turn that are little.
func (lx *lexer) littleThings(r *reading) {
	for i := range r.mentions {
		m := &r.mentions[i]
		if m.status != asserted {
			continue
		}
		little := false
		switch lx.concepts[m.concept].id {
		case "pale":
			little = (r.smallMark(m) || r.bruise(m)) && r.says(isKnock) && !lx.marksMore(r)
		case "wound", "blood_said":
			little = r.nailCut(m)
		case "haemoptysis", "bum_blood", "blood_easy", "bruised_up":
			little = r.onTissue(m) && r.blowsNose() && !r.says(isAirwayOrGut)
		case "fleck_in_eye", "eye_bit", "eye_specks":
			little = r.softFleck(m) && r.cameOut(m.to) && !r.says(eyeStill)
		case "infected":
			little = r.bruiseFades(m)
		case "redness", "spreading":
			little = r.redDot(m) && r.says(isBurner) && lx.denies(r, "blistered")
		case "warmth":
			if m.to < len(r.tokens) && r.tokens[m.to].brk == joined && isBurner(r.tokens[m.to].text) {
				m.status, m.because = masked, "a hot thing"
			}
		case "bleeding_out":
			little = r.pinched(m) && r.says(isOver) && !r.says(startsAgain) && !r.says(isAirwayOrGut) && !lx.marksMore(r)
		case "burst_vein":
			little = r.says(isNick) && r.says(isOver) && !r.says(startsAgain) && !lx.marksMore(r)
		}
		if little {
			m.status, m.because = masked, ordinaryCause
		}
	}
}

// bruise tells whether a colour is that of something called a bruise.
func (r *reading) bruise(m *mention) bool {
	return m.to < len(r.tokens) && m.to-m.from == 1 && r.tokens[m.to].text == "bruise"
}

// bruiseFades tells whether green or yellow is what a bruise has gone, and no wound
// is told of.
func (r *reading) bruiseFades(m *mention) bool {
	switch r.tokens[m.from].text {
	case "gone", "going", "turned":
	default:
		return false
	}
	return r.says(isBruise) && !r.says(isOpen)
}

// redDot tells whether a mention is of a small mark: "a tiny red dot", "red line".
func (r *reading) redDot(m *mention) bool {
	for i := m.from; i < min(m.from+2, len(r.tokens)); i++ {
		switch r.tokens[i].text {
		case "dot", "dots", "line", "mark", "spot", "stripe":
			return true
		}
	}
	return false
}

// denies tells whether a turn says that a sign is not there.
func (lx *lexer) denies(r *reading, id string) bool {
	for i := range r.mentions {
		if m := &r.mentions[i]; m.status == denied && lx.concepts[m.concept].id == id {
			return true
		}
	}
	return false
}

// onTissue tells whether a mention is of blood on a tissue, which may be of a nose.
func (r *reading) onTissue(m *mention) bool {
	for i := m.from; i < m.to; i++ {
		switch r.tokens[i].text {
		case "tissue", "tissues", "hanky", "hankie", "nose", "snot":
			return true
		}
	}
	return false
}

// blowsNose tells whether a turn tells of a nose that is blown, raw or dry.
func (r *reading) blowsNose() bool {
	nose, blown := false, false
	for i := range r.tokens {
		switch r.tokens[i].text {
		case "nose", "nostril":
			nose = true
		case "blow", "blew", "blowing", "blown", "raw", "dry", "picked", "sneezed":
			blown = true
		}
	}
	return nose && blown
}

// pinched tells whether a bleed is of note only since a nose was pinched for it.
func (r *reading) pinched(m *mention) bool {
	return strings.HasPrefix(r.tokens[m.to-1].text, "pinch")
}

// softFleck tells whether what is in an eye is a hair or a grain that tears bring
// out, not metal, wood or glass.
func (r *reading) softFleck(m *mention) bool {
	for i := m.from; i < m.to; i++ {
		switch r.tokens[i].text {
		case "eyelash", "lash", "hair", "crumb", "sand", "dust", "fluff", "mascara", "makeup", "fly", "midge":
			return true
		}
	}
	return false
}

// cameOut tells whether a turn says behind token i that something came out and, at
// the end of a clause, that all is well.
func (r *reading) cameOut(i int) bool {
	out := false
	for ; i < len(r.tokens); i++ {
		switch r.tokens[i].text {
		case "out":
			out = true
		case "fine", "ok", "okay", "normally", "better", "clearly", "grand":
			if out {
				return true
			}
		}
	}
	return false
}

// says tells whether a turn holds a word of some kind.
func (r *reading) says(is func(string) bool) bool {
	for i := range r.tokens {
		if is(r.tokens[i].text) {
			return true
		}
	}
	return false
}

// marksMore tells whether a turn tells of what makes a bruise or a nick of account:
// thin blood, a limb that is numb, cold or weak, somebody who is ill.
func (lx *lexer) marksMore(r *reading) bool {
	for i := range r.mentions {
		m := &r.mentions[i]
		if m.status != asserted {
			continue
		}
		switch lx.concepts[m.concept].id {
		case "thinner", "diabetes", "numb", "cold", "weak", "confused", "vomiting", "dizzy", "collapse", "pregnant", "tense", "suicidal", "bleeds_easily", "black":
			return true
		}
	}
	return false
}

// smallMark tells whether a colour is that of one small bruise: "a small blue mark".
func (r *reading) smallMark(m *mention) bool {
	if m.from == 0 || m.to-m.from != 1 || !isSlight(r.tokens[m.from-1].text) && (m.from < 3 || !isSlight(r.tokens[m.from-3].text)) {
		return false
	}
	for i := m.to; i < min(m.to+3, len(r.tokens)); i++ {
		switch r.tokens[i].text {
		case "mark", "bruise", "smudge":
			return true
		case "and", "blue", "purple", "yellow", "black", "green", "bluish", "purplish":
		default:
			return false
		}
	}
	return false
}

// tooShort tells whether the words from token i on say that a nail was cut too far:
// "too short", "a bit too close".
func (r *reading) tooShort(i int) bool {
	for k := i; k < min(i+5, len(r.tokens)) && r.tokens[k].brk == joined; k++ {
		switch r.tokens[k].text {
		case "short", "close", "low":
			return true
		}
	}
	return false
}

// nailCut tells whether what was cut is a nail that is now too short: the "cut my"
// of "cut my toenail too short".
func (r *reading) nailCut(m *mention) bool {
	for i := m.from + 1; i < min(m.to+3, len(r.tokens)-1); i++ {
		switch r.tokens[i].text {
		case "nail", "nails", "toenail", "toenails", "fingernail", "fingernails":
			return r.tooShort(i + 1)
		}
	}
	return false
}
