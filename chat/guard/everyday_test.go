package guard_test

import (
	"testing"

	"github.com/limber-health/limber/chat/guard"
)

// Words of a farewell are those of daily life where a thing of daily life is
// what they are about.
func TestEveryday(t *testing.T) {
	wantLevels(t, map[string]guard.Level{
		"found a spot for my tomatoes by the fence":                                  guard.None,
		"what's the point of this foam roller":                                       guard.None,
		"what's the point of going on":                                               guard.Emergency,
		"I have a plan for the spring half marathon":                                 guard.None,
		"I have a plan and tonight is the night":                                     guard.Emergency,
		"everything is arranged for the school fair":                                 guard.None,
		"everything is arranged, the letters are written, the dog is at my sister's": guard.Emergency,
		"gave his dog away on Friday and cancelled his golf":                         guard.Emergency,
	})
}

// A part of the body in the name of a thing is nobody's, and a sock that leaves
// a mark speaks of the leg.
func TestThingNames(t *testing.T) {
	wantLevels(t, map[string]guard.Level{
		"the chest strap is tight":                          guard.None,
		"my chest is tight under the strap":                 guard.Emergency,
		"what is the point of a stress test for chest pain": guard.None,
		"the leg brace creaks":                              guard.None,
		"my sock leaves a mark on my calf":                  guard.Urgent,
	})
}

// What is told in the same sentence before a sign that healed is not over with
// it.
func TestPastBegins(t *testing.T) {
	wantLevels(t, map[string]guard.Level{
		"my calf is swollen and I had a bad knee in 2010 that healed": guard.Urgent,
		"my knee was swollen in 2010 and it healed":                   guard.None,
	})
}

// A faint or lost breath alone is enough where its clause names a person or
// begins with it; said of anything else it wants a second vote.
func TestOfSomebody(t *testing.T) {
	wantLevels(t, map[string]guard.Level{
		"my nan fainted at the bus stop":                          guard.Urgent,
		"fainted on the stairs":                                   guard.Urgent,
		"a bit short of breath today":                             guard.Urgent,
		"my seedlings have gone leggy and collapsed":              guard.None,
		"the sourdough collapsed, is it dead":                     guard.None,
		"shocking collapse by England before lunch again":         guard.None,
		"the Volvo's rear suspension has collapsed on one side":   guard.None,
		"our vicar collapsed at the altar and has not come round": guard.Emergency,
	})
}
