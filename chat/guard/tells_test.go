package guard_test

import (
	"testing"

	"github.com/limber-health/limber/chat/guard"
)

// TestWhoTellsAnewCounts wants the clause of a person behind a lesson, a story
// that somebody writes, a habit of the past or "just wondering" to count, and
// what is only taught, made up or supposed to raise nothing.
func TestWhoTellsAnewCounts(t *testing.T) {
	wantLevels(t, map[string]guard.Level{
		"my exam is tomorrow and i took 30 paracetamol":                                           guard.Emergency,
		"studying for finals and the baby won't wake up":                                          guard.Emergency,
		"first aid course helped, i took 30 paracetamol":                                          guard.Emergency,
		"just wondering, the baby won't wake up":                                                  guard.Emergency,
		"writing my novel and i took 30 paracetamol":                                              guard.Emergency,
		"studying for finals and my left calf is swollen and hot":                                 guard.Urgent,
		"used to run, crushing chest pain":                                                        guard.Emergency,
		"my exam is tomorrow and crushing chest pain":                                             guard.Emergency,
		"studying for finals and vomiting blood":                                                  guard.Emergency,
		"the laptop died and crushing chest pain":                                                 guard.Emergency,
		"my exam is on friday and sepsis is on it":                                                guard.None,
		"no lie i took 30 paracetamol":                                                            guard.Emergency,
		"never smoked, vomiting blood":                                                            guard.Emergency,
		"writing my novel and she took 30 paracetamol in chapter two":                             guard.None,
		"studying for finals and i have to learn the signs of a stroke":                           guard.None,
		"just wondering, can the baby won't wake up stage be slept through":                       guard.None,
		"watching Casualty and a bloke just coughed up blood after a flight, is that how it goes": guard.None,
		"used to get cramps in my teens, none since":                                              guard.None,
		"first aid course today, we had a go at what to do when someone won't wake up":            guard.None,
	})
}
