package guard

import "strings"

// Denials that no single "no" makes. "Did I faint? I did not", "the doctor asked whether
// anybody had chest pain and I told him no", "not once in thirty years did I pass out",
// "nobody in this house had a fit" name signs nobody has. A sign is taken out only if it
// is what was asked, or is denied by its own clause, if nothing in the turn says that it
// is so after all, and if the answer takes nothing back.

// repudiated marks the signs that a turn asks about or tells of and denies.
func (lx *lexer) repudiated(r *reading) {
	if r.pressed() {
		return
	}
	for i := range r.mentions {
		m := &r.mentions[i]
		if !lx.stageable(m) || lx.concepts[m.concept].kind != finding {
			continue
		}
		s := &r.sents[m.sent]
		head := lx.headOf(r, s, m)
		switch {
		case r.deniedOutright(s, head, m), r.deniedTogether(s, head, m):
		case lx.grave(m):
			continue
		case r.askedOf(s, head, m.from) && (r.answerIsNo(m.sent, m.to) || r.saidNoAfter(m.sent, m.to)):
		case r.onlyNamed(s, head) && r.answerIsNo(m.sent, m.to) && r.never(m.sent):
		case r.reportedOf(s, head) && (r.saidNoAfter(m.sent, m.to) || r.deniesIt(m.sent, m.to)):
		case r.laidToMe(s, head) && r.deniesIt(m.sent, m.to):
		case r.ticked(s, head):
		case lx.refused(r, s, head, m):
		case r.noToAll(m.sent):
		default:
			continue
		}
		m.status, m.because = denied, atLengthCause
	}
}

// atLengthCause is the cause of what is denied at length.
const atLengthCause = "denied at length"

// headOf gives the first token of the group of signs that a mention belongs to: the
// "had" of "had slurred speech and a drooping face".
func (lx *lexer) headOf(r *reading, s *sent, m *mention) int {
	at := m.from
	for at > s.from && m.from-at < mostOfGroup && (r.tokens[at].brk == joined || r.inSeries(s, at)) {
		w := r.tokens[at-1].text
		if r.inSign(m.sent, at-1) && !r.covers(s, relative, at-1) || isArticle(w) || w == "and" || w == "or" || groups(w) {
			at--
			continue
		}
		break
	}
	return at
}

// mostOfGroup is the most words of a group of signs.
const mostOfGroup = 10

// groups tells whether a word binds what it stands before to the sign behind it.
func groups(w string) bool {
	switch w {
	case "had", "have", "has", "having", "was", "been", "being", "getting", "got", "get", "took", "went", "that", "would", "swollen", "hot", "red", "white", "cold", "leg", "toe", "it", "struggling",
		"speech", "take", "taking", "go", "going", "ever", "suddenly", "heavily", "a", "an", "the", "bit", "of":
		return true
	}
	return false
}

// deniedOutright tells whether the clause of a sign denies it: "nobody here has had",
// "not once did I", "far from having", "it isn't that I".
func (r *reading) deniedOutright(s *sent, head int, m *mention) bool {
	if r.exceptedAfter(s, m.to) {
		return false
	}
	if r.said(m.to, min(s.to, m.to+4), "portion") && r.said(m.to, min(s.to, m.to+3), "not") {
		return true // "is not my portion"
	}
	i := head - 1
	if r.tokens[head].brk != joined {
		return false
	}
	if i > s.from && r.tokens[i].text == "from" && r.tokens[i-1].text == "far" {
		return true
	}
	if r.nobodyBefore(s, i) || r.nobodyDid(s, i) {
		return true
	}
	subject := r.subjectBefore(s, i)
	if subject < 0 {
		return false
	}
	if k := subject - 1; k-1 > s.from && r.tokens[k].text == "that" && r.tokens[k-1].text == "not" && (r.tokens[k-2].text == "is" || r.tokens[k-2].text == "was") {
		return true
	}
	return r.neverDid(s, subject)
}

// deniedTogether tells whether a sign is one thing with another that is denied: the "red"
// of "not a swollen, hot, red calf", the face of "never slurred speech and a drooping face".
func (r *reading) deniedTogether(s *sent, head int, m *mention) bool {
	if r.isSo(m) || m.to < s.to && r.tokens[m.to].brk == joined && (isPresent(r.tokens[m.to].text) || isPastVerb(r.tokens[m.to].text) || r.tokens[m.to].text == "started") {
		return false
	}
	switch r.tokens[max(s.from, m.from-1)].text {
	case "it", "he", "she", "they", "i": // "cut his wrist and it won't stop bleeding"
		return false
	}
	also, series := false, false
	for k := m.from; k > head; k-- {
		series = series || r.tokens[k].brk == comma
		also = also || r.tokens[k].text == "and"
	}
	for _, o := range r.between(m.sent, head, m.from) {
		if o.status == denied && o.to <= m.from && (series || also && o.because != "no") && o.because != atLengthCause {
			return !r.exceptedAfter(s, m.to)
		}
	}
	return false
}

// inSeries tells whether the comma before token i only parts the qualities of one thing:
// "a swollen, hot, red calf".
func (r *reading) inSeries(s *sent, i int) bool {
	if !describes(r.tokens[i-1].text) || !describes(r.tokens[i].text) {
		return false
	}
	for k := i - 2; k >= max(s.from, i-6); k-- {
		switch w := r.tokens[k].text; {
		case isArticle(w) || w == "that" || w == "which" || w == "my" || w == "the":
			return true
		case !describes(w) && !ascribes(w):
			return false
		}
	}
	return false
}

