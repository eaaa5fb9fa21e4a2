package slack_test

import (
	"bytes"
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/limber-health/limber/api/slack"
	"github.com/limber-health/limber/api/slack/slackfake"
	"github.com/limber-health/limber/chat/store"
)

func openFile(t testing.TB, dir string) *store.Steady {
	t.Helper()
	s, err := store.OpenSteady(context.Background(), store.Options{Dir: dir, Key: bytes.Repeat([]byte{7}, store.KeySize)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func TestDurableIsAStore(t *testing.T) {
	slackfake.TestStore(t, func(t *testing.T) slack.Store { return slack.NewDurable(openFile(t, t.TempDir())) })
}

// replicas sends every call to the other of two stores on one file.
type replicas struct {
	all  [2]slack.Store
	next atomic.Int64
}

func (r *replicas) turn() slack.Store { return r.all[r.next.Add(1)%2] }

func (r *replicas) Accept(ctx context.Context, j slack.Job, keys ...string) (bool, error) {
	return r.turn().Accept(ctx, j, keys...)
}
func (r *replicas) Waiting(ctx context.Context) (int, error)      { return r.turn().Waiting(ctx) }
func (r *replicas) Stop(ctx context.Context, thread string) error { return r.turn().Stop(ctx, thread) }
func (r *replicas) Delete(ctx context.Context, id string) (bool, error) {
	return r.turn().Delete(ctx, id)
}
func (r *replicas) Thread(ctx context.Context, key string) (*slack.Thread, error) {
	return r.turn().Thread(ctx, key)
}
func (r *replicas) SaveThread(ctx context.Context, key string, t slack.Thread) error {
	return r.turn().SaveThread(ctx, key, t)
}
func (r *replicas) ForgetConversation(ctx context.Context, id string) error {
	return r.turn().ForgetConversation(ctx, id)
}

// A lease belongs to one replica: the worker's name says which.
func (r *replicas) of(l slack.Lease) slack.Store { return r.all[l.Owner[len(l.Owner)-1]&1] }

func (r *replicas) Claim(ctx context.Context, l slack.Lease) (*slack.Job, error) {
	return r.of(l).Claim(ctx, l)
}
func (r *replicas) Extend(ctx context.Context, l slack.Lease, j slack.Job) (slack.State, error) {
	return r.of(l).Extend(ctx, l, j)
}
func (r *replicas) Release(ctx context.Context, l slack.Lease, j slack.Job) error {
	return r.of(l).Release(ctx, l, j)
}
func (r *replicas) Finish(ctx context.Context, l slack.Lease, id string) error {
	return r.of(l).Finish(ctx, l, id)
}

func TestTwoDurablesAreAStore(t *testing.T) {
	slackfake.TestStore(t, func(t *testing.T) slack.Store {
		dir := t.TempDir()
		first, second := openFile(t, dir), openFile(t, dir)
		if errors.Is(second.Err(), store.ErrLocked) {
			t.Skip("stores cannot be shared here")
		}
		return &replicas{all: [2]slack.Store{slack.NewDurable(first), slack.NewDurable(second)}}
	})
}

// What was accepted before a restart is claimed after it, and known.
func TestDurableOutlivesARestart(t *testing.T) {
	dir, now := t.TempDir(), time.Now()
	first := openFile(t, dir)
	job := slack.Job{ID: "m1", Thread: "a", Lane: slack.Danger, Due: now, Body: []byte(`{"text":"my leg is cold"}`)}
	if fresh, err := slack.NewDurable(first).Accept(t.Context(), job, "event1"); err != nil || !fresh {
		t.Fatalf("accept: %v, %v", fresh, err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	d := slack.NewDurable(openFile(t, dir))
	if fresh, err := d.Accept(t.Context(), job, "event1"); err != nil || fresh {
		t.Errorf("the same message after a restart: fresh %v, %v", fresh, err)
	}
	got, err := d.Claim(t.Context(), slack.Lease{Owner: "w", Now: now.Add(time.Second), Until: now.Add(time.Minute)})
	if err != nil || got == nil || got.ID != "m1" || string(got.Body) != string(job.Body) || got.Lane != slack.Danger {
		t.Errorf("claimed %+v, %v", got, err)
	}
}
