package guard_test

import (
	"testing"

	"github.com/limber-health/limber/chat/guard"
)

// Who has seen it all at work, writes an essay or sews for a play may be ill all the
// same, and so may those beside them.
func TestSeenItAll(t *testing.T) {
	g := newGuard(t)
	raise(t, g, map[string]guard.Level{
		"I was a nurse forty years and I've seen it all: gangrene, clots, strokes. I feel fine. My own foot has gone black and it smells.":                   guard.Emergency,
		"I've seen it all, I'm a nurse, and I have chest pain, sweating, and a dead arm.":                                                                    guard.Emergency,
		"My essay is on strokes, face drooping, arm weak, speech slurred, and that is my husband right now. I am fine.":                                      guard.Emergency,
		"I'm doing an essay on DVT. I'm well. My calf is swollen, hot and red since the flight.":                                                             guard.Urgent,
		"I make costumes for a touring theatre company. I'm perfectly well but the lead actor was stabbed in the thigh by a fan tonight and it is spurting.": guard.Emergency,
		"My project is on sepsis. None of us is ill. Actually my daughter is hot, mottled and hard to wake.":                                                 guard.Emergency,
		"Old letters in the loft, lovely. I feel fine but coughing up blood, breathless, pain on breathing.":                                                 guard.Emergency,
		"Heart and head are in good order. My left leg is cold, white and numb since lunch.":                                                                 guard.Emergency,
		"None of it concerns me: cough up blood, breathless. My wife has both.":                                                                              guard.Emergency,
		"I'm otherwise fine, chest pain, arm pain, sweating.":                                                                                                guard.Emergency,
		"The director wants us on stage. I am well but I took forty paracetamol, some wine, two codeine.":                                                    guard.Emergency,
		"I've seen everything on the wards. In myself I am well. Bleeding from the back passage, black stools, dizzy.":                                       guard.Emergency,
		"We do a revenge tragedy. Nobody is hurt. Well, the prop knife was real and his arm is cut open, blood pumping, he is pale.":                         guard.Emergency,
		"Assignment on PAD. I'm healthy. Dad has rest pain, pale cold foot, black toe.":                                                                      guard.Emergency,
		"I've nursed all sorts and seen the lot: cold legs, white legs, dead legs, and mine is cold, white and dead tonight. I feel fine in myself.":         guard.Emergency,
		"Making a poster on stroke, I'm fine in myself, face numb, one arm weak, words muddled.":                                                             guard.Emergency,
		"I'm a nurse, seen it all. I am fit and well. Swelling, redness, heat in one calf.":                                                                  guard.Urgent,
		"Retired nurse, I have seen it all, and numb saddle, no bladder control, weak legs is what I am seeing in the mirror. I am otherwise healthy.":       guard.Emergency,
	})
	raiseNothing(t, g, []string{
		"I've got pages on scurvy (gums bleeding, old wounds opening again, legs with black spots), ship fever and floggings. I'm completely healthy. Why were limes worse than lemons?",
	})
}
