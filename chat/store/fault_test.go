package store_test

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/limber-health/limber/chat"
	"github.com/limber-health/limber/chat/store"
)

func openSteady(t *testing.T, o store.Options) *store.Steady {
	t.Helper()
	s, err := store.OpenSteady(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// worksInMemory checks what a store without its file must still do: keep a
// conversation going, and acknowledge nothing that could be lost.
func worksInMemory(t *testing.T, s *store.Steady) {
	t.Helper()
	if s.Err() == nil {
		t.Error("Err is nil: nobody would know")
	}
	if err := s.Save(ctx, conversation("conv_m", "one")); err == nil {
		t.Error("a save without a file was acknowledged")
	}
	if c := mustLoad(t, s, "conv_m"); len(c.Turns) != 1 {
		t.Errorf("got %d turns, want the conversation to go on", len(c.Turns))
	}
	if _, err := s.Load(ctx, "conv_other"); !errors.Is(err, chat.ErrUnavailable) || errors.Is(err, chat.ErrNotFound) {
		t.Errorf("unknown conversation: %v, want an error that it cannot be known", err)
	}
	if err := s.Rate(ctx, chat.Rating{Receipt: "rcpt_conv_m_0", At: start}); err == nil {
		t.Error("a rating without a file was acknowledged")
	}
	err := s.Update(ctx, func(*sql.Tx) error { return nil })
	if err == nil {
		t.Error("a write without a file was acknowledged")
	}
}

func TestLockedFileIsOpenedLater(t *testing.T) {
	dir := t.TempDir()
	other := open(t, store.Options{Dir: dir, Alone: true})
	s := openSteady(t, store.Options{Dir: dir})
	if !errors.Is(s.Err(), store.ErrLocked) {
		t.Errorf("got %v, want ErrLocked", s.Err())
	}
	worksInMemory(t, s)
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	s.Reopen(ctx)
	if s.Err() != nil {
		t.Fatal(s.Err())
	}
	// What was said meanwhile is on the disk now.
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if c := mustLoad(t, open(t, store.Options{Dir: dir}), "conv_m"); c.Turns[0].Message != "one" {
		t.Errorf("got %+v", c)
	}
}

// Somebody else writes to the file without our lock: writes wait for their
// turn or fail, and reads go on.
func TestFileLockedBySQLite(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := openSteady(t, store.Options{Dir: dir})
	mustSave(t, s, conversation("conv_a", "one"))
	release := lockFile(t, filepath.Join(dir, store.FileName))
	if err := s.Save(ctx, conversation("conv_b", "two")); err == nil {
		t.Error("a write under a foreign lock was acknowledged")
	}
	began := time.Now()
	for range 20 { // the next ones do not wait for it again
		if err := s.Save(ctx, conversation("conv_b", "two")); err == nil {
			t.Error("a write under a foreign lock was acknowledged")
		}
	}
	if waited := time.Since(began); waited > 10*time.Second {
		t.Errorf("20 writes waited %v for the lock", waited)
	}
	mustLoad(t, s, "conv_a")
	mustLoad(t, s, "conv_b")
	release()
	for s.Save(ctx, conversation("conv_b", "two")) != nil {
		if time.Since(began) > 30*time.Second {
			t.Fatal("the store does not come back")
		}
		time.Sleep(100 * time.Millisecond)
	}
}

func lockFile(t *testing.T, file string) (release func()) {
	t.Helper()
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	if _, err := db.Exec("BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	return func() { _ = db.Close() }
}

func TestDirectoryThatCannotBeWritten(t *testing.T) {
	dir := readOnlyDir(t)
	worksInMemory(t, openSteady(t, store.Options{Dir: dir}))
	worksInMemory(t, openSteady(t, store.Options{Dir: filepath.Join(dir, "data")}))
}

func TestDiskFull(t *testing.T) {
	t.Parallel()
	dir := smallDisk(t)
	s := openSteady(t, store.Options{Dir: dir})
	acked, full := 0, 0
	for i := 0; full < 5 && i < 5000; i++ {
		if err := s.Save(ctx, conversation(fmt.Sprint("conv_", i), strings.Repeat("canary", 2500))); err == nil {
			acked++
		} else {
			full++
		}
		mustLoad(t, s, fmt.Sprint("conv_", i)) // on a full disk too
	}
	if acked == 0 || full == 0 {
		t.Fatalf("%d acknowledged, %d refused: the disk was never full", acked, full)
	}
	if err := s.Close(); err != nil {
		t.Log("close on a full disk:", err)
	}
	d, err := store.Open(t.Context(), store.Options{Dir: dir})
	if err != nil {
		t.Fatalf("open on a full disk: %v", err)
	}
	defer d.Close()
	for i := range acked {
		if !kept(d, fmt.Sprint("conv_", i)) {
			t.Fatalf("conversation %d of %d was acknowledged and is gone", i, acked)
		}
	}
	// Erasing must work on a full disk, and makes room.
	for i := range acked {
		if err := d.Erase(ctx, fmt.Sprint("conv_", i)); err != nil {
			t.Fatalf("erase on a full disk: %v", err)
		}
	}
	mustSave(t, d, conversation("conv_after", "one"))
	if raw, err := os.ReadFile(filepath.Join(dir, store.FileName+"-wal")); err == nil && bytes.Contains(raw, []byte("canary")) {
		t.Error("an erased text is still in the write-ahead log")
	}
}

// A quota on the file stands in for a full disk where none can be made.
func TestFileFull(t *testing.T) {
	d := open(t, store.Options{})
	err := d.Update(ctx, func(tx *sql.Tx) error {
		_, err := tx.Exec("PRAGMA max_page_count = 100")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	acked := 0
	for ; acked < 1000; acked++ {
		if d.Save(ctx, conversation(fmt.Sprint("conv_", acked), strings.Repeat("x", 3000))) != nil {
			break
		}
	}
	if acked == 0 || acked == 1000 {
		t.Fatalf("%d acknowledged", acked)
	}
	for i := range acked {
		mustLoad(t, d, fmt.Sprint("conv_", i))
	}
	if kept(d, fmt.Sprint("conv_", acked)) {
		t.Error("a conversation is there in part")
	}
	if err := d.Erase(ctx, "conv_0"); err != nil {
		t.Fatal(err)
	}
	mustSave(t, d, conversation("conv_short", "one"))
}

func TestWrongKeyStopsTheStart(t *testing.T) {
	dir := t.TempDir()
	if err := open(t, store.Options{Dir: dir, Key: testKey}).Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := store.OpenSteady(ctx, store.Options{Dir: dir}); !errors.Is(err, store.ErrKey) {
		t.Errorf("got %v, want ErrKey", err)
	}
	if moved, _ := filepath.Glob(filepath.Join(dir, store.QuarantineDir, "*")); len(moved) > 0 {
		t.Errorf("a wrong key moved %v", moved)
	}
}
