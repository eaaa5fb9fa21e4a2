//go:build !linux

package store

import (
	"context"
	"os"
)

// sharable reports whether several processes can have a store in dir open.
// That was tried on Linux only.
func sharable(string) bool { return false }

// lockTurn has nobody to wait for.
func lockTurn(context.Context, *os.File, string) (unlock func(), err error) {
	return func() {}, nil
}
