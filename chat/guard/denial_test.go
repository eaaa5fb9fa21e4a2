package guard_test

import (
	"fmt"
	"testing"

	"github.com/limber-health/limber/chat/guard"
)

// named are dangers by a noun, each of which can be denied.
var named = []string{
	"chest pain", "shortness of breath", "fever", "swelling", "redness", "numbness", "weakness", "seizures", "fits", "fainting", "blackouts", "blood in my urine",
	"dark urine", "vomiting", "rash", "stiff neck", "bad headache", "confusion", "slurred speech", "facial droop", "loss of vision", "heavy bleeding", "palpitations",
	"coughing up blood", "suicidal thoughts", "self harm", "overdose", "injury", "trauma", "wounds", "leg ulcers", "black toes", "cold foot", "weight loss",
	"night sweats", "lumps", "incontinence", "bladder problems", "bowel problems", "saddle numbness", "calf swelling", "blood clots", "pins and needles",
	"trouble breathing", "trouble swallowing", "swollen tongue", "allergic reaction", "broken bones", "deformity", "open wound", "pus", "infection",
	"high temperature", "chills", "sweating", "arm pain", "jaw pain", "double vision", "dizziness", "collapse", "burns", "bites", "poisoning", "jaundice",
	"waters breaking", "testicle pain", "stomach pain", "cancer", "diabetes",
}

// TestDenialsClear wants what is said not to be there to raise nothing.
func TestDenialsClear(t *testing.T) {
	for _, form := range []string{
		"no %s, just tired legs after work", "i don't have any %s, just a small cramp in my toe", "never had %s, what pillow is good",
		"no sign of %s at all, how long should i stretch", "not had any %s, is magnesium worth it", "there is no %s and i feel well, which socks for flying",
		"no fever or %s, legs just tired after a long walk",
	} {
		for _, sign := range named {
			if text := fmt.Sprintf(form, sign); level(t, text) != guard.None {
				t.Errorf("%q: %v, want none", text, level(t, text))
			}
		}
	}
	wantLevels(t, map[string]guard.Level{
		"chest pain? no. just tired legs after gardening":                                                                    guard.None,
		"chest pain? no, it's worse now, it is crushing":                                                                     guard.Emergency,
		"any better? no. my chest is crushing":                                                                               guard.Emergency,
		"no bladder problems, just a stiff back":                                                                             guard.None,
		"back pain, no bladder or bowel trouble, no numbness between the legs":                                               guard.None,
		"bladder fine, bowels fine, legs strong, no numb bits. just stiff lower back":                                        guard.None,
		"no rash, drinking well, weeing well, no fever, 4 yr old with growing pains":                                         guard.None,
		"no blood in my wee or poo, no dark urine, legs sore after squats yesterday":                                         guard.None,
		"back pain and my bladder feels numb":                                                                                guard.Emergency,
		"not swollen, not red, just white and cold and I can't move it, my foot I mean":                                      guard.Urgent,
		"if someone wrote that their calf was swollen after a flight, what would you say? I haven't got anything wrong":      guard.None,
		"if someone wrote that their calf was swollen after a flight, what would you say? nothing wrong but mine is swollen": guard.Urgent,
		"dry scab on my knee, itchy, not red round it, walking about as usual":                                               guard.None,
		"scab on my knee, itchy, red round it and walking up my thigh, sore":                                                 guard.Urgent,
		"watching an old western, chap gets shot in the leg and rides on for days":                                           guard.None,
		"dripped a blob of wax on my shin, red mark the size of a penny, not sore. aloe?":                                    guard.None,
		"spilt a drip of oil on my shin, red spot the size of a pea, not getting any smaller":                                guard.Urgent,
		"legs like jelly since last night, slept ten hours, can't wee and my back hurts":                                     guard.Emergency,
		"no pulse in her foot, no fever":                                                                                     guard.Emergency,
		"no feeling between my legs, no fever":                                                                               guard.Emergency,
		"can't feel the loo paper, no pain":                                                                                  guard.Emergency,
		"she is not breathing, no fever before":                                                                              guard.Emergency,
	})
}

