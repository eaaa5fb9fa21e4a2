package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// ErrLocked is returned while another process has the store open.
var ErrLocked = errors.New("another Limber uses this data directory")

// lock makes this process the only one that writes. The system frees the lock
// of a process that was killed.
func lock(dir string) (unlock func(), err error) {
	f, err := os.OpenFile(filepath.Join(dir, FileName+".lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock store: %w", err)
	}
	if err := flock(f); err != nil {
		_ = f.Close()
		return nil, fmt.Errorf("lock store in %s: %w: stop that one, or choose another --data", dir, ErrLocked)
	}
	return func() { _ = f.Close() }, nil
}
