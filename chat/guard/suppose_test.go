package guard_test

import (
	"strings"
	"testing"

	"github.com/limber-health/limber/chat/guard"
)

// suppositions suppose {n}, what one {p} or that somebody may {b}; nobody has it.
var suppositions = []string{
	"Should a climber {b} on the wall, who phones for help? I write the club rules.", "Were one of my pupils to {b} on the trip, would the insurance pay?",
	"What happens if a delegate happens to {b} in the hall? All of us are well, I only plan ahead.", "If a lodger were to {b}, who pays for the taxi?",
	"If any camper {p} in the night, whom do we call? Nothing has ever happened, I'm writing the safety plan.",
	"Say a bridesmaid {p} at the altar: does the vicar carry on? Everybody is healthy, touch wood.",
	"In the event that a guest has {n}, where is the first-aid box? We open in June.", "My worry is getting {n} when I am old. I'm fit and well.",
	"What do you do when any visitor has {n}? Just to be prepared.", "I lie there scared of getting {n} one day. Nothing wrong with me, I'm fit as a fiddle.",
	"Any lodger may {b} in the night, says the council, and wants a policy. Who signs it? Touch wood, it has never happened.", "Hypothetically: some other walker {p}. Can a passer-by ring 999?",
	"Imagine a village hall. At the bar a man {p}. That is how the grant application begins. Too long?", "The committee wants a plan for {n}. Nobody has ever been ill at the fair. One page or two?",
	"It isn't {n} I'm scared of but lying there alone. I'm fit as a fiddle. Silly?",
}

// supposedToo are dangers as nouns, as what one did and as what one may do.
var supposedToo = [][3]string{
	{"crushing chest pain", "had crushing chest pain", "have crushing chest pain"}, {"a seizure", "had a seizure", "have a seizure"},
	{"slurred speech and a drooping face", "had slurred speech and a drooping face", "have slurred speech and a drooping face"},
	{"a swollen, hot, red calf", "had a swollen, hot, red calf", "have a swollen, hot, red calf"}, {"blood in the vomit", "vomited blood", "vomit blood"},
	{"a bad head injury", "collapsed and stopped breathing", "collapse and stop breathing"},
}

// realAfterAll say of what was supposed that it is so.
var realAfterAll = []string{"One has, he's in the hall.", "It happened ten minutes ago.", "He's on the floor.", "That's what my son has now.", "He won't wake up.", "Not joking, it's my dad right now."}

// TestSuppositions wants what is only supposed to raise nothing, and to count where it
// is so after all.
func TestSuppositions(t *testing.T) {
	w := sweep{t: t, g: newGuard(t)}
	for _, d := range supposedToo {
		for i, way := range suppositions {
			text := strings.NewReplacer("{n}", d[0], "{p}", d[1], "{b}", d[2]).Replace(way)
			w.calm(text)
			if i < 6 {
				for _, real := range realAfterAll {
					w.hold(text+" "+real, guard.SeeDoctor)
				}
			}
		}
	}
	w.endCalm(0.1)
	w.end(200, 0.03)
}

// What only begins like a supposition counts.
func TestNotSupposed(t *testing.T) {
	wantLevels(t, map[string]guard.Level{
		"Should my dad be having crushing chest pain after a walk?":                   guard.Emergency,
		"If it matters, my wife has crushing chest pain. We fly in June.":             guard.Emergency,
		"what if he has a seizure again tonight? he had two today":                    guard.Emergency,
		"I'm scared, I have crushing chest pain and I'm usually fit and well":         guard.Emergency,
		"in case you ask, I'm vomiting blood. I was always healthy":                   guard.Emergency,
		"hypothetically I have crushing chest pain, do I go to the er?":               guard.Emergency,
		"Hypothetically speaking my dad is having a seizure":                          guard.Emergency,
		"Imagine this. I had a seizure at work today.":                                guard.Emergency,
		"If I stand up I have crushing chest pain. Never had it before.":              guard.Emergency,
		"A guest may be having a heart attack, he has crushing chest pain.":           guard.Emergency,
		"Our policy says \"call 999 for a seizure\". My colleague is having one now.": guard.SeeDoctor,
		"My son has collapsed and is not breathing. Should an ambulance take long?":   guard.Emergency,
	})
}
