package guard_test

import (
	"testing"

	"github.com/limber-health/limber/chat/guard"
)

// What was long ago beside somebody who is well is over; the same words of now, of
// another or of what never went away count as before.
func TestLongSince(t *testing.T) {
	g := newGuard(t)
	raise(t, g, map[string]guard.Level{
		"In 2014 I broke my hip and it healed fine. I feel great. My left calf is hot and swollen since Tuesday. Which socks are best?":          guard.Urgent,
		"My neighbour broke her hip two Christmases ago, completely mended. She told me this morning her chest is tight and her arm is numb.":    guard.Emergency,
		"In 2016 I was stabbed, healed up years back, I love the job. Last night I got stabbed again in the thigh and it is pumping.":            guard.Emergency,
		"As a lad I had asthma so bad I was blue at the lips. I've been fine ever since. My lips are blue now and I can't get a breath.":         guard.Emergency,
		"When I was six I had rheumatic fever. I feel fine. I'm breathless lying flat and my ankles are swelling.":                               guard.Emergency,
		"In '17 broke two toes, black and blue, all that healed fine. This week the big toe has gone black and I am diabetic.":                   guard.Emergency,
		"In 1966 he was bitten by an adder and was fine. My son was bitten by an adder an hour ago, his hand is swelling.":                       guard.Emergency,
		"In 2012 I had a clot in my leg. I am well. It looks the same as it did then, calf swollen.":                                             guard.Urgent,
		"Back in 2010 I had a stroke and I'm fine. My wife's face dropped at breakfast.":                                                         guard.Emergency,
		"In 2015 I took an overdose. I'm fine. I think about doing it again.":                                                                    guard.SeeDoctor,
		"In '09 I coughed blood, TB, healed completely. I coughed blood yesterday.":                                                              guard.Emergency,
		"She had cancer in 2011, all clear. She says she is fine. Her back is killing her at night and her legs have gone weak since yesterday.": guard.Emergency,
		"In 1999 my foot went numb and I was fine, and my foot is numb and cold this evening.":                                                   guard.Emergency,
		"I was in nineteen eighty two knocked down and lost consciousness. I'm well. My grandson hit his head today and keeps vomiting.":         guard.Emergency,
		"I'm fit and well. In 2003 I had chest pain, it was reflux. It's chest pain this time with sweating.":                                    guard.Emergency,
		"I feel fine but in 2020 I had chest pain and it never went away.":                                                                       guard.SeeDoctor,
		"Back in 2018 my calf swelled up. I am fine in myself. Calf huge again.":                                                                 guard.Urgent,
		"In 2019 a tick bit me. I am perfectly healthy. Got a ring shaped rash spreading round a bite now.":                                      guard.Urgent,
		"She's completely mended, no pain, she told me this morning, except she can't feel her foot.":                                            guard.Urgent,
		"Broke her hip two Christmases ago, completely mended. Fell again last night and can't get up.":                                          guard.Emergency,
		"In 2009 I had a DVT, healed completely. I'm 60 and fit. I flew home Sunday and one leg is twice the size of the other.":                 guard.Urgent,
		"In 2013 I lost the use of my legs, I'm fine in my mood. I was passing out when I stood up and still am.":                                guard.Urgent,
		"When I was four I nearly choked. I'm all right. My baby is choking":                                                                     guard.Emergency,
		"Snake bite in 2002, good as gold after. One this morning on my ankle.":                                                                  guard.SeeDoctor,
		"Snake bite in 2002, good as gold after. It is a deep bite this time, today, ankle up like a balloon.":                                   guard.Urgent,
	})
	raiseNothing(t, g, []string{
		"In 2016 I fell and was knocked out cold, I was in hospital for a week. I feel fine and I play bowls. Which shoes for bowls?",
		"He was bitten by an adder in 1966 and his leg went black to the knee. He's completely mended. Which boots for heather?",
	})
}
