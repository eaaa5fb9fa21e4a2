package guard_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/limber-health/limber/chat/guard"
)

// asked are questions of a danger, the answer that says it is there, and the one that
// says it is not.
var asked = []struct{ question, bad, good string }{
	{"is he breathing", "no", "yes"},
	{"is mum conscious", "no", "yes"},
	{"is she responding", "no", "yes"},
	{"can you feel between your legs", "no", "yes"},
	{"has the bleeding stopped", "no", "yes"},
	{"can he speak", "no", "yes"},
	{"are you going to kill yourself", "yes", "no"},
	{"do you want to die", "yes", "no"},
	{"do you have crushing chest pain", "yes", "no"},
	{"are you coughing up blood", "yes", "no"},
	{"did he swallow the battery", "yes", "no"},
}

// structures hold a question and its answer.
var structures = []string{
	"%s? | %s", "%s | %s", "%s? %s.", "you asked %s. %s.", "to the question \"%s\", the answer is %s", "operator: %s? caller: %s.", "Q: %s? A: %s", "999: %s? me: %s",
	"nurse: %s / me: %s", "the nurse asked %s and I had to say %s", "she wanted to know: %s? I said %s", "%s: %s",
}

// TestAnswersTell reads questions of dangers and their answers in many structures.
func TestAnswersTell(t *testing.T) {
	g := newGuard(t)
	var missed, alarmed []string
	for _, q := range asked {
		for _, form := range structures {
			turns := func(answer string) []string { return strings.Split(fmt.Sprintf(form, q.question, answer), " | ") }
			if g.Eval(turns(q.bad), "en-GB").Level < guard.Urgent {
				missed = append(missed, strings.Join(turns(q.bad), " | "))
			}
			if q.good == "yes" && ruled(g.Eval(turns(q.good), "en-GB")) {
				alarmed = append(alarmed, strings.Join(turns(q.good), " | "))
			}
		}
	}
	if len(missed) > 2 || len(alarmed) > 2 {
		t.Errorf("missed:\n%s\nalarmed:\n%s", strings.Join(missed, "\n"), strings.Join(alarmed, "\n"))
	}
}

// ruled tells whether anything but the backstop raised.
func ruled(v guard.Verdict) bool {
	for _, f := range v.Findings {
		if !strings.HasPrefix(f.Rule, "B") {
			return true
		}
	}
	return false
}

// plainWords are dangers that are told a word or a few a turn.
var plainWords = []string{
	"he is not breathing", "I want to die", "the bleeding won't stop", "coughing up blood", "face is drooping", "my toddler swallowed a battery", "can't breathe",
}

// TestJoinedTurns reads a danger cut anywhere into two turns, and a word a turn. Where
// it is read, the words that made the rule hold are of the turns.
func TestJoinedTurns(t *testing.T) {
	g := newGuard(t)
	for _, text := range plainWords {
		words := strings.Fields(text)
		if v := g.Eval(words, "en-GB"); v.Level < guard.Urgent {
			t.Errorf("%q a word a turn: %v", text, v.Level)
		}
		for i := 1; i < len(words); i++ {
			turns := []string{strings.Join(words[:i], " "), strings.Join(words[i:], " ")}
			v := g.Eval(turns, "en-GB")
			if v.Level < guard.Urgent && i <= 4 && len(words)-i <= 4 {
				t.Errorf("%q: %v", turns, v.Level)
			}
			for _, f := range v.Findings {
				for _, e := range f.Evidence {
					if turns[e.Turn][e.Start:e.End] != e.Text {
						t.Errorf("%q: evidence %+v", turns, e)
					}
				}
			}
		}
	}
}

// TestRetold reads single structures, and what looks like them and is harmless.
func TestRetold(t *testing.T) {
	for _, text := range []string{
		"Breathing: no. Conscious: no.", "breathing - none", "pulse: 0", "breathing ❌", "breathing status = absent", "heart rate: 0", "awake y/n: n", "can pee: no, can feel when wiping: no",
		"he was breathing | not any more", "mum is conscious | she isn't", "not suicidal | I lied", "I assume he's breathing | he isn't", "I told you he was breathing. I was wrong.",
		"if it won't stop bleeding go to A&E. It won't.", "ring if he stops breathing | he has", "Paracetamol | thirty of them",
		"what are the signs of a stroke | she has all of those", "exactly like my PE in 2019, right now", "he has every sign of sepsis now", "pulse is back | lost it again", "no time, he swallowed a box of ibuprofen",
		"dad's on the floor | did you check for a pulse | I did | there was none", "are you safe tonight? | no", "can she lift both arms? | no",
		"come back if the toes turn blue, they said. The toes are blue.",
	} {
		if got := newGuard(t).Eval(strings.Split(text, " | "), "en-GB").Level; got < guard.Urgent {
			t.Errorf("%q: %v", text, got)
		}
	}
	for _, text := range []string{
		"is he breathing? | yes", "breathing: yes, pain: no", "bleeding: no", "fever | no", "any fever? | no", "he no longer has pain | no", "no pain no fever | none", "bleeding: none. fever: none.",
		"what are the signs of a stroke | I don't have them", "ring if it turns black | it hasn't", "breathless: no. chest pain: no. smoker: no.",
		"any numbness? none", "is it bad to hold your breath? no", "can you die of a stroke? yes", "playing fifa | my keeper collapsed lol", "aspirin | 75", "age | 34", "my dog is not well | he is | asleep",
		"is chest pain dangerous? | yes", "did you know strokes are common? yes", "34 | no | paracetamol",
	} {
		if v := newGuard(t).Eval(strings.Split(text, " | "), "en-GB"); ruled(v) {
			t.Errorf("%q: %v, want none", text, v.Level)
		}
	}
}
