package slack

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// maxPeople bounds the memory of a speedLimit. When it is full all people
// start afresh, which can only be kind to them.
const maxPeople = 10_000

// A speedLimit allows each person a number of messages a minute.
type speedLimit struct {
	perMinute int
	mu        sync.Mutex
	people    map[string]*rate.Limiter
	told      map[string]time.Time // who was told lately to slow down
}

func newSpeedLimit(perMinute int) *speedLimit {
	return &speedLimit{perMinute: perMinute, people: map[string]*rate.Limiter{}, told: map[string]time.Time{}}
}

// take counts a message. It reports whether it is within the limit and, if
// not, whether the person was already told so within a minute.
func (s *speedLimit) take(person string, now time.Time) (ok, told bool) {
	if s.perMinute <= 0 {
		return true, false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.people) >= maxPeople {
		clear(s.people)
		clear(s.told)
	}
	l := s.people[person]
	if l == nil {
		l = rate.NewLimiter(rate.Every(time.Minute/time.Duration(s.perMinute)), s.perMinute)
		s.people[person] = l
	}
	if l.AllowN(now, 1) {
		return true, false
	}
	last, was := s.told[person]
	if was && now.Sub(last) < time.Minute {
		return false, true
	}
	s.told[person] = now
	return false, false
}
