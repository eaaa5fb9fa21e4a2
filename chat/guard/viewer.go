package guard

// ofViewer tells whether the one who watches or copies a story says behind it how he
// or she is: "watched the Crown and cannot move", "typing up letters when my sight
// went". Whoever copies letters tells what "he" or "she" writes.
func (r *reading) ofViewer(s *sent, c cueHit) bool {
	copied, told := r.copied(c), false
	switch r.tokens[c.from].text {
	case "watched", "watching", "finished", "saw", "seen", "binged", "bingeing":
	default:
		if !copied {
			return false
		}
	}
	for i := c.from; i < s.to; i++ {
		_, next := r.around(i)
		switch r.tokens[i].text {
		case "he", "she", "they", "his", "their", "says", "say", "said", "lists", "writes", "mentions", "describes":
			told = true
		case "my":
			if i >= c.to && (next == "own" || r.turnsAt(i, copied)) {
				return true
			}
		case "can", "cannot":
			if i >= c.to && r.turnsAt(i, copied) {
				return true
			}
		case "then", "now", "suddenly", "sudden":
			if copied && r.tokens[i].brk != joined {
				return true
			}
		}
	}
	return copied && !told && s.m0 < s.m1
}

// copied tells whether a story is what somebody wrote about a life: a diary, letters.
func (r *reading) copied(c cueHit) bool {
	for i := c.from; i < c.to; i++ {
		if isMemoir(r.tokens[i].text) {
			return true
		}
	}
	return false
}

// turnsAt tells whether a clause begins at token i: behind "and" or, but for what is
// copied, a comma.
func (r *reading) turnsAt(i int, copied bool) bool {
	before, _ := r.around(i)
	return before == "and" || before == "when" || before == "then" || !copied && r.tokens[i].brk == comma
}

// isMemoir tells whether a word names what people wrote about their own lives.
func isMemoir(w string) bool {
	switch w {
	case "letters", "diary", "diaries", "journal", "journals", "memoir", "memoirs", "postcards":
		return true
	}
	return false
}
