package guard

// A word of time or of how often in the same sentence need not be about the
// finding: "no cramps for a year", "had one cramp, hiking all day", "how often
// should I stretch for cramps". Such attributes are nobody's.

// strays tells whether an attribute says how long or how often something else
// is. Only words of time can stray; how bad something is, is always told of it.
func (lx *lexer) strays(r *reading, a mention) bool {
	switch lx.concepts[a.concept].id {
	case "weeks3", "days":
		return r.wellFor(a)
	case "often", "nightly":
		return r.asksHowOften(a) || r.wellFor(a) || lx.doneAllDay(r, a) || r.habit(a) || r.keepsOff(a)
	case "ten_minutes":
		return lx.doneAllDay(r, a)
	}
	return false
}

// wellFor tells whether a time is how long somebody has been well: "none for
// months", "not had one since Christmas", "been fine for weeks".
func (r *reading) wellFor(a mention) bool {
	s := &r.sents[a.sent]
	i, led := a.from, leadsTime(r.tokens[a.from].text)
	for i > s.from && a.from-i < 5 && fillsTime(r.tokens[i-1].text) {
		i--
		led = led || leadsTime(r.tokens[i].text)
	}
	if !led || i == s.from {
		return false
	}
	switch w := r.tokens[i-1].text; {
	case r.firstIn(s, i):
		return true
	case w == "none" || w == "nothing" || w == "never" || w == "again" && i-2 >= s.from && r.tokens[i-2].text == "never":
		return true
	case isWell(w):
		return !r.noBefore(s, i-1)
	case isIt(w) || isBother(w):
		return r.hadNone(s, i-1)
	}
	return false
}

// firstIn tells whether a thing done for the first time stands before token i, so that
// the time is how long it was not done: "my first match since two years".
func (r *reading) firstIn(s *sent, i int) bool {
	for k := i - 2; k >= max(s.from, i-3) && r.tokens[k+1].brk == joined; k-- {
		if r.tokens[k].text != "first" {
			continue
		}
		switch r.tokens[i-1].text {
		case "match", "game", "run", "walk", "hike", "swim", "ride", "class", "session", "lesson", "workout", "training", "gym", "race", "parkrun", "shift", "outing", "day":
			return true
		}
	}
	return false
}

// leadsTime tells whether a word leads to how long something has been so.
func leadsTime(w string) bool { return w == "for" || w == "since" || w == "in" || w == "over" }

// fillsTime tells whether a word may stand before the words of a time.
func fillsTime(w string) bool {
	switch w {
	case "about", "nearly", "almost", "more", "than", "the", "last", "past", "at", "least", "a", "good", "some", "these", "well", "around", "roughly", "so", "many", "now":
		return true
	}
	return leadsTime(w)
}

// isWell tells whether a word says that all is well.
func isWell(w string) bool {
	switch w {
	case "fine", "ok", "okay", "grand", "perfect", "clear", "free", "gone", "quiet", "sorted", "healthy", "better", "away", "brilliant", "great":
		return true
	}
	return false
}

// isIt tells whether a word stands for a finding named before.
func isIt(w string) bool { return w == "one" || w == "it" || w == "any" || w == "them" || w == "me" }

// isBother tells whether a word names something that somebody may be without.
func isBother(w string) bool {
	switch w {
	case "cramp", "cramps", "cramped", "twinge", "twinges", "problem", "problems", "trouble", "bother", "pain", "pains", "issue", "issues", "ache", "aches", "symptoms",
		"episode", "episodes", "attack", "attacks", "hurt", "ached", "bothered", "happened", "back", "recurred", "swollen", "swelled":
		return true
	}
	return false
}

// hadNone tells whether the words that end at token i say that somebody did not
// have something: "not had a single one", "no pain", "never came back". A
// second negation turns it round: "not a day without pain".
func (r *reading) hadNone(s *sent, i int) bool {
	for k := i - 1; k >= max(s.from, i-5) && r.tokens[k+1].brk == joined; k-- {
		switch r.tokens[k].text {
		case "not", "never", "no", "without":
			return !r.noBefore(s, k)
		case "had", "have", "got", "has", "a", "single", "any", "been", "bothered", "another", "come", "came", "hurt", "one", "even", "more", "leg", "night":
		default:
			return false
		}
	}
	return false
}

