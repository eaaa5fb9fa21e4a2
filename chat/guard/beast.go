package guard

import "slices"

// Sick animals. "He had a seizure on the way home. He's a cockapoo", "the ram had
// a blackout", "I found the rooster gasping", "Vet says it's a stroke. Poor Duke is
// a great age for a labrador": what an animal has by the words of its own sentence,
// or by what the turn says of "he", "she" or a name, is no person's. bearer.go and
// vet.go know more of the grammar of a clause; here the bearer of each sign is looked
// up (whom.go) and followed through the turn and the turns before. It must be the
// animal: a person in the same part of the sentence, a sign without a bearer or a
// "she" who may be somebody else leave the sign as it is.

// A menagerie is what is known of the animals and persons of a conversation.
type menagerie struct {
	pets  []string // names of animals
	folks []string // names of people
	last  bool     // the last one named was an animal, and no person was
	beast bool     // an animal was named
	harm  bool     // and hurt somebody
	human bool     // a person other than the one who writes was named
}

// mostNames is how many names of a conversation are kept.
const mostNames = 16

// beasts marks the signs of animals.
func (lx *lexer) beasts(r *reading, c *carry) {
	z := &c.zoo
	if !z.beast && len(z.pets) == 0 && !slices.ContainsFunc(r.tokens, func(t token) bool { return t.thing == animal || isVet(t.text) }) {
		for n := range r.sents {
			z.see(r, &r.sents[n])
		}
		return
	}
	z.harm = z.harm || r.harms()
	k := r.identity()
	k.people, k.vet, k.claims = r.peopledTurn(), r.vetSeen(), r.claims()
	k.yard = k.vet && r.inYard()
	for n := range r.sents {
		s := &r.sents[n]
		left, given, givenTo, chain := false, "", 0, chained{at: -1}
		ms := r.of(n)
		for i := range ms {
			m := &ms[i]
			if m.status == masked || lx.concepts[m.concept].kind != finding && lx.concepts[m.concept].kind != risk {
				continue
			}
			word := r.parroted(s, m)
			if word == "" && m.from < givenTo && !r.namesHuman(s, m) {
				word = given // begins within a sign that is the animal's
			}
			if word == "" && !lx.does(r, m) && !r.namesHuman(s, m) && !r.spansBut(m) {
				word = lx.beastOf(r, s, n, m, k, &chain)
			}
			if word == "" {
				left = left || m.status == asserted
				continue
			}
			if given = word; m.to-m.from <= mostOfSign && !r.spansBut(m) {
				givenTo = max(givenTo, m.to)
			}
			if lx.stageable(m) {
				m.status, m.because, m.alien = unrealised, word, true
			}
		}
		s.thing = s.thing || given != "" && !left
		z.see(r, s)
	}
}

// A chained is the last sign that was given to an animal: a list goes on from it.
type chained struct{ at, to int }

// mostOfLink is the most words between two signs of a list.
const mostOfLink = 3

// links tells whether nothing in tokens [from:to) begins another clause or names anybody.
func (r *reading) links(from, to int) bool {
	for i := from; i < to; i++ {
		if w := r.tokens[i].text; isFirst(w) || isThird(w) || isPerson(w) || opensClause(w) && w != "and" && w != "or" && w != "that" {
			return false
		}
	}
	return true
}

// spansBut tells whether the words of a sign go on behind a "but".
func (r *reading) spansBut(m *mention) bool {
	return slices.ContainsFunc(r.tokens[m.from:m.to], func(t token) bool { return t.text == "but" })
}

// does tells whether a sign is something done to somebody rather than had.
func (lx *lexer) does(r *reading, m *mention) bool {
	c := &lx.concepts[m.concept]
	if r.tokens[m.from].text == "crushing" && m.from+1 < len(r.tokens) && (r.tokens[m.from+1].text == "chest" || r.tokens[m.from+1].text == "pain") {
		return false
	}
	return lx.acts(m, animal) && !c.wish && !(c.id == "crushing" && m.to > m.from+1)
}

