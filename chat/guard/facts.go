package guard

// facts are the mentions that count for one person.
type facts struct {
	by     [][]*mention // by concept
	rules  *compiled
	groups []groupState
}

type groupState struct {
	done, busy bool
	found      []*mention
}

// newFacts collects what counts for one person. Mentions of nobody in
// particular count for everybody.
func (c *compiled) newFacts(mentions []mention, person who, counts func(*mention) bool) *facts {
	f := &facts{by: make([][]*mention, len(c.lexer.concepts)), rules: c, groups: make([]groupState, len(c.groups))}
	for i := range mentions {
		m := &mentions[i]
		if (m.who == person || m.who == anyone) && counts(m) {
			f.by[m.concept] = append(f.by[m.concept], m)
		}
	}
	return f
}

// holds tells whether a condition is met and by which mentions; missing counts
// the terms that are not.
func (f *facts) holds(c *cond) (found []*mention, missing int) {
	for i := range c.terms {
		t := &c.terms[i]
		ms, n := f.count(t)
		if t.absent {
			if n > 0 {
				return nil, len(c.terms)
			}
			continue
		}
		if n < t.need {
			missing++
			continue
		}
		found = append(found, ms...)
	}
	return found, missing
}

// count tells how many different choices of a term hold.
func (f *facts) count(t *term) (found []*mention, n int) {
	for i := range t.choices {
		ms := f.choose(&t.choices[i])
		if ms != nil {
			n++
			found = append(found, ms...)
		}
	}
	return found, n
}

// choose lists the mentions that fit a choice; nil for none.
func (f *facts) choose(ch *choice) []*mention {
	var out []*mention
	if ch.group >= 0 {
		for _, m := range f.group(ch.group) {
			if ch.fits(m) {
				out = append(out, m)
			}
		}
		return out
	}
	for _, m := range f.by[ch.concept] {
		if ch.fits(m) {
			out = append(out, m)
		}
	}
	return out
}

// group evaluates a group once.
func (f *facts) group(g int) []*mention {
	s := &f.groups[g]
	if s.done || s.busy {
		return s.found
	}
	s.busy = true
	for i := range f.rules.groups[g].any {
		if ms, missing := f.holds(&f.rules.groups[g].any[i]); missing == 0 {
			s.found = append(s.found, ms...)
		}
	}
	s.done, s.busy = true, false
	return s.found
}
