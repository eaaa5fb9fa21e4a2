package guard

import (
	"math/bits"
	"slices"
)

// facts are the mentions that count for one person.
type facts struct {
	by     [][]*mention // by concept
	used   []int        // concepts with mentions
	seen   conceptSet   // the same, to rule conditions out by
	open   condSet      // conditions whose rarest need is met
	rules  *compiled
	groups []groupState
}

type groupState struct {
	done, busy bool
	found      []*mention
}

// A conceptSet has one bit for every concept.
type conceptSet []uint64

func (s conceptSet) add(concept int) { s[concept/64] |= 1 << (concept % 64) }

func (s conceptSet) has(concept int) bool { return s[concept/64]&(1<<(concept%64)) != 0 }

// size is the number of concepts in a set.
func (s conceptSet) size() int {
	n := 0
	for _, b := range s {
		n += bits.OnesCount64(b)
	}
	return n
}

// meets tells whether two sets share a concept.
func (s conceptSet) meets(o conceptSet) bool {
	for i := range min(len(s), len(o)) {
		if s[i]&o[i] != 0 {
			return true
		}
	}
	return false
}

// A condSet has one bit for every condition.
type condSet []uint64

func (s condSet) add(no int)      { s[no/64] |= 1 << (no % 64) }
func (s condSet) has(no int) bool { return s[no/64]&(1<<(no%64)) != 0 }

// newFacts collects what counts for one person. Mentions of nobody in
// particular count for everybody. The session reuses facts that are dropped.
func (s *session) newFacts(person who, counts func(*mention) bool) *facts {
	f := s.emptyFacts()
	for i := range s.mentions {
		m := &s.mentions[i]
		if (m.who == person || m.who == anyone) && counts(m) {
			f.add(m)
		}
	}
	return f
}

// factsOf gives what counts of a person, and what of it is told and not only
// asked about: the same when nothing is asked.
func (s *session) factsOf(person who, counts func(*mention) bool) (all, told *facts) {
	all = s.newFacts(person, counts)
	for i := range s.mentions {
		if m := &s.mentions[i]; m.asked && counts(m) {
			return all, s.newFacts(person, func(m *mention) bool { return !m.asked && counts(m) })
		}
	}
	return all, all
}

// dropBoth gives back what factsOf gave.
func (s *session) dropBoth(all, told *facts) {
	s.drop(all)
	if told != all {
		s.drop(told)
	}
}

// emptyFacts gives facts without mentions.
func (s *session) emptyFacts() *facts {
	if n := len(s.reader.spare); n > 0 {
		f := s.reader.spare[n-1]
		s.reader.spare = s.reader.spare[:n-1]
		return f
	}
	concepts := len(s.c.lexer.concepts)
	return &facts{by: make([][]*mention, concepts), seen: make(conceptSet, concepts/64+1), open: slices.Clone(s.c.always),
		rules: s.c, groups: make([]groupState, len(s.c.groups))}
}

// drop empties facts and gives them back.
func (s *session) drop(f *facts) {
	for _, c := range f.used {
		clear(f.by[c])
		f.by[c] = f.by[c][:0]
	}
	f.used = f.used[:0]
	clear(f.seen)
	copy(f.open, s.c.always)
	for i := range f.groups {
		found := f.groups[i].found
		clear(found)
		f.groups[i] = groupState{found: found[:0]}
	}
	s.reader.spare = append(s.reader.spare, f)
}

func (f *facts) add(m *mention) {
	if len(f.by[m.concept]) == 0 {
		f.used = append(f.used, m.concept)
		f.seen.add(m.concept)
		for i, b := range f.rules.opens[m.concept] {
			f.open[i] |= b
		}
	}
	f.by[m.concept] = append(f.by[m.concept], m)
}

// might tells whether every part that a condition asks for has a concept that
// was mentioned. Without, the condition cannot hold.
func (f *facts) might(c *cond) bool {
	if !f.open.has(c.no) {
		return false
	}
	for _, set := range c.needs {
		if !set.meets(f.seen) {
			return false
		}
	}
	return true
}

