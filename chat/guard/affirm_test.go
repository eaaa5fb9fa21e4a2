package guard_test

import (
	"strings"
	"testing"

	"github.com/limber-health/limber/chat/guard"
)

// soAfterAll ask about, suppose or deny {n} and then say that it is so.
var soAfterAll = []string{
	"what is {n} exactly? my brother has got it as we speak", "is {n} an emergency? the lad beside me has it now",
	"what are the signs of {n}? that's what my flatmate has", "how common is {n}? I've got it now, so I wonder",
	"our tutor set an essay on {n}. my lab partner just did the same", "how do you treat {n}? my aunt has come down with it today",
	"if somebody had {n}, what would you do? it is not hypothetical", "what if a guest gets {n}? not joking",
	"what if someone had {n} on a train? it's my grandad right now", "what do people do about {n}? it started an hour ago here",
	"I told the nurse I have no {n}. that was a lie", "I said no to {n} at the desk, which is false", "I never had {n} and then ten minutes ago, bang",
	"the form says I deny {n} but it is still going on", "we thought we would never have {n}, but tonight she does",
	"none of them know I woke up with {n}", "nobody knows that I have {n}",
	"we're after seeing a man with {n} at the gate, who has the key?", "one hand had {n} in the yard, would a phone get through?",
}

// TestSoAfterAllAlarms says of every emergency that it is so after all.
func TestSoAfterAllAlarms(t *testing.T) {
	w := sweep{t: t, g: newGuard(t)}
	for _, n := range told {
		for _, way := range soAfterAll {
			w.hold(strings.ReplaceAll(way, "{n}", n), guard.Urgent)
		}
		w.hold("somebody did, and he is grey", guard.Urgent, "does anybody here have "+n+"?")
		w.hold("I have it now", guard.Urgent, "what are the symptoms of "+n+"?")
	}
	w.end(200, 0.03)
}

// What is said of long ago, of another thing or of nobody brings nothing back.
func TestNotSoAfterAll(t *testing.T) {
	wantLevels(t, map[string]guard.Level{
		"what is a stroke? we had it in the lecture today":                    guard.None,
		"what are the signs of a stroke? I don't have it":                     guard.None,
		"why do people faint? my grandad did, years ago":                      guard.None,
		"is meningitis on the syllabus? my brother says it is":                guard.None,
		"no chest pain, and that is true":                                     guard.None,
		"have you ever had a seizure? no. do you live alone? I do, by choice": guard.None,
	})
}
