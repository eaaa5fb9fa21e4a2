package store_test

import (
	"database/sql"
	"fmt"
	"testing"
	"time"

	"github.com/limber-health/limber/chat"
	"github.com/limber-health/limber/chat/store"
)

// A fakeClock is a wall clock and one that never jumps.
type fakeClock struct {
	wall time.Time
	mono time.Duration
}

func (c *fakeClock) pass(d time.Duration) { c.wall, c.mono = c.wall.Add(d), c.mono+d }
func (c *fakeClock) jump(d time.Duration) { c.wall = c.wall.Add(d) }

func (c *fakeClock) options(dir string) store.Options {
	o := store.Options{Dir: dir, Now: func() time.Time { return c.wall }}
	began := c.mono
	o.SetMono(func() time.Duration { return c.mono - began })
	return o
}

func sweep(t *testing.T, d *store.DB) store.Swept {
	t.Helper()
	s, err := d.Sweep(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// run lets time pass as a server does, with a sweep now and then.
func (c *fakeClock) run(t *testing.T, d *store.DB, for_ time.Duration) {
	sweeps := time.Duration(20)
	if testing.Short() {
		sweeps = 7
	}
	for end, step := c.mono+for_, max(time.Minute, for_/sweeps); c.mono < end; {
		c.pass(min(step, end-c.mono))
		sweep(t, d)
	}
}

func kept(d *store.DB, id string) bool {
	_, err := d.Load(ctx, id)
	return err == nil
}

func TestTextsAndReceiptsExpire(t *testing.T) {
	c := &fakeClock{wall: start}
	d := open(t, c.options(t.TempDir()))
	sweep(t, d)
	mustSave(t, d, conversation("conv_a", "one"))
	c.run(t, d, 23*time.Hour)
	mustSave(t, d, conversation("conv_b", "two"))
	if err := d.Rate(ctx, chat.Rating{Receipt: "rcpt_conv_a_0", Comment: "good", At: c.wall}); err != nil {
		t.Fatal(err)
	}
	c.run(t, d, 61*time.Minute)
	if kept(d, "conv_a") || !kept(d, "conv_b") {
		t.Error("a conversation should be gone 24 hours after its last turn, and no other")
	}
	// The receipt is there and can be rated, without any text.
	if err := d.Rate(ctx, chat.Rating{Receipt: "rcpt_conv_a_0", Up: true, At: c.wall}); err != nil {
		t.Errorf("rate after the texts are gone: %v", err)
	}
	c.run(t, d, 25*time.Hour)
	if n := count(t, d, "ratings WHERE comment_box IS NOT NULL") + count(t, d, "turns"); n != 0 {
		t.Errorf("%d texts left", n)
	}
	if count(t, d, "receipts") != 2 || count(t, d, "ratings") != 1 {
		t.Error("receipts and ratings should outlive the texts")
	}
	c.run(t, d, 89*24*time.Hour)
	if n := count(t, d, "receipts") + count(t, d, "ratings"); n != 0 {
		t.Errorf("%d receipts and ratings left after 90 days", n)
	}
}

func count(t *testing.T, d *store.DB, what string) (n int) {
	t.Helper()
	if err := d.View(ctx, func(tx *sql.Tx) error { return tx.QueryRow("SELECT count(*) FROM " + what).Scan(&n) }); err != nil {
		t.Fatal(err)
	}
	return n
}

// A clock that is wrong by days or years must neither erase at once what is
// new nor keep for ever what is old, whether it jumps under a running server
// or while it is off.
func TestClockJumps(t *testing.T) {
	t.Parallel()
	const year = 365 * 24 * time.Hour
	for _, jump := range []time.Duration{25 * time.Hour, 30 * year, -25 * time.Hour, -30 * year} {
		for _, restart := range []bool{false, true} {
			t.Run(fmt.Sprintf("%v restart %v", jump, restart), func(t *testing.T) {
				c := &fakeClock{wall: start}
				dir := t.TempDir()
				d := open(t, c.options(dir))
				sweep(t, d)
				mustSave(t, d, conversation("conv_a", "one"))
				c.run(t, d, 5*time.Minute)
				c.jump(jump)
				if restart {
					d = reopen(t, d, c.options(dir))
				}
				c.run(t, d, 30*time.Minute)
				if !kept(d, "conv_a") {
					t.Fatal("erased although the clock may be wrong")
				}
				// Somebody sets the clock right again: nothing is lost, and the
				// time goes on as it was.
				c.jump(-jump)
				c.run(t, d, 23*time.Hour)
				if !kept(d, "conv_a") {
					t.Error("erased although the clock was set right")
				}
				c.run(t, d, 3*time.Hour)
				if kept(d, "conv_a") {
					t.Error("kept longer than the retention")
				}
			})
		}
	}
}

func reopen(t *testing.T, d *store.DB, o store.Options) *store.DB {
	t.Helper()
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	return open(t, o)
}

// A jump that stays is real: a machine that was off for days.
func TestTimeSwitchedOffCounts(t *testing.T) {
	t.Parallel()
	for _, off := range []time.Duration{23*time.Hour + 50*time.Minute, 3 * 24 * time.Hour, 3 * 365 * 24 * time.Hour} {
		c := &fakeClock{wall: start}
		dir := t.TempDir()
		d := open(t, c.options(dir))
		sweep(t, d)
		mustSave(t, d, conversation("conv_a", "one"))
		c.jump(off)
		d = reopen(t, d, c.options(dir))
		c.run(t, d, 20*time.Minute)
		if !kept(d, "conv_a") {
			t.Errorf("off for %v: erased before the clock was believed", off)
		}
		c.run(t, d, time.Hour)
		if kept(d, "conv_a") {
			t.Errorf("off for %v: still kept after an hour of running", off)
		}
	}
}

// A clock that stays years wrong costs the texts, whose time would be over the
// next day anyhow, but not 90 days of receipts.
func TestClockWrongForGood(t *testing.T) {
	t.Parallel()
	c := &fakeClock{wall: start}
	d := open(t, c.options(t.TempDir()))
	sweep(t, d)
	mustSave(t, d, conversation("conv_a", "one"))
	for range 2 { // also when it is set right much later
		c.jump(30 * 365 * 24 * time.Hour)
		c.run(t, d, 5*time.Hour)
		c.jump(-30 * 365 * 24 * time.Hour)
		c.run(t, d, 5*time.Hour)
	}
	if kept(d, "conv_a") || count(t, d, "receipts") != 1 {
		t.Errorf("text kept: %v, receipts: %d; want only the receipt", kept(d, "conv_a"), count(t, d, "receipts"))
	}
	c.run(t, d, 90*24*time.Hour)
	if count(t, d, "receipts") != 0 {
		t.Error("the receipt is kept for ever")
	}
}

// A clock that is set back again and again must not keep texts for ever.
func TestClockSetBackForEver(t *testing.T) {
	t.Parallel()
	c := &fakeClock{wall: start}
	dir := t.TempDir()
	d := open(t, c.options(dir))
	mustSave(t, d, conversation("conv_a", "one"))
	for range 26 {
		c.run(t, d, time.Hour)
		c.jump(-time.Hour)
		d = reopen(t, d, c.options(dir))
	}
	sweep(t, d)
	if kept(d, "conv_a") {
		t.Error("kept for 26 hours because the clock stands still")
	}
}
