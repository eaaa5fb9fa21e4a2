package ingest

import (
	"os"

	"golang.org/x/sys/windows"
)

func flock(f *os.File) error {
	const flags = windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY
	return windows.LockFileEx(windows.Handle(f.Fd()), flags, 0, 1, 0, new(windows.Overlapped))
}

// limitMemory does nothing: Windows has no such limit for a running process.
func limitMemory(uint64) error { return nil }

const openNonblock = 0
