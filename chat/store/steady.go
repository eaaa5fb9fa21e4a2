package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/limber-health/limber/chat"
)

var _ chat.Store = (*Steady)(nil)

const (
	steadyRecent = 1000            // conversations that are in memory too
	soonEvery    = 5 * time.Second // until a lost file, or erased pages in use, are tried again
)

// QuarantineDir is where damaged files are moved, in the data directory.
const QuarantineDir = "quarantine"

// A Steady store goes on when the disk does not. Recent conversations are in
// memory too, so that the verdict never waits long for a file that is locked,
// full or gone. A write that is not on the disk returns an error; nothing is
// acknowledged that could be lost. A damaged file is moved to quarantine, and
// what memory holds is written to a new one.
type Steady struct {
	opts   Options
	sign   *replica
	recent *chat.Memory
	ahead  unsaved // of recent, what the file lacks
	db     atomic.Pointer[DB]
	fault  atomic.Pointer[error] // why db is nil
	wake   chan struct{}         // the file was found damaged
	notice string

	erasedSeen int64 // length of the list of erasures that memory knows of
}

// OpenSteady opens the store in o.Dir. Only what an operator must decide is an
// error: a wrong key, or a file of a newer program. With any other fault the
// store starts without its file and Run tries again; Err says why.
func OpenSteady(ctx context.Context, o Options) (*Steady, error) {
	o = o.withDefaults()
	s := &Steady{opts: o, recent: chat.NewMemory(steadyRecent, o.Retention), wake: make(chan struct{}, 1)}
	err := s.open(ctx)
	if errors.Is(err, ErrKey) || errors.Is(err, errNewer) {
		return nil, err
	}
	s.sign = appear(o.Dir)
	return s, nil
}

// open opens the file, or a new one if it is damaged.
func (s *Steady) open(ctx context.Context) error {
	d, err := Open(ctx, s.opts)
	if errors.Is(err, ErrDamaged) {
		to, qerr := quarantine(s.opts)
		if qerr != nil {
			askToLeave(s.opts) // others may have it open
			err = errors.Join(err, qerr)
		} else {
			s.notice = "the stored conversations were damaged and moved to " + to
			s.opts.Log.Error("store is damaged; starting a new one", "moved_to", to, "error", err)
			d, err = Open(ctx, s.opts)
		}
	}
	if err != nil {
		if old := s.fault.Swap(&err); old == nil || (*old).Error() != err.Error() {
			s.opts.Log.Error("store is not available; conversations are in memory only", "error", err)
		}
		return err
	}
	s.refill(ctx, d)
	s.db.Store(d)
	s.fault.Store(nil)
	return nil
}

// followErasures forgets what was erased by another process.
func (s *Steady) followErasures(ctx context.Context) {
	file := filepath.Join(s.opts.Dir, erasedFile)
	info, err := os.Stat(file)
	if err != nil || info.Size() == s.erasedSeen {
		return
	}
	list, err := readLines[erasure](file)
	if err != nil {
		s.opts.Log.Error("read list of erasures; will try again", "error", err)
		return
	}
	gone := hashes(list)
	for _, c := range s.recent.All() {
		if gone[hashID(c.ID)] {
			s.drop(ctx, c.ID)
		}
	}
	s.erasedSeen = info.Size()
}

// drop takes a conversation out of memory.
func (s *Steady) drop(ctx context.Context, id string) {
	s.ahead.remove(id)
	_ = s.recent.Erase(ctx, id) // it may be in the file only
}

// quarantine moves the damaged file aside and returns where to.
func quarantine(o Options) (string, error) {
	unlock, err := lock(o.Dir)
	if err != nil {
		return "", err
	}
	defer unlock()
	return moveAside(o)
}

// moveAside moves the damaged file to the quarantine folder. The caller holds
// the lock.
func moveAside(o Options) (string, error) {
	dir := filepath.Join(o.Dir, QuarantineDir)
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return "", fmt.Errorf("quarantine store: %w", err)
	}
	to := filepath.Join(dir, "limber-"+o.Now().UTC().Format(stampForm)+".db")
	return to, moveStore(o.Dir, to)
}

// stampForm is a time in a file name.
const stampForm = "20060102T150405.000000000"

