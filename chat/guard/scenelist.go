package guard

// How a sign of a scene is told: as an item of a list, linked with it, or with
// words of what is so now.

// isLive tells whether something is told of a sign that no list or story needs:
// that it is so now, on which side or how bad. What stands before the words that
// open the scene is no part of it.
func (r *reading) isLive(s *sent, m *mention) bool {
	from, to := r.clauseAround(s, m)
	at := r.opensAt(s, m)
	from = max(from, at)
	for i := at; i < from; i++ {
		switch r.tokens[i].text {
		case "but", "except", "though":
			return true
		}
	}
	return r.pinned(s, from, to) || r.stressed(m, from, to)
}

// pinned tells whether tokens [from:to) or what follows them hold a word of the
// present or of one side.
func (r *reading) pinned(s *sent, from, to int) bool {
	for _, c := range s.cues {
		if c.from < from || c.from > to+1 {
			continue
		}
		switch w := r.tokens[c.from].text; c.kind {
		case present:
			if w != "again" && w != "on" && (w != "suddenly" || s.kinds&(1<<stagingFirm) == 0) {
				return true
			}
		case onlySide:
			return true
		case oneSide:
			if w != "one" {
				return true
			}
		}
	}
	return false
}

// stressed tells whether tokens [from:to), the clause of a sign, say that it is
// at hand or how bad it is.
func (r *reading) stressed(m *mention, from, to int) bool {
	for i := from; i < to; i++ {
		_, next := r.around(i)
		switch r.tokens[i].text {
		case "but", "except", "though", "only", "just", "now", "outside", "help", "mine":
			return true
		case "really", "worse", "worst", "awful", "bad", "badly", "terrible", "right", "so", "very":
			if i >= m.from-3 && i <= m.to && next != "on" {
				return true
			}
		case "has", "is":
			switch next {
			case "just", "collapsed", "gone", "not", "started", "real":
				return true
			}
		}
	}
	return false
}

// opensAt gives the first token of the last words before a sign that open a scene
// in its sentence; the beginning of the sentence if there are none.
func (r *reading) opensAt(s *sent, m *mention) int {
	at := s.from
	for _, c := range s.cues {
		switch c.kind {
		case staging, stagingFirm, stagingPart, leaflet:
			if c.from <= m.from {
				at = c.from
			}
		}
	}
	return at
}

// clauseAround gives the clause of a sign: from the comma or joining word before
// it to the one after.
func (r *reading) clauseAround(s *sent, m *mention) (from, to int) {
	from, to = m.from, m.to
	for from > s.from && r.tokens[from].brk == joined && !joins(r.tokens[from-1].text) {
		from--
	}
	if from > s.from && r.tokens[from].brk == joined {
		from-- // "but" is part of what it begins
	}
	for to < s.to && r.tokens[to].brk == joined && !joins(r.tokens[to].text) {
		to++
	}
	return from, to
}

// listLeast is the least number of items of a list that needs no word to say
// that it is one.
const listLeast = 3

// listed tells whether a sign is an item of a list of so many items, in a
// sentence or rest of a sentence without anybody at hand.
func (r *reading) listed(s *sent, m *mention, least int) bool {
	return r.items(s) >= least && r.unclaimed(s, m.to)
}

// items counts the items of a sentence, taken as a list.
func (r *reading) items(s *sent) int {
	items := 1
	for i := s.from + 1; i < s.to; i++ {
		if r.tokens[i].brk == comma || r.tokens[i].text == "and" || r.tokens[i].text == "or" {
			items++
		}
	}
	return items
}

// verbless tells whether no verb stands between the words that open a scene, or
// the beginning of the sentence, and a sign: "drowning, burns, the lot", not
// "Miss fell and broke her leg".
func (r *reading) verbless(s *sent, m *mention) bool {
	for i := r.opensAt(s, m); i < m.from; i++ {
		w := r.tokens[i].text
		if (isPastVerb(w) || isPresent(w) || w == "am") && !r.inScene(s, i) {
			if i > s.from && isFirst(r.tokens[i-1].text) && r.reportsAt(s, i-1) || w == "says" {
				continue
			}
			return false
		}
	}
	return true
}

// unclaimed tells whether nobody at hand comes up in a sentence from token i on:
// not "chest pain, sweating, and I have both".
func (r *reading) unclaimed(s *sent, i int) bool {
	if _, ok := s.has(sparedAll); ok {
		return true
	}
	for ; i < s.to; i++ {
		if isFirst(r.tokens[i].text) && !r.reportsAt(s, i) && !r.inScene(s, i) {
			return false
		}
	}
	return true
}

// enumerates tells whether a sentence says that it lists what there is: "the
// lot", "you name it", or holds what only a scene has: fake blood.
func (r *reading) enumerates(s *sent) bool {
	for i := s.from; i < s.to; i++ {
		_, next := r.around(i)
		switch r.tokens[i].text {
		case "lot", "works", "shebang":
			if i > s.from && r.tokens[i-1].text == "the" {
				return true
			}
		case "name":
			if next == "it" {
				return true
			}
		case "etc", "etcetera", "fake", "pretend", "mock", "dummy", "manikin", "mannequin", "simulated", "scenario", "scenarios", "latex":
			return true
		case "everything":
			return i+1 >= s.to || r.tokens[i+1].brk != joined
		case "all":
			if next == "sorts" || next == "that" || next == "invented" {
				return true
			}
		case "so":
			if next == "on" {
				return true
			}
		}
	}
	return false
}

// reports tells whether a sentence begins with whoever writes and what was
// learnt, seen or played.
func (r *reading) reports(s *sent) bool {
	for i := s.from; i < s.to; i++ {
		if isFirst(r.tokens[i].text) {
			return r.reportsAt(s, i)
		}
	}
	return false
}

// reportsAt tells whether a word for the one who writes at token i goes on with
// what was learnt, seen or played.
func (r *reading) reportsAt(s *sent, i int) bool {
	for k := i + 1; k < min(s.to, i+4); k++ {
		switch r.tokens[k].text {
		case "covered", "learned", "learnt", "practised", "practiced", "watched", "watch", "saw", "seen", "read", "reading", "heard", "hear", "played", "acted", "studied",
			"drilled", "simulated", "pretended", "taught", "shown", "catalogued", "binged", "did", "do", "made", "make", "paint", "painted", "discussed", "went":
			return true
		}
	}
	return false
}
