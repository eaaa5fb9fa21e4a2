package store_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/limber-health/limber/chat"
	"github.com/limber-health/limber/chat/store"
)

// backUp makes a backup of the store in o.Dir.
func backUp(t *testing.T, o store.Options, made time.Time) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if err := store.Backup(t.Context(), o, dir); err != nil {
		t.Fatal(err)
	}
	if err := (store.Manifest{Made: made}).Finish(dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

// A backup under load holds everything acknowledged before it began.
func TestBackupWhileRunning(t *testing.T) {
	o := store.Options{Dir: t.TempDir(), Key: testKey}
	d := open(t, o)
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for i := range 30 {
				mustSave(t, d, conversation(fmt.Sprintf("conv_%d_%d", w, i), "one", "two"))
			}
		})
	}
	mustSave(t, d, conversation("conv_before", "one"))
	backup := backUp(t, o, start)
	wg.Wait()
	b, err := store.Read(t.Context(), store.Options{Dir: backup, Key: testKey})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if c := mustLoad(t, b, "conv_before"); c.Turns[0].Message != "one" {
		t.Errorf("got %+v", c)
	}
	info, err := os.Stat(filepath.Join(backup, store.FileName))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v; want mode 0600", info.Mode(), err)
	}
	if count(t, d, "conversations") != 121 {
		t.Error("the backup disturbed the writes")
	}
}

