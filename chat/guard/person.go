package guard

// person decides whom a sentence is about. Only an outright "my mum" or "she"
// moves findings to somebody else; a sentence that names nobody counts for
// everybody.
func (lx *lexer) person(r *reading, s *sent, c *carry) {
	_, isSelf := s.has(self)
	_, isOther := s.has(relative)
	_, isThird := s.has(pronoun)
	isUnreal := s.about(r, unreal)
	_, isStory := s.has(story)
	isFamous := s.about(r, famous)
	isOwn := r.mine(s)
	if r.tokens[s.from].brk == paragraph {
		c.story = false
	}
	switch {
	case isUnreal && !isOwn:
		s.unreal, c.unreal = true, true
	case isStory && !isOwn:
		s.unreal, c.story = true, true
	case isFamous && !isOwn: // "her" of the next sentence may be anybody
		s.unreal = true
	case isOther && !isSelf:
		s.who, c.other, c.unreal, c.story = other, true, false, false
	case isOther:
		c.other, c.unreal, c.story = true, false, false
	case isThird && !isSelf && (c.unreal || c.story):
		s.unreal = true
	case isThird && !isSelf:
		s.who, c.other = other, true
	case isSelf && !isThird:
		s.who, c.unreal, c.story = me, false, false
	}
	for i := s.m0; i < s.m1; i++ {
		r.mentions[i].who = s.who
	}
}

// about tells whether a sentence has a cue of a kind that it is about, not
// only mentions: not the dog of "when I walk the dog".
func (s *sent) about(r *reading, k cueKind) bool {
	for _, c := range s.cues {
		if c.kind == k && !r.object(s, c) {
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
	case "walk", "walks", "walking", "walked", "feed", "feeding", "by", "like", "about", "over", "than", "called", "spoon", "chasing", "lifting", "patting", "stroking", "see", "at", "on", "off", "take", "taking", "bring", "train":
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
