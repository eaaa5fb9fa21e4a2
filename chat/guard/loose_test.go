package guard_test

import (
	"testing"

	"github.com/limber-health/limber/chat/guard"
)

// TestLooseWords takes words of danger in daily life for what they are, and
// counts the same words beside a body, a person or a call for help.
func TestLooseWords(t *testing.T) {
	for _, c := range []struct {
		text string
		want guard.Level
	}{
		{"washing machine is having seizures on spin, bearings?", guard.None},
		{"my son is having a seizure by the washing machine", guard.Emergency},
		{"curry was so hot I was gasping", guard.None},
		{"I'm gasping, can't get air, the curry is burning too", guard.Emergency},
		{"Arsenal collapsed in the last ten minutes as usual", guard.None},
		{"my keeper collapsed on the pitch, he's not breathing", guard.Emergency},
		{"finished the cake and panting, calf swollen since my flight", guard.Emergency},
		{"fake blood on the stairs and a severed leg, halloween ideas?", guard.None},
		{"severed my finger with the saw making the halloween prop", guard.Emergency},
		{"playing fifa / my keeper collapsed lol", guard.None},
		{"playing fifa / dad has collapsed, not waking", guard.Emergency},
		{"thanks for the recipe / I collapsed just now", guard.Urgent},
		{"no air in my tyres, which pump", guard.None},
		{"no air, can't breathe, tyres can wait", guard.Emergency},
		{"how do i do the stabbed bit, cast as Mercutio", guard.None},
		{"cast as Mercutio / it's me, I really was stabbed", guard.Emergency},
	} {
		if got := level(t, c.text); got < c.want || c.want == guard.None && got > c.want {
			t.Errorf("%q: %v, want %v", c.text, got, c.want)
		}
	}
}

// TestCraft leaves out what a lesson, a story or a stage only shows, but not
// what somebody at the lesson has.
func TestCraft(t *testing.T) {
	for _, c := range []struct {
		text string
		want guard.Level
	}{
		{"lifeguard course day 3, we did unconscious casualty with a spinal board", guard.None},
		{"lifeguard course day 3 and I'm the one who went unconscious", guard.Emergency},
		{"on the first aid course I got crushing chest pain", guard.Emergency},
		{"I need a way to describe someone bleeding out, axe to the thigh, for my novel / he's a viking, dead 1100 years", guard.None},
		{"I need a way to describe someone bleeding out for my novel / novel aside, my own calf is hot and swollen", guard.Urgent},
		{"cosy mystery, the colonel is found poisoned in the library", guard.None},
		{"writing a cosy mystery and I want to die", guard.Emergency},
		{"cosy mystery night, my husband is unconscious", guard.Emergency},
		{"i want a gangrene foot look, black toes, for halloween", guard.None},
		{"black toes since the escape room, diabetic", guard.Emergency},
	} {
		if got := level(t, c.text); got < c.want || c.want == guard.None && got > c.want {
			t.Errorf("%q: %v, want %v", c.text, got, c.want)
		}
	}
}

// TestLooseWishToDie lets only its own sentence say that a word of the wish to
// die is about something else, and never when there are two.
func TestLooseWishToDie(t *testing.T) {
	for _, c := range []struct {
		text string
		want guard.Level
	}{
		{"I want out of my phone contract", guard.None},
		{"I want out. the phone contract goes to my sister", guard.Emergency},
		{"end it all with a bang, which fireworks for the wedding", guard.None},
		{"end it all. which fireworks for the wedding", guard.Emergency},
		{"everything is arranged for the wedding but the flowers", guard.None},
		{"everything is arranged, the landlord has the deposit, goodbye everyone", guard.Emergency},
	} {
		if got := level(t, c.text); got < c.want || c.want == guard.None && got > c.want {
			t.Errorf("%q: %v, want %v", c.text, got, c.want)
		}
	}
}
