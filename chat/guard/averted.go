package guard

import (
	"slices"
	"sort"
)

// What did not happen. "I dreamt I had a seizure", "the watch claimed a heart attack, the
// strap was loose", "the school phoned that my son collapsed: wrong boy", "autocorrect
// told my boss 'I blacked out' where I'd typed 'I backed out'": what was dreamt, acted,
// misheard, feared or put about is nobody's. A sign is taken out only if
//
//   - it follows, in the same sentence or in quotation marks that begin there, words of a
//     dream or a pretence ("feigned") or of what was told or thought ("misled"),
//   - what was told is put right somewhere else ("put_right", "truth"); where no person
//     told of it, it is enough that somebody is seen to be well ("sound"), and
//   - nothing says that it is real, is so now or has left somebody in need, see athand.go.
//
// What stands behind the words of a truth, or is one's own word, counts.

// avertedCause is the cause of what did not happen.
const avertedCause = "did not happen"

// averted takes out what did not happen.
func (lx *lexer) averted(r *reading) {
	kinds := r.allKinds()
	qs := r.quotes()
	if kinds&(1<<feigned|1<<misled|1<<putRight) == 0 && len(qs) == 0 && !r.dreams() || r.pressedUnless(r.inTale) || r.affirmed() {
		return
	}
	for n := range r.sents {
		s := &r.sents[n]
		for _, c := range s.cues {
			if c.kind == feigned || c.kind == misled {
				lx.avert(r, s, n, c, qs)
			}
		}
		if kinds&(1<<putRight) != 0 {
			lx.nobodys(r, n)
		}
		if n > 0 && r.onlyDreamt(s) {
			lx.take(r, r.sents[n-1].from, r.sents[n-1].to)
		}
	}
	lx.quotedTales(r, qs)
	for i := range r.mentions {
		if m := &r.mentions[i]; m.status == asserted && m.from > 0 && r.inMarks(qs, m.from-1) {
			m.status, m.because = unrealised, avertedCause
		}
	}
}

// avert takes out what a cue of a dream or of a tale brings in.
func (lx *lexer) avert(r *reading, s *sent, n int, c cueHit, qs []quoted) {
	if s.turned(r, c) || r.covers(s, truth, c.from) || r.ownWord(s, c) || c.kind == feigned && r.accused(s, c) {
		return
	}
	from, to := c.to, r.taleEnds(s, c, qs)
	if c.kind == feigned && isScripted(r.tokens[c.to-1].text) {
		if from, to = s.from, c.from; !r.said(from, to, "to") && !r.said(from, to, "must") && isAct(r.tokens[c.to-1].text) {
			return
		}
	}
	k := lx.remedies(r, n, from, to)
	person := c.kind == misled && (isHearsay(r.tokens[c.from].text) || r.ofCare(s, c.from))
	if c.kind == misled && !k.mends(person, isDoubtful(r.tokens[c.from].text)) {
		return
	}
	ms := r.touching(from, to)
	for i := range ms {
		m := &ms[i]
		if m.to <= from || m.from >= to || m.status == denied || m.status == masked {
			continue
		}
		if d := &lx.concepts[m.concept]; d.wish || m.plea || lx.grave(m) || d.id == "overdose" {
			if !k.right && !k.well || person && !k.well {
				continue
			}
		}
		m.status, m.because = unrealised, avertedCause
	}
}

// taleEnds gives the token at which what a cue brings in ends: where the truth begins or
// somebody wakes, and not before a quotation that it opens.
func (r *reading) taleEnds(s *sent, c cueHit, qs []quoted) int {
	end := min(s.to, c.to+mostTale)
	for i := c.to; i < end; i++ {
		switch r.tokens[i].text {
		case "woke", "wake", "waking", "awake", "but", "until", "since":
			end = i
		}
		if r.covers(s, truth, i) || r.returns(s, c, i) && !inQuotes(qs, i) {
			end = i
		}
	}
	for k := sort.Search(len(qs), func(k int) bool { return qs[k].from >= c.to }); k < len(qs) && qs[k].from < end; k++ {
		end = max(end, qs[k].to)
	}
	return end
}

