package gate

import (
	"sync"
	"time"
)

// maxAnswers bounds what is remembered of requests that were answered.
const maxAnswers = 1000

// A Once remembers the answers to requests that their callers may send again,
// for a time, in memory.
type Once[V any] struct {
	now func() time.Time
	age time.Duration

	mu   sync.Mutex
	seen *recent[*answer[V]]
}

type answer[V any] struct {
	body  [32]byte // hash of the request
	at    time.Time
	done  bool
	value V
}

// A Seen is what is known of a request.
type Seen int

// What may be known of a request.
const (
	New       Seen = iota // not seen before; it is running from now on
	Answered              // the answer is known
	Running               // the first one is still running
	Different             // the same key came with another request
)

// NewOnce remembers nothing yet, and later each answer for age.
func NewOnce[V any](now func() time.Time, age time.Duration) *Once[V] {
	return &Once[V]{now: now, age: age, seen: newRecent[*answer[V]](maxAnswers)}
}

// Begin says what is known of a request of a client. A New one must be ended
// with Done or Failed.
func (o *Once[V]) Begin(key string, body [32]byte) (v V, s Seen) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.expire()
	a, ok := o.seen.get(key)
	switch {
	case !ok:
		o.seen.put(key, &answer[V]{body: body, at: o.now()})
		return v, New
	case a.body != body:
		return v, Different
	case !a.done:
		return v, Running
	}
	return a.value, Answered
}

// expire forgets the answers that are too old, or from a time to come: then the
// clock was set back.
func (o *Once[V]) expire() {
	now := o.now()
	for key, e := range o.seen.byKey {
		a := e.Value.(*entry[*answer[V]]).value
		if age := now.Sub(a.at); a.done && (age > o.age || age < 0) {
			o.seen.drop(key)
		}
	}
}

// Done keeps the answer to a request.
func (o *Once[V]) Done(key string, v V) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if a, ok := o.seen.get(key); ok {
		a.done, a.value = true, v
	}
}

// Failed forgets a request, so that it can be tried again.
func (o *Once[V]) Failed(key string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.seen.drop(key)
}

// Forget drops every answer that matches, such as those of a conversation that
// is erased.
func (o *Once[V]) Forget(match func(V) bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for key, e := range o.seen.byKey {
		if a := e.Value.(*entry[*answer[V]]).value; a.done && match(a.value) {
			o.seen.drop(key)
		}
	}
}
