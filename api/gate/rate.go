package gate

import (
	"math"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// A Rates allows each client a number of requests a minute, in a burst of at
// most that number.
type Rates struct {
	mu      sync.Mutex
	clients *recent[*bucket]
}

type bucket struct {
	*rate.Limiter
	perMinute int
}

// NewRates knows no client yet.
func NewRates() *Rates { return &Rates{clients: newRecent[*bucket](maxClients)} }

// A Verdict says whether a request is within a rate, and what is left of it.
type Verdict struct {
	OK        bool
	PerMinute int
	Left      int
	Full      int // seconds until the whole burst is allowed again
	Wait      int // seconds until the next request is
}

// Take counts one request of a client against perMinute, which is above zero.
func (r *Rates) Take(client string, perMinute int) Verdict {
	b := r.bucket(client, perMinute)
	v := Verdict{OK: b.Allow(), PerMinute: perMinute}
	v.Left = max(0, int(b.Tokens()))
	v.Full = int(math.Ceil(float64(perMinute-v.Left) * 60 / float64(perMinute)))
	v.Wait = max(1, int(math.Ceil(60/float64(perMinute))))
	return v
}

func (r *Rates) bucket(client string, perMinute int) *bucket {
	r.mu.Lock()
	defer r.mu.Unlock()
	if b, ok := r.clients.get(client); ok && b.perMinute == perMinute {
		return b
	}
	b := &bucket{rate.NewLimiter(rate.Every(time.Minute/time.Duration(perMinute)), perMinute), perMinute}
	r.clients.put(client, b)
	return b
}
