package guard_test

import (
	"strings"
	"testing"

	"github.com/limber-health/limber/chat/guard"
)

// TestBrief checks that what is told in a few words counts when little else is
// said, an aside in a sentence of its own takes nothing away, and a long story
// with the same words raises nothing.
func TestBrief(t *testing.T) {
	for _, text := range []string{
		"he's hurting me", "hes hurting me", "he fits now", "help, she collapsed", "not even sore, just black and cold",
		"he's hurting me. My dog is fine, by the way.", "Do you know any good films? He keeps fitting.",
	} {
		if got := level(t, text); got != guard.Emergency {
			t.Errorf("%q: %v, want emergency", text, got)
		}
	}
	story := strings.Repeat("We went to the dentist with the youngest and sat for an hour in the queue. ", 3) + "He's hurting me. That is what my lad said."
	if got := level(t, story); got != guard.None {
		t.Errorf("a long story: %v, want none", got)
	}
}

// TestTypeOne checks that a word of the rules with a digit in it is found.
func TestTypeOne(t *testing.T) {
	if got := level(t, "t1d, new sore under my big toe"); got != guard.Urgent {
		t.Errorf("%v, want urgent", got)
	}
}