// subjectBefore gives the first token of whom the verb after token i is said of, up to
// four words, -1 if nobody stands there.
func (r *reading) subjectBefore(s *sent, i int) int {
	for k := i; k >= max(s.from, i-mostOfSubject); k-- {
		w := r.tokens[k].text
		switch {
		case w == "i" || w == "we" || w == "he" || w == "she" || w == "they" || w == "you" || w == "my" || w == "our" || w == "anyone" || w == "anybody" || w == "someone" || w == "somebody":
			return k
		case !r.covers(s, relative, k) && !isPerson(w) && !isSomebody(w) && !isPlaceWord(w):
			return -1
		}
		if r.tokens[k].brk != joined {
			return -1
		}
	}
	return -1
}

// mostOfSubject is the most words of a subject.
const mostOfSubject = 5

// neverDid tells whether a subject at token i follows "did" and, before it, "not once",
// "at no point" or the like.
func (r *reading) neverDid(s *sent, i int) bool {
	if i-2 < s.from {
		return false
	}
	switch r.tokens[i-1].text {
	case "did", "do", "does", "have", "has", "had", "was", "were":
	default:
		return false
	}
	for k := i - 2; k >= max(s.from, i-mostBetweenNever) && (r.tokens[k+1].brk == joined); k-- {
		w, next := r.tokens[k].text, r.tokens[k+1].text
		switch {
		case w == "before" || w == "until" || w == "till" || w == "only":
			return false
		case w == "not" && (next == "once" || next == "ever" || next == "a"), w == "never", w == "nowhere", w == "nor" && k >= i-2, w == "no" && (next == "point" || next == "time" || next == "stage" || next == "moment"):
			return true
		}
	}
	return false
}

// mostBetweenNever is the most words between "not once" and the verb it stands with.
const mostBetweenNever = 16

// nobodyBefore tells whether the words up to token i end in nobody: "nobody in this
// house has", "neither my wife nor I have ever".
func (r *reading) nobodyBefore(s *sent, i int) bool {
	for k := i; k >= max(s.from, i-mostBetweenNever); k-- {
		w := r.tokens[k].text
		switch {
		case w == "nobody" || w == "neither" || w == "none" || w == "noone":
			return true
		case (w == "one" || w == "child" || w == "body") && k > s.from && r.tokens[k-1].text == "no":
			return true
		case r.tokens[k].brk != joined:
			return false
		case !isPlaceWord(w) && !isPerson(w) && !isSomebody(w) && !r.covers(s, relative, k) && !groups(w):
			return false
		}
	}
	return false
}

// nobodyDid tells whether nobody of whoever is named is said to have done what comes behind
// the helping verb at token i: "nobody up here did", "not one of us in the bus had", "not
// on any day did anyone on my corridor".
func (r *reading) nobodyDid(s *sent, i int) bool {
	for i > s.from && r.tokens[i].text == "ever" {
		i--
	}
	aux := isAuxOrHave(r.tokens[i].text) || isAuxOrHave(r.tokens[min(i+1, s.to-1)].text)
	for k := i; k >= max(s.from, i-mostOfNobody); k-- {
		_, next := r.around(k)
		switch w := r.tokens[k].text; {
		case w == "nobody" || w == "none" || w == "no" && next == "one" || w == "not" && (next == "one" && r.said(k, i+1, "of") || next == "a" && r.said(k, min(s.to, k+4), "soul")):
			return aux || i-k < 3
		case w == "anyone" || w == "anybody":
			return k > s.from && isAuxOrHave(r.tokens[k-1].text) && r.deniedNear(s, k-1)
		case k == i && isAuxOrHave(w) && r.tokens[k].brk == joined:
		case r.tokens[k].brk == comma || endsNobody(w) || r.covers(s, relative, k) && isAuxOrHave(next):
			return false
		}
	}
	return false
}

// endsNobody tells whether a word may not stand between "nobody" and what nobody did: one of
// somebody else or of another verb.
func endsNobody(w string) bool {
	switch w {
	case "us", "our", "my":
		return false
	case "who", "that", "when", "if", "because", "until", "but", "he", "she", "knows", "about":
		return true
	}
	return isFirst(w) || isAuxOrHave(w) || isPastVerb(w) || strings.HasSuffix(w, "ed")
}

// mostOfNobody is the most words from "nobody" to the verb it stands with.
const mostOfNobody = 9

// isPlaceWord tells whether a word may say where and among whom somebody is.
func isPlaceWord(w string) bool {
	switch w {
	case "in", "at", "on", "of", "this", "the", "our", "my", "house", "home", "family", "team", "group", "class", "office", "road", "party", "crew", "flat", "street", "household", "place", "block",
		"here", "else", "nor", "or", "and", "us", "them", "ever", "whole", "entire", "single", "building", "bus", "anybody", "side", "round", "these", "those", "his", "her":
		return true
	}
	return false
}

// exceptedAfter tells whether a sentence makes an exception behind token i: "until
// tonight", "but me".
func (r *reading) exceptedAfter(s *sent, i int) bool {
	for k := i; k < min(s.to, i+farthest); k++ {
		w := r.tokens[k].text
		if takesBack(w) && w != "well" || w == "like" || w == "yes" {
			return true
		}
		if (w == "today" || w == "tonight" || w == "this") && r.nowAt(k) && k > s.from && r.tokens[k-1].text != "not" {
			return true
		}
	}
	return false
}
