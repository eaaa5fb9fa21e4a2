package chat

import "testing"

func TestLeaveOut(t *testing.T) {
	for message, want := range map[string]string{
		"What helps restless legs without pills?":                   "What helps restless legs?",
		"stop cramps at night without taking any medication":        "stop cramps at night",
		"natural ways to calm my legs, no drugs please":             "natural ways to calm my legs",
		"I don't want to take tablets for cramps. What else works?": "I for cramps. what works?",
		"apart from meds what eases sciatica":                       "what eases sciatica",
		"what can I do instead of painkillers?":                     "what can I do?",
		"im not on any meds, why do i cramp":                        "",
		"no painkillers help my leg pain":                           "",
		"can I stop my tablets":                                     "",
		"is it safe to drink without eating":                        "",
		"can I get cramps from not taking my medication":            "",
		"without my meds my legs are terrible":                      "",
		"no pills please":                                           "",
		"there are no tablets left in my packet":                    "",
	} {
		rest, ok := leaveOut(message)
		if ok != (want != "") || ok && rest != want || !ok && rest != message {
			t.Errorf("%q: %q, %t; want %q", message, rest, ok, want)
		}
	}
}
