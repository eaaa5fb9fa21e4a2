package guard

// ordinaryCause is the concept of phrases that name a sign with what causes it,
// see 04-ordinary-causes.yaml, and why a sign is left out by them.
const ordinaryCause = "ordinary_cause"

// compoundNoun is the concept of things whose name holds a part of the body or
// a word of a sign, see 06-compounds.yaml: a chest strap, an ear bud. A sign
// that begins or ends in one is about the thing.
const compoundNoun = "compound"

// ofThing tells whether a hit begins or ends in the name of a thing.
func (lx *lexer) ofThing(r *reading, ranges []hit, h hit) bool {
	from := h.from
	switch r.tokens[from].text {
	case "my", "his", "her", "the", "a", "one", "left", "right":
		from++
	}
	for _, o := range ranges {
		if (o.from <= from && from < o.to || o.from < h.to && h.to <= o.to) && lx.concepts[lx.phrases[o.phrase].concept].id == compoundNoun {
			return true
		}
	}
	return false
}

// explains tells whether a phrase that names an ordinary cause takes up a hit
// or its last word: the "massive" of "my thigh, massive red mark".
func (lx *lexer) explains(ranges []hit, h hit) bool {
	for i, o := range ranges {
		if lx.concepts[lx.phrases[o.phrase].concept].id == ordinaryCause && (within(ranges[i:i+1], h, false) || o.from < h.to && h.to <= o.to) {
			return true
		}
	}
	return false
}

// headsCause tells whether a part of the body begins a phrase that names an
// ordinary cause. It is then still that of the next sign: "my feet go numb on
// the mat and come back in a minute, but now they are numb all day". The part in
// the name of a thing is nobody's.
func (lx *lexer) headsCause(r *reading, ranges []hit, h hit) bool {
	if lx.ofThing(r, ranges, h) {
		return false
	}
	for _, o := range ranges {
		if o.from == h.from && lx.concepts[lx.phrases[o.phrase].concept].id == ordinaryCause {
			return true
		}
	}
	return false
}

// unexplained brings back the signs that a cause explains where the turn tells
// of another that it does not: "a red mark where the strap was, spreading",
// "puffed out after a run, calf swollen since the flight".
func (lx *lexer) unexplained(r *reading) {
	more, clot, heart := false, false, false
	for i := range r.mentions {
		m := &r.mentions[i]
		if m.status != asserted || m.weak {
			continue
		}
		switch lx.concepts[m.concept].id {
		case "swelling", "chest_discomfort", "tight_calf", "haemoptysis":
			clot = clot || !r.puffs(m)
		}
		switch lx.concepts[m.concept].id {
		case "warmth": // not of the hot oil that splashed
			next := r.tokens[min(m.to, len(r.tokens)-1)]
			more = more || next.thing == noThing && next.text != "oil" && next.text != "fat" && next.text != "wax"
		case "spreading", "swelling", "fever", "infected", "pale", "rash_fixed", "confused", "collapse", "no_move", "dark_urine", "not_healing":
			more = true
		case "radiates", "sweaty", "breathless", "vomiting", "dizzy", "arm_weak", "racing_heart":
			heart = true
		}
	}
	for i := range r.mentions {
		m := &r.mentions[i]
		id := lx.concepts[m.concept].id
		if m.status == masked && (m.because == ordinaryCause && (more || (id == "lump" || id == "skin_spot") && r.alters() || heart && ofHeart(id)) || clot && pants(id) && !r.saidNo(m)) {
			m.status, m.because = asserted, ""
		}
	}
}

// ofHeart tells whether a sign of the chest or face, though something ordinary
// explains it, counts again beside another sign of heart or brain.
func ofHeart(id string) bool {
	switch id {
	case "chest_discomfort", "crushing", "pain", "pressure", "face_droop", "speech_bad", "sight_lost", "overdose":
		return true
	}
	return false
}

// alters tells whether a turn says that something changes: a mole that was
// benign then is another matter now.
func (r *reading) alters() bool {
	for i := range r.tokens {
		switch r.tokens[i].text {
		case "change", "changed", "changes", "changing", "bigger", "larger", "grow", "grows", "grew", "grown", "growing", "darker", "bleed", "bleeds", "bleeding",
			"bled", "itch", "itches", "itchy", "itching", "crusty", "oozing", "different", "new", "another", "sore", "worse", "raised", "melanoma", "cancer":
			return true
		}
	}
	return false
}

// saidNo tells whether a mention stands right behind a "no": "no breathing trouble".
func (r *reading) saidNo(m *mention) bool {
	if m.from == 0 || r.tokens[m.from].brk != joined {
		return false
	}
	w := r.tokens[m.from-1].text
	return negates(w) || w == "zero"
}
