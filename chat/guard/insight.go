package guard

import "sort"

// In sight. Who writes of a film or of an exam asks about the film; who has somebody
// before him says where that one is ("he's on the carpet"), with whom ("we're stood
// round him"), how it came to be seen ("I just saw our vicar ...") or asks whom to call.
// No word of time or need has to stand there.

// inSight tells whether a turn says so of somebody; it is found out once.
func (r *reading) inSight() bool {
	if r.sight == untold {
		r.sight = ofPast
		var qs []quoted
		for n := range r.sents {
			at := r.seenIn(&r.sents[n])
			if at >= 0 && qs == nil {
				qs = r.quotes()
			}
			if at >= 0 && !inMarks(qs, at) {
				r.sight = ofNow
				break
			}
		}
	}
	return r.sight == ofNow
}

// seenIn gives the token at which a sentence has somebody in sight, -1 for none or if it
// says that all is well.
func (r *reading) seenIn(s *sent) int {
	if s.kinds&(1<<hale|1<<healed|1<<active|1<<unreal|1<<mourned) != 0 || r.said(s.from, s.to, "laughing") {
		return -1
	}
	supposed := s.kinds&(1<<hypo|1<<hypoFirm) != 0 || r.said(s.from, s.to, "any") || r.tokens[s.from].text == "should" && s.to > s.from+1 && !isFirst(r.tokens[s.from+1].text)
	for i := s.from; i < s.to; i++ {
		switch w := r.tokens[i].text; w {
		case "is", "am", "are", "were":
			if i > s.from && r.isAt(s, i) {
				return i
			}
		case "i", "we":
			if r.beholds(s, i+1) || !supposed && r.asksToAct(s, i) {
				return i
			}
		case "saw", "watched", "just":
			if (i == s.from || r.tokens[i].brk == comma) && r.beholds(s, i) {
				return i
			}
		case "with", "beside", "round", "around", "over":
			if r.standsBy(s, i) {
				return i
			}
		}
	}
	return -1
}

// inMarks tells whether a token stands between marks of quotation.
func inMarks(qs []quoted, i int) bool {
	k := sort.Search(len(qs), func(k int) bool { return qs[k].to > i })
	return k < len(qs) && qs[k].from <= i
}

// isAt tells whether the verb at token i says where somebody is: "he's in the wings".
func (r *reading) isAt(s *sent, i int) bool {
	switch w := r.tokens[i-1].text; {
	case w == "he" || w == "she" || w == "they":
	case w == "i" || w == "we":
		return i+2 < s.to && (r.tokens[i+1].text == "outside" || r.tokens[i+1].text == "beside" || r.tokens[i+1].text == "behind") && isThird(r.tokens[i+2].text)
	case w == "who" || !r.covers(s, relative, i-1) && !r.isName(s, i-1):
		return false
	}
	k := i + 1
	for k < s.to && isPosture(r.tokens[k].text) {
		k++
	}
	if k+1 >= s.to || r.tokens[k].brk != joined {
		return false
	}
	next := r.tokens[k+1].text
	switch r.tokens[k].text {
	case "on", "at", "by", "under", "outside", "behind", "between", "beside", "against", "across", "near", "in", "inside":
		if next != "the" && next != "my" && next != "our" && next != "me" && next != "us" {
			return false
		}
		return k+2 >= s.to && next != "the" || k+2 < s.to && !isFigurative(r.tokens[k+2].text) && !r.covers(s, story, k+2) && !r.covers(s, fable, k+2)
	case "with", "round", "around", "over":
		return next == "me" || next == "us" || next == "him" || next == "her" || next == "them"
	}
	return false
}

// isPosture tells whether a word says how somebody is where he is.
func isPosture(w string) bool {
	switch w {
	case "still", "now", "just", "only", "all", "right", "out", "sat", "sitting", "lying", "laid", "slumped", "propped", "down", "over", "up", "back", "stood", "standing", "curled", "here", "kneeling", "knelt", "crouched":
		return true
	}
	return false
}

// isFigurative tells whether a word that follows "in the" or "on the" names no place.
func isFigurative(w string) bool {
	switch w {
	case "team", "squad", "band", "cast", "mend", "list", "case", "pill", "running", "mood", "middle", "end", "final", "choir", "play", "film", "book", "show", "game", "series", "story", "committee", "board", "side", "same",
		"right", "wrong", "whole", "way", "verge", "point", "books", "news", "exam", "cards", "payroll", "rota", "past", "present", "title", "cover", "wall", "painting", "picture", "photo", "market", "throne",
		"best", "most", "worst", "first", "last", "next", "time", "moment", "one", "only", "age", "top":
		return true
	}
	return false
}

// beholds tells whether what begins at token i is that somebody has just been seen: "just
// saw an intern", "watched him", "heard our Violetta".
func (r *reading) beholds(s *sent, i int) bool {
	just := i > s.from+1 && r.tokens[i-2].text == "when"
	for i < s.to {
		switch r.tokens[i].text {
		case "just", "only":
			just = true
		case "all", "heard", "plainly", "clearly", "then", "can", "could", "and", "both":
		case "saw", "see", "watched", "found":
			return r.seesWhom(s, i+1, just)
		default:
			return false
		}
		i++
	}
	return false
}

