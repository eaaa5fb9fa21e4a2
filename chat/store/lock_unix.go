//go:build unix

package store

import (
	"os"

	"golang.org/x/sys/unix"
)

// flock locks a file for this opening of it alone, or beside others that do
// the same, or fails at once.
func flock(f *os.File, alone bool) error {
	how := unix.LOCK_SH
	if alone {
		how = unix.LOCK_EX
	}
	return unix.Flock(int(f.Fd()), how|unix.LOCK_NB)
}
