package guard

import "strings"

// Who is at hand, and what is so now, in the words that say so, see affirm.go.

// pointsBack tells whether a word stands for a sign that was named before.
func pointsBack(w string) bool {
	switch w {
	case "it", "that", "one", "them", "those", "this", "exactly", "the":
		return true
	}
	return false
}

// byOneAtHand tells whether the words before token i, in its clause, name somebody at
// hand, and neither deny, suppose nor ask.
func (r *reading) byOneAtHand(s *sent, i int, named bool) bool {
	who := named
	for k := i - 1; k >= max(s.from, i-mostSubject); k-- {
		w := r.tokens[k].text
		switch {
		case negates(w), isWh(w), w == "never", w == "ever", w == "if", w == "would", w == "might", w == "could", w == "should", w == "may", w == "nobody", w == "none", w == "will",
			w == "when", w == "did", w == "whoever", w == "people", w == "used", w == "once", w == "or":
			return false
		case w == "to" && k > s.from && r.tokens[k-1].text != "seems" && r.tokens[k-1].text != "appears" && r.tokens[k-1].text != "seem":
			return false
		case isFirst(w) || w == "he" || w == "she" || w == "mine" || w == "here" || r.covers(s, relative, k) || k == i-1 && r.isTenor(k):
			who = true
		}
		if r.tokens[k].brk != joined {
			break
		}
	}
	return who
}

// isTenor tells whether token i names somebody by what he or she does, by the end of the
// word.
func (r *reading) isTenor(i int) bool {
	w := r.tokens[i].text
	return len(w) > 4 && (strings.HasSuffix(w, "er") || strings.HasSuffix(w, "or") || strings.HasSuffix(w, "ist") || strings.HasSuffix(w, "man")) && r.tokens[i].thing == noThing
}

// nowWithin tells whether a clause says from token i on that it is now or here.
func (r *reading) nowWithin(s *sent, i int) bool {
	for k := i; k < min(s.to, i+mostTail); k++ {
		if k > i && r.tokens[k].brk != joined {
			return false
		}
		if r.nowAt(k) {
			return true
		}
	}
	return false
}

// nowAt tells whether token i is a word of now, or the "minutes ago" of a moment ago.
func (r *reading) nowAt(i int) bool {
	if i >= len(r.tokens) {
		return false
	}
	before, next := r.around(i)
	switch r.tokens[i].text {
	case "now", "tonight", "today", "since", "currently", "tonights":
		return before != "until" && before != "till" && before != "not"
	case "here":
		return next != "at" || before != "work"
	case "front":
		return next == "of" && before == "in"
	case "last":
		return next == "night"
	case "yesterday":
		return true
	case "this":
		return next == "minute" || next == "morning" || next == "afternoon" || next == "evening" || next == "second" || next == "moment"
	case "ago":
		return isMoment(before)
	case "just", "right":
		return next == "now"
	}
	return false
}

// isMoment tells whether a word counts minutes or hours.
func isMoment(w string) bool {
	switch w {
	case "minute", "minutes", "min", "mins", "second", "seconds", "sec", "secs", "hour", "hours", "moment", "moments":
		return true
	}
	return false
}

// clauseStops tells whether a clause ends before token i.
func (r *reading) clauseStops(s *sent, i int) bool {
	return i >= s.to || endsClause(r.tokens, i) || r.tokens[i].text == "because"
}

// happensNow tells whether "it" is said at token i to have happened just now, or to go on:
// "it happened this evening", "it is going on still", "this time it's yes".
func (r *reading) happensNow(s *sent, i int) bool {
	if w := r.tokens[i].text; w != "it" && w != "this" && w != "that" || i+2 >= s.to || r.tokens[i+1].brk != joined {
		return false
	}
	switch w := r.tokens[i+1].text; w {
	case "happened", "started", "began", "came":
		return (w != "came" || r.tokens[i+2].text == "on") && r.nowWithin(s, i+2) && !r.denies(i+2, i+5)
	case "is", "has":
		next := r.tokens[i+2].text
		if next == "my" || next == "our" || next == "me" {
			return r.nowWithin(s, i+3) || i+4 == s.to && r.covers(s, relative, i+3) || i+3 < s.to && isTimeOfLife(r.tokens[i+3].text)
		}
		if next == "been" && i+3 < s.to {
			switch r.tokens[i+3].text {
			case "there", "here", "on", "going", "happening", "with":
				return r.nowWithin(s, i+3)
			}
			return false
		}
		if next == "so" {
			return (i == s.from || r.tokens[i].brk != joined) && r.clauseStops(s, i+3)
		}
		if next == "yes" {
			return r.said(max(s.from, i-3), i, "time") || r.nowWithin(s, i+3)
		}
		if next == "still" && i+3 < s.to {
			next = r.tokens[i+3].text
		}
		switch next {
		case "happening", "going":
			return (next == "happening" || r.said(i+2, min(s.to, i+5), "on")) && (r.said(i+2, min(s.to, i+mostTail), "still") || r.nowWithin(s, i+2))
		}
	}
	return false
}

