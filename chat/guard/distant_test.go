package guard_test

import (
	"testing"

	"github.com/limber-health/limber/chat/guard"
)

// TestDistant takes what happened years ago for over only if nothing of it is
// said to be there now and the message goes on to something else.
func TestDistant(t *testing.T) {
	for _, c := range []struct {
		text string
		want guard.Level
	}{
		{"in 2014 my bum went numb and I couldn't wee, they operated the same night and every bit of it came back. need cake ideas", guard.None},
		{"in 2014 my bum went numb and I couldn't wee. It's numb again tonight", guard.Emergency},
		{"had pneumonia in 2018 and coughed blood, fully recovered, climb mountains now. Best boots?", guard.None},
		{"coughed blood in 2018 and this week again", guard.Emergency},
		{"coughed blood in 2018", guard.SeeDoctor}, // nothing says that it is over
		{"Broke the thigh bone in '89, bone out through the trousers. Plate still inside. Will it set off the airport scanner?", guard.None},
		{"Broke the thigh bone in '89. Bone out through the skin since I fell today", guard.Emergency},
		{"fainted in 2004 in a corset, never since. And my chest is tight now", guard.Emergency},
		{"swallowed bleach as a toddler apparently, family story. what goes in a memoir chapter", guard.None},
		{"my toddler swallowed bleach just now", guard.Emergency},
		{"had anaphylaxis to a peanut aged 6, grew out of it, tested. try satay?", guard.None},
		{"had anaphylaxis aged 6, ate a peanut and my lips are swelling", guard.Emergency},
		{"in 2014 my legs went numb and have never been right. Which shoes?", guard.SeeDoctor},
	} {
		if got := level(t, c.text); got != c.want {
			t.Errorf("%q: %v, want %v", c.text, got, c.want)
		}
	}
}

// TestVetted leaves out the signs of animals in care, not those of people
// beside them.
func TestVetted(t *testing.T) {
	for _, c := range []struct {
		text string
		want guard.Level
	}{
		{"mare's got laminitis, hot feet, pulse banging. vet's here now, can I soak hay", guard.None},
		{"my greyhound yelps at night and stretches her back leg out / will ask the vet", guard.None},
		{"One of me hens has fierce scaly legs, swollen looking and crusty. Is it the mites?", guard.None},
		{"my hen pecked me and my leg is swollen and hot, is it mites", guard.Urgent},
		{"vet says the dog is fine but my leg is hot and swollen where she bit", guard.Urgent},
		{"budgie fluffed up at the bottom of the cage panting, avian vet opens at 8, keep him warm?", guard.None},
		{"the koi man has collapsed by the tank, not breathing", guard.Emergency},
		{"the horse kicked my husband at the stable and he is unconscious", guard.Emergency},
		{"calf swollen and hot since I knelt in the stable", guard.Urgent},
		{"at the vet with the cat and I have crushing chest pain", guard.Emergency},
		{"girlfriend has a pounding head, sees stars, hands puffed up like mitts, 35 weeks pregnant", guard.Emergency}, // "mitts" are no mites
	} {
		if got := level(t, c.text); got < c.want || c.want == guard.None && got > c.want {
			t.Errorf("%q: %v, want %v", c.text, got, c.want)
		}
	}
}

// TestUnjoin keeps a list of what is not there from becoming a finding that
// holds its own negation.
func TestUnjoin(t *testing.T) {
	for _, c := range []struct {
		text string
		want guard.Level
	}{
		{"baby pulls his ear when tired, no fever, feeding fine", guard.None},
		{"baby has a fever, not feeding", guard.Emergency},
		{"no fever, not feeding, baby hard to wake", guard.Emergency},
	} {
		if got := level(t, c.text); got != c.want {
			t.Errorf("%q: %v, want %v", c.text, got, c.want)
		}
	}
}
