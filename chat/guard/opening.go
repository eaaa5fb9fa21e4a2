package guard

import "strings"

// opening finds the question word that a sentence, or its last clause, begins
// with.
func (r *reading) opening(s *sent) (int, bool) {
	begins := true // as the method does, from the token before
	for i := s.from; i < s.to; i++ {
		begins = i == s.from || r.tokens[i].brk != joined || begins && opensWith(r.tokens[i-1].text)
		if begins && asksWith(r.tokens[i].text) && !r.leavesOut(s, i) {
			rest := r.preamble(s, i)
			if rest == i || asksWith(r.tokens[rest].text) {
				return rest, true
			}
			return 0, false
		}
		if !begins && i > s.from+4 {
			break
		}
	}
	return 0, false
}

// preamble gives the token at which what is asked begins: "can I ask, does it
// pass", "what would you say to this: my foot is cold". Without one it is i.
func (r *reading) preamble(s *sent, i int) int {
	for k := i + 1; k < min(s.to, i+maxPreamble); k++ {
		if r.tokens[k].brk == joined {
			continue
		}
		switch r.tokens[k-1].text {
		case "this", "following", "ask", "question", "something", "me", "thoughts":
			return k
		}
		return i
	}
	return i
}

// maxPreamble is the most words of "could I perhaps ask you something, …".
const maxPreamble = 9

// leavesOut tells whether a helping verb at token i opens a statement that leaves
// out who makes it: "can not sleep", "was walking home when", "was bitten by",
// but not "can not you", nor "was walking bad for it".
func (r *reading) leavesOut(s *sent, i int) bool {
	if i+2 < s.to && r.tokens[i].text == "were" && r.tokens[i+1].text == "after" && strings.HasSuffix(r.tokens[i+2].text, "ing") {
		return true // "we're after seeing him fall"
	}
	if i+3 < s.to && i == s.from && s.asks && r.tokens[i].text == "was" && r.midstOfSomething(s, i+1) {
		return true // "was watching the match, just saw him go down, what now?"
	}
	if s.asks || i+2 >= s.to || !isAux(r.tokens[i].text) {
		return false
	}
	if t := r.tokens[i].text; t == "was" || t == "were" {
		return inTheMidst(r.tokens[i+1].text) && !judged(r.tokens[i+2].text)
	}
	if r.tokens[i+1].text != "not" {
		return false
	}
	switch r.tokens[i+2].text {
	case "i", "you", "he", "she", "it", "we", "they", "this", "that", "there", "the", "a", "an", "people", "anyone", "everyone":
		return false
	}
	return true
}

// midstOfSomething tells whether token i is what somebody was doing, and a clause behind
// a comma goes on with what came of it.
func (r *reading) midstOfSomething(s *sent, i int) bool {
	switch r.tokens[i].text {
	case "watching", "reading", "playing", "writing", "walking", "driving", "sitting", "waiting", "working", "having", "doing", "listening", "talking", "running", "shopping", "studying", "revising":
	default:
		return false
	}
	for k := i + 1; k+1 < s.to; k++ {
		if r.tokens[k].brk == comma && (r.tokens[k].text == "just" || isPastVerb(r.tokens[k].text) || isPerson(r.tokens[k].text) || r.covers(s, relative, k)) {
			return true
		}
	}
	return false
}

// inTheMidst tells whether a word after "was" is what somebody was doing or
// what befell them.
func inTheMidst(w string) bool {
	switch w {
	case "hit", "bitten", "stung", "kicked", "knocked", "thrown", "attacked":
		return true
	case "thing", "king", "ring", "spring", "string", "morning", "evening", "anything", "something", "nothing", "everything", "swelling", "bleeding", "tingling":
		return false
	}
	return len(w) > 5 && strings.HasSuffix(w, "ing")
}

// judged tells whether a word gives a doing a mark: "was running bad for me".
func judged(w string) bool {
	switch w {
	case "bad", "good", "wrong", "right", "ok", "okay", "safe", "dangerous", "enough", "too", "really", "worth", "not":
		return true
	}
	return false
}

// asksWith tells whether a word can open a question.
func asksWith(w string) bool {
	return isWh(w) || isAux(w)
}

func isWh(w string) bool {
	switch w {
	case "what", "why", "which", "who", "whose", "how", "when", "where":
		return true
	}
	return false
}

func isAux(w string) bool {
	switch w {
	case "is", "are", "does", "do", "did", "can", "could", "should", "will", "would", "might", "may", "was", "were":
		return true
	}
	return false
}
