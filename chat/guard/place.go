package guard

// places gives every mention its part of the body: named in its own words, in
// its clause, in the sentence, or carried over.
func (lx *lexer) places(r *reading, s *sent, n int, c *carry) {
	ms := r.of(n)
	for i := range ms {
		m := &ms[i]
		if m.sites != 0 {
			continue
		}
		m.sites, m.side = lx.placeFor(r, s, m)
		if m.sites == 0 {
			m.sites, m.side = c.sites, sideUnknown
			if c.many {
				m.side = sideBoth
			}
			if m.sites == 0 && lx.homeless[m.concept] {
				m.sites = lx.sites["leg"]
			}
		}
	}
	var all uint64
	for i := range s.places {
		if p := &s.places[i]; !r.deniedAt(n, p) {
			c.many = lx.concepts[p.concept].many
			all |= lx.concepts[p.concept].site
		}
	}
	if all != 0 {
		c.sites, c.side = all, sideUnknown
	}
}

// deniedAt tells whether a part of the body belongs to a denied finding, as in
// "no chest pain": other findings are not there either.
func (r *reading) deniedAt(n int, p *mention) bool {
	for _, m := range r.of(n) {
		if m.status == denied && m.from <= p.from && p.to <= m.to {
			return true
		}
	}
	return false
}

// placeFor finds the sites of one mention and whether the words mean one or
// several.
func (lx *lexer) placeFor(r *reading, s *sent, m *mention) (uint64, side) {
	lo, hi := r.clause(s, m)
	for k, window := range [...][2]int{{m.from, m.to}, {lo, hi}, {s.from, m.from}, {m.to, s.to}} {
		var sites uint64
		sd := sideUnknown
		nearest := 1 << 30
		for _, p := range s.places {
			if p.from < window[0] || p.to > window[1] || k > 1 && r.deniedAt(m.sent, &p) {
				continue
			}
			site := &lx.concepts[p.concept]
			far := max(p.from-m.to, m.from-p.to, 0)
			if window[0] != lo && window[0] != m.from && far > nearest {
				continue
			}
			nearest = min(nearest, far)
			sites |= site.site
			if site.many {
				sd = sideBoth
			} else if sd == sideUnknown {
				sd = sideOne
			}
		}
		if sites != 0 {
			return sites, sd
		}
	}
	return 0, sideUnknown
}

// clause is the part of a sentence between commas and joining words around a
// mention.
func (r *reading) clause(s *sent, m *mention) (int, int) {
	lo, hi := m.from, m.to
	for lo > s.from && r.tokens[lo].brk == joined && !joins(r.tokens[lo-1].text) {
		lo--
	}
	for hi < s.to && r.tokens[hi].brk == joined && !joins(r.tokens[hi].text) {
		hi++
	}
	return lo, hi
}

func joins(w string) bool {
	switch w {
	case "but", "and", "plus", "also", "then", "though", "although", "because", "while":
		return true
	}
	return false
}

// sides settles one side or both from the sentence, or from the one before.
func (lx *lexer) sides(r *reading, s *sent, n int, c *carry) {
	_, both := s.has(bothSides)
	_, one := s.has(oneSide, onlySide)
	if both && !one {
		c.side = sideBoth
	} else if one && !both {
		c.side = sideNamed
	}
	ms := r.of(n)
	for i := range ms {
		m := &ms[i]
		switch {
		case one && !both:
			m.side = sideNamed
		case both && !one:
			m.side = sideBoth
		case c.side != sideUnknown && m.side != sideBoth:
			m.side = c.side
		}
	}
}
