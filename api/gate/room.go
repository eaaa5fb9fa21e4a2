package gate

import (
	"context"
	"sync"
	"time"
)

// A Room holds a number of visitors at once. Others wait for a while.
type Room struct {
	places  chan struct{}
	wait    time.Duration
	patient bool // wait until there is a place or the context ends
}

// NewRoom makes a room for n, 0 for as many as come, in which others wait for
// at most that long.
func NewRoom(n int, wait time.Duration) *Room {
	if n <= 0 {
		return &Room{}
	}
	return &Room{places: make(chan struct{}, n), wait: wait}
}

// Enter returns how to leave, or false if there was no place in time.
func (r *Room) Enter(ctx context.Context) (leave func(), ok bool) {
	if r.places == nil {
		return func() {}, true
	}
	leave = sync.OnceFunc(func() { <-r.places })
	select {
	case r.places <- struct{}{}:
		return leave, true
	default:
	}
	var late <-chan time.Time
	switch {
	case r.patient:
	case r.wait <= 0:
		return nil, false
	default:
		t := time.NewTimer(r.wait)
		defer t.Stop()
		late = t.C
	}
	select {
	case r.places <- struct{}{}:
		return leave, true
	case <-late:
	case <-ctx.Done():
	}
	return nil, false
}

// Patient makes those who wait do so until their context ends.
func (r *Room) Patient() *Room {
	r.patient = true
	return r
}

// Inside is how many are in the room.
func (r *Room) Inside() int { return len(r.places) }

// Seats are places for those who stay long, such as readers of a stream: a
// number in all, and a number for each client.
type Seats struct {
	all, each int

	mu    sync.Mutex
	taken int
	by    map[string]int
}

// NewSeats makes seats; 0 is no bound.
func NewSeats(all, each int) *Seats { return &Seats{all: all, each: each, by: map[string]int{}} }

// Why a seat was refused.
const (
	Full       = "full"        // all are taken
	ClientFull = "client_full" // this client has its share
)

// Take returns how to leave the seat, or why there is none. Clients without a
// name count in the whole number only.
func (s *Seats) Take(client string) (leave func(), refused string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case client != "" && s.each > 0 && s.by[client] >= s.each:
		return nil, ClientFull
	case s.all > 0 && s.taken >= s.all:
		return nil, Full
	}
	s.taken++
	s.by[client]++
	return sync.OnceFunc(func() { s.leave(client) }), ""
}

func (s *Seats) leave(client string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.taken--
	if s.by[client]--; s.by[client] == 0 {
		delete(s.by, client)
	}
}

// Taken is how many seats are taken.
func (s *Seats) Taken() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.taken
}