// inQuotes tells whether token i stands in a quotation.
func inQuotes(qs []quoted, i int) bool {
	k := sort.Search(len(qs), func(k int) bool { return qs[k].to > i })
	return k < len(qs) && qs[k].from <= i
}

// returns tells whether a sentence comes back at token i to the one who writes: "the watch
// says 190, and I feel faint".
func (r *reading) returns(s *sent, c cueHit, i int) bool {
	if i < c.to+2 || r.tokens[i].brk != comma && r.tokens[i].text != "and" {
		return false
	}
	for k := i; k < min(s.to, i+3); k++ {
		switch r.tokens[k].text {
		case "i", "my", "me", "we", "now", "every":
			return true
		}
	}
	return false
}

// mostTale is the most words of a tale, and from one to what puts it right in its sentence.
const mostTale = 160

// ownWord tells whether what a cue brings in is what the one who writes says: "I told my
// boss".
func (r *reading) ownWord(s *sent, c cueHit) bool {
	if c.kind != misled || !isHearsay(r.tokens[c.from].text) {
		return false
	}
	switch r.tokens[c.from].text {
	case "thought", "heard", "feared", "assumed", "believed", "panicked", "misheard", "mistook", "sworn", "reckoned", "decided", "was", "am", "convinced":
		return false
	}
	for i := c.from - 1; i >= max(s.from, c.from-4); i-- {
		switch w := r.tokens[i].text; {
		case w == "i" || w == "we":
			return true
		case isPerson(w) || isSomebody(w) || r.covers(s, relative, i):
			return false
		}
	}
	return false
}

// accused tells whether a pretence is only what somebody thinks of another: "they say she's
// pretending to".
func (r *reading) accused(s *sent, c cueHit) bool {
	for i := c.from - 1; i >= max(s.from, c.from-6); i-- {
		switch r.tokens[i].text {
		case "say", "says", "said", "think", "thinks", "thought", "reckon", "reckons", "accuse", "accused", "accuses", "claims", "claim", "believe", "believes", "sure", "convinced", "saying", "if", "whether", "not":
			return true
		}
	}
	return false
}

// affirmed tells whether a turn says that what was told is true: "it's true", "she's right".
func (r *reading) affirmed() bool {
	for i := 1; i < len(r.tokens); i++ {
		w := r.tokens[i].text
		if w != "true" && w != "right" || i+1 < len(r.tokens) && (r.tokens[i+1].text == "as" || r.tokens[i+1].text == "back" || r.tokens[i+1].text == "away" || r.tokens[i+1].text == "up") {
			continue
		}
		switch before := r.tokens[i-1].text; before {
		case "is", "was", "quite", "were", "all":
			return true
		}
	}
	return false
}

// inTale tells whether words of reality only begin what somebody dreamt or told, "I dreamt
// it was me", or tell that help was called, as it is to false alarms: "she rang 999".
func (r *reading) inTale(s *sent, c cueHit) bool {
	if r.covers(s, feigned, c.from) || r.covers(s, feigned, c.from-1) || r.covers(s, misled, c.from) && c.to-c.from < mostOfLived {
		return true
	}
	switch r.tokens[c.from].text {
	case "rang", "called", "phoned", "dialled", "paramedics", "ambulance":
		before, _ := r.around(c.from)
		last := r.tokens[c.to-1].text
		return (r.tokens[c.to-1].isNum || last == "were" || last == "was" || last == "ambulance") && before != "just" && before != "have"
	}
	return false
}

// mostOfLived is the most words of reality that a tale may begin with.
const mostOfLived = 6

// nobodys takes out of sentence n what it says of nobody: "nobody collapsed".
func (lx *lexer) nobodys(r *reading, n int) {
	s, ms, to := &r.sents[n], r.of(n), 0
	for i := range ms {
		m := &ms[i]
		if at := m.from - 1; at > s.from && (r.tokens[at].text == "had" || r.tokens[at].text == "was") && r.isNobody(s, at-1) || at >= s.from && r.isNobody(s, at) {
			to = r.firstComma(s, m.from)
		}
		if m.from < to && m.status == asserted {
			m.status, m.because = denied, "nobody"
		}
	}
}

