package guard

import "strings"

// Words that tell that an animal is meant, see beast.go.

// namesSpecies tells whether token i begins the line of a form that says which animal is
// meant: "Species: feline".
func (r *reading) namesSpecies(s *sent, i int) bool {
	if w := r.tokens[i].text; w != "species" && w != "breed" || i+1 >= s.to {
		return false
	}
	for k := i + 1; k < min(s.to, i+1+nearNot); k++ {
		if r.tokens[k].thing == animal || isKind(r.tokens[k].text) {
			return true
		}
		if r.covers(s, relative, k) || isPerson(r.tokens[k].text) {
			return false
		}
	}
	return false
}

// isKind tells whether a word is a vet's for a kind of animal.
func isKind(w string) bool {
	switch w {
	case "feline", "canine", "equine", "bovine", "ovine", "porcine", "caprine", "avian", "lagomorph", "k9", "reptile", "rodent", "bird", "monkey", "snake":
		return true
	}
	return false
}

// isVoice tells whether a word is what only beasts do.
func isVoice(w string) bool {
	switch w {
	case "bleated", "bleating", "bleats", "purring", "purred", "purrs", "whinnied", "whinnying", "neighed", "neighing", "mooed", "mooing", "clucked", "clucking", "wagged", "wagging", "wags", "miaowed", "miaowing",
		"meowed", "meowing", "meows", "mewed", "mewing", "brayed", "braying", "nickered", "nickering", "foaled", "calved", "lambed", "farrowed", "moulted", "moulting", "barked", "barking", "yelped", "chirped", "chirping":
		return true
	}
	return false
}

// isRecord tells whether a word names what is written of an animal.
func isRecord(w string) bool {
	switch w {
	case "notes", "note", "chart", "report", "card", "file", "paperwork", "records", "record", "passport", "email", "description", "listing":
		return true
	}
	return false
}

// keepsBeasts tells whether a word names who keeps animals: "the shelter notes say".
func keepsBeasts(w string) bool {
	switch w {
	case "shelter", "kennel", "kennels", "vet", "vets", "rescue", "breeder", "breeders", "stable", "stables", "cattery", "zoo", "adoption", "rspca", "farrier":
		return true
	}
	return false
}

// mostOfSaying is within how many words behind a bird what it says begins.
const mostOfSaying = 16

// parroted gives the word for a bird that only says the words of a sign: "her parrot shouts
// 'help, I can't breathe'".
func (r *reading) parroted(s *sent, m *mention) string {
	said := false
	for i := m.from - 1; i >= max(s.from, m.from-mostOfSaying); i-- {
		switch w := r.tokens[i].text; {
		case isTalker(w) && r.tokens[i].thing == animal:
			if said && strings.ContainsAny(r.text[r.tokens[i].end:r.tokens[m.from].start], "\"'‘“") {
				return w
			}
			return ""
		case saysAloud(w):
			said = true
		}
	}
	return ""
}

// isTalker tells whether a word names a bird that talks.
func isTalker(w string) bool {
	switch strings.TrimSuffix(w, "s") {
	case "parrot", "budgie", "budgerigar", "cockatoo", "cockatiel", "macaw", "mynah", "parakeet", "conure", "jackdaw", "starling", "lory", "grey":
		return true
	}
	return false
}

// saysAloud tells whether a word says that something is said.
func saysAloud(w string) bool {
	switch w {
	case "shouts", "shouted", "says", "said", "say", "screams", "screamed", "screaming", "shouting", "saying", "squawks", "squawked", "yells", "yelled", "copies", "mimics", "repeats", "repeated", "learned", "learnt",
		"taught", "picked", "calls", "called", "croaks", "croaked", "announces", "goes", "shrieks", "shrieked", "sings", "does", "imitates", "parrots", "cries", "mutters":
		return true
	}
	return false
}

// isBe tells whether a word is a form of "be" that says what somebody is.
func isBe(w string) bool { return w == "is" || w == "was" || w == "are" || w == "were" }

// isAdded tells whether a word adds something beside a name: "our goat, the one we
// keep".
func isAdded(w string) bool { return determines(w) || w == "who" || w == "which" }

// isNormal tells whether a word before "for" asks how common something is.
func isNormal(w string) bool {
	switch w {
	case "normal", "common", "usual", "unusual", "safe", "possible", "ok", "okay", "bad", "dangerous", "natural", "rare", "typical", "likely", "known", "healthy", "weird", "fatal":
		return true
	}
	return false
}

// inYard tells whether a turn has several words of a yard, a kennel or a vet, and none of
// people's doctors.
func (r *reading) inYard() bool {
	first, several := "", false
	for i := range r.tokens {
		w := r.tokens[i].text
		switch w {
		case "ambulance", "ambulances", "paramedic", "paramedics", "hospital", "gp", "doctor", "casualty", "hand", "fingers":
			return false
		}
		if isYardWord(w) {
			several = several || first != "" && strings.TrimSuffix(w, "s") != first
			first = strings.TrimSuffix(w, "s")
		}
	}
	return several
}

// isYardWord tells whether a word is of a vet, a yard or a kennel.
func isYardWord(w string) bool {
	switch w {
	case "vet", "vets", "veterinary", "veterinarian", "farrier", "kidding", "lambing", "calving", "calved", "lambed", "foaled", "farrowed", "hutch", "vivarium", "kennel", "kennels", "rspca", "spca",
		"coop", "perch", "hay", "aviary", "enclosure", "leash", "zoo",
		"litter", "udder", "hoof", "hooves", "fetlock", "hock", "paddock", "neutered", "spayed", "spay", "worming", "dewormer",
		"stables", "headcollar", "livery", "knackerman", "knacker", "cattery", "pdsa", "milking", "halter", "bridle", "saddlery", "muzzle", "microchip", "microchipped":
		return true
	}
	return false
}

// isHide tells whether a word names a part of a beast only.
func isHide(w string) bool {
	switch w {
	case "hoof", "hooves", "paw", "paws", "beak", "muzzle", "mane", "antler", "antlers", "udder", "udders", "fur", "feather", "feathers", "fetlock", "hock", "herd", "livestock", "fin", "fins", "gill", "gills":
		return true
	}
	return false
}

// mostToVet is how many sentences behind a name a vet may be named.
const mostToVet = 2

// besideVet tells whether a vet or what only animals have stands in a sentence or soon
// after it.
func (r *reading) besideVet(s *sent, n int) bool {
	return r.vetIn(s.from, r.sents[min(n+mostToVet, len(r.sents)-1)].to)
}

// beastly tells whether a sentence that names one bearer, at token at, and no animal tells of
// the tail, the paw or the voice of a beast: "he had a fit by the lake, tail still wagging".
func (r *reading) beastly(s *sent, at int) bool {
	found := false
	for i := max(s.from, at-mostToSubject); i < min(s.to, at+mostToSubject); i++ {
		t := &r.tokens[i]
		switch {
		case isVoice(t.text), i > at && isHide(t.text) && i > s.from && (r.tokens[i].brk != joined || isThird(r.tokens[i-1].text)), t.text == "tail" && i > at && i+1 < s.to && (r.tokens[i].brk != joined || isThird(r.tokens[i-1].text)):
			found = true
		case t.thing == animal && !isHide(t.text), i != at && i > s.from && r.isCapital(i) && r.holderAt(s, i, s.from) == nameHolder, r.isNamedPerson(s, i):
			return false
		}
	}
	return found
}
