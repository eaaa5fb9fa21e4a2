package guard

import "strings"

// Whose sign it is where a sentence tells of somebody who died.

// living tells whether a sign in a sentence about the dead is somebody else's:
// after the clause that tells of the death comes one about a relative or
// oneself, or a "he" or "she" who is or has something now.
func (r *reading) living(s *sent, m *mention) bool {
	c, ok := s.has(unreal)
	if !ok {
		return false
	}
	from := c.to
	for from < s.to && r.tokens[from].brk == joined && !opensClause(r.tokens[from].text) && r.tokens[from].text != "i" {
		from++
	}
	if m.to <= from { // before the news, or in it
		return r.otherBefore(s, m, c)
	}
	for i := from; i < min(m.to, s.to); i++ {
		switch r.tokens[i].text {
		case "i", "me", "my", "we", "our", "since", "now":
			return true
		}
		if r.isNow(s, i) {
			return true
		}
		if r.covers(s, relative, i) {
			return true
		}
	}
	return false
}

// otherBefore tells whether a sign stands in an earlier clause that is about
// "he", "she" or oneself, while somebody named only after it died: "she fainted
// mid sentence and it's in the family, her brother died at 22".
func (r *reading) otherBefore(s *sent, m *mention, dead cueHit) bool {
	from := dead.from
	for from > m.to && r.tokens[from].brk == joined {
		from--
	}
	if from <= m.to || r.tokens[from].brk == joined || !r.namedIn(from, dead.from+1, s) || r.namedIn(s.from, from, s) {
		return false
	}
	theirs := r.tokens[from].text == "his" || r.tokens[from].text == "her"
	for i := s.from; i < m.from; i++ {
		switch r.tokens[i].text {
		case "i", "my":
			return true
		case "she", "he":
			return theirs
		}
	}
	return false
}

// namedIn tells whether tokens [from:to) name a relative.
func (r *reading) namedIn(from, to int, s *sent) bool {
	for i := from; i < to; i++ {
		if r.covers(s, relative, i) {
			return true
		}
	}
	return false
}

// alive tells whether a sentence after one about the dead is about somebody
// else: it says what is now, or nothing of what was.
func (r *reading) alive(s *sent) bool {
	if _, now := s.has(present, recent); now {
		return true
	}
	one, then := false, false
	for i := s.from; i < s.to; i++ {
		if r.isNow(s, i) {
			return true
		}
		w := r.tokens[i].text
		one = one || w == "he" || w == "she" || w == "his" || w == "her" || w == "him" // "them" are feet
		then = then || isPastVerb(w) || len(w) > 4 && strings.HasSuffix(w, "ed")
	}
	return !one || !then
}

func isPastVerb(w string) bool {
	switch w {
	case "had", "was", "were", "did", "got", "went", "could", "used", "kept", "said", "told", "came", "felt", "lost", "began", "took", "gave", "fell", "woke", "saw":
		return true
	}
	return false
}

// isNow tells whether token i is a "he" or "she" who is or has something now,
// or a part of one.
func (r *reading) isNow(s *sent, i int) bool {
	switch r.tokens[i].text {
	case "he", "she", "they":
		return i+1 < s.to && isPresent(r.tokens[i+1].text) || i+2 < s.to && isPresent(r.tokens[i+2].text)
	case "his", "her", "their": // "and her hands are cold"
		return i+2 < s.to && r.tokens[i+2].brk == joined && isPresent(r.tokens[i+2].text)
	}
	return false
}

// isPresent tells whether a verb says what is now.
func isPresent(w string) bool {
	switch w {
	case "is", "are", "has", "have", "can", "keeps", "feels", "does", "looks", "says", "will":
		return true
	}
	return false
}
