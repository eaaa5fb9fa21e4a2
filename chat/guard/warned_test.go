package guard_test

import (
	"testing"

	"github.com/limber-health/limber/chat/guard"
)

// TestDeniedInOtherWords wants what was looked for and not found, or is listed behind a
// denial, to raise nothing, and the same words beside a sign to count.
func TestDeniedInOtherWords(t *testing.T) {
	wantLevels(t, map[string]guard.Level{
		"i dont have any of the bad ones (cold foot, blue, numb, cant move). just tired after the gym":              guard.None,
		"not got any of those signs (cold foot, numbness), which socks for a hike":                                  guard.None,
		"not any of the signs (chest pain now)":                                                                     guard.Emergency,
		"I don't have any of these (numbness, cold foot) but crushing chest pain":                                   guard.Emergency,
		"haven't any of the tablets (took them all, 30 paracetamol)":                                                guard.Emergency,
		"I was told to look out for hot or spreading skin and there isn't any, it's flat now. Can I bin the cream?": guard.None,
		"told to look out for fever and there isn't any, but chest pain now":                                        guard.Emergency,
		"Nope to fever, nope to chills, nope to weight loss. I'm just a postie with tired feet":                     guard.None,
		"nope to fever but my left calf is hot, swollen and red":                                                    guard.Urgent,
		"no, to be honest my left calf is swollen and hot":                                                          guard.Urgent,
		"I trekked yesterday and my two thighs are paining me small small, nowhere is swollen. Which balm is good?": guard.None,
		"I've no sweats, nothing like a heart attack. It's my thighs, I did a wall sit this morning":                guard.None,
		"nothing like a heart attack they said but my chest is crushing":                                            guard.Emergency,
		"calf a bit sore from football, can't find a bruise or lump and it isn't warm":                              guard.None,
		"can't find a pulse in his foot and it's cold":                                                              guard.Emergency,
		"can't feel any warmth in my foot and it has gone white":                                                    guard.Emergency,
		"Out of puff on the stairs? Not me. Which trainers for a 10k?":                                              guard.None,
		"no chest pain no fever just sore hamstrings from deadlifts lol":                                            guard.None,
		"no leg pain just chest pain":                                                                               guard.Emergency,
		"We have a quiz on Friday about calf pain and breathlessness":                                               guard.None,
		"quiz on Friday about calf pain and I have breathlessness and a swollen calf":                               guard.Emergency,
		"my toddler's ankle isn't swollen but he won't put weight on it":                                            guard.Urgent,
		"thighs are sore after football yesterday, my first match in two years":                                     guard.None,
		"I didn't hit my head or faint, just landed on my bum":                                                      guard.None,
		"I didn't fall or vomit":                                                         guard.None,
		"I have no pain in my leg my chest hurts":                                        guard.Emergency,
		"I haven't banged it or anything calf is swollen and hot one side":               guard.Urgent,
		"ankles puff up by teatime, both, back to normal when I wake":                    guard.None,
		"went through the red flags: saddle numbness, weak legs. None":                   guard.None,
		"i have these signs: numb between the legs, weak legs. None of the tablets help": guard.Emergency,
		"it's not as if I've chest pain or anything":                                     guard.None,
		"it's not as if i have a cold, my chest is crushing":                             guard.Emergency,
		"thigh has ached for two years":                                                  guard.SeeDoctor,
	})
}

// TestMeantTheDog wants a doctor that was only asked for an animal to be taken back,
// and nothing that is an emergency.
func TestMeantTheDog(t *testing.T) {
	wantLevels(t, map[string]guard.Level{
		"limping a bit since we got home from the park / no I meant the dog":                         guard.None,
		"limping a bit since we got home from the park / no I meant the dog walk makes it hurt more": guard.SeeDoctor,
		"crushing chest pain / I meant the dog":                                                      guard.Emergency,
	})
}
