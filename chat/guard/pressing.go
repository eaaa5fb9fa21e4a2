package guard

// What presses. Whatever makes a danger harmless (a date of long ago, a death, a
// book) fails before words of now and of need: "until tonight", "ten minutes ago",
// "it came back", "not treated", "she won't see anybody". What is short of the cue
// "pressing", see athand.go, but tells that a story is not over is found here.

// nearNot is within how many words after or before a negation what it denies stands.
const (
	nearNot  = 3
	nearDeny = 7
)

// presses tells whether a sentence speaks of now, of something that is back or of
// somebody in need.
func (r *reading) presses(s *sent) bool {
	for _, c := range s.cues {
		if c.kind == pressing && !r.ofAnybody(s, c) {
			return true
		}
	}
	for i := s.from; i < s.to; i++ {
		if r.pressesAt(s, i) {
			return true
		}
	}
	return false
}

// pressesAt tells whether token i does so.
func (r *reading) pressesAt(s *sent, i int) bool {
	before, next := r.around(i)
	if i == s.from {
		before = ""
	}
	if i+1 >= s.to {
		next = ""
	}
	switch w := r.tokens[i].text; w {
	case "again":
		return !s.asks && !r.deniedNear(s, i) && !doesAgain(before) && !r.covers(s, healed, i)
	case "returned", "returns", "recurred", "relapsed", "relapse", "repeat", "recurrence", "recurring", "flared", "resurfaced":
		return !s.asks && !r.deniedNear(s, i)
	case "back", "coming":
		return comesBack(before, w, next) && !s.asks && !r.deniedNear(s, i)
	case "until", "till":
		return endsCalm(next) && r.deniedOrWell(s, i) && !r.deniedFrom(s, i+2)
	case "but":
		return next == "tonight" || next == "today" || next == "now"
	case "not", "never":
		return r.unsettled(s, i)
	case "untreated", "undiagnosed", "unseen", "refusing", "refuses", "worsening", "alone":
		return w != "alone" || before == "am" || before == "is" || before == "are" || before == "here" || before == "home"
	case "no", "nobody":
		return r.noneComes(s, i)
	case "floor", "sofa", "couch", "bed", "pavement", "armchair", "stretcher", "kerb":
		return r.liesHere(s, i)
	}
	return r.timeOfNow(s, i, before, next)
}

// liesHere tells whether somebody is on the floor or the sofa of token i.
func (r *reading) liesHere(s *sent, i int) bool {
	for k := i - 1; k >= max(s.from, i-nearIf); k-- {
		switch r.tokens[k].text {
		case "is", "am", "lying", "sitting", "slumped", "laid", "sat":
			return k > s.from && r.tokens[k-1].text != "was" && r.tokens[k-1].text != "were" && r.tokens[k-1].text != "been"
		case "was", "were", "had":
			return false
		}
	}
	return false
}

// timeOfNow tells whether token i is a time of today.
func (r *reading) timeOfNow(s *sent, i int, before, next string) bool {
	switch r.tokens[i].text {
	case "tonight", "yesterday", "currently", "presently", "overnight":
		return true
	case "today":
		return before != "till" && before != "until" && before != "after" && before != "of" && !s.asks
	case "now":
		return before == "just" || before == "right" || before == "here" || before == "happening" || before == "even" || before == "till" || before == "until" || i+2 < s.to && (next == "my" || next == "his" || next == "her" || next == "the") && (r.placed(s, i+2) || i+3 < s.to && r.placed(s, i+3))
	case "this":
		return isHourOf(next)
	case "last":
		return next == "night"
	case "still":
		return isCopula(before) && !r.placedOut(next) || next == "got" || next == "hurts" || next == "there" || next == "here" || next == "has" || next == "have"
	case "ago", "back", "later", "earlier", "since", "before", "gone":
		return isShortTime(before) && i > s.from+1 && (r.amountAt(i-2) || r.tokens[i].text == "ago" && r.tokens[i-1].brk != joined)
	case "same":
		return isSameSign(next) && !s.asks
	case "hour":
		return i > s.from+1 && (before == "one" || before == "an" || before == "half" || before == "#") && r.tokens[i-2].text == "is"
	case "oclock", "pm":
		return i > s.from && r.tokens[i-1].isNum
	case "breakfast", "lunch", "lunchtime", "dinner", "supper", "teatime", "noon", "midday":
		return !s.asks && (before == "at" || before == "after" || before == "since" || before == "before" || before == "this")
	}
	return false
}

// doesAgain tells whether what a word says is done again is what the well do: "was
// dancing again by Sunday".
func doesAgain(w string) bool {
	switch w {
	case "dancing", "playing", "walking", "running", "working", "swimming", "skipping", "climbing", "cycling", "singing", "laughing", "smiling", "eating", "riding", "driving", "training",
		"married", "well", "fine", "right", "fit", "grand", "about", "myself", "himself", "herself", "better", "normal", "pregnant", "expecting", "cooking", "gardening", "bowling", "chatting":
		return true
	}
	return false
}

// amountAt tells whether token i counts a stretch of time: "two", "an", "few".
func (r *reading) amountAt(i int) bool {
	switch t := &r.tokens[i]; t.text {
	case "a", "an", "half", "few", "couple", "odd", "the", "some", "several", "of", "these":
		return true
	default:
		return t.isNum
	}
}

