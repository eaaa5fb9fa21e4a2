package store_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/limber-health/limber/api/slack"
	"github.com/limber-health/limber/chat"
	"github.com/limber-health/limber/chat/store"
)

// alternating sends every call to the other of two stores.
type alternating struct {
	all  [2]chat.Store
	next atomic.Int64
}

func (a *alternating) turn() chat.Store { return a.all[a.next.Add(1)%2] }

func (a *alternating) Load(ctx context.Context, id string) (*chat.Conversation, error) {
	return a.turn().Load(ctx, id)
}
func (a *alternating) Save(ctx context.Context, c *chat.Conversation) error {
	return a.turn().Save(ctx, c)
}
func (a *alternating) Erase(ctx context.Context, id string) error    { return a.turn().Erase(ctx, id) }
func (a *alternating) Rate(ctx context.Context, r chat.Rating) error { return a.turn().Rate(ctx, r) }

// pair opens a store twice, or skips the test where that cannot be.
func pair(t *testing.T, o store.Options) (a, b *store.Steady) {
	t.Helper()
	if o.Dir == "" {
		o.Dir = t.TempDir()
	}
	a, b = openSteady(t, o), openSteady(t, o)
	if errors.Is(b.Err(), store.ErrLocked) {
		t.Skip("stores cannot be shared here")
	}
	if err := errors.Join(a.Err(), b.Err()); err != nil {
		t.Fatal(err)
	}
	return a, b
}

// What one replica stores the other sees, and nothing that it had in memory
// hides it.
func TestReplicasSeeTheSame(t *testing.T) {
	a, b := pair(t, store.Options{Key: testKey})
	c := conversation("conv_a", "one", "two", "three")
	all := c.Turns
	for n, s := range []*store.Steady{a, b, a} {
		c.Turns = all[:n+1]
		mustSave(t, s, c)
		for who, s := range map[string]*store.Steady{"a": a, "b": b} {
			if got := mustLoad(t, s, "conv_a"); len(got.Turns) != n+1 {
				t.Errorf("%s sees %d turns after %d", who, len(got.Turns), n+1)
			}
		}
	}
	if err := b.Erase(ctx, "conv_a"); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Load(ctx, "conv_a"); !errors.Is(err, chat.ErrNotFound) {
		t.Errorf("a conversation that the other erased: %v", err)
	}
}

// What is erased leaves the memory of every replica.
func TestErasureReachesTheOthersMemory(t *testing.T) {
	a, b := pair(t, store.Options{Key: testKey})
	mustSave(t, a, conversation("conv_a", "one"))
	if err := b.Erase(ctx, "conv_a"); err != nil {
		t.Fatal(err)
	}
	if !a.Remembers("conv_a") {
		t.Fatal("it is not in memory: the test sees nothing")
	}
	a.Look(ctx)
	if a.Remembers("conv_a") {
		t.Error("it is still in memory")
	}
}

// A turn that the file could not take is joined to those that another replica
// stored, so that no word of the person is lost.
func TestTurnsOfBothAreJoined(t *testing.T) {
	dir := t.TempDir()
	a, b := pair(t, store.Options{Dir: dir})
	c := conversation("conv_a", "one", "from a", "from b")
	all := c.Turns
	c.Turns = all[:1]
	mustSave(t, a, c)
	c.Turns = all[:2]
	mustFail(t, a, dir, c)
	c.Turns = []chat.Turn{all[0], all[2]}
	mustSave(t, b, c)
	joined := mustLoad(t, a, "conv_a")
	if got := strings.Join(joined.Messages(), ", "); got != "one, from b, from a" {
		t.Errorf("a sees %q", got)
	}
	mustSave(t, a, joined)
	if got := strings.Join(mustLoad(t, b, "conv_a").Messages(), ", "); got != "one, from b, from a" {
		t.Errorf("b sees %q", got)
	}
}

// A message that two replicas tried, of which the first could not reach the file,
// is one turn.
func TestTurnTriedByBothIsOne(t *testing.T) {
	dir := t.TempDir()
	a, b := pair(t, store.Options{Dir: dir})
	first, second := conversation("conv_a", "one", "two"), conversation("conv_a", "one", "two", "three")
	for i := range first.Turns {
		first.Turns[i].At = second.Turns[i].At
	}
	second.Turns[1].Reply = &chat.Reply{ID: "rcpt_1"}
	mustFail(t, a, dir, first)
	mustSave(t, b, second)
	a.Look(ctx)
	if got := said(t, dir, "conv_a"); got != "one, two, three" {
		t.Errorf("the file holds %q", got)
	}
}

// Turns of one conversation wait for each other, whoever makes them; a turn
// that nobody waits for any more does not.
func TestTurnsWaitAcrossReplicas(t *testing.T) {
	a, b := pair(t, store.Options{})
	unlock, err := a.Lock(ctx, "conv_a")
	if err != nil {
		t.Fatal(err)
	}
	short, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
	defer cancel()
	if _, err := b.Lock(short, "conv_a"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("while another has it: %v", err)
	}
	other, err := b.Lock(ctx, "conv_b")
	if err != nil {
		t.Fatal(err)
	}
	other()
	unlock()
	if unlock, err = b.Lock(ctx, "conv_a"); err != nil {
		t.Fatal(err)
	}
	unlock()
}

