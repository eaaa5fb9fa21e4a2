package guard

import (
	"os"
	"strings"
	"testing"
)

// longer is how many times longer the second text is, and mostMore how many
// times more work it may be for each byte.
const (
	longer   = 8
	mostMore = 1.25
)

// work counts what reading and judging a message looks at.
func work(g *Guard, text string) int {
	s := g.run([]string{text})
	defer s.close()
	r := &s.reader.reading
	return r.work + r.named.looked + len(r.tokens) + len(s.mentions)
}

// TestWorkIsLinear gives the guard texts that repeat what a careless loop would
// go through again for each of its parts, without and with full stops.
func TestWorkIsLinear(t *testing.T) {
	phrases, err := os.ReadFile(phraseFile)
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for line := range strings.Lines(string(phrases)) {
		if _, text, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok && len(said) < 400 {
			said = append(said, text)
		}
	}
	for _, unit := range []string{
		strings.Join(said, " ") + " ", "no ", "no pain ", "no pain in my leg ", "pain in my left leg and both legs ", "my calf is swollen ",
		"leg ", "suddenly ", "pain suddenly ", "what is ", "so ", "so what ", "my mum she ", "chest my my my ", "a ", "yes ", "in my novel ",
		"killing time ", "killing me no pain ", "swollxn paon ", "qzxvkjwq ", "38.5 ", "if i ever get chest pain ", "it went away ",
	} {
		for _, end := range []string{"", ". ", ", "} {
			short := strings.Repeat(unit+end, 4000/len(unit+end)+1)
			g := sharedGuard(t)
			a, b := work(g, short), work(g, strings.Repeat(short, longer))
			if a == 0 || float64(b) > mostMore*longer*float64(a) {
				t.Errorf("%.20q with %q: %d steps for %d bytes, %d for %d times as many", unit, end, a, len(short), b, longer)
			}
		}
	}
}
