package guard_test

import (
	"testing"

	"github.com/limber-health/limber/chat/guard"
)

// The items of a form that are answered with no are nobody's; what stands beside them,
// or only looks like such an answer, counts as before.
func TestChecklist(t *testing.T) {
	g := newGuard(t)
	raise(t, g, map[string]guard.Level{
		"Chest pain, no, really, crushing chest pain going down my arm":                                                      guard.Emergency,
		"Chest pain when exercising, no. But at rest I've a crushing weight on my chest":                                     guard.Emergency,
		"Chest pain, no. Just a crushing weight on my breastbone since this morning":                                         guard.Emergency,
		"Did the paracetamol touch the chest pain, no. I am sweating":                                                        guard.Emergency,
		"Heart condition, no. Dizziness, no. Chest pain, yes, right now":                                                     guard.Emergency,
		"Diabetes, no. Asthma, no. My left calf is swollen and hot since the flight":                                         guard.Urgent,
		"Breathless: no more than yesterday, but I can't finish a sentence":                                                  guard.Emergency,
		"Breathless at rest and lips blue, no more than an hour":                                                             guard.Emergency,
		"Chest pain, no joke, it is bad and I feel sick":                                                                     guard.Emergency,
		"Faint, no. My husband collapsed this morning though and is not waking":                                              guard.Emergency,
		"Chest pain gone, no. Arm numb":                                                                                      guard.Emergency,
		"Want to die, no. Want to kill myself, yes":                                                                          guard.Emergency,
		"Stroke, no. Face drooping on the left since breakfast":                                                              guard.Emergency,
		"Chest pain, no. Chest tightness, yes, down the arm":                                                                 guard.Emergency,
		"coughing blood, never seen so much of it":                                                                           guard.Emergency,
		"Swollen calf, never this big before":                                                                                guard.Urgent,
		"Chest pain, none of the tablets helps":                                                                              guard.Emergency,
		"Coughing up blood, no. Vomiting blood, a cupful, no idea why":                                                       guard.Emergency,
		"Have I ever had chest pain like this, sweating too, and the answer to every one is no. It is going down my arm now": guard.Urgent,
		"I have chest pain, tablets, spray, rest, and the answer to all of them is no, nothing works":                        guard.Emergency,
		"Chest pain since this morning, can I walk it off, drink it off, the answer to all is no":                            guard.Emergency,
		"have I ever had fits, a stroke, and the answer to each one was no until last night when my face dropped":            guard.Emergency,
	})
	raiseNothing(t, g, []string{
		"Filled in the gym form. Heart condition, no. Chest pain when exercising, no. Dizziness, no. Faints, no. Which treadmill speed?",
		"Questionnaire: do you get breathless on hills: no more than my friends. How do step counters work?",
		"They asked me on the form. Have you ever coughed up blood, no. Swollen calf, no. Stroke, never. What socks for the flight?",
		"The form wants to know have I EVER had chest pain, blackouts, a stroke, and the answer to every single one is no. Which gym shoes?",
		"It asked have you ever had a clot, a stroke, a heart attack, coughing blood, and the answer to all of them is no. Which socks for flying?",
	})
}

// TestFormSaysYes counts what a form or a helper asks for and the person says yes
// to; an offer of both answers is none.
func TestFormSaysYes(t *testing.T) {
	g := newGuard(t)
	for text, want := range map[string]guard.Level{
		"Do you have chest pain? Yes, now.":                                   guard.Emergency,
		"have you coughed up blood: yes":                                      guard.Emergency,
		"Do you get breathless when you lie down? Yeah and my lips are blue":  guard.Emergency,
		"Dizziness no, fainting no, chest pain yes and its going down my arm": guard.Emergency,
		"is it true that chest pain can be wind? yes/no":                      guard.None,
		"do you smoke, yes, do you have chest pain, no":                       guard.None,
	} {
		if got := g.Eval([]string{text}, "en-GB").Level; got < want || want == guard.None && got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
