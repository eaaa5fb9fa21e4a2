package guard_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/limber-health/limber/chat/guard"
)

// mostAskedAlarms is the share of ordinary questions that may get a notice.
// Some of them do describe something to have checked.
const mostAskedAlarms = 0.10

// dire are questions of the file that do describe an emergency.
var dire = map[string]bool{"I took too many paracetamol but feel fine": true}

// TestSoakQuestions runs the questions that the answers are tested with.
func TestSoakQuestions(t *testing.T) {
	g := newGuard(t)
	n, alarms := 0, 0
	for _, c := range readQuestions(t, "../testdata/answers.dev.jsonl") {
		n++
		switch got := g.Eval([]string{c}, "en-GB").Level; {
		case got == guard.Emergency && !dire[c]:
			t.Errorf("%q: emergency", c)
		case got > guard.None:
			alarms++
			t.Logf("%q: %v", c, got)
		}
	}
	if n < 150 || share(alarms, n) > mostAskedAlarms {
		t.Errorf("%d of %d questions raise a notice, want at most %.0f %% of at least 150", alarms, n, 100*mostAskedAlarms)
	}
}

// TestGeneral checks what is asked about at large, and that a person or a
// later turn brings it back.
func TestGeneral(t *testing.T) {
	g := newGuard(t)
	for _, c := range []struct {
		turns []string
		flag  bool
	}{
		{[]string{"does claudication always get worse over the years"}, false},
		{[]string{"which persons get swollen legs more often?"}, false},
		{[]string{"is it dangerous to have too much potassium"}, false},
		{[]string{"should I rest in bed with sciatica?"}, false},
		{[]string{"does my claudication always get worse over the years"}, true},
		{[]string{"is swollen, my left calf, does it matter"}, true},
		{[]string{"should I rest in bed, my calf hurts after surgery"}, true},
		{[]string{"can not you get cramps from magnesium"}, false},
		{[]string{"can not sleep for the pain in the legs, many nights"}, true},
		{[]string{"did a hundred squats on sunday, pee looks like cola"}, true},
		{[]string{"atorvastatin, achy legs, can I stop it"}, true},
		{[]string{"does walking help claudication?", "I have it in my left leg for two months now"}, true},
	} {
		if got := g.Eval(c.turns, "en-GB").Level > guard.None; got != c.flag {
			t.Errorf("%q: flag %v, want %v", c.turns, got, c.flag)
		}
	}
}

func readQuestions(t *testing.T, file string) []string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for line := range strings.Lines(string(b)) {
		var row struct{ Message string }
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		out = append(out, row.Message)
	}
	return out
}
