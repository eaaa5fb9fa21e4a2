package guard

import "slices"

// Concepts that the backstop and the exemplars assert, one for each level they
// may raise to; rules B01 to B03 hold on them.
const (
	unclearConcept  = "unclear"
	pressingConcept = "pressing"
	alarmingConcept = "alarming"
)

// fewestWords is the length below which a turn is left to the rules.
const fewestWords = 4

// catch asks for second votes for what the rules only suspect, and lets the
// backstop raise what they have not raised. It never lowers a level and never
// changes what the rules found.
func (s *session) catch(r *reading) bool {
	if s.foreign || s.level == Emergency {
		return false
	}
	o := s.opinion(r)
	s.confirm(o)
	if !s.finds() {
		o.alone[headEmergency] = 0 // an illness alone is no emergency
	}
	if level := o.raises(s.level); level > s.level {
		s.assertUnclear(level, s.model.telling(&o, s.signs()))
		return true
	}
	if s.level == None && s.judgeable(r) && s.alike() {
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
		s.spell(fold(s.turns[len(s.words)]))
	}
	s.spell(s.reader.glyphs)
	for i, words := range s.words {
		s.words[i] = s.withoutAside(words)
	}
	return s.words
}

// spell adds the words of the next turn, folded.
func (s *session) spell(g []glyph) {
	from := len(s.reader.words)
	s.reader.words = appendSpelled(s.reader.words, g, len(s.words))
	s.words = append(s.words, slices.Clip(s.reader.words[from:]))
}

// setAside notes the sentences of a turn that are about things alone.
func (s *session) setAside(r *reading) {
	for i := range r.sents {
		if o := &r.sents[i]; o.thing {
			s.aside = append(s.aside, span{r.turn, int(r.tokens[o.from].start), int(r.tokens[o.to-1].end)})
		}
	}
}

// withoutAside leaves out the words of sentences set aside.
func (s *session) withoutAside(words []spelled) []spelled {
	if len(s.aside) == 0 {
		return words
	}
	return slices.DeleteFunc(words, func(w spelled) bool {
		for _, a := range s.aside {
			if w.turn == a.turn && w.start >= a.start && w.start < a.end {
				return true
			}
		}
		return false
	})
}

// judgeable tells whether a turn has enough of its own for the backstop, which
// does not understand "no" and cannot tell a question from a complaint.
func (s *session) judgeable(r *reading) bool {
	return len(r.tokens) >= fewestWords && !r.allGeneral() && !s.allClear()
}

// opinion is what the backstop makes of the newest turn.
func (s *session) opinion(r *reading) opinion {
	if s.model == nil || !s.judgeable(r) {
		return opinion{}
	}
	if s.tally == nil {
		s.tally = tallies.Get().(*tally)
	}
	return s.model.suspect(s.tally, s.spelled(), s.signs())
}

// finds tells whether somebody has a finding.
func (s *session) finds() bool {
	for i := range s.mentions {
		c := &s.c.lexer.concepts[s.mentions[i].concept]
		if s.mentions[i].status == asserted && c.kind == finding && !c.wish {
			return true
		}
	}
	return false
}

// signs are features of what the rules recognised: every concept that counts
// or is denied, and every lead.
func (s *session) signs() []uint32 {
	out := make([]uint32, 0, len(s.mentions)+len(s.leads))
	for i := range s.mentions {
		m := &s.mentions[i]
		id := s.c.lexer.concepts[m.concept].id
		switch m.status {
		case asserted:
			out = append(out, newHash('m').with(id).bucket())
		case denied:
			out = append(out, newHash('d').with(id).bucket())
		case taught, unrealised:
			out = append(out, newHash('u').with(id).bucket())
		}
	}
	for _, l := range s.leads {
		out = append(out, newHash('l').with(s.c.rules[l.rule].def.ID).bucket())
	}
	return out
}

// allClear tells whether danger signs were named and every one of them was
// denied: then the backstop, which does not understand "no", has nothing to add.
func (s *session) allClear() bool {
	named := false
	for i := range s.mentions {
		m := &s.mentions[i]
		if c := &s.c.lexer.concepts[m.concept]; c.kind != finding || c.wish {
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
	name := map[Level]string{SeeDoctor: unclearConcept, Urgent: pressingConcept, Emergency: alarmingConcept}[level]
	concept, ok := s.c.lexer.byID[name]
	for _, w := range words {
		if ok {
			s.mentions = append(s.mentions, mention{concept: concept, phrase: -1, turn: w.turn, start: w.start, end: w.end})
		}
	}
}
