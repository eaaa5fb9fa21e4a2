package slack_test

import (
	"bytes"
	"context"
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
