package slack

import (
	"context"
	"errors"
	"testing"
	"time"
)

// fullStore takes nothing while it is full.
type fullStore struct {
	Store
	full bool
}

func (f *fullStore) Accept(ctx context.Context, job Job, keys ...string) (bool, error) {
	if f.full {
		return false, errors.New("the disk is full")
	}
	return f.Store.Accept(ctx, job, keys...)
}

// A red flag that only memory could take is known by all its keys after the
// Store has it: Slack may bring it again under any of them.
func TestHandedOverWithAllKeys(t *testing.T) {
	disk := &fullStore{Store: NewMemory(), full: true}
	d := &dangerStore{Store: disk, spare: NewMemory()}
	if fresh, err := d.Accept(t.Context(), Job{ID: "m1", Lane: Danger}, "event", "client"); err != nil || !fresh {
		t.Fatalf("accept: %v, %v", fresh, err)
	}
	disk.full = false
	now := time.Now()
	if j, err := d.Claim(t.Context(), Lease{Owner: "w", Now: now, Until: now.Add(time.Minute)}); err != nil || j == nil {
		t.Fatal(j, err)
	}
	if d.spare.knows([]string{"m1"}) {
		t.Fatal("memory still has it: the test sees nothing")
	}
	for _, key := range []string{"event", "client"} {
		if fresh, err := d.Accept(t.Context(), Job{ID: "again by " + key, Lane: Danger}, key); err != nil || fresh {
			t.Errorf("by %s it is new: %v, %v", key, fresh, err)
		}
	}
}
