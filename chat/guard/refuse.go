package guard

// What is asked of somebody or laid to him, and refused. "Me, with a fit? Away with you",
// "the form asks who fainted. Not me", "she ticked that I collapsed. I did not, ever",
// "that I have it? Lies!": the sign stands where something is asked, told or ticked, and
// the next clause, or the next sentence, begins with a denial, see repudiate.go.

// refused tells whether a sign of a group that begins at token head is asked of somebody or
// laid to him, and is then denied.
func (lx *lexer) refused(r *reading, s *sent, head int, m *mention) bool {
	return r.offered(s, head, m) && r.refusal(m.sent, r.signEnds(s, m.to))
}

// offered tells whether a sign is only asked of somebody or laid to him.
func (r *reading) offered(s *sent, head int, m *mention) bool {
	if s.asks && r.lastAsked(s, head, r.signEnds(s, m.to)) && s.to-s.from <= mostOfAsking && !r.tellsOfKin(s, head) && (!r.said(s.from, head, "if") || r.said(s.from, head, "would")) {
		return true
	}
	if r.askedOf(s, head, m.from) || r.reportedOf(s, head) || r.laidToMe(s, head) {
		return true
	}
	for k := m.from - 1; k >= max(s.from, head-mostAsked); k-- {
		_, next := r.around(k)
		switch r.tokens[k].text {
		case "asking", "asks", "asked":
			return next == "am" || next == "are" || next == "is" || next == "did" || next == "have" || next == "who" || next == "has" || next == "does"
		case "lists", "shows", "mentions":
			return true
		case "on", "rung", "rang", "phoned", "ring", "phoning", "emailed", "talking", "lecture", "lectured", "pestering":
			return r.said(k, m.from, "about")
		case "ticked", "stands", "written", "wrote", "put", "entered", "claims", "informed", "telling", "says", "thinks", "insists", "decided", "heard", "saying", "claimed", "wrongly", "reckons", "misinformed":
			return r.said(k, m.from, "that") || r.said(k, m.from, "she") || r.said(k, m.from, "he") || r.said(k, m.from, "i")
		}
	}
	return false
}

// mostBehindAsked is the most words behind a sign that is asked about, mostOfAsking the
// most words of the question.
const (
	mostBehindAsked = 2
	mostOfAsking    = 14
)

// lastAsked tells whether a sign of tokens [head:to) is all that a question asks about: not
// "a rash on one side, on tablets?".
func (r *reading) lastAsked(s *sent, head, to int) bool {
	if to < s.to-mostBehindAsked || to < s.to-1 && r.tokens[to].brk == comma {
		return false
	}
	for i := s.from + 2; i <= head; i++ {
		if r.tokens[i].brk != joined && i > s.from {
			return false
		}
	}
	return true
}

// signEnds gives the token behind the words that belong to a sign which ends at token to:
// the "hot, red calf" of "a swollen, hot, red calf".
func (r *reading) signEnds(s *sent, to int) int {
	n := r.sentOf(to - 1)
	for end := to; end < s.to && end < to+mostOfGroup && (r.tokens[end].brk == joined || r.inSeries(s, end)); end++ {
		if w := r.tokens[end].text; r.inSign(n, end) || r.placed(s, end) || describes(w) {
			to = end + 1
		} else if w != "and" && w != "or" && !isArticle(w) {
			break
		}
	}
	return to
}

// tellsOfKin tells whether a question says of somebody at hand that he or she has a sign:
// "my dad has it?".
func (r *reading) tellsOfKin(s *sent, head int) bool {
	for i := s.from; i < head; i++ {
		if r.covers(s, relative, i) && i+1 < s.to && isAuxOrHave(r.tokens[i+1].text) {
			return true
		}
	}
	return false
}

