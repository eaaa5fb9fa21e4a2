//go:build unix

package main

import "golang.org/x/sys/unix"

// noCoreDumps keeps what people write out of the file that a system may write
// when a program dies.
func noCoreDumps() error {
	return unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{})
}
