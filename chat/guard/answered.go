package guard

// What was asked and what was answered, see repudiate.go.

// askedOf tells whether a question asks whether somebody has the sign at token at, of a
// group that begins at token head: "did I", "do I look like a man with", "ever had".
func (r *reading) askedOf(s *sent, head, at int) bool {
	for k := at - 1; k >= max(s.from, head-mostAsked); k-- {
		w := r.tokens[k].text
		switch w {
		case "ever":
			if k == s.from || r.tokens[k].brk != joined {
				return true
			}
		case "did", "do", "does", "have", "has", "had", "am", "are", "is", "was", "were":
			if (k == s.from || r.tokens[k].brk != joined || opensWith(r.tokens[k-1].text)) && r.asksOfSomebody(k+1) {
				return true
			}
		}
		if k < head && !ofForm(w) {
			return false
		}
	}
	return false
}

// ofForm tells whether a word may stand between whom a form asks about and what it asks.
func ofForm(w string) bool {
	switch w {
	case "i", "you", "he", "she", "we", "they", "anyone", "anybody", "someone", "somebody", "it", "sound", "look", "seem", "like", "as", "if", "though", "a", "man", "woman", "person", "with", "who",
		"ever", "been", "have", "had", "having", "has", "suffer", "suffering", "suffered", "from", "any", "get", "got", "feel", "feeling", "at", "home", "in", "the", "house", "of", "us", "else", "here",
		"just", "experience", "experienced", "that", "sort":
		return true
	}
	return false
}

// mostAsked is the most words between "do I" and the sign it asks about.
const mostAsked = 8

// asksOfSomebody tells whether token i names whom a question is about, or is the "it" of
// "does it sound like I".
func (r *reading) asksOfSomebody(i int) bool {
	if i+1 >= len(r.tokens) {
		return false
	}
	switch r.tokens[i].text {
	case "i", "you", "he", "she", "we", "they", "anyone", "anybody", "someone", "somebody":
		return true
	case "it":
		w := r.tokens[i+1].text
		return w == "sound" || w == "look" || w == "seem"
	}
	return false
}

// onlyNamed tells whether a sentence does nothing but name a sign, with a question mark.
func (r *reading) onlyNamed(s *sent, head int) bool {
	return s.asks && head <= s.from+1 && s.to-s.from <= mostOfGroup
}

// never tells whether "me?" or a firm never answers sentence n.
func (r *reading) never(n int) bool {
	for k := n + 1; k < min(len(r.sents), n+3); k++ {
		switch r.tokens[r.sents[k].from].text {
		case "me", "us", "him", "her", "never":
			return true
		}
	}
	return false
}

// answerIsNo tells whether the sentence after n, but for a "me?", or what follows a comma
// behind token i, answers no and takes nothing back.
func (r *reading) answerIsNo(n, i int) bool {
	s := &r.sents[n]
	for k := i; !s.asks && k < min(s.to, i+mostOfGroup); k++ {
		if r.tokens[k].brk != joined && r.plainNo(s, k) {
			return !r.exceptedAfter(s, k)
		}
	}
	for k := n + 1; k < min(len(r.sents), n+3); k++ {
		a := &r.sents[k]
		if a.asks && a.to-a.from <= 2 {
			continue
		}
		return !a.asks && r.plainNo(a, a.from) && !r.exceptedAfter(a, a.from) && (k+1 >= len(r.sents) || !r.softens(r.sents[k+1].from))
	}
	return false
}

// plainNo tells whether an answer that begins at token i is a plain no: "no sir",
// "never", "I did not", "because I didn't".
func (r *reading) plainNo(s *sent, i int) bool {
	if r.tokens[i].text == "because" || r.tokens[i].text == "cos" || r.tokens[i].text == "well" {
		i++
	}
	if i >= s.to {
		return false
	}
	switch w := r.tokens[i].text; {
	case isNo(w) || w == "nobody":
		if i+1 >= s.to || r.tokens[i+1].brk != joined {
			return true
		}
		switch r.tokens[i+1].text {
		case "sir", "maam", "madam", "never", "thank", "not", "doctor", "nurse", "mate", "in", "had", "have", "and", "can", "did", "to":
			return true
		}
	case w == "i" || w == "we" || w == "he" || w == "she" || w == "they":
		return i+2 < s.to && isAuxOrHave(r.tokens[i+1].text) && r.tokens[i+2].text == "not" && r.clauseStops(s, i+3)
	case w == "not":
		return i+1 < s.to && (r.tokens[i+1].text == "me" || r.tokens[i+1].text == "once" || r.tokens[i+1].text == "ever" || r.tokens[i+1].text == "at")
	}
	return false
}

// isAuxOrHave tells whether a helping verb may end "I did not".
func isAuxOrHave(w string) bool {
	return isAux(w) || w == "have" || w == "has" || w == "had" || w == "am"
}

// reportedOf tells whether somebody is said to ask about the sign at token head: "the
// nurse wanted to know whether I", "wishes to hear about".
func (r *reading) reportedOf(s *sent, head int) bool {
	for k := head - 1; k >= max(s.from, head-mostAsked); k-- {
		switch w := r.tokens[k].text; w {
		case "whether", "if", "about":
			for j := k - 1; j >= max(s.from, k-mostAsked); j-- {
				if asksAfter(r.tokens[j].text) {
					return true
				}
			}
			return false
		case "my", "the", "this", "these", "because", "still", "not", "no", "need", "should", "want", "wanted", "that":
			return false
		}
	}
	return false
}

