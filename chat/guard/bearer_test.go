package guard_test

import (
	"testing"

	"github.com/limber-health/limber/chat/guard"
)

// nobodys are signs of animals, plants, food, machines and furniture.
var nobodys = []string{
	"There's a growing lump on the dog's leg. How much do vets charge to look?", "One of my hens is limping. Is it bumblefoot?",
	"my dough is swollen in one side and collapsed in other, what happened", "tomato leaves yellow and the stem collapsed",
	"Our buffalo is having swollen hot udder and not standing properly", "cactus went limp and pale, too much water?",
	"My generator dey choke and cough, e no gree start", "Mixer grinder had heart attack today, full smoke",
	"The table legs have gone shiny and discoloured. Can you sand beech?", "There's a wound on my apple tree that's not healing",
	"My grandfather clock takes an hour every morning to get going properly. Does it want oil?",
	"My gravy's full of lumps and the lumps are getting bigger. What have I done?", "how do I treat a limping dog",
	"My dog is limping and his leg is swollen. He can't stand up. What do I do?", "hen's got bumblefoot, black scab on her foot",
	"my dog collapsed and can't move her back legs, vet is on the way", "the road is paralysed since the storm",
	"my table has one leg shorter than the others", "The cat's diabetic and he's gone a bit wobbly on his back legs.",
	"goldfish is floating on his side gasping at the top", "Door to the bathroom is swollen with the damp, I kick it open with my foot", "fridge was unconscious two hours in the power cut",
	"the front castor on mum's wheelchair has gone limp and wobbly", "my labtop is dead wont wake up at all", "our peony collapsed and went limp",
}

// somebodys are signs of a person beside an animal, a machine, a film, a game
// or somebody dead.
var somebodys = []string{
	"We were watching a film and dad collapsed, he is not breathing", "My husband's dog died and he can't breathe",
	"watching a movie with my wife and she suddenly can't speak and her face dropped", "my dog died and I want to die",
	"The cat scratched her and now she can't open her jaw", "playing a video game and my son had a fit, he is still shaking",
	"The horse kicked him and he is unconscious", "The cow kicked my brother, his shin is tense and numb and agony",
	"watching the match and grandad has crushing chest pain", "my daughter swallowed the dog's tablets",
	"The dog is fine but she is coughing blood", "My character in the game died. My leg is swollen and hot and I can't breathe",
	"My parrot is loud. My husband collapsed and isn't breathing", "dog bit him on the leg, it's bleeding and won't stop",
	"Horse stood on foot, toes numb and white", "car crashed, driver unconscious", "kettle exploded, skin on leg black and blistered",
	"the film made me cry. she has taken 30 paracetamol", "my nan loves casualty on the telly, she's got chest pain and is grey and sweaty",
	"it looks like a spider bite in a horror film, purple and black, spreading since this morning, and I'm burning up",
	"my arm went numb carrying bags and my speech slurred, back in a minute", "sat on the loo and now I can't feel my bottom and can't wee",
	"my wee lamb has a high fever and is floppy", "our little duck is hard to wake and has a fever",
	"horse rider unconscious", "saw a film about strokes and now my own face is drooping", "mare is fine, rider has no feeling in legs",
	"game of thrones marathon, one leg swollen and hot", "the play was great but grandma fainted in it and is still confused",
	"my lab partner is bleeding and it won't stop", "My pig of a husband collapsed and is grey", "my dog is limping / he is blue and not breathing",
	"reading a novel, arm went dead, face drooping", "watching netflix, he stopped breathing", "the hamster is dead and she has taken all her pills",
	"my dog is sick and he's got chest pain", "our horse threw my sister and she can't feel her legs", "My cat's owner has crushing chest pain",
	"the bus driver has collapsed at the wheel", "the vet is unconscious on the floor", "our vet took 30 paracetamol", "Kane took 30 paracetamol an hour ago",
	"is it serious that our lodger has collapsed and isn't breathing", "the tractor rolled, leg is crushed and numb and white", "fake blood for halloween but this is real blood and it won't stop",
	"lol I laugh tire but my chest dey pain me, I dey sweat", "my team choked in the final and I want to kill myself", "he hits me and then says it was in his sleep",
	"coach had us run suicides and now my pee is brown and my thighs are rock hard", "the table collapsed on him, he can't breathe",
	"my parrot says hello while I can't breathe", "first chest pain in months, crushing", "that joke killed me but now I really can't breathe",
	"lamb chops made him choke, he's gone blue", "my engine is failing, doc says heart, and now I can't breathe lying flat",
	"the plant pot fell on my foot, toes are white and numb", "my kid is dressed as a zombie but his leg really is purple and cold",
	"at the vets with the cat, my chest feels tight and my left arm aches", "The boiler alarm keeps chirping and we both have thumping heads and feel sick",
	"the cat sat on my leg and now my foot is cold white and numb suddenly", "dad died of a clot, now mum is coughing blood and can't breathe",
	"had pasta and now wheezing", "had wine and collapsed", "heart palpitations on wine", "chest pain on chocolate",
	"dad is lying on the floor gasping, the goldfish watched", "mum's wheelchair tipped, she's gone limp", "forklift hit him, he's unconscious",
	"my labtop fell on my foot, toes numb and white", "mr bennet is unconscious", "cat is sitting on his chest and he's gasping",
	"our cat sitter has gone limp and blue", "the dog groomer collapsed and is gasping", "the van fitter is unconscious",
	"the car was hit and unconscious at the wheel", "watching a western, chap next to me has collapsed and is grey",
	"the door to the bathroom hit my foot, toes numb and white", "the chair collapsed, my leg gave way suddenly and I can't move it", "our conservatory door shut on his finger, tip hanging off",
}

func TestSignsOfNobody(t *testing.T) {
	for _, text := range nobodys {
		if got := level(t, text); got != guard.None {
			t.Errorf("%q: %v, want none", text, got)
		}
	}
}

func TestSignsOfSomebody(t *testing.T) {
	for _, text := range somebodys {
		if got := level(t, text); got < guard.Urgent {
			t.Errorf("%q: %v, want at least urgent", text, got)
		}
	}
}

// TestThingsTakeNoFlagAway puts what is nobody's before and after the dangers
// of the seeds.
func TestThingsTakeNoFlagAway(t *testing.T) {
	for text, want := range seeds {
		for _, thing := range nobodys {
			for _, both := range []string{thing + ". " + text, text + ". " + thing, thing + " / " + text, text + " / " + thing} {
				if got := level(t, both); got < want {
					t.Errorf("%q: %v, want at least %v", both, got, want)
				}
			}
		}
	}
}