// holds tells whether a condition is met; missing counts the terms that are
// not. The mentions that meet it are added to found.
func (f *facts) holds(c *cond, found []*mention) (_ []*mention, missing int) {
	start := len(found)
	for i := range c.terms {
		t := &c.terms[i]
		at, n := len(found), 0
		for k := range t.choices {
			from := len(found)
			if found = f.choose(&t.choices[k], found); len(found) > from {
				n++
			}
		}
		if t.absent && n > 0 {
			return found[:start], len(c.terms)
		}
		if t.absent || n < t.need {
			found = found[:at]
		}
		if !t.absent && n < t.need {
			missing++
		}
	}
	return found, missing
}

// choose adds the mentions that fit a choice to found.
func (f *facts) choose(ch *choice, found []*mention) []*mention {
	var from []*mention
	if ch.group >= 0 {
		from = f.group(ch.group)
	} else {
		from = f.by[ch.concept]
	}
	for _, m := range from {
		if ch.fits(m) {
			found = append(found, m)
		}
	}
	return found
}

// group evaluates a group once.
func (f *facts) group(g int) []*mention {
	s := &f.groups[g]
	if s.done || s.busy {
		return s.found
	}
	s.busy = true
	for i := range f.rules.groups[g].any {
		c := &f.rules.groups[g].any[i]
		if !f.might(c) {
			continue
		}
		if found, missing := f.holds(c, s.found); missing == 0 {
			s.found = found
		}
	}
	s.done, s.busy = true, false
	return s.found
}

// index notes for every condition which concepts its terms need.
func (c *compiled) index() {
	groups := make([]conceptSet, len(c.groups))
	for i := range groups {
		groups[i] = make(conceptSet, len(c.lexer.concepts)/64+1)
	}
	for range c.groups { // a group may be named before what it is made of
		for i := range c.groups {
			for k := range c.groups[i].any {
				for _, set := range c.needs(&c.groups[i].any[k], groups) {
					groups[i].join(set)
				}
			}
		}
	}
	var all []*cond
	each := func(conds []cond) {
		for i := range conds {
			conds[i].needs, conds[i].no = c.needs(&conds[i], groups), len(all)
			all = append(all, &conds[i])
		}
	}
	for i := range c.groups {
		each(c.groups[i].any)
	}
	for i := range c.rules {
		each(c.rules[i].any)
		each(c.rules[i].weak)
	}
	for i := range c.questions {
		each(c.questions[i].ask)
	}
	c.openers(all)
}

// openers notes for every concept the conditions whose rarest need it meets:
// most conditions are ruled out by that alone.
func (c *compiled) openers(all []*cond) {
	size := len(all)/64 + 1
	c.always = make(condSet, size)
	c.opens = make([]condSet, len(c.lexer.concepts))
	for i := range c.opens {
		c.opens[i] = make(condSet, size)
	}
	for _, cd := range all {
		if len(cd.needs) == 0 {
			c.always.add(cd.no)
			continue
		}
		rarest := slices.MinFunc(cd.needs, func(a, b conceptSet) int { return a.size() - b.size() })
		for concept := range c.opens {
			if rarest.has(concept) {
				c.opens[concept].add(cd.no)
			}
		}
	}
}

// needs lists for every term of a condition the concepts that can meet it.
func (c *compiled) needs(cd *cond, groups []conceptSet) []conceptSet {
	var out []conceptSet
	for i := range cd.terms {
		t := &cd.terms[i]
		if t.absent {
			continue
		}
		set := make(conceptSet, len(c.lexer.concepts)/64+1)
		for _, ch := range t.choices {
			if ch.group >= 0 {
				set.join(groups[ch.group])
			} else {
				set.add(ch.concept)
			}
		}
		out = append(out, set)
	}
	return out
}

func (s conceptSet) join(o conceptSet) {
	for i, b := range o {
		s[i] |= b
	}
}
