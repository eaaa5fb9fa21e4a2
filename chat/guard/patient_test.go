package guard_test

import (
	"testing"

	"github.com/limber-health/limber/chat/guard"
)

// A sick animal is the vet's; whoever stands beside it, rides it or was hurt by it
// is not.
func TestPatient(t *testing.T) {
	wantLevels(t, map[string]guard.Level{
		"Cow down with staggers, fitting on the ground, magnesium in. How long till she gets up?":              guard.None,
		"Goat down since kidding, can't rise, ears cold, wobbly head, feverish. Drench or jab?":                guard.None,
		"Mare tied up after the hack, wee like coca cola, vet's been twice. How long do people box rest them?": guard.None,
		"The cow rolled on him at calving, his leg is bent the wrong way":                                      guard.Emergency,
		"My mare threw me in the paddock and I can't feel my legs":                                             guard.Emergency,
		"Mare slipped on the ice with her up and she can't move her legs":                                      guard.Emergency,
		"Mare went over backwards on top of the groom, she can't move the legs":                                guard.Emergency,
		"Cow down at calving, dad is under her and can't move his legs":                                        guard.Emergency,
		"hens are fine. She has a purple rash and a fever":                                                     guard.Emergency,
		"Dog is at the vet. My calf is swollen and hot":                                                        guard.Urgent,
		"Mare is lame, vet due. Crushing chest pain since breakfast.":                                          guard.Emergency,
		"hoof came down on hand, fingers white and cold":                                                       guard.Emergency,
	})
}
