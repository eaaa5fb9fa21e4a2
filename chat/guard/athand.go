package guard

import "strings"

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
	return r.claims() || r.livesUnless(aside) || r.inNeedNow() || r.inSight()
}

// livesUnless tells whether a turn says that what it tells of is real, with words that
// are no aside.
func (r *reading) livesUnless(aside func(*sent, cueHit) bool) bool {
	return r.anyCue(lived, func(s *sent, c cueHit) bool { return !r.asksHow(s, c) && !r.busy(s, c) && !aside(s, c) })
}

// inNeedNow tells whether a turn says that something is so at this moment or that
// somebody is in need.
func (r *reading) inNeedNow() bool {
	return r.anyCue(pressing, func(s *sent, c cueHit) bool { return !r.ofAnybody(s, c) && !r.busy(s, c) })
}

// busy tells whether words of this moment only say what somebody does who is well, "I'm
// packing as we speak", or ask what shops still have.
func (r *reading) busy(s *sent, c cueHit) bool {
	if c.from == s.from {
		return false
	}
	w := r.tokens[c.from-1].text
	switch r.tokens[c.from].text {
	case "as":
		return strings.HasSuffix(w, "ing") && !isPassive(w)
	case "still":
		return s.asks && isWh(r.tokens[s.from].text) && c.from > s.from+1 && strings.HasSuffix(w, "s")
	}
	return false
}

// needsBeside tells whether another sentence than sentence n says that somebody is in need
// or that something is so at this moment.
func (r *reading) needsBeside(n int) bool {
	for k := range r.sents {
		s := &r.sents[k]
		if k == n || s.kinds&(1<<pressing) == 0 || s.kinds&(1<<foresight) != 0 {
			continue
		}
		for _, c := range s.cues {
			if c.kind == pressing && !r.ofAnybody(s, c) {
				return true
			}
		}
	}
	return false
}

// anyCue tells whether a turn has a cue of a kind that holds.
func (r *reading) anyCue(kind cueKind, holds func(*sent, cueHit) bool) bool {
	for n := range r.sents {
		s := &r.sents[n]
		for k := 0; s.kinds&(1<<kind) != 0 && k < len(s.cues); k++ {
			if c := s.cues[k]; c.kind == kind && holds(s, c) {
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