// isNobody tells whether "nobody" or "no one" ends at token i.
func (r *reading) isNobody(s *sent, i int) bool {
	return r.tokens[i].text == "nobody" || r.tokens[i].text == "one" && i > s.from && r.tokens[i-1].text == "no"
}

// linkIn tells whether a quotation is a word that says that something is only so called: I
// lay there "with" a stroke.
func (r *reading) linkIn(q quoted) bool {
	if q.to-q.from != 1 {
		return false
	}
	switch r.tokens[q.from].text {
	case "with", "had", "having", "has", "suffering", "developed", "suffered":
		return true
	}
	return false
}

// inMarks tells whether token i is such a word, or an article behind it.
func (r *reading) inMarks(qs []quoted, i int) bool {
	if i > 0 && (r.tokens[i].text == "a" || r.tokens[i].text == "an" || r.tokens[i].text == "crushing") {
		i--
	}
	return slices.ContainsFunc(qs, func(q quoted) bool { return q.from == i && r.linkIn(q) })
}

// isScripted tells whether a word ends what says of the sign before it that it was acted.
func isScripted(w string) bool {
	switch w {
	case "act", "scene", "scripted", "rehearsed", "script", "cue", "choreographed", "planned", "cameras", "command", "drill", "exercise", "scenario", "sketch", "trailer", "video", "says", "wanted":
		return true
	}
	return false
}

// isAct tells whether a word is a part of a play, where those who play may fall ill.
func isAct(w string) bool { return w == "act" || w == "scene" }

// isHearsay tells whether a cue of a tale begins with what a person does rather than with
// what told it: a watch, a rumour.
func isHearsay(w string) bool {
	switch w {
	case "phoned", "rang", "called", "swore", "swears", "claimed", "claims", "told", "tells", "announced", "announces", "shouted", "shouts", "yelled", "yells", "yell", "shout", "reported", "logged",
		"screamed", "texted", "posted", "insisted", "insists", "declared", "believed", "feared", "panicked", "assumed", "reckoned", "reckons", "thought", "misheard", "mistook", "heard", "was", "am",
		"convinced", "sworn", "said", "wrote", "messaged", "emailed", "whispered", "decided", "diagnosed", "put", "radioed", "alerted", "warned", "gossiped", "people", "everyone", "everybody", "they",
		"somebody", "someone", "neighbours", "half", "the", "suspected", "suspecting", "possible", "query", "querying", "hears", "text", "message", "note", "letter", "report", "form",
		"says", "say", "saying", "are", "is", "to", "keep", "keeps", "been", "informed", "according", "took", "taken", "mistaken", "you", "anyone", "anybody", "one":
		return true
	}
	return false
}

// dreams tells whether a sentence of a turn is nothing but that all was a dream.
func (r *reading) dreams() bool {
	for n := range r.sents {
		if n > 0 && r.onlyDreamt(&r.sents[n]) {
			return true
		}
	}
	return false
}

// mostOfDream is the most words of a sentence that says that all was a dream.
const mostOfDream = 8

// onlyDreamt tells whether a sentence says that what was told before it was a dream: "A
// dream, of course".
func (r *reading) onlyDreamt(s *sent) bool {
	if s.to-s.from > mostOfDream || s.asks {
		return false
	}
	for i := s.from; i < s.to; i++ {
		switch w := r.tokens[i].text; w {
		case "dream", "nightmare":
			return !r.denies(s.from, i)
		default:
			if !isArticle(w) && w != "it" && w != "was" && w != "all" && w != "just" && w != "only" && w != "in" && w != "that" && w != "of" && w != "course" && w != "thankfully" && w != "luckily" && w != "my" && w != "bad" && w != "weird" {
				return false
			}
		}
	}
	return false
}
