package guard

import "strings"

// How far a word reaches that takes signs away. People write without full
// stops: "project deadline and now, chest crushing", "two years ago a disc op,
// no feeling between the legs", "worried it is a clot, calf swollen". What
// stands behind the comma is told, not studied, supposed or long ago.

// firstComma gives the first token behind token i that a comma stands before,
// or the end of the sentence.
func (r *reading) firstComma(s *sent, i int) int {
	for k := i + 1; k < s.to; k++ {
		if r.tokens[k].brk == comma {
			return k
		}
	}
	return s.to
}

// learnt gives the token at which what is only studied ends.
func (r *reading) learnt(s *sent, c cueHit) int {
	end := r.nearbyAfter(s, c.to)
	if _, asks := r.opening(s); asks || s.asks || !r.nounOfWork(s, c) {
		return end
	}
	return min(end, r.firstComma(s, c.to-1))
}

// subjects marks what somebody only reads, hears or writes about: "an article
// about chest pain".
func (r *reading) subjects(n int) {
	s, ms := &r.sents[n], r.of(n)
	for i := range ms {
		m := &ms[i]
		if m.status != asserted || !r.isSubject(s, m) {
			continue
		}
		k := m.from - 1
		for k > max(s.from, m.from-mostBefore) && (determines(r.tokens[k].text) || r.placed(s, k) || r.inSign(n, k) || r.joinsSigns(s, n, m, k)) {
			k--
		}
		if k <= s.from || r.tokens[k].text != "about" && r.tokens[k].text != "on" {
			continue
		}
		if r.mineFrom(s, m.to) {
			continue
		}
		for k-1 > max(s.from, m.from-mostBefore) && told(r.tokens[k-1].text) { // "the lecture today was about"
			k--
		}
		switch r.tokens[k-1].text {
		case "article", "articles", "project", "essay", "leaflet", "podcast", "programme", "documentary", "lecture", "talk", "video", "videos", "presentation", "poster",
			"chapter", "webinar", "course", "module", "homework", "quiz", "exam", "test", "lesson", "seminar":
			m.status, m.because = taught, r.words(cueHit{from: k - 1, to: k + 1})
		}
	}
}

// joinsSigns tells whether token k only joins a sign that its clause ends with to another
// before it: "about calf pain and breathlessness".
func (r *reading) joinsSigns(s *sent, n int, m *mention, k int) bool {
	if w := r.tokens[k].text; w != "and" && w != "or" || !r.inSign(n, k-1) {
		return false
	}
	return m.to >= s.to || r.tokens[m.to].brk != joined
}

// isSubject tells whether "about" or "on" stands shortly before a sign.
func (r *reading) isSubject(s *sent, m *mention) bool {
	for k := m.from - 1; k > max(s.from, m.from-mostBefore); k-- {
		if w := r.tokens[k].text; w == "about" || w == "on" {
			return true
		}
	}
	return false
}

// mostBefore is the most words between "about" and what a subject is of.
const mostBefore = 8

// told tells whether a word may stand between what is read or heard and
// "about".
func told(w string) bool {
	switch w {
	case "was", "is", "today", "yesterday", "tomorrow", "all", "on", "this", "next", "last", "morning", "week", "night", "monday", "tuesday", "wednesday", "thursday", "friday",
		"saturday", "sunday":
		return true
	}
	return false
}

// mineFrom tells whether a sentence comes to speak of the one who writes at
// token i or behind: "and I have exactly that".
func (r *reading) mineFrom(s *sent, i int) bool {
	for ; i < s.to; i++ {
		switch r.tokens[i].text {
		case "i", "me", "my", "mine", "myself", "we", "same":
			return true
		}
	}
	return false
}

// nounOfWork tells whether a cue only names a work or study that somebody has
// on their hands: not "for my essay", not "an essay about".
func (r *reading) nounOfWork(s *sent, c cueHit) bool {
	for i := max(s.from, c.from-3); i < c.from; i++ {
		if r.tokens[i].text == "for" {
			return false
		}
	}
	for i := c.to; i < s.to && r.tokens[i].brk == joined; i++ {
		if w := r.tokens[i].text; w == "on" || w == "about" {
			return false
		}
	}
	switch r.tokens[c.from].text {
	case "essay", "homework", "assignment", "exam", "quiz", "revision", "coursework", "dissertation", "lecture", "presentation", "project", "poster", "blog",
		"module", "placement", "volunteer", "teaching", "training", "screening", "vs", "studying", "revising", "curious", "wikipedia", "trivia":
		return true
	}
	return false
}

