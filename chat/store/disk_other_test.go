//go:build !linux

package store_test

import "testing"

func smallDisk(t *testing.T) string {
	t.Skip("needs a small disk, made on Linux only")
	return ""
}

func readOnlyDir(t *testing.T) string {
	t.Skip("needs a read-only folder, made on Linux only")
	return ""
}
