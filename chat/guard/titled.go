package guard

// Stories and games that are named by their titles: "Snows of Kilimanjaro!! he
// dies of gangrene", "Sybil in Downton: swollen ankles", "Rimworld, my colonist
// is bleeding out".

// titled tells whether a sentence is nothing but the name of a story or a game.
func (r *reading) titled(s *sent) bool {
	c, ok := s.has(story)
	return ok && c.from == s.from && c.to == s.to && isTitleOf(r, c)
}

// playedBy tells whether a sentence goes on after the name of a story or game with
// what happens in it, which nobody else could have: after a colon, or to "my guy"
// or "my colonist". In "revising my OSCE: chest pain" the one who writes is there.
func (r *reading) playedBy(s *sent, m *mention) bool {
	for _, c := range s.cues {
		if c.kind != story || c.to > m.from || !isTitleOf(r, c) {
			continue
		}
		if end := int(r.tokens[c.to-1].end); end < len(r.text) && r.text[end] == ':' && !r.speaks(s.from, c.to) || r.player(s, c) {
			return true
		}
	}
	return false
}

// isTitleOf tells whether a cue of a story is no word of daily life or of school.
func isTitleOf(r *reading, c cueHit) bool {
	switch w := r.tokens[c.to-1].text; w {
	case "osce", "mcq", "question", "questions", "vignette", "diagnosis", "step", "telly", "tv", "tiktok":
		return false
	default:
		return !isDaily(w) && !isCoursework(w)
	}
}

// speaks tells whether tokens [from:to) name the one who writes or what he or she
// is busy with.
func (r *reading) speaks(from, to int) bool {
	for i := from; i < to; i++ {
		switch w := r.tokens[i].text; w {
		case "watching", "playing", "reading", "revising", "studying", "writing", "after", "during", "while":
			return true
		default:
			if isFirst(w) {
				return true
			}
		}
	}
	return false
}

// player tells whether the figure that somebody plays follows the name of a game
// that opens a sentence: "Rimworld, my colonist". Elsewhere "my guy" is a husband.
func (r *reading) player(s *sent, c cueHit) bool {
	if c.from != s.from || c.to+1 >= s.to || r.tokens[c.to].brk != comma || r.tokens[c.to].text != "my" || !isTitleOf(r, c) {
		return false
	}
	switch r.tokens[c.to+1].text {
	case "guy", "dude", "char", "toon", "pawn", "colonist", "survivor", "raider", "medic", "crew", "party":
		return true
	}
	return false
}
