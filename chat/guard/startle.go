package guard

// What nerves and cold water do. A heart pounds before a speech, an exam or a
// penalty and is calm when it is over; who jumps into a lake or eats wasabi gasps for
// a few seconds. Both are nobody's sign if the turn names the occasion and says
// that it ended with it, and tells of nothing else of heart, breath or brain, of
// nothing that goes on and, of breath, of nobody else.

// startled takes out what an occasion explains and what ended with it.
func (lx *lexer) startled(r *reading) {
	nerves, gasp := r.occasion() && !r.othersNamed(), r.shock()
	if !nerves && !gasp || !r.calms() || r.lasts() || !lx.onlyStartled(r) {
		return
	}
	for i := range r.mentions {
		m := &r.mentions[i]
		if m.status != asserted && m.status != resolved {
			continue
		}
		switch id := lx.concepts[m.concept].id; {
		case nerves && ofNerves(id), gasp && ofGasp(id) && r.seconds(m.sent):
			m.status, m.because = finished, "an occasion that is over"
			r.sents[m.sent].past = true
		}
	}
	for n := range r.sents {
		if s := &r.sents[n]; s.past {
			s.past = lx.allOver(r, n)
		}
	}
}

// othersNamed tells whether a turn names anybody but the one who writes.
func (r *reading) othersNamed() bool {
	for n := range r.sents {
		_, kin := r.sents[n].has(relative)
		_, third := r.sents[n].has(pronoun)
		if kin || third {
			return true
		}
	}
	return false
}

// onlyStartled tells whether a turn tells of no finding but those of nerves and of
// breath, and of no illness.
func (lx *lexer) onlyStartled(r *reading) bool {
	for i := range r.mentions {
		m := &r.mentions[i]
		c := &lx.concepts[m.concept]
		if m.status != asserted && m.status != resolved {
			continue
		}
		if lx.adds(m) || c.id == "heart_history" || c.id == "pregnant" || c.id == "existing_ill" || m.attrs&lx.goesOnBits() != 0 {
			return false
		}
		if c.kind != finding || ofNerves(c.id) || ofGasp(c.id) {
			continue
		}
		switch c.id {
		case "ear_new", "onset_new", "sex_told", "bubbles_sign", "dive_hurts", "group_said", "closed_room", "cold", "injury", "thinner_fall", "running_wet", "eye_side",
			"eye_feels", "eye_hurt_now", "baby_again", "needle_thing", "harm_doubt", "speck_way", "trigger", "weak", "tense", "rails_needed":
		default:
			return false
		}
	}
	return true
}

// ofNerves tells whether a finding is of somebody nervous.
func ofNerves(id string) bool {
	switch id {
	case "racing_heart", "shaky", "li_shake", "warmth", "sweaty", "jolt_after", "shakes_told":
		return true
	}
	return false
}

// ofGasp tells whether a finding is of somebody who gasps at the cold.
func ofGasp(id string) bool {
	switch id {
	case "breathless", "fast_breath", "blow_sign", "water_fall":
		return true
	}
	return false
}

// occasion tells whether a turn names what makes people nervous.
func (r *reading) occasion() bool {
	for i := range r.tokens {
		before, next := r.around(i)
		switch r.tokens[i].text {
		case "speech", "presentation", "presenting", "presented", "exam", "exams", "viva", "interview", "audition", "eulogy", "recital", "karaoke", "roulette",
			"rollercoaster", "penalties", "shootout", "vows", "bungee", "zipline", "nerves":
			return true
		case "stage":
			if before == "on" {
				return true
			}
		case "reading":
			if before == "a" && i > 1 && (r.tokens[i-2].text == "do" || r.tokens[i-2].text == "did" || r.tokens[i-2].text == "doing") {
				return true
			}
		case "present":
			if before == "to" && next != "with" {
				return true
			}
		case "test":
			if before == "driving" || before == "theory" || before == "oral" {
				return true
			}
		}
	}
	return false
}

// shock tells whether a turn names what takes anybody's breath for seconds, and
// nothing of water that got into somebody nor of anybody else.
func (r *reading) shock() bool {
	named := false
	for i := range r.tokens {
		switch r.tokens[i].text {
		case "lake", "lough", "loch", "canal", "river", "sea", "pool", "plunge", "shower", "ocean", "lido", "dip", "wasabi", "horseradish", "mustard", "chilli", "vinegar":
			named = true
		case "under", "underwater", "swallowed", "inhaled", "drowned", "drowning", "pulled", "dragged", "rescued", "unconscious", "coughing", "cough", "pink", "he", "she",
			"him", "her", "son", "daughter", "baby", "toddler", "child", "kid", "mum", "dad", "husband", "wife", "they", "allergic", "allergy", "peanut", "peanuts", "chest", "wheezing":
			return false
		}
	}
	return named
}

// seconds tells whether a sentence speaks of seconds.
func (r *reading) seconds(n int) bool {
	s := &r.sents[n]
	for i := s.from; i < s.to; i++ {
		switch r.tokens[i].text {
		case "second", "seconds", "sec", "secs", "moment":
			return true
		}
	}
	return false
}

// calms tells whether a turn says that it was over and all was well.
func (r *reading) calms() bool {
	for n := range r.sents {
		if _, ok := r.sents[n].over(r); ok && !r.seconds(n) {
			return true
		}
	}
	for i := range r.tokens {
		before, next := r.around(i)
		switch r.tokens[i].text {
		case "stopped", "settled", "eased", "passed":
			if (before == "it" || before == "heart") && next != "being" && next != "beating" && next != "for" || next == "as" || next == "once" || next == "when" {
				return true
			}
		case "calm", "calmed":
			return true
		case "gone":
			if next == "the" || next == "once" || next == "when" {
				return true
			}
		case "fine", "grand", "good", "well", "ok", "okay":
			if before == "was" || before == "totally" || before == "all" || before == "perfectly" || before == "completely" || next == "once" || next == "after" || next == "when" {
				return true
			}
		}
	}
	return false
}

// lasts tells whether a turn says that something is there still or keeps coming.
func (r *reading) lasts() bool {
	for i := range r.tokens {
		before, _ := r.around(i)
		switch r.tokens[i].text {
		case "still", "keeps", "keep", "happening", "happens", "worse", "since", "currently", "often", "always", "constantly", "sometimes", "days", "weeks", "months",
			"but", "except", "now", "until", "returned", "skips", "skipped", "irregular", "wakes", "hour", "hours", "lying", "lay", "rest", "missed", "misses", "rhythm",
			"pill", "pills", "tablet", "tablets", "drugs", "coke", "cocaine", "speed", "ecstasy", "mdma", "snorted", "inhaler":
			return true
		case "again":
			if before != "calm" && before != "fine" && before != "normal" && before != "ok" && before != "grand" {
				return true
			}
		case "every", "most":
			return true
		}
	}
	return false
}
