package guard

// Whether what may be bygone is said to be real or back.

// pressesHard tells whether a sentence presses by more than a day that is named.
func (r *reading) pressesHard(s *sent) bool {
	for i := s.from; i < s.to; i++ {
		if !r.pressesAt(s, i) {
			continue
		}
		before, next := r.around(i)
		switch w := r.tokens[i].text; {
		case w == "this" && next == "week":
		case w == "today" || w == "yesterday" || w == "last" || before == "days" || before == "day":
		default:
			return true
		}
	}
	return false
}

// real tells whether a turn says that what it tells is real and at hand. To ask for help
// with words, and how somebody was lost, is no such thing.
func (r *reading) real() bool {
	return r.allKinds()&(1<<claim) != 0 || r.livesUnless(r.onlyAsksHelp)
}

// onlyAsksHelp tells whether words of need ask for help with a text or a plan, or tell
// how somebody died.
func (r *reading) onlyAsksHelp(s *sent, c cueHit) bool {
	if c.to >= s.to {
		return false
	}
	first, next := r.tokens[c.from].text, r.tokens[c.to].text
	switch next {
	case "write", "with", "word", "draft", "plan", "choose", "pick", "find", "phrase", "translate", "understand", "make", "organise", "organize":
		return (first == "help" || first == "please") && (next != "with" || c.to+1 < s.to && !r.placed(s, c.to+1))
	case "lost", "who", "gone", "finished":
		return true
	}
	return false
}

// backSince tells whether a sentence from sentence n to end says that something is back
// or is so tonight.
func (r *reading) backSince(n, end int) bool {
	for k := n; k <= end; k++ {
		s := &r.sents[k]
		for i := s.from; i < s.to; i++ {
			switch r.tokens[i].text {
			case "tonight", "again", "repeat", "returned", "recurred", "relapsed", "not":
				if r.pressesAt(s, i) {
					return true
				}
			}
		}
	}
	return false
}
