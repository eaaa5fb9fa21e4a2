package guard_test

import (
	"fmt"
	"testing"

	"github.com/limber-health/limber/chat/guard"
)

// The grid writes thousands of messages from parts, to see that a finding is
// understood however it is put.
var (
	gridWho     = []string{"my %s leg", "her %s leg", "my mum's %s calf", "%s lower leg", "the %s ankle", "our son's %s shin"}
	gridSide    = []string{"left", "right"}
	gridOnset   = []string{"", " since yesterday", " all of a sudden", " for three days", " since I woke up"}
	gridOpen    = []string{"", "hi, ", "sorry to bother you but ", "ok so ", "Doctor, ", "omg ", "pls help "}
	gridFinding = map[string]guard.Level{
		"is swollen":                                                    guard.Urgent,
		"is swollen n hot":                                              guard.Urgent,
		"has swelled up":                                                guard.Urgent,
		"is bigger than the other":                                      guard.Urgent,
		"is puffy and red":                                              guard.Urgent,
		"hurts and there is a fever":                                    guard.Urgent,
		"hurts after a long haul flight":                                guard.Urgent,
		"is swollen and breathing is hard":                              guard.Emergency,
		"hurts, chest pain too":                                         guard.Emergency,
		"has gone suddenly cold and numb":                               guard.Emergency,
		"has turned white and icy and is agony":                         guard.Emergency,
		"is bent at a funny angle":                                      guard.Emergency,
		"is spurting blood that will not stop":                          guard.Emergency,
		"hurts like hell and the pee is brown like cola":                guard.Emergency,
		"has a red patch spreading by the hour with vomiting and fever": guard.Emergency,
		"is a bit tired after the gym":                                  guard.None,
	}
)

func TestGrid(t *testing.T) {
	n := 0
	for finding, want := range gridFinding {
		for _, who := range gridWho {
			for _, side := range gridSide {
				for _, onset := range gridOnset {
					for _, open := range gridOpen {
						text := open + fmt.Sprintf(who, side) + " " + finding + onset
						n++
						if got := level(t, text); got < want || want == guard.None && got > want && onset == "" {
							t.Errorf("%q: %v, want %v", text, got, want)
						}
					}
				}
			}
		}
	}
	t.Logf("%d messages", n)
	if n < 5000 {
		t.Errorf("only %d messages", n)
	}
}
