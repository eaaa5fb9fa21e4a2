package guard

// A mouth that a dentist numbed. "Talking like a drunk after the dentist, the jab
// had worn off by dinner": a face that hangs, a lip that dribbles and slurred
// words are the injection's if the turn names it and says that it wore off, and
// tells of nothing but the mouth: no arm, no leg, no head, no sight, nothing that
// came again, is there still or came on another day.

// numbedMouth takes out what an injection into the jaw did to a mouth.
func (lx *lexer) numbedMouth(r *reading) {
	kinds := r.allKinds()
	if kinds&(1<<wornOff) == 0 || !r.atDentist() || kinds&(1<<claim) != 0 || r.notOnlyMouth() {
		return
	}
	end := r.wornOffAt()
	if !r.wasSo(end) {
		return
	}
	for i := range r.mentions {
		m := &r.mentions[i]
		if id := lx.concepts[m.concept].id; m.status == asserted && m.from > end && ofMouth(id) && id != "ear_side" && id != "pain" {
			return // "the jab wore off by noon, now at six my mouth drooped"
		}
		if c := &lx.concepts[m.concept]; (m.status == asserted || m.status == resolved) && c.kind == finding && !ofMouth(c.id) && !lx.besideMark(m) {
			return
		}
	}
	for i := range r.mentions {
		m := &r.mentions[i]
		if (m.status == asserted || m.status == resolved) && ofMouth(lx.concepts[m.concept].id) {
			m.status, m.because = finished, "a numbed mouth"
		}
	}
}

// ofMouth tells whether a sign may be of a mouth that is numb.
func ofMouth(id string) bool {
	switch id {
	case "speech_bad", "face_droop", "talks_drunk", "li_speech", "li_gait", "drunk_on_little", "running_wet", "numb", "toxic_shake", "bubbles_sign", "lids_heavy", "lids_fall", "rails_needed",
		"roars", "baby_shrieks", "jaw_or_left", "pain", "throat_ill", "want_none", "dive_hurts", "arm_weak", "ear_side", "hours_on", "sun_matches", "blood_said":
		return true
	}
	return false
}

// notOnlyMouth tells whether a turn tells of more than a mouth that was numb, or
// of another time.
func (r *reading) notOnlyMouth() bool {
	for i := range r.tokens {
		before, next := r.around(i)
		switch r.tokens[i].text {
		case "again", "still", "back":
			if next != "to" && next != "in" && next != "on" {
				return true
			}
		case "arm", "arms", "leg", "legs", "hand", "hands", "fingers", "thumb", "wrist", "side", "foot", "feet", "eye", "eyes", "eyelid", "eyebrow", "dizzy", "stroke", "balance", "walk", "walking", "head", "headache", "vision", "sight", "confused", "chest", "breathe", "breathing", "swallow", "swelling", "swollen",
			"fever", "abscess", "then", "but", "until", "till", "yesterday", "ago", "tomorrow", "last", "week", "weeks", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "another", "different", "suddenly",
			"keeps", "every", "woke", "no", "without", "lips", "rash", "since":
			return true
		case "not":
			if before != "could" {
				return true
			}
		}
	}
	return false
}

// wornOffAt gives the first token of the last words that say that it wore off.
func (r *reading) wornOffAt() (at int) {
	for n := range r.sents {
		for _, c := range r.sents[n].cues {
			if c.kind == wornOff {
				at = c.from
			}
		}
	}
	return at
}

// wasSo tells whether a turn tells before token end of what was, and nowhere of what
// is: not "slurring, had a filling, the jab has worn off" nor "my mouth droops".
func (r *reading) wasSo(end int) bool {
	was := false
	for i := range r.tokens {
		switch r.tokens[i].text {
		case "was", "were", "came", "went", "could", "sounded", "looked", "talked", "spoke", "drooped", "slurred", "dribbled", "drooled", "hung", "left", "drank", "kept", "tried", "numbed":
			was = was || i < end
		case "has", "have":
			if _, next := r.around(i); next == "worn" || next == "wore" {
				return false
			}
		case "droops", "hangs", "slurs", "dribbles", "drools", "sags":
			return false
		}
	}
	return was
}

// dueTo tells whether a filling at token i is named as the cause: "dead from the
// filling", not "I had a filling".
func (r *reading) dueTo(i int) bool {
	for k := i - 1; k >= max(0, i-2); k-- {
		if w := r.tokens[k].text; w == "from" || w == "after" {
			return true
		}
	}
	return false
}

// atDentist tells whether a turn names a dentist and what one numbs with.
func (r *reading) atDentist() bool {
	tooth, jab := false, false
	for i := range r.tokens {
		switch r.tokens[i].text {
		case "filling", "fillings":
			tooth = true
			jab = jab || r.dueTo(i)
		case "dentist", "dentists", "dental", "tooth", "wisdom":
			tooth = true
		case "jab", "injection", "injections", "anaesthetic", "numb", "numbed", "block", "needle":
			jab = true
		}
	}
	return tooth && jab
}
