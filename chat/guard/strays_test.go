package guard_test

import (
	"testing"

	"github.com/limber-health/limber/chat/guard"
)

// A time that tells how long all has been well is no time of the finding.
func TestStrayTimes(t *testing.T) {
	for _, tt := range []struct {
		text string
		want guard.Level
	}{
		{"is tonic water any good for cramp, not had one since christmas", guard.None},
		{"kept the leg cramps away for a year with a stretch", guard.None},
		{"had one cramp in my calf, we'd been hiking in the hills all day", guard.None},
		{"had sciatica two years ago for months, all gone now", guard.None},
		{"a hot bath keeps leg cramps at bay", guard.None},
		{"not had a night without cramp since christmas", guard.SeeDoctor},
		{"leg cramps every week after being fine for years", guard.SeeDoctor},
		{"never had cramps before but now it's every night for a month", guard.SeeDoctor},
		{"my calf has hurt since christmas, all day, even sat down", guard.SeeDoctor},
		{"my leg keeps cramping in bed", guard.SeeDoctor},
	} {
		if got := level(t, tt.text); got != tt.want {
			t.Errorf("%q: got %v, want %v", tt.text, got, tt.want)
		}
	}
}
