package guard

import "strings"

// What cannot be an item of a denied list by its grammar. "No" denies nouns and
// "not" what somebody is or does; whoever goes on with another kind of word tells
// anew: "no chest pain, breathless", "not dizzy, chest pain". "Or" behind it
// makes it one list all the same: "no headache, dizzy or sick".

// disagrees tells whether another kind of word than a cue denies begins at token
// i, behind a comma.
func (r *reading) disagrees(s *sent, n int, c cueHit, i int) bool {
	deny := r.tokens[c.to-1].text
	if r.cannot(s, n, i) {
		return true
	}
	if r.endsInOr(s, i) {
		return false
	}
	if r.noItem(s, n, i) || deny != "no" && r.listsNothing(s, n, c, i) {
		return true
	}
	if deny != "no" && deny != "not" {
		return false
	}
	if deny == "no" {
		return isState(r.tokens[i].text) || r.saysNoToEach(s, c)
	}
	return isQuality(r.tokens[c.to].text) && r.namesSign(n, i)
}

// saysNoToEach tells whether a "no" stands behind a comma and another denied thing:
// whoever says it of each thing has done with it at the first without, "no fever,
// no cough, chest pain".
func (r *reading) saysNoToEach(s *sent, c cueHit) bool {
	if r.tokens[c.from].text != "no" || r.tokens[c.from].brk != comma {
		return false
	}
	for _, o := range s.cues {
		if o.kind == deny && o.to <= c.from && o.to > c.from-saidEach && r.tokens[o.from].text == "no" {
			return true
		}
	}
	return false
}

// saidEach is how many words there may be between a "no" and the next.
const saidEach = 4

// listsNothing tells whether what stands between a cue and token i is no sign, so
// that no list of signs goes on: "never smoked, vomiting blood".
func (r *reading) listsNothing(s *sent, n int, c cueHit, i int) bool {
	for _, m := range r.between(n, c.from, i) {
		if m.to > c.to && m.to <= i {
			return false
		}
	}
	return true
}

// endsInOr tells whether "or" or "nor" follows token i in its sentence.
func (r *reading) endsInOr(s *sent, i int) bool {
	for k := i + 1; k < s.to; k++ {
		if w := r.tokens[k].text; w == "or" || w == "nor" {
			return true
		}
	}
	return false
}

// doesSomething tells whether a sign at token i is what somebody is doing, with
// what or how: "coughing blood", "bleeding heavily".
func (r *reading) doesSomething(n, i int) bool {
	switch r.tokens[i].text {
	case "coughing", "vomiting", "throwing", "bringing", "spitting", "bleeding", "gasping", "struggling", "choking", "slurring", "peeing", "weeing", "pooing", "passing",
		"puking", "fighting":
	default:
		return false
	}
	for _, m := range r.between(n, i, i+1) {
		if m.from == i && m.to > i+1 && m.status == asserted {
			return true
		}
	}
	return false
}

// partActs tells whether a part of the body stands at token i and then what it
// does: "throat closing up", not "leg swelling", which is a thing.
func (r *reading) partActs(s *sent, n, i int) bool {
	if !r.placed(s, i) && !isOrgan(r.tokens[i].text) {
		return false
	}
	for k := i + 1; k < min(s.to, i+3) && r.tokens[k].brk == joined; k++ {
		switch r.tokens[k].text {
		case "closing", "drooping", "drooped", "racing", "pounding", "turning", "failing", "dropping", "tightening", "closes", "droops", "swells":
			for _, m := range r.between(n, i-1, k+1) {
				if m.status == asserted && m.to > k {
					return true
				}
			}
		}
	}
	return false
}

func isOrgan(w string) bool {
	return w == "heart" || w == "throat" || w == "tongue" || w == "speech" || w == "breath" || w == "breathing"
}

// isState tells whether a word says how somebody is, so that "no" cannot deny it.
func isState(w string) bool {
	switch w {
	case "breathless", "short", "dizzy", "faint", "confused", "drowsy", "floppy", "unconscious", "unresponsive", "lifeless", "clammy", "sweaty", "delirious",
		"suicidal", "paralysed", "paralyzed", "muddled", "limp", "wheezy", "winded", "lethargic":
		return true
	}
	return false
}

// isQuality tells whether what "not" denies first is how somebody is, no thing
// and nothing that was done to it: "not dizzy", but "not had any fever".
func isQuality(w string) bool {
	switch w {
	case "a", "an", "any", "the", "had", "have", "has", "got", "get", "gets", "been", "be", "my", "his", "her", "much", "many", "one", "feel", "see", "know", "think",
		"want", "need", "like", "take", "taken", "for", "with", "on", "in", "from", "of", "no", "only", "just", "even", "sure", "that", "this":
		return false
	}
	return !strings.HasSuffix(w, "ing") && !strings.HasSuffix(w, "s")
}

// namesSign tells whether a sign that is a thing stands at token i: "chest
// pain", "blood in my wee".
func (r *reading) namesSign(n, i int) bool {
	for _, m := range r.between(n, i, i+1) {
		if m.from != i || m.status != asserted {
			continue
		}
		for k := m.from; k < m.to; k++ {
			switch r.tokens[k].text {
			case "pain", "pains", "blood", "bleeding", "rash", "fever", "temperature", "seizure", "seizures", "fits", "weakness", "numbness", "tightness", "headache",
				"palpitations", "swelling", "vision", "lump":
				return true
			}
		}
	}
	return false
}
