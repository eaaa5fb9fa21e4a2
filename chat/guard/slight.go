package guard

import "strings"

// Slight marks. "A purple bruise the size of a 50p where I walked into the table",
// "a wee red dot where the jab went in": a mark that is said to be small, with a
// small cause, is no sign of a limb without blood or of a clot. Both must be
// said, and the turn may tell of nothing else of a body, of no illness and
// nothing that grows or spreads.

// slight takes out the signs of a mark that is small and has a small cause.
func (lx *lexer) slight(r *reading) {
	lx.weeMarks(r)
	kinds := r.allKinds()
	if kinds&(1<<smallMark) == 0 && !r.saysSmall() || kinds&(1<<smallCause) == 0 || kinds&(1<<claim) != 0 || r.worsens() {
		return
	}
	for i := range r.mentions {
		if m := &r.mentions[i]; m.status == asserted && (!lx.ofMark(m) && !lx.besideMark(m) || r.ofLimb(lx.concepts[m.concept].id, m)) {
			return
		}
	}
	for i := range r.mentions {
		if m := &r.mentions[i]; m.status == asserted && lx.ofMark(m) && !r.ofLimb(lx.concepts[m.concept].id, m) {
			m.status, m.because = masked, "a slight mark"
		}
	}
}

// ofMark tells whether a mention may say only how a small mark looks or feels.
func (lx *lexer) ofMark(m *mention) bool {
	c := &lx.concepts[m.concept]
	switch c.id {
	case "redness", "pale", "cold", "warmth", "warm_patch", "lump", "lump_grows", "bruised_up", "pain", "skin_spot", "wound", "want_none", "infected", "bulge_angry",
		"scalded", "hot_spill", "burn_big", "marks_no_cause", "jolt_after":
		return true
	}
	return false
}

// ofLimb tells whether a colour or a warmth is that of a limb rather than of a mark:
// the "cold" of "small purple bruise, foot cold". No burn of a small child is slight.
func (r *reading) ofLimb(id string, m *mention) bool {
	switch id {
	case "scalded", "burn_big", "hot_spill":
		return r.says(isLittleOne)
	case "hot_fever":
		return r.tokens[m.from].text != "flu"
	case "pale", "cold", "warmth", "warm_patch", "redness":
	default:
		return false
	}
	for i := m.from; i < min(m.to+3, len(r.tokens)) && (i < m.to || r.tokens[i].brk == joined); i++ {
		if w := r.tokens[i].text; isMark(w) {
			return false
		} else if isLimb(w) {
			return true
		}
	}
	for i := m.from - 1; i >= 0 && r.tokens[i+1].brk == joined; i-- {
		if w := r.tokens[i].text; isMark(w) || w == "site" || w == "on" || w == "it" || w == "which" {
			return false
		} else if isLimb(w) {
			return r.tokens[max(0, i-1)].text != "on" && r.tokens[max(0, i-2)].text != "on"
		}
	}
	return id == "pale" // "screaming and grey"
}

func isLittleOne(w string) bool {
	switch w {
	case "baby", "babys", "newborn", "toddler", "toddlers", "infant", "bub", "crawling":
		return true
	}
	return false
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
	case "sprain", "injury", "trigger", "took_trigger", "germ_door", "small_knock", "child", "infant", "babe_months", "the_child", "baby_about", "ear_new", "onset_new", "half_now", "sharp_before",
		"hard_exercise", "harm_doubt", "walk_far", "outdoor_burner", "medicine", "hot_fever", "think_swallowed", "goes_on", "struck", "hot_pulled", "beast_mark", "he_only":
		return true
	}
	return c.kind == attr
}

// worsens tells whether a turn says that a mark grows, stays, is dark or of a
// place where no mark is slight, or that its body is not well.
func (r *reading) worsens() bool {
	for i := range r.tokens {
		_, next := r.around(i)
		switch w := r.tokens[i].text; w {
		case "bigger", "larger", "spread", "spreads", "spreading", "worse", "grow", "growing", "grows", "doubled", "line", "streak", "streaks", "track", "ring", "pus", "oozing", "weeping", "black",
			"eye", "eyes", "eyeball", "eyelid", "breast", "boob", "nipple", "testicle", "balls", "mole", "head", "temple", "skull", "neck", "glass", "tumbler", "fade", "fades", "face", "mouth", "throat", "tongue",
			"several", "lots", "everywhere", "covered", "no", "never", "without", "numb", "tight", "hard", "throbbing", "throbs", "hot", "burning", "blister", "blisters", "white", "peeling", "raw":
			if r.harmlessHere(i, w, next) {
				continue
			}
			return true
		case "still", "weeks", "month", "months", "diabetic", "diabetes", "warfarin", "thinner", "thinners", "chemo", "transplant", "steroids", "pregnant", "flew", "flight", "agony", "unbearable", "unwell", "ill", "shivery", "shivering", "since":
			return true
		case "not":
			switch next {
			case "sore", "itchy", "hurt", "painful", "blistered", "bad", "bleeding", "swollen", "hot", "spreading", "raised", "bothered", "bothering":
			default:
				return true
			}
		}
	}
	return false
}

// harmlessHere tells whether a word that would make a mark more than slight is
// denied at token i or said of what caused it: "no blister", "hot oil".
func (r *reading) harmlessHere(i int, w, next string) bool {
	switch w {
	case "no", "never", "without":
		switch next {
		case "blister", "blisters", "fever", "temp", "temperature", "swelling", "pain", "redness", "spreading", "pus", "bleeding", "itch", "rash", "lump", "heat":
			return true
		}
		return false
	case "hot":
		return r.tokens[min(i+1, len(r.tokens)-1)].thing != noThing || next == "oil" || next == "fat" || next == "jam" || next == "wax"
	case "white":
		return next == "bumps" || next == "welts"
	case "line":
		return i > 0 && (r.tokens[i-1].text == "pink" || r.tokens[i-1].text == "thin" || r.tokens[i-1].text == "little")
	case "face", "mouth", "throat", "breathing":
		return next == "normal" || next == "fine"
	}
	before, _ := r.around(i)
	return before == "no" || before == "not" || before == "without" || before == "isnt"
}

// weeMarks takes out the urine of a "wee red dot", which is only small.
func (lx *lexer) weeMarks(r *reading) {
	for i := range r.mentions {
		m := &r.mentions[i]
		if m.status != asserted || r.tokens[m.from].text != "wee" || m.to >= len(r.tokens) || r.tokens[m.to].brk != joined {
			continue
		}
		if isMark(r.tokens[m.to].text) {
			m.status, m.because = masked, "wee for small"
		}
	}
}

// saysSmall tells whether a turn names a mark with a word for small: "a tiny
// pink spot".
func (r *reading) saysSmall() bool {
	for i := range r.tokens {
		switch r.tokens[i].text {
		case "tiny", "wee", "little", "small", "teeny":
			for k := i + 1; k < min(len(r.tokens), i+4) && r.tokens[k].brk == joined; k++ {
				if isMark(r.tokens[k].text) {
					return true
				}
			}
		}
	}
	return false
}

// isMark tells whether a word names a mark on the skin.
func isMark(w string) bool {
	switch strings.TrimSuffix(w, "s") {
	case "dot", "mark", "spot", "patch", "bump", "lump", "bruise", "pimple", "scratch", "burn", "line":
		return true
	}
	return false
}
