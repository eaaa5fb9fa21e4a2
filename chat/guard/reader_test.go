package guard

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// sayings make conversations in which turns lean on turns before them.
var sayings = []string{
	"my calf is swollen", "no swelling", "pain in my left leg", "it went away", "since the flight", "only the left one", "for two months",
	"sorry I was wrong, it is not swollen", "I can't breathe", "my mum", "she has chest pain", "in my novel", "yes", "no", "not sure",
	"what is sepsis", "swollxn calf", "qzxvkjwq", "s w o l l e n", "dropped a tin on my toe", "what helps cramps at night?", "нога",
}

func drawTurns(t *rapid.T) []string {
	turn := rapid.Custom(func(t *rapid.T) string {
		s := ""
		for _, p := range rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom(sayings), rapid.StringN(0, 12, 40)), 1, 6).Draw(t, "sayings") {
			s += p + rapid.SampledFrom([]string{" ", ". ", ", ", "? "}).Draw(t, "end")
		}
		return s
	})
	return rapid.SliceOfN(turn, 1, 8).Draw(t, "turns")
}

// TestIncrementalIsBatch judges turn by turn in one session and all over again
// at every turn.
func TestIncrementalIsBatch(t *testing.T) {
	g := sharedGuard(t)
	rapid.Check(t, func(t *rapid.T) {
		turns := drawTurns(t)
		s := g.run(nil)
		defer s.close()
		for n, turn := range turns {
			s.add(turn)
			if diff := cmp.Diff(g.verdict(s, "en-GB"), g.Eval(turns[:n+1], "en-GB")); diff != "" {
				t.Fatalf("turn %d of %q: %s", n, turns, diff)
			}
		}
	})
}

// TestReaderKeepsNothing judges a conversation with a reader that has read
// others and with a new one, and looks for words left behind.
func TestReaderKeepsNothing(t *testing.T) {
	g := sharedGuard(t)
	rapid.Check(t, func(t *rapid.T) {
		for range 3 {
			g.Eval(drawTurns(t), "")
		}
		turns := drawTurns(t)
		used := g.rules.newSession()
		fresh := &session{c: g.rules, reader: g.rules.lexer.newReader()}
		for _, turn := range turns {
			used.add(turn)
			fresh.add(turn)
		}
		if diff := cmp.Diff(used.trace(), fresh.trace()); diff != "" || used.level != fresh.level {
			t.Fatalf("%q: %v with a used reader, %v with a new one: %s", turns, used.level, fresh.level, diff)
		}
		rd := used.reader
		used.close()
		if len(rd.unseen) > 0 {
			t.Fatalf("the reader keeps words: %v", rd.unseen)
		}
		for _, tok := range rd.tokens[:cap(rd.tokens)] {
			if tok.text != "" {
				t.Fatalf("the reader keeps the word %q", tok.text)
			}
		}
		for _, w := range rd.words[:cap(rd.words)] {
			if w.text != "" {
				t.Fatalf("the reader keeps the word %q", w.text)
			}
		}
		for _, m := range rd.mentions[:cap(rd.mentions)] {
			if m.because != "" {
				t.Fatalf("the reader keeps the words %q", m.because)
			}
		}
	})
}
