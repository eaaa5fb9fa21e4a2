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

// remedy is what a turn says against what was told.
type remedy struct {
	right bool // it is put right
	well  bool // somebody is well
}

// averted takes out what did not happen.
func (lx *lexer) averted(r *reading) {
	kinds := r.allKinds()
	qs := r.quotes()
	if kinds&(1<<feigned|1<<misled|1<<putRight) == 0 && !r.quotedLink(qs) || r.pressedUnless(r.inDream) || r.affirmed() {
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
	}
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
		from, to = s.from, c.from
	}
	k := r.remedies(n, from, to)
	person := c.kind == misled && isHearsay(r.tokens[c.from].text)
	if c.kind == misled && !k.right && (person || !k.well) {
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

// mostUntilRight is how many sentences after a tale it may be put right.
const mostUntilRight = 4

// remedies finds what a turn says in sentence n or behind it against what is told in
// tokens [from:to). Before it only a false alarm is named.
func (r *reading) remedies(n, from, to int) (k remedy) {
	for at := max(0, n-mostUntilRight); at < min(len(r.sents), n+mostUntilRight+1); at++ {
		s := &r.sents[at]
		k.right = k.right || r.flatNo(at, to)
		for _, c := range r.cuesBetween(s, from-mostTale, to+mostTale) {
			if c.from >= from && c.from < to || r.minimised(s, c) || at < n && r.tokens[c.from].text != "false" {
				continue
			}
			switch c.kind {
			case putRight, truth:
				k.right = true
			case sound, hale:
				k.well = k.well || !s.turned(r, c) && (c.from == s.from || r.tokens[c.from-1].thing == noThing && !r.placed(s, c.from-1))
			}
		}
	}
	return k
}

// flatNo tells whether sentence n, behind token to, is nothing but a denial: "No!".
func (r *reading) flatNo(n, to int) bool {
	s := &r.sents[n]
	if s.from < to || s.to-s.from > 2 {
		return false
	}
	switch r.tokens[s.from].text {
	case "no", "nope", "wrong", "rubbish", "nonsense", "lies":
		return s.to-s.from == 1 || r.tokens[s.from].text == r.tokens[s.from+1].text
	case "not":
		return r.tokens[s.to-1].text == "true" || r.tokens[s.to-1].text == "so"
	}
	return false
}

// minimised tells whether it is only what somebody says who may be ill: "he says it was
// nothing of the kind",
// or a guess.
func (r *reading) minimised(s *sent, c cueHit) bool {
	for i := c.from - 1; i > max(s.from, c.from-4); i-- {
		switch r.tokens[i].text {
		case "think", "thinks", "suppose", "guess", "probably", "maybe", "perhaps", "hope", "hopes", "hoping", "assume", "assuming", "might", "may", "could", "inclined", "if", "reckon":
			return true
		case "says", "said", "claims", "claimed", "reckons", "swears", "insists", "say":
			w := r.tokens[i-1].text
			return w == "he" || w == "she" || w == "they" || w == "i" || r.covers(s, relative, i-1)
		}
	}
	return false
}

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

// inDream tells whether words of reality only begin what somebody dreamt: "I dreamt it
// was me".
func (r *reading) inDream(s *sent, c cueHit) bool {
	return r.covers(s, feigned, c.from) || r.covers(s, feigned, c.from-1) || r.covers(s, misled, c.from)
}

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

// quotedLink tells whether a turn holds a word between quotation marks that says that
// something is only so called: I lay there "with" a stroke.
func (r *reading) quotedLink(qs []quoted) bool {
	return slices.ContainsFunc(qs, r.linkIn)
}

// linkIn tells whether a quotation is such a word.
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
	case "scripted", "rehearsed", "script", "cue", "choreographed", "planned", "cameras", "drill", "exercise", "scenario", "sketch", "trailer", "video", "says", "wanted":
		return true
	}
	return false
}

// isHearsay tells whether a cue of a tale begins with what a person does rather than with
// what told it: a watch, a rumour.
func isHearsay(w string) bool {
	switch w {
	case "phoned", "rang", "called", "swore", "swears", "claimed", "claims", "told", "tells", "announced", "announces", "shouted", "shouts", "yelled", "yells", "yell", "shout", "reported", "logged",
		"screamed", "texted", "posted", "insisted", "insists", "declared", "believed", "feared", "panicked", "assumed", "reckoned", "reckons", "thought", "misheard", "mistook", "heard", "was", "am",
		"convinced", "sworn", "said", "wrote", "messaged", "emailed", "whispered", "decided", "diagnosed", "put", "radioed", "alerted", "warned", "gossiped", "people", "everyone", "everybody", "they",
		"somebody", "someone", "neighbours", "half", "the", "suspected", "suspecting", "possible", "query", "querying", "hears", "text", "message", "note", "letter", "report", "form":
		return true
	}
	return false
}
