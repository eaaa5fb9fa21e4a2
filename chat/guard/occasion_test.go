package guard_test

import (
	"testing"

	"github.com/limber-health/limber/chat/guard"
)

// occasions tell when and where something was, and nothing of what it is.
var occasions = []string{
	"at school", "at work", "at uni", "at college", "in class", "at the cinema", "at the theatre", "at the museum", "on stage", "at choir practice",
	"during the lesson", "during the film", "during the concert", "after the match", "after the film", "in the shower", "in the bath", "on Tuesday",
	"on sunday night", "last night", "this term", "at a wedding", "at the funeral", "at grandad's funeral", "watching telly", "watching a film",
	"reading a book", "reading a novel", "playing fortnite", "while gaming", "at the gym", "at bingo", "while cooking", "baking a cake",
	"mowing the lawn", "at the pub", "at church", "on the phone", "in the car", "on a plane", "on the train to London", "in the office", "at training",
	"in a meeting", "at rehearsal", "during assembly", "in the library", "in the garden", "on holiday in Spain", "when I was at the shop",
	"while I was asleep", "after dinner", "in PE", "at nursery", "at the zoo", "at the farm", "in the barn", "at the stables", "in the exam",
	"before her exam", "doing homework", "on the first aid course", "at the escape room", "at a halloween party", "in the haunted house", "on set",
	"at the match", "in the quiz", "at the hospital", "at the doctor's", "in a museum", "during war games", "during my shift",
	"at the care home where I work", "on the ward", "on my ward round", "at the nursing home", "after reading about it", "in front of the kids",
	"in the cake shop", "at the garage", "in the kitchen making soup", "next to the lawnmower", "under the car", "on the tractor", "in the greenhouse",
	"by the river", "at the dog show", "at the horse show", "with the dog", "feeding the hens", "as part of a challenge", "on tiktok",
	"in a video call", "on facetime", "I think", "apparently", "honestly", "not joking", "not even kidding", "for real", "in real life",
	"this is not a game", "no word of a lie",
}

// mostOccasions is the share of messages in which an occasion may lower a danger: "he"
// in the sentence after a novel that somebody reads, and what only the backstop notices.
const mostOccasions = 0.02

// TestOccasionsNeverLower puts occasions before and behind plain dangers.
func TestOccasionsNeverLower(t *testing.T) {
	g := newGuard(t)
	dangers, _ := readOpenings(t)
	dangers = append(dangers, "my son took 20 paracetamol", "dad has collapsed and is grey", "she took all her tablets", "he can't move his left arm",
		"my daughter is struggling to breathe", "there is blood pouring from my leg", "my husband has chest pain and is sweating", "she is unconscious")
	w := sweep{t: t, g: g}
	for _, d := range dangers {
		want := g.Eval([]string{d}, "en-GB").Level
		if want < guard.Urgent {
			t.Errorf("%q alone: %v", d, want)
		}
		for _, o := range occasions {
			w.hold(d+" "+o, want)
			w.hold(o+", "+d, want)
			w.hold(o+". "+d, want)
		}
	}
	w.end(8000, mostOccasions)
}

// A story that is told about, and an exam that is asked about, stay what they are.
func TestNoOccasions(t *testing.T) {
	wantLevels(t, map[string]guard.Level{
		"during the film she can't breathe and dies, great scene":             guard.None,
		"watched a film where a man had crushing chest pain":                  guard.None,
		"in my textbook the patient has crushing chest pain, why to the arm?": guard.None,
		"my daughter took twenty paracetamol at school":                       guard.Emergency,
		"I took 30 paracetamol before her exam":                               guard.Emergency,
		"crushing chest pain after the film":                                  guard.Emergency,
	})
}

// fronts begin a sentence without a comma and say when, why something stopped, or what is
// not so instead.
var fronts = []string{
	"after the funeral", "after dad's funeral", "two years after my brother died", "since grandad died", "before her exam", "after the play",
	"my film was paused because", "my homework is late because", "I'm late with my essay because", "we missed the film since", "I was writing an essay when",
	"we were watching a film when", "I was revising when", "instead of dancing at the party", "instead of singing", "rather than sleep", "if only it weren't true that",
	"I wish it wasn't true that",
}

// TestFrontsNeverLower puts fronts before plain dangers.
func TestFrontsNeverLower(t *testing.T) {
	g := newGuard(t)
	w := sweep{t: t, g: g}
	for _, d := range []string{
		"my son took 20 paracetamol", "my dad has collapsed and is grey", "she took all her tablets", "my daughter is struggling to breathe",
		"my husband has chest pain and is sweating", "my wife is unconscious", "her tongue is swelling up", "my son is choking", "I took forty paracetamol",
		"my left calf is swollen and hot", "my toddler swallowed a button battery", "his face has dropped on one side", "my brother is having a seizure", "I have crushing chest pain",
	} {
		want := g.Eval([]string{d}, "en-GB").Level
		if want < guard.Urgent {
			t.Errorf("%q alone: %v", d, want)
		}
		for _, f := range fronts {
			w.hold(f+" "+d, want)
		}
	}
	w.end(len(fronts)*14, mostOccasions)
}
