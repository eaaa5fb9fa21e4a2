package guard

import "sort"

// What is made up. "The finale! The sheriff collapses", "my half-orc failed the save, so
// he has a fever", "which Christie is it where the Colonel seems to black out", "page 12,
// the Giant has to fall": a phrase that names the inside of a story, a song, a game or
// a play (cue fable) makes nobody of those who are in it. In it are whoever is named
// by no "my" and no name of one's own people, "he" or "she" if nobody else was named, and
// parts such as "my cleric"; not the one who writes, unless it is a line in quotes or a
// part he or she must play. Anything that is said to be real or of this moment makes it
// count, see athand.go.

// A tale is what is known of the story that is being told.
type tale struct {
	open int  // sentences that it still goes on for
	soft bool // it was named in soft words only
	dear bool // somebody at hand was named since it began, who may be "he"
}

// fableSents is how many sentences a story goes on for without being named again.
const fableSents = 5

// fables takes out what befalls the people of stories.
func (lx *lexer) fables(r *reading, c *carry) {
	st := &c.tale
	st.open = min(st.open, 1) // the turn before told of one
	if r.allKinds()&(1<<fable) == 0 && st.open == 0 || r.pressed() || r.so {
		*st = tale{}
		return
	}
	soft := r.onlyTold()
	var quotes []quoted
	for n := range r.sents {
		if at, _ := r.fabled(&r.sents[n], soft); at >= 0 {
			quotes = r.quotes()
			break
		}
	}
	for n := range r.sents {
		s := &r.sents[n]
		at, weak := r.fabled(s, soft)
		if r.tokens[s.from].brk == paragraph && n > 0 {
			st.open = 0
		}
		if at >= 0 {
			*st = tale{open: fableSents, soft: weak, dear: st.dear && st.open > 0}
		} else if st.open > 0 {
			st.open--
		}
		if st.open > 0 || at >= 0 || len(quotes) > 0 {
			lx.unmake(r, n, at, st, quotes)
		}
		st.dear = st.dear || r.namesDear(s)
	}
}

// fabled gives the last token of the words in a sentence that name the inside of a
// story, -1 for none, and whether they are soft ones, which count only if they may. What
// is said not to be one is none.
func (r *reading) fabled(s *sent, may bool) (at int, soft bool) {
	at = -1
	for _, c := range s.cues {
		if c.kind != fable || c.soft && (!may || at >= 0 || r.busyWith(s, c)) || r.likened(s, c) || r.noFable(s, c) || !r.endsFable(s, c) {
			continue
		}
		if at, soft = c.to-1, c.soft; !soft {
			return at, false
		}
	}
	return at, soft
}

// busyWith tells whether a story is what the one who writes is busy with beside what
// happens: "writing my novel, he is having a seizure".
func (r *reading) busyWith(s *sent, c cueHit) bool {
	for i := max(s.from, c.from-mostOfTitle); i < c.to; i++ {
		switch r.tokens[i].text {
		case "watching", "reading", "writing", "editing", "playing", "translating", "directing", "listening", "binging":
			if _, next := r.around(i); next != "group" && next != "club" && next != "circle" {
				return true
			}
		}
	}
	return false
}

// onlyTold tells whether nothing in a turn is of now, of here or of somebody at hand who
// does more than watch.
func (r *reading) onlyTold() bool {
	for n := range r.sents {
		s := &r.sents[n]
		if r.presses(s) || r.namesDear(s) || r.besideMe(s) {
			return false
		}
		for i := s.from; i < s.to; i++ {
			switch before, next := r.around(i); r.tokens[i].text {
			case "now", "here", "heat", "outside":
				return false
			case "my", "our":
				if isRoom(next) || i+2 < s.to && isRoom(r.tokens[i+2].text) {
					return false
				}
			case "own":
				if isTheirs(before) || before == "my" {
					return false
				}
			case "you":
				if next == "ring" || next == "call" || next == "phone" {
					return false
				}
			}
		}
	}
	return true
}

// isRoom tells whether a word behind "my" or "our" is where one is oneself.
func isRoom(w string) bool {
	switch w {
	case "room", "house", "flat", "kitchen", "lounge", "hall", "street", "garden", "shop", "car", "door", "table", "bed", "landing", "stairs", "office", "row", "floor", "bus", "train", "ward", "block", "building", "road":
		return true
	}
	return false
}

