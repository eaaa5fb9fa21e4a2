package chat_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/limber-health/limber/chat"
)

// What the first sentence must say, and what no sentence may.
func TestAnswerBearsOnTheQuestion(t *testing.T) {
	c := builtinChat(t)
	for _, tc := range []struct{ ask, first, never string }{
		{"is it cancer", `^Cancer is a rare cause`, `child|Lymphoedema`},
		{"heels hurt when I get out of bed in the morning", `(?i)plantar fasciitis`, `child`},
		{"why do my legs jerk in my sleep", `jerk`, `narcolepsy`},
		{"cant sleep legs burning", `^Burning legs`, `chair`},
		{"should I see a doctor about pain in my legs at night", `^Book an appointment`, `(?i)child`},
		{"does drinking more water help with cramps", `(?i)drink(ing)? enough|fluid`, `(?i)tablets`},
		{"trying to sort my legs out, im diabetic with numb feet, can I use a hot water bottle", `(?i)^do not use|numb`, `(?i)child`},
		{"do i have a blood clot?", `^Nobody can tell`, `child`},
		{"can you cure neuropathy", `often cannot be cured`, `(?i)arter`},
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

// What a short talk must say at its last turn, and what it may not: each was
// once answered with something else, or not at all.
func TestTalkGoesOn(t *testing.T) {
	c := builtinChat(t)
	for _, tc := range []struct {
		turns        []string
		says, unsaid string
	}{
		{[]string{"cramp in calf woke me up", "what can i do"}, `(?i)toes`, `sciatica`},
		{[]string{"cramp in calf woke me up", "what can i do", "how long does it last"}, `10 minutes`, `(?i)sciatica|sprain`},
		{[]string{"what is sciatica", "how should i sleep"}, `(?i)cushion between the knees`, `joint should follow`},
		{[]string{"what is sciatica", "how should i sleep", "how long does it last"}, `four to six weeks`, `(?i)morning stiffness`},
		{[]string{"my legs ache and i cant sleep", "and if only one leg?"}, `(?i)one leg`, `(?i)mattress`},
		{[]string{"I've been told I have PAD", "is it dangerous?"}, `heart attack`, `(?i)sciatica|sepsis`},
		{[]string{"red hot patch on my shin", "is it cellulitis", "how is it treated?"}, `(?i)cellulitis`, `(?i)blood thinners`},
		{[]string{"What are growing pains?", "does he need to stop football because of it"}, `(?i)keep playing`, `(?i)sciatica`},
		{[]string{"my dad has neuropathy", "what can he take"}, `^Doctors may offer medicines`, `sciatica`},
		{[]string{"I have gout", "how long does it last"}, `about a week`, `(?i)sciatica|sprain`},
		{[]string{"what helps restless legs", "what else"}, `(?i)restless`, `(?i)sciatica`},
	} {
		reply := lastReply(t, c, tc.turns)
		if s := reply.Answer.Markdown; !regexp.MustCompile(tc.says).MatchString(s) || regexp.MustCompile(tc.unsaid).MatchString(s) {
			t.Errorf("%q: %s", tc.turns, s)
		}
	}
}

// What points back to nothing that was asked is still refused.
func TestOffTopicAfterATopicIsRefused(t *testing.T) {
	c := builtinChat(t)
	for _, turns := range [][]string{
		{"what helps cramps", "what's the weather like where you are, is it raining"},
		{"what is sciatica", "who won the match last night, did they score"},
	} {
		if r := lastReply(t, c, turns); r.Answer.Status != chat.Refused {
			t.Errorf("%q: %s", turns, r.Answer.Markdown)
		}
	}
}

// A question that names nothing of health is told what the articles cover, not
// what comes near it by chance.
func TestOffTopicSuggestsASample(t *testing.T) {
	c := builtinChat(t)
	for _, ask := range []string{"what's the capital of france", "can you recommend a good film"} {
		r := lastReply(t, c, []string{ask})
		other := lastReply(t, c, []string{"what is lupus"})
		if len(r.Suggestions) == 0 || strings.HasSuffix(r.Suggestions[0], "?") || !strings.HasSuffix(other.Suggestions[0], "?") {
			t.Errorf("%q suggests %q, a question of health %q", ask, r.Suggestions, other.Suggestions)
		}
	}
}

// "What else" shows nothing that was shown.
func TestMoreIsNew(t *testing.T) {
	c := builtinChat(t)
	first := lastReply(t, c, []string{"what helps restless legs"})
	second := lastReply(t, c, []string{"what helps restless legs", "what else"})
	if len(second.Citations) == 0 {
		t.Fatal("nothing more")
	}
	seen := map[string]bool{}
	for _, s := range first.Citations {
		seen[s.Quote] = true
	}
	for _, s := range second.Citations {
		if seen[s.Quote] {
			t.Errorf("again: %q", s.Quote)
		}
	}
}

// An answer to "without pills" names none.
func TestWithoutMedicine(t *testing.T) {
	c := builtinChat(t)
	medicine := regexp.MustCompile(`(?i)medicine|medication|tablet|pill|drug|gabapentin|dopamine|quinine|pharmacist`)
	for ask, says := range map[string]string{
		"What helps restless legs without pills?":                         `Walk, stretch or rub`,
		"how do i stop leg cramps at night without medication":            `stretch`,
		"natural ways to calm restless legs, no drugs please":             `Walk, stretch or rub`,
		"how to sleep with sciatica without taking painkillers":           `cushion between the knees`,
		"apart from medication what helps burning feet at night":          `(?i)feet|sheets`,
		"I don't want to take tablets for restless legs. What else helps": `(?i)restless`,
	} {
		s := lastReply(t, c, []string{ask}).Answer.Markdown
		if !regexp.MustCompile(says).MatchString(s) || medicine.MatchString(s) {
			t.Errorf("%q: %s", ask, s)
		}
	}
}
