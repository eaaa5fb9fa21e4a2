package guard

import "strings"

// Forms: a label and its value. "Breathing: no", "resp rate 0", "can pee y/n: n".

// form tells a form anew, nil for none. What it does not read it leaves out: the turn
// as it stands is read too.
func (b *bit) form() []unit {
	if said := b.measured(); said != nil {
		return said
	}
	var out []unit
	from := 0
	for i := 1; i < len(b.units); i++ {
		u := &b.units[i]
		ends := i+1 == len(b.units) || b.units[i+1].brk != joined || onlyWhen(b.units[i+1].text) || b.units[i+1].text == "since"
		label := b.units[from:i]
		marked := strings.ContainsAny(u.sep, ":=") || i+1 == len(b.units) && strings.Contains(u.sep, " - ")
		if ends && (marked || isVital(last(label).text)) {
			var said []unit
			switch yes, no := u.value(); {
			case no && (marked || u.isNum):
				said = lacks(label, u)
			case yes && marked:
				said = holds(label, &reply{word: *u, yes: true})
			}
			if said != nil {
				for k := i + 1; k < len(b.units) && b.units[k].brk == joined; k++ {
					said, i = append(said, b.units[k]), k
				}
				if len(out) > 0 {
					said[0].brk = comma
				}
				out = append(out, said...)
				from = i + 1
				continue
			}
		}
		if u.brk != joined && !marked {
			from = i
		}
	}
	return out
}

// measured tells a vital sign that is counted and is nothing: "resps 20, 12, 6, 0",
// "GCS 3", "AVPU: U".
func (b *bit) measured() []unit {
	u := b.units
	n := len(u)
	if n < 2 || n > mostOfItem {
		return nil
	}
	word := u[n-1]
	word.start, word.brk = u[0].start, joined
	switch w := u[0].text; {
	case w == "gcs" && u[1].isNum && u[1].num <= 8, w == "avpu" && (u[1].letter == 'u' || u[1].letter == 'p' || u[1].text == "unresponsive"):
		word.text = "not conscious"
		return []unit{word}
	case (vital(w) != "" || w == "rest" && u[1].text == "rate") && word.isNum && word.num == 0:
		for _, x := range u[1 : n-1] {
			if !x.isNum && !isMeasure(x.text) && x.text != "minute" && x.text != "min" && x.text != "now" {
				return nil
			}
		}
		if word.text = vital(w); w == "rest" { // "resp"
			word.text = "not breathing"
		}
		return []unit{word}
	}
	return nil
}

func last(u []unit) *unit {
	if len(u) == 0 {
		return &unit{}
	}
	return &u[len(u)-1]
}

// value tells whether a unit is a value that says yes or no.
func (u *unit) value() (yes, no bool) {
	switch u.text {
	case "no", "none", "nil", "absent", "never", "not", "zero", "undetectable", "nope", "false", "negative", "missing", "nothing":
		return false, true
	case "yes", "yeah", "yep", "present", "true":
		return true, false
	}
	return u.letter == 'y', u.letter == 'n' || u.letter == 'x' || u.isNum && u.num == 0
}

// isVital tells whether a word names a vital sign.
func isVital(w string) bool { return vital(w) != "" }

// vital gives in plain words what it means that a vital sign is not there.
func vital(w string) string {
	switch w {
	case "breathing", "breath", "breaths", "breathe", "breathes", "resp", "resps", "respiration", "respirations", "respiratory", "rr":
		return "not breathing"
	case "pulse", "heartbeat", "heart", "hr", "pulses":
		return "no pulse"
	case "conscious", "consciousness", "awake", "alert", "responsive", "response", "responses", "responding", "responds", "rousable":
		return "not conscious"
	}
	return ""
}

// lacks tells that what a label names is not there.
func lacks(label []unit, no *unit) []unit {
	label = trimLabel(label)
	if len(label) == 0 || len(label) > mostOfItem {
		return nil
	}
	if c, ok := parse(label); ok && (c.aux != nil || c.not != nil) {
		if len(c.predicate) == 0 {
			return nil
		}
		return c.tell(no, nil)
	}
	if helps(label[0].text) && label[0].text != "can" {
		return nil
	}
	word, label := *no, joinedUnits(label)
	word.brk = joined
	first := label[0].text
	if v := vital(first); v != "" && len(label) <= 3 && (len(label) == 1 || isMeasure(label[1].text)) {
		word.text = v
		word.start, word.end, word.turn = label[0].start, max(label[0].end, no.end), label[0].turn
		if label[0].turn != no.turn {
			word.end = last(label).end
		}
		return []unit{word}
	}
	switch first {
	case "able", "can":
		if len(label) > 1 && label[1].text == "to" {
			label = label[1:]
		}
		can := *no
		can.text = "can not"
		return append([]unit{can}, label[1:]...)
	case "feeling", "sensation", "sense":
		word.text = "no feeling"
		return append([]unit{word}, label[1:]...)
	case "urine":
		word.text = "can not pee"
		return []unit{word}
	case "speech":
		if len(label) == 1 {
			word.text = "can not speak"
			return []unit{word}
		}
	}
	if n := len(label); isStopped(label[n-1].text) {
		word.text = "has not stopped"
		if n == 1 {
			word.text = "it has not stopped"
		}
		return append(append([]unit{}, label[:n-1]...), word)
	}
	if !isDoing(first) {
		return nil // the turn as it stands says so well enough
	}
	word.text = "not"
	return append([]unit{word}, label...)
}

// isMeasure tells whether a word behind a vital sign belongs to its name.
func isMeasure(w string) bool {
	switch w {
	case "rate", "status", "per", "level", "to", "ok", "okay", "normally", "properly", "at", "check", "score", "present", "now", "?":
		return true
	}
	return false
}

// isDoing tells whether a word says how somebody is or what he does, so that "not" denies it.
func isDoing(w string) bool {
	switch w {
	case "safe", "warm", "pink", "moving", "talking", "speaking", "waking", "crying", "drinking", "feeding", "walking", "stopping", "passed", "passing", "well", "able", "swallowing", "peeing":
		return true
	}
	return false
}

// isStopped tells whether a label ends with what a bleeding should have done.
func isStopped(w string) bool {
	return w == "stopped" || w == "controlled" || w == "stemmed" || w == "stop"
}

// holds tells that what a label names is there.
func holds(label []unit, r *reply) []unit {
	label = trimLabel(label)
	if len(label) == 0 || len(label) > mostOfItem {
		return nil
	}
	if c, ok := parse(label); ok && c.asked {
		return c.answered(r)
	}
	if helps(label[0].text) {
		return nil
	}
	return append(joinedUnits(label), r.rest...)
}

// trimLabel takes off what only asks.
func trimLabel(u []unit) []unit {
	for len(u) > 0 && (u[0].text == "any" || len(u) > 1 && isArticle(u[0].text)) {
		u = u[1:]
	}
	for len(u) > 1 {
		n := len(u) - 1
		if u[n].letter == 'n' && (u[n-1].letter == 'y' || u[n-1].text == "yes") || u[n].text == "no" && u[n-1].text == "yes" {
			u = u[:n-1]
			continue
		}
		switch u[n].text {
		case "ok", "okay", "normally", "properly", "status", "now", "still", "alright":
			u = u[:n]
			continue
		}
		break
	}
	return u
}
