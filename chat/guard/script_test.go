package guard_test

import (
	"testing"

	"github.com/limber-health/limber/chat/guard"
)

// scripts name {n} or what somebody {p} in a quiz, a form, on a poster or in a lesson.
var scripts = []string{
	"Question 7: a client {p}. I put C.", "Practice question: \"A walker {p} on the hill. Which test first?\" I put B.", "True or false, question 3 of the quiz: someone who {p} may drink.",
	"In my scenario the mannequin {p} and the pupils get a minute. Too short?", "How do you say \"{n}\" in Welsh? It's for a phrase card.",
	"The risk assessment has a row headed \"Child has {n}\". What do I put under action?", "How common is {n} in Scotland, per 100,000?",
	"The handbook has a page for patients with {n}. Who prints it?",
}

// TestScripts wants what is only in a script to raise nothing, and to count where
// somebody has it.
func TestScripts(t *testing.T) {
	w := sweep{t: t, g: newGuard(t)}
	w.beside(scripts, []string{"My wife has it now.", "It happened ten minutes ago.", "He's on the floor.", "The lad beside me has it now."})
	w.endCalm(0.15)
	w.end(150, 0.04)
	wantLevels(t, map[string]guard.Level{
		"Translate into French: \"my calf is hot, swollen and I can't breathe\"":  guard.Emergency,
		"My husband said \"I have crushing chest pain\" and lay down by the form": guard.Emergency,
		"First question: my daughter has collapsed and stopped breathing":         guard.Emergency,
	})
}
