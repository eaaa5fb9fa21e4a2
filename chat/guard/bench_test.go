package guard_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/limber-health/limber/chat/guard"
)

// benchTexts are the kinds of message that the benchmarks measure.
var benchTexts = map[string]func(testing.TB, int) string{
	"calm":       func(_ testing.TB, n int) string { return fill([]string{calm}, n, "") },
	"story":      func(_ testing.TB, n int) string { return fill([]string{story}, n, "") },
	"plain":      func(t testing.TB, n int) string { return fill(soakStories(t), n, " ") },
	"dense":      func(t testing.TB, n int) string { return fill(phraseExamples(t), n, ". ") },
	"breathless": func(t testing.TB, n int) string { return fill(phraseExamples(t), n, " ") },
}

const calm = "We moved to the coast last spring and the garden has kept everybody busy since then. The tomatoes did well, the beans " +
	"did not, and the neighbour gave us three old apple trees that want pruning before winter. At the weekend we walk along the " +
	"harbour, buy bread from the corner bakery and read the paper with a pot of tea. I would like to know which mattress is good " +
	"for people who sleep on their side, whether a pillow between the knees is a fad, and how often one ought to turn it over. "

const story = "I woke at three with a pain in my left calf, it had been sore since the flight home, my husband rubbed it and it " +
	"felt a bit better, no fever and I am not short of breath, but the ankle looks puffier than the other one today. "

// fill repeats texts up to n bytes.
func fill(texts []string, n int, sep string) string {
	var b strings.Builder
	for i := 0; b.Len() < n; i++ {
		b.WriteString(texts[i%len(texts)] + sep)
	}
	return strings.ToValidUTF8(b.String()[:n], "")
}

// soakStories are harmless messages that people might write.
func soakStories(t testing.TB) []string {
	t.Helper()
	return slices.DeleteFunc(readLines(t, "testdata/soak-stories.txt"), func(s string) bool { return s == "" || s[0] == '#' })
}

// phraseExamples are examples of the phrases of the rules, mixed so that
// neighbours differ.
func phraseExamples(t testing.TB) []string {
	t.Helper()
	lines := readLines(t, "testdata/phrases.txt")
	var out []string
	const stride = 37
	for from := range stride {
		for i := from; i < len(lines); i += stride {
			if _, text, ok := strings.Cut(lines[i], "\t"); ok {
				out = append(out, text)
			}
		}
	}
	return out
}

func readLines(t testing.TB, file string) []string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(string(b), "\n")
}

// benchEval measures one conversation and reports the slowest hundredth.
func benchEval(b *testing.B, g *guard.Guard, turns []string) {
	b.Helper()
	b.ReportAllocs()
	var took []time.Duration
	for b.Loop() {
		from := time.Now()
		g.Eval(turns, "en-GB")
		took = append(took, time.Since(from))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}

// BenchmarkEval measures one message by kind and length in bytes; the time
// must grow in proportion.
func BenchmarkEval(b *testing.B) {
	g := newGuard(b)
	for _, kind := range []string{"calm", "story", "plain", "dense", "breathless"} {
		for _, n := range []int{100, 1000, 4000, 16000, 64000} {
			b.Run(fmt.Sprintf("%s/%d", kind, n), func(b *testing.B) { benchEval(b, g, []string{benchTexts[kind](b, n)}) })
		}
	}
}

// BenchmarkHostile measures text made to be slow: unknown words and joins.
func BenchmarkHostile(b *testing.B) {
	g := newGuard(b)
	for name, unit := range map[string]string{"unknown": "qzxvkjwq ", "gaps": "chest my my my ", "letters": "a ", "marks": "a\u0301\u0302 ",
		"near": "swollxn paon ", "no": "no ", "denied": "no pain in my leg ", "both": "pain in my left leg and both legs ", "names": "my mum she ", "what": "what is ", "tale": "told me he ", "form": "breathing: no\n", "beast": "my dog had a fit he "} {
		for _, n := range []int{4000, 64000} {
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) { benchEval(b, g, []string{fill([]string{unit}, n, "")}) })
		}
	}
}

// BenchmarkTurns measures a conversation of many turns of about 200 bytes.
func BenchmarkTurns(b *testing.B) {
	g := newGuard(b)
	for _, n := range []int{1, 10, 40} {
		for _, kind := range []string{"calm", "story", "plain", "dense"} {
			b.Run(fmt.Sprintf("%s/%d", kind, n), func(b *testing.B) {
				turns := make([]string, n)
				whole := benchTexts[kind](b, n*len(story))
				for i := range turns {
					turns[i] = whole[i*len(whole)/n : (i+1)*len(whole)/n]
				}
				benchEval(b, g, turns)
			})
		}
	}
}

// BenchmarkNew measures the start: compiling, checking and self-testing.
func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		if _, err := guard.New(guard.Options{Rules: os.DirFS("rules")}); err != nil {
			b.Fatal(err)
		}
	}
}
