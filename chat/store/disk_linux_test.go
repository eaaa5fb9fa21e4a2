package store_test

import (
	"os"
	"testing"

	"golang.org/x/sys/unix"
)

// mount puts a memory file system over a new folder.
func mount(t *testing.T, options string) string {
	t.Helper()
	dir := t.TempDir()
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, options); err != nil {
		t.Skipf("needs the right to mount: %v", err)
	}
	t.Cleanup(func() { _ = unix.Unmount(dir, unix.MNT_DETACH) })
	return dir
}

// smallDisk is a disk of four megabytes.
func smallDisk(t *testing.T) string { return mount(t, "size=4m") }

// readOnlyDir is a folder that nobody can write to.
func readOnlyDir(t *testing.T) string {
	t.Helper()
	if os.Getuid() != 0 {
		dir := t.TempDir()
		if err := os.Chmod(dir, 0o500); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	dir := mount(t, "size=1m")
	if err := unix.Mount("", dir, "", unix.MS_REMOUNT|unix.MS_RDONLY, ""); err != nil {
		t.Skipf("needs the right to mount: %v", err)
	}
	return dir
}
