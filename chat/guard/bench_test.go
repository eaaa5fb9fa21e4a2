package guard_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/limber-health/limber/chat/guard"
)

const story = "I woke at three with a pain in my left calf, it had been sore since the flight home, my husband rubbed it and it " +
	"felt a bit better, no fever and I am not short of breath, but the ankle looks puffier than the other one today. "

func text(n int) string { return strings.Repeat(story, n/len(story)+1)[:n] }

// BenchmarkEval measures one message by length; the time must grow in
// proportion.
func BenchmarkEval(b *testing.B) {
	g := newGuard(b)
	for _, n := range []int{200, 4000, 16000, 64000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			turns := []string{text(n)}
			b.SetBytes(int64(n))
			for b.Loop() {
				g.Eval(turns, "en-GB")
			}
		})
	}
}

// BenchmarkHostile measures text made to be slow: unknown words and joins.
func BenchmarkHostile(b *testing.B) {
	g := newGuard(b)
	for name, unit := range map[string]string{"unknown": "qzxvkjwq ", "gaps": "chest my my my ", "letters": "a ", "marks": "a\u0301\u0302 ", "near": "swollxn paon "} {
		b.Run(name, func(b *testing.B) {
			turns := []string{strings.Repeat(unit, 4000/len(unit))}
			for b.Loop() {
				g.Eval(turns, "en-GB")
			}
		})
	}
}

// BenchmarkTurns measures a long conversation.
func BenchmarkTurns(b *testing.B) {
	g := newGuard(b)
	turns := make([]string, 40)
	for i := range turns {
		turns[i] = story
	}
	for b.Loop() {
		g.Eval(turns, "en-GB")
	}
}

// BenchmarkNew measures the start: compiling, checking and self-testing.
func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		if _, err := guard.New(guard.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
