package guard

// Little things. A small blue mark where somebody walked into a table is no limb
// without blood, a shaving nick "like a crime scene" that stopped no burst vein, a
// nail cut too short no wound, and "wee white spots" are small ones. Each is taken
// out only with what makes it little in the same turn and nothing that speaks
// against it; unexplained brings it back as it does whatever has a cause.

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
			little = r.smallMark(m) && r.says(isKnock) && !lx.marksMore(r)
		case "wound", "blood_said":
			little = r.nailCut(m)
		case "haemoptysis", "bum_blood", "blood_easy", "bruised_up":
			little = r.onTissue(m) && r.blowsNose() && !r.says(isAirwayOrGut)
		case "fleck_in_eye", "eye_bit", "eye_specks":
			little = r.softFleck(m) && r.cameOut(m.to) && !r.says(eyeStill)
		case "burst_vein":
			little = r.says(isNick) && r.says(isOver) && !r.says(startsAgain) && !lx.marksMore(r)
		default:
			if r.littleWee(m) {
				m.status, m.because = masked, "a little one"
			}
		}
		if little {
			m.status, m.because = masked, ordinaryCause
		}
	}
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

// softFleck tells whether what is in an eye is a hair or a grain that tears bring
// out, not metal, wood or glass.
func (r *reading) softFleck(m *mention) bool {
	for i := m.from; i < m.to; i++ {
		switch r.tokens[i].text {
		case "eyelash", "lash", "hair", "crumb", "sand", "dust", "fluff", "mascara", "makeup":
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

// nailCut tells whether what was cut is a nail that is now too short: the "cut my"
// of "cut my toenail too short".
func (r *reading) nailCut(m *mention) bool {
	for i := m.from + 1; i < min(m.to+3, len(r.tokens)-1); i++ {
		switch r.tokens[i].text {
		case "nail", "nails", "toenail", "toenails", "fingernail", "fingernails":
			next := r.tokens[i+1].text
			return next == "too" || next == "a" || next == "far" || next == "much"
		}
	}
	return false
}

// littleWee tells whether a mention begins or ends with the "wee" that only means
// small: "wee white spots".
func (r *reading) littleWee(m *mention) bool {
	for _, i := range []int{m.from, m.to - 1} {
		if r.tokens[i].text != "wee" {
			continue
		}
		for k := i + 1; k < min(i+5, len(r.tokens)) && r.tokens[k].brk == joined; k++ {
			switch r.tokens[k].text {
			case "spot", "spots", "bump", "bumps", "dot", "dots", "pimple", "pimples", "mark", "marks", "patch", "patches", "blister", "blisters", "lump", "lumps":
				return true
			case "white", "red", "pink", "yellow", "brown", "blue", "purple", "and", "little", "itchy", "raised":
				continue
			}
			break
		}
	}
	return false
}

func isSlight(w string) bool {
	switch w {
	case "small", "little", "tiny", "wee", "faint", "slight":
		return true
	}
	return false
}

func isKnock(w string) bool {
	switch w {
	case "hit", "banged", "bumped", "knocked", "whacked", "bashed", "caught", "clipped", "smacked", "into", "dropped", "stubbed", "kicked", "bump", "knock":
		return true
	}
	return false
}

func isNick(w string) bool {
	switch w {
	case "shaving", "shaved", "shave", "razor", "nick", "nicked", "pimple", "zit", "hangnail":
		return true
	}
	return false
}

func isOver(w string) bool { return w == "stopped" || w == "stops" || w == "dried" }

func startsAgain(w string) bool {
	switch w {
	case "starts", "started", "restarts", "restarted", "starting", "keeps", "still", "hour", "hours", "soaked", "mole", "vein", "purpose", "deep", "not", "never", "wrist", "wrists":
		return true
	}
	return false
}

// isAirwayOrGut tells whether a word places blood on a tissue elsewhere than in the nose.
func isAirwayOrGut(w string) bool {
	switch w {
	case "cough", "coughs", "coughed", "coughing", "spit", "spat", "spitting", "phlegm", "sputum", "hack", "hacking", "brought", "vomit", "vomited", "chest", "lung", "lungs",
		"breath", "breathe", "breathing", "breathless", "throat", "wheezing", "poo", "bum", "bottom", "wipe", "wiped", "wiping", "toilet", "loo", "stool", "stools", "swallow",
		"swallowed", "pouring", "gushing", "clots", "clot", "flight", "weight", "head", "hour", "hours", "weeks", "months", "calf", "smoker",
		"warfarin", "apixaban", "rivaroxaban", "thinner", "thinners":
		return true
	}
	return false
}

// eyeStill tells whether a word says that an eye still hurts or sees badly, or was
// struck by something hard.
func eyeStill(w string) bool {
	switch w {
	case "still", "but", "blurry", "blurred", "hazy", "cloudy", "misty", "hurt", "hurts", "hurting", "painful", "agony", "scratchy", "gritty", "sore", "streaming", "watering",
		"light", "worse", "cant", "cannot", "lens", "lenses", "contacts", "metal", "grinding", "grinder", "drilling", "bleach", "chemical", "white", "dark", "swollen":
		return true
	}
	return false
}
