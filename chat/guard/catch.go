package guard

// Concepts that the backstop and the exemplars assert, one for each level they
// may raise to; rules B01 and B02 hold on them.
const (
	unclearConcept  = "unclear"
	pressingConcept = "pressing"
)

// fewestWords is the length below which a turn is left to the rules.
const fewestWords = 4

// catch lets the backstop raise a conversation that no rule has raised. It
// never lowers a level and never changes what the rules found.
func (s *session) catch(r *reading) bool {
	if s.level > None || s.foreign || len(r.tokens) < fewestWords || r.allGeneral() || s.allClear() {
		return false
	}
	if s.model != nil {
		if found := s.model.suspect(s.spelled()); found.level > None {
			s.assertUnclear(found.level, found.words)
			return true
		}
	}
	if s.alike() {
		last := len(s.turns) - 1
		s.assertUnclear(SeeDoctor, []spelled{{turn: last, start: int(r.tokens[0].start), end: int(r.tokens[len(r.tokens)-1].end)}})
		return true
	}
	return false
}

// spelled gives the words of all turns, the last of which the reader has just
// folded.
func (s *session) spelled() [][]spelled {
	for len(s.words) < len(s.turns)-1 {
		s.words = append(s.words, spell(s.turns[len(s.words)], len(s.words)))
	}
	s.words = append(s.words, spellGlyphs(s.reader.glyphs, len(s.words)))
	return s.words
}

// allClear tells whether danger signs were named and every one of them was
// denied: then the backstop, which does not understand "no", has nothing to add.
func (s *session) allClear() bool {
	named := false
	for i := range s.mentions {
		m := &s.mentions[i]
		if s.c.lexer.concepts[m.concept].kind != finding {
			continue
		}
		if m.status != denied {
			return false
		}
		named = true
	}
	return named
}

// assertUnclear adds a mention for every telling word.
func (s *session) assertUnclear(level Level, words []spelled) {
	name := unclearConcept
	if level >= Urgent {
		name = pressingConcept
	}
	concept, ok := s.c.lexer.byID[name]
	for _, w := range words {
		if ok {
			s.mentions = append(s.mentions, mention{concept: concept, phrase: -1, turn: w.turn, start: w.start, end: w.end})
		}
	}
}
