package guard

// Where a name begins and ends, see wording.go.

// names tells whether words that name something are of a thing: "it is called" brings in
// what an illness is called, and "he's called" whom he rang.
func (r *reading) names(s *sent, c cueHit) bool {
	if c.to >= s.to || c.from == s.from && r.tokens[c.from].text == "called" {
		return c.to < s.to && c.from > s.from
	}
	for i := c.from - 1; i >= max(s.from, c.from-2); i-- {
		switch w := r.tokens[i].text; w {
		case "it", "this", "that", "what", "which", "condition", "disease", "illness", "symptom", "symptoms", "diagnosis", "he", "she", "medical", "proper", "clinical", "doctors", "doctor", "gp":
			return false
		default:
			if (r.covers(s, relative, i) || w == "have" || w == "has" || w == "had") && isAux(r.tokens[c.from].text) {
				return false
			}
		}
	}
	return true
}

// nameFrom gives the token at which the name that follows a cue begins: behind what is
// named in "named her pepper sauce".
func (r *reading) nameFrom(s *sent, n int, c cueHit) int {
	if c.to-c.from != 2 || !ownsAny(r.tokens[c.to-1].text) {
		return c.to
	}
	for i := c.to; i < min(s.to, c.to+nearName+1); i++ {
		if len(r.between(n, i, i+1)) > 0 || r.tokens[i].text == "a" || r.tokens[i].brk != joined {
			return i
		}
	}
	return c.to
}

// ownsAny tells whether a word stands before what somebody has.
func ownsAny(w string) bool {
	switch w {
	case "my", "our", "his", "her", "their", "its", "the":
		return true
	}
	return false
}

// nameEnds gives the token at which an unquoted name that begins at token from ends: with
// the last sign of it, or at from if no sign begins there.
func (r *reading) nameEnds(s *sent, n, from int) int {
	end := from
	for i := from; i < s.to && i <= end+nearName; i++ {
		w := r.tokens[i].text
		if i > from && r.tokens[i].brk == comma && end == from || isPerson(w) || r.covers(s, relative, i) || w == "but" || w == "because" || w == "since" || w == "now" || w == "this" || w == "after" || isPresent(w) || isAux(w) {
			break
		}
		found := false
		for _, m := range r.between(n, i, i+1) {
			end, found = max(end, min(m.to, i+nearName)), true
		}
		if !found && end == from && w != "a" && w != "an" && w != "the" && w != "no" && !r.placed(s, i) && !r.placed(s, i-1) && w != "went" && w != "turned" {
			break
		}
	}
	for end > from && end < s.to && r.placed(s, end) && r.tokens[end].brk == joined {
		end++
	}
	return end
}

// apposition gives the token at which the name of a team or a boat stands between commas,
// 0 for none: "our quiz team, {...}, came second".
func (r *reading) apposition(s *sent) int {
	for i := s.from + 1; i < s.to; i++ {
		if r.tokens[i].brk != comma || i < s.from+2 || !r.covers(s, wordy, i-1) && r.tokens[i-2].text != "the" || i+1 >= s.to {
			continue
		}
		switch r.tokens[i-1].text {
		case "team", "band", "group", "boat", "horse", "yacht", "dinghy", "cocktail", "act":
			return i
		}
	}
	return 0
}

// sentOf gives the sentence of a token.
func (r *reading) sentOf(i int) int {
	n := 0
	for n+1 < len(r.sents) && r.sents[n].to <= i {
		n++
	}
	return n
}