// One of those that share a file sweeps. When it has gone another does, and
// goes on with its clock.
func TestOneSweeps(t *testing.T) {
	clock := &fakeClock{wall: start}
	o := clock.options(t.TempDir())
	o.Retention = time.Hour
	a, b := pair(t, o)
	mustSave(t, b, conversation("conv_a", "one"))
	for range 50 { // an hour but for ten minutes
		clock.pass(time.Minute)
		a.Sweep(ctx)
		b.Sweep(ctx)
	}
	if d := a.Seconds() - b.Seconds(); d > 2 || d < -2 {
		t.Errorf("the clocks differ by %d s", d)
	}
	mustLoad(t, b, "conv_a")
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	for range 12 {
		clock.pass(time.Minute)
		b.Sweep(ctx)
	}
	if _, err := b.Load(ctx, "conv_a"); !errors.Is(err, chat.ErrNotFound) {
		t.Errorf("after its time: %v", err)
	}
	if n := count(t, open(t, store.Options{Dir: o.Dir}), "conversations"); n != 0 {
		t.Errorf("%d conversations are in the file", n)
	}
}

// A file that one finds damaged is let go by all, and replaced once.
func TestDamageIsLeftByAll(t *testing.T) {
	a, b := pair(t, store.Options{})
	mustSave(t, a, conversation("conv_a", "one"))
	mustSave(t, b, conversation("conv_b", "two"))
	b.Break(t)
	if b.Save(ctx, conversation("conv_b", "two", "three")) == nil {
		t.Fatal("a write to a damaged file was acknowledged")
	}
	for range 3 {
		b.Look(ctx)
		a.Look(ctx)
	}
	if err := errors.Join(a.Err(), b.Err()); err != nil {
		t.Fatalf("no file after it was replaced: %v", err)
	}
	for _, id := range []string{"conv_a", "conv_b"} {
		mustLoad(t, a, id)
		mustLoad(t, b, id)
	}
}

// TestKillOneOfTwo kills one of two processes that write to one file, again
// and again. Nothing that either acknowledged is lost, and the other goes on.
func TestKillOneOfTwo(t *testing.T) {
	t.Parallel()
	pair(t, store.Options{}) // or skip
	dir := t.TempDir()
	other := startLoad(t, dir)
	other.wait(1)
	var acked []string
	for i := range max(2, kills(t)/4) {
		acked = append(acked, killOne(t, dir, 1+i*7%100, time.Duration(i%5)*time.Millisecond)...)
	}
	acked = append(acked, other.kill()...)
	total := map[string]int{}
	checkAcked(t, open(t, store.Options{Dir: dir, Key: testKey}), acked, total)
	if bad, _ := filepath.Glob(filepath.Join(dir, store.QuarantineDir, "*")); len(bad) > 0 {
		t.Errorf("kills damaged %v", bad)
	}
	t.Logf("acknowledged by both and found again: %v", total)
}

// A job that a killed process held goes on at once in another.
func TestJobsOfTheDeadGoOn(t *testing.T) {
	dir := t.TempDir()
	a, b := pair(t, store.Options{Dir: dir})
	first, second := slack.NewDurable(a), slack.NewDurable(b)
	now := time.Now()
	if _, err := first.Accept(ctx, slack.Job{ID: "m1", Thread: "t", Due: now, Body: []byte("{}")}); err != nil {
		t.Fatal(err)
	}
	lease := slack.Lease{Owner: "w", Now: now, Until: now.Add(time.Hour)}
	if j, err := first.Claim(ctx, lease); err != nil || j == nil {
		t.Fatal(j, err)
	}
	if j, err := second.Claim(ctx, lease); err != nil || j != nil {
		t.Fatalf("a job of the living was taken: %v, %v", j, err)
	}
	a.Die()
	for range 30 {
		if j, err := second.Claim(ctx, lease); err != nil {
			t.Fatal(err)
		} else if j != nil {
			if j.Tries != 1 {
				t.Errorf("got %d tries, want 1", j.Tries)
			}
			signs, _ := filepath.Glob(filepath.Join(dir, "*.replica-*"))
			if len(signs) != 1 {
				t.Errorf("signs of life: %v, want one", signs)
			}
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Error("the job was never taken over")
}

// Many processes' writers on one file do not starve each other.
func TestWritersShare(t *testing.T) {
	a, b := pair(t, store.Options{})
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for n := range 25 {
				s := [...]*store.Steady{a, b}[i%2]
				if err := s.Save(ctx, conversation(fmt.Sprintf("conv_%d_%d", i, n), "one")); err != nil {
					t.Errorf("save: %v", err)
				}
			}
		})
	}
	wg.Wait()
}

// A restored file takes the place of one that several processes have open.
func TestRestoreIsTakenOverByAll(t *testing.T) {
	o := store.Options{Dir: t.TempDir(), Key: testKey}
	a, b := pair(t, o)
	mustSave(t, a, conversation("conv_a", "one"))
	to := t.TempDir()
	if err := store.Backup(ctx, o, to); err != nil {
		t.Fatal(err)
	}
	mustSave(t, b, conversation("conv_b", "after the backup"))
	if err := store.Restore(ctx, o, to); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		a.Look(ctx)
		b.Look(ctx)
	}
	for name, s := range map[string]*store.Steady{"a": a, "b": b} {
		if s.Err() != nil {
			t.Fatalf("%s: %v", name, s.Err())
		}
		mustLoad(t, s, "conv_a")
		if _, err := s.Load(ctx, "conv_b"); !errors.Is(err, chat.ErrNotFound) {
			t.Errorf("%s still has what the backup has not: %v", name, err)
		}
	}
}
