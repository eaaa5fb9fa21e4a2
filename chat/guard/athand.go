package guard

// At hand. Dreams, titles, drills, years long past and beasts make a danger harmless
// only as long as nothing in the turn says otherwise. What does is the same for all of
// them, and stands in two cues of 06-scenes.yaml: "lived", that it is real ("no
// dream", "it did happen", "he has it too", "call an ambulance"), and "pressing", that
// it is so at this moment ("just now", "two minutes ago", "he still is") or that
// somebody is in need ("won't wake", "not fine", "nobody has come", "is he safe to
// leave").

// pressed tells whether a turn says that what it tells of is real, is so at this
// moment or has left somebody in need of help.
func (r *reading) pressed() bool {
	return r.pressedUnless(func(*sent, cueHit) bool { return false })
}

// pressedUnless is the same, but for words of reality that only a part of the turn is
// about: "it's called that, no joke", "I dreamt it was me".
func (r *reading) pressedUnless(aside func(*sent, cueHit) bool) bool {
	if r.claims() {
		return true
	}
	kinds := r.allKinds()
	for n := 0; kinds&(1<<lived|1<<pressing) != 0 && n < len(r.sents); n++ {
		s := &r.sents[n]
		for _, c := range s.cues {
			if c.kind == lived && !r.asksHow(s, c) && !aside(s, c) || c.kind == pressing && !r.ofAnybody(s, c) {
				return true
			}
		}
	}
	return false
}

// asksHow tells whether words that seem to say that somebody has something only ask how
// to do it: the "I get them" of "how do I get them to stop".
func (r *reading) asksHow(s *sent, c cueHit) bool {
	if c.from == s.from || r.tokens[c.from].brk != joined || r.tokens[c.from].text != "i" && r.tokens[c.from].text != "we" {
		return false
	}
	switch r.tokens[c.from-1].text {
	case "do", "can", "could", "should", "would":
		return true
	}
	return false
}

// nearAnybody is within how many words before a need somebody may be supposed to have it.
const nearAnybody = 4

// ofAnybody tells whether a need is only supposed of anybody: "if someone won't wake".
func (r *reading) ofAnybody(s *sent, c cueHit) bool {
	for i := c.from - 1; i >= max(s.from, c.from-nearAnybody); i-- {
		switch r.tokens[i].text {
		case "if", "someone", "somebody", "anyone", "anybody", "you", "people":
			return true
		}
	}
	return false
}