// TestWhatHappenedIsNotDenied wants what happened behind a "no" to count, and a list
// that ends in "or", or tells of daily life, to raise nothing.
func TestWhatHappenedIsNotDenied(t *testing.T) {
	wantLevels(t, map[string]guard.Level{
		"no headache, passed out twice":                       guard.Urgent,
		"no fever, cough, passed out":                         guard.Urgent,
		"no nausea, vomited blood":                            guard.Emergency,
		"no rash, coughed up blood this morning":              guard.Emergency,
		"no headache, passed out or fits":                     guard.None,
		"no headache, fits or passing out":                    guard.None,
		"no swelling, had a lovely walk, which socks":         guard.None,
		"no headaches, lost weight on purpose with the club":  guard.None,
		"no injuries, fell in love with pilates":              guard.None,
		"no chest pain, had an ECG that was normal":           guard.None,
		"no fever, fell asleep fine":                          guard.None,
		"no cramps, took my magnesium as usual, is it useful": guard.None,
	})
}

// TestDeniedListsAgree wants what cannot be an item of a denied list by its
// grammar to count, and what can, to raise nothing.
func TestDeniedListsAgree(t *testing.T) {
	wantLevels(t, map[string]guard.Level{
		"no fever, coughing blood":                                  guard.Emergency,
		"not dizzy, chest pain":                                     guard.Urgent,
		"no chest pain, breathless":                                 guard.Urgent,
		"not pregnant, bleeding heavily":                            guard.Urgent,
		"no allergies, throat closing up":                           guard.Emergency,
		"no stroke, face drooping":                                  guard.Emergency,
		"no rash, no vomiting, stiff neck, fever":                   guard.Emergency,
		"no fever, no cough, chest pain":                            guard.Emergency,
		"not swollen, pain in my calf since the flight":             guard.Urgent,
		"no chest pain, dizzy or faint":                             guard.None,
		"no fever, no rash, cough or chest pain":                    guard.None,
		"not had any fever, chest pain, just tired legs":            guard.None,
		"not dizzy, sick, breathless, just tired legs":              guard.None,
		"no pain, no swelling, redness, just stiff after the match": guard.None,
	})
}

// TestNothingHurts wants "nothing hurts" read as a denial, and what it leaves
// out, or what only stands beside the word, to count.
func TestNothingHurts(t *testing.T) {
	wantLevels(t, map[string]guard.Level{
		"nothing hurts and nothing's swollen, socks for the flight to Malta?":      guard.None,
		"nowt aches, just off a long drive, any stretches":                         guard.None,
		"not one bit of me hurts, I'm on the pill, do I need flight socks":         guard.None,
		"nothing hurts except my left calf, just off a flight from Sydney":         guard.Urgent,
		"no swelling apart from in my left calf":                                   guard.Urgent,
		"no pain other than in my right calf since the flight":                     guard.Urgent,
		"nothing is swollen but my left leg":                                       guard.Urgent,
		"nothing hurts as bad as my left calf, flew in from Tokyo yesterday":       guard.Urgent,
		"I did nothing, hurts like mad in my calf, flew in from Tokyo yesterday":   guard.Urgent,
		"nothing hurts, but my foot has gone white and cold and I can't move it":   guard.Emergency,
		"my leg hurts and I had a clot in 2012":                                    guard.Urgent,
		"I had a sore leg last year and it went, no trouble since, which insoles?": guard.None,
	})
}

// TestSubjectsOfStudyAreNoSigns wants what somebody reads or asks about people
// at large to raise nothing, and the same beside a sign of their own to count.
func TestSubjectsOfStudyAreNoSigns(t *testing.T) {
	wantLevels(t, map[string]guard.Level{
		"i read an article about chest pain yesterday. what is magnesium":              guard.None,
		"my friend is doing a project on calf swelling, any good books":                guard.None,
		"is double vision common in older people":                                      guard.None,
		"is double vision a symptom of restless legs":                                  guard.None,
		"is double vision a symptom of restless legs, mine started an hour ago":        guard.Emergency,
		"i have to write an essay on chest pain but i have crushing chest pain myself": guard.Emergency,
		"doing a presentation on stroke and my speech has gone slurred":                guard.Emergency,
		"i read an article about chest pain and i have exactly that, sweating":         guard.Emergency,
		"is my slurred speech common in older people":                                  guard.Emergency,
		"is double vision common, it started an hour ago":                              guard.Emergency,
	})
}

// wantLevels wants no level for what is harmless, and at least the given one
// for the rest.
func wantLevels(t *testing.T, messages map[string]guard.Level) {
	t.Helper()
	for text, want := range messages {
		if got := level(t, text); want == guard.None && got != want || got < want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
