package ingest

import (
	"fmt"
	"os"
	"path/filepath"
)

// lock makes this process the only writer of the data folder. It refuses at
// once when another ingest runs; the kernel frees the lock of a killed one.
func (s *Store) lock() (unlock func(), err error) {
	if err := s.disk.MkdirAll(s.dir); err != nil {
		return nil, fmt.Errorf("lock %s: %w", s.dir, err)
	}
	f, err := os.OpenFile(filepath.Join(s.dir, "LOCK"), os.O_RDWR|os.O_CREATE, 0o640)
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", s.dir, err)
	}
	if err := flock(f); err != nil {
		_ = f.Close()
		return nil, fmt.Errorf("lock %s: another ingest is running on this folder; wait for it to end: %w", s.dir, err)
	}
	return func() { _ = f.Close() }, nil
}
