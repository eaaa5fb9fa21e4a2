package guard_test

import (
	"fmt"
	"testing"

	"github.com/limber-health/limber/chat/guard"
)

// TestWhoeverHasIt wants dangers to count whoever has them and however they are
// brought in.
func TestWhoeverHasIt(t *testing.T) {
	for _, form := range []string{
		"my mum has %s", "i've got %s since this morning", "%s help", "my wife with %s now", "i think i have %s", "my nan has had %s for an hour",
		"he has %s and won't see a doctor", "still got %s", "is it bad that i have %s", "my friend next to me has %s", "we have a guest with %s",
		"neighbour knocked, she has %s", "what do i do about %s", "how do i treat my %s", "me and %s again", "can i sleep with %s", "writing from the loo with %s",
		"just got %s at the gym", "at work, %s", "no fever, no rash but %s", "had %s last year and now it's back",
	} {
		for _, sign := range []string{
			"crushing chest pain", "slurred speech", "a drooping face", "trouble breathing", "heavy bleeding that won't stop", "a seizure", "black toes",
			"suicidal thoughts", "a swollen hot left calf", "a cold white numb foot", "numbness between the legs", "blood coming up with the cough",
			"the worst headache ever", "a stiff neck and a fever", "swollen lips and tongue",
		} {
			if text := fmt.Sprintf(form, sign); level(t, text) < guard.Urgent {
				t.Errorf("%q: %v, want urgent or more", text, level(t, text))
			}
		}
	}
}

// TestNobodyHasIt wants signs that animals have, that are watched for, or that
// are asked about in general to raise nothing.
func TestNobodyHasIt(t *testing.T) {
	for _, form := range []string{
		"my dog has %s, which vet is open", "our cat had %s last week, vet says fine", "the horse has %s again, farrier tomorrow", "do rabbits get %s",
		"the leaflet says to call if you have %s. how do i store it", "my doctor told me to watch for %s, none so far, which exercise is ok",
		"should people look out for %s on a long flight", "can leg cramps cause %s", "is %s a symptom of restless legs", "which vitamin deficiency gives you %s",
		"why would %s need a doctor", "does quinine cause %s", "can you get %s from sitting too long",
	} {
		for _, sign := range []string{
			"a fever", "a swollen leg", "a seizure", "vomiting", "a rash", "heavy bleeding", "weight loss", "jaundice", "trouble breathing", "a cold foot",
		} {
			if text := fmt.Sprintf(form, sign); level(t, text) > guard.None {
				t.Errorf("%q: %v, want none", text, level(t, text))
			}
		}
	}
}