// worriesTo gives the token at which what somebody only fears or asks to be
// told ends: "worried it might be a clot, calf swollen". ok is false where the
// cue supposes in another way.
func (r *reading) worriesTo(s *sent, c cueHit) (to int, ok bool) {
	to = r.firstComma(s, c.to-1)
	switch r.tokens[c.from].text {
	case "would": // "they said it would pass, both legs numb"
		return to, to < s.to && (r.tokens[to].text == "both" || r.tokens[to].text == "now" || determines(r.tokens[to].text))
	case "worried", "afraid", "scared":
		return to, true
	case "how", "what":
		return to, !s.asks && r.tokens[c.to-1].text == "if"
	}
	return s.to, false
}

// pastOpens gives the token at which the past ends that a sentence opens with
// up to token i: at the first comma, unless what follows is in the past too or
// is said to be over.
func (lx *lexer) pastOpens(r *reading, s *sent, n int, c cueHit) int {
	i := c.to
	if k := lx.pastLeft(r, s, n, c); k < s.to {
		return k
	}
	if _, ok := s.has(cleared); ok {
		return s.to
	}
	to := r.firstComma(s, i)
	for k := i; k < to; k++ {
		if r.tokens[k].text == "and" && r.turnsToNow(s, k+1) {
			to = k
		}
	}
	for k := to; k < s.to; k++ {
		if w := r.tokens[k].text; isPastVerb(w) && !(w == "got" && r.tokens[k-1].text == "have") {
			return s.to
		}
	}
	return to
}

// pastLeft gives the token at which a sentence that tells of the past is told anew: by
// a bare sign where nothing before it was one, by somebody who is or has something
// now and, behind what somebody only used to do or be, by anybody: "used to run, I took
// 30 paracetamol".
func (lx *lexer) pastLeft(r *reading, s *sent, n int, c cueHit) int {
	k := lx.bareSign(r, s, n, c.to)
	if k < s.to && (r.wentOn(k) || r.hadToo(c.to, k) && !r.noItem(s, n, k)) {
		k = s.to
	}
	if at := r.tellsFrom(s, c.to); at < k && (r.tokens[c.from].text == "used" || r.tellsNow(s, at)) {
		k = at
	}
	return k
}

// tellsNow tells whether the clause of a person at token i says what is now.
func (r *reading) tellsNow(s *sent, i int) bool {
	if i >= s.to {
		return false
	}
	verb := r.afterPerson(s, i)
	if verb >= s.to {
		return false
	}
	w := r.tokens[verb].text
	return isPresent(w) || w == "am" || w == "want" || w == "wants"
}

// wentOn tells whether "and" and what somebody did then stand at token i: "years back
// I was low and wanted to end it".
func (r *reading) wentOn(i int) bool {
	w := r.tokens[i].text
	return r.tokens[i-1].text == "and" && (isPastVerb(w) || strings.HasSuffix(w, "ed"))
}

// hadToo tells whether "and" at token i goes on with what somebody is said to have had
// behind token from: "years ago I had a stroke and seizures".
func (r *reading) hadToo(from, i int) bool {
	for k := from; k < i && r.tokens[i-1].text == "and"; k++ {
		if w := r.tokens[k].text; w == "had" || w == "have" || w == "get" || w == "got" {
			return true
		}
	}
	return false
}

// pastBegins gives the token at which the past that a cue tells of begins: a
// clause before it that says what is now stays, as in "my leg hurts and I had a
// clot last year".
func (r *reading) pastBegins(s *sent, c cueHit) int {
	if r.tokens[c.from].text == "used" && r.tokens[c.from].brk == comma { // "he has to stop for breath, used to march"
		for i := s.from; i < c.from; i++ {
			if isPresent(r.tokens[i].text) {
				return c.from
			}
		}
	}
	was := false
	for i := c.from - 1; i > s.from; i-- {
		t := &r.tokens[i]
		was = was || isPastVerb(t.text)
		if was && (t.brk == comma || t.text == "and" || t.text == "but") {
			if r.saysNow(s.from, i) {
				return i
			}
			return s.from
		}
	}
	return s.from
}

// saysNow tells whether tokens [from:to) say what is now, and nothing of what
// was.
func (r *reading) saysNow(from, to int) bool {
	now := false
	for i := from; i < to; i++ {
		w := r.tokens[i].text
		if isPastVerb(w) {
			return false
		}
		now = now || isPresent(w) || w == "hurts" || w == "aches" || w == "throbs" || w == "am"
	}
	return now
}
