package guard

import "slices"

// Names. "my hamster is called Grandma", "two guinea pigs, Salt and Pepper", "her name
// is peggy", "my grandma is called Hamster", "Duke, my husband": who bears a name is
// known from where it is given, and holds for the rest of the conversation.

// christen learns the names that a turn gives, and makes of the words of names what
// they name.
func (r *reading) christen(z *menagerie) {
	r.zoo = z
	for n := range r.sents {
		s := &r.sents[n]
		for i := s.from; i < s.to; i++ {
			if given := r.nameGiven(s, i); given > 0 {
				r.learnNames(s, given, r.bearerBefore(s, i, z), z)
			}
			if r.tokens[i].thing == animal && r.isNoBeast(s, i) {
				r.tokens[i].thing = noThing
			}
			if r.tokens[i].thing == animal && !isHide(r.tokens[i].text) {
				r.petsBehind(s, i, z)
			} else if r.isCapital(i) {
				r.personBehind(s, i, z)
			}
		}
	}
	he := r.heOrShe()
	if len(z.pets)+len(z.folks) == 0 && !he {
		return
	}
	for n := range r.sents {
		for i := r.sents[n].from; i < r.sents[n].to; i++ {
			r.rename(&r.sents[n], i, he, z)
		}
	}
}

// nameGiven gives the token of the name that is given at token i: behind "called", "name
// is", 0 for none.
func (r *reading) nameGiven(s *sent, i int) int {
	if i+1 >= s.to {
		return 0
	}
	switch next := r.tokens[i+1].text; r.tokens[i].text {
	case "called", "named":
		return r.nameAt(s, i+1)
	case "name", "names":
		if isBe(next) || next == "of" {
			return r.nameAt(s, i+2)
		}
	}
	return 0
}

// nameAt gives token i if it may be a name, 0 if not.
func (r *reading) nameAt(s *sent, i int) int {
	if i >= s.to || r.tokens[i].brk != joined {
		return 0
	}
	if w := r.tokens[i].text; len(w) < 3 || isThird(w) || isFirst(w) || determines(w) || preposed(w) || isAux(w) || ascribes(w) || isWh(w) || opensClause(w) || isPerson(w) {
		return 0
	}
	return i
}

// bearerBefore tells what kind of bearer a name is given at token i: that of the animal
// or person before it in the sentence, or of the animal that was named last.
func (r *reading) bearerBefore(s *sent, i int, z *menagerie) holder {
	for k := i - 1; k >= max(s.from, i-mostToSubject); k-- {
		switch h := r.holderAt(s, k, s.from); h {
		case beastHolder, dearHolder, folkHolder, selfHolder:
			return h
		}
	}
	if z.last || z.beast && !z.human {
		return beastHolder
	}
	return nobodyNamed
}

// learnNames keeps the names at token i and those that a list adds to it.
func (r *reading) learnNames(s *sent, i int, h holder, z *menagerie) {
	list := &z.folks
	switch h {
	case beastHolder:
		list = &z.pets
	case dearHolder, folkHolder:
	default:
		return
	}
	for ; i < s.to && len(*list) < mostNames; i++ {
		if !slices.Contains(*list, r.tokens[i].text) {
			*list = append(*list, r.tokens[i].text)
		}
		if i+1 < s.to && r.tokens[i+1].text == "and" {
			i++
		}
		if i+1 >= s.to || !r.isCapital(i+1) {
			return
		}
	}
}

// petsBehind learns the names behind the word for an animal at token i: "our mare
// Duchess", "two guinea pigs, Salt and Pepper".
func (r *reading) petsBehind(s *sent, i int, z *menagerie) {
	if i+1 >= s.to || !r.isCapital(i+1) || r.tokens[i+1].brk > comma || r.nameAt(s, i+1) == 0 && r.tokens[i+1].brk == joined || isTimely(r.tokens[i+1].text) || !isLower(r.text[r.tokens[i].start]) {
		return
	}
	if r.tokens[i+1].brk == comma && (i+3 >= s.to || r.tokens[i+2].text != "and" || !r.isCapital(i+3)) {
		return
	}
	r.learnNames(s, i+1, beastHolder, z)
}

// personBehind learns whether the name at token i is a person's or an animal's: "Duke, my husband", "my
// husband Duke", "Duke is our son",
// "Bramble is a whippet".
func (r *reading) personBehind(s *sent, i int, z *menagerie) {
	if i > s.from && r.tokens[i].brk == joined && r.isNamedPerson(s, i-1) && r.covers(s, relative, i-1) && !r.covers(s, relative, i) && !r.tokens[i-1].isNum {
		r.learnNames(s, i, dearHolder, z)
		return
	}
	k := i + 1
	if k < s.to && isBe(r.tokens[k].text) {
		k++
	} else if k >= s.to || r.tokens[k].brk != comma {
		return
	}
	if k >= s.to || !ownsDear(r.tokens[k].text) && !isPointing(r.tokens[k].text) {
		return
	}
	for to := min(s.to, k+5); k < to; k++ {
		if h := r.holderAt(s, k, s.from); h == beastHolder {
			r.learnNames(s, i, h, z)
			return
		} else if (h == dearHolder || h == folkHolder) && !isVet(r.tokens[k].text) && !r.ownsThing(s, k, s.to) {
			r.learnNames(s, i, h, z)
			return
		}
	}
}

// isNoBeast tells whether a word for a beast is none at token i: somebody's name ("Angus
// collapsed", "my mate Cocker had a fit") or a figure of speech ("cat got my tongue").
func (r *reading) isNoBeast(s *sent, i int) bool {
	if r.tokens[i].text == "cat" {
		return r.said(i, min(s.to, i+4), "tongue")
	}
	if !r.isCapital(i) || r.isDetermined(s, i) {
		return false
	}
	return isFirstName(r.tokens[i].text) || i > s.from && r.tokens[i].brk == joined && r.covers(s, relative, i-1)
}

// isFirstName tells whether a word for a beast is also what people are called.
func isFirstName(w string) bool {
	switch w {
	case "angus", "drake", "fin", "kitty", "dove", "finch", "hawk", "swan", "wolf", "fox", "ram", "lamb", "hereford", "newfoundland", "maltese", "bear", "raven", "martin", "springer", "cocker":
		return true
	}
	return false
}

// heOrShe tells whether a turn says "he" or "she" of somebody.
func (r *reading) heOrShe() bool {
	return slices.ContainsFunc(r.tokens, func(t token) bool { return t.text == "he" || t.text == "she" })
}

// rename makes of a name what it names: a pet called Grandma is an animal, a girl called
// Biscuit nothing to eat.
func (r *reading) rename(s *sent, i int, he bool, z *menagerie) {
	t := &r.tokens[i]
	if r.isDetermined(s, i) {
		return
	}
	switch {
	case slices.Contains(z.folks, t.text):
		t.thing = noThing
	case slices.Contains(z.pets, t.text):
		t.thing = animal
		r.unrelate(s, i)
	case he && t.thing != noThing && t.thing != animal && i == s.from && r.isCapital(i) && r.startsAsName(s, i) && r.goesAfter(i+1):
		t.thing = noThing
	}
}

// unrelate takes out what makes a relative of the name at token i.
func (r *reading) unrelate(s *sent, i int) {
	if !r.covers(s, relative, i) {
		return
	}
	s.cues = slices.DeleteFunc(s.cues, func(c cueHit) bool { return c.kind == relative && c.from <= i && i < c.to })
	r.take(s)
}