// isSameSign tells whether a word behind "the same" names what is back.
func isSameSign(w string) bool {
	switch w {
	case "leg", "foot", "calf", "arm", "side", "spot", "pain", "ache", "feeling", "symptoms", "symptom", "thing", "as", "again", "here", "now":
		return true
	}
	return false
}

// isHourOf tells whether a word makes "this" a time of now.
func isHourOf(w string) bool {
	switch w {
	case "morning", "afternoon", "evening", "night", "minute", "second", "instant", "hour", "lunchtime", "teatime", "moment", "week", "time":
		return true
	}
	return false
}

// isShortTime tells whether a word is a stretch of time that is soon over.
func isShortTime(w string) bool {
	switch w {
	case "second", "seconds", "sec", "secs", "moment", "moments", "minute", "minutes", "min", "mins", "hour", "hours", "hrs", "hr", "day", "days":
		return true
	}
	return false
}

// isCopula tells whether a word says what is so: "is still", "has still".
func isCopula(w string) bool {
	switch w {
	case "is", "am", "are", "has", "have", "it", "its":
		return true
	}
	return false
}

// placedOut tells whether a word behind "still" speaks of company or of what lies ahead:
// "the chart is still with us", "the best is still to come".
func (r *reading) placedOut(w string) bool {
	return w == "with" || w == "to" || w == "my" || w == "the" || w == "a" || w == "living" || w == "working" || w == "going" || w == "at" || w == "too" || w == "love" || w == "miss" || w == "wear"
}

// comesBack tells whether a word of returning says that something is back, not that
// somebody went back to work or that it was back then.
func comesBack(before, w, next string) bool {
	if w == "coming" {
		return next == "back"
	}
	switch before {
	case "is", "are", "came", "come", "comes", "has", "have", "creeping", "crept", "it", "been":
	default:
		return false
	}
	switch next {
	case "in", "into", "to", "on", "at", "with", "from", "home", "then", "up", "when", "of", "by":
		return false
	}
	return true
}

// endsCalm tells whether a word behind "until" ends a long calm.
func endsCalm(w string) bool {
	switch w {
	case "now", "today", "tonight", "this", "last", "yesterday", "recently", "lately", "lunch", "lunchtime", "breakfast", "an", "half", "just", "about", "a":
		return true
	}
	return false
}

// deniedNear tells whether a negation stands shortly before token i.
func (r *reading) deniedNear(s *sent, i int) bool {
	for k := i - 1; k >= max(s.from, i-nearDeny); k-- {
		if w := r.tokens[k].text; negates(w) || w == "nor" || w == "hardly" {
			return true
		}
	}
	return false
}

// deniedFrom tells whether a negation stands shortly behind token i: "till today nothing".
func (r *reading) deniedFrom(s *sent, i int) bool {
	for k := i; k < min(s.to, i+nearNot); k++ {
		if negates(r.tokens[k].text) {
			return true
		}
	}
	return false
}

// deniedOrWell tells whether a negation or a word of health stands before token i: what
// "until" ends then was a calm.
func (r *reading) deniedOrWell(s *sent, i int) bool {
	if r.deniedNear(s, i) {
		return true
	}
	for _, c := range r.cuesBetween(s, i-farthest, i) {
		if c.kind == healed || c.kind == cleared || c.kind == shut || c.kind == hale {
			return true
		}
	}
	return false
}

// unsettled tells whether the negation of token i says that nothing is settled: "not
// treated", "haven't told anybody", "won't see a doctor", "can't stop".
func (r *reading) unsettled(s *sent, i int) bool {
	before, _ := r.around(i)
	if i == s.from {
		before = ""
	}
	if before == "did" || before == "could" || before == "would" || before == "was" || before == "were" || before == "if" {
		return false // of then
	}
	for k := i + 1; k < min(s.to, i+1+nearNot); k++ {
		switch r.tokens[k].text {
		case "treated", "well", "right", "gone", "over", "better", "resolved", "settled", "eased", "easing", "healed", "recovered", "stopped", "stopping", "grand", "seen", "told", "rung", "rang", "called", "improving", "healing", "leaving", "passed":
			return !r.deniedNear(s, i)
		case "fine", "ok", "okay", "good":
			return before == "is" || before == "am" || before == ""
		case "let", "wake", "go", "hear", "leave", "come", "see", "ring", "call", "stop", "sit", "get":
			if before == "will" || before == "can" && k <= i+2 {
				return true
			}
		}
	}
	return false
}

// noneComes tells whether token i begins to say that nobody has helped: "nobody has
// come", "no doctor has seen me", "no hospital near".
func (r *reading) noneComes(s *sent, i int) bool {
	k := i + 1
	if r.tokens[i].text == "no" {
		if k >= s.to {
			return false
		}
		switch r.tokens[k].text {
		case "doctor", "doctors", "hospital", "hospitals", "ambulance", "medic", "medics", "treatment", "one", "specialist", "nurse", "help":
		default:
			return false
		}
		k++
	}
	if k >= s.to {
		return false
	}
	switch r.tokens[k].text {
	case "has", "have", "here", "around", "near", "nearby", "home", "with", "is", "knows", "can", "will":
		return true
	}
	return false
}
