package guard

import (
	_ "embed"
	"strings"
)

//go:embed words/things.txt
var thingsText string

// A thing is what a word names when it names no person.
type thing uint8

const (
	noThing thing = iota
	animal
	plant
	food
	machine
	scene  // buildings, roads, weather, firms
	legged // furniture and clothes: only their legs are told apart from a person's
)

var thingNames = map[string]thing{"animal": animal, "plant": plant, "food": food, "machine": machine, "place": scene, "legged": legged}

// things are the words of words/things.txt with their plurals.
var things = readThings(thingsText)

// readThings reads a list of things; a line it cannot read is a mistake of the
// program.
func readThings(text string) map[string]thing {
	out := map[string]thing{}
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		name, words, ok := strings.Cut(line, ":")
		kind := thingNames[name]
		if !ok || kind == noThing {
			panic("read words/things.txt: a line without a kind")
		}
		for w := range strings.FieldsSeq(words) {
			out[w], out[plural(w)] = kind, kind
		}
	}
	return out
}

// longMachine tells whether the name of a machine is long enough to be meant by a
// mistyped word, as in "labtop". Bennet is a name.
func longMachine(w string) bool { return len(w) >= 6 && w != "bonnet" && w != "bonnets" }

// plural is a noun in the plural, by the rule.
func plural(w string) string {
	switch {
	case strings.HasSuffix(w, "s"), strings.HasSuffix(w, "x"), strings.HasSuffix(w, "ch"), strings.HasSuffix(w, "sh"):
		return w + "es"
	case strings.HasSuffix(w, "y") && !strings.ContainsAny(w[len(w)-2:len(w)-1], "aeiou"):
		return w[:len(w)-1] + "ies"
	}
	return w + "s"
}

// endearing are animals that people also call each other, as in "duck, my leg
// is numb": they need a "the" or "my" before them.
func endearing(w string) bool {
	switch w {
	case "hen", "duck", "pet", "lamb", "chicken", "kitten", "puppy", "pup", "dove", "fox", "mouse", "lab":
		return true
	}
	return false
}

// fond tells whether a word before such an animal makes it a child.
func fond(w string) bool {
	switch w {
	case "little", "wee", "sweet", "darling", "precious", "poor", "lovely":
		return true
	}
	return false
}