// noBefore tells whether a negation stands within a few words before token i.
func (r *reading) noBefore(s *sent, i int) bool {
	for k := i - 1; k >= max(s.from, i-4) && r.tokens[k+1].brk == joined; k-- {
		switch r.tokens[k].text {
		case "not", "never", "no", "hardly", "barely", "nothing", "nobody", "only", "rarely", "without":
			return true
		}
	}
	return false
}

// asksHowOften tells whether the word is that of a question: "how often should
// I stretch", "how many times a week".
func (r *reading) asksHowOften(a mention) bool {
	for k := a.from - 1; k >= max(r.sents[a.sent].from, a.from-2); k-- {
		if r.tokens[k].text == "how" {
			return true
		}
	}
	return false
}

// wayToDay is how many words may stand between what somebody did and how long:
// "hiking in the hills all day".
const wayToDay = 4

// doneAllDay tells whether "all day" is how long somebody did something.
func (lx *lexer) doneAllDay(r *reading, a mention) bool {
	if r.tokens[a.from].text != "all" {
		return false
	}
	ms := r.between(a.sent, a.from-wayToDay-r.reach, a.to)
	did := -1
	for i := range ms {
		m := &ms[i]
		if id := lx.concepts[m.concept].id; (id == "hard_exercise" || id == "long_standing") && a.from-m.to <= wayToDay {
			did = max(did, m.to)
		}
	}
	for i := range ms {
		m := &ms[i]
		if lx.concepts[m.concept].kind == finding && m.from >= did && m.from < a.from {
			return false
		}
	}
	return did >= 0
}

// habit tells whether a word says how often somebody does something good for
// the legs: "my nightly stretch", "I swim every day and rarely cramp".
func (r *reading) habit(a mention) bool {
	s := &r.sents[a.sent]
	if a.to < s.to && a.to-a.from == 1 && isHabit(r.tokens[a.to].text) {
		return true
	}
	if a.from == s.from || !isHabit(r.tokens[a.from-1].text) {
		return false
	}
	for k := a.to; k < s.to; k++ {
		switch r.tokens[k].text {
		case "still", "but", "yet":
			return false
		}
	}
	return true
}

// keepsOff tells whether "keeps" is said of what keeps a finding away or keeps
// somebody well: "a bath keeps leg cramps at bay", "I keep fit".
func (r *reading) keepsOff(a mention) bool {
	s := &r.sents[a.sent]
	if w := r.tokens[a.to-1].text; w != "keeps" && w != "keep" || r.noBefore(s, a.to-1) {
		return false
	}
	if a.to < s.to && keptUp(r.tokens[a.to].text) {
		return true
	}
	for k := a.to; k < min(s.to, a.to+4); k++ {
		switch r.tokens[k].text {
		case "away", "bay", "off":
			return true
		}
	}
	return false
}

// keptUp tells whether a word after "keep" makes it no sign that comes again.
func keptUp(w string) bool {
	switch w {
	case "fit", "active", "warm", "calm", "busy", "hydrated", "dry", "clean", "an", "my", "the", "healthy", "supple", "young", "happy", "quiet", "well":
		return true
	}
	return false
}

// pastSpell tells whether a cue only says how long something of the past
// lasted: the "for months" of "two years ago for months".
func (r *reading) pastSpell(s *sent, c cueHit) bool {
	if c.kind != present || r.tokens[c.from].text != "for" {
		return false
	}
	for _, o := range r.cuesBetween(s, c.from-r.reach, c.to+2) {
		if o.kind == past && (o.to == c.from || o.from == c.to || o.from == c.to+1) {
			return true
		}
	}
	return false
}

// isHabit tells whether a word names something done for fitness.
func isHabit(w string) bool {
	switch w {
	case "stretch", "stretches", "stretching", "yoga", "pilates", "swim", "swims", "swimming", "bath", "baths", "routine", "massage", "banana", "bananas", "gym", "dip", "sauna":
		return true
	}
	return false
}
