package guard

import (
	"slices"
	"strings"
)

// Bits: what one speaker or one line of a form says at a time.

// bits cuts a turn at the ends of its sentences, at arrows and strokes, at labels of
// speakers and before a comma or "and" that begins an answer.
func (r *reading) bits() []bit {
	var out []bit
	r.units = slices.Grow(r.units[:0], len(r.tokens)+1)
	now := r.units // of all bits, the last one from its end on
	start := 0
	labels := r.labelled()
	flush := func(next int) {
		if len(now) > 0 {
			b := bit{units: now, turn: r.turn, start: start}
			b.label()
			sep := r.text[now[len(now)-1].end:next]
			b.asks = strings.Contains(sep, "?")
			if len(b.units) > 0 {
				out = append(out, b)
			}
		}
		now, start = now[len(now):], next
	}
	for i := range r.tokens {
		u := r.unit(i)
		u.name = labels[u.text] > 1 && isUpper(r.text[u.start])
		if i > 0 && (u.brk >= sentence || partsLines(u.sep) || r.answersFrom(i) || u.brk == comma && r.labels(i)) {
			flush(u.start)
		}
		if v, ok := signUnit(&u, i > 0); ok && i > 0 {
			now = append(now, v)
		}
		now = append(now, u)
	}
	if n := len(r.tokens); n > 0 {
		tail := unit{turn: r.turn, start: int(r.tokens[n-1].end), end: len(r.text), sep: r.text[r.tokens[n-1].end:]}
		if v, ok := signUnit(&tail, true); ok && len(now) > 0 {
			now = append(now, v)
		}
		flush(len(r.text))
	}
	return out
}

// labelled counts the words before a colon, nil for none.
func (r *reading) labelled() map[string]int {
	var out map[string]int
	for i := 1; i < len(r.tokens); i++ {
		if at := r.tokens[i-1].end; int(at) < len(r.text) && r.text[at] == ':' {
			if out == nil {
				out = map[string]int{}
			}
			out[r.tokens[i-1].text]++
		}
	}
	return out
}

// unit makes a unit of token i.
func (r *reading) unit(i int) unit {
	t := &r.tokens[i]
	u := unit{text: t.text, turn: r.turn, start: int(t.start), end: int(t.end), letter: t.letter, isNum: t.isNum, num: t.num, brk: t.brk}
	if t.isNum {
		u.text = r.text[t.start:t.end]
	}
	if i > 0 {
		u.sep = r.textBefore(i)
	}
	return u
}

// signUnit makes a word of a cross or a tick that is written before a unit.
func signUnit(u *unit, on bool) (unit, bool) {
	if u.sep == "" || u.sep == " " {
		return unit{}, false
	}
	v := unit{turn: u.turn, start: u.start, end: u.start, sep: ":"}
	switch {
	case strings.ContainsAny(u.sep, "❌✗✘✖🚫☒"):
		v.text = "no"
	case strings.ContainsAny(u.sep, "✓✔☑✅"):
		v.text = "yes"
	default:
		return v, false
	}
	u.sep, u.brk = ",", comma
	return v, on
}

// partsLines tells whether what stands between two words parts two lines.
func partsLines(sep string) bool {
	return strings.ContainsAny(sep, "?.!") && strings.Contains(sep, " ") || strings.Contains(sep, "->") || strings.Contains(sep, "→") || strings.Contains(sep, "=>") || strings.Contains(sep, " / ")
}

// mostOfEnd is the most words of an answer at the end of its question's sentence.
const mostOfEnd = 8

// answersFrom tells whether all from token i to the end of its sentence answers what
// stands before it: "and I had to say no", ", the answer is yes", ": she's not".
func (r *reading) answersFrom(i int) bool {
	t := &r.tokens[i]
	if t.brk != comma && t.text != "and" && t.text != "which" {
		return false
	}
	to := i + 1
	for ; to < len(r.tokens) && r.tokens[to].brk < sentence; to++ {
		if to-i > mostOfEnd {
			return false
		}
	}
	u := make([]unit, 0, to-i)
	for k := i; k < to; k++ {
		u = append(u, r.unit(k))
	}
	if t.text == "and" {
		u = u[1:]
	}
	b := bit{units: u}
	said, ok := b.replies()
	return ok && (said.fulfils || said.flips || said.subject != nil || len(pastReport(u)) < len(u))
}

// labels tells whether a speaker's label stands at token i within a sentence: "is he
// awake, caller: no".
func (r *reading) labels(i int) bool {
	return i+1 < len(r.tokens) && strings.Contains(r.textBefore(i+1), ":") && isSpeaker(r.tokens[i].text)
}

// label takes the label of a speaker off a bit.
func (b *bit) label() {
	u := b.units
	if len(u) < 2 {
		return
	}
	n := 1
	if !strings.Contains(u[1].sep, ":") {
		if len(u) < 3 || !strings.Contains(u[2].sep, ":") || !isSpeaker(u[1].text) {
			return
		}
		n = 2
	}
	if isSpeaker(u[n-1].text) || u[0].isNum && len(u[0].text) == 3 || n == 1 && u[0].letter != 0 && (u[0].letter == 'q' || u[0].letter == 'a') || u[0].name {
		b.by, b.units = u[n-1].text, u[n:]
		b.units[0].sep, b.units[0].brk = "", sentence
	}
}

// isSpeaker tells whether a word before a colon says who speaks.
func isSpeaker(w string) bool {
	switch w {
	case "operator", "caller", "handler", "dispatcher", "dispatch", "paramedic", "nurse", "doctor", "dr", "gp", "triage", "patient", "agent", "adviser", "advisor", "helpline", "crew",
		"me", "you", "him", "her", "them", "us", "he", "she", "they", "bot", "ai", "user", "assistant", "chatbot", "chatgpt", "human", "app", "system", "sis", "bro", "sister", "brother",
		"mum", "mom", "dad", "wife", "husband", "son", "daughter", "friend", "mate", "nan", "gran", "i", "question", "answer", "ambulance", "call", "interviewer", "counsellor", "partner", "gf", "bf":
		return true
	}
	return false
}
