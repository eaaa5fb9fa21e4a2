package guard

import "strings"

// Animals in the vet's care. "Mare's got laminitis again, hot feet, pulse
// banging" is about nobody. bearer.go gives an animal what it owns by the
// grammar of a clause; where the turn speaks of what only animals have or get
// (vet, hoof, hibernation, mites), every sign is the animal's but those of whoever
// is named beside it or was hurt by it. An animal that is only called by its name
// leaves the signs of the one who writes as well.

// vetted takes the signs of a turn as an animal's.
func (lx *lexer) vetted(r *reading, c *carry) {
	beast, care, doctor := false, false, false
	for n := range r.sents {
		beast = beast || r.namesAnimal(&r.sents[n])
		if h, ok := r.sents[n].has(vet); ok {
			care, doctor = true, doctor || strings.Contains(r.words(h), "vet")
			beast = beast || ofBees(r.tokens[h.to-1].text)
		}
	}
	beast, c.beast = beast || c.beast, beast
	if !care || !beast && !doctor || r.claims() || r.ownBody() || r.attacked() {
		return
	}
	for i := range r.mentions {
		m := &r.mentions[i]
		s := &r.sents[m.sent]
		k := &lx.concepts[m.concept]
		if m.status != asserted || k.kind != finding || k.wish || m.plea || lx.acts(m, animal) || r.owned(s, m) || felt(k.id) || r.vetHas(s, m) {
			continue
		}
		_, near := s.has(vet)
		if _, ok := s.has(relative); ok || r.hurt(s) || r.namesPerson(s) || r.humanOnly(s) {
			continue
		}
		if near = near || r.namesAnimal(s); !near && m.sent > 0 && r.namesKin(&r.sents[m.sent-1]) {
			continue
		}
		if !near && (r.firstPerson(s) || lx.human(r, m.sent, clause{from: m.from, to: m.from + 1})) || !beast && r.firstPerson(s) {
			continue
		}
		m.status, m.because, m.alien = unrealised, "an animal", true
	}
}

// felt tells whether only people tell of a finding: a cat has no crushing pain.
func felt(id string) bool {
	return id == "chest_discomfort" || id == "crushing" || id == "pressure" || id == "speech_bad" || id == "face_droop" || id == "arm_weak"
}

// vetHas tells whether it is the vet who has a sign: "the vet is unconscious".
func (r *reading) vetHas(s *sent, m *mention) bool {
	for i := m.from - 1; i >= s.from && r.tokens[i+1].brk == joined; i-- {
		if w := r.tokens[i].text; w == "vet" {
			return i == s.from || i == s.from+1 && determines(r.tokens[s.from].text) || i == s.from+1 && isFirst(r.tokens[s.from].text)
		} else if !ascribes(w) {
			return false
		}
	}
	return false
}

// attacked tells whether a turn says that an animal did something that hurts.
func (r *reading) attacked() bool {
	for i := 0; i+1 < len(r.tokens); i++ {
		if w := r.tokens[i].text; w != "hoof" && w != "beak" {
			continue
		}
		switch r.tokens[i+1].text {
		case "came", "got", "in", "on", "to", "went", "caught":
			return true
		}
	}
	return r.attacks(clause{head: -1, to: len(r.tokens)})
}

// namesAnimal tells whether a sentence names an animal.
func (r *reading) namesAnimal(s *sent) bool {
	for i := s.from; i < s.to; i++ {
		if r.tokens[i].thing == animal {
			return true
		}
	}
	return false
}

// ownBody tells whether a turn names a part of the body of the one who writes
// or of his or her people.
func (r *reading) ownBody() bool {
	for n := range r.sents {
		s := &r.sents[n]
		for _, p := range s.places {
			for i := p.from - 1; i >= max(s.from, p.from-2); i-- {
				switch r.tokens[i].text {
				case "my", "our", "ma":
					if r.tokens[p.from-1].thing == noThing {
						return true
					}
				}
			}
		}
	}
	return false
}

// namesPerson tells whether a sentence names somebody: "the koi man has collapsed".
func (r *reading) namesPerson(s *sent) bool {
	for i := s.from; i < s.to; i++ {
		switch r.tokens[i].text {
		case "man", "woman", "boy", "guy", "lad", "lady", "farmer", "owner", "rider", "somebody", "someone":
			return true
		}
		if isTradesman(r.tokens[i].text) {
			return true
		}
	}
	return false
}

// ofBees tells whether a word is of a hive or a tank, whose animals need no name.
func ofBees(w string) bool {
	switch w {
	case "board", "hive", "swarm", "brood", "queenless", "vivarium", "aquarium", "tank", "koi":
		return true
	}
	return false
}

// hurt tells whether a sentence says that the one who writes was hurt.
func (r *reading) hurt(s *sent) bool {
	for i := s.from + 1; i < s.to; i++ {
		if w := r.tokens[i].text; w != "me" && w != "us" {
			continue
		}
		switch r.tokens[i-1].text {
		case "of", "tell", "tells", "told", "for", "made", "gave", "give", "with", "showed":
		default:
			return true
		}
	}
	return false
}

// humanOnly tells whether a sentence names what no animal has, or somebody whom
// an animal did something to: "the cow pinned him".
func (r *reading) humanOnly(s *sent) bool {
	for i := s.from; i < s.to; i++ {
		switch r.tokens[i].text {
		case "him":
			if i > s.from+1 && (strings.HasSuffix(r.tokens[i-1].text, "ed") || r.tokens[i-1].text == "got") && r.tokens[i-2].thing == animal {
				return true
			}
		case "hand", "hands", "thumb", "thumbs", "finger", "fingers", "knuckle", "palm", "wrist", "speech", "words", "shock", "sting", "stung", "sentence", "groom",
			"jabbed", "farrier", "rider", "pregnant":
			return true
		}
	}
	return false
}
