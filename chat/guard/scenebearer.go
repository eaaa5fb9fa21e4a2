package guard

// Who stands before a sign.
type bearing uint8

const (
	noBearer   bearing = iota // nobody: it is an item of a list
	partBearer                // a part of the scene
	realBearer                // somebody who may be at hand
)

// bearerOf finds the nearest person before a sign in its sentence.
func (r *reading) bearerOf(s *sent, m *mention, st *staged) bearing {
	if r.linked(s, m) && !r.linkedBefore(s, m) {
		return noBearer
	}
	third := false // "he" or "she" was met
	for i := m.from; i >= s.from; i-- {
		w := r.tokens[i].text
		switch {
		case i == m.from && !isFirst(w):
			third = w == "he" || w == "she" || w == "he's" || w == "she's"
		case r.inScene(s, i) && !third:
			return noBearer
		case isCastPart(w):
			if third && !mayBeHe(w) {
				continue
			}
			if i > s.from && ownsDear(r.tokens[i-1].text) {
				return realBearer
			}
			return partBearer
		case isFirst(w):
			if third && r.reportsAt(s, i) {
				continue
			}
			return r.firstBearer(s, i, st)
		case r.covers(s, relative, i):
			return r.kinBearer(s, i, st)
		case w == "he" || w == "she" || w == "his" || w == "her" || w == "him":
			third = true
		case isSomebody(w):
			return r.anyBearer(s, i, st)
		}
	}
	return r.thirdBearer(s, st, third)
}

// thirdBearer is what "he" or "she" without a name is; nobody if neither was met.
func (r *reading) thirdBearer(s *sent, st *staged, met bool) bearing {
	switch {
	case !met:
		return noBearer
	case st.kin || !st.cast && (!st.firm || r.inLesson(s)):
		return realBearer
	}
	return partBearer
}

// anyBearer is what "someone" or "a lad" at token i is.
func (r *reading) anyBearer(s *sent, i int, st *staged) bearing {
	switch {
	case st.firm && r.inLesson(s) && r.acts(s, i):
		return realBearer
	case i-1 > s.from && r.tokens[i-1].text == "the" && r.sees(r.tokens[i-2].text):
		return partBearer
	}
	return r.indefinite(st)
}

// firstBearer is what "I" or "we" at token i is: nobody before what was learnt or
// seen, a part for whoever plays a patient.
func (r *reading) firstBearer(s *sent, i int, st *staged) bearing {
	switch {
	case st.part && st.well && r.items(s) >= partsLeast && r.partSays(s):
		return partBearer
	case r.reportsAt(s, i):
		return noBearer
	}
	return realBearer
}

// partsLeast is how many parts played, or rather items of a sentence that tells of
// them, it takes to know them from an illness.
const partsLeast = 4

// partSays tells whether a sentence tells of parts that were played: of this month,
// last Friday or twice, not of today nor of a part of one's own body.
func (r *reading) partSays(s *sent) bool {
	for _, c := range s.cues {
		if c.kind == present || c.kind == recent && r.tokens[c.to-1].text != "week" {
			return false
		}
	}
	if r.ownPart(s) {
		return false
	}
	for i := s.from + 1; i < s.to; i++ {
		before := r.tokens[i-1].text
		switch r.tokens[i].text {
		case "month", "week", "year", "term", "season", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday":
			if before == "this" || before == "last" || before == "on" {
				return true
			}
		case "twice", "times":
			return true
		}
	}
	return false
}

// namesKin tells whether a sentence names somebody near: "my wife", "grandad", not
// "a man" nor "fourteen years old".
func (r *reading) namesKin(s *sent) bool {
	for _, c := range s.cues {
		if c.kind != relative {
			continue
		}
		if first := &r.tokens[c.from]; ownsDear(first.text) || !r.generic(c) && !first.isNum && first.text != "twins" {
			return true
		}
	}
	return false
}

