package guard

import "slices"

// Which rules hold for whom.

// evaluate lists every rule that holds for some person. The list is good until
// the next one.
func (s *session) evaluate() []fired {
	out := s.reader.now[:0]
	seen := make([]bool, len(s.c.rules))
	for _, p := range s.people() {
		f, had := s.factsOf(p, func(m *mention) bool { return m.status == asserted && !m.weak })
		for i := range s.c.rules {
			if seen[i] {
				continue
			}
			known := f
			if s.c.rules[i].def.Level <= Urgent {
				known = had
			}
			if found := s.check(&s.c.rules[i], known); found != nil {
				seen[i] = true
				out = append(out, fired{i, s.c.rules[i].def.Level, found, len(s.turns) - 1, false})
			}
		}
		s.dropBoth(f, had)
	}
	s.findLeads(seen)
	if over := s.lapsed(seen); s.reader.reading.stirs() {
		out = append(out, over...)
	} else {
		s.leads = append(s.leads, over...)
	}
	s.reader.now = out
	return out
}

// stirs tells whether anything in a turn may be of now, or not over after all:
// "snake bite in 2002, another one this morning".
func (r *reading) stirs() bool {
	if r.lingers() {
		return true
	}
	for i := range r.tokens {
		switch r.tokens[i].text {
		case "another", "never", "tonights", "morning", "afternoon", "evening", "hour", "hours", "minutes", "days", "week", "weekend", "month", "lately", "recently",
			"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "pregnant", "returned", "but":
			return true
		}
	}
	return false
}

// lapsed lists emergency rules that hold only when findings said to be over
// are counted in. Time alone never clears an emergency: it leaves see_doctor, at
// once if anything stirs, else as a lead, see confirm: "had crushing chest pain, it
// settled" should be seen, "bypass in 2008, not one twinge since" need not.
func (s *session) lapsed(seen []bool) []fired {
	any := false
	for i := range s.mentions {
		any = any || s.mentions[i].status == resolved || s.mentions[i].status == longAgo
	}
	if !any {
		return nil
	}
	var out []fired
	for _, p := range s.people() {
		f := s.newFacts(p, func(m *mention) bool {
			return !m.weak && (m.status == asserted || m.status == resolved || m.status == longAgo)
		})
		for i := range s.c.rules {
			if seen[i] || s.c.rules[i].def.Level != Emergency {
				continue
			}
			if found := s.check(&s.c.rules[i], f); found != nil {
				seen[i] = true
				out = append(out, fired{i, SeeDoctor, found, len(s.turns) - 1, true})
			}
		}
		s.drop(f)
	}
	return out
}

// check gives the words that make a rule hold, nil when it does not.
func (s *session) check(r *rule, f *facts) []span { return s.met(r.any, f) }

// met gives the words that make the first of some conditions hold.
func (s *session) met(any []cond, f *facts) []span {
	for i := range any {
		if !f.open.has(any[0].no+i) || !f.might(&any[i]) {
			continue
		}
		found, missing := f.holds(&any[i], s.reader.found[:0])
		s.reader.found = found[:0]
		if missing == 0 && len(found) > 0 {
			from := len(s.reader.spans)
			for _, m := range found {
				s.reader.spans = append(s.reader.spans, span{m.turn, m.start, m.end})
			}
			return slices.Clip(s.reader.spans[from:])
		}
	}
	return nil
}
