package guard

import (
	"slices"
)

// Whom a sign is said of. The nearest noun, name or pronoun before a sign in its
// sentence is taken for its bearer: "our groom" of "the mare was in foal when our
// groom collapsed". Who only reports, sees or owns is looked over by those who ask.

// A holder is the kind of a bearer.
type holder uint8

const (
	nobodyNamed  holder = iota
	selfHolder          // the one who writes
	dearHolder          // somebody at hand: "my wife", "mum", "our groom"
	folkHolder          // somebody else: "a man", "the butler"
	nameHolder          // a name
	thirdHolder         // he, she, it, they
	beastHolder         // an animal
	reportHolder        // nobody: a vet says or writes it
)

// A subject is the bearer of a sign: tokens [from:at] name it.
type subject struct {
	kind     holder
	from, at int
}

// mostToSubject is within how many words before a sign its bearer is looked for.
const mostToSubject = 40

// subjectOf finds the bearer of a sign.
func (r *reading) subjectOf(s *sent, m *mention) subject {
	for i := m.from; i >= max(s.from, m.from-mostToSubject); i-- {
		r.work++
		if k := r.asideBefore(s, i); k >= 0 {
			if h := r.holderAt(s, k, s.from); h == dearHolder || h == folkHolder {
				return subject{h, r.phraseFrom(s, k), k} // "mum, the old goat, has"
			}
			if sub := r.namedAside(s, k+1, i); sub.kind != nobodyNamed {
				return sub
			}
			i = k
		}
		if k := r.holderAt(s, i, m.from); k != nobodyNamed {
			if r.sworn(i) > 0 {
				continue
			}
			if at := r.whichOf(s, i, m); at >= 0 {
				return subject{beastHolder, r.phraseFrom(s, at), at}
			}
			return subject{k, r.phraseFrom(s, i), i}
		}
	}
	return subject{from: s.from, at: -1}
}

// whichOf gives the animal that somebody named at token i did something with, in words that
// only tell which one it is: the "goat" of "the goat which my uncle bought had a fit", -1 for
// none.
func (r *reading) whichOf(s *sent, i int, m *mention) int {
	k := r.phraseFrom(s, i) - 1
	if k <= s.from || i+1 >= m.from || r.tokens[k].text != "which" && r.tokens[k].text != "that" || r.tokens[k].brk != joined || r.tokens[k-1].thing != animal {
		return -1
	}
	for j := i + 1; j < m.from; j++ {
		if t := &r.tokens[j]; (t.brk != joined || opensClause(t.text)) && !r.mentionEnds(m.sent, j) || isPerson(t.text) {
			return -1
		}
	}
	return k - 1
}

// mostOfAside is the most words that stand beside a name between commas.
const mostOfAside = 12

// namedAside is the animal or person that what stands between commas in tokens [from:to)
// begins with: the "donkey" of "Jack, our oldest donkey, had".
func (r *reading) namedAside(s *sent, from, to int) subject {
	for i := from; i < min(to, from+mostToName); i++ {
		if w := r.tokens[i].text; isFinite(w) || isPastVerb(w) || isWh(w) {
			return subject{}
		}
		switch h := r.holderAt(s, i, s.from); h {
		case beastHolder, dearHolder, folkHolder:
			return subject{h, from, i}
		}
	}
	return subject{}
}

// mostToName is within how many words of its beginning what stands between commas names
// somebody.
const mostToName = 4

// asideBefore gives the token before what stands between commas before the verb at token
// i, -1 for none: the "goat" of "our goat, the one we are keeping, had".
func (r *reading) asideBefore(s *sent, i int) int {
	t := &r.tokens[i]
	if t.brk != comma || isPerson(t.text) || t.thing != noThing || determines(t.text) {
		return -1
	}
	for k := i - 1; k > max(s.from, i-mostOfAside); k-- {
		if w := r.tokens[k].text; r.tokens[k].brk == comma {
			if determines(w) || ownsDear(w) || w == "who" || w == "which" {
				return k - 1
			}
			return -1
		}
	}
	return -1
}

