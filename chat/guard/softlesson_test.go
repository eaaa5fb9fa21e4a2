package guard_test

import (
	"strings"
	"testing"

	"github.com/limber-health/limber/chat/guard"
)

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
	for _, d := range supposedToo[:5] {
		for _, way := range softLessons {
			text := strings.Replace(way, "{n}", d[0], 1)
			w.calm(text)
			for _, real := range []string{"My wife has it now.", "And a boy in the hall " + d[1] + " just now.", "Who do I ring, our invigilator " + d[1] + "?", "I have it myself."} {
				w.hold(text+" "+real, guard.SeeDoctor)
			}
		}
	}
	w.endCalm(0.1)
	w.end(60, 0.03)
}
