package guard

import "strings"

// What a turn says of who is an animal, see beast.go.

// An announced tells in which sentence a turn says that somebody is an animal, the last such
// one, and in which that he or she is a person, the first; -1 for none.
type announced struct {
	beast, human int
	named        bool // an animal is named
	answer       int  // the sentence that answers with the name of one, 0 for none
	other        int  // the last sentence that tells of one animal by its noun, -1 for none
	people       bool // somebody who is no bystander is
	vet, claims  bool // a vet is named; somebody says that he has what was told
	yard         bool // several words are of a yard, a kennel or a vet, and none of people's doctors
	form         bool // a form gives the species
}

// identity finds what a turn says of who is what: "he's a cockapoo", "she's the oldest
// hen we have", "fourteen is a great age for a labrador", "she's our daughter".
func (r *reading) identity() announced {
	k := announced{beast: -1, human: -1, other: -1}
	for n := range r.sents {
		s := &r.sents[n]
		for i := s.from; i < s.to; i++ {
			beast, human := r.saysWhat(s, i)
			k.form = k.form || r.namesSpecies(s, i)
			if h := r.tokens[i].thing == animal; h {
				k.named = true
				if r.isSpecific(s, i) {
					k.other = n
				}
			}
			if beast {
				k.beast = n
			}
			if human && k.human < 0 {
				k.human = n
			}
		}
		if n > 0 && r.sents[n-1].asks && r.answersBeast(s) {
			k.beast, k.answer = n, n
		}
	}
	return k
}

// mostToWhat is within how many words behind "she is" what she is must be named.
const mostToWhat = 8

// saysWhat tells whether at token i begins what says of somebody that it is an animal
// or a person.
func (r *reading) saysWhat(s *sent, i int) (beast, human bool) {
	from := i + 2
	switch w := r.tokens[i].text; {
	case i+2 < s.to && (w == "he" || w == "she" || w == "it" || w == "they" || w == "that" || w == "who" || isTokenName(r, s, i)) && isBe(r.tokens[i+1].text):
	case w == "life" && i+2 < s.to && r.tokens[i+1].text == "with" && r.tokens[i+2].thing == animal: // "such is life with spaniels"
		return !r.personFrom(s, i+3), false
	case w == "for" && i+2 < s.to && (r.tokens[i+1].text == "a" || r.tokens[i+1].text == "an") && r.tokens[i+2].thing == animal: // "a great age for a labrador"
		return !r.personFrom(s, i+3), false
	case r.tokens[i].thing == animal && strings.HasSuffix(w, "s") && i+3 < s.to && (r.tokens[i+1].text == "do" || r.tokens[i+1].text == "never" || r.tokens[i+1].text == "only" || r.tokens[i+1].text == "rarely"): // "guinea pigs don't live for ever"
		return (r.tokens[i+2].text == "live" || r.tokens[i+3].text == "live" || r.tokens[i+2].text == "last" || r.tokens[i+3].text == "last") && !r.personFrom(s, i+3), false
	case w == "with" && i > s.from && r.tokens[i-1].text == "it" && i+3 < s.to && (r.tokens[i+1].text == "a" || r.tokens[i+1].text == "an") && (r.tokens[i+2].thing == animal || r.tokens[i+3].thing == animal): // "you never get used to it with a good ewe"
		return !r.personFrom(s, i+3), false
	case w == "poor" && i+1 < s.to && r.tokens[i].brk == comma && r.tokens[i+1].thing == animal: // "the stray had a fit, poor dog"
		return true, false
	default:
		return false, false
	}
	for k := from; k < min(s.to, from+mostToWhat); k++ {
		t := &r.tokens[k]
		if k > from && t.brk != joined || isThird(t.text) && t.text != "her" && t.text != "his" || isVet(t.text) {
			return false, false
		}
		switch r.holderAt(s, k, s.from) {
		case beastHolder:
			return k == from || r.isNounFrom(s, k, from), false
		case dearHolder, folkHolder:
			return false, !r.ownsThing(s, k, s.to)
		}
		if preposed(t.text) && t.text != "of" || t.text == "not" || t.text == "no" {
			return false, false
		}
	}
	return false, false
}

// personFrom tells whether a sentence names a person from token i on.
func (r *reading) personFrom(s *sent, i int) bool {
	for ; i < s.to; i++ {
		if r.isNamedPerson(s, i) {
			return true
		}
	}
	return false
}

