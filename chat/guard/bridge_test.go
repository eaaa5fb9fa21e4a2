package guard

import (
	"strings"
	"testing"
)

// TestNoGapPassesOverSomebody says every figure of speech with "he", "but" or "then"
// in its gaps and wants none of them found that does not name the word itself.
func TestNoGapPassesOverSomebody(t *testing.T) {
	lx := sharedGuard(t).rules.lexer
	n := 0
	for id, elems := range lx.gapped {
		for _, word := range []string{"he", "but", "then", "gran"} {
			if namesWord(elems, word) {
				continue
			}
			text := say(choicesOf(elems, word), -1, 0)
			r := lx.read(lx.newReader(), text, 0)
			for _, h := range r.idioms {
				if h.phrase == id && h.from == 0 && h.to == len(r.tokens) {
					t.Errorf("%q hides signs by %q", text, lx.phrases[id].text)
				}
			}
			n++
		}
	}
	if n < 600 {
		t.Errorf("%d texts, want at least 600", n)
	}
}

// namesWord tells whether a phrase may say a word outside its gaps.
func namesWord(elems []*elem, word string) bool {
	for _, e := range elems {
		for _, w := range e.words {
			if strings.Contains(" "+w+" ", " "+word+" ") {
				return true
			}
		}
	}
	return false
}

// TestWhoStandsBetween wants a sign told of somebody who stands between a thing and
// it to count, and the same words about the thing alone to raise nothing.
func TestWhoStandsBetween(t *testing.T) {
	for text, want := range map[string]Level{
		"half of the stadium, he is gasping":             Emergency,
		"in the classroom a boy is gasping":              Emergency,
		"watching a film when he started gasping":        Emergency,
		"listening to the radio she started slurring":    Emergency,
		"hoover on and gran choked on a sweet":           Emergency,
		"match then he collapsed on the sofa":            Emergency,
		"smoke and he is choking her":                    Emergency,
		"unfit and he is gasping":                        Emergency,
		"puppet legs and she can't move":                 Emergency,
		"at the game he is gasping and blue":             Emergency,
		"blackout, she fell on the torch":                Urgent,
		"the crowd was breathless":                       None,
		"that joke had me on the floor gasping":          None,
		"the radio was all slurred":                      None,
		"the hoover choked on a sock":                    None,
		"out of breath when I run, I am unfit":           None,
		"half my screen is missing since he dropped it":  None,
		"after the match I collapsed on the sofa, bliss": None,
	} {
		if got := sharedGuard(t).Eval([]string{text}, "en-GB").Level; want == None && got != want || got < want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