// beastOf gives the word for the animal that has a sign, "" for none.
func (lx *lexer) beastOf(r *reading, s *sent, n int, m *mention, k announced, chain *chained) string {
	z, sub := r.zoo, r.subjectOf(s, m)
	if sub.at < 0 && k.answer == n+1 && isWh(r.tokens[s.from].text) && !z.harm {
		return r.tokens[s.from].text
	}
	if k.form && !z.harm && !k.claims && (sub.at < 0 || sub.kind == nameHolder) && !r.isSelfIn(s) {
		return "species"
	}
	if sub.at < 0 || z.harm || k.claims {
		return ""
	}
	word := r.tokens[sub.at].text
	later := k.beast >= n && (k.human < 0 || k.human > k.beast) && !z.human
	cared := k.vet && (z.beast || k.named || k.yard) && !k.people && k.human < 0 && !z.human
	switch sub.kind {
	case beastHolder:
		linked := chain.at == sub.at && m.from <= chain.to+mostOfLink && r.links(chain.to, m.from)
		if linked || r.bears(s, sub, m, cared && !ofPeople(lx.concepts[m.concept].id)) {
			if lx.concepts[m.concept].id != "harm_doubt" {
				chain.at, chain.to = sub.at, max(m.to, chain.to)
			}
			return word
		}
	case dearHolder, folkHolder:
		if ownsDear(word) && (r.placed(s, sub.at+1) || r.placed(s, sub.at+2)) { // "my right leg"
			return ""
		}
		if later && (determines(word) || ownsDear(word)) { // "our old ginger": nobody known
			return word
		}
		if r.ownedBefore(s, sub.at) {
			return r.tokens[r.phraseFrom(s, sub.at)-2].text
		}
	case thirdHolder:
		if !z.human && k.human < 0 && r.beastly(s, sub.at) {
			return word
		}
		beast, human := r.antecedent(s, sub.at)
		if human || isMany(word) && beast == "" && !(word == "it" && (cared || later) && r.vetIn(s.from, sub.at) && !r.isSelfIn(s)) {
			return ""
		}
		if known := k.beast >= 0 && k.human < 0 && !z.human || len(z.pets) > 0 && len(z.folks) == 0; later || known && (beast != "" || z.last) {
			return word
		}
		if !ofPeople(lx.concepts[m.concept].id) && (beast != "" || z.last && !z.human || cared && k.other < n) {
			return word
		}
	case nameHolder:
		if later || !z.human && k.human < 0 && r.beastly(s, sub.at) || cared && k.other < n && r.besideVet(s, n) {
			return word
		}
	case reportHolder:
		if (cared || later || isRecord(word) && (z.beast || k.named) && !k.people && !z.human) && !r.isSelfIn(s) {
			return word
		}
	}
	return ""
}

// isMany tells whether a word stands for several or for no one in particular.
func isMany(w string) bool {
	switch w {
	case "they", "them", "their", "it", "its":
		return true
	}
	return false
}

// isSelfIn tells whether a sentence names the one who writes or a part of his or her
// body.
func (r *reading) isSelfIn(s *sent) bool { return r.firstPerson(s) || r.ownPart(s) }

// harms tells whether a turn says that an animal hurt somebody, who may have any sign.
func (r *reading) harms() bool {
	for i := range r.tokens {
		before, next := r.around(i)
		if next == "himself" || next == "herself" || next == "itself" || next == "themselves" {
			continue
		}
		switch r.tokens[i].text {
		case "bit":
			if before != "a" && before != "little" && before != "wee" && before != "tiny" && before != "every" && before != "next" && before != "hardest" && next != "of" {
				return true
			}
		case "bite", "bites", "bitten", "kicked", "kicks", "kick", "scratched", "scratch", "scratches", "stamped", "trod", "trampled", "threw", "thrown", "bucked", "attacked", "mauled", "butted",
			"gored", "charged", "dragged", "crushed", "pecked", "clawed", "nipped", "lunged", "stung", "licked", "licks", "licking", "sank", "sunk", "pinned", "headbutted", "knocked", "squashed", "fangs":
			return true
		case "over", "onto", "under", "top":
			if (next == "me" || next == "him" || next == "her") && i > 0 && fallsOn(r.tokens[i-1].text) {
				return true
			}
		case "up", "aboard", "riding", "on":
			if r.tokens[i].text == "on" && i > 0 && fallsOn(r.tokens[i-1].text) && (next == "me" || next == "him" || next == "her") {
				return true
			}
			if i > 1 && r.tokens[i-2].text == "with" && (r.tokens[i-1].text == "her" || r.tokens[i-1].text == "him" || r.tokens[i-1].text == "me") {
				return true
			}
		case "got", "hit", "pulled", "tripped", "flattened", "floored", "jumped":
			if next == "me" || next == "us" || next == "him" || next == "her" && !r.isOwnPartAt(i+2) {
				if w := r.tokens[i].text; w == "got" && i > 0 && (r.tokens[i-1].text == "has" || r.tokens[i-1].text == "is" || r.tokens[i-1].text == "have" || isVet(r.tokens[i-1].text)) {
					continue
				}
				return true
			}
		}
	}
	return false
}