// isTokenName tells whether token i is a name that a sentence begins with or holds.
func isTokenName(r *reading, s *sent, i int) bool { return r.isName(s, i) }

// isNounFrom tells whether the noun that ends at token k is what is said from token from
// on: the "beagle" of "is our twelve year old beagle".
func (r *reading) isNounFrom(s *sent, k, from int) bool {
	for i := from; i < k; i++ {
		t := &r.tokens[i]
		if determines(t.text) || ownsDear(t.text) {
			return true
		}
	}
	return false
}

// answersBeast tells whether a sentence is nothing but the name of an animal and what
// is said beside it: "My cat, as of this morning".
func (r *reading) answersBeast(s *sent) bool {
	i := s.from
	for i < s.to && (determines(r.tokens[i].text) || ownsDear(r.tokens[i].text)) {
		i++
	}
	return i > s.from && i < s.to && r.tokens[i].thing == animal && !isHide(r.tokens[i].text) && (i+1 == s.to || r.tokens[i+1].brk != joined)
}

// antecedent finds whom "he" or "she" at token i stands for among those named before it
// in the sentence: an animal or a person.
func (r *reading) antecedent(s *sent, i int) (beast string, human bool) {
	for k := i - 1; k >= max(s.from, i-mostToSubject); k-- {
		switch w := r.tokens[k].text; {
		case w == "but", w == "him", (w == "his" || w == "her") && k > s.from && preposed(r.tokens[k-1].text) && r.placed(s, k+1), w == "her" && !r.isOwnPartAt(k+1), w == "them": // whom the animal did something to, or is set against
			human = true
		}
		switch h := r.holderAt(s, k, s.from); h {
		case beastHolder:
			if beast == "" && r.opensAs(s, r.phraseFrom(s, k)) {
				beast = r.tokens[k].text
			}
		case dearHolder, folkHolder:
			human = human || !r.isBystander(s, k)
		}
	}
	return beast, human
}

// bears tells whether the animal that stands before a sign has it: it opens its
// clause or is what somebody saw or owns, and no new clause begins behind it, unless the
// turn names nobody else.
func (r *reading) bears(s *sent, sub subject, m *mention, cared bool) bool {
	if !r.opensAs(s, sub.from) {
		return false
	}
	if next := sub.at + 1; next < m.from && r.tokens[next].brk == joined && !r.goesAfter(next) {
		return false
	}
	verb, seen := false, sub.from > s.from && r.tokens[sub.from].brk == joined && !opensClause(r.tokens[sub.from-1].text)
	for i := sub.at + 1; i < m.from; i++ {
		if n := r.sworn(i); n > 0 {
			i += n
			continue
		}
		switch t := &r.tokens[i]; {
		case t.brk == comma && r.asideBefore(s, i) == sub.at:
			verb = false
		case seen && t.brk == joined && (t.text == "and" || t.text == "then") && !r.inMention(s, i, m): // "found the sheep and had"
			return false
		case cared && !r.isSelfIn(s):
		case t.brk == comma && (verb || !isAdded(t.text) && !r.endsAside(s, i, m)) && t.text != "then" && t.text != "and":
			return false
		case t.text == "while" || t.text == "when" || t.text == "since" || t.text == "after" || t.text == "before" || t.text == "because" || t.text == "until" || t.text == "if" || t.text == "so" || t.text == "but" || t.text == "as":
			return false
		default:
			verb = verb || t.brk == joined && (isFinite(t.text) || isPastVerb(t.text) || isAux(t.text))
		}
	}
	return !r.attacks(clause{head: sub.at, to: min(m.from, sub.at+longClause)})
}

// goesAfter tells whether the word at token i goes on about an animal named before it,
// and names no other thing or person: not the "hook" of a "fish hook".
func (r *reading) goesAfter(i int) bool {
	w := r.tokens[i].text
	return ascribes(w) || isFinite(w) || isPastVerb(w) || isAux(w) || isWh(w) || w == "that" || preposed(w) || isAdded(w) || rests(w) || strings.HasSuffix(w, "ed") && r.text[r.tokens[i].end-1] == 'd' || strings.HasSuffix(w, "ing") || strings.HasSuffix(w, "ly") || opensClause(w) ||
		w == "down" || w == "out" || w == "here" || w == "outside" || w == "near" || w == "been" || w == "came" || w == "name" || w == "began" || w == "off" || r.isCapital(i)
}