// asksAfter tells whether a word says that somebody asks.
func asksAfter(w string) bool {
	switch w {
	case "ask", "asks", "asked", "asking", "know", "hear", "wondered", "wonders", "enquired", "inquired", "quizzed":
		return true
	}
	return false
}

// mostToAnswer is within how many words of what was asked the answer must stand.
const mostToAnswer = 100

// mostUntilNo is how many sentences after a question may hold the answer.
const mostUntilNo = 2

// saidNoAfter tells whether the one who writes says that the answer was no, behind token i
// of sentence n or in the sentences after it, and takes nothing back.
func (r *reading) saidNoAfter(n, i int) bool {
	found := false
	for k := n; k <= min(len(r.sents)-1, n+mostUntilNo); k++ {
		s := &r.sents[k]
		said := -1
		for j := max(s.from, i); j < min(s.to, i+mostToAnswer); j++ {
			w := r.tokens[j].text
			switch {
			case w == "lie" || w == "lied" || w == "false" || w == "untrue" || w == "yes" || w == "but" || w == "until" || w == "till" || w == "except" || w == "though" || w == "only" || w == "wrong" ||
				w == "actually" || w == "more" || w == "scared" || w == "afraid" || w == "ashamed" || w == "embarrassed", saysSo(w) && j > s.from && r.tokens[j-1].text == "not":
				return found && k > n+1
			case saysSo(w) && r.said(max(s.from, j-4), j, "i"), w == "write" && r.said(max(s.from, j-4), j, "she"):
				said = j
			case said >= 0 && j-said <= mostAsked && (isNo(w) || w == "nothing" || w == "not"):
				found = true
			}
		}
		if s.asks && k > n {
			break
		}
	}
	return found
}

// saysSo tells whether a word says that somebody answered.
func saysSo(w string) bool {
	switch w {
	case "said", "say", "told", "tell", "answered", "answer", "replied", "write", "put", "wrote", "ticked", "circled", "entered", "typed":
		return true
	}
	return false
}

// laidToMe tells whether a sign is only laid to somebody or supposed: "who told you that
// I", "the app says you reported", "I'd be the first to say if I had".
func (r *reading) laidToMe(s *sent, head int) bool {
	for k := head - 1; k >= max(s.from, head-mostAsked); k-- {
		switch r.tokens[k].text {
		case "told", "says", "saying", "said", "say":
			for j := k - 1; j >= max(s.from, k-mostAsked); j-- {
				switch r.tokens[j].text {
				case "who", "you", "app", "bot", "form", "chart", "letter", "record", "file", "system", "website", "it", "computer", "first":
					return true
				}
			}
			return false
		case "reported":
			return r.said(max(s.from, k-3), k, "you")
		case "my", "the", "because", "still", "not", "no", "never":
			return false
		}
	}
	return false
}

// deniesIt tells whether the sentence after n, or the next, says that there is no such
// thing: "I don't have it", "I have reported no such thing", "because I didn't".
func (r *reading) deniesIt(n, from int) bool {
	for k := n; k <= min(len(r.sents)-1, n+mostUntilNo); k++ {
		s := &r.sents[k]
		for i := max(s.from, from); i < min(s.to, from+mostToAnswer); i++ {
			if r.noSuchThing(s, i) && !r.exceptedWithin(s, i) {
				return true
			}
		}
	}
	return false
}

// exceptedWithin tells whether a clause, or the first word of the next, makes an exception
// behind token i.
func (r *reading) exceptedWithin(s *sent, i int) bool {
	for k := i; k < min(s.to, i+farthest); k++ {
		w := r.tokens[k].text
		if k > i && r.tokens[k].brk == comma {
			return w == "but" || w == "until" || w == "till" || w == "except"
		}
		if takesBack(w) || w == "like" && r.tokens[i].text != "nothing" || w == "yes" {
			return true
		}
	}
	return false
}

// noSuchThing tells whether token i begins or ends "not have it", "never had that", "no
// such thing", "nothing of the kind", "I didn't".
func (r *reading) noSuchThing(s *sent, i int) bool {
	_, next := r.around(i)
	third := ""
	if i+2 < s.to {
		third = r.tokens[i+2].text
	}
	switch r.tokens[i].text {
	case "not", "never":
		if (next == "have" || next == "had") && (third == "it" || third == "that" || third == "any" || third == "one" || third == "anything") || next == "did" && r.tokens[i].text == "never" {
			return true
		}
		return r.tokens[i].text == "not" && i >= s.from+2 && isAuxOrHave(r.tokens[i-1].text) && isFirst(r.tokens[i-2].text) && r.clauseStops(s, i+1)
	case "no":
		return next == "such"
	case "nothing":
		return next == "like" || next == "of" && third == "the"
	}
	return false
}

// ticked tells whether the one who writes ticked or wrote "no" or "none of these" beside
// the sign at token head.
func (r *reading) ticked(s *sent, head int) bool {
	for k := head - 1; k >= max(s.from, head-2); k-- {
		switch r.tokens[k].text {
		case "to", "at", "beside", "by", "against", "under", "for", "opposite", "alongside":
			return r.no(s, k-1) && !r.exceptedAfter(s, head)
		}
	}
	return false
}

// no tells whether a no that somebody ticked or wrote ends at token i.
func (r *reading) no(s *sent, i int) bool {
	no := false
	for k := i; k >= max(s.from, i-mostAsked); k-- {
		switch w := r.tokens[k].text; {
		case isNo(w):
			no = true
		case w == "ticked" || w == "tick" || w == "put" || w == "wrote" || w == "circled" || w == "marked" || w == "checked" || w == "answered" || w == "entered":
			return no && r.said(max(s.from, k-3), k, "i")
		}
	}
	return false
}
