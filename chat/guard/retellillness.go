package guard

// Illnesses told by their name: "same as my PE in 2022, right now", "she has every sign
// of a stroke", "what are the signs of sepsis | he has all of those".

// tellIllness says that somebody has an illness that a bit compares his state with or
// whose signs it says are there. It tells whether it did.
func (t *teller) tellIllness(b *bit) bool {
	u := b.units
	if b.asks || helps(u[0].text) || isWh(u[0].text) || len(u) > mostOfAsked || saysNot(u) || fancies(u) {
		return false
	}
	named, at := illnessIn(u)
	who, all := hasAll(u)
	switch {
	case named != "" && all:
	case named != "" && b.likens(at):
		who = b.whoOf()
	case named == "" && all && !t.before.told:
		if named, _ = illnessIn(t.before.units); named == "" || t.before.compared() {
			return false
		}
	default:
		return false
	}
	word := u[len(u)-1]
	word.start, word.brk = u[0].start, joined
	word.text = "is having " + named + " right now"
	if who.text == "i" {
		word.text = "am having " + named + " right now"
	}
	who.brk = joined
	t.say([]unit{who, word})
	return true
}

// illnessIn gives the illness that some words name and where.
func illnessIn(u []unit) (string, int) {
	for i := range u {
		next := ""
		if i+1 < len(u) {
			next = u[i+1].text
		}
		switch w := u[i].text; {
		case w == "stroke" || w == "sepsis" || w == "meningitis" || w == "anaphylaxis" || w == "dvt" || w == "pe":
			if w == "stroke" || w == "pe" || w == "dvt" {
				return "a " + w, i
			}
			return w, i
		case w == "heart" && next == "attack", w == "lung" && next == "clot", w == "aortic" && (next == "tear" || next == "dissection"), w == "pulmonary" && (next == "embolism" || next == "embolus"):
			if w == "pulmonary" {
				return "a pulmonary embolism", i
			}
			return "a " + w + " " + next, i
		case w == "cauda" && next == "equina":
			return "cauda equina", i
		case (w == "allergic" || w == "anaphylactic") && next == "shock":
			return "anaphylaxis", i
		case w == "clot" && i+3 < len(u) && (u[i+3].text == "lung" || u[i+3].text == "lungs"):
			return "a lung clot", i
		}
	}
	return "", 0
}

// likens tells whether a bit says that how somebody is now is like the illness at unit
// i: "same as my PE in 2022, right now".
func (b *bit) likens(i int) bool {
	u := b.units
	same, now := false, false
	for k := range u {
		switch u[k].text {
		case "same", "identical", "exactly":
			same = same || k+1 < len(u) && (k == 0 || u[k-1].text == "the" || ascribes(u[k-1].text) || u[k-1].brk != joined || u[k].brk != joined)
		case "second", "another":
			same = same || k < i && k+2 >= i
		case "again":
			same = same || k > 0 && u[k-1].text == "happening"
		case "back":
			same = same || k > i && k-i <= 5 && u[k-1].text == "is"
		case "now", "tonight", "feels", "looks", "starting", "happening", "think":
			now = true
		}
		if u[k].text == "is" || u[k].text == "am" {
			now = true
		}
	}
	return same && now
}

// compared tells whether a bit speaks of others or of long ago.
func (b *bit) compared() bool {
	for i := range b.units {
		switch b.units[i].text {
		case "died", "had", "was", "were":
			return true
		}
	}
	return false
}

// whoOf gives the person a bit is about, the one who writes if it names none.
func (b *bit) whoOf() unit {
	for i := range b.units {
		w := b.units[i]
		if isKin(w.text) || w.text == "he" || w.text == "she" {
			return w
		}
	}
	w := b.units[0]
	w.text = "i"
	return w
}

// fancies tells whether some words only suppose, fear or teach.
func fancies(u []unit) bool {
	for i := range u {
		switch u[i].text {
		case "if", "would", "could", "might", "worried", "scared", "afraid", "know", "learn", "learnt", "learned", "taught", "never", "no", "none", "nothing", "was", "were", "novel", "story", "film", "character", "patient", "patients":
			return true
		}
	}
	return false
}

// hasAll tells whether some words say of somebody that he has all that belongs to
// something, and of whom.
func hasAll(u []unit) (who unit, ok bool) {
	for i := 0; i+1 < len(u); i++ {
		switch u[i].text {
		case "have", "has", "got", "shows", "showing", "ticks", "tick":
		case "that":
			if i+2 < len(u) && u[i+1].text == "is" {
				switch u[i+2].text {
				case "me", "him", "her", "us":
					w := u[i+2]
					w.text = map[string]string{"me": "i", "him": "he", "her": "she", "us": "i"}[w.text]
					return w, true
				}
			}
			continue
		default:
			continue
		}
		k := i + 1
		if u[k].text == "got" {
			k++
		}
		if k >= len(u) || i == 0 {
			continue
		}
		switch w := u[k].text; w {
		case "all", "every", "each", "those", "these", "them", "most":
			if k+1 < len(u) && u[k+1].brk == joined && w != "those" && w != "these" && w != "them" && !ofIllness(u[k+1:]) {
				continue
			}
			who = u[i-1]
			if nounPhrase(u[i-1:i]) == 0 {
				who.text = "he"
			}
			if who.text == "you" || who.text == "they" || who.text == "we" || who.text == "people" {
				return who, false
			}
			return who, true
		}
	}
	return who, false
}

// ofIllness tells whether the next few words are for signs: "the signs", "of it",
// "single thing", "sepsis signs".
func ofIllness(u []unit) bool {
	for i := 0; i < min(len(u), 4); i++ {
		switch u[i].text {
		case "sign", "signs", "symptom", "symptoms", "it", "them", "those", "thing", "box", "boxes", "item", "point":
			return true
		}
	}
	return false
}
