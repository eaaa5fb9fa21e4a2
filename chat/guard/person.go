package guard

// person decides whom a sentence is about. Only an outright "my mum" or "she"
// moves findings to somebody else; a sentence that names nobody counts for
// everybody. The dead, the famous and the made up have no signs, but whoever
// stands beside them in the sentence has, see living.
func (lx *lexer) person(r *reading, s *sent, c *carry) {
	_, isSelf := s.has(self)
	_, isOther := s.has(relative)
	_, isThird := s.has(pronoun)
	isOwn := r.mine(s)
	if r.tokens[s.from].brk == paragraph {
		c.story = false
	}
	switch {
	case s.about(r, unreal) && !isOwn && !r.thingDied(s):
		s.unreal, c.unreal = true, true
	case r.tale(s) && !isOwn && !lx.despair(r, s):
		s.unreal, c.story = true, isOther || isThird || s.m1 > s.m0 || r.cast(s) || r.titled(s)
	case s.about(r, famous) && r.bygone(s) && !isOwn && !r.close(s) && !r.besideMe(s): // "her" of the next sentence may be anybody
		s.unreal = true
	case isOther && !isSelf:
		s.who, c.other, c.unreal, c.story = other, true, false, false
	case isOther:
		c.other, c.unreal, c.story = true, false, false
	case isThird && !isSelf && (c.story || c.unreal && !r.alive(s)):
		s.unreal = true
	case isThird && !isSelf:
		s.who, c.other, c.unreal = other, true, false
	case isSelf && !isThird:
		s.who, c.unreal, c.story = me, false, false
	}
	for i := s.m0; i < s.m1; i++ {
		if m := &r.mentions[i]; lx.concepts[m.concept].persons {
			m.person = r.ofSomebody(s, m)
		}
		if id := lx.concepts[r.mentions[i].concept].id; id != "poison_near" && id != "medicine" && id != "postpartum" { // whose they are does not matter; a birth is told by the age of the baby
			r.mentions[i].who = s.who
		}
	}
}

// ofSomebody tells whether the clause of a sign names a person before it or in
// its words, or begins with it: "my nan has fainted", "fainted on the stairs",
// not "the lily fainted".
func (r *reading) ofSomebody(s *sent, m *mention) bool {
	from, _ := r.clauseAround(s, m)
	if from == m.from {
		return true
	}
	for i := from; i < m.to; i++ {
		if isPerson(r.tokens[i].text) || isSomebody(r.tokens[i].text) || r.covers(s, relative, i) {
			return true
		}
	}
	return false
}

// tale tells whether a sentence tells of somebody made up. One who only
// watches or plays is real, and so is the dad who sits beside.
func (r *reading) tale(s *sent) bool {
	c, ok := s.has(story)
	if !ok || r.refused(s, c) || r.close(s) || r.besideMe(s) || r.firstHand(s) || r.likened(s, c) || r.atMatch(s, c) || r.ofViewer(s, c) {
		return false
	}
	return !r.asideOf(s, c)
}

// refused tells whether words right before a story say that it is none or is over: "not
// npc lines", "nothing in the script", "forget the film", "the bloke, not the character".
func (r *reading) refused(s *sent, c cueHit) bool {
	for i := c.from - 1; i >= max(s.from, c.from-mostRefused); i-- {
		switch r.tokens[i].text {
		case "not", "no", "nothing", "isnt", "unlike", "forget", "drop", "stop":
			return true
		case "in", "a", "the", "my", "our", "any", "for", "from", "some", "about", "his", "her":
		default:
			return false
		}
	}
	return false
}

// mostRefused is the most words between a refusal and the story that it refuses.
const mostRefused = 4

// atMatch tells whether a game is one that people are at, a match: "at the game he
// collapsed".
func (r *reading) atMatch(s *sent, c cueHit) bool {
	return c.from > s.from && r.tokens[c.from-1].text == "at" && r.tokens[c.to-1].text == "game"
}

// cast tells whether a sentence names a part in a story, not only a film.
func (r *reading) cast(s *sent) bool {
	for _, c := range s.cues {
		if c.kind != story {
			continue
		}
		switch r.tokens[c.to-1].text {
		case "character", "hero", "heroine", "protagonist", "villain", "paladin", "wizard", "elf", "dwarf", "orc", "dragon", "hobbit", "vampire", "zombie",
			"knight", "princess", "robot", "npc", "sim", "avatar", "novel", "story", "script", "fanfic", "play", "book", "midwife", "christie", "poirot", "marple",
			"archers", "cluedo", "rogue", "cleric", "bard", "druid", "barbarian":
			return true
		case "letters", "diary", "diaries", "journal", "memoir", "memoirs", "postcards", "somme", "front", "trenches", "war":
			return r.copiesOut(s)
		}
	}
	return false
}

// copiesOut tells whether somebody copies what was written long ago.
func (r *reading) copiesOut(s *sent) bool {
	for i := s.from; i < s.to; i++ {
		switch r.tokens[i].text {
		case "writing", "typing", "transcribing", "translating", "scanning", "digitising", "copying", "deciphering", "editing", "cataloguing":
			return true
		}
	}
	return false
}

// close tells whether a sentence names somebody near: "my wife", "grandad", not
// "the woman", which may be a character's part, and not the "dad" of "the
// hero's dad".
func (r *reading) close(s *sent) bool {
	for _, c := range s.cues {
		if c.kind != relative || r.generic(c) {
			continue
		}
		if first := r.tokens[c.from].text; first != "my" && first != "our" && r.within(s) {
			continue // "in the series mother-in-law is paralysed"
		} else if first == "my" || first == "our" || c.from == s.from || r.tokens[c.from].brk != joined || !r.covers(s, story, c.from-1) {
			return true
		}
	}
	return false
}

