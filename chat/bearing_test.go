package chat_test

import (
	"regexp"
	"testing"
)

// What the first sentence must say, and what no sentence may.
func TestAnswerBearsOnTheQuestion(t *testing.T) {
	c := builtinChat(t)
	for _, tc := range []struct{ ask, first, never string }{
		{"is it cancer", `^Cancer is a rare cause`, `child|Lymphoedema`},
		{"heels hurt when I get out of bed in the morning", `Plantar fasciitis`, `child`},
		{"why do my legs jerk in my sleep", `hypnic jerk`, `narcolepsy`},
		{"cant sleep legs burning", `^Burning legs`, `chair`},
		{"should I see a doctor about pain in my legs at night", `^Book an appointment`, `(?i)child`},
		{"does drinking more water help with cramps", `^Drinking enough`, `(?i)tablets`},
		{"Is leg pain as a rule something to be alarmed about?", `leg|level|doctor`, `(?i)cancer`},
	} {
		sentences := lastReply(t, c, []string{tc.ask}).Answer.Sentences
		if len(sentences) == 0 || !regexp.MustCompile(tc.first).MatchString(sentences[0].Text) {
			t.Errorf("%q: %v, want first %q", tc.ask, sentences, tc.first)
		}
		for _, s := range sentences {
			if regexp.MustCompile(tc.never).MatchString(s.Text) {
				t.Errorf("%q: %q does not belong", tc.ask, s.Text)
			}
		}
	}
}
