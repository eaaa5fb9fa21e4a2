package guard_test

import (
	"testing"

	"github.com/limber-health/limber/chat/guard"
)

// TestLessonsHideNobody wants the flag of somebody who is there beside what a
// lesson lists.
func TestLessonsHideNobody(t *testing.T) {
	wantLevels(t, map[string]guard.Level{
		"We covered choking, stroke, chest pain, the lot and her speech went funny":                  guard.Emergency,
		"We covered choking, stroke, chest pain, the lot when she's choking":                         guard.Emergency,
		"We covered choking, stroke, chest pain, the lot and a lad in the class is having a seizure": guard.Emergency,
		"We did CPR on the dummy at work today. Her speech went funny":                               guard.Emergency,
		"We did CPR on the dummy at work today and the baby's gone floppy":                           guard.Emergency,
		"We did CPR on the dummy at work today and his chest hurts and he's grey":                    guard.Emergency,
	})
}
