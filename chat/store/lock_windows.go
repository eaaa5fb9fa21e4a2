package store

import (
	"os"

	"golang.org/x/sys/windows"
)

// flock locks a file for this opening of it alone, or beside others that do
// the same, or fails at once.
func flock(f *os.File, alone bool) error {
	var flags uint32 = windows.LOCKFILE_FAIL_IMMEDIATELY
	if alone {
		flags |= windows.LOCKFILE_EXCLUSIVE_LOCK
	}
	return windows.LockFileEx(windows.Handle(f.Fd()), flags, 0, 1, 0, new(windows.Overlapped))
}
