package guard_test

import (
	"strings"
	"testing"

	"github.com/limber-health/limber/chat/guard"
)

// besideStories are what people are busy with when somebody {p} beside them.
var besideStories = []string{
	"We're doing Blithe Spirit, not in the script at all: the man who sells the ices {p}.",
	"Essay due on the Gothic novel. Then the lad across the hall {p}.",
	"Was watching an old western. A fella at the next table {p}.",
	"Not a question about my game, a bloke on the landing {p}.",
	"Revising for my exam in the library and a girl {p}.",
	"I read to page 40. The caretaker, Mr Hall, {p}.",
}

// inSightWays say that somebody is in sight, without a word of now or of need.
var inSightWays = []string{
	"He's behind the curtain.", "They're under the stairs, she's against the wall.", "We're all stood round him.", "Who do I ring?",
	"Do I move him?", "I just saw him through the glass.", "Should we call somebody?",
}

// TestInSight wants a danger told beside a story or a lesson to count if somebody is in
// sight.
func TestInSight(t *testing.T) {
	w := sweep{t: t, g: newGuard(t)}
	for _, d := range supposedToo[:5] {
		for _, way := range besideStories {
			for _, seen := range inSightWays {
				w.hold(strings.Replace(way, "{p}", d[1], 1)+" "+seen, guard.SeeDoctor)
			}
		}
	}
	w.end(200, 0.03)
	wantLevels(t, map[string]guard.Level{
		"how do you say a seizure in Dutch? our goalkeeper has it on the pitch now":               guard.Emergency,
		"Kyle, who's the usher, had a seizure in the wings":                                       guard.Emergency,
		"How do I tell the steward, I'm having crushing chest pain?":                              guard.Emergency,
		"My half-elf had a seizure. 'The guards are at the gate!' said the dm. Who rolls next?":   guard.None,
		"If anybody had a seizure on the trail, whom do we ring? It has never happened, all well": guard.None,
	})
}
