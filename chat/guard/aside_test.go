package guard_test

import (
	"path/filepath"
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
func TestAsidesNeverLower(t *testing.T) {
	g := newGuard(t)
	files, err := filepath.Glob("testdata/cases/*.dev.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	variants, fell := 0, 0
	check := func(with string, want guard.Level) {
		variants++
		if got := g.Eval([]string{with}, "en-GB").Level; got < want {
			fell++
			t.Logf("%q: %v, want %v", with, got, want)
		}
	}
	for i, file := range files {
		for _, c := range readCases(t, file) {
			if len(c.Messages) != 1 || c.Expect < guard.Urgent || !byRules(g.Eval(c.Messages, "en-GB"), c.Expect) || testing.Short() && i%5 != 0 {
				continue
			}
			for _, a := range asidesBefore {
				check(a+c.Messages[0], c.Expect)
			}
			for _, a := range asidesAfter {
				check(c.Messages[0]+"."+a, c.Expect)
			}
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
