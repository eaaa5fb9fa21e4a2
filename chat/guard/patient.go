package guard

import "strings"

// A sick animal. "Mare tied up after the hack, wee like cola, vet's been twice,
// she's on fluids" tells of one in clauses that its grammar alone does not give it,
// see bearer.go. A turn is about an animal only if it begins with one that hurts
// nobody, speaks of the vet or of what only beasts have or is about a beast of the
// farm, and names nobody at hand. What only people are said to have still counts.

// patient marks the signs of a turn about a sick animal.
func (lx *lexer) patient(r *reading) {
	first := r.firstBeast()
	if first < 0 || r.claims() {
		return
	}
	for n := range r.sents {
		s := &r.sents[n]
		if s.kinds&(1<<lived|1<<relative) != 0 && r.manIn(s) || r.mine(s) && !r.beastly(s) || r.ownPart(s) && !r.beastly(s) || r.hurts(s) {
			return
		}
	}
	for n := range r.sents {
		if s := &r.sents[n]; n == 0 || r.ofBeast(s, first) {
			lx.giveBeast(r, n, first)
		}
	}
}

// giveBeast gives the signs of a sentence to the animal named at token first.
func (lx *lexer) giveBeast(r *reading, n, first int) {
	ms, left := r.of(n), false
	for i := range ms {
		m := &ms[i]
		c := &lx.concepts[m.concept]
		if m.status != asserted || c.kind != finding && c.kind != risk {
			continue
		}
		if m.from <= first || lx.grave(m) || ofPeople(c.id) || c.wish || m.plea {
			left = left || c.id != "supplement" && c.id != "harm_doubt"
			continue
		}
		m.status, m.because, m.alien = unrealised, r.tokens[first].text, true
	}
	r.sents[n].thing = r.sents[n].thing || !left
}

// firstBeast gives the token of the sick animal that a turn begins with, -1 for none.
func (r *reading) firstBeast() int {
	if len(r.sents) == 0 {
		return -1
	}
	s := &r.sents[0]
	i := s.from
	for i < s.to && (determines(r.tokens[i].text) || r.covers(s, relative, i)) && r.tokens[i].thing == noThing {
		i++
	}
	if i+1 >= s.to || r.tokens[i].thing != animal || isBeastly(r.tokens[i].text) || isHide(r.tokens[i].text) || i > s.from && fond(r.tokens[i-1].text) {
		return -1
	}
	w := r.tokens[i].text
	if endearing(w) && i == s.from || !isFarmed(w) && !r.vetSeen() || !r.isIll(s, i+1) || r.ridden(s, i) {
		return -1
	}
	return i
}

// isHide tells whether a word names a part of a beast only.
func isHide(w string) bool {
	switch w {
	case "hoof", "hooves", "paw", "paws", "beak", "muzzle", "mane", "antler", "antlers", "udder", "udders", "fur", "feather", "feathers", "fetlock", "hock", "herd", "livestock":
		return true
	}
	return false
}

// isIll tells whether a sentence goes on at token i with what an animal is or has:
// "is down", "leg is hot", "tied up", and tells of a sign behind it.
func (r *reading) isIll(s *sent, i int) bool {
	switch r.tokens[i].text {
	case "down", "tied", "lame", "limping", "scouring", "bloated", "off", "not", "swallowed", "ate", "broke", "caught", "slipped":
	default:
		if !ascribes(r.tokens[i].text) && !r.placed(s, i) {
			return false
		}
	}
	for _, m := range r.mentions[s.m0:s.m1] {
		if m.from >= i && m.status == asserted {
			return true
		}
	}
	return false
}

// ridden tells whether somebody may have been on the animal of token i or under it.
func (r *reading) ridden(s *sent, i int) bool {
	for k := i + 1; k < len(r.tokens); k++ {
		switch before, next := r.around(k); r.tokens[k].text {
		case "groom", "jockey", "ridden", "riding", "rode", "bareback", "saddle", "top", "under", "underneath", "onto", "slurry":
			return true
		case "slipped", "over", "backwards":
			if r.tokens[k].text != "slipped" || !isCattle(r.tokens[i].text) {
				return true
			}
		case "her", "him", "them":
			if (preposed(before) || before == "with") && !r.placed(s, k+1) && next != "feet" {
				return true
			}
		}
	}
	return false
}

