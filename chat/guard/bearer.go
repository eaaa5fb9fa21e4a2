package guard

import "strings"

// Whose sign it is. "My dough is swollen on one side" is about nobody, "the dog
// bit me and my leg is swollen" is about a person. A sign is left out as a
// thing's only if the thing owns it by the grammar of the same clause: it is
// the subject of words that only ascribe ("is", "has", "went"), or stands right
// beside the sign ("limping dog", "lump on the dog's leg"). A verb that does
// something to somebody, a person or a part of a person's body in the clause,
// or a clause of its own makes the sign count.

// things marks the signs of a sentence that a thing owns, and notes whether
// the whole sentence is about things.
func (lx *lexer) things(r *reading, s *sent, n int, c *carry) {
	_, isOther := s.has(relative)
	_, isThird := s.has(pronoun)
	c.kin = c.kin || isOther
	if c.animal || r.namesThing(s) {
		lx.owners(r, s, n, c)
	}
	c.kin = c.kin || isThird && !c.animal
}

// An owning is what is known of the owners in a sentence, clause by clause.
type owning struct {
	alone bool // nobody but the one who writes was named: "he" can only be an animal
	beast bool // the last thing named was an animal that hurt nobody
	named bool // a thing was named
	human bool // a person was
	ill   bool // the animal has a sign
	owned bool // the last clause tells of a thing
	pair  bool // a person stands just before, to whom "and the dog" is joined
	pure  bool // and nothing else is said in that clause
	kind  thing
}

// shortClause is the most words of a clause, its subject counted, to whose verb
// an "and" adds a sign: "the engine overheats and chokes".
const shortClause = 3

// owners goes through the clauses of a sentence that names a thing.
func (lx *lexer) owners(r *reading, s *sent, n int, c *carry) {
	o := owning{alone: !c.kin, beast: c.animal && !c.kin, ill: c.animal}
	for from := s.from; from < s.to; {
		cl := r.clauseAt(s, from)
		if from = cl.to; o.owned && lx.idle(r, s, n, cl) {
			continue
		}
		if lx.dear(r, s, n, cl) {
			o.human, o.owned, o.beast = true, false, false
			continue
		}
		if r.withPerson(cl, &o) {
			o.human, o.beast, o.owned = true, false, false
			o.pair = o.pair && cl.head == cl.to-1
			continue
		}
		given := lx.owner(r, s, n, &cl, &o)
		o.pair, o.pure = r.endsInPerson(s, cl)
		besides := lx.beside(r, s, n, cl)
		o.ill, o.named = o.ill || given || besides, o.named || besides
		o.owned = given || cl.head >= 0 && (o.beast && r.ascribed(s, cl) || cl.kind != animal && cl.to-cl.head <= shortClause && !r.mishap(cl) && !r.peopled(s, cl.head+1, cl, false))
		if cl.kind != noThing {
			o.kind = cl.kind
		}
	}
	s.thing = o.named && !o.human && !lx.names(r, n)
	c.animal = o.beast && o.ill && !o.human
}

// owner finds the owner of one clause and gives it the signs. It tells whether
// a thing got any.
func (lx *lexer) owner(r *reading, s *sent, n int, cl *clause, o *owning) bool {
	switch {
	case cl.head >= 0:
		peopled := r.peopled(s, cl.head+1, *cl, o.alone)
		o.named, o.human = true, o.human || peopled
		o.beast = cl.kind == animal && o.alone && !r.attacks(*cl)
		return !peopled && lx.give(r, s, n, *cl)
	case o.owned && r.goesOn(s, n, cl, o):
		return lx.give(r, s, n, *cl)
	case o.beast && r.ofAnimal(s, cl):
		return (o.ill || cl.head < cl.start) && !lx.human(r, n, *cl) && lx.give(r, s, n, *cl)
	}
	o.human = o.human || r.peopled(s, cl.from, *cl, false)
	return false
}

// idle tells whether a clause says nothing that matters: "after the walk".
func (lx *lexer) idle(r *reading, s *sent, n int, cl clause) bool {
	switch r.tokens[cl.from].text {
	case "after", "since", "when", "until", "before", "as":
		for _, m := range r.between(n, cl.from, cl.to) {
			if lx.concepts[m.concept].kind == finding {
				return false
			}
		}
		return !r.peopled(s, cl.from, cl, true)
	}
	return false
}

// ascribed tells whether a state of an animal follows its name.
func (r *reading) ascribed(s *sent, cl clause) bool {
	i := cl.head + 1
	for i < cl.to && r.placed(s, i) {
		i++
	}
	return i < cl.to && ascribes(r.tokens[i].text)
}

