package guard

import (
	"cmp"
	"slices"
)

// Concepts that the backstop and the exemplars assert, one for each level they
// may raise to; rules B01 to B03 hold on them.
const (
	unclearConcept  = "unclear"
	pressingConcept = "pressing"
	alarmingConcept = "alarming"
)

// Lengths, in words, below which a turn is left to the rules, and below which it
// cannot tell how what it says to be over ended: "coughed blood in 2018".
const (
	fewestWords = 4
	fewestTold  = 8
)

// catch asks for second votes for what the rules only suspect, and lets the
// backstop raise what they have not raised. It never lowers a level and never
// changes what the rules found.
func (s *session) catch(r *reading) bool {
	if s.foreign || s.level == Emergency {
		return false
	}
	o := s.opinion(r)
	s.confirm(o, s.model == nil || len(r.tokens) < fewestTold)
	if !s.finds() {
		o.alone[headEmergency] = 0 // an illness alone is no emergency
		if len(r.tokens) < fewestTold {
			o.further[headEmergency] = 0 // "I am on dialysis"
		}
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
	for i := from; i < len(s.reader.words); i++ {
		w := &s.reader.words[i]
		w.text = s.reader.mended(w.text)
	}
	s.words = append(s.words, slices.Clip(s.reader.words[from:]))
}

// setAside notes what of a turn the backstop does not read: sentences about
// things alone or what healed long since, and findings that are denied or of a scene, since it does not
// understand "no" nor "the leaflet says".
func (s *session) setAside(r *reading) {
	from := len(s.aside)
	for i := range r.sents {
		if o := &r.sents[i]; o.thing || o.past {
			s.aside = append(s.aside, span{r.turn, int(r.tokens[o.from].start), int(r.tokens[o.to-1].end)})
		}
	}
	told := 0 // bytes up to the end of the last finding that counts
	for i := range r.mentions {
		m := &r.mentions[i]
		switch {
		case m.start >= told && (m.status == denied && r.plainlyDenied(m) || m.because == sceneCause || m.because == wordsCause || m.because == avertedCause || m.because == atLengthCause || m.because == supposedCause || m.because == scriptCause) && !r.overlapped(i):
			s.aside = append(s.aside, span{r.turn, m.start, m.end})
		case m.status == asserted:
			told = max(told, m.end)
		}
	}
	slices.SortFunc(s.aside[from:], func(a, b span) int { return cmp.Compare(a.start, b.start) })
}

// plainlyDenied tells whether a denial cannot be turned round: nothing doubts it
// before, as in "can not say I have no", and nobody else is named behind whom
// it might be of, as in "mum has none but dad does".
func (r *reading) plainlyDenied(m *mention) bool {
	s := &r.sents[m.sent]
	at := -1
	for _, c := range r.cuesBetween(s, m.from-denialReach, m.to+denialReach) {
		if c.kind == deny && c.to <= m.from {
			at = c.from
		}
		if c.kind == relative && c.from >= m.to {
			return false
		}
	}
	if at < 0 {
		return false
	}
	for i := max(s.from, at-doubtReach); i < at; i++ {
		switch w := r.tokens[i].text; w {
		case "say", "that", "sure", "think", "mean", "swear", "promise", "believe", "if", "like", "told", "thought", "is", "it":
			return false
		default:
			if negates(w) {
				return false
			}
		}
	}
	return true
}

// How many words before a denial may turn it round, and how far from a finding
// its denial and somebody else are looked for.
const (
	doubtReach  = 6
	denialReach = 24
)

// overlapped tells whether a finding that counts begins inside mention i.
func (r *reading) overlapped(i int) bool {
	end := r.mentions[i].end
	for k := i + 1; k < len(r.mentions) && r.mentions[k].start < end; k++ {
		if r.mentions[k].status == asserted {
			return true
		}
	}
	return false
}

// withoutAside leaves out the words that are set aside. Words and what is set
// aside are in order.
func (s *session) withoutAside(words []spelled) []spelled {
	next, reach := 0, span{turn: -1} // reach is the longest set aside so far
	return slices.DeleteFunc(words, func(w spelled) bool {
		for next < len(s.aside) && s.aside[next].before(w) {
			if a := s.aside[next]; a.turn > reach.turn || a.end > reach.end {
				reach = a
			}
			next++
		}
		return w.turn == reach.turn && w.start < reach.end
	})
}

// before tells whether a span begins at or before a word.
func (a span) before(w spelled) bool {
	return a.turn < w.turn || a.turn == w.turn && a.start <= w.start
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
	words := s.spelled()
	return s.model.suspect(s.tally, words, s.signs(), s.c.lexer.cuts(r, words[len(words)-1]))
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
		if s.c.lexer.concepts[m.concept].echo {
			continue
		}
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
