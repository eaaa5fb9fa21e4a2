package guard

// Who a sign of a sentence may be of, for loose.go and vet.go.

// anybody tells whether a sentence names a person whose signs it may tell of:
// a relative, "he" or "she", or the one who writes, by name or left out, in a
// state of now.
func (r *reading) anybody(s *sent, m *mention) bool {
	if _, ok := s.has(relative); ok || r.besideMe(s) {
		return true
	}
	for _, c := range s.cues {
		if c.kind == pronoun && r.tokens[c.from].text != "they" && r.tokens[c.from].text != "them" {
			return true
		}
	}
	_, isNow := s.has(present, recent)
	return isNow && (r.firstPerson(s) || r.begins(s, m.from)) || r.ofMine(s, m)
}

// ofMine tells whether somebody or something that is no thing of daily life is
// or has a sign: "my pupil is having a seizure", "the host has collapsed", not
// "my sponge has collapsed" nor "the casualty is not breathing".
func (r *reading) ofMine(s *sent, m *mention) bool {
	i, verb := m.from-1, false
	for ; i > s.from && r.tokens[i+1].brk == joined && ascribes(r.tokens[i].text); i-- {
		switch r.tokens[i].text {
		case "is", "has", "are", "have":
			verb = true
		}
	}
	if !verb || i <= s.from || r.tokens[i].text == "you" || r.tokens[i].thing != noThing || r.covers(s, topic, i) || isProp(r.tokens[i].text) {
		return false
	}
	w := r.tokens[i-1].text
	return isPerson(r.tokens[i].text) || w != "of" && determines(w)
}

// isProp tells whether a word is for somebody whom a lesson or a story makes up.
func isProp(w string) bool {
	switch w {
	case "casualty", "patient", "dummy", "manikin", "victim", "hero", "heroine", "character", "villain", "colonel", "detective", "paladin", "cleric", "bard", "rogue", "druid", "warlock", "sorcerer", "wizard", "viking",
		"knight", "king", "queen", "butler", "narrator", "player", "zombie", "pirate", "sailor", "monster":
		return true
	}
	return false
}

// implied tells whether a sign at token i opens its clause and so leaves out
// whose it is: "severed two fingers with the mower", "and still not waking".
func (r *reading) implied(s *sent, i int) bool {
	for i > s.from && r.tokens[i].brk == joined && ofState(r.tokens[i-1].text) {
		i--
	}
	return r.begins(s, i) || joins(r.tokens[i-1].text)
}

// owned tells whether the one who writes has a sign by the words right before
// it: "I got crushing chest pain".
func (r *reading) owned(s *sent, m *mention) bool {
	i := m.from - 1
	for i > s.from && r.tokens[i+1].brk == joined && ofState(r.tokens[i].text) {
		i--
	}
	return i >= s.from && (r.tokens[i].text == "i" || r.tokens[i].text == "we")
}

// ofState tells whether a word may stand between "i" and a sign that "i" have.
func ofState(w string) bool {
	switch w {
	case "have", "had", "got", "get", "getting", "am", "was", "been", "being", "feel", "felt", "feeling", "went", "just", "a", "an", "this", "so", "really", "very",
		"some", "suddenly", "now", "still", "all", "keep":
		return true
	}
	return false
}

// firstPerson tells whether a sentence names the one who writes by more than
// "my".
func (r *reading) firstPerson(s *sent) bool {
	for i := s.from; i < s.to; i++ {
		switch r.tokens[i].text {
		case "i", "me", "myself", "we", "us":
			return true
		}
	}
	return false
}
