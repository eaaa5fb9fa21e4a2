package guard

// Who bears a sign that may be bygone.

// bearer is the nearest person before a sign in its sentence.
type bearer uint8

const (
	nobody   bearer = iota
	oneself         // the one who writes
	kinsman         // somebody near: "my wife", "grandad"
	third           // "he", "who", "everyone"
	stranger        // "someone", "a man"
)

// mostToBearer is how many words before a sign its bearer is looked for.
const mostToBearer = 40

// whoBears finds who bears a sign and the token that names whom.
func (r *reading) whoBears(s *sent, m *mention) (bearer, int) {
	for i := m.from; i >= max(s.from, m.from-mostToBearer); i-- {
		switch w := r.tokens[i].text; {
		case isFirst(w) && !r.asideFirst(s, i):
			if ownsDear(w) && r.namesMine(s, i, m.from) {
				return kinsman, i
			}
			return oneself, i
		case w == "shed" && i+1 < m.to && (r.tokens[i+1].text == "had" || r.tokens[i+1].text == "been"): // "she'd"
			return third, i
		case r.covers(s, relative, i):
			if r.genericAt(s, i) {
				return stranger, i
			}
			return kinsman, i
		case isSomebody(w) && w != "they" && w != "you" && !r.covers(s, ages, i) && !r.isPredicate(s, i):
			return stranger, i
		case w == "he" || w == "she" || w == "they" || w == "his" || w == "her" || w == "him" || w == "their" || w == "who" || w == "them":
			return third, i
		}
	}
	return nobody, -1
}

// isPredicate tells whether token i says what somebody was: the "man" of "my husband was a
// stubborn man".
func (r *reading) isPredicate(s *sent, i int) bool {
	for k := i - 1; k > max(s.from, i-nearIf); k-- {
		if w := r.tokens[k].text; w == "a" || w == "an" {
			return isBe(r.tokens[k-1].text)
		}
	}
	return false
}

// namesMine tells whether the "my" or "our" of token i begins the name of somebody who does
// or has what is told behind: "our Mr Lal was", "my first landlady had".
func (r *reading) namesMine(s *sent, i, to int) bool {
	if i > s.from && r.tokens[i].brk == joined && !opensClause(r.tokens[i-1].text) && !isWh(r.tokens[i-1].text) {
		return false
	}
	for k := i + 1; k <= min(to, i+mostOfName) && k < s.to; k++ {
		w := r.tokens[k].text
		if k > i+1 && (isPastVerb(w) || isFinite(w) || isAux(w)) {
			return true
		}
		if r.tokens[k].brk != joined || preposed(w) || r.tokens[k].thing != noThing || r.placed(s, k) || isFirst(w) || w == "own" || w == "turn" {
			return false
		}
	}
	return false
}

// mostOfName is the most words of a name.
const mostOfName = 5

// genericAt tells whether the relative of token i is as good as anybody: "a boy".
func (r *reading) genericAt(s *sent, i int) bool {
	for _, c := range r.cuesBetween(s, i-r.reach, i+1) {
		if c.kind == relative && i < c.to {
			first := r.tokens[c.from].text
			return r.generic(c) && first != "friend" && first != "baby" && first != "twin" && first != "kid" || first == "baby" && c.from > s.from && r.tokens[c.from-1].text == "the"
		}
	}
	return false
}

// asideFirst tells whether the "us" or "my" of token i is only of whom something is told
// or of a place: "Suetonius tells us", "in our town".
func (r *reading) asideFirst(s *sent, i int) bool {
	before, next := r.around(i)
	switch r.tokens[i].text {
	case "us", "me":
		return before == "left" || before == "tells" || before == "told" || before == "taught" || before == "teaches" || before == "informs" || before == "assures"
	case "mine":
		return before == "of"
	case "my", "our":
		return i+1 < s.to && (before == "says" || before == "said" || i > s.from && preposed(before) && r.tokens[i].brk == joined && !r.placed(s, i+1) || isWhereabouts(next) || r.covers(s, ages, i+1) || r.spokesman(s, i+1))
	}
	return false
}

// spokesman tells whether token i names somebody who only says what follows: "our guide in
// Rome said a gladiator".
func (r *reading) spokesman(s *sent, i int) bool {
	for k := i + 1; k < min(s.to, i+1+nearIf); k++ {
		switch r.tokens[k].text {
		case "said", "says", "told", "tells", "reckons", "claims", "claimed", "swore", "swears", "mentioned", "wrote", "writes", "put", "insists", "explained", "asked", "asks", "teaches", "taught":
			return true
		}
		if r.tokens[k].brk != joined {
			return false
		}
	}
	return false
}

// isWhereabouts tells whether a word names a place or a book that people call theirs.
func isWhereabouts(w string) bool {
	switch w {
	case "town", "village", "district", "country", "county", "parish", "church", "city", "state", "school", "street", "region", "island", "area", "tour", "guide",
		"college", "university", "club", "guild", "order", "founder", "patron", "abbey", "cathedral", "castle", "hall", "chapel", "podcast", "class", "syllabus", "exam", "quiz", "course", "book", "audiobook",
		"family", "lecture", "people", "seminar", "textbook", "notes", "essay", "coursework", "project", "land", "history", "museum", "archive":
		return true
	}
	return false
}

// isReported tells whether a word behind "is" says that something is only told.
func isReported(w string) bool {
	switch w {
	case "said", "told", "taught", "believed", "known", "reported", "recorded", "supposed", "rumoured", "rumored", "thought", "reputed", "written":
		return true
	}
	return false
}
