package guard

// What was looked at and stays as it is. "The lump was scanned, just a fatty one, same
// size five years on", "ENT did the scan, nothing sinister, I just want white noise":
// a slow sign that somebody whose work it is has looked at is nothing new. It is
// taken out only if the turn says who or what looked and what was found or that it
// is as it was, tells of no other sign and holds no word of change. What a friend
// thinks is no check.

// checked takes out slow signs that were looked at.
func (lx *lexer) checked(r *reading) {
	if !r.inspected() || !(r.foundHarmless() || r.staysSame()) || r.changes() || !lx.onlySlow(r) {
		return
	}
	healing := r.has("less", "down", "better", "smaller") && !r.has("flew", "flight", "flying", "plane", "pill", "pregnant", "postnatal", "cast", "boot", "op", "operation", "surgery", "clot", "clots", "more")
	inborn := r.has("born", "birth", "fifteen", "sixteen", "childhood", "always") && r.staysSame()
	for i := range r.mentions {
		m := &r.mentions[i]
		if m.status != asserted {
			continue
		}
		switch id := lx.concepts[m.concept].id; {
		case id == "senses_told" && !r.has("ringing", "hum", "humming", "hiss", "hissing", "buzz", "buzzing", "whistle", "whistling", "tinnitus"):
		case isSlow(id), id == "vision_change" && r.has("floater", "floaters"), healing && ofSprain(id) && r.has("sprain", "sprained", "strain"), inborn && ofInborn(id) && r.has("lymph", "lymphoedema", "lymphedema"):
			m.status, m.because = finished, "looked at, and the same"
		}
	}
}

// inspected tells whether a turn says that somebody whose work it is has looked.
func (r *reading) inspected() bool {
	if r.has("referral", "referred", "booked", "booking", "appointment", "tomorrow", "waiting", "wait", "next", "need", "needs", "should") {
		return false // it is yet to be looked at
	}
	for i := range r.tokens {
		before, next := r.around(i)
		switch r.tokens[i].text {
		case "scanned", "biopsied", "ultrasound", "mri", "biopsy", "ent", "optician", "opticians", "optometrist", "dermatologist", "audiologist", "rayed", "xrayed", "xrays":
			return before != "before" && before != "next" && next != "appointment"
		case "clinic":
			if r.has("sees", "see", "saw", "said", "says", "looked", "checked", "measured", "measurements") {
				return true
			}
		case "x":
			if next == "raced" || next == "rayed" || next == "rays" { // "x-rayed", mended
				return true
			}
		case "scan", "ray", "xray":
			return before != "a" && before != "need" && before != "want" && next != "next"
		case "checked", "looked", "saw", "seen":
			if next == "by" || next == "it" || next == "at" && before != "i" && before != "mum" && before != "friend" {
				return r.has("doctor", "gp", "consultant", "nurse", "specialist", "hospital", "surgeon", "dentist")
			}
		case "knows":
			if before == "gp" || before == "doctor" || before == "consultant" {
				return true
			}
		}
	}
	return false
}

// foundHarmless tells whether a turn says what was found.
func (r *reading) foundHarmless() bool {
	for i := range r.tokens {
		before, next := r.around(i)
		switch r.tokens[i].text {
		case "benign", "harmless", "lipoma", "fatty", "cyst":
			return before != "not" && before != "probably" && before != "maybe"
		case "sinister", "untoward", "nasty":
			return r.soon2(i, "nothing", "not", "no")
		case "healthy", "perfect", "fine", "clear", "normal":
			if before == "is" || before == "was" || before == "said" || before == "says" || before == "all" || before == "it" || before == "are" {
				return true
			}
		case "sprain", "strain":
			if before == "mild" || before == "just" || before == "minor" || before == "slight" {
				return true
			}
		case "wear":
			if next == "and" {
				return true
			}
		}
	}
	return false
}

