package guard_test

import (
	"testing"

	"github.com/limber-health/limber/chat/guard"
)

// What a child had is over when it is grown and well; what is there again, or of
// somebody whose age is told in months, is not. A leaflet, a lesson and a word to be
// translated are nobody's until somebody has what they say.
func TestLongAgo(t *testing.T) {
	wantLevels(t, map[string]guard.Level{
		"My daughter choked on a grape at three and went blue. She's 22 and a chef now. What do I buy her?":                       guard.None,
		"The lad was rushed in with a purple rash and fever, touch and go. That was 2014; he came through with everything intact": guard.None,
		"My daughter choked at three this afternoon and went blue. She's 22 months now":                                           guard.Emergency,
		"came through it fine in 2012, new crushing chest pain tonight":                                                           guard.Emergency,
		"Mum came through fine in 2015 but her speech is slurred since lunch":                                                     guard.Emergency,
		"how might a carer spot a stroke in somebody who can't speak?":                                                            guard.None,
		"how might a carer move him, he can't feel his legs":                                                                      guard.Urgent,
		"desert island question: someone gets bitten by a snake on the ankle. suck it?":                                           guard.None,
		"survival question: I got bitten by a snake on my ankle an hour ago, what do I do":                                        guard.Emergency,
		"what mean \"saddle anesthesia\"? need correct word":                                                                      guard.None,
		"what mean this, numb in saddle and cant pee since morning":                                                               guard.Emergency,
		"The handout says a limping child with a temperature should be seen. Why? None of ours are poorly.":                       guard.None,
		"The handout says a limping child with a temperature should be seen. My daughter has both.":                               guard.Urgent,
		"The booklet says a hot swollen calf can be a clot. Mine is hot, red and swollen.":                                        guard.Urgent,
		"Got stabbed in 1988. Artery nicked, I went cold and white as that wall. It healed, no bother. Which socks for bowls?":    guard.None,
		"Mum had a stroke in 2015. She collapsed in the kitchen and her speech was slurred":                                       guard.Emergency,
		"covid march 2020, couldn't breathe going upstairs. all gone by summer. my quads are jelly two days after parkrun, both":  guard.None,
		"had a clot in 2015, couldn't breathe then. my left calf is swollen now":                                                  guard.Urgent,
		"training day: crushing chest pain":                                                                                       guard.Emergency,
	})
}

// What was not done since long ago, and another's recovery, close no story of now.
func TestOtherThingsSince(t *testing.T) {
	wantLevels(t, map[string]guard.Level{
		"Right calf sore and swollen since the weekend, haven't been to a gym since 1994":                          guard.Urgent,
		"She has a deep ache in her left calf, started the pill in spring, and she hasn't done sport since school": guard.Urgent,
		"On Microgynon. Pain in my right calf for two days. He recovered from covid in March":                      guard.Urgent,
		"I broke my leg in 1994, not a twinge since 1996":                                                          guard.None,
		"my mum had a stroke this afternoon, never been ill since the war":                                         guard.Emergency,
		"My dad died in 2010. He had crushing chest pain. I have the same.":                                        guard.Emergency,
		"My dad died in 2010. He had crushing chest pain. I have the same nose.":                                   guard.None,
	})
}