// holderAt tells what kind of bearer token i is the last word of, for a sign that
// begins at token to.
func (r *reading) holderAt(s *sent, i, to int) holder {
	t := &r.tokens[i]
	switch w := t.text; {
	case isSelf(w), ownsDear(w) && i+1 < s.to && r.placed(s, i+1):
		return selfHolder
	case t.thing == animal && !isHide(w) && !isBeastly(w):
		if i+1 < s.to && r.tokens[i+1].brk == joined && !r.goesAfter(i+1) || i > s.from && (isTitle(r.tokens[i-1].text) && !r.isDetermined(s, i-1) || r.tokens[i-1].text == "charley") {
			return nobodyNamed
		}
		if i > s.from && (ownsDear(r.tokens[i-1].text) || fond(r.tokens[i-1].text)) && (endearing(w) || isPetName(w)) {
			return folkHolder
		}
		return beastHolder
	case r.zoo != nil && slices.Contains(r.zoo.folks, w):
		return dearHolder
	case isThird(w):
		return thirdHolder
	case r.isNamedPerson(s, i):
		if r.isDear(s, i) {
			return dearHolder
		}
		return folkHolder
	case isRecord(w) && i > s.from && i < to && keepsBeasts(r.tokens[i-1].text) && r.saysAfter(s, i):
		return reportHolder
	case isVet(w):
		if i < to && r.saysAfter(s, i) {
			return reportHolder
		}
		return folkHolder
	case r.isName(s, i):
		return nameHolder
	case r.opensNoun(s, i, to):
		if ownsDear(w) {
			return dearHolder
		}
		return folkHolder
	}
	return nobodyNamed
}

// isDetermined tells whether a word such as "the" stands before token i.
func (r *reading) isDetermined(s *sent, i int) bool {
	return i > s.from && (determines(r.tokens[i-1].text) || ownsDear(r.tokens[i-1].text))
}

// isNamedPerson tells whether token i is a word for a person: not the age of "twelve
// years old", nor the dog of a "dog walker".
func (r *reading) isNamedPerson(s *sent, i int) bool {
	t := &r.tokens[i]
	if before, next := r.around(i); t.text == "kid" && (before == "i" || next == "you") { // "I kid you not"
		return false
	}
	if r.covers(s, relative, i) {
		return !t.isNum && !isAge(t.text) && !determines(t.text) && !ownsDear(t.text)
	}
	switch t.text {
	case "you", "your", "yours", "yourself", "people", "patient", "we", "ours", "ourselves":
		return false
	case "nobody", "no":
		return false
	}
	if isThird(t.text) || isFirst(t.text) {
		return false
	}
	return isPerson(t.text) || isSomebody(t.text) || isTradesman(t.text) || (tends(t.text) || i > s.from && r.tokens[i-1].thing == animal && t.brk == joined && isDoer(t.text)) && i > s.from && r.tokens[i-1].thing != noThing
}

// isDear tells whether the person whose word ends at token i is at hand: "my wife",
// "mum", "one of my sons", not "the hero's father".
func (r *reading) isDear(s *sent, i int) bool {
	from := r.phraseFrom(s, i)
	for k := from; k < i; k++ {
		if ownsDear(r.tokens[k].text) && !r.covers(s, story, k) {
			return true
		}
	}
	for k := from; k <= i; k++ {
		if w := r.tokens[k].text; determines(w) || ownsDear(w) || isThird(w) || r.tokens[k].isNum {
			return ownsDear(w) && !r.covers(s, story, k)
		}
	}
	for _, c := range r.cuesBetween(s, i-r.reach, i+1) {
		if c.kind == relative && i < c.to {
			return ownsDear(r.tokens[c.from].text) || !r.generic(c)
		}
	}
	return false
}

