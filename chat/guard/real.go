package guard

import "slices"

// What makes a person real. A film, a quiz, a project, a princess or a king
// stands for somebody made up only where it is the place or the bearer of what
// is told; in "the film director", "Mr King" or "my princess" it is a word like
// any other.

// incidental tells whether a cue of a story, a lesson or a famous person is
// only part of how a real one is called, or a manner of speaking.
func (r *reading) incidental(s *sent, c cueHit) bool {
	if c.kind != story && c.kind != famous && c.kind != learnFirm {
		return false
	}
	last := r.tokens[c.to-1].text
	if c.to < s.to && r.tokens[c.to].brk == joined {
		next := r.tokens[c.to].text
		if isTrade(next) && r.tokens[c.to-1].text != "soap" || last == "story" && next == "of" && c.to+1 < s.to && r.tokens[c.to+1].text == "my" {
			return true
		}
	}
	if isThrone(last) && r.namesPub(c) {
		return true
	}
	i := c.from - 1
	if i < s.from && i >= 0 && r.tokens[i+1].brk == sentence && len(r.tokens[i].text) <= len("mrs") && isTitle(r.tokens[i].text) {
		return true // "Mr. King"
	}
	if i < s.from {
		return isCast(last) && c.to-c.from > 1 && isNickname(last) && ownsDear(r.tokens[c.from].text)
	}
	switch before := r.tokens[i].text; {
	case before == "no" && (c.to == s.to || r.tokens[c.to].brk != joined): // "no drama, he is having a seizure"
		return true
	case isTitle(before):
		return true
	case isNickname(last) && (ownsDear(before) || isSmall(before)):
		return true
	case last == "film" && r.follows(s, i, "set", "of"):
		return true
	case last == "project" && c.kind != story && i > s.from && before == "my" && r.tokens[i-1].text == "on" || last == "project" && before == "on" && c.kind == story:
		return true
	case before == "the" || before == "a":
		return isCast(last) && i > s.from && playsPart(r.tokens[i-1].text)
	}
	return false
}

// namesPub tells whether a king or a queen is only in the name of a pub or a place: "the
// King's Head".
func (r *reading) namesPub(c cueHit) bool {
	if end := int(r.tokens[c.to-1].end); end+3 < len(r.text) && r.text[end] == '\'' && r.text[end+1] == 's' && isUpper(r.text[end+3]) {
		return true
	}
	if c.to >= len(r.tokens) {
		return false
	}
	switch r.tokens[c.to].text {
	case "head", "arms", "cross", "road", "street", "college", "hospital", "lynn", "avenue", "terrace", "pub", "size", "crab", "prawns":
		return true
	}
	return false
}

// follows tells whether two words, and then an article or none, end at token i.
func (r *reading) follows(s *sent, i int, first, second string) bool {
	if i > s.from && (r.tokens[i].text == "a" || r.tokens[i].text == "the") {
		i--
	}
	return i-1 >= s.from && r.tokens[i].text == second && r.tokens[i-1].text == first
}

// sameOfMine tells whether a turn says that what was told of another is so with
// the one who writes: "mine is too", "so does mine".
func (r *reading) sameOfMine() bool {
	for i := range r.tokens {
		w := r.tokens[i].text
		if w != "mine" && w != "i" && w != "me" {
			continue
		}
		if i > 1 && w != "me" && r.tokens[i-2].text == "so" && isAux(r.tokens[i-1].text) {
			return true
		}
		if i+2 < len(r.tokens) && w == "mine" && (r.tokens[i+2].text == "too" || r.tokens[i+2].text == "also" || r.tokens[i+2].text == "the") && ascribes(r.tokens[i+1].text) {
			return r.tokens[i+2].text != "the" || i+3 < len(r.tokens) && r.tokens[i+3].text == "same"
		}
		if w == "i" && i+3 < len(r.tokens) && (r.tokens[i+1].text == "have" || r.tokens[i+1].text == "got" || r.tokens[i+1].text == "feel") && r.tokens[i+2].text == "the" && r.tokens[i+3].text == "same" &&
			(i+4 == len(r.tokens) || r.tokens[i+4].brk != joined || r.nowAt(i+4) || isSignWord(r.tokens[i+4].text)) {
			return true // "I have the same", "I've got the same pains now"
		}
		if i+1 < len(r.tokens) && w == "me" && r.tokens[i+1].text == "too" && i <= 1 {
			return true
		}
	}
	return false
}

// isSignWord tells whether a word stands for signs.
func isSignWord(w string) bool {
	switch w {
	case "symptom", "symptoms", "sign", "signs", "pain", "pains", "thing", "feeling", "problem":
		return true
	}
	return false
}

// besideMe tells whether somebody is said to be next to the one who writes:
// "the girl next to me", "the actor on stage with us".
func (r *reading) besideMe(s *sent) bool {
	for i := s.from; i+1 < s.to; i++ {
		if w := r.tokens[i+1].text; w != "me" && w != "us" {
			continue
		}
		switch r.tokens[i].text {
		case "with", "beside", "near", "behind", "opposite":
			return true
		case "to":
			if i > s.from && r.tokens[i-1].text == "next" {
				return true
			}
		case "of":
			if i > s.from && r.tokens[i-1].text == "front" {
				return true
			}
		}
	}
	return false
}

