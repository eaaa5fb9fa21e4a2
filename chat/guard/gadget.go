package guard

import "strings"

// What people say of machines as if they lived: "the clock has gone into cardiac
// arrest", "the boiler sounds like it's having a heart attack", "the laptop goes to
// sleep and never wakes". things.go gives a thing what the grammar of its clause
// makes its own; here anything may stand between a machine and a few signs of the
// whole body, but no person, no part of a body and nobody's clause of their own.

// gadgets takes out what is said of machines.
func (lx *lexer) gadgets(r *reading) {
	for n := range r.sents {
		s := &r.sents[n]
		for h := s.from; h < s.to; h++ {
			if r.isGadget(h) && !(h+1 < s.to && r.isGadget(h+1)) && r.opensAsSubject(s, h) && r.headsVerb(s, h) {
				lx.ofGadget(r, s, n, h)
			}
		}
	}
}

// isGadget tells whether token i names a machine.
func (r *reading) isGadget(i int) bool {
	switch r.tokens[i].text {
	case "phone", "iphone", "ipad", "kindle", "roomba", "alexa", "satnav", "aga", "rayburn", "amp", "amplifier", "jukebox", "kiln", "typewriter":
		return true
	case "lift": // many a lift holds somebody
		return false
	}
	return r.tokens[i].thing == machine
}

// opensAsSubject tells whether the machine at token h begins its clause with what
// belongs to its name: "our old washing machine", "grandad's clock".
func (r *reading) opensAsSubject(s *sent, h int) bool {
	owned := false
	for i := h - 1; i >= s.from && r.tokens[i+1].brk == joined; i-- {
		w := r.tokens[i].text
		switch {
		case medical(w):
			return false
		case r.covers(s, relative, i) || determines(w) || ownsDear(w) || w == "your":
			owned = true
		case joins(w) || opensWith(w):
			return true
		case w == "is" && i > s.from && r.covers(s, relative, i-1) && !owned: // "grandad's clock"
		case owned || preposed(w) || isPerson(w) || ascribes(w) || isAux(w):
			return false
		}
	}
	return owned || !r.covers(s, relative, h)
}

// headsVerb tells whether a verb follows the machine at token h, not a person who works
// with it: "the van is", "my phone goes", not "a train conductor".
func (r *reading) headsVerb(s *sent, h int) bool {
	if h+1 >= s.to || r.tokens[h+1].brk != joined {
		return false
	}
	w := r.tokens[h+1].text
	if strings.HasSuffix(w, "ers") || strings.HasSuffix(w, "ors") || strings.HasSuffix(w, "ists") || strings.HasSuffix(w, "ss") {
		return false
	}
	return ascribes(w) && !determines(w) || goesOnOf(w) || strings.HasSuffix(w, "s") || strings.HasSuffix(w, "ed") || strings.HasSuffix(w, "ing")
}

// ofGadget takes out the signs that a sentence tells of the machine at token h.
func (lx *lexer) ofGadget(r *reading, s *sent, n, h int) {
	ms := r.of(n)
	var gave []mention
	for i := range ms {
		m := &ms[i]
		if m.status != asserted || m.to <= h+1 || !lx.ofWhole(m) || !r.reaches(s, h, m) {
			continue
		}
		m.status, m.because, m.alien = unrealised, r.tokens[h].text, true
		gave = append(gave, *m)
	}
	for i := range ms { // "into cardiac arrest, he" says no more than "into cardiac arrest"
		m := &ms[i]
		for _, o := range gave {
			if m.status == asserted && m.concept == o.concept && m.from < o.to && o.from < m.to {
				m.status, m.because, m.alien = o.status, o.because, true
			}
		}
	}
	if len(gave) > 0 && !lx.names(r, n) && !r.anyPerson(s) {
		s.thing = true
	}
}

// anyPerson tells whether a sentence names a person or a part of one.
func (r *reading) anyPerson(s *sent) bool {
	for i := s.from; i < s.to; i++ {
		if isPerson(r.tokens[i].text) || r.covers(s, relative, i) || r.placed(s, i) {
			return true
		}
	}
	return false
}

// ofWhole tells whether a mention is of what people say of machines that fail.
func (lx *lexer) ofWhole(m *mention) bool {
	switch lx.concepts[m.concept].id {
	case "unresponsive", "chest_discomfort", "collapse", "fit", "fit_told", "drowsy", "hard_to_rouse", "suicidal", "fading", "breathless", "fast_breath", "rest_breathless",
		"no_pulse", "wakes", "shaky", "li_shake", "weak", "weak_told", "dizzy", "nearly_out", "long_cough", "blow_sign", "unsteady":
		return true
	}
	return false
}

// reaches tells whether a sign is still said of the machine at token h.
func (r *reading) reaches(s *sent, h int, m *mention) bool {
	for i := h + 1; i < m.to; i++ {
		t := &r.tokens[i]
		if isPerson(t.text) || r.covers(s, relative, i) || r.placed(s, i) && t.text != "heart" || isMishap(t.text) {
			return i < m.from && r.itsAgain(s, i, m)
		}
		next := ""
		if i+1 < s.to {
			next = r.tokens[i+1].text
		}
		if t.text == "on" && joins(next) || t.text == "on" && i+1 < s.to && r.tokens[i+1].brk != joined {
			return false // "boiler on, drowsy"
		}
		if t.brk != joined && i <= m.from && !goesOnOf(t.text) || joins(t.text) && i < m.to-1 && !goesOnOf(next) {
			return false
		}
	}
	return true
}

// itsAgain tells whether "it" stands right before a sign, after the one who writes
// only did something to the machine: "when I start it, then it won't breathe".
func (r *reading) itsAgain(s *sent, i int, m *mention) bool {
	if r.tokens[i].text != "i" && r.tokens[i].text != "we" || m.from == s.from || r.tokens[m.from-1].text != "it" {
		return false
	}
	for k := i + 1; k < m.to; k++ {
		if w := r.tokens[k].text; isPerson(w) || r.covers(s, relative, k) || r.placed(s, k) {
			return false
		}
	}
	return true
}

// isMishap tells whether a verb tells of what befalls the people in a machine.
func isMishap(w string) bool {
	switch w {
	case "crashed", "crash", "hit", "exploded", "fumes", "smoke", "gas", "leaking", "headache", "headaches", "overturned", "fell", "ran", "trapped", "pinned", "crushed",
		"running", "garage", "exhaust":
		return true
	}
	return false
}

// goesOnOf tells whether a word after a comma or "and" goes on about the machine
// before it.
func goesOnOf(w string) bool {
	switch w {
	case "will", "would", "does", "is", "has", "was", "never", "keeps", "then", "it", "its", "makes", "goes", "dies", "stops", "just", "coughs", "chokes", "which", "that",
		"like", "as", "sounds", "shakes", "refuses":
		return true
	}
	return false
}
