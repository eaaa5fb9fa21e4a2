package ingest

import (
	"errors"
	"path/filepath"
	"testing"
)

// failingDisk fails the nth write, sync, rename or other change, and lets a
// write that fails get half of its bytes out, as a full disk does.
type failingDisk struct {
	osDisk
	left int
}

var errFull = errors.New("no space left on device")

func (d *failingDisk) fails() bool { d.left--; return d.left == 0 }

func (d *failingDisk) Create(name string) (writeFile, error) {
	if d.fails() {
		return nil, errFull
	}
	f, err := d.osDisk.Create(name)
	return &failingFile{f, d}, err
}

func (d *failingDisk) Rename(a, b string) error {
	if d.fails() {
		return errFull
	}
	return d.osDisk.Rename(a, b)
}

func (d *failingDisk) SyncDir(name string) error {
	if d.fails() {
		return errFull
	}
	return d.osDisk.SyncDir(name)
}

func (d *failingDisk) MkdirAll(name string) error {
	if d.fails() {
		return errFull
	}
	return d.osDisk.MkdirAll(name)
}

type failingFile struct {
	writeFile
	d *failingDisk
}

func (f *failingFile) Write(b []byte) (int, error) {
	if f.d.fails() {
		n, _ := f.writeFile.Write(b[:len(b)/2])
		return n, errFull
	}
	return f.writeFile.Write(b)
}

func (f *failingFile) Sync() error {
	if f.d.fails() {
		return errFull
	}
	return f.writeFile.Sync()
}

func (f *failingFile) Close() error {
	err := f.writeFile.Close()
	if f.d.fails() {
		return errFull
	}
	return err
}

func TestPublishOnAFailingDisk(t *testing.T) {
	failures := 0
	for n := 1; ; n++ {
		s, _ := twoGenerations(t)
		d := &failingDisk{left: n}
		s.disk = d
		_, err := s.publish(sample(t, 2, 3))
		s.disk = osDisk{}
		if err == nil {
			if d.left <= 0 {
				t.Fatalf("operation %d failed, but publish said nothing", n)
			}
			break
		}
		failures++
		if !errors.Is(err, errFull) {
			t.Errorf("operation %d: got %v", n, err)
		}
		// Only the very last step, the sync of a finished rename, may leave the new one.
		if got := version(t, s); got != "Version 2" && got != "Version 3" {
			t.Fatalf("operation %d failed: index is %q", n, got)
		}
		left, err := filepath.Glob(s.path("*", "*"+tempSuffix))
		if err != nil || len(left) > 0 {
			t.Errorf("operation %d left %v", n, left)
		}
		if _, err := s.publish(sample(t, 2, 4)); err != nil || version(t, s) != "Version 4" {
			t.Errorf("after operation %d failed, the next ingest: %v", n, err)
		}
	}
	if failures < 10 {
		t.Errorf("only %d operations could fail", failures)
	}
}