// within tells whether a sentence begins in a story: "in the film ...", or asks
// for one: "which soap was it where ...".
func (r *reading) within(s *sent) bool {
	w := r.tokens[s.from].text
	return (w == "in" || w == "which" || w == "what") && (r.covers(s, story, s.from) || r.covers(s, story, s.from+1) || r.covers(s, story, s.from+2))
}

// firstHand tells whether the one who writes says how it is with him or her:
// "I am burning up", not "I am watching".
func (r *reading) firstHand(s *sent) bool {
	for i := s.from; i+2 < s.to; i++ {
		switch w := r.tokens[i].text; {
		case w == "mine" || w == "my" && r.tokens[i+1].text == "own":
			return true
		case w != "i":
			continue
		}
		switch r.tokens[i+1].text {
		case "am":
			switch w := r.tokens[i+2].text; w {
			case "watching", "reading", "writing", "playing", "making", "doing", "working", "studying", "on", "in", "at", "a", "an", "the", "stuck", "only",
				"just", "using", "drawing", "planning", "creating", "trying", "looking", "curious", "asking":
			default:
				return true
			}
		case "feel", "can":
			return true
		}
	}
	return false
}

// likened tells whether a story is only compared with: "like in a horror film".
func (r *reading) likened(s *sent, c cueHit) bool {
	for i := max(s.from, c.from-mostLikened); i < c.from; i++ {
		if w := r.tokens[i].text; w == "like" || w == "than" || w == "as" && i > s.from && r.tokens[i-1].text == "same" {
			return true
		}
	}
	return false
}

// mostLikened is the most words between "like" and what is compared with.
const mostLikened = 7

// generic tells whether a word for a person is as good for anybody.
func (r *reading) generic(c cueHit) bool {
	switch r.tokens[c.from].text {
	case "a", "an", "the", "this", "old", "elderly", "someone", "patient", "resident", "client", "boy", "boys", "girl", "girls", "child", "baby", "bloke", "chap", "fella",
		"guest", "customer", "passenger", "stranger", "twin", "boss", "teacher", "student", "friend", "friends", "kid", "kids", "lad", "#":
		return true
	}
	return false
}

// mostOfTitle is the most words between "reading" and what is read: "reading chapter
// 6 of War and Peace".
const mostOfTitle = 5

// asideOf tells whether what is watched or played only goes on beside what a
// later clause tells: "we were watching the match and he suddenly fell over".
func (r *reading) asideOf(s *sent, c cueHit) bool {
	doing := false
	for i := max(s.from, c.from-mostOfTitle); i < c.to; i++ {
		switch r.tokens[i].text {
		case "watching", "reading", "seeing":
			if s.m1 > s.m0 && r.mentions[s.m0].to <= i {
				return true // "suddenly blind reading my book"
			}
			doing = true
		case "playing":
			doing = true
		}
	}
	if !doing {
		return false
	}
	for i := c.to; i < s.to; i++ {
		switch t := &r.tokens[i]; {
		case t.text == "where" || t.text == "who" || t.text == "which" || t.text == "that":
			return false
		case t.brk == comma && t.text == "the" && i+1 < s.to && r.tokens[i+1].text == "one":
			return false // "the one with the bleeding" is an episode
		case t.brk != joined || joins(t.text) || t.text == "when":
			next := t.text
			if t.brk == joined && i+1 < s.to {
				next = r.tokens[i+1].text
			}
			if next == t.text && isPart(next) && i+1 < s.to && r.tokens[i+1].text == "gets" {
				return false // "watching a western, chap gets shot"
			}
			return next != "a" && next != "an" && next != "some" // "and a bloke's leg went blue"
		}
	}
	return false
}

// isPart tells whether a bare word names somebody in what is watched.
func isPart(w string) bool {
	switch w {
	case "chap", "bloke", "fella", "guy", "man", "woman", "lad", "hero", "heroine", "villain", "baddie", "sheriff", "cowboy", "detective", "soldier":
		return true
	}
	return false
}

// about tells whether a sentence has a cue of a kind that it is about, not
// only mentions: not the "if I died" of the living.
func (s *sent) about(r *reading, k cueKind) bool {
	for _, c := range s.cues {
		if c.kind == k && !r.object(s, c) && !r.likened(s, c) {
			return true
		}
	}
	return false
}

// object tells whether what a cue names only has something done with it or is
// compared with.
func (r *reading) object(s *sent, c cueHit) bool {
	i := c.from - 1
	for i >= s.from && (r.tokens[i].text == "the" || r.tokens[i].text == "a" || r.tokens[i].text == "my" || r.tokens[i].text == "old" || r.tokens[i].text == "our") {
		i--
	}
	if i < s.from {
		return false
	}
	switch r.tokens[i].text {
	case "i": // "if I died" is said by the living
		return true
	case "by", "like", "about", "over", "than", "called", "see", "at", "on", "off", "take", "taking", "bring":
		return true
	}
	return false
}

// mine tells whether a sentence speaks of a body or state of one's own.
func (r *reading) mine(s *sent) bool {
	for _, c := range s.cues {
		if w := r.tokens[c.from].text; c.kind == own && (w == "i" || w == "my" || w == "our" || w == "we") {
			return true
		}
	}
	return false
}
