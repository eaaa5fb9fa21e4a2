package guard

import "sort"

// Only words. "Our team is called 'Crushing Chest Pain'", "the password is ...", "27
// across: ...", "a T-shirt that says ...", "I'm going dressed as a black toe": what is
// told is a name, a title, a clue, an advert or a costume. A sign is taken out only if
//
//   - it stands in quotation marks right behind words that name something, or near
//     words of what is made of words, such as a crossword, and nobody says it, or
//   - it follows words that name something at once, without anybody between, and
//   - nothing in the turn says that somebody has it, see athand.go.
//
// What stands beside the name still counts.

// wordsCause is the cause of what is only words.
const wordsCause = "only words"

// worded takes out signs that are only words.
func (lx *lexer) worded(r *reading) {
	kinds := r.allKinds()
	qs := r.quotes()
	if kinds&(1<<naming|1<<titling|1<<wordy) == 0 && len(qs) == 0 || r.pressedUnless(r.ofTheName) {
		return
	}
	farewell := r.has("note", "diary", "journal", "goodbye", "farewell", "suicide", "playlist")
	for _, q := range qs {
		if r.isWording(q) {
			lx.onlyWords(r, q.from, q.to, !farewell)
		}
	}
	for n := range r.sents {
		s := &r.sents[n]
		for _, c := range s.cues {
			if c.kind == naming && !r.opensQuotation(qs, c.to) && r.names(s, c) {
				from := r.nameFrom(s, n, c)
				lx.onlyWords(r, from, r.nameEnds(s, n, from), false)
			}
		}
		if at := r.apposition(s); at > 0 {
			if end := r.nameEnds(s, n, at); end < s.to && r.tokens[end].brk == comma {
				lx.onlyWords(r, at, end, false)
			}
		}
	}
}

// ofTheName tells whether words of reality are about a name: "it is called that, no joke",
// not "it's no joke".
func (r *reading) ofTheName(s *sent, c cueHit) bool {
	return r.tokens[c.to-1].text == "joke" && (c.from == s.from || !isCopula(r.tokens[c.from-1].text))
}

// opensQuotation tells whether a quotation begins at token i.
func (r *reading) opensQuotation(qs []quoted, i int) bool {
	k := sort.Search(len(qs), func(k int) bool { return qs[k].from >= i })
	return k < len(qs) && qs[k].from == i
}

// onlyWords takes out the signs of tokens [from:to). A wish to die is only
// words where it is quoted and no note of farewell.
func (lx *lexer) onlyWords(r *reading, from, to int, grave bool) {
	ms := r.touching(from, to)
	for i := range ms {
		m := &ms[i]
		if m.to <= from || m.from >= to || m.to > to+nearName || m.status == denied || m.status == masked {
			continue
		}
		if c := &lx.concepts[m.concept]; (c.wish || m.plea || lx.grave(m)) && !grave {
			continue
		}
		m.status, m.because = unrealised, wordsCause
	}
}

// isWording tells whether a quotation is a name, a title or the like.
func (r *reading) isWording(q quoted) bool {
	if q.to+1 < len(r.tokens) && (r.tokens[q.to].text == "was" || r.tokens[q.to].text == "is") && negates(r.tokens[q.to+1].text) {
		return false // "was no clue"
	}
	for i := q.from - 1; i >= max(0, q.from-nearName); i-- {
		if r.taken[i]&(1<<naming|1<<titling) != 0 {
			return true
		}
		if !fillsName(r.tokens[i].text) {
			break
		}
	}
	if r.namedFar(q) || r.equated(q) || r.loneQuote(q) {
		return true
	}
	first, last := r.sentOf(max(0, q.from-1)), r.sentOf(min(len(r.tokens)-1, q.to))
	for n := max(0, first-1); n <= min(len(r.sents)-1, last+1); n++ {
		s := &r.sents[n]
		for _, c := range s.cues {
			if c.kind == wordy {
				return !r.spoken(&r.sents[first], q)
			}
		}
	}
	return false
}

// namedFar tells whether a verb that can only name stands some words before a quotation:
// "IT named the overnight job '...'".
func (r *reading) namedFar(q quoted) bool {
	if q.from < 2 {
		return false
	}
	s := &r.sents[r.sentOf(q.from-1)]
	switch w := r.tokens[q.from-2].text; r.tokens[q.from-1].text {
	case "called":
		return !isPerson(w) && !isSomebody(w) && !r.covers(s, relative, q.from-2) && !r.isName(s, q.from-2)
	case "sign", "banner", "plaque", "poster", "slogan", "headline", "strapline", "caption", "motto", "sticker", "badge", "hashtag", "jingle":
		return true
	}
	for i := q.from - 1; i >= max(s.from, q.from-2*nearName); i-- {
		switch r.tokens[i].text {
		case "named", "names", "titled", "christened", "dubbed", "nicknamed", "labelled", "labeled", "captioned":
			return true
		}
	}
	return false
}

