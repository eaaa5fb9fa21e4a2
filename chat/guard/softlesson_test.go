package guard_test

import "testing"

// softLessons name {n} in words of school or of a game of knowledge, and nobody has it.
var softLessons = []string{
	"Quizmaster wants three signs of {n}. We had two.",
	"Essay, 800 words due Monday: how is {n} dealt with in a lift? Any sources?", "Etymology question: what did Greeks use for a cure of {n}?",
	"The textbook has a whole module on {n}. Worth reading twice?",
}

// TestSoftLessons wants what is only taught to raise nothing, and what somebody has beside
// it to count.
func TestSoftLessons(t *testing.T) {
	w := sweep{t: t, g: newGuard(t)}
	w.beside(softLessons, []string{"My wife has it now.", "And a boy in the hall {p} just now.", "Who do I ring, our invigilator {p}?", "I have it myself."})
	w.endCalm(0.1)
	w.end(60, 0.03)
}
