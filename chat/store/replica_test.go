package store_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/limber-health/limber/chat/store"
)

// Two processes that can give no sign of life must not pass for one: each would
// take the other's jobs for its own.
func TestNobodyElseHasTheName(t *testing.T) {
	dir := readOnlyDir(t)
	a, b := openSteady(t, store.Options{Dir: dir}), openSteady(t, store.Options{Dir: dir})
	if a.Name() == "" || a.Name() == b.Name() {
		t.Errorf("names %q and %q", a.Name(), b.Name())
	}
}

// The check of a file does not wait in the queue of writers, where it would
// hold up all of them.
func TestCheckStandsInNobodysWay(t *testing.T) {
	dir := t.TempDir()
	a, _ := pair(t, store.Options{Dir: dir})
	a.Break(t)
	unlock, err := a.Lock(ctx, store.NextWriter)
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	began := time.Now()
	if _, err := store.Open(ctx, store.Options{Dir: dir}); !errors.Is(err, store.ErrDamaged) {
		t.Fatalf("got %v, want ErrDamaged", err)
	}
	if took := time.Since(began); took >= store.QueueTime {
		t.Errorf("the check waited %v for a writer", took)
	}
}

// A store that is closed while it takes the lead leaves it to others.
func TestCloseWhileTakingTheLead(t *testing.T) {
	dir := t.TempDir()
	pair(t, store.Options{}) // or skip
	for range 5 {
		a, b := open(t, store.Options{Dir: dir}), open(t, store.Options{Dir: dir})
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		wg.Go(func() { _, _ = b.Sweep(ctx) }) // may find it closed
		if err := b.Close(); err != nil {
			t.Error(err)
		}
		wg.Wait()
	}
	open(t, store.Options{Dir: dir}) // it is alone and leads
}