// loneQuote tells whether a quotation is only named: nobody says or has it, and nothing in
// the turn presses. "The nail bar does a red called '...'", "we enter as '...'".
func (r *reading) loneQuote(q quoted) bool {
	first := r.sentOf(max(0, q.from-1))
	if q.from < len(r.tokens) && r.tokens[q.from].brk != joined && r.sents[r.sentOf(q.from)].from == q.from {
		first = r.sentOf(q.from)
	}
	s := &r.sents[first]
	if r.spoken(s, q) || r.borne(s, q) {
		return false
	}
	if r.tellsInQuote(s, q) {
		return false
	}
	for n := range r.sents {
		if r.presses(&r.sents[n]) {
			return false
		}
	}
	return !r.has("now")
}

// tellsInQuote tells whether a quotation speaks of the one who writes, or tells what
// somebody did or has.
func (r *reading) tellsInQuote(s *sent, q quoted) bool {
	who := false
	for i := q.from; i < q.to; i++ {
		w := r.tokens[i].text
		if isFirst(w) {
			return true
		}
		who = who || isPerson(w) || isSomebody(w) || w == "the" || w == "our" || r.covers(s, relative, i) || i > q.from && r.isName(s, i) && q.to-q.from > nearName
	}
	ms := r.touching(q.from, q.to)
	for i := range ms {
		if m := &ms[i]; who && m.from >= q.from && m.to <= q.to && r.told(&r.sents[m.sent], m) != untold {
			return true
		}
	}
	return false
}

// borne tells whether somebody is or has what a quotation of a sentence says.
func (r *reading) borne(s *sent, q quoted) bool {
	for i := q.from - 1; i >= max(s.from, q.from-farSpeaker); i-- {
		w := r.tokens[i].text
		if says(w) || isPerson(w) && w != "our" && w != "their" && w != "you" || isSomebody(w) || r.covers(s, relative, i) || r.placed(s, i) {
			return true
		}
		switch w {
		case "had", "has", "have", "having", "feel", "feels", "felt", "symptom", "symptoms", "pain", "doctor", "gp", "hospital", "nurse", "scan", "report", "diagnosis", "ambulance", "patient":
			return true
		}
	}
	return false
}

// equated tells whether a quotation is what a thing is now, was changed to or given to, in
// a sentence that names no person, no illness and no sign besides: "first prize went to
// 'Woman fainting'".
func (r *reading) equated(q quoted) bool {
	if q.from == 0 {
		return false
	}
	switch r.tokens[q.from-1].text {
	case "to", "as", "now", "themed", "entitled", "headline", "into", "with", "for":
	default:
		return false
	}
	s := &r.sents[r.sentOf(q.from-1)]
	for _, m := range r.mentions[s.m0:s.m1] {
		if m.status == asserted && m.to <= q.from {
			return false
		}
	}
	for i := s.from; i < q.from; i++ {
		w := r.tokens[i].text
		if isPerson(w) && w != "our" && w != "their" || w == "it" || says(w) || isSomebody(w) && w != "someone" && w != "somebody" || r.covers(s, relative, i) || r.placed(s, i) {
			return false
		}
		switch w {
		case "doctor", "gp", "hospital", "nurse", "scan", "report", "letter", "diagnosis", "symptom", "symptoms", "reason", "problem", "issue", "complaint", "trouble", "pain", "ambulance", "clinic", "triage",
			"admitted", "admission", "seen", "visit", "referred", "feels", "feel", "felt", "described", "patient", "ward", "due":
			return false
		}
	}
	return true
}

// nearName is how many words may stand between what names something and its name.
const nearName = 3

// fillsName tells whether a word may stand there.
func fillsName(w string) bool {
	switch w {
	case "a", "an", "the", "just", "simply", "literally", "now", "currently", "actually", "my", "is", "was", "as", "to", "being", "be", "something", "like":
		return true
	}
	return false
}

// farSpeaker is how many words before a quotation somebody may be named who says it.
const farSpeaker = 8

// spoken tells whether a quotation is what somebody says: "my flatmate says". What is
// printed on a shirt is not, nor what a cat says.
func (r *reading) spoken(s *sent, q quoted) bool {
	said := false
	for i := q.from - 1; i >= max(s.from, q.from-farSpeaker); i-- {
		w := r.tokens[i].text
		if said && (w == "it" || r.tokens[i].thing != noThing || r.covers(s, wordy, i) || r.covers(s, titling, i)) {
			return false
		}
		if said && (isPerson(w) || isSomebody(w) || r.covers(s, relative, i)) {
			return true
		}
		said = said || says(w)
	}
	return said
}

// says tells whether a word brings in what somebody says or writes.
func says(w string) bool {
	switch w {
	case "says", "said", "say", "goes", "went", "yelled", "yells", "yelling", "shouted", "shouts", "shouting", "told", "tells", "texted", "texts", "text", "wrote", "writes", "cried", "cries",
		"screamed", "screams", "whispered", "out", "asked", "asks", "replied", "moaned", "messaged", "rang", "phoned", "type", "tell":
		return true
	}
	return false
}
