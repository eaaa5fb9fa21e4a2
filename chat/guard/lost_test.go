package guard_test

import (
	"testing"

	"github.com/limber-health/limber/chat/guard"
)

// What is denied is how somebody takes it, and the danger is a fact.
func TestFactsBehindDenials(t *testing.T) {
	made, fell := 0, 0
	for _, before := range []string{
		"I'm not happy that", "it's not funny that", "she doesn't realise that", "I didn't know that", "there's no denying that", "nobody noticed that",
		"it can't be denied that", "the nurse didn't believe that", "he doesn't care that", "isn't it bad that", "I'm not exaggerating that", "no",
		"I can't accept that", "it's no secret that", "they weren't told it's serious that",
	} {
		for _, danger := range []string{
			"my husband has stopped breathing", "my daughter took 30 paracetamol", "my mum's face has dropped on one side", "my toddler swallowed a button battery",
			"my left calf is swollen and hot", "my leg is cold and white and numb", "my son is having a seizure",
		} {
			if made++; level(t, before+" "+danger) < guard.Urgent {
				fell++
				t.Logf("%s %s", before, danger)
			}
		}
	}
	t.Logf("%d of %d fell", fell, made)
	if fell > made/50 {
		t.Errorf("%d of %d facts behind a denial fell, want at most one in fifty", fell, made)
	}
	wantLevels(t, map[string]guard.Level{
		"I don't think that my husband has stopped breathing": guard.None, "no my calf isn't swollen": guard.None,
	})
}

// What breathes, talks or feels no longer, told of without saying it again.
func TestLostAbilities(t *testing.T) {
	wantLevels(t, map[string]guard.Level{
		"he was breathing when I fetched the phone, not any more": guard.Emergency, "he was breathing a minute ago, not now": guard.Emergency, "my son, who was breathing a moment ago, isn't": guard.Emergency,
		"she should be breathing but isn't": guard.Emergency, "mum could speak at noon. She can't": guard.Emergency,
		"I should feel it when I pee. I don't": guard.Emergency, "I looked for his pulse. None.": guard.Emergency,
		"normal people breathe. he doesn't": guard.Emergency, "this morning she could lift both arms, now she can't": guard.Emergency,
		"my mum could speak French, I can't":                                guard.None,
		"she was talking about shoes a minute ago but isn't now":            guard.Emergency, // may be a stroke
		"the dog was breathing fast a minute ago, not now":                  guard.None,
		"he was breathing fine a minute ago and still is":                   guard.None,
		"newspaper talk? not now":                                           guard.None,
		"I used to talk to the class, I don't any more since I've retired.": guard.None,
	})
}

// Signs of life that are gone, as people say it in haste.
func TestVitalSignsGone(t *testing.T) {
	for _, text := range []string{
		"there's no breathing", "nobody can wake him", "no one can rouse my wife", "waking her is impossible", "he fails to breathe", "she gives no answer when I shake her",
		"his breathing has come to a stop", "her pulse, gone", "why is he not breathing", "why won't she wake up", "he no breathe", "my dad is dying in front of me",
		"no sign of life in my dad", "she's been without a pulse for a minute", "I'm doing compressions, how many", "how do I do CPR on my wife", "make him breathe",
		"absence of breathing in husband", "his last breath was a minute ago", "nothing stops the bleeding", "there is no stopping the blood",
	} {
		if got := level(t, text); got < guard.Emergency {
			t.Errorf("%q: %v, want emergency", text, got)
		}
	}
	for _, text := range []string{
		"no breathing problems", "how do you do CPR on an adult", "my phone is dying", "nobody can wake my teenager for school", "nothing stops my restless legs",
		"no response from the surgery", "my gran died last year", "I take no breaks", "is he dead at the end of the film", "the car gives no response",
	} {
		if got := level(t, text); got > guard.None {
			t.Errorf("%q: %v, want none", text, got)
		}
	}
}
