package guard_test

import (
	"testing"

	"github.com/limber-health/limber/chat/guard"
)

// unsaid are emergencies told by a denial, or by a short answer to a question that one
// asked oneself.
var unsaid = []string{
	"fine otherwise unless you count the slurred speech and droopy face",
	"I'd be lying if I said I hadn't taken 30 tablets",
	"it isn't as if he's breathing",
	"is he breathing? no. is he awake? no",
	"Is my baby breathing? Barely.",
	"is dad conscious? no",
	"not asleep, unconscious",
	"she's not drunk, unconscious",
	"I wish I hadn't taken 30 paracetamol",
	"I wish I wasn't vomiting blood",
	"I wish he wasn't unconscious",
	"never had crushing chest pain before tonight",
	"I've never vomited blood until tonight",
	"never had slurred speech or a drooping face until an hour ago",
	"he'd never had a fit until ten minutes ago",
	"no crushing chest pain since the stent until just now",
	"no seizures since 2015 until just now",
	"I haven't told anyone I took 30 tablets",
	"haven't told mum I swallowed all her tablets",
	"he didn't say he had crushing chest pain until just now",
	"he didn't say he was vomiting blood because he's scared of hospital",
	"I'd drive him myself if he wasn't unconscious",
	"it would be a lovely evening if my dad wasn't having a seizure",
	"I'd be at work now if I hadn't taken 30 paracetamol",
	"I wouldn't be on here if my throat wasn't swelling up from the sting",
	"I wouldn't worry if my leg wasn't cold, white and numb",
	"I'd be laughing if it weren't for the crushing chest pain",
	"what does it mean if your face drops on one side? mine has",
	"do you call an ambulance if someone's having a seizure? he is",
	"is it bad if someone is unconscious? dad is",
	"what happens if you take 30 paracetamol, I have",
	"do you call an ambulance if someone has crushing chest pain? I do",
	"what do people do if they're vomiting blood? I am",
	"what's it called when your leg goes cold white and numb? mine has",
	"I don't think you're supposed to cough up a cupful of blood",
	"I don't think legs should go cold and white and numb like this",
	"I don't think a face should droop like this, she was fine at tea",
	"the leaflet says get help if you vomit blood, which I am",
	"I don't think my baby is breathing",
	"I don't think he can breathe",
	"i dont think she's breathing",
	"I doubt he's still breathing",
	"I'm not sure he's breathing",
	"I don't think he's conscious",
	"dad had a heart attack in 2010 and he's having another one",
	"had a stroke in march, same thing again tonight",
	"how many paracetamol is too many, I've had 30",
}

func TestUnsaid(t *testing.T) {
	for _, text := range unsaid {
		if got := level(t, text); got < guard.Emergency {
			t.Errorf("%q: %v, want emergency", text, got)
		}
	}
	raiseNothing(t, newGuard(t), []string{
		"is he snoring? no. is he awake? no", "is she breathing? no idea what you mean, she's a doll", "she's not dizzy, sick or unconscious", "is she breathing ok? yes",
		"I've never had chest pain before", "no swelling until I was 20", "no cramps before breakfast these days",
		"I don't think I have a clot", "he didn't say I had a clot", "I wish I had longer legs", "what is a stroke? mum asked me",
		"is it bad if someone faints? I don't", "would you worry if it wasn't swollen at all",
		"had a twinge | haven't felt it since | nope no swelling nothing, forgot about it till now",
	})
}
