package guard_test

import (
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/limber-health/limber/chat/guard"
)

// slips are the mistakes of hands: each changes a word of five letters or more at
// a place that is neither its first nor its last letter.
var slips = map[string]func(r *rand.Rand, w string, i int) string{
	"swapped": func(_ *rand.Rand, w string, i int) string { return w[:i] + w[i+1:i+2] + w[i:i+1] + w[i+2:] },
	"missing": func(_ *rand.Rand, w string, i int) string { return w[:i] + w[i+1:] },
	"doubled": func(_ *rand.Rand, w string, i int) string { return w[:i+1] + w[i:] },
	"beside": func(r *rand.Rand, w string, i int) string {
		near := besides[w[i]-'a']
		return w[:i] + string(near[r.IntN(len(near))]) + w[i+1:]
	},
}

// besides are the keys beside each letter, from a to z.
var besides = strings.Fields("qsz vng xvd sfe wrd dgr fht gjy uok hku jli ko nj bm ipl ol wa etf adw ryg yij cbf qes zcs tuh xa")

// mayFall is the share of misspelt dangers that may fall in level. Most of those
// that do are mistakes that make another word: "seep", "stooped", "hardy".
const mayFall = 0.02

// TestSlips makes one mistake in a word of each danger of the development cases:
// the verdict stays what it is without. Each mistake is made in another word.
func TestSlips(t *testing.T) {
	g := newGuard(t)
	dangers := shortDangers(t)
	for _, name := range slices.Sorted(maps.Keys(slips)) {
		r := rand.New(rand.NewPCG(1, uint64(len(name))))
		tried, fell := 0, 0
		for _, text := range dangers {
			words := longWord.FindAllStringIndex(text, -1)
			had := g.Eval([]string{text}, "en-GB").Level
			if len(words) == 0 || had == guard.None {
				continue
			}
			at := words[r.IntN(len(words))]
			w := text[at[0]:at[1]]
			slipped := slips[name](r, w, 1+r.IntN(len(w)-2))
			tried++
			if got := g.Eval([]string{text[:at[0]] + slipped + text[at[1]:]}, "en-GB").Level; got < had {
				fell++
				t.Logf("%s for %s in %q: %v, want %v", slipped, w, text, got, had)
			}
		}
		if t.Logf("%s: %d of %d fell", name, fell, tried); tried < 500 || float64(fell) > mayFall*float64(tried) {
			t.Errorf("%s: %d of %d fell, want at most %.1f %%", name, fell, tried, 100*mayFall)
		}
	}
}

// longWord is a word that one mistake leaves recognisable.
var longWord = regexp.MustCompile(`\b[a-z]{5,}\b`)

// shortDangers are the development cases of one turn that are at least urgent.
func shortDangers(t *testing.T) (out []string) {
	t.Helper()
	for _, c := range devCases(t) {
		if len(c.Messages) == 1 && c.Expect >= guard.Urgent && len(c.Messages[0]) <= 200 {
			out = append(out, c.Messages[0])
		}
	}
	return out
}
