package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// ErrLocked is returned while another process has the store for itself, or
// cannot share it.
var ErrLocked = errors.New("another Limber uses this data directory")

// Files whose locks say who uses a store. The system frees the locks of a
// process that was killed; the files are never deleted.
const (
	lockSuffix = ".lock" // shared by all that have the store open, or held by one alone
	gateSuffix = ".gate" // held by whoever opens the store, one after another
)

// How long an opening waits for another one, which may check a large file.
const (
	gateTime = 10 * time.Second
	gatePoll = 20 * time.Millisecond
)

// A place is a process's part in the lock of a data directory.
type place struct {
	file  *os.File
	gate  *os.File // nil once others may come in
	alone bool     // no other process has the store open, until settle
}

// lock makes this process the only one that uses the store in dir.
func lock(dir string) (unlock func(), err error) {
	p, err := enter(dir, false)
	if err != nil {
		return nil, err
	}
	p.open()
	return p.leave, nil
}

// enter takes a place. It is alone if nobody else has the store open; nobody
// can come in then before settle. Only with share may it find others there.
func enter(dir string, share bool) (p *place, err error) {
	gate, err := waitForLock(filepath.Join(dir, FileName+gateSuffix), gateTime)
	if err != nil {
		return nil, lockError(dir, err)
	}
	p = &place{gate: gate}
	if p.file, err = os.OpenFile(filepath.Join(dir, FileName+lockSuffix), os.O_RDWR|os.O_CREATE, 0o600); err != nil {
		p.leave()
		return nil, fmt.Errorf("lock store: %w", err)
	}
	if flock(p.file, true) == nil {
		p.alone = true
		return p, nil
	}
	err = ErrLocked
	if share {
		err = flock(p.file, false)
	}
	if err != nil {
		p.leave()
		return nil, lockError(dir, ErrLocked)
	}
	return p, nil
}

// settle lets others in beside this process.
func (p *place) settle() error {
	var err error
	if p.alone {
		err = flock(p.file, false) // whoever could take it in between waits at the gate
	}
	p.open()
	return err
}

// open ends the opening; who is alone stays so.
func (p *place) open() {
	if p.gate != nil {
		_ = p.gate.Close()
		p.gate = nil
	}
}

func (p *place) leave() {
	p.open()
	if p.file != nil {
		_ = p.file.Close()
	}
}

func lockError(dir string, err error) error {
	if errors.Is(err, ErrLocked) {
		return fmt.Errorf("lock store in %s: %w: stop that one, or choose another --data", dir, err)
	}
	return fmt.Errorf("lock store: %w", err)
}

// waitForLock opens a file and locks it, or returns ErrLocked when that takes
// longer than most.
func waitForLock(name string, most time.Duration) (*os.File, error) {
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	for end := time.Now().Add(most); flock(f, true) != nil; time.Sleep(gatePoll) {
		if !time.Now().Before(end) {
			_ = f.Close()
			return nil, ErrLocked
		}
	}
	return f, nil
}