// refusal tells whether the clause behind token i of sentence n, or one of the next
// sentences, begins with a denial and takes nothing back.
func (r *reading) refusal(n, i int) bool {
	s := &r.sents[n]
	for k := i; !s.asks && k < min(s.to, i+mostOfGroup); k++ {
		if r.tokens[k].brk != joined && r.refuses(s, k) {
			return !r.exceptedWithin(s, k) && !r.takenBack(n+1)
		}
	}
	for k := n + 1; k < min(len(r.sents), n+2+mostUntilNo); k++ {
		a := &r.sents[k]
		if r.refuses(a, a.from) {
			return !r.exceptedWithin(a, a.from) && !r.takenBack(k+1)
		}
		if c := r.lastClause(a); c > a.from && r.refuses(a, c) && !r.exceptedWithin(a, c) {
			return !r.takenBack(k + 1)
		}
		if a.to-a.from > mostOfAside && k > n+1 || r.tellsSoon(k) {
			return false
		}
	}
	return false
}

// tellsSoon tells whether a sign that counts stands near the beginning of sentence n.
func (r *reading) tellsSoon(n int) bool {
	from := r.sents[n].from
	for _, m := range r.between(n, from, from+farthest) {
		if m.status == asserted && m.from >= from {
			return true
		}
	}
	return false
}

// lastClause gives the token at which the last clause of a sentence begins.
func (r *reading) lastClause(s *sent) int {
	for i := s.to - 1; i > max(s.from, s.to-mostOfGroup); i-- {
		if r.tokens[i].brk == comma {
			return i
		}
	}
	return s.from
}

// takenBack tells whether sentence n begins by making an exception to a denial.
func (r *reading) takenBack(n int) bool {
	return n < len(r.sents) && (r.softens(r.sents[n].from) || takesBack(r.tokens[r.sents[n].from].text) && r.tokens[r.sents[n].from].text != "only")
}

// refuses tells whether a denial begins at token i: "not me", "I did not", "never had it",
// "no such thing", "lies", "who says so".
func (r *reading) refuses(s *sent, i int) bool {
	for i+1 < s.to && leadsDenial(r.tokens[i].text) {
		i++
	}
	if i >= s.to {
		return false
	}
	w, next, third := r.tokens[i].text, "", ""
	if i+1 < s.to {
		next = r.tokens[i+1].text
	}
	if i+2 < s.to {
		third = r.tokens[i+2].text
	}
	switch w {
	case "lie", "lies", "nonsense", "rubbish", "slander", "tosh":
		return i+1 >= s.to || r.tokens[i+1].brk != joined
	case "not":
		return next == "me" || next == "us" || next == "him" || next == "her" || next == "one" || next == "once" || next == "ever" || next == "true" || next == "so" || next == "likely" || next == "that" || next == "a" && third != "single"
	case "never":
		return next == "" || r.tokens[i+1].brk != joined || next == "had" || next == "have" || next == "did" || next == "in" || next == "once" || next == "ever" || next == "was"
	case "none":
		return next == "" || next == "of" || r.tokens[i+1].brk != joined
	case "no":
		return next == "such" || r.plainNo(s, i)
	case "away", "get":
		return next == "ye" || next == "you" || next == "with" && third == "you" || next == "away"
	case "divil", "devil":
		return next == "a"
	case "pull", "come", "give", "dream", "fat":
		return next == "the" && third == "other" || next == "off" && third == "it" || w == "give" && next == "over" || next == "on" && w == "dream" || next == "chance"
	case "did", "have", "was":
		return third == "heck" || third == "hell" || third == "like"
	case "as":
		return next == "if" && r.clauseStops(s, i+2)
	case "who":
		return (next == "told" || next == "says" || next == "said" || next == "is" || next == "has") && s.asks && (r.said(i, s.to, "telling") || next != "is" && next != "has" || r.said(i, s.to, "saying"))
	case "it", "this", "that", "which":
		return (next == "is" || next == "was") && r.callsUntrue(s, i+2)
	case "all":
		return (next == "i" || next == "she" || next == "he") && (third == "have" || third == "had" || third == "got") && r.said(i+2, min(s.to, i+6), "is")
	}
	return r.plainNo(s, i) || r.deniesOfSelf(s, i)
}