// isCattle tells whether a word names a beast that nobody rides.
func isCattle(w string) bool {
	switch w {
	case "heifer", "heifers", "cow", "cows", "bullock", "ewe", "ewes", "tup", "goat", "goats", "sow", "gilt", "sheep", "hens", "cockerel", "rooster", "alpaca", "alpacas", "pig", "pigs":
		return true
	}
	return false
}

// isFarmed tells whether a word names a beast of the farm, no pet's name for a person.
func isFarmed(w string) bool {
	switch w {
	case "mare", "mares", "gelding", "foal", "filly", "stallion":
		return true
	}
	return isCattle(w)
}

// vetSeen tells whether a turn speaks of the vet or of what only beasts have.
func (r *reading) vetSeen() bool {
	for i := range r.tokens {
		switch r.tokens[i].text {
		case "vet", "vets", "farrier", "kidding", "lambing", "calving", "calved", "lambed", "foaled", "farrowed", "hobbles", "hutch", "vivarium", "kennel", "kennels",
			"litter", "udder", "hoof", "hooves", "fetlock", "hock", "paddock", "stable", "neutered", "spayed", "spay":
			return true
		}
	}
	return false
}

// manIn tells whether a sentence names somebody at hand who does not only own an
// animal, or says that it is real.
func (r *reading) manIn(s *sent) bool {
	if s.kinds&(1<<lived) != 0 {
		return true
	}
	for _, c := range s.cues {
		if c.kind == relative && !r.ownsThing(s, c.from, s.to) {
			return true
		}
	}
	return false
}

// hurts tells whether an animal does something in a sentence that may have hurt
// somebody, or somebody is named whom it did it to.
func (r *reading) hurts(s *sent) bool {
	if r.attacks(clause{head: s.from - 1, to: s.to}) && !r.passive(s) {
		return true
	}
	for i := s.from; i < s.to; i++ {
		switch r.tokens[i].text {
		case "me", "us", "myself", "someone", "somebody", "man", "woman", "person", "child", "boy", "girl", "rider", "driver", "owner", "farmer", "lad", "himself", "herself":
			return true
		case "him", "them":
			if i > s.from && (r.tokens[i-1].text == "with" || r.tokens[i-1].text == "on" || r.tokens[i-1].text == "at") {
				return true
			}
		}
	}
	return false
}

// passive tells whether it is the animal that was bitten or hit: "got bit by".
func (r *reading) passive(s *sent) bool {
	for i := s.from + 1; i+1 < s.to; i++ {
		if r.attacks(clause{head: i - 1, to: i + 1}) {
			before, next := r.around(i)
			if next != "by" || before != "got" && before != "was" && before != "been" && before != "is" && before != "get" {
				return false
			}
		}
	}
	return true
}

// beastly tells whether every part of a body in a sentence that follows "my" is an
// animal's: "my mare's leg".
func (r *reading) beastly(s *sent) bool {
	for _, p := range s.places {
		if p.from > s.from && isFirst(r.tokens[p.from-1].text) || p.from > s.from+1 && isFirst(r.tokens[p.from-2].text) && r.tokens[p.from-1].thing != animal {
			return false
		}
	}
	for i := s.from; i+1 < s.to; i++ {
		if w := r.tokens[i].text; (w == "i" || w == "my") && r.tokens[i+1].thing != animal {
			return false
		}
	}
	return true
}

// ofBeast tells whether a sentence goes on about an animal by "he", "she" or "it".
func (r *reading) ofBeast(s *sent, first int) bool {
	many := strings.HasSuffix(r.tokens[first].text, "s") || r.tokens[first].text == "sheep"
	switch r.tokens[s.from].text {
	case "he", "she", "his", "her", "its":
		return !many
	case "it", "they", "their":
		return true
	}
	return false
}
