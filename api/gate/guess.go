package gate

import (
	"sync"
	"time"
)

// Limits of guessing.
const (
	freeGuesses = 5                // wrong keys before the first wait
	firstWait   = time.Second      // doubles with every further one
	longestWait = 15 * time.Minute // and is forgotten after twice that
)

// Guesses makes somebody who tries keys wait, longer each time. It counts
// apart for each client and each beginning of a key, so that guessing one key
// locks nobody else out.
type Guesses struct {
	now func() time.Time

	mu    sync.Mutex
	tries *recent[tries]
}

type tries struct {
	wrong int
	until time.Time // no key is looked at before
}

// NewGuesses counts from zero.
func NewGuesses(now func() time.Time) *Guesses {
	return &Guesses{now: now, tries: newRecent[tries](maxClients)}
}

// Waits reports whether a client has to wait, in which case its key is not to
// be looked at.
func (g *Guesses) Waits(client, credential string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	t, ok := g.tries.get(client + " " + idOf(credential))
	// A clock that was set back must not lock anybody out for longer.
	left := t.until.Sub(g.now())
	return ok && left > 0 && left <= longestWait
}

// Wrong counts a wrong key.
func (g *Guesses) Wrong(client, credential string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	key, now := client+" "+idOf(credential), g.now()
	t, _ := g.tries.get(key)
	if now.Sub(t.until) > 2*longestWait {
		t.wrong = 0
	}
	t.wrong++
	t.until = now
	if over := t.wrong - freeGuesses; over > 0 {
		wait := longestWait
		if over <= 10 { // 2^10 s is more than the longest wait
			wait = min(firstWait<<(over-1), longestWait)
		}
		t.until = now.Add(wait)
	}
	g.tries.put(key, t)
}

// Right forgets the wrong keys before a right one.
func (g *Guesses) Right(client, credential string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.tries.drop(client + " " + idOf(credential))
}
