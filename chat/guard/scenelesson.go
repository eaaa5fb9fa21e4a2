package guard

import "strings"

// A lesson lists what may befall somebody; it does not tell of anybody. "He",
// "a lad" and what is going on in the same sentence are of somebody who is there.

// inLesson tells whether the words that open a scene are of something taught or
// practised, without a case that is supposed: not "the drama where she", nor "what
// to do if someone is choking".
func (r *reading) inLesson(s *sent) bool {
	lesson := false
	for _, c := range s.cues {
		if c.kind != staging && c.kind != stagingFirm {
			continue
		}
		for i := c.from; i < c.to; i++ {
			switch r.tokens[i].text {
			case "if", "when", "where", "which", "case", "who", "about", "pretend", "mock", "fake":
				return false
			case "covered", "taught", "practised", "practiced", "drilled", "learned", "learnt", "learning", "shown", "did", "do", "went", "cpr", "aid", "compressions", "training", "course", "class":
				lesson = true
			}
		}
	}
	return lesson
}

// acts tells whether a person at token i does or has something: "a lad is", "the
// baby has", not "a man who".
func (r *reading) acts(s *sent, i int) bool {
	if i+1 >= s.to || r.tokens[i+1].brk != joined {
		return false
	}
	switch w := r.tokens[i+1].text; w {
	case "is", "has", "was", "just", "here":
		return true
	default:
		return isPastVerb(w) && !r.inScene(s, i+1)
	}
}

// happening tells whether the clause of a sign says that it is going on: "is
// having", "will not wake", "a man here".
func (r *reading) happening(s *sent, m *mention) bool {
	from, to := r.clauseAround(s, m)
	at := r.opensAt(s, m)
	for i := at; i < m.from; i++ {
		if r.tokens[i].text == "here" {
			return true
		}
	}
	for i := max(from, at); i < to; i++ {
		before, next := r.around(i)
		switch r.tokens[i].text {
		case "gone", "having", "stopped":
			if isSomebody(strings.TrimSuffix(strings.TrimSuffix(before, "s"), "'")) {
				return true
			}
		case "is", "has":
			if next == "having" || next == "gone" || next == "stopped" || next == "going" {
				return true
			}
		case "will":
			if next == "not" {
				return true
			}
		}
	}
	return false
}
