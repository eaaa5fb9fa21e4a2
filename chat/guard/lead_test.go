package guard

import (
	"strings"
	"testing"
)

// Every message that must fire a rule reaches its level, those of which the
// rule holds on weak evidence by a second vote.
func TestExamplesReachTheirLevel(t *testing.T) {
	g, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range g.rules.rules {
		for _, text := range r.def.Fire {
			if v := g.Eval(strings.Split(text, " / "), "en-GB"); v.Level < r.def.Level {
				t.Errorf("rule %s: %q is %v, want %v", r.def.ID, text, v.Level, r.def.Level)
			}
		}
	}
}
