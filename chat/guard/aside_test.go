package guard_test

import (
	"slices"
	"testing"

	"github.com/limber-health/limber/chat/guard"
)

// Asides have nothing to do with a sign in the next sentence, though each holds
// a word that elsewhere takes a sign away.
var (
	asidesBefore = []string{
		"I suppose it's nothing but ", "Probably just my age, ", "My husband says I'm imagining it. ", "Not sure if this matters, ", "I read on Google that it could be cramp. ",
		"I had a lovely weekend at the seaside. ", "My cough has cleared up. ", "I was at school when it started. ", "I'm writing this in bed. ", "I hope it's nothing. ",
		"I don't want to go to hospital. ", "If you don't mind me asking, ", "We were watching a film. ", "My dog is fine. ", "As a teacher I don't panic easily. ",
		"Years ago I broke my arm. ", "The doctor says my heart is fine. ", "I've never had a blood clot. ", "Made soup in the garden kitchen. ", "The boiler man came this morning. ",
	}
	asidesAfter = []string{
		" Would stretching help?", " My dog is fine though", " My sister had the same years ago and it was nothing", " It's for my mum", " lol", " If it gets worse I'll call",
		" I'm a nurse", " I finished my book about a detective", " The swelling in my hand went down though", " My headache is better now", " Do you know any good films?",
		" My friend reckons it's nothing", " He recovered from covid in March", " Imagine that", " So embarrassing, I could die", " The song on the radio is lovely",
	}
)

// TestAsidesNeverLower puts asides beside the development cases of one turn: the
// verdict stays at least what the case deserves, as far as it was so without.
// Cases tagged "reach" are left out: they hold such words themselves.
func TestAsidesNeverLower(t *testing.T) {
	g := newGuard(t)
	variants, fell := 0, 0
	check := func(with string, want guard.Level) {
		variants++
		if got := g.Eval([]string{with}, "en-GB").Level; got < want {
			fell++
			t.Logf("%q: %v, want %v", with, got, want)
		}
	}
	for _, c := range devCases(t) {
		if len(c.Messages) != 1 || slices.Contains(c.Tags, "reach") || c.Expect < guard.Urgent || !byRules(g.Eval(c.Messages, "en-GB"), c.Expect) {
			continue
		}
		for _, a := range asidesBefore {
			check(a+c.Messages[0], c.Expect)
		}
		for _, a := range asidesAfter {
			check(c.Messages[0]+"."+a, c.Expect)
		}
	}
	t.Logf("%d of %d fell", fell, variants)
	if variants < 10000 || fell > variants/10000 {
		t.Errorf("%d of %d fell, want at most one in 10,000", fell, variants)
	}
}

// byRules tells whether rules alone reach a level: the backstop weighs all
// words of a turn.
func byRules(v guard.Verdict, want guard.Level) bool {
	return slices.ContainsFunc(v.Findings, func(f guard.Finding) bool { return f.Level >= want && f.Rule[0] != 'B' })
}

// TestDangersInDailyPlaces wants the words of kitchens, gardens and shows to
// take nothing away from somebody in danger among them, named or left out.
func TestDangersInDailyPlaces(t *testing.T) {
	wantLevels(t, map[string]guard.Level{
		"choking on popcorn": guard.Emergency, "choking on a potato help": guard.Emergency, "collapsed in the garden, not moving": guard.Emergency,
		"collapsed on the tiles in the bathroom": guard.Urgent, "not breathing, boiler was on all night": guard.Emergency,
		"gasping after eating the curry, lips tingling": guard.Emergency, "can't breathe, found slumped at his laptop": guard.Emergency,
		"couldn't breathe after painting with emulsion in the box room": guard.Emergency, "fainted in the shower, hit the tap": guard.Urgent,
		"collapsed at the match on Wednesday, chest tight": guard.Emergency, "fitting on the carpet right now": guard.Emergency,
		"fell off roof and cannot feel legs": guard.Emergency, "bleeding out from hedge trimmer cut": guard.Emergency,
		"drank the lighter refill": guard.Emergency, "swallowed a battery from the smoke detector": guard.Emergency,
		"swallowed screws": guard.Urgent, "severed two fingers with the lawnmower": guard.Emergency, "burnt all over by the soup": guard.Emergency,
		"unconscious by the fridge": guard.Emergency, "seizing on the lawn for ten minutes": guard.Emergency,
		"electrocuted by the fuse box and went limp": guard.Emergency, "stabbed with a screwdriver by a builder": guard.Emergency,
		"passed out during karaoke and still not waking": guard.Emergency, "choked on a samosa and gone blue": guard.Emergency,
		"fell from the curtain rail ladder, leg bent the wrong way": guard.Emergency, "gasping for breath all night, watched Netflix sat up": guard.Emergency,
		"suddenly blind reading my book": guard.Emergency, "speech slurred during best man speech just now": guard.Emergency,
		"paralysed down one side getting out of the caravan": guard.Emergency, "My princess has stopped breathing. Do you know any good films": guard.Emergency,
		"we were watching a film. foot suddenly ice cold and white as chalk": guard.Emergency,
	})
}
