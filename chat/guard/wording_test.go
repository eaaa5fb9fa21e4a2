package guard_test

import (
	"strings"
	"testing"

	"github.com/limber-health/limber/chat/guard"
)

// mostNamed is the share of names, titles and costumes that may alarm.
const mostNamed = 0.05

// Names, titles, clues, adverts and costumes are only words, whatever danger they speak
// of; what stands beside them is not.
func TestOnlyWords(t *testing.T) {
	dangers := []string{"crushing chest pain", "a seizure", "slurred speech", "trouble breathing", "a stiff neck and a high fever", "a black toe", "vomiting blood"}
	names := []string{
		`The kayak is called "X". What paddle length do I need?`, `We christened the hamster "X". How big a cage?`, `The pop-up ad says "X? Try our balm!" How do I block it?`,
		`Our darts team is registered as X. What shirts would you get?`, `The answer to 12 down is "X". My wife doubts it.`, `My mug says "X". Dishwasher safe?`,
		`I'm going to the ball dressed as X. What shoes go with that?`, `His racehorse goes by the name of X. Is it worth a bet?`, `Heard the new single, "X"? It's on Spotify.`,
		`They named their hot sauce X. How long does it keep?`, `Hangman with the kids: “X”. Nobody guessed it.`, `My username is 'X' and I can't change it. How do I?`,
	}
	beside := []string{
		"The kayak is called Bob and my brother in it has X.", "We christened the hamster Bob. I have X.", "The pop-up ad says buy our balm. My wife has X.",
		"Our darts team is registered, and the captain has X.", "12 down is easy. My husband has X.", `My mug says "boss". I have X right now.`,
		`I'm going to the ball dressed as a bee and have X.`, `His racehorse won, he has X since.`, `The single is called "X", and I have X too.`,
		`It's called "X". My son has it, no joke, what do I do? He won't wake.`, `My flatmate said "I have X" in the meme chat, she's in her room.`, `What I have is called X.`,
	}
	w := sweep{t: t, g: newGuard(t)}
	for _, d := range dangers {
		for _, n := range names {
			w.calm(strings.ReplaceAll(n, "X", d))
		}
		for _, b := range beside {
			w.hold(strings.ReplaceAll(b, "X", d), guard.SeeDoctor)
		}
	}
	w.end(80, 0.02)
	w.endCalm(mostNamed)
}
