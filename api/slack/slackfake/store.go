package slackfake

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/limber-health/limber/api/slack"
)

// TestStore checks that a store keeps the promises of slack.Store.
func TestStore(t *testing.T, open func(*testing.T) slack.Store) {
	for name, test := range map[string]func(*testing.T, slack.Store){
		"keys":      testKeys,
		"order":     testOrder,
		"threads":   testThreadOrder,
		"leases":    testLeases,
		"stop":      testStop,
		"delete":    testDelete,
		"memory":    testThreads,
		"two of us": testReplicas,
	} {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

var start = time.Date(2026, 11, 1, 3, 0, 0, 0, time.UTC)

// lease is of a worker at a second after start, for ten seconds.
func lease(owner string, second int) slack.Lease {
	now := start.Add(time.Duration(second) * time.Second)
	return slack.Lease{Owner: owner, Now: now, Until: now.Add(10 * time.Second)}
}

func job(id, thread string, lane slack.Lane) slack.Job {
	return slack.Job{ID: id, Thread: thread, Lane: lane, Due: start, Body: []byte(`{"text":"` + id + `"}`)}
}

func accept(t *testing.T, s slack.Store, want bool, j slack.Job, keys ...string) {
	t.Helper()
	fresh, err := s.Accept(t.Context(), j, keys...)
	if err != nil || fresh != want {
		t.Errorf("Accept(%s, %v): got %v, %v, want %v", j.ID, keys, fresh, err, want)
	}
}

// claim claims and checks which job came ("" for none).
func claim(t *testing.T, s slack.Store, l slack.Lease, want string) slack.Job {
	t.Helper()
	j, err := s.Claim(t.Context(), l)
	if err != nil {
		t.Fatal(err)
	}
	if j == nil {
		j = &slack.Job{}
	}
	if j.ID != want {
		t.Fatalf("Claim by %s at %s: got job %q, want %q", l.Owner, l.Now.Format(time.TimeOnly), j.ID, want)
	}
	return *j
}

func waiting(t *testing.T, s slack.Store, want int) {
	t.Helper()
	if n, err := s.Waiting(t.Context()); err != nil || n != want {
		t.Errorf("Waiting: got %d, %v, want %d", n, err, want)
	}
}

func testKeys(t *testing.T, s slack.Store) {
	accept(t, s, true, job("m1", "a", slack.Ordinary), "event1", "client1")
	accept(t, s, false, job("m1", "a", slack.Ordinary), "event2")
	accept(t, s, false, job("m9", "a", slack.Ordinary), "event2")  // the second delivery's key counts too
	accept(t, s, false, job("m8", "a", slack.Ordinary), "client1") // any of the keys
	accept(t, s, true, job("m2", "a", slack.Ordinary), "event3")
	waiting(t, s, 2)
	l := lease("w", 0)
	j := claim(t, s, l, "m1")
	if string(j.Body) != `{"text":"m1"}` || j.Tries != 0 || j.Thread != "a" || j.Lane != slack.Ordinary {
		t.Errorf("got job %+v", j)
	}
	if err := s.Finish(t.Context(), l, "m1"); err != nil {
		t.Fatal(err)
	}
	accept(t, s, false, job("m1", "a", slack.Ordinary), "event9") // ended, and still known
	waiting(t, s, 1)
}

func testOrder(t *testing.T, s slack.Store) {
	accept(t, s, true, job("late", "a", slack.Ordinary))
	accept(t, s, true, job("short", "b", slack.Short))
	accept(t, s, true, job("danger", "c", slack.Danger))
	future := job("future", "d", slack.Danger)
	future.Due = start.Add(5 * time.Second)
	accept(t, s, true, future)
	accept(t, s, true, job("later", "e", slack.Ordinary))
	for i, want := range []string{"danger", "short", "late", "later", ""} {
		claim(t, s, lease(fmt.Sprint("w", i), 0), want)
	}
	claim(t, s, lease("w", 5), "future")
}

func testThreadOrder(t *testing.T, s slack.Store) {
	accept(t, s, true, job("m1", "a", slack.Ordinary))
	accept(t, s, true, job("m2", "a", slack.Danger))
	accept(t, s, true, job("m3", "b", slack.Ordinary))
	l := lease("w1", 0)
	claim(t, s, l, "m2")
	claim(t, s, lease("w2", 0), "m3")
	claim(t, s, lease("w3", 0), "") // m1 waits for m2
	if err := s.Finish(t.Context(), l, "m2"); err != nil {
		t.Fatal(err)
	}
	claim(t, s, lease("w3", 0), "m1")
}

func testLeases(t *testing.T, s slack.Store) {
	accept(t, s, true, job("m1", "a", slack.Ordinary))
	first := lease("w1", 0)
	j := claim(t, s, first, "m1")
	j.Body = []byte(`{"step":1}`)
	extend(t, s, lease("w1", 5), j, slack.Held) // until 15
	claim(t, s, lease("w2", 12), "")
	j2 := claim(t, s, lease("w2", 16), "m1")
	if string(j2.Body) != `{"step":1}` || j2.Tries != 1 {
		t.Errorf("after a lost lease: got body %s, tries %d", j2.Body, j2.Tries)
	}
	j.Body = []byte(`{"step":"too late"}`)
	extend(t, s, lease("w1", 17), j, slack.Lost)
	if err := s.Release(t.Context(), lease("w1", 17), j); err != nil {
		t.Fatal(err)
	}
	if err := s.Finish(t.Context(), lease("w1", 17), "m1"); err != nil {
		t.Fatal(err)
	}
	waiting(t, s, 1) // a lost claim ends nothing
	j2.Body, j2.Due = []byte(`{"step":2}`), start.Add(40*time.Second)
	if err := s.Release(t.Context(), lease("w2", 18), j2); err != nil {
		t.Fatal(err)
	}
	claim(t, s, lease("w3", 39), "")
	j3 := claim(t, s, lease("w3", 40), "m1")
	if string(j3.Body) != `{"step":2}` || j3.Tries != 2 {
		t.Errorf("after a release: got body %s, tries %d", j3.Body, j3.Tries)
	}
}

func extend(t *testing.T, s slack.Store, l slack.Lease, j slack.Job, want slack.State) {
	t.Helper()
	if got, err := s.Extend(t.Context(), l, j); err != nil || got != want {
		t.Errorf("Extend(%s) by %s: got %v, %v, want %v", j.ID, l.Owner, got, err, want)
	}
}

func testStop(t *testing.T, s slack.Store) {
	accept(t, s, true, job("m1", "a", slack.Ordinary))
	accept(t, s, true, job("m2", "b", slack.Ordinary))
	j1, j2 := claim(t, s, lease("w1", 0), "m1"), claim(t, s, lease("w2", 0), "m2")
	if err := s.Stop(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	extend(t, s, lease("w1", 1), j1, slack.Stopped)
	extend(t, s, lease("w2", 1), j2, slack.Held)
	if err := s.Finish(t.Context(), lease("w1", 1), "m1"); err != nil {
		t.Fatal(err)
	}
	accept(t, s, true, job("m3", "a", slack.Ordinary)) // a later message is not stopped
	j3 := claim(t, s, lease("w1", 1), "m3")
	extend(t, s, lease("w1", 2), j3, slack.Held)
}

func testDelete(t *testing.T, s slack.Store) {
	accept(t, s, true, job("m1", "a", slack.Ordinary))
	accept(t, s, true, job("m2", "b", slack.Ordinary))
	j1 := claim(t, s, lease("w1", 0), "m1")
	for id, want := range map[string]bool{"m1": true, "m2": true, "m3": false} {
		if known, err := s.Delete(t.Context(), id); err != nil || known != want {
			t.Errorf("Delete(%s): got %v, %v, want %v", id, known, err, want)
		}
	}
	extend(t, s, lease("w1", 1), j1, slack.Deleted)
	if err := s.Release(t.Context(), lease("w1", 1), j1); err != nil {
		t.Fatal(err)
	}
	claim(t, s, lease("w2", 1), "")
	accept(t, s, false, job("m3", "c", slack.Ordinary)) // deleted before it arrived
	waiting(t, s, 0)
}

func testThreads(t *testing.T, s slack.Store) {
	if got, err := s.Thread(t.Context(), "k"); err != nil || got != nil {
		t.Errorf("an unknown thread: got %v, %v", got, err)
	}
	want := slack.Thread{Conversation: "conv_1", Used: time.Now().UTC().Truncate(time.Second), Level: 2, Rules: []string{"E01", "U02"}}
	for key, conv := range map[string]string{"k": "conv_1", "k2": "conv_1", "k3": "conv_2"} {
		want.Conversation = conv
		if err := s.SaveThread(t.Context(), key, want); err != nil {
			t.Fatal(err)
		}
	}
	got, err := s.Thread(t.Context(), "k3")
	if err != nil || got == nil || fmt.Sprint(*got) != fmt.Sprint(want) && !got.Used.Equal(want.Used) {
		t.Errorf("Thread: got %+v, %v, want %+v", got, err, want)
	}
	if err := s.ForgetConversation(t.Context(), "conv_1"); err != nil {
		t.Fatal(err)
	}
	for key, kept := range map[string]bool{"k": false, "k2": false, "k3": true} {
		if got, err := s.Thread(t.Context(), key); err != nil || (got != nil) != kept {
			t.Errorf("after forgetting, thread %s: got %v, %v", key, got, err)
		}
	}
}

// testReplicas lets two workers race for the same jobs: each goes to one.
func testReplicas(t *testing.T, s slack.Store) {
	const jobs, workers = 40, 4
	for i := range jobs {
		accept(t, s, true, job(fmt.Sprint("m", i), fmt.Sprint("t", i), slack.Ordinary))
	}
	var mu sync.Mutex
	taken := map[string]int{}
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for {
				j, err := s.Claim(t.Context(), lease(fmt.Sprint("w", w), 0))
				if err != nil {
					t.Error(err)
					return
				}
				if j == nil {
					return
				}
				mu.Lock()
				taken[j.ID]++
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if len(taken) != jobs {
		t.Errorf("%d of %d jobs were claimed", len(taken), jobs)
	}
	for id, n := range taken {
		if n != 1 {
			t.Errorf("%s was claimed %d times", id, n)
		}
	}
}
