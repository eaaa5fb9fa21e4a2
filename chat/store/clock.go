package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"sync"
	"time"
)

// How the retention clock treats the wall clock.
const (
	clockSlack = 10 * time.Minute    // drift and pauses that are believed at once
	clockDoubt = time.Hour           // of running, before a longer jump is believed
	clockMost  = 30 * 24 * time.Hour // of one jump; more is not credible
)

// A clock counts the time that things have been kept. It follows the wall
// clock as long as that is credible, so that time spent switched off counts
// too. A jump ahead is believed only after an hour in which nobody took it
// back, and for 30 days at most: a clock that is years wrong must not erase
// everything. A jump back counts as the time that really ran: it must not keep
// things for ever.
type clock struct {
	now  func() time.Time
	mono func() time.Duration // never jumps

	mu   sync.Mutex
	at   clockState
	last time.Duration // mono at the last tick
}

// clockState is what is stored of a clock, in seconds.
type clockState struct {
	Counted int64 `json:"counted"` // the retention clock
	Wall    int64 `json:"wall"`    // wall clock at the last tick
	Pending int64 `json:"pending"` // of a jump ahead that is not believed yet
	Doubt   int64 `json:"doubt"`   // of running, left until it is
	Ignored int64 `json:"ignored"` // how far the wall clock went without being followed
}

const clockRow = "clock"

// openClock goes on from where the file's clock stood.
func openClock(ctx context.Context, db *sql.DB, o Options) (*clock, error) {
	c := &clock{now: o.Now, mono: o.mono}
	return c, c.reload(ctx, db)
}

// reload goes on from the state that another process may have stored.
func (c *clock) reload(ctx context.Context, db *sql.DB) error {
	at, err := storedClock(ctx, db)
	if errors.Is(err, sql.ErrNoRows) {
		wall := c.now().Unix()
		at, err = clockState{Counted: wall, Wall: wall}, nil
	}
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at, c.last = at, c.mono()
	return nil
}

// follow shows what the clock of the process that keeps it shows by now. The
// time since its last tick counts as far as it is credible.
func (c *clock) follow(ctx context.Context, db *sql.DB) error {
	at, err := storedClock(ctx, db)
	if err != nil {
		return err
	}
	at.advance(c.now().Unix(), 0)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at, c.last = at, c.mono()
	return nil
}

func storedClock(ctx context.Context, db *sql.DB) (at clockState, err error) {
	var raw []byte
	if err := db.QueryRowContext(ctx, "SELECT value FROM meta WHERE name = ?", clockRow).Scan(&raw); err != nil {
		return at, damage(err)
	}
	if json.Unmarshal(raw, &at) != nil {
		return at, ErrDamaged
	}
	return at, nil
}

// seconds is the retention clock.
func (c *clock) seconds() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at.Counted + int64((c.mono()-c.last)/time.Second)
}

// tick takes account of the time since the last tick and returns what to store.
func (c *clock) tick() clockState {
	c.mu.Lock()
	defer c.mu.Unlock()
	ran := int64((c.mono() - c.last) / time.Second)
	c.last += time.Duration(ran) * time.Second
	c.at.advance(c.now().Unix(), ran)
	return c.at
}

// advance accounts for a wall clock that shows wall after ran seconds.
func (s *clockState) advance(wall, ran int64) {
	ahead := wall - s.Wall - ran
	s.Wall = wall
	s.Counted += ran
	switch slack := int64(clockSlack / time.Second); {
	case ahead > slack:
		s.ahead(ahead, slack)
	case ahead < -slack:
		s.back(-ahead)
	case ahead > 0:
		s.Counted += ahead
	}
	if s.Pending == 0 {
		return
	}
	if s.Doubt -= ran; s.Doubt <= 0 {
		believed := min(s.Pending, int64(clockMost/time.Second))
		s.Counted += believed
		s.Ignored += s.Pending - believed
		s.Pending = 0
	}
}

// ahead doubts a jump ahead, less what only takes back an earlier jump.
func (s *clockState) ahead(jump, slack int64) {
	if s.Ignored < 0 {
		back := min(jump, -s.Ignored)
		s.Ignored += back
		jump -= back
	}
	if jump <= slack {
		s.Counted += jump
		return
	}
	s.Pending, s.Doubt = s.Pending+jump, int64(clockDoubt/time.Second)
}

// back takes back a jump that was doubted; what remains is ignored.
func (s *clockState) back(jump int64) {
	taken := min(jump, s.Pending)
	s.Pending -= taken
	s.Ignored -= jump - taken
}

// save stores the state of a tick.
func (s clockState) save(tx *sql.Tx) error {
	raw, err := json.Marshal(s)
	if err != nil {
		return err
	}
	_, err = tx.Exec("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", clockRow, raw)
	return err
}

// Seconds is the retention clock, for tables of other packages: rows carry it
// in a column "touched".
func (d *DB) Seconds() int64 { return d.clock.seconds() }