// isTimeOfLife tells whether a word is what one's time is called: "that's my evening".
func isTimeOfLife(w string) bool {
	switch w {
	case "evening", "night", "morning", "day", "life", "reality", "house":
		return true
	}
	return false
}

// denies tells whether tokens [from:to) hold a denial.
func (r *reading) denies(from, to int) bool {
	for i := from; i < min(to, len(r.tokens)); i++ {
		if negates(r.tokens[i].text) || r.tokens[i].text == "never" {
			return true
		}
	}
	return false
}

// didSo tells whether at token i somebody at hand is only said to have done or to be
// what was named right before: "one of mine just did", "but tonight she does".
func (r *reading) didSo(s *sent, n, i int) bool {
	switch r.tokens[i].text {
	case "did", "does", "has", "do", "have", "is":
	default:
		return false
	}
	if i+1 < s.to && (r.tokens[i+1].text == "also" || r.tokens[i+1].text == "then") {
		return false
	}
	if !r.clauseStops(s, i+1) && (!r.nowAt(i+1) || r.tellsOther(s, i+1)) || !r.namedBefore(n, i) || r.longSince(s, i+1) {
		return false
	}
	from := i
	for from > max(s.from, i-mostSubject) && r.tokens[from].brk == joined && !joins(r.tokens[from-1].text) && !r.seesThat(from) {
		from--
	}
	if !r.opensEcho(s, from) {
		return false
	}
	for k := from; k < i; k++ {
		w := r.tokens[k].text
		if negates(w) || isWh(w) || isAux(w) || w == "who" || w == "that" || w == "never" || w == "if" || w == "than" || w == "as" || w == "before" || w == "after" || w == "until" || w == "like" {
			return false
		}
	}
	return r.oneAtHand(s, from, i)
}

// tellsOther tells whether a sentence goes on behind the word of now at token i with
// something else: "daddy is now a tired man", "we have since moved".
func (r *reading) tellsOther(s *sent, i int) bool {
	if r.clauseStops(s, i+1) {
		return false
	}
	next := r.tokens[i+1].text
	switch r.tokens[i].text {
	case "now":
		return isArticle(next) || strings.HasSuffix(next, "ing")
	case "since":
		return strings.HasSuffix(next, "ed")
	case "here":
		return strings.HasSuffix(next, "ed") || strings.HasSuffix(next, "ing")
	}
	return false
}

// opensEcho tells whether what is said of somebody may begin at token i: a sentence, or
// what "but", "and" or "because" joins.
func (r *reading) opensEcho(s *sent, i int) bool {
	return i == s.from || r.tokens[i].brk == comma || joins(r.tokens[i-1].text) || r.seesThat(i)
}

// seesThat tells whether "I can see that" or the like ends before token i.
func (r *reading) seesThat(i int) bool {
	if i < 2 || r.tokens[i-1].text != "that" {
		return false
	}
	switch r.tokens[i-2].text {
	case "see", "know", "swear", "sure", "tell", "afraid", "found", "saw":
		return true
	}
	return false
}

// oneAtHand tells whether tokens [from:to) name somebody and only when.
func (r *reading) oneAtHand(s *sent, from, to int) bool {
	if from == s.from && to-from <= 2 && r.oneOfThem(from, to) {
		return true
	}
	for k := from; k < to; k++ {
		switch w := r.tokens[k].text; w {
		case "somebody", "someone", "mine", "ours", "i", "he", "she", "we", "here":
			return true
		default:
			if r.covers(s, relative, k) {
				return true
			}
		}
	}
	return false
}

// oneOfThem tells whether tokens [from:to) are a bare subject of a sentence that may be
// one of those spoken of: "one has", "the groom did".
func (r *reading) oneOfThem(from, to int) bool {
	switch w := r.tokens[from].text; w {
	case "the", "our", "one":
		return to-from == 2 || w == "one"
	case "it", "this", "that", "there", "everybody", "everyone", "nobody", "none", "neither", "they", "you", "who", "what", "which", "he", "she", "people", "most", "many", "some", "all", "everything", "nothing", "these", "those":
		return false
	default:
		return to-from == 1 && !isAux(w) && !isWh(w) && !isNo(w) && !r.tokens[from].isNum
	}
}

// namedBefore tells whether a sign is named in the clauses right
// before token i of sentence n: in its sentence or the two before.
func (r *reading) namedBefore(n, i int) bool {
	for k := n; k >= max(0, n-2); k-- {
		for _, m := range r.between(k, min(i, r.sents[k].to)-mostBetween, i) {
			if m.to <= i && !m.alien && m.status != masked {
				return true
			}
		}
	}
	return false
}

// longSince tells whether what follows token i says that it was long ago or once.
func (r *reading) longSince(s *sent, i int) bool {
	for k := i; k < min(s.to, i+mostTail); k++ {
		switch w := r.tokens[k].text; w {
		case "years", "months", "weeks", "once", "when", "last", "childhood", "decades":
			return true
		default:
			if r.tokens[k].isNum && r.tokens[k].num >= oldestYear {
				return true
			}
		}
	}
	return false
}
