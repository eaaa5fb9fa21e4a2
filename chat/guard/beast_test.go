package guard_test

import (
	"strings"
	"testing"

	"github.com/limber-health/limber/chat/guard"
)

// What an animal is said to have, the slot being any danger told in the past.
var beastFrames = []string{
	"Bella %. Sorry, should have said: Bella is our cat.",
	"Our llama Pedro % and he's off his hay. What boots do you recommend?",
	"my dogs name is rosie | rosie % last night | how do i get fit again?",
	"The heifer that won at the show %, the vet could not believe it.",
	"Our tortoise, who is older than me, % today. Do tortoises play dead?",
	"Percy % on the way home. He's a ten year old whippet.",
	"this is about my rabbit. she % today and the vet said to wait",
	"My cockatiel is called Mum (long story). Mum % this morning.",
	"Bonny % in the stables and the farrier held her headcollar till the vet came.",
	"the sheep which my cousin bought for the feast % at the gate",
	"our terrier got at the bins and then, i swear, %. vet has him",
	"We adopted a podenco. The shelter notes say she % in June.",
	"He % by the lake, tail still wagging, and the vet let us hold his paw.",
	"Pippin % last night. I've told the kids that hamsters never live long.",
}

// The same of people beside animals, or with their names.
var beastTwins = []string{
	"Bella %. Sorry, should have said: Bella is our daughter.",
	"Our lad Pedro % and he's off his food. The llama is fine.",
	"my daughters name is rosie | rosie % last night | the dog found her",
	"The girl who won at the show with her heifer %.",
	"Our lodger, who keeps a tortoise, % today.",
	"Percy % on the way home. He's our ten year old, the whippet lover.",
	"this is about my wife and her rabbit. she % today",
	"My mum is called Robin (long story). Robin % this morning.",
	"my daughter and the puppy %.",
	"the groom % while the mare was foaling",
	"Emma % in the garden, the dog was barking",
	"we were out with the dog when my brother %",
	"the horse threw her and she %",
	"Bonny, my sister, % in the stables and the farrier held her hand.",
	"I %, I kid you not, in front of the cat",
	"The parrot shouts hello, and my gran %.",
	"My wife % by the lake, the dog with his tail wagging.",
	"Yesterday an owl with mange, today the intern %, here on the ward.",
	"One of the alpaca trekkers % at dawn.",
	"Two of my hens died and now the wife. She %.",
}

// beastDangers are put into the frames.
var beastDangers = []string{"had crushing chest pain", "had a seizure", "vomited blood", "coughed up blood", "collapsed and stopped breathing", "had slurred speech and a drooping face"}

// A sick animal is the vet's, by whatever name; a person with an animal's name or beside
// one is not.
func TestBeasts(t *testing.T) { testFrames(t, beastFrames, beastTwins, 3) }

// testFrames puts dangers into frames in which they are nobody's, of which a few may raise
// something, and into others that must.
func testFrames(t *testing.T, harmless, twins []string, budget int) {
	g, raised := newGuard(t), 0
	level := func(frame, danger string) guard.Level {
		return g.Eval(strings.Split(strings.ReplaceAll(frame, "%", danger), " | "), "en-GB").Level
	}
	for _, d := range beastDangers {
		for _, f := range harmless {
			if got := level(f, d); got != guard.None {
				raised++
				t.Logf("%q of %q: %v, want none", d, f, got)
			}
		}
		for _, f := range twins {
			if level(f, d) == guard.None {
				t.Errorf("%q of %q: none", d, f)
			}
		}
	}
	if raised > budget {
		t.Errorf("%d harmless ones raised, want at most %d", raised, budget)
	}
}

// What people are called counts as people; a pet with the same name stays one.
func TestNamesOfBeasts(t *testing.T) {
	wantLevels(t, map[string]guard.Level{
		"Angus has crushing chest pain, he is 60":               guard.Emergency,
		"Drake collapsed and stopped breathing":                 guard.Emergency,
		"my mate Cocker had a fit just now":                     guard.Emergency,
		"my friend Fox collapsed and stopped breathing":         guard.Emergency,
		"Dove has slurred speech and her face has dropped":      guard.Emergency,
		"Tom collapsed in the garden":                           guard.Emergency,
		"Tomatoes collapsed in the garden":                      guard.None,
		"our cocker had a fit, the vet has him":                 guard.None,
		"the fox in the garden collapsed and stopped breathing": guard.None,
	})
}