// phraseFrom gives the first token of the noun phrase that ends at token i: the "my" of
// "my gran's old cat". Of words that are not known it takes two, if "the" or the
// like stands before them.
func (r *reading) phraseFrom(s *sent, i int) int {
	from, spare := i, 2
	for k := i - 1; k >= max(s.from, i-mostOfPhrase) && r.tokens[k+1].brk == joined; k-- {
		t := &r.tokens[k]
		switch {
		case t.text == "of" && (k == s.from || !counts(r.tokens[k-1].text)):
			return from
		case determines(t.text), ownsDear(t.text), t.text == "her", t.text == "his":
			from, spare = k, 0
		case spare > 0 && (r.covers(s, relative, k) || t.thing != noThing || fond(t.text)):
			from = k
		case spare == 0 || isFinite(t.text) || isPastVerb(t.text) || ascribes(t.text) || preposed(t.text) || opensClause(t.text) || isFirst(t.text) || isAux(t.text):
			return from
		default:
			spare--
		}
	}
	return from
}

// mostOfPhrase is the most words of a noun phrase.
const mostOfPhrase = 8

// saysAfter tells whether the words after token i report something: "vet says".
func (r *reading) saysAfter(s *sent, i int) bool {
	for k := i + 1; k < min(s.to, i+4) && r.tokens[k].brk == joined; k++ {
		switch r.tokens[k].text {
		case "says", "said", "say", "read", "reads", "wrote", "writes", "written", "reckons", "reckoned", "thinks", "thought", "told", "tells", "diagnosed", "suspects", "suspected", "mentioned", "noted",
			"swears", "swore", "called", "calls", "asked", "asks", "wanted", "wants", "explained", "confirmed", "found", "checked", "insists", "rang", "phoned":
			return true
		}
	}
	return false
}

// isName tells whether token i is written as a name: with a capital inside a sentence,
// or at its beginning before a verb.
func (r *reading) isName(s *sent, i int) bool {
	if !r.isCapital(i) {
		return false
	}
	if i > s.from {
		before := r.tokens[i-1].text
		return !preposed(before) && before != "near" && !isTitle(before)
	}
	return r.startsAsName(s, i)
}

// isCapital tells whether token i is a word with a capital and small letters.
func (r *reading) isCapital(i int) bool {
	t := &r.tokens[i]
	return t.end-t.start > 2 && int(t.end) <= len(r.text) && isUpper(r.text[t.start]) && isLower(r.text[t.start+1])
}

// startsAsName tells whether the word that begins a sentence may be a name: a verb
// or a sign follows, and it is no word that sentences begin with.
func (r *reading) startsAsName(s *sent, i int) bool {
	t := &r.tokens[i]
	if i+1 >= s.to || isOpener(t.text) || opensSentence(t.text) || isPerson(t.text) || determines(t.text) || isWh(t.text) || isFinite(t.text) || isPastVerb(t.text) || isAux(t.text) || opensClause(t.text) || preposed(t.text) || r.placed(s, i) {
		return false
	}
	return true
}

// opensNoun tells whether token i begins a noun phrase of words that name no person and
// no thing known, that opens its clause: "our gateman collapsed". It may be anybody.
func (r *reading) opensNoun(s *sent, i, to int) bool {
	t := &r.tokens[i]
	if !ownsDear(t.text) && !isPointing(t.text) || i+1 >= to || i+1 >= s.to {
		return false
	}
	if i > s.from && t.brk == joined && (!opensClause(r.tokens[i-1].text) || isWhen(r.tokens[i-1].text)) && !isDayWord(r.tokens[i-1].text) && !isWh(r.tokens[i-1].text) && r.tokens[i-1].text != "says" && r.tokens[i-1].text != "said" {
		return false
	}
	for k := i + 1; k < min(s.to, i+4) && r.tokens[k].brk == joined && !ascribes(r.tokens[k].text); k++ {
		if r.tokens[k].thing != noThing {
			return false // "my service dog"
		}
	}
	next := &r.tokens[i+1]
	return next.thing == noThing && !r.placed(s, i+1) && !isSpan(next.text) && !isTimely(next.text) && !ascribes(next.text) && !preposed(next.text)
}