// nearbyAfter gives the token at which a sentence comes to somebody at hand
// after a cue that ends before token i: what follows is no lesson's. It is the
// end of the sentence if it does not.
func (r *reading) nearbyAfter(s *sent, i int) int {
	beside := r.besideMe(s)
	for _, c := range s.cues {
		if c.from < i || c.kind != relative || r.tokens[c.to-1].text == "patient" || r.tokens[c.to-1].text == "client" {
			continue
		}
		if first := r.tokens[c.from].text; beside || first == "my" || first == "our" || !r.generic(c) && c.to-c.from == 1 {
			return c.from
		}
	}
	return s.to
}

// despair tells whether the one who writes says that he or she wants to die,
// in a sentence that also names a film or a project: "I lost my project and
// want to die". A part in a story may say so.
func (lx *lexer) despair(r *reading, s *sent) bool {
	wish := slices.ContainsFunc(r.mentions[s.m0:s.m1], func(m mention) bool {
		id := lx.concepts[m.concept].id
		return id == "suicidal" || id == "may_go"
	})
	if !wish {
		return false
	}
	for _, c := range s.cues {
		if (c.kind == story || c.kind == learnFirm) && !isDaily(r.tokens[c.to-1].text) {
			return false
		}
	}
	for i := s.from; i < s.to; i++ {
		switch r.tokens[i].text {
		case "i", "me", "myself":
			return true
		}
	}
	return false
}

// isDaily tells whether a word of stories and lessons is as often a thing of
// daily life.
func isDaily(w string) bool {
	switch w {
	case "film", "movie", "game", "project", "essay", "homework", "dissertation", "assignment", "exam", "coursework", "presentation", "series", "poem", "story":
		return true
	}
	return false
}

// endsInPerson tells whether a clause without a thing ends in a person, and
// whether it holds nothing else: "my son" of "my son and the dog".
func (r *reading) endsInPerson(s *sent, cl clause) (ends, pure bool) {
	if cl.head >= 0 {
		return false, false
	}
	person := func(i int) bool {
		w := r.tokens[i].text
		return r.covers(s, relative, i) || isPerson(w) && !determines(w) && w != "their"
	}
	if !person(cl.to - 1) {
		return false, false
	}
	for i := cl.start; i < cl.to; i++ {
		if !person(i) && !determines(r.tokens[i].text) {
			return true, false
		}
	}
	return true, true
}

// withPerson tells whether the thing a clause is about is named together with a
// person who stands before it: "my son and the dog are not breathing".
func (r *reading) withPerson(cl clause, o *owning) bool {
	if !o.pair || cl.head < 0 {
		return false
	}
	if o.pure || cl.head+1 >= cl.to {
		return true
	}
	switch w := r.tokens[cl.head+1].text; w {
	case "are", "were", "have", "both":
		return true
	default:
		return !ascribes(w)
	}
}

// dear tells whether the thing a clause is about is a pet name for a person:
// "our wee lamb is hard to wake", "my chicken ... went to nursery today". Most
// such names need something in the sentence that only people have; the few
// that nobody keeps at home do not when life is in danger.
func (lx *lexer) dear(r *reading, s *sent, n int, cl clause) bool {
	if cl.head < 1 || cl.head-1 < s.from || r.tokens[cl.head].thing == noThing || cl.kind == legged {
		return false
	}
	before := r.tokens[cl.head-1].text
	small := isSmall(before)
	if !small && !ownsDear(before) {
		return false
	}
	switch w := r.tokens[cl.head].text; w {
	case "lamb", "duckling", "cupcake", "muffin", "cookie", "pudding":
		if lx.vital(r, n, cl) {
			return true
		}
	case "chicken", "fish", "duck", "pet", "goose", "piglet", "frog", "mouse", "owl", "penguin", "koala", "panda", "otter", "lion", "robot", "hen",
		"hedgehog", "bun", "apple", "biscuit", "pie", "turtle", "squirrel", "candle", "dove", "leopard":
	default:
		return false
	}
	return r.upbringing(s, small)
}

// vital tells whether a clause names a danger to life.
func (lx *lexer) vital(r *reading, n int, cl clause) bool {
	for _, m := range r.between(n, cl.from, cl.to) {
		switch lx.concepts[m.concept].id {
		case "unresponsive", "breathless", "child_breath", "no_pulse", "fit", "overdose", "child_took", "took", "suicidal", "may_go", "blue_skin", "rash_fixed", "drowsy",
			"face_droop", "bleeding_out", "airway_swelling", "collapse":
			return true
		}
	}
	return false
}

// upbringing tells whether a sentence speaks of what only people have: school,
// a family, words; with small, an age counts too.
func (r *reading) upbringing(s *sent, small bool) bool {
	for i := s.from; i < s.to; i++ {
		switch r.tokens[i].text {
		case "nursery", "school", "preschool", "creche", "childminder", "says", "said", "told", "tells", "daughter", "son", "lad", "girl", "boy", "nappy",
			"nappies", "cot", "pram", "playground", "costume", "teacher", "breastfeeding", "grandson", "granddaughter":
			return true
		case "months", "years", "month", "year":
			if small && i > s.from && r.tokens[i-1].isNum {
				return true
			}
		}
	}
	return false
}