// seesWhom tells whether token i begins the words for somebody at hand who is seen; with
// just, it may be anybody.
func (r *reading) seesWhom(s *sent, i int, just bool) bool {
	if i+1 >= s.to {
		return false
	}
	switch w := r.tokens[i].text; {
	case w == "him" || w == "them":
		return true
	case w == "her":
		return !isNounOfWork(r.tokens[i+1].text)
	case ownsDear(w):
		return !r.covers(s, fable, i+1) && !r.covers(s, story, i+1) && !isNounOfWork(r.tokens[i+1].text)
	case w == "a" || w == "an" || w == "the" || w == "one":
		return just && !r.tellsTale(s, i) && (r.isNamedPerson(s, i+1) || i+2 < s.to && r.isNamedPerson(s, i+2) || isCastPart(r.tokens[i+1].text))
	}
	return false
}

// tellsTale tells whether a sentence names a story from token i on.
func (r *reading) tellsTale(s *sent, i int) bool {
	for _, c := range s.cues {
		if (c.kind == fable || c.kind == story) && c.from > i {
			return true
		}
	}
	return false
}

// isNounOfWork tells whether a word names what one sees a part or a work in.
func isNounOfWork(w string) bool {
	switch w {
	case "film", "play", "show", "panto", "series", "first", "last", "new", "favourite", "performance", "character", "hero", "old", "in", "on":
		return true
	}
	return false
}

// standsBy tells whether the one who writes stands or sits by somebody, with the
// preposition at token i: "we're stood round him", "I'm with him".
func (r *reading) standsBy(s *sent, i int) bool {
	if i+1 >= s.to || i < s.from+2 {
		return false
	}
	switch r.tokens[i+1].text {
	case "him", "her", "them":
	default:
		return false
	}
	if i+2 < s.to && r.tokens[i+2].brk == joined && r.tokens[i+1].text == "her" && !opensClause(r.tokens[i+2].text) && !preposed(r.tokens[i+2].text) {
		return false
	}
	for k := i - 1; k >= max(s.from, i-nearIf); k-- {
		switch r.tokens[k].text {
		case "am", "were", "are", "stood", "sat", "standing", "sitting", "kneeling", "stay", "stayed", "left", "alone":
			return k == s.from || isFirst(r.tokens[k-1].text) || r.tokens[k].text == "stood" || r.tokens[k].text == "standing" || r.tokens[k].text == "left" || k == s.from && r.tokens[k].text == "were"
		}
	}
	return false
}

// asksToAct tells whether the "I" or "we" of token i asks whom to call or what to do with
// somebody: "who do I ring", "should we move him".
func (r *reading) asksToAct(s *sent, i int) bool {
	if i == s.from || i+1 >= s.to {
		return false
	}
	switch r.tokens[i-1].text {
	case "do", "can", "should", "shall", "could", "must", "that", "number", "doctor", "does", "need":
	default:
		return false
	}
	k := i + 1
	for k < s.to && (r.tokens[k].text == "could" || r.tokens[k].text == "can" || r.tokens[k].text == "should" || r.tokens[k].text == "even" || r.tokens[k].text == "have" || r.tokens[k].text == "to") {
		k++
	}
	if k >= s.to {
		return false
	}
	switch r.tokens[k].text {
	case "ring", "phone", "fetch":
		return true
	case "call":
		return k+1 >= s.to || r.tokens[k+1].text != "it" && r.tokens[k+1].text != "the" && r.tokens[k+1].text != "my" && r.tokens[k+1].text != "him" && r.tokens[k+1].text != "her"
	case "get", "bring":
		return r.actsOnWhom(s, k+1) && k+2 < s.to && leadsAway(r.tokens[k+2].text) && (r.tokens[k+2].text != "to" || k+3 < s.to && (isArticle(r.tokens[k+3].text) || r.tokens[k+3].text == "hospital"))
	case "tell", "ask", "move", "lift", "wake", "leave", "take", "give", "keep", "help", "put", "send", "make", "stop", "wait", "carry", "sit", "lay", "touch", "pull":
		return r.actsOnWhom(s, k+1)
	}
	return false
}

// leadsAway tells whether a word says where to somebody is brought.
func leadsAway(w string) bool {
	switch w {
	case "to", "out", "up", "off", "down", "in", "home", "into", "inside", "seen", "a", "help", "some":
		return true
	}
	return false
}

// actsOnWhom tells whether token i is somebody with whom something is to be done.
func (r *reading) actsOnWhom(s *sent, i int) bool {
	if i >= s.to {
		return false
	}
	switch r.tokens[i].text {
	case "him", "them":
		return true
	case "her":
		return i+1 >= s.to || opensClause(r.tokens[i+1].text) || preposed(r.tokens[i+1].text) || r.tokens[i+1].text == "up" || r.tokens[i+1].text == "out" || r.tokens[i+1].text == "down" || r.tokens[i+1].text == "a" || r.tokens[i+1].text == "water"
	}
	return false
}