// What is erased or over in the live store goes from backups too.
func TestEraseReachesBackups(t *testing.T) {
	c := &fakeClock{wall: start}
	o := c.options(t.TempDir())
	d := open(t, o)
	fill(t, d)
	backup, away := backUp(t, o, start), backUp(t, o, start)
	hidden := away + "-unplugged"
	if err := os.Rename(away, hidden); err != nil {
		t.Fatal(err)
	}
	if len(findCanary(t, backup)) == 0 {
		t.Fatal("the canary is not in the backup: this test would see nothing")
	}
	for i := 0; i < 20; i += 2 {
		if err := d.Erase(ctx, fmt.Sprint("conv_", i)); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.SweepBackups(ctx); err != nil {
		t.Fatal(err)
	}
	if found := findCanary(t, backup); len(found) > 0 {
		t.Errorf("erased text is still in the backup's %v", found)
	}
	if n := countIn(t, backup, nil, "conversations"); n != 10 {
		t.Errorf("%d conversations in the backup, want the 10 that were not erased", n)
	}
	// The other one comes back later.
	if err := os.Rename(hidden, away); err != nil {
		t.Fatal(err)
	}
	c.run(t, d, time.Hour)
	if err := d.SweepBackups(ctx); err != nil {
		t.Fatal(err)
	}
	if found := findCanary(t, away); len(found) > 0 {
		t.Errorf("erased text is still in the backup that was away: %v", found)
	}
	c.run(t, d, 24*time.Hour)
	if err := d.SweepBackups(ctx); err != nil {
		t.Fatal(err)
	}
	if n := countIn(t, backup, nil, "turns"); n != 0 {
		t.Errorf("%d turns in the backup, want none after a day", n)
	}
	if n := countIn(t, backup, nil, "receipts"); n != 20 {
		t.Errorf("%d receipts in the backup, want the 20 of what was not erased", n)
	}
}

func countIn(t *testing.T, dir string, key []byte, what string) int {
	t.Helper()
	b, err := store.Read(t.Context(), store.Options{Dir: dir, Key: key})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	return count(t, b, what)
}

func TestRestore(t *testing.T) {
	o := store.Options{Dir: t.TempDir(), Key: testKey}
	d := open(t, o)
	for _, id := range []string{"conv_a", "conv_b", "conv_c"} {
		mustSave(t, d, conversation(id, "one"))
	}
	if err := d.Rate(ctx, chat.Rating{Receipt: "rcpt_conv_a_0", Up: true, At: start}); err != nil {
		t.Fatal(err)
	}
	backup := backUp(t, o, start)
	// The backup's disk is away while somebody erases.
	unplugged := t.TempDir()
	if err := os.CopyFS(filepath.Join(unplugged, "b"), os.DirFS(backup)); err != nil {
		t.Fatal(err)
	}
	if err := d.Erase(ctx, "conv_b"); err != nil {
		t.Fatal(err)
	}
	mustSave(t, d, conversation("conv_later", "one"))
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if err := store.Restore(t.Context(), o, filepath.Join(unplugged, "b")); err != nil {
		t.Fatal(err)
	}
	d = open(t, o)
	for id, want := range map[string]bool{"conv_a": true, "conv_b": false, "conv_c": true, "conv_later": false} {
		if kept(d, id) != want {
			t.Errorf("after the restore %s is kept: %v, want %v", id, !want, want)
		}
	}
	// What was in place is a backup now: the restore can be undone, and an
	// erasure reaches it.
	old, _ := filepath.Glob(filepath.Join(o.Dir, store.QuarantineDir, "replaced-*"))
	if len(old) != 1 || countIn(t, old[0], testKey, "conversations") != 3 {
		t.Fatalf("replaced stores %v", old)
	}
	if err := d.Erase(ctx, "conv_c"); err != nil {
		t.Fatal(err)
	}
	if err := d.SweepBackups(ctx); err != nil {
		t.Fatal(err)
	}
	if n := countIn(t, old[0], testKey, "conversations WHERE id = 'conv_c'"); n != 0 {
		t.Error("an erased conversation is still in the replaced store")
	}
	if count(t, d, "ratings") != 1 || count(t, d, "receipts") != 1 {
		t.Errorf("%d ratings, %d receipts", count(t, d, "ratings"), count(t, d, "receipts"))
	}
}

// A running server takes over a restored file, by its own tools or when the
// file is merely put there by hand.
func TestRestoreWhileRunning(t *testing.T) {
	o := store.Options{Dir: t.TempDir(), Key: testKey}
	s := openSteady(t, o)
	mustSave(t, s, conversation("conv_a", "one"))
	mustSave(t, s, conversation("conv_b", "one"))
	backup := backUp(t, o, start)
	if err := s.Erase(ctx, "conv_b"); err != nil {
		t.Fatal(err)
	}
	mustSave(t, s, conversation("conv_later", "one"))
	if err := store.Restore(t.Context(), o, backup); err != nil {
		t.Fatal(err)
	}
	mustLoad(t, s, "conv_later") // until it is taken over
	s.Look(ctx)
	if s.Err() != nil {
		t.Fatal(s.Err())
	}
	mustLoad(t, s, "conv_a")
	for _, id := range []string{"conv_b", "conv_later"} {
		if _, err := s.Load(ctx, id); !errors.Is(err, chat.ErrNotFound) {
			t.Errorf("%s: %v, want ErrNotFound", id, err)
		}
	}
	mustSave(t, s, conversation("conv_new", "one"))
}

// The age of a backup counts at once: it may not bring back old texts.
func TestRestoreOfAnOldBackupBringsNoOldText(t *testing.T) {
	c := &fakeClock{wall: start}
	o := c.options(t.TempDir())
	d := open(t, o)
	sweep(t, d)
	mustSave(t, d, conversation("conv_a", "one"))
	backup := backUp(t, o, start)
	c.run(t, d, 25*time.Hour)
	o = c.options(o.Dir)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if err := store.Restore(t.Context(), o, backup); err != nil {
		t.Fatal(err)
	}
	d = open(t, o)
	if kept(d, "conv_a") {
		t.Error("a text came back whose time was over")
	}
	if count(t, d, "receipts") != 1 {
		t.Error("the receipt did not come back")
	}
}

func TestRestoreRefusesWhatIsNoBackup(t *testing.T) {
	o := store.Options{Dir: t.TempDir(), Key: testKey}
	d := open(t, o)
	mustSave(t, d, conversation("conv_a", "one"))
	backup := backUp(t, o, start)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	wrong := o
	wrong.Key = []byte(strings.Repeat("k", store.KeySize))
	if err := store.Restore(t.Context(), wrong, backup); !errors.Is(err, store.ErrKey) {
		t.Errorf("wrong key: %v", err)
	}
	file := filepath.Join(backup, store.FileName)
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, raw[:len(raw)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	if err := store.Restore(t.Context(), o, backup); !errors.Is(err, store.ErrDamaged) {
		t.Errorf("half a file: %v", err)
	}
	if err := store.Restore(t.Context(), o, t.TempDir()); !errors.Is(err, store.ErrNone) {
		t.Errorf("an empty folder: %v", err)
	}
	if !kept(open(t, o), "conv_a") {
		t.Error("a restore that was refused changed the store")
	}
}

func TestPruneKeepsTheNewest(t *testing.T) {
	clock := &fakeClock{wall: start}
	o := clock.options(t.TempDir())
	d := open(t, o)
	mustSave(t, d, conversation("conv_a", canary))
	var made []string
	for range 4 {
		clock.pass(time.Minute)
		made = append(made, backUp(t, o, clock.wall))
	}
	if err := os.Remove(filepath.Join(made[0], store.ManifestFile)); err != nil { // no longer a backup of ours
		t.Fatal(err)
	}
	deleted, err := store.Prune(o.Dir, 2)
	if err != nil || len(deleted) != 1 || deleted[0] != made[1] {
		t.Errorf("deleted %v, %v; want only %s", deleted, err, made[1])
	}
	for i, want := range []bool{true, false, true, true} {
		if _, err := os.Stat(made[i]); (err == nil) != want {
			t.Errorf("backup %d there: %v, want %v", i, !want, want)
		}
	}
}

// An erasure that a crash cut short after it was noted is finished at the next
// start.
func TestNotedErasureIsFinished(t *testing.T) {
	o := store.Options{Dir: t.TempDir()}
	d := open(t, o)
	mustSave(t, d, conversation("conv_a", "one"))
	if err := d.NoteErased("conv_a"); err != nil {
		t.Fatal(err)
	}
	d = reopen(t, d, o)
	if kept(d, "conv_a") || count(t, d, "receipts") != 0 {
		t.Error("the conversation is back")
	}
}
