package ingest

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// smallDisk mounts a disk of so many bytes, which takes rights that few have.
func smallDisk(t *testing.T, bytes int) string {
	t.Helper()
	dir := t.TempDir()
	if err := unix.Mount("limber", dir, "tmpfs", 0, fmt.Sprintf("size=%d", bytes)); err != nil {
		t.Skip("cannot mount a small disk here:", err)
	}
	t.Cleanup(func() { _ = unix.Unmount(dir, unix.MNT_DETACH) })
	return dir
}

// An ingest that fills the disk fails; the index it was to replace is served,
// and nothing of the failed one is left.
func TestFullDisk(t *testing.T) {
	sources := tree(t, map[string]string{"small.md": "Cramps come at night."})
	big := tree(t, map[string]string{"big.txt": strings.Repeat("Legs ache at night for many reasons. ", 4000)})
	full, fits := 0, 0
	for size := 48 << 10; size <= 1<<20; size += 64 << 10 {
		dir := filepath.Join(smallDisk(t, size), "data")
		mustRun(t, dir, sources)
		want := mustLoad(t, dir)
		_, err := Run(t.Context(), Options{Dir: dir, Sources: []string{sources, big}, Embedder: newCounter()})
		if err == nil {
			fits++
			continue
		}
		full++
		if !errors.Is(err, syscall.ENOSPC) {
			t.Errorf("%d bytes: got %v", size, err)
		}
		snap, gen, err := NewStore(dir).Load("hash/16")
		if err != nil || snap.Stamp != want.Stamp || gen.Note != "" {
			t.Errorf("%d bytes: index %v, note %q, %v", size, snap, gen.Note, err)
		}
		if left, _ := filepath.Glob(filepath.Join(dir, "*", "*"+tempSuffix)); len(left) > 0 {
			t.Errorf("%d bytes: left %v", size, left)
		}
	}
	if full < 2 || fits < 2 {
		t.Errorf("%d disks were too small and %d large enough: the sizes prove nothing", full, fits)
	}
}

func TestReadOnlyDisk(t *testing.T) {
	disk := smallDisk(t, 4<<20)
	dir := filepath.Join(disk, "data")
	src := tree(t, map[string]string{"a.md": "Cramps come at night."})
	mustRun(t, dir, src)
	mustRun(t, dir, src, tree(t, map[string]string{"b.md": "Clots are an emergency."}))
	_, g, err := NewStore(dir).Load("")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, generationDir, g.file())
	if err := os.Truncate(file, 100); err != nil { // damaged besides
		t.Fatal(err)
	}
	if err := unix.Mount("limber", disk, "tmpfs", unix.MS_REMOUNT|unix.MS_RDONLY, ""); err != nil {
		t.Skip("cannot make a disk read-only here:", err)
	}
	if _, err := Run(t.Context(), Options{Dir: dir, Sources: []string{src}, Embedder: newCounter()}); !errors.Is(err, syscall.EROFS) && !errors.Is(err, fs.ErrPermission) {
		t.Errorf("ingest: got %v", err)
	}
	_, gen, err := NewStore(dir).Load("hash/16")
	if err != nil || gen.ID != g.ID-1 || !strings.Contains(gen.Note, fmt.Sprint("generation ", g.ID)) {
		t.Errorf("got generation %d, note %q, %v", gen.ID, gen.Note, err)
	}
}
