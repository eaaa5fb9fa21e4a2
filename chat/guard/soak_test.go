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

// TestSoak runs harmless messages. Few may raise a notice and none may raise
// an emergency.
func TestSoak(t *testing.T) {
	n, alarms := 0, 0
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
			switch got := level(t, text); {
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
}