// fallsOn tells whether a word before "on him" says how an animal hurt somebody.
func fallsOn(w string) bool {
	switch w {
	case "fell", "fallen", "rolled", "landed", "stood", "stepped", "sat", "jumped", "is", "came", "trampled", "ran", "collapsed", "top", "backwards", "went", "slipped", "lay", "lying", "down":
		return true
	}
	return false
}

// isOwnPartAt tells whether token i is a word behind "her" that makes it a possessive.
func (r *reading) isOwnPartAt(i int) bool {
	if i >= len(r.tokens) || r.tokens[i].brk != joined || preposed(r.tokens[i].text) || opensClause(r.tokens[i].text) {
		return false
	}
	switch r.tokens[i].text {
	case "over", "up", "down", "off", "out", "back", "about", "around", "onto", "through", "again", "hard", "yesterday", "today", "now", "have", "having":
		return false
	}
	return true
}

// see notes whom a sentence names.
func (z *menagerie) see(r *reading, s *sent) {
	beast, human := false, false
	for i := s.from; i < s.to; i++ {
		switch h := r.holderAt(s, i, s.from); {
		case h == beastHolder:
			from := r.phraseFrom(s, i)
			beast = beast || r.tokens[from].text != "the" && r.opensAs(s, from) || slices.Contains(z.pets, r.tokens[i].text)
		case h == dearHolder, h == folkHolder, ownsDear(r.tokens[i].text) && r.opensNoun(s, i, s.to):
			human = human || !r.isBystander(s, i)
		}
	}
	z.last = (beast || z.last) && !human && !(beast && r.saysFine(s))
	z.human = z.human || human
	z.beast = z.beast || beast
}

// saysFine tells whether a sentence says that somebody is well.
func (r *reading) saysFine(s *sent) bool {
	for i := s.from; i < s.to; i++ {
		switch r.tokens[i].text {
		case "fine", "ok", "okay", "well", "alright", "unhurt", "healthy", "happy":
			return true
		}
	}
	return false
}

// isBystander tells whether the person at token i only owns an animal, says something
// or weeps.
func (r *reading) isBystander(s *sent, i int) bool {
	if isVet(r.tokens[i].text) || r.covers(s, speaker, i) || r.ownsThing(s, i, s.to) || r.saysAfter(s, i) {
		return true
	}
	if r.ownedBefore(s, i) {
		return true
	}
	switch r.tokens[i].text {
	case "kids", "children", "grandkids", "grandchildren", "family", "parents", "neighbours", "neighbors", "friends", "folks", "boys", "girls", "owners", "teachers":
		return true // "she" is none of them
	}
	for k := i + 1; k < min(s.to, i+5); k++ {
		switch r.tokens[k].text {
		case "cried", "crying", "cry", "cries", "wept", "weeps", "upset", "heartbroken", "devastated", "gutted", "distraught", "sobbing", "googled", "says", "said":
			return true
		}
	}
	return false
}

// peopledTurn tells whether a turn names a person who is no bystander.
func (r *reading) peopledTurn() bool {
	for n := range r.sents {
		s := &r.sents[n]
		for i := s.from; i < s.to; i++ {
			if h := r.holderAt(s, i, s.from); (h == dearHolder || h == folkHolder) && !r.isBystander(s, i) {
				return true
			}
		}
	}
	return false
}

// namesHuman tells whether the words of a sign name a person: "my toddler ate it".
func (r *reading) namesHuman(s *sent, m *mention) bool {
	for i := m.from; i < m.to; i++ {
		if h := r.holderAt(s, i, s.from); h == selfHolder || h == dearHolder || h == folkHolder {
			return true
		}
	}
	return false
}
