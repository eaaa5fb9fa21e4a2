package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"sync/atomic"
	"time"
)

// Limits of the writer.
const (
	maxQueue  = 256             // writes that wait
	maxBatch  = 64              // writes that share one commit
	writeTime = 3 * time.Second // longest wait for one write
	slowPause = 3 * time.Second // after a write took too long, the next ones fail at once
	queueTime = 2 * time.Second // longest wait behind other processes
)

// A flaw is an error whose whole text is its constant, so that a log may say it.
type flaw string

func (f flaw) Error() string { return string(f) }

// FaultName tells chat.FaultKind what to log.
func (f flaw) FaultName() string { return string(f) }

const (
	errClosed flaw = "the store is closed"                         // a write after Close
	errSlow   flaw = "the disk takes too long"                     // the answer then
	errLeft   flaw = "nobody waits for the write"                  // ends a transaction in which such a job is
	errStale  flaw = "somebody else has added to the conversation" // the caller does not know all turns that are stored
)

// A job is one write. It may run more than once, but only one run is kept.
type job struct {
	do   func(tx *sql.Tx) error
	done chan error
	left atomic.Bool // nobody waits for it: it must not be done any more
}

// Update runs do in a transaction and returns when the outcome is on the disk.
// Writes that wait at the same moment share a commit, and so one sync; do may
// run more than once, and nothing is kept of a run that fails. What do sets may
// be read after success only. Once Update has returned an error the write is
// not begun any more: it must not undo what others write later. Only one whose
// commit the disk has begun may still end well, before any later write.
func (d *DB) Update(ctx context.Context, do func(tx *sql.Tx) error) error {
	if time.Now().UnixNano() < d.slowUntil.Load() {
		return errSlow // people must not wait for a disk that hangs, turn after turn
	}
	err := d.tryUpdate(ctx, do)
	if errors.Is(err, errSlow) || busy(err) {
		d.slowUntil.Store(time.Now().Add(slowPause).UnixNano())
	}
	return err
}

func (d *DB) tryUpdate(ctx context.Context, do func(tx *sql.Tx) error) error {
	ctx, cancel := context.WithTimeoutCause(ctx, writeTime, errSlow)
	defer cancel()
	j := &job{do: do, done: make(chan error, 1)}
	if err := d.enqueue(ctx, j); err != nil {
		return err
	}
	select {
	case err := <-j.done:
		return err
	case <-ctx.Done():
		j.left.Store(true)
		return context.Cause(ctx)
	}
}

// View runs do on one state of the tables; do must not write.
func (d *DB) View(ctx context.Context, do func(tx *sql.Tx) error) error {
	tx, err := d.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return damage(err)
	}
	defer tx.Rollback()
	return damage(do(tx))
}

func (d *DB) enqueue(ctx context.Context, j *job) error {
	d.closing.RLock()
	defer d.closing.RUnlock()
	if d.isClosed {
		return errClosed
	}
	select {
	case d.jobs <- j:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// writer runs all writes, so that they never wait for each other's locks.
func (d *DB) writer() {
	defer close(d.stopped)
	for j := range d.jobs {
		d.commit(d.gather(j))
	}
}

// gather takes what waits now.
func (d *DB) gather(first *job) []*job {
	batch := []*job{first}
	for len(batch) < maxBatch {
		select {
		case j, ok := <-d.jobs:
			if !ok {
				return batch
			}
			batch = append(batch, j)
		default:
			return batch
		}
	}
	return batch
}

// commit writes a batch. If that fails, each job gets a transaction alone, so
// that one cannot spoil the others.
func (d *DB) commit(batch []*job) {
	err := error(errLeft)
	for errors.Is(err, errLeft) { // with fewer jobs each time
		batch = slices.DeleteFunc(batch, (*job).isLeft)
		err = d.transact(batch)
	}
	if err != nil && len(batch) > 1 {
		for _, j := range batch {
			if !j.isLeft() {
				j.done <- d.transact([]*job{j})
			}
		}
		return
	}
	for _, j := range batch {
		j.done <- err
	}
}

// Places in the file of turns that are no conversation's.
const (
	nextWriter = "\x00next writer"
	oneWriter  = "\x00writer"
)

// queueUp waits for this process's turn to write. Whoever writes has let go of
// the first lock and gets it again only when the process behind it writes, so
// that one which never pauses starves nobody. After queueTime SQLite's own
// lock decides.
func (d *DB) queueUp() (done func()) {
	done = func() {}
	if d.turns == nil {
		return done
	}
	ctx, cancel := context.WithTimeout(context.Background(), queueTime)
	defer cancel()
	next, err := lockTurn(ctx, d.turns, nextWriter)
	if err != nil {
		return done
	}
	defer next()
	if mine, err := lockTurn(ctx, d.turns, oneWriter); err == nil {
		done = mine
	}
	return done
}

func (j *job) isLeft() bool { return j.left.Load() }

func (d *DB) transact(batch []*job) error {
	if len(batch) == 0 {
		return nil
	}
	defer d.queueUp()()
	tx, err := d.write.Begin()
	if err != nil {
		return damage(err)
	}
	for _, j := range batch {
		if err := j.do(tx); err != nil {
			_ = tx.Rollback() // the first error says it
			return damage(err)
		}
	}
	if slices.ContainsFunc(batch, (*job).isLeft) {
		_ = tx.Rollback() // whoever left may have been told that it was not done
		return errLeft
	}
	return damage(tx.Commit())
}
