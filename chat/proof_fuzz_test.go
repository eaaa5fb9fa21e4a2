package chat

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzProof wants any two texts to be compared without a panic, a sentence to
// prove itself, and nothing with markup or a link to be proven.
func FuzzProof(f *testing.F) {
	f.Add("Leg cramps last about 10 minutes.", "Most leg cramps last from a few seconds to about 10 minutes.")
	f.Add("Do not take it, unless a doctor says so.", "Take 1/2 to twenty-five mg - or 6 in 10.")
	f.Add("a half an hour or two -- in out of 3.", "one third of")
	f.Add("<b>Hi</b> there you all.", "no \u00ad\u200b n't can't 's")
	f.Fuzz(func(t *testing.T, sentence, quote string) {
		if !utf8.ValidString(sentence) || !utf8.ValidString(quote) {
			return
		}
		if !provenBy(quote, quote) {
			t.Errorf("%q does not prove itself", quote)
		}
		if oneLine(fold(sentence)) != oneLine(fold(quote)) && provenBy(sentence, quote) && strings.ContainsAny(sentence, "<>[]{}`*\\@|~^=#$") {
			t.Errorf("%q is proven by %q", sentence, quote)
		}
	})
}
