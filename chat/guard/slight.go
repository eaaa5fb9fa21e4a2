package guard

import "strings"

// Slight marks. "A purple bruise the size of a 50p where I walked into the table",
// "a small red lump where the jab went in": a mark that is said to be small, with a
// small cause, is no sign of a limb without blood or of a clot. Both must be
// said, and the turn may tell of nothing else of a body, of no illness and
// nothing that grows or spreads.

// slight takes out the signs of a mark that is small and has a small cause.
func (lx *lexer) slight(r *reading) {
	kinds := r.allKinds()
	if kinds&(1<<smallMark) == 0 || kinds&(1<<smallCause) == 0 || kinds&(1<<claim) != 0 || r.worsens() {
		return
	}
	for i := range r.mentions {
		if m := &r.mentions[i]; m.status == asserted && (!lx.ofMark(m) && !lx.besideMark(m) || r.ofLimb(lx.concepts[m.concept].id, m)) {
			return
		}
	}
	for i := range r.mentions {
		if m := &r.mentions[i]; m.status == asserted && lx.ofMark(m) {
			m.status, m.because = masked, "a slight mark"
		}
	}
}

// ofMark tells whether a mention may say only how a small mark looks or feels.
func (lx *lexer) ofMark(m *mention) bool {
	switch lx.concepts[m.concept].id {
	case "redness", "pale", "cold", "warm_patch", "lump", "lump_grows", "bruised_up", "pain", "want_none", "infected", "bulge_angry":
		return true
	}
	return false
}

// ofLimb tells whether a colour or a warmth is that of a limb rather than of a mark:
// the "cold" of "small purple bruise, foot cold".
func (r *reading) ofLimb(id string, m *mention) bool {
	switch id {
	case "pale", "cold", "warm_patch", "redness":
	default:
		return false
	}
	for i := m.from; i < min(m.to+3, len(r.tokens)) && (i < m.to || r.tokens[i].brk == joined); i++ {
		if w := r.tokens[i].text; isMark(w) || isLimb(w) {
			return !isMark(w)
		}
	}
	for i := m.from - 1; i >= 0 && r.tokens[i+1].brk == joined; i-- {
		if w := r.tokens[i].text; isMark(w) || isLimb(w) {
			return !isMark(w)
		}
	}
	return id == "pale" // "screaming and grey"
}

// isLimb tells whether a word names a limb or an end of one.
func isLimb(w string) bool {
	switch strings.TrimSuffix(w, "s") {
	case "foot", "feet", "leg", "toe", "calf", "calve", "shin", "ankle", "arm", "hand", "finger", "heel":
		return true
	}
	return false
}

// besideMark tells whether a mention may stand beside a small mark: what caused
// it, when it was, what is done about it or who is asked about.
func (lx *lexer) besideMark(m *mention) bool {
	c := &lx.concepts[m.concept]
	switch c.id {
	case "sprain", "injury", "scalded", "trigger", "took_trigger", "germ_door", "child", "babe_months", "months_past", "birth_mark", "warm_thing", "old_smoker", "babe_bruise", "own_bruise", "neck_thing", "bare_39", "ear_new", "onset_new", "half_now", "sharp_before",
		"hard_exercise", "outdoor_burner", "medicine", "think_swallowed":
		return true
	}
	return c.kind == attr
}

// worsens tells whether a turn says that a mark grows, stays, is dark or of a
// place where no mark is slight, or that its body is not well.
func (r *reading) worsens() bool {
	for i := range r.tokens {
		_, next := r.around(i)
		switch r.tokens[i].text {
		case "no":
			if !mayLack(next) {
				return true
			}
		case "not":
			if !eases(next) {
				return true
			}
		case "face":
			if next != "normal" {
				return true
			}
		case "bigger", "larger", "spread", "spreads", "spreading", "worse", "grow", "growing", "grows", "doubled", "line", "streak", "streaks", "track", "ring", "pus", "oozing", "weeping", "black",
			"eye", "eyes", "eyeball", "eyelid", "breast", "boob", "nipple", "testicle", "balls", "mole", "head", "temple", "skull", "neck", "glass", "tumbler", "fade", "fades", "mouth", "throat", "tongue",
			"several", "lots", "everywhere", "covered", "never", "without", "numb", "tight", "hard", "throbbing", "throbs", "hot", "burning", "blister", "blisters", "white", "peeling", "raw",
			"still", "since", "weeks", "month", "months", "diabetic", "diabetes", "warfarin", "thinner", "thinners", "chemo", "transplant", "steroids", "pregnant", "flew", "flight",
			"agony", "unbearable", "unwell", "ill", "shivery", "shivering":
			return true
		}
	}
	return false
}

// mayLack tells whether a mark that has no such thing is as slight as before.
func mayLack(w string) bool {
	switch w {
	case "fever", "temp", "temperature", "swelling", "pain", "redness", "bleeding", "itch", "rash", "lump", "heat":
		return true
	}
	return false
}

// eases tells whether a mark that does not do so is as slight as before.
func eases(w string) bool {
	return w == "hurt" || w == "hurting" || w == "sore" || w == "painful" || w == "itchy"
}

// isMark tells whether a word names a mark on the skin.
func isMark(w string) bool {
	switch strings.TrimSuffix(w, "s") {
	case "dot", "mark", "spot", "patch", "bump", "lump", "bruise", "pimple", "scratch", "burn", "line":
		return true
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
