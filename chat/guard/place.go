package guard

import (
	"slices"
	"sort"
)

// places gives every mention its part of the body: named in its own words, in
// its clause, in the sentence, or carried over.
func (lx *lexer) places(r *reading, s *sent, n int, c *carry) {
	named := lx.named(r, s, n)
	ms := r.of(n)
	for i := range ms {
		m := &ms[i]
		if m.sites != 0 {
			continue
		}
		m.sites, m.side = named.placeFor(r, m)
		if m.sites == 0 {
			m.sites, m.side = c.sites, sideUnknown
			if c.many {
				m.side = sideBoth
			}
			if m.sites == 0 && lx.homeless[m.concept] {
				m.sites, m.guessed = lx.sites["leg"], true
			}
		}
	}
	var all uint64
	for i := range named.live {
		c.many = named.live[i].many
		all |= named.live[i].site
	}
	if all != 0 {
		c.sites, c.side = all, sideUnknown
	}
}

// A namedPlace is a part of the body that a sentence names.
type namedPlace struct {
	from, to int
	site     uint64
	many     bool
}

// namedPlaces are the parts of the body of one sentence, in order of their
// first token, with what is needed to look each mention's up in few steps.
type namedPlaces struct {
	all    []namedPlace
	live   []namedPlace  // without those of a denied finding, as in "no chest pain": other findings are not there either
	before []sitesBefore // what the live places up to each one say of a mention after them
	first  int           // the first token of the sentence
	lo, hi []int32       // token -> where a clause that begins or goes on there begins, and where it ends
	last   [2]int        // the clause looked at last
	clause located       // what its places say
	looked int           // places looked at, part of the work
}

// located is where a mention is, by the places of some window.
type located struct {
	sites uint64
	side  side
}

// add notes one more place.
func (l *located) add(p *namedPlace) {
	l.sites |= p.site
	if p.many {
		l.side = sideBoth
	} else if l.side == sideUnknown {
		l.side = sideOne
	}
}

// sitesBefore sums up the places at the start of a sentence.
type sitesBefore struct {
	located
	end int // the last token any of them takes up, excluded
}

// add notes a place unless one before it reaches closer to what follows.
func (b *sitesBefore) add(p *namedPlace) {
	if p.to >= b.end {
		b.end = p.to
		b.located.add(p)
	}
}

// named prepares the places of a sentence. Denials must be settled.
func (lx *lexer) named(r *reading, s *sent, n int) *namedPlaces {
	out := &r.named
	out.first, out.last = s.from, [2]int{-1, -1}
	out.all, out.live, out.before = out.all[:0], out.live[:0], append(out.before[:0], sitesBefore{})
	if len(s.places) == 0 {
		return out
	}
	for _, p := range s.places {
		c := &lx.concepts[p.phrase]
		o := namedPlace{p.from, p.to, c.site, c.many}
		out.all = append(out.all, o)
		if !r.deniedAt(n, p) {
			b := out.before[len(out.live)]
			b.add(&o)
			out.live, out.before = append(out.live, o), append(out.before, b)
		}
	}
	out.clauses(r, s)
	return out
}

// deniedAt tells whether a part of the body belongs to a denied finding.
func (r *reading) deniedAt(n int, p hit) bool {
	ms := r.covering(n, p.from)
	for i := range ms {
		if m := &ms[i]; m.status == denied && p.to <= m.to {
			return true
		}
	}
	return false
}

// firstAt is the index of the first place that begins at or after a token.
func firstAt(list []namedPlace, token int) int {
	return sort.Search(len(list), func(i int) bool { return list[i].from >= token })
}

// placeFor finds the sites of one mention and whether the words mean one or
// several: in its own words, its clause, the sentence before it or after it.
func (p *namedPlaces) placeFor(r *reading, m *mention) (uint64, side) {
	if len(p.all) == 0 {
		return 0, sideUnknown
	}
	at := p.within(m.from, m.to)
	if at.sites == 0 {
		c := [2]int{int(p.lo[m.from-p.first]), int(p.hi[m.to-p.first])}
		if c != p.last {
			p.last, p.clause = c, p.clauseOf(c[0], c[1])
		}
		at = p.clause
	}
	if at.sites == 0 {
		at = p.ahead(m.from, r.reach)
	}
	if at.sites == 0 {
		at = p.after(m.to)
	}
	return at.sites, at.side
}

// clauseOf sums up the places of a clause, tokens [lo:hi): those that no denied
// finding takes up, if there are any, as in "no chest pain just sore legs".
func (p *namedPlaces) clauseOf(lo, hi int) (out located) {
	for i := firstAt(p.live, lo); i < len(p.live) && p.live[i].from < hi; i++ {
		p.looked++
		if p.live[i].to <= hi {
			out.add(&p.live[i])
		}
	}
	if out.sites == 0 {
		return p.within(lo, hi)
	}
	return out
}

// within sums up the places inside tokens [lo:hi).
func (p *namedPlaces) within(lo, hi int) (out located) {
	for i := firstAt(p.all, lo); i < len(p.all) && p.all[i].from < hi; i++ {
		p.looked++
		if p.all[i].to <= hi {
			out.add(&p.all[i])
		}
	}
	return out
}

// ahead sums up the live places that end at or before a token. Only the last
// few can reach past it.
func (p *namedPlaces) ahead(token, reach int) located {
	i := firstAt(p.live, token-reach)
	b := p.before[i]
	for ; i < len(p.live) && p.live[i].from < token; i++ {
		p.looked++
		if p.live[i].to <= token {
			b.add(&p.live[i])
		}
	}
	return b.located
}

// after sums up the nearest live places that begin at or after a token.
func (p *namedPlaces) after(token int) (out located) {
	at := firstAt(p.live, token)
	for i := at; i < len(p.live) && p.live[i].from == p.live[at].from; i++ {
		p.looked++
		out.add(&p.live[i])
	}
	return out
}

// clauses works out for every token of a sentence where the clause around what
// begins there begins, and where the clause around what ends before it ends.
// A clause lies between commas and joining words.
func (p *namedPlaces) clauses(r *reading, s *sent) {
	n := s.to - s.from
	p.lo, p.hi = slices.Grow(p.lo[:0], n+1)[:n+1], slices.Grow(p.hi[:0], n+1)[:n+1]
	lo, hi := p.lo, p.hi
	for k := range n {
		i := s.from + k
		if lo[k] = int32(i); k > 0 && r.tokens[i].brk == joined && !joins(r.tokens[i-1].text) {
			lo[k] = lo[k-1]
		}
	}
	hi[n] = int32(s.to)
	for k := n - 1; k >= 0; k-- {
		i := s.from + k
		if hi[k] = int32(i); r.tokens[i].brk == joined && !joins(r.tokens[i].text) {
			hi[k] = hi[k+1]
		}
	}
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

// placed tells whether token i names a part of the body.
func (r *reading) placed(s *sent, i int) bool {
	from := sort.Search(len(s.places), func(k int) bool { return s.places[k].from >= i-r.reach })
	for _, p := range s.places[from:] {
		r.work++
		if p.from > i {
			return false
		}
		if i < p.to {
			return true
		}
	}
	return false
}