// give marks the signs of a clause, as far as every word from its subject on
// only ascribes. It tells whether there was any.
func (lx *lexer) give(r *reading, s *sent, n int, cl clause) bool {
	given, has := false, true // the subject itself or "has" lets a part of the body follow
	verb := false             // "having swollen leg": also after the sign
	i, passed := cl.head+1, 0
	ms := r.between(n, cl.start, cl.to)
	for k := range ms {
		m := &ms[k]
		if lx.ofFarewell(r, m) {
			return given
		}
		if m.from == cl.head && m.to == cl.head+1 && lx.concepts[m.concept].kind == risk {
			continue // the thing itself is a circumstance: "my generator chokes"
		}
		if m.from <= cl.head && (m.to > cl.head+1 && (cl.kind == machine || cl.kind == scene) || m.to <= cl.head && cl.head+1 < cl.to && !ascribes(r.tokens[cl.head+1].text)) {
			continue // "swollen dog bite", or the thing is part of the sign
		}
		for ; i < m.from; i++ {
			if k := r.attached(s, i, cl.to); k > i {
				i = k
				continue
			}
			w, place := r.tokens[i].text, r.placed(s, i)
			if place && (cl.kind != animal || !has) || !place && !ascribes(w) && !(w == "dead" && cl.kind == machine) && r.tokens[i].thing == noThing && i >= passed && !(cl.kind == animal && (isBeastly(w) || rests(w) || r.homed(cl, i, has))) {
				return given
			}
			verb = verb || w == "has" || w == "have" || w == "having" || w == "got"
			has = verb && i < passed || place || w == "has" || w == "have" || w == "having" || w == "got" || w == "with" || has && determines(w)
		}
		if cl.kind == animal && m.to == m.from+1 && isBeastly(r.tokens[m.from].text) {
			continue // the nail it stood on is its own
		}
		if lx.onlyRisk(m) && cl.kind != animal && !r.namesAnybody(s, m) {
			continue
		}
		if lx.acts(m, cl.kind) || r.leavesMark(m) || m.from == cl.head+1 && !r.rounded(cl, m.to) && !r.inSign(n, m.to) && !(cl.kind == machine && strings.HasSuffix(r.tokens[m.from].text, "ing")) || m.to > cl.to && r.peopled(s, cl.to, clause{to: m.to}, cl.kind == animal) || cl.kind != animal && r.bodily(s, m, cl) {
			return given
		}
		r.disown(m, cl.start, cl.head+1)
		passed = max(passed, m.to)
		given = given || lx.concepts[m.concept].id != "harm_doubt" // "my dog is fine"
	}
	return given
}

// ofFarewell tells whether a mention is a farewell, which no thing says: "the
// letters are in the drawer", "made my peace, planted the bulbs". A laptop may
// want to die, but not to "end my life".
func (lx *lexer) ofFarewell(r *reading, m *mention) bool {
	switch lx.concepts[m.concept].id {
	case "may_go":
		return true
	case "suicidal":
		for i := m.from; i < m.to; i++ {
			if w := r.tokens[i].text; w == "i" || w == "my" || w == "myself" {
				return true
			}
		}
	}
	return false
}

// rounded tells whether nothing follows at token i that a sign could be said
// of: not the sachets of "the lemon cold sachets".
func (r *reading) rounded(cl clause, i int) bool {
	if i >= cl.to {
		return true
	}
	t := &r.tokens[i]
	if cl.kind == animal && (t.text == "his" || t.text == "her" || t.text == "their" || t.text == "it") {
		return true
	}
	switch t.text {
	case "out", "up", "off", "over", "overnight", "when", "while", "because", "every", "halfway", "lol", "haha":
		return true
	}
	return t.thing != noThing || ascribes(t.text) || preposed(t.text) || strings.HasSuffix(t.text, "ly")
}

// leavesMark tells whether a sign is what a thing does to the body: the "leaves a
// groove" of "my sock leaves a groove" is said of the leg.
func (r *reading) leavesMark(m *mention) bool {
	switch r.tokens[m.from].text {
	case "leave", "leaves", "leaving":
		return true
	}
	return false
}

// disown marks a sign as a thing's, named by tokens [from:to).
func (r *reading) disown(m *mention, from, to int) {
	if m.status == asserted {
		m.status, m.because, m.alien = unrealised, r.words(cueHit{from: from, to: max(to, from+1)}), true
	}
}

// inSign tells whether a token lies in a sign of sentence n.
func (r *reading) inSign(n, i int) bool {
	ms := r.covering(n, i)
	for k := range ms {
		if ms[k].from <= i && i < ms[k].to {
			return true
		}
	}
	return false
}

// bodily tells whether what is said of something lifeless can only be meant of
// a body: it bleeds, or a part of the body is named after it.
func (r *reading) bodily(s *sent, m *mention, cl clause) bool {
	for i := m.from; i < m.to; i++ {
		if i == m.from && r.tokens[i].text == "unconscious" && r.onlyIs(cl.head+1, i) {
			return false // nobody sits in it: "the fridge was unconscious"
		}
		if w := r.tokens[i].text; strings.HasPrefix(w, "blood") || strings.HasPrefix(w, "bleed") && !isMeat(r.tokens[max(cl.head, 0)].text) || strings.HasPrefix(w, "breath") || w == "unconscious" {
			return true
		}
	}
	for i := cl.head + 1; i < cl.to; i++ {
		if r.placed(s, i) && (i < m.from || i >= m.to || r.tokens[i].text != "heart") { // "the mixer had a heart attack"
			return true
		}
	}
	return false
}
