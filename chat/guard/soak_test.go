package guard_test

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/limber-health/limber/chat/guard"
)

// mostAlarms is the share of harmless soak messages that may get a notice.
const mostAlarms = 0.01

// mostAsked is the share of harmless soak messages that may get a question
// about a danger.
const mostAsked = 0.02

// TestSoak runs harmless messages. Few may raise a notice or a question and
// none may raise an emergency.
func TestSoak(t *testing.T) {
	g := newGuard(t)
	n, alarms, asked := 0, 0, 0
	files, _ := filepath.Glob("testdata/soak-*.txt")
	for _, file := range files {
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		for lines := bufio.NewScanner(f); lines.Scan(); {
			text := lines.Text()
			if strings.HasPrefix(text, "#") {
				continue
			}
			n++
			v := g.Eval(strings.Split(text, " / "), "en-GB")
			if len(v.Questions) > 0 {
				asked++
				t.Logf("%q: asks %s", text, v.Questions[0].ID)
			}
			switch got := v.Level; {
			case got == guard.Emergency:
				t.Errorf("%q: emergency", text)
			case got > guard.None:
				alarms++
				t.Logf("%q: %v", text, got)
			}
		}
	}
	if n < 300 || float64(alarms) > mostAlarms*float64(n) {
		t.Errorf("%d of %d harmless messages raise a notice, want at most %.0f %% of at least 300", alarms, n, 100*mostAlarms)
	}
	if share(asked, n) > mostAsked {
		t.Errorf("%d of %d harmless messages get a question, want at most %.0f %%", asked, n, 100*mostAsked)
	}
}

// TestTwins runs messages about real danger that share their words with the
// harmless ones.
func TestTwins(t *testing.T) {
	n := 0
	for _, line := range readLines(t, "testdata/twins.txt") {
		want, text, ok := strings.Cut(line, "\t")
		if !ok {
			continue
		}
		n++
		var least guard.Level
		if err := least.UnmarshalText([]byte(want)); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		if got := level(t, text); got < least {
			t.Errorf("%q: %v, want at least %v", text, got, least)
		}
	}
	if n < 150 {
		t.Errorf("%d messages, want at least 150", n)
	}
}

// TestOrdinaryCauses runs harmless messages whose words explain a sign, which
// must raise nothing, and real ones beside them.
func TestOrdinaryCauses(t *testing.T) {
	messages := map[string]guard.Level{}
	for _, line := range readLines(t, "testdata/ordinary.txt") {
		want, text, ok := strings.Cut(line, "\t")
		if !ok {
			continue
		}
		var least guard.Level
		if err := least.UnmarshalText([]byte(want)); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		messages[text] = least
	}
	if len(messages) < 130 {
		t.Errorf("%d messages, want at least 130", len(messages))
	}
	wantLevels(t, messages)
}