// namesCast tells whether a sentence names a part of a scene that may be "he" or
// "she".
func (r *reading) namesCast(s *sent) bool {
	for i := s.from; i < s.to; i++ {
		if w := r.tokens[i].text; isCastPart(w) && mayBeHe(w) {
			return true
		}
	}
	return false
}

// mayBeHe tells whether a part of a scene may be "he" or "she".
func mayBeHe(w string) bool {
	switch w {
	case "dummy", "manikin", "mannequin", "everyone", "everybody":
		return false
	}
	return true
}

// sees tells whether a word is of somebody who looks on.
func (r *reading) sees(w string) bool {
	return w == "saw" || w == "see" || w == "watch" || w == "watched" || w == "watching"
}

// kinBearer is what a word for a relative at token i is: "the mother" of a novel
// and "a man" may be nobody, "my wife" and "mum" are not.
func (r *reading) kinBearer(s *sent, i int, st *staged) bearing {
	for _, c := range r.cuesBetween(s, i-r.reach, i+1) {
		if c.kind != relative || i >= c.to {
			continue
		}
		before := ""
		if c.from > s.from {
			before = r.tokens[c.from-1].text
		}
		switch {
		case ownsDear(r.tokens[c.from].text) || ownsDear(before):
			return realBearer
		case r.generic(c) || before == "the" || before == "a" || before == "his" || before == "her":
			return r.indefinite(st)
		}
	}
	return realBearer
}

// indefinite is what "a man" or "someone" is: nobody where the scene is linked
// with what it tells.
func (r *reading) indefinite(st *staged) bearing {
	if st.firm {
		return partBearer
	}
	return realBearer
}

// someoneTelling tells whether the wish to die is what somebody in a scene
// tells: "someone telling you they want to die".
func (r *reading) someoneTelling(s *sent, m *mention) bool {
	for i := r.opensAt(s, m); i < s.to; i++ {
		if isFirst(r.tokens[i].text) {
			return false
		}
	}
	for i := max(s.from, m.from-6); i+1 < m.from; i++ {
		if isSomebody(r.tokens[i].text) {
			return true
		}
	}
	return false
}

// isFirst tells whether a word stands for the one who writes.
func isFirst(w string) bool {
	switch w {
	case "i", "me", "my", "mine", "myself", "we", "us", "our":
		return true
	}
	return false
}

// isSomebody tells whether a word names anybody at all.
func isSomebody(w string) bool {
	switch w {
	case "someone", "somebody", "man", "men", "woman", "women", "lady", "ladies", "gentleman", "lad", "lass", "boy", "girl", "child", "kid", "kids", "baby", "toddler", "person", "people",
		"bloke", "guy", "chap", "fella", "fellow", "neighbour", "neighbor", "visitor", "guest", "passenger", "customer", "colleague", "instructor", "trainer", "teacher",
		"tutor", "lecturer", "student", "pupil", "patient", "resident", "client", "driver", "usher", "actor", "actress", "director", "producer", "boss", "landlord", "you", "they", "nan", "gran":
		return true
	}
	return false
}

// isCastPart tells whether a word names a part in a show, a game or a drill.
func isCastPart(w string) bool {
	switch w {
	case "surgeon", "intern", "detective", "killer", "murderer", "hero", "heroine", "villain", "character", "characters", "victim", "victims", "corpse", "butler", "inspector", "sheriff", "sergeant",
		"vampire", "zombie", "zombies", "everyone", "everybody", "casualty", "casualties", "dummy", "manikin", "mannequin", "baddie", "goodie", "gangster", "spy", "king", "queen",
		"emperor", "soldier", "soldiers", "pirate", "knight", "warrior", "lord", "duke", "countess", "duchess", "monk", "maid", "protagonist", "narrator", "boxer", "fighter", "wrestler",
		"jockey", "gladiator", "superhero", "robot", "wizard", "witch", "roommate":
		return true
	}
	return false
}
