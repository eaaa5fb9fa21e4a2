package guard_test

import (
	"testing"

	"github.com/limber-health/limber/chat/guard"
)

// TestScenes takes what a course, a show, a pile of claims or a leaflet tells for
// nobody's, and what somebody at hand has in the same breath for real.
func TestScenes(t *testing.T) {
	wantLevels(t, map[string]guard.Level{
		"First aid course today, cpr on a dummy. Choking, drowning, catastrophic bleeding, the lot. I feel great. How do I warm up for netball?":                 guard.None,
		"First aid course today, cpr on a dummy. Choking, drowning, bleeding, the lot. On the way home my wife's face dropped on one side":                       guard.Emergency,
		"Did a first aid course yesterday and now my own arm is numb and my face droops":                                                                         guard.Emergency,
		"Watched a hospital drama, the one where the surgeon collapses and coughs up blood in the next scene. We both sleep fine. Best pillow?":                  guard.None,
		"Watched a hospital drama, the one where the surgeon collapses. My husband is grey and sweating on the sofa with a tight chest":                          guard.Emergency,
		"I spend my day reading accident claims. Highlights were a man crushed by a vending machine and a severed toe. How often should one replace a mattress?": guard.None,
		"I spend my day reading accident claims. Came home and a man has been stabbed outside the flats":                                                         guard.Emergency,
		"The leaflet says chest pain, fainting, swelling of the tongue. I've had not one of those. Morning or evening walk?":                                     guard.None,
		"The leaflet says chest pain, fainting, swelling of the tongue. Had none of those until today, my tongue is swollen and it's hard to breathe":            guard.Emergency,
		"the leaflet lists swelling of the tongue and throat. I have both":                                                                                       guard.Emergency,
		"The fire drill at school, Miss fell down the steps, her leg is bent the wrong way, spurting blood everywhere":                                           guard.Emergency,
		"RA training was worst case scenarios. overdoses, allergic reactions, someone telling you they want to die. i'm good. best sandals?":                     guard.None,
		"RA training was worst case scenarios, overdoses and so on. I'm good, I told them. I want to die":                                                        guard.Emergency,
		"we did the choking drill and an hour later a lady actually choked and she's gone blue":                                                                  guard.Emergency,
		"editing a novel with a colleague, she has chest pain and can't breathe":                                                                                 guard.Emergency,
		"he went through the windscreen and there's blood everywhere":                                                                                            guard.Emergency,
	})
}

// TestHealed takes a sign with its date for over only if it is said to have
// healed for good, and nothing new is told.
func TestHealed(t *testing.T) {
	wantLevels(t, map[string]guard.Level{
		"last october i got taken in with chest pain, the doc said it was reflux. never had it since. what do i do with my legs before a parkrun": guard.None,
		"last october i got taken in with chest pain, the doc said it was reflux":                                                                 guard.Emergency,
		"last october i was in with chest pain, said it was reflux, never had it since till tonight, it's worse and down my arm":                  guard.Emergency,
		"A chap told me he was shot in the leg in 2009 and runs marathons on it. What first exercise for a lazy lad of 39?":                       guard.None,
		"Dad was bitten by an adder in 1966, he's fine, plays bowls twice a week. An hour ago one got my son on the hand and it's blown up":       guard.SeeDoctor,
		"Snake bite in 2002, good as gold after. another one this morning, arm swelling":                                                          guard.SeeDoctor,
		"One gentleman fainted in the queue, was given water, and he's still not making sense, his arm is limp":                                   guard.Urgent,
		"My mum tried to take her life in 1990, she was treated and she's been well and happy for thirty years. What shoes for parks?":            guard.None,
		"My mum tried to take her life in 1990, she's well and happy. I tried to take my life last night":                                         guard.Emergency,
	})
}
