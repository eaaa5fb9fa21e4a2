package guard_test

import (
	"testing"

	"github.com/limber-health/limber/chat/guard"
)

// Scenes give way to words of somebody at hand, whatever they are.
func TestAtHand(t *testing.T) {
	g := newGuard(t)
	scenes := []string{
		"First-aid course on Sunday. They covered choking, burns, the lot, and a man who ", "We binged that hospital drama, the one where the surgeon ",
		"Fire drill at the mill, the casualty ",
	}
	dangers := []string{"had crushing chest pain", "collapsed and stopped breathing", "had a seizure", "vomited blood"}
	at := []string{
		"It did happen.", "Every word of it is true.", "It was no drill.", "Five minutes ago.", "He still is.", "He won't wake.", "He's not fine.", "Nobody has come.",
		"Is he safe to leave?", "How do I get him to hospital?", "No better yet.", "He's on the floor.", "It's happening now.", "That's what happened.",
	}
	w := sweep{t: t, g: g}
	for _, s := range scenes {
		for _, d := range dangers {
			for _, a := range at {
				w.hold(s+d+". "+a, guard.SeeDoctor)
			}
		}
	}
	w.end(100, 0.02)
}