// inMention tells whether token i stands between signs that are had together: "cold, white
// and numb".
func (r *reading) inMention(s *sent, i int, m *mention) bool {
	return i+1 >= m.from && i > s.from && r.mentionEnds(m.sent, i)
}

// isSpecific tells whether the word for an animal at token i names one that something is
// told of: "the dog was barking".
func (r *reading) isSpecific(s *sent, i int) bool {
	return i+1 < s.to && !strings.HasSuffix(r.tokens[i].text, "s") && r.isDetermined(s, i) && r.tokens[i-1].text != "a" && r.tokens[i-1].text != "an" && r.opensAs(s, r.phraseFrom(s, i)) && r.goesAfter(i+1)
}

// endsAside tells whether the comma before token i ends what stands beside a name, so
// that the verb of the animal follows.
func (r *reading) endsAside(s *sent, i int, m *mention) bool {
	return m.from == i || isPastVerb(r.tokens[i].text) || ascribes(r.tokens[i].text)
}

// opensAs tells whether a noun phrase that begins at token i can be what the clause is
// about: it opens it, or somebody saw, found or has it.
func (r *reading) opensAs(s *sent, i int) bool {
	if i == s.from || r.tokens[i].brk != joined {
		return true
	}
	before := r.tokens[i-1].text
	if before == "and" || before == "or" {
		return i-1 == s.from || r.tokens[i-1].brk != joined || r.holderAt(s, i-2, s.from) == nobodyNamed // not "me and the dog"
	}
	if opensClause(before) || isWh(before) || isAux(before) || r.sees(before) {
		return true
	}
	if before == "for" && i > s.from+1 && isNormal(r.tokens[i-2].text) {
		return true // "is it normal for hamsters to"
	}
	switch before {
	case "found", "find", "heard", "caught", "got", "have", "has", "had", "keep", "own", "adopted", "rescued", "bought", "been", "be", "there", "says", "said", "swears", "reckons", "true", "thinks", "met", "noticed", "spotted",
		"called", "yesterday", "today", "tonight", "sir", "madam", "hi", "hello", "of", "please", "doctor":
		return before != "of" || i-1 == s.from || i > s.from+1 && r.tokens[i-2].text == "one"
	}
	return r.afterPlace(s, i)
}

// afterPlace tells whether only where or when stands before token i in its sentence: "in
// my village the goat".
func (r *reading) afterPlace(s *sent, i int) bool {
	if w := r.tokens[s.from].text; i-s.from > mostToWhat || !preposed(w) && w != "this" && w != "last" {
		return false
	}
	for k := s.from + 1; k < i; k++ {
		w := r.tokens[k].text
		if isSelf(w) || isThird(w) || isPastVerb(w) || isFinite(w) || isAux(w) || len(w) > 4 && w[len(w)-3:] == "ing" || r.covers(s, relative, k) {
			return false
		}
	}
	return true
}

// ownedBefore tells whether the person whose word ends at token i owns the animal named
// before: "the goat of my uncle".
func (r *reading) ownedBefore(s *sent, i int) bool {
	k := r.phraseFrom(s, i)
	return k > s.from+1 && r.tokens[k-1].text == "of" && r.tokens[k-2].thing == animal
}

// vetSeen tells whether a turn speaks of the vet or of what only beasts have.
func (r *reading) vetSeen() bool { return r.vetIn(0, len(r.tokens)) }

// vetIn tells the same of tokens [from:to).
func (r *reading) vetIn(from, to int) bool {
	for i := from; i < to; i++ {
		if isYardWord(r.tokens[i].text) {
			return true
		}
		switch r.tokens[i].text {
		case "lay": // hens are off it
			if i > from && r.tokens[i-1].text == "the" {
				return true
			}
		case "animal", "animals", "wildlife", "pet":
			if i+1 < to && (r.tokens[i+1].text == "hospital" || r.tokens[i+1].text == "clinic" || r.tokens[i+1].text == "rescue" || r.tokens[i+1].text == "doctor" || r.tokens[i+1].text == "shelter") {
				return true
			}
		}
	}
	return false
}
