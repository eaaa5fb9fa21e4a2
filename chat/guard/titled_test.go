package guard_test

import (
	"testing"

	"github.com/limber-health/limber/chat/guard"
)

// What befalls the people of a story, a game or of history is nobody's; who reads,
// plays or likens himself to them may be ill all the same.
func TestTitled(t *testing.T) {
	wantLevels(t, map[string]guard.Level{
		"Wuthering Heights!! she's coughing blood and he just stands there":                                    guard.None,
		"Valheim, my guy keeps bleeding out by the river, mod or bug?":                                         guard.None,
		"Did Beethoven really lose his hearing from lead, and why did he turn yellow?":                         guard.None,
		"reading chapter 6 of war and peace when he collapsed, he is not breathing":                            guard.Emergency,
		"revising for my OSCE: chest pain and can't breathe":                                                   guard.Emergency,
		"been playing rimworld all day: left arm numb and face drooping":                                       guard.Emergency,
		"dayz all night, calf is swollen and hot":                                                              guard.Urgent,
		"hubby is a big fan of Winston Churchill. He can't move his right leg since this morning":              guard.Emergency,
		"My son thinks he's a wizard like Gandalf, jumped off the shed and can't move his legs":                guard.Emergency,
		"She collapsed at the Beethoven concert and won't wake up":                                             guard.Emergency,
		"ran the tap, the red flannel is no use, my calf is hot and red":                                       guard.Urgent,
		"the blood came through the third towel, he cut his leg on the saw and it will not stop, blood soaked": guard.Emergency,
	})
}
