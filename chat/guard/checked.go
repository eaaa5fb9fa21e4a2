package guard

// What was looked at and found harmless. "The lump was scanned, just a fatty one, same
// size five years on", "ENT did the scan, nothing sinister, I just want white noise":
// a slow sign that somebody whose work it is has looked at is nothing new. It is
// taken out only if the turn says who or what looked and what was found, tells of
// no other sign and holds no word of change. What a friend thinks is no check.

// checked takes out slow signs that were looked at.
func (lx *lexer) checked(r *reading) {
	if !r.inspected() || !r.foundHarmless() || r.changes() || !lx.onlySlow(r) {
		return
	}
	for i := range r.mentions {
		m := &r.mentions[i]
		if m.status != asserted {
			continue
		}
		switch id := lx.concepts[m.concept].id; {
		case id == "senses_told" && !r.has("ringing", "hum", "humming", "hiss", "hissing", "buzz", "buzzing", "whistle", "whistling", "tinnitus"):
		case isSlow(id):
			m.status, m.because = finished, "looked at, and harmless"
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
		case "scanned", "biopsied", "ultrasound", "mri", "biopsy", "ent", "dermatologist", "audiologist", "rayed", "xrayed", "xrays":
			return before != "before" && before != "next" && next != "appointment"
		case "checked", "looked", "saw", "seen":
			if next == "by" || next == "it" || next == "at" && before != "i" && before != "mum" && before != "friend" {
				return r.has("doctor", "gp", "consultant", "nurse", "specialist", "hospital", "surgeon", "dentist")
			}
		}
	}
	return false
}

// foundHarmless tells whether a turn says what was found.
func (r *reading) foundHarmless() bool {
	for i := range r.tokens {
		before, _ := r.around(i)
		switch r.tokens[i].text {
		case "benign", "harmless", "lipoma", "fatty", "cyst":
			return before != "not" && before != "probably" && before != "maybe"
		case "sinister", "untoward", "nasty":
			return r.notSo(i)
		}
	}
	return false
}

// notSo tells whether a denial stands up to two tokens before token i.
func (r *reading) notSo(i int) bool {
	for k := max(0, i-2); k < i; k++ {
		switch r.tokens[k].text {
		case "no", "not", "never", "nothing":
			return true
		}
	}
	return false
}

// changes tells whether a turn holds a word of change or of what a check may have
// missed.
func (r *reading) changes() bool {
	for i := range r.tokens {
		switch r.tokens[i].text {
		case "change", "changed", "different":
			if !r.notSo(i) {
				return true
			}
		case "bigger", "larger", "grow", "grows", "grew", "grown", "growing", "darker", "bleed", "bleeds", "bleeding", "bled", "itch", "itches", "itchy", "crusty", "oozing", "new", "another", "sore",
			"worse", "raised", "melanoma", "cancer", "today", "yesterday", "tonight", "suddenly", "now", "but", "hot", "red", "spreading", "fever", "shivery", "lots", "loads", "harder", "hard", "painful", "hurts", "weight", "sweats", "deaf", "pulsing", "pulsatile", "dizzy", "blurry", "blurred", "again",
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
		if m.status != asserted || c.kind != finding || isSlow(c.id) {
			continue
		}
		switch c.id {
		case "harm_doubt", "small_knock", "goes_on", "pale", "tense", "always_there", "group_said", "baby_again", "trigger":
		default:
			return false
		}
	}
	return true
}

// isSlow tells whether a finding is one that a check may settle.
func isSlow(id string) bool {
	switch id {
	case "lump", "skin_spot", "ears_slow", "senses_told", "bump_there":
		return true
	}
	return false
}

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