// endsFable tells whether the name of a story ends where a cue does: "in a western bar" and
// "from a film shoot" name none.
func (r *reading) endsFable(s *sent, c cueHit) bool {
	if c.to >= s.to || r.tokens[c.to].brk != joined {
		return true
	}
	w := r.tokens[c.to].text
	switch r.tokens[c.from].text {
	case "in", "from", "of", "for":
		return opensClause(w) || isWh(w) || determines(w) || isThird(w) || isFirst(w) || isAux(w) || ascribes(w) || isFinite(w) || isPastVerb(w) || preposed(w) || w == "called" || w == "to" || r.isCapital(c.to)
	}
	return !isTrade(w)
}

// noFable tells whether a denial stands before the name of a story: "not a script
// question", "let's stop the role-play".
func (r *reading) noFable(s *sent, c cueHit) bool {
	for i := c.from; i >= max(s.from, c.from-4); i-- {
		switch r.tokens[i].text {
		case "no", "not", "never", "stop", "forget", "isnt", "unlike", "nothing", "without", "after", "during", "while", "at", "plays", "playing", "played", "middle", "interval", "audience", "queue", "compose", "generate", "essay":
			if w := r.tokens[i].text; i == c.from || w != "at" || c.from-i < 3 {
				return true
			}
		}
	}
	return false
}

// unmake takes out the signs of a sentence that are had by nobody. at is the token at
// which it names a story, -1 for none.
func (lx *lexer) unmake(r *reading, n, at int, st *tale, quotes []quoted) {
	s := &r.sents[n]
	left, some := false, false
	ms := r.of(n)
	for i := range ms {
		m := &ms[i]
		if m.status != asserted && m.status != longAgo && m.status != resolved {
			some = some || m.status == unrealised && r.inFable(s, m, at, st, quotes)
			continue
		}
		if r.inFable(s, m, at, st, quotes) {
			m.status, m.because, some = unrealised, sceneCause, true
		} else {
			left = left || m.status == asserted && lx.concepts[m.concept].kind == finding
		}
	}
	s.thing = s.thing || some && !left
}

// inFable tells whether a sign is had by somebody in a story.
func (r *reading) inFable(s *sent, m *mention, at int, st *tale, quotes []quoted) bool {
	if inLine(quotes, m) {
		return true
	}
	if st.open == 0 && at < 0 {
		return false
	}
	sub := r.subjectOf(s, m)
	switch sub.kind {
	case selfHolder:
		return at >= 0 && r.mustPlay(sub.at, m.from)
	case dearHolder:
		return r.isRole(s, sub)
	case folkHolder, nameHolder, beastHolder:
		return !r.besideMe(s) && !r.watches(s, sub.from) && !r.playsIt(s, sub.from, sub.at)
	case thirdHolder:
		dear, found := r.actedBefore(s, sub.at)
		return !dear && (found || !st.dear && !st.soft) && !r.watches(s, sub.from)
	case nobodyNamed:
		return at >= 0 && !st.soft && at < m.from && r.goesOnTo(at, m.from) && !r.namesDear(s) && !r.watches(s, m.from)
	}
	return false
}

// goesOnTo tells whether no other clause begins in tokens (at:to), but one that names
// somebody in a word that is not known: "last chapter, maureen fainted".
func (r *reading) goesOnTo(at, to int) bool {
	for i := at + 1; i <= to && i < len(r.tokens); i++ {
		if w := r.tokens[i].text; r.tokens[i].brk == joined && w != "but" {
			continue
		} else if i > at+1 || i >= to || w == "but" || ascribes(w) || opensClause(w) || ofOneself(w) || isFinite(w) || isPastVerb(w) || preposed(w) {
			return false
		}
	}
	return true
}

// inLine tells whether a sign lies between marks of quotation, which are in order.
func inLine(qs []quoted, m *mention) bool {
	i := sort.Search(len(qs), func(i int) bool { return qs[i].to >= m.to })
	return i < len(qs) && qs[i].from <= m.from
}
