package guard_test

import (
	"bufio"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/limber-health/limber/chat/guard"
)

// A testCase is one labelled conversation.
type testCase struct {
	ID       string      `json:"id"`
	Messages []string    `json:"messages"`
	Expect   guard.Level `json:"expect"`
	Why      string      `json:"why"`
	Tags     []string    `json:"tags"`
}

// gate is the least a split of the cases must reach. The cases were written by
// people who did not see the rules; held cases are never used for tuning.
type gate struct {
	emergencyFlagged float64 // emergencies with any notice at all
	emergencyRight   float64 // emergencies at emergency
	flagged          float64 // cases above none with any notice
	falseAlarms      float64 // most harmless cases with a notice
}

var gates = map[string]gate{
	"dev":  {emergencyFlagged: 0.97, emergencyRight: 0.93, flagged: 0.95, falseAlarms: 0.06}, // a quarter of the harmless ones are written to mislead
	"held": {emergencyFlagged: 0.90, emergencyRight: 0.70, flagged: 0.89, falseAlarms: 0.14},
}

// tally counts outcomes of one split.
type tally struct {
	n, right                            int
	emergencies, emRight, emFlagged     int
	positives, flagged, benign, alarmed int
	table                               [4][4]int
}

func (t *tally) add(c testCase, got guard.Level) {
	t.n++
	t.table[c.Expect][got]++
	ok := got == c.Expect || slices.Contains(c.Tags, "accept:"+got.String())
	if ok {
		t.right++
	}
	switch {
	case c.Expect == guard.None:
		t.benign++
		if got > guard.None && !ok {
			t.alarmed++
		}
		return
	case c.Expect == guard.Emergency:
		t.emergencies++
		if got == guard.Emergency || ok {
			t.emRight++
		}
		if got > guard.None {
			t.emFlagged++
		}
	}
	t.positives++
	if got > guard.None {
		t.flagged++
	}
}

func TestCases(t *testing.T) {
	g := newGuard(t)
	splits := map[string]*tally{"dev": {}, "held": {}}
	files, err := filepath.Glob("testdata/cases/*.jsonl")
	if err != nil || len(files) == 0 {
		t.Fatalf("no case files: %v", err)
	}
	for _, file := range files {
		split := "dev"
		if strings.Contains(file, ".held.") {
			split = "held"
		}
		for _, c := range readCases(t, file) {
			splits[split].add(c, g.Eval(c.Messages, "en-GB").Level)
		}
	}
	for name, s := range splits {
		if s.n == 0 {
			continue // no file of this split yet
		}
		report(t, name, s)
		check(t, name, s, gates[name])
	}
}

// devCases reads the development cases, a fifth of the files with -short.
func devCases(t *testing.T) (out []testCase) {
	t.Helper()
	files, err := filepath.Glob("testdata/cases/*.dev.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	for i, file := range files {
		if !testing.Short() || i%5 == 0 {
			out = append(out, readCases(t, file)...)
		}
	}
	return out
}

func readCases(t *testing.T, file string) []testCase {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []testCase
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var c testCase
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		out = append(out, c)
	}
	return out
}

func report(t *testing.T, name string, s *tally) {
	t.Logf("%s: %d cases, %d at the right level", name, s.n, s.right)
	for _, r := range []struct {
		what string
		k, n int
	}{{"emergencies at emergency", s.emRight, s.emergencies}, {"emergencies flagged", s.emFlagged, s.emergencies},
		{"positives flagged", s.flagged, s.positives}, {"false alarms", s.alarmed, s.benign}} {
		lo, hi := clopperPearson(r.k, r.n)
		t.Logf("  %-26s %3d/%-3d %5.1f %% (95 %% interval %.1f to %.1f)", r.what, r.k, r.n, 100*share(r.k, r.n), 100*lo, 100*hi)
	}
	for want, row := range s.table {
		t.Logf("  expected %-10s none %3d, see_doctor %3d, urgent %3d, emergency %3d", guard.Level(want), row[0], row[1], row[2], row[3])
	}
}

func check(t *testing.T, name string, s *tally, g gate) {
	if got := share(s.emFlagged, s.emergencies); got < g.emergencyFlagged {
		t.Errorf("%s: emergencies flagged %.3f, want at least %.3f", name, got, g.emergencyFlagged)
	}
	if got := share(s.emRight, s.emergencies); got < g.emergencyRight {
		t.Errorf("%s: emergencies at emergency %.3f, want at least %.3f", name, got, g.emergencyRight)
	}
	if got := share(s.flagged, s.positives); got < g.flagged {
		t.Errorf("%s: positives flagged %.3f, want at least %.3f", name, got, g.flagged)
	}
	if got := share(s.alarmed, s.benign); got > g.falseAlarms {
		t.Errorf("%s: false alarms %.3f, want at most %.3f", name, got, g.falseAlarms)
	}
}

func share(k, n int) float64 { return float64(k) / float64(max(n, 1)) }

// clopperPearson is the exact 95 % interval of a proportion, by bisection on
// the binomial tail.
func clopperPearson(k, n int) (lo, hi float64) {
	tail := func(p float64, from, to int) float64 {
		sum := 0.0
		for i := from; i <= to; i++ {
			a, _ := math.Lgamma(float64(n + 1))
			b, _ := math.Lgamma(float64(i + 1))
			c, _ := math.Lgamma(float64(n - i + 1))
			sum += math.Exp(a - b - c + float64(i)*math.Log(p) + float64(n-i)*math.Log1p(-p))
		}
		return sum
	}
	solve := func(below func(p float64) bool) float64 {
		a, b := 1e-12, 1-1e-12
		for range 60 {
			if m := (a + b) / 2; below(m) {
				a = m
			} else {
				b = m
			}
		}
		return a
	}
	hi = 1
	if k > 0 {
		lo = solve(func(p float64) bool { return tail(p, k, n) < 0.025 })
	}
	if k < n {
		hi = solve(func(p float64) bool { return tail(p, 0, k) > 0.025 })
	}
	return lo, hi
}

func TestClopperPearson(t *testing.T) {
	lo, hi := clopperPearson(8, 10)
	if math.Abs(lo-0.4439) > 0.001 || math.Abs(hi-0.9748) > 0.001 {
		t.Errorf("8 of 10: %.4f to %.4f, want 0.4439 to 0.9748", lo, hi)
	}
}