// callsUntrue tells whether "it is" goes on at token i with the word that it is not so: "a
// lie", "simply untrue", "not true at all".
func (r *reading) callsUntrue(s *sent, i int) bool {
	for k := i; k < min(s.to, i+mostSubject); k++ {
		switch r.tokens[k].text {
		case "lie", "lies", "untrue", "false", "nonsense", "rubbish", "invention", "fiction", "slander", "tosh", "baloney":
			return !r.denies(i, k)
		case "true", "so", "correct", "right":
			return r.denies(i, k)
		}
	}
	return false
}

// leadsDenial tells whether a word only leads in a denial.
func leadsDenial(w string) bool {
	switch w {
	case "because", "cos", "well", "still", "honestly", "and", "sure", "ah", "oh", "ach", "sorry", "sir", "so", "me", "father", "nurse", "doctor":
		return true
	}
	return false
}

// deniesOfSelf tells whether somebody begins at token i to deny it of himself: "I don't have
// that", "he has not, his mum told me", "I never did", "I have nothing like it".
func (r *reading) deniesOfSelf(s *sent, i int) bool {
	w := r.tokens[i].text
	if w != "i" && w != "we" && w != "he" && w != "she" && w != "they" && !isNameLike(w) {
		return false
	}
	i++
	for i < s.to && stresses(r.tokens[i].text) {
		i++
	}
	if i < s.to && (r.tokens[i].text == "would" || r.tokens[i].text == "am") && i+1 < s.to && r.tokens[i+1].text == "not" {
		return w == "i" && r.clauseStops(s, i+2)
	}
	if i >= s.to {
		return false
	}
	if isAuxOrHave(r.tokens[i].text) {
		if i+1 < s.to && (r.tokens[i+1].text == "nothing" || r.tokens[i+1].text == "no") {
			return i+2 < s.to && (r.tokens[i+2].text == "like" || r.tokens[i+2].text == "of" || r.tokens[i+2].text == "such")
		}
		i++
	}
	if i >= s.to || r.tokens[i].text != "not" && r.tokens[i].text != "never" {
		return false
	}
	if r.clauseStops(s, i+1) {
		return true
	}
	next := r.tokens[i+1].text
	if next == "have" || next == "had" || next == "get" || next == "got" {
		return i+2 < s.to && (pointsBack(r.tokens[i+2].text) || r.tokens[i+2].text == "any" || r.tokens[i+2].text == "anything")
	}
	return r.tokens[i].text == "never" && (next == "did" || next == "was") && r.clauseStops(s, i+2)
}

// stresses tells whether a word only stresses a denial: "I most certainly am not".
func stresses(w string) bool {
	switch w {
	case "most", "certainly", "definitely", "absolutely", "really", "honestly", "simply", "assuredly", "very", "much", "obviously":
		return true
	}
	return false
}

// isNameLike tells whether a word stands for whoever is asked about.
func isNameLike(w string) bool { return w == "mum" || w == "dad" || w == "nobody" }

// noToAll tells whether the sentence before n is nothing but no after no, and sentence n a
// bare list: "No, no and no. (Fever, rash, a fit.)".
func (r *reading) noToAll(n int) bool {
	if n == 0 {
		return false
	}
	before, s := &r.sents[n-1], &r.sents[n]
	nos := 0
	for i := before.from; i < before.to; i++ {
		switch w := r.tokens[i].text; {
		case isNo(w):
			nos++
		case w != "and":
			return false
		}
	}
	if nos < 2 {
		return false
	}
	for i := s.from; i < s.to; i++ {
		if w := r.tokens[i].text; tellsOf(w) || w == "yes" || w == "had" {
			return false
		}
	}
	return true
}
