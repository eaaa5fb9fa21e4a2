package guard_test

import (
	"slices"
	"testing"

	"github.com/limber-health/limber/chat/guard"
)

// onlyNamed name {n} in quotation marks, and nobody says or has it.
var onlyNamed = []string{
	"Our skittles team goes in the league as '{n}'. Any warm-ups?", "The paint shop has a grey called '{n}'. Who thinks these up?",
	"They've named the new roundabout \"{n}\". Is walking round it ten times a workout?", "There is a folk song, \"{n}\", on that record. What key is it in?",
	"My cousin's allotment shed has a sign, '{n}', in gold paint. What grows in shade?", "Bingo caller's joke for 44 is '{n}'. What do you say for 88?",
}

// agedWays tell of somebody in another age who {p}.
var agedWays = []string{
	"Vestry minutes, Kent, 1702: a wheelwright {p} and the bell was stopped. What did a wheelwright earn?",
	"1851 census, Leith. The clerk notes that the lodger {p}. Is that a common remark?",
	"King Magnus {p} before the battle, the saga says. Did he win?",
	"Of all the popes only one {p} at his own feast. Which?",
	"The drover {p} at the fair. It's in the court roll for 1590. Was he paid?",
}

// TestOnlyNamedAndAged wants what is only a name, or of another age, to raise nothing, and
// what is said of somebody at hand to count beside it.
func TestOnlyNamedAndAged(t *testing.T) {
	w := sweep{t: t, g: newGuard(t)}
	w.beside(slices.Concat(onlyNamed, agedWays), []string{"My wife has it now.", "Who do I ring, he's in the porch with me?", "My dad {p} just now."})
	w.endCalm(0.1)
	w.end(150, 0.05)
	wantLevels(t, map[string]guard.Level{
		"Found him at 1730, he had crushing chest pain":             guard.Emergency,
		"1545: porter collapsed and stopped breathing":              guard.Emergency,
		"the 'crushing chest pain' is back":                         guard.Emergency,
		"my husband has \"crushing chest pain\" and is grey":        guard.Emergency,
		"Gran, gran collapsed and stopped breathing":                guard.Emergency,
		"The King's Head, a man at the bar had a seizure":           guard.Emergency,
		"We live at 1840 High Street and my wife has had a seizure": guard.Emergency,
	})
}
