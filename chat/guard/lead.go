package guard

import "slices"

// Weak evidence. Some words and conditions mean a danger in one message and
// nothing in the next: "my leg feels heavy". The rule files keep them apart,
// phrases under a concept's "weak", conditions under a rule's "weak". A rule
// that holds only by them is a lead. A lead raises a level only with a second
// vote: a finding or another lead from other words, or the backstop at a
// threshold lower than the one at which it raises alone. Without one it is
// shown as a near miss. An urgent rule that holds only by what a question asks
// about, with no sign that somebody has it now, is a lead too. What raises without weak evidence is never lowered.

// findLeads lists the rules that hold for some person once weak evidence is
// counted in. seen are the rules that hold without.
func (s *session) findLeads(seen []bool) {
	s.leads = s.leads[:0:0]
	for _, p := range s.people() {
		f, had := s.factsOf(p, func(m *mention) bool { return m.status == asserted })
		for i := range s.c.rules {
			r := &s.c.rules[i]
			if seen[i] || s.led(i) {
				continue
			}
			known := f
			if r.def.Level == SeeDoctor {
				known = had
			}
			found := s.met(r.any, known)
			if found == nil {
				found = s.met(r.weak, known)
			}
			if found != nil {
				s.leads = append(s.leads, fired{i, r.def.Level, found, len(s.turns) - 1, false})
			}
		}
		s.dropBoth(f, had)
	}
}

// led tells whether a rule is a lead already.
func (s *session) led(rule int) bool {
	for i := range s.leads {
		if s.leads[i].rule == rule {
			return true
		}
	}
	return false
}

// confirm keeps the leads that have a second vote and raises the level by
// them. It tells whether any was kept. What is over needs no vote when nobody
// could give one, the turn being too short.
func (s *session) confirm(o opinion, mute bool) bool {
	kept := false
	for _, l := range s.leads {
		if s.seconded(l) || o.seconds(l.level) || mute && l.lapsed && l.isNew(len(s.turns)-1) {
			s.keep(l)
			s.level = max(s.level, l.level)
			kept = true
		}
	}
	return kept
}

// seconded tells whether a finding or another lead rests on other words.
func (s *session) seconded(l fired) bool {
	for _, f := range s.fired {
		if f.rule != l.rule && apart(f.found, l.found) {
			return true
		}
	}
	for _, f := range s.leads {
		if f.rule != l.rule && apart(f.found, l.found) && apart(l.found, f.found) {
			return true
		}
	}
	return false
}

// isNew tells whether some words of a finding are of a turn.
func (f *fired) isNew(turn int) bool {
	return slices.ContainsFunc(f.found, func(x span) bool { return x.turn == turn })
}

// spansCompared bounds how many words of two findings are compared.
const spansCompared = 32

// apart tells whether some words of a lie outside all words of b.
func apart(a, b []span) bool {
	b = b[:min(len(b), spansCompared)]
	for _, x := range a[:min(len(a), spansCompared)] {
		outside := true
		for _, y := range b {
			outside = outside && (x.turn != y.turn || x.start >= y.end || y.start >= x.end)
		}
		if outside {
			return true
		}
	}
	return false
}