// moveStore moves the database of dir and its side files.
func moveStore(dir, to string) error {
	for _, side := range []string{"", "-wal", "-shm"} {
		err := os.Rename(filepath.Join(dir, FileName)+side, to+side)
		if err != nil && (side == "" || !errors.Is(err, os.ErrNotExist)) {
			return fmt.Errorf("move store: %w", err)
		}
	}
	return nil
}

// Run sweeps every minute and opens the file again when it was lost, until ctx
// ends.
func (s *Steady) Run(ctx context.Context) error {
	sweep, soon := time.NewTicker(sweepEvery), time.NewTicker(soonEvery)
	defer sweep.Stop()
	defer soon.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-s.wake:
			_ = s.open(ctx) // it logs, and is tried again below
		case <-soon.C:
			s.look(ctx)
		case <-sweep.C:
			s.Sweep(ctx)
		}
	}
}

// look tries again what did not work, and takes over a restored file.
func (s *Steady) look(ctx context.Context) {
	d := s.db.Load()
	s.followErasures(ctx)
	if d != nil && letGo(s.opts) && s.db.CompareAndSwap(d, nil) {
		s.leave(ctx, d)
		d = nil
	}
	if d == nil {
		_ = s.open(ctx)
		return
	}
	if err := d.Wipe(ctx); err != nil {
		s.opts.Log.Error("wipe store; will try again", "error", s.seen(d, err))
	}
	if err := d.SweepBackups(ctx); err != nil {
		s.opts.Log.Error("erase in backups; will try again", "error", err)
	}
	s.catchUp(ctx, d)
}

// leave lets go a file in whose place a restored or a new one comes. Memory
// must not write over a restored one.
func (s *Steady) leave(ctx context.Context, d *DB) {
	s.opts.Log.Info("letting the store go for another file in its place")
	if err := d.Close(); err != nil {
		s.opts.Log.Error("close store", "error", err)
	}
	if !restored(s.opts) {
		return
	}
	for _, c := range s.recent.All() {
		s.drop(ctx, c.ID)
	}
}

// Sweep erases what is older than it may be.
func (s *Steady) Sweep(ctx context.Context) {
	s.sweepQuarantine()
	d, err := s.file()
	if err != nil {
		return
	}
	n, err := d.Sweep(ctx)
	for _, id := range n.Conversations {
		s.drop(ctx, id)
	}
	switch {
	case err != nil:
		s.opts.Log.Error("sweep store; will try again", "error", s.seen(d, err))
	case n.any():
		s.opts.Log.Info("swept store", "conversations", len(n.Conversations), "comments", n.Comments, "receipts", n.Receipts, "slack", n.Slack)
	}
}

// sweepQuarantine deletes damaged files when the time of their texts is over.
func (s *Steady) sweepQuarantine() {
	files, _ := filepath.Glob(filepath.Join(s.opts.Dir, QuarantineDir, "limber-*.db*"))
	for _, f := range files {
		if info, err := os.Stat(f); err == nil && s.opts.Now().Sub(info.ModTime()) > s.opts.Retention {
			if os.Remove(f) == nil {
				s.opts.Log.Info("deleted damaged store", "file", f)
			}
		}
	}
}

// file is the open file, or why there is none.
func (s *Steady) file() (*DB, error) {
	if d := s.db.Load(); d != nil {
		return d, nil
	}
	if err := s.fault.Load(); err != nil {
		return nil, fmt.Errorf("%w: %w", chat.ErrUnavailable, *err)
	}
	return nil, fmt.Errorf("%w: %w", chat.ErrUnavailable, errClosed)
}

// seen looks at an error of d. If it means that the file is damaged, d is
// given up and Run makes a new one.
func (s *Steady) seen(d *DB, err error) error {
	if errors.Is(err, ErrDamaged) && s.db.CompareAndSwap(d, nil) {
		s.fault.Store(&err)
		_ = d.Close() // what cannot be written cannot be saved here either
		if d.shared {
			askToLeave(s.opts)
		}
		select {
		case s.wake <- struct{}{}:
		default:
		}
	}
	return err
}

// Err says why nothing can be stored now, or nil.
func (s *Steady) Err() error {
	_, err := s.file()
	return err
}

// Notice says what happened to the file at the start, or is empty.
func (s *Steady) Notice() string { return s.notice }

// Close closes the file.
func (s *Steady) Close() error {
	s.sign.vanish()
	if d := s.db.Swap(nil); d != nil {
		return d.Close()
	}
	return nil
}
