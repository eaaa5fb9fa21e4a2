package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// Files of the processes that share a store.
const (
	replicaPrefix = FileName + ".replica-" // and a name: locked while its process lives
	leaderSuffix  = ".leader"              // locked by the process that sweeps
	turnsSuffix   = ".turns"               // its bytes stand for conversations that somebody works on
	leaveSuffix   = ".leave"               // is there while the file must be let go by all
)

// A replica is this process's sign of life for others that share its store.
type replica struct {
	name string // nobody else has it
	dir  string
	file *os.File // nil: no sign could be given
}

func newReplica(dir string) *replica {
	return &replica{name: strings.ToLower(rand.Text()[:12]), dir: dir}
}

// appear gives a sign of life in dir. Without one others wait until leases end.
func appear(dir string) *replica {
	r := newReplica(dir)
	f, err := os.OpenFile(r.sign(), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err == nil && flock(f, true) != nil { // taken for dead in between
		err = f.Close()
		f = nil
	}
	if err != nil || f == nil {
		return newReplica(dir) // with another name: others may bury the first one
	}
	r.file = f
	return r
}

func (r *replica) sign() string { return filepath.Join(r.dir, replicaPrefix+r.name) }

// vanish takes the sign away.
func (r *replica) vanish() {
	if r.file != nil {
		_ = os.Remove(r.sign())
		_ = r.file.Close()
	}
}

// bury calls f with the name of each replica whose process has ended without
// taking its sign away, and then takes it away.
func (r *replica) bury(f func(name string) error) error {
	signs, err := filepath.Glob(filepath.Join(r.dir, replicaPrefix+"*"))
	for _, sign := range signs {
		name := strings.TrimPrefix(filepath.Base(sign), replicaPrefix)
		if name != r.name {
			err = errors.Join(err, buryOne(sign, name, f))
		}
	}
	return err
}

func buryOne(sign, name string, f func(name string) error) error {
	file, err := os.OpenFile(sign, os.O_RDWR, 0)
	if err != nil {
		return nil // buried by another replica
	}
	defer file.Close()
	if flock(file, true) != nil {
		return nil // it lives
	}
	if err := f(name); err != nil {
		return err
	}
	return os.Remove(sign)
}

// Name is how this process is known to others that share the store. No two
// have the same.
func (s *Steady) Name() string { return s.sign.name }

// Bury calls f with the name of each replica whose process has ended without a
// word, until f has succeeded once with it.
func (s *Steady) Bury(f func(name string) error) error { return s.sign.bury(f) }

// Lock holds a conversation against other processes that share the store,
// until unlock. It waits for them until ctx ends. Without a file there is
// nobody to wait for.
func (s *Steady) Lock(ctx context.Context, id string) (unlock func(), err error) {
	d := s.db.Load()
	if d == nil || d.turns == nil {
		return func() {}, nil
	}
	unlock, err = lockTurn(ctx, d.turns, id)
	if err != nil {
		return nil, fmt.Errorf("hold conversation: %w", err)
	}
	return unlock, nil
}

// A leader is this process's part in the lock of the one that sweeps for all.
type leader struct {
	mu   sync.Mutex
	file *os.File // locked: it is this one
	over bool     // the store is closed: it must not be taken any more
}

// leads reports whether this process sweeps. Of those that share the file one
// does; when it has ended another takes its place.
func (d *DB) leads(ctx context.Context) bool {
	if !d.shared {
		return true
	}
	d.leader.mu.Lock()
	defer d.leader.mu.Unlock()
	if d.leader.file != nil || d.leader.over {
		return !d.leader.over
	}
	f, err := waitForLock(filepath.Join(d.opts.Dir, FileName+leaderSuffix), 0)
	if err != nil {
		return false
	}
	if d.clock.reload(ctx, d.read) != nil { // go on from what the last leader knew
		_ = f.Close()
		return false
	}
	d.leader.file = f
	return true
}

// resign leaves the lead to another process.
func (l *leader) resign() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.over = true
	if l.file != nil {
		_ = l.file.Close()
	}
}

// letGo reports whether the file is to be let go by all that share it, because
// a restored one waits or somebody found it damaged.
func letGo(o Options) bool {
	_, err := os.Stat(filepath.Join(o.Dir, FileName+leaveSuffix))
	return err == nil || restored(o)
}

// stayed takes the request to leave back.
func stayed(o Options) error {
	err := os.Remove(filepath.Join(o.Dir, FileName+leaveSuffix))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// askToLeave tells all that share the file to let it go.
func askToLeave(o Options) {
	f, err := os.OpenFile(filepath.Join(o.Dir, FileName+leaveSuffix), os.O_CREATE|os.O_WRONLY, 0o600)
	if err == nil {
		_ = f.Close()
	}
}
