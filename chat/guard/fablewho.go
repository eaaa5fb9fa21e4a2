package guard

// Who plays, watches or acts in a tale, see fable.go.

// mustPlay tells whether the one who writes at token i only must do on stage what
// begins at token to.
func (r *reading) mustPlay(i, to int) bool {
	for i++; i < to; i++ {
		switch w := r.tokens[i].text; w {
		case "must", "to", "pretend", "supposed", "gotta":
			return true
		}
	}
	return false
}

// playsIt tells whether the person named by tokens [from:to] plays a part or looks on:
// "the guy who plays the villain", "the lad playing the wolf", "a man in the audience".
func (r *reading) playsIt(s *sent, from, to int) bool {
	for k := max(s.from, from-8); k < min(s.to, to+5); k++ {
		switch r.tokens[k].text {
		case "plays", "playing", "played", "acting":
			if k >= from-1 {
				return true
			}
		case "audience", "seat", "seats", "row", "stalls", "crowd", "backstage", "usher", "front":
			return true
		}
	}
	return false
}

// isRole tells whether "my" belongs to a part in a story: "my cleric".
func (r *reading) isRole(s *sent, sub subject) bool {
	for i := sub.from; i <= sub.at+1 && i < s.to; i++ {
		if r.covers(s, story, i) || r.covers(s, fable, i) && r.firmTale(s, i) {
			return true
		}
	}
	return false
}

// firmTale tells whether words of a story that are not soft take up token i: soft ones may
// span "my husband, who loves films".
func (r *reading) firmTale(s *sent, i int) bool {
	for _, c := range r.cuesBetween(s, i-r.reach, i+1) {
		if c.kind == fable && !c.soft && c.from <= i && i < c.to {
			return true
		}
	}
	return false
}

// watches tells whether the one who writes is in the sentence before token to as
// somebody to whom it happens: not only as who saw, read or wrote it.
func (r *reading) watches(s *sent, to int) bool {
	for i := s.from; i < to; i++ {
		w := r.tokens[i].text
		if w != "i" && w != "we" {
			continue
		}
		_, next := r.around(i)
		switch next {
		case "saw", "see", "watched", "watch", "read", "remember", "heard", "picked", "love", "like", "write", "wrote", "draw", "play", "loved", "liked", "compare", "study", "studied", "think", "eat", "need", "got", "want", "cried", "made", "know":
		default:
			return true
		}
	}
	return false
}

// actedBefore tells whether the nearest one who is named before token i in the sentence
// is at hand, and whether anybody is.
func (r *reading) actedBefore(s *sent, i int) (dear, found bool) {
	for k := i - 1; k >= max(s.from, i-mostToSubject); k-- {
		switch h := r.holderAt(s, k, i); h {
		case dearHolder:
			return !r.isRole(s, subject{h, r.phraseFrom(s, k), k}), true
		case folkHolder, nameHolder:
			return false, true
		}
	}
	return false, false
}

// namesDear tells whether a sentence names somebody at hand who has a part in nothing.
func (r *reading) namesDear(s *sent) bool {
	for i := s.from; i < s.to; i++ {
		if h := r.holderAt(s, i, s.to); h == dearHolder && !r.isRole(s, subject{h, r.phraseFrom(s, i), i}) && !r.isBystander(s, i) && !r.isViewer(s, i) {
			return true
		}
	}
	return false
}

// isViewer tells whether the person at token i only watches or reads: "my mother sees it
// every day".
func (r *reading) isViewer(s *sent, i int) bool {
	for k := i + 1; k < min(s.to, i+4); k++ {
		switch r.tokens[k].text {
		case "loves", "love", "watches", "watch", "see", "sees", "likes", "reads", "watching", "adores", "hates", "picked", "chose", "spilt", "spilled", "played", "plays", "wept", "cry", "serial", "book", "novel", "film":
			return true
		}
	}
	return false
}
