package slack

import (
	"fmt"
	"testing"
	"time"
)

// The keys of ended jobs are forgotten, oldest first, before they fill the
// memory; a job that waits never is.
func TestMemoryIsBounded(t *testing.T) {
	m := NewMemory()
	began := time.Now()
	m.now = func() time.Time { return began }
	for _, id := range []string{"waits", "ended"} {
		if _, err := m.Accept(t.Context(), Job{ID: id}, "key of "+id); err != nil {
			t.Fatal(err)
		}
	}
	for n := range maxEnded {
		id := fmt.Sprint("m", n)
		m.keys[id], m.jobs[id] = id, &record{job: Job{ID: id}, ended: began.Add(time.Duration(n) * time.Millisecond)}
	}
	l := Lease{Owner: "w", Now: began, Until: began.Add(time.Hour)}
	m.jobs["ended"].owner = l.Owner
	if err := m.Finish(t.Context(), l, "ended"); err != nil {
		t.Fatal(err)
	}
	m.now = func() time.Time { return began.Add(time.Hour) }
	if fresh, err := m.Accept(t.Context(), Job{ID: "new"}); err != nil || !fresh {
		t.Fatal(fresh, err)
	}
	if n := len(m.jobs) - len(m.open); n > maxEnded/2 {
		t.Errorf("%d ended jobs are kept", n)
	}
	for keys, want := range map[string]bool{"waits": true, "key of waits": true, "key of ended": false, "m0": false, fmt.Sprint("m", maxEnded-1): true} {
		if m.knows([]string{keys}) != want {
			t.Errorf("%s: known %v, want %v", keys, !want, want)
		}
	}
}
