package store

import (
	"testing"
	"testing/quick"
)

// Whatever the wall clock does, the retention clock runs at least as fast as
// time really does, and never more than 30 days ahead for each jump.
func TestClockNeverStopsAndNeverRaces(t *testing.T) {
	err := quick.Check(func(jumps []int32, steps []uint16) bool {
		s := clockState{Counted: 1e9, Wall: 1e9}
		wall, real := int64(1e9), int64(0)
		jumped := int64(0)
		for i, step := range steps {
			ran := int64(step)
			if i < len(jumps) {
				wall += int64(jumps[i])
				jumped++
			}
			wall, real = wall+ran, real+ran
			before := s.Counted
			s.advance(wall, ran)
			if s.Counted < before+ran {
				return false
			}
		}
		const most, slack = 30 * 24 * 3600, 600
		return s.Counted-1e9-real <= jumped*(most+slack)
	}, &quick.Config{MaxCount: 2000})
	if err != nil {
		t.Error(err)
	}
}
