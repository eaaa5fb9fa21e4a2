package guard

// A question of an examination: "A 67-year-old man has pain in his calf when he
// walks. Most likely diagnosis? A) … B) …" is about nobody. Nothing is taken out
// unless the turn holds the examiner's question, tells of "a" person by age and
// neither of the one who writes nor of his or her people.

// vignette takes out what an examination question tells.
func (lx *lexer) vignette(r *reading) {
	if !r.examines() || r.claims() {
		return
	}
	told := -1 // the sentence that brings in the person
	for n := range r.sents {
		s := &r.sents[n]
		if r.firstPerson(s) && !r.answersIt(s) || r.mine(s) || r.kin(s) {
			return
		}
		if told < 0 && r.agedStranger(s) {
			told = n
		}
	}
	if told < 0 {
		return
	}
	for i := range r.mentions {
		m := &r.mentions[i]
		if m.sent >= told && m.status == asserted && !lx.grave(m) {
			m.status, m.because = unrealised, "an examination question"
		}
	}
}

// answersIt tells whether the one who writes only says what he or she answered:
// "I put B".
func (r *reading) answersIt(s *sent) bool {
	for i := s.from; i < s.to; i++ {
		switch r.tokens[i].text {
		case "me", "myself", "we", "us":
			return false
		case "i":
			if i+1 >= s.to {
				return false
			}
			switch r.tokens[i+1].text {
			case "put", "said", "chose", "picked", "answered", "guessed", "went", "thought", "ticked", "selected":
			default:
				return false
			}
		}
	}
	return true
}

// examines tells whether a turn asks as an examiner does.
func (r *reading) examines() bool {
	for i := range r.sents {
		for _, c := range r.sents[i].cues {
			if c.kind == exam {
				return true
			}
		}
	}
	return false
}

// agedStranger tells whether a sentence brings in somebody by an article and an
// age: "a 67 year old man".
func (r *reading) agedStranger(s *sent) bool {
	for i := s.from; i+3 < s.to; i++ {
		if next := r.tokens[i+1].text; r.tokens[i].text == "a" && (next == "patient" || next == "client") {
			return true
		}
		if w := r.tokens[i].text; w != "a" && w != "an" || !r.tokens[i+1].isNum {
			continue
		}
		for k := i + 2; k < min(s.to, i+6); k++ {
			switch r.tokens[k].text {
			case "man", "woman", "male", "female", "boy", "girl", "patient", "child", "infant", "lady", "gentleman", "farmer", "builder", "nurse", "student", "runner", "smoker",
				"client", "resident", "person", "adult", "mother", "inpatient":
				return true
			}
		}
	}
	return false
}