// soon2 tells whether one of some words stands up to two tokens before token i.
func (r *reading) soon2(i int, words ...string) bool {
	for k := max(0, i-2); k < i; k++ {
		for _, w := range words {
			if r.tokens[k].text == w {
				return true
			}
		}
	}
	return false
}

// staysSame tells whether a turn says that something is as it was.
func (r *reading) staysSame() bool {
	for i := range r.tokens {
		_, next := r.around(i)
		switch r.tokens[i].text {
		case "same":
			if i+3 < len(r.tokens) && r.tokens[i+2].text == "as" && (r.tokens[i+3].text == "a" || r.tokens[i+3].text == "an" || r.tokens[i+3].text == "my") {
				continue // "the same size as a pea"
			}
			if next == "size" || next == "as" || next == "one" || next == "ones" || next == "squiggle" || next == "shape" || next == "for" || next == "since" || i+1 >= len(r.tokens) || r.tokens[i+1].brk != joined {
				return true
			}
		case "change", "changed", "different":
			if r.soon2(i, "no", "not", "never", "nothing") {
				return true
			}
		case "floater", "floaters":
			if i > 0 && r.tokens[i-1].text == "same" {
				return true
			}
		case "since":
			if next == "uni" || next == "university" || next == "school" || next == "college" || next == "childhood" || next == "birth" {
				return true
			}
		}
	}
	return false
}

// changes tells whether a turn holds a word of change or of what a check may have
// missed.
func (r *reading) changes() bool {
	for i := range r.tokens {
		switch r.tokens[i].text {
		case "bigger", "larger":
			if !r.has("lymph", "lymphoedema", "lymphedema") {
				return true
			}
		case "change", "changed", "different":
			if !r.soon2(i, "no", "not", "never", "nothing") {
				return true
			}
		case "grow", "grows", "grew", "grown", "growing", "darker", "bleed", "bleeds", "bleeding", "bled", "itch", "itches", "itchy", "crusty", "oozing", "new", "another", "sore",
			"worse", "raised", "melanoma", "cancer", "today", "yesterday", "tonight", "suddenly", "now", "but", "hot", "red", "spreading", "fever", "shivery", "flashes", "flashing",
			"curtain", "shadow", "lots", "loads", "harder", "hard", "painful", "hurts", "weight", "sweats", "deaf", "pulsing", "pulsatile", "dizzy", "blurry", "blurred", "again",
			"yet", "waiting", "numb", "cold", "blue", "heavier":
			return true
		}
	}
	return false
}

// onlySlow tells whether a turn tells of no finding but slow ones.
func (lx *lexer) onlySlow(r *reading) bool {
	for i := range r.mentions {
		m := &r.mentions[i]
		c := &lx.concepts[m.concept]
		if m.status != asserted || c.kind != finding || isSlow(c.id) || c.id == "vision_change" && r.has("floater", "floaters") || ofSprain(c.id) || ofInborn(c.id) {
			continue
		}
		switch c.id {
		case "harm_doubt", "small_knock", "goes_on", "pale", "tense", "always_there", "speck_way", "group_said", "baby_again", "trigger":
		default:
			return false
		}
	}
	return true
}

// isSlow tells whether a finding is one that a check may settle.
func isSlow(id string) bool {
	switch id {
	case "lump", "skin_spot", "ears_slow", "senses_told", "eye_specks", "speck_thing", "bump_there":
		return true
	}
	return false
}

// ofSprain tells whether a finding is of a sprain.
func ofSprain(id string) bool {
	switch id {
	case "sprain", "injury", "swelling", "pain":
		return true
	}
	return false
}

// ofInborn tells whether a finding is of a leg that always was thicker.
func ofInborn(id string) bool { return id == "swelling" || id == "spreading" }

// has tells whether a turn holds one of some words.
func (r *reading) has(words ...string) bool {
	for i := range r.tokens {
		for _, w := range words {
			if r.tokens[i].text == w {
				return true
			}
		}
	}
	return false
}
