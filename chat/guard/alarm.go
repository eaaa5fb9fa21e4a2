package guard

import "strings"

// Alarms for fumes that are only bought, or that chirp for a battery. "Worried about
// carbon monoxide, which alarm should I get" and "it chirped once a minute, new
// battery, quiet now" tell of no fumes. An alarm that goes off does, and so does one
// beside anybody who feels ill.

// alarms takes out an alarm that is asked about in a shop or had a low battery.
func (lx *lexer) alarms(r *reading) {
	if !r.has("alarm", "alarms", "detector", "detectors", "sensor", "sensors") || r.sounds() || r.ails() || !(r.shops() || r.flat()) {
		return
	}
	for i := range r.mentions {
		m := &r.mentions[i]
		if m.status != asserted && m.status != resolved {
			continue
		}
		switch lx.concepts[m.concept].id {
		case "unresponsive", "overdose", "fume_alarm", "fume_beep", "blue_skin":
			if r.namesFumes(m) {
				m.status, m.because = masked, "an alarm that is quiet"
				r.sents[m.sent].past = true
			}
		}
	}
	for n := range r.sents {
		if s := &r.sents[n]; s.past {
			s.past = !lx.names(r, n)
		}
	}
}

// namesFumes tells whether a mention is of carbon monoxide or an alarm for it.
func (r *reading) namesFumes(m *mention) bool {
	for i := m.from; i < m.to; i++ {
		switch r.tokens[i].text {
		case "monoxide", "co", "alarm", "alarms", "detector", "detectors", "sensor":
			return true
		}
	}
	return false
}

// has tells whether a turn holds one of some words.
func (r *reading) has(words ...string) bool {
	for i := range r.tokens {
		for _, w := range words {
			if r.tokens[i].text == w {
				return true
			}
		}
	}
	return false
}

// sounds tells whether an alarm goes off.
func (r *reading) sounds() bool {
	for i := range r.tokens {
		before, next := r.around(i)
		switch r.tokens[i].text {
		case "off":
			if before != "switch" && before != "switched" && before != "turned" {
				return true
			}
		case "sounding", "sounded", "screaming", "ringing", "rang", "wailing", "blaring", "triggered", "red", "ppm", "flashing", "reading", "smell", "leak", "leaking", "fumes", "soot", "orange":
			return true
		case "still", "continuously", "nonstop", "constantly":
			return true
		case "four", "#":
			if strings.HasPrefix(next, "beep") || strings.HasPrefix(next, "chirp") {
				return true
			}
		}
	}
	return false
}

// ails tells whether a turn holds a word of how somebody feels who breathed fumes.
func (r *reading) ails() bool {
	for i := range r.tokens {
		w := r.tokens[i].text
		switch w {
		case "dizzy", "sick", "nausea", "nauseous", "queasy", "drowsy", "sleepy", "tired", "woozy", "faint", "fainted", "vomiting", "confused", "breathless", "ill", "unwell",
			"poorly", "migraine", "muzzy", "weak", "collapsed", "unconscious", "wake", "flushed", "groggy", "symptoms", "poisoned", "poisoning", "heads":
			return true
		}
		if strings.HasPrefix(w, "headache") || strings.HasPrefix(w, "vomit") {
			return true
		}
	}
	return false
}

// shops tells whether a turn asks which alarm to have and where, of none that beeps.
func (r *reading) shops() bool {
	asks := false
	for i := range r.tokens {
		w := r.tokens[i].text
		switch w {
		case "which", "best", "buy", "get", "need", "recommend", "cheap", "install", "fit", "put", "last", "expire", "make", "brand", "replace", "test", "where", "worth", "caravan":
			asks = true
		}
		if strings.HasPrefix(w, "beep") || strings.HasPrefix(w, "chirp") || strings.HasPrefix(w, "bleep") {
			return false
		}
	}
	return asks
}

// flat tells whether a turn says that a new battery made an alarm quiet.
func (r *reading) flat() bool {
	return r.has("battery", "batteries") && r.has("changed", "replaced", "swapped", "new") && r.has("stopped", "quiet", "fine", "silent", "sorted", "gone", "ok") &&
		r.has("chirps", "chirp", "chirped", "chirping", "beep", "beeps", "beeped", "beeping", "bleep", "bleeps")
}
