//go:build unix

package ingest

import (
	"os"

	"golang.org/x/sys/unix"
)

func flock(f *os.File) error { return unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB) }

// limitMemory caps the memory of this process, in bytes.
func limitMemory(n uint64) error {
	return unix.Setrlimit(unix.RLIMIT_DATA, &unix.Rlimit{Cur: n, Max: n})
}

// openNonblock is set so that opening a pipe does not wait for its other end.
const openNonblock = unix.O_NONBLOCK
