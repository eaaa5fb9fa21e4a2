package store_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/limber-health/limber/chat/store"
)

var ctx = context.Background()

var testKey = bytes.Repeat([]byte{7}, store.KeySize)

func open(t *testing.T, o store.Options) *store.DB {
	t.Helper()
	if o.Dir == "" {
		o.Dir = t.TempDir()
	}
	d, err := store.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

func TestOpenIsForTheOwnerOnly(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "data")
	open(t, store.Options{Dir: dir})
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		if err == nil && info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v, want 0600", e.Name(), info.Mode().Perm())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAloneIsAlone(t *testing.T) {
	dir := t.TempDir()
	for _, alone := range []bool{true, false} {
		first := open(t, store.Options{Dir: dir, Alone: alone})
		if _, err := store.Open(t.Context(), store.Options{Dir: dir, Alone: !alone}); !errors.Is(err, store.ErrLocked) {
			t.Fatalf("the first alone %v, the second %v: %v, want ErrLocked", alone, !alone, err)
		}
		if err := first.Close(); err != nil {
			t.Fatal(err)
		}
	}
	open(t, store.Options{Dir: dir})
}

func TestWrongKeyIsRefusedWithAHint(t *testing.T) {
	dir := t.TempDir()
	if err := open(t, store.Options{Dir: dir, Key: testKey}).Close(); err != nil {
		t.Fatal(err)
	}
	for name, key := range map[string][]byte{"other key": bytes.Repeat([]byte{8}, store.KeySize), "no key": nil, "short key": {1}} {
		_, err := store.Open(t.Context(), store.Options{Dir: dir, Key: key})
		if !errors.Is(err, store.ErrKey) {
			t.Errorf("%s: %v, want ErrKey", name, err)
		}
		if len(key) != 1 && (err == nil || !strings.Contains(err.Error(), "--data-key")) {
			t.Errorf("%s: %v has no hint", name, err)
		}
	}
	open(t, store.Options{Dir: dir, Key: testKey})
}

func TestNewerFileIsRefusedAndKept(t *testing.T) {
	dir := t.TempDir()
	d := open(t, store.Options{Dir: dir})
	setForm(t, d, 1000)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := store.Open(t.Context(), store.Options{Dir: dir})
	if err == nil || errors.Is(err, store.ErrDamaged) || !strings.Contains(err.Error(), "newer Limber") {
		t.Fatalf("got %v, want a refusal that names the cause", err)
	}
}

func setForm(t *testing.T, d *store.DB, form int) {
	t.Helper()
	err := d.Update(t.Context(), func(tx *sql.Tx) error {
		_, err := tx.Exec(fmt.Sprintf("PRAGMA user_version = %d", form))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestDamagedFileIsNamed(t *testing.T) {
	for name, content := range map[string]string{"text": strings.Repeat("not a database ", 1000), "header only": "SQLite format 3\x00" + strings.Repeat("\xff", 4000)} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, store.FileName), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := store.Open(t.Context(), store.Options{Dir: dir}); !errors.Is(err, store.ErrDamaged) {
			t.Errorf("%s: %v, want ErrDamaged", name, err)
		}
	}
}

// One bad write among many that share a commit must fail alone.
func TestWritesShareACommitButNotAFault(t *testing.T) {
	d := open(t, store.Options{})
	bad := errors.New("bad write")
	var wg sync.WaitGroup
	for i := range 100 {
		wg.Go(func() {
			err := d.Update(context.Background(), func(tx *sql.Tx) error {
				if i%10 == 3 {
					return bad
				}
				_, err := tx.Exec("INSERT INTO meta (name, value) VALUES (?, x'00')", i)
				return err
			})
			if errors.Is(err, bad) != (i%10 == 3) {
				t.Errorf("write %d: %v", i, err)
			}
		})
	}
	wg.Wait()
	var n int
	err := d.View(t.Context(), func(tx *sql.Tx) error { return tx.QueryRow("SELECT count(*) FROM meta").Scan(&n) })
	if err != nil || n != 90 {
		t.Errorf("%d rows, want 90 (%v)", n, err)
	}
}

func TestWriteAfterCloseFails(t *testing.T) {
	d := open(t, store.Options{})
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if err := d.Update(t.Context(), func(*sql.Tx) error { return nil }); err == nil {
		t.Error("a write after close was accepted")
	}
}

func TestParseKey(t *testing.T) {
	const hexKey = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
	want, err := store.ParseKey(hexKey)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8", " " + hexKey + "\n", strings.ToUpper(hexKey)} {
		if got, err := store.ParseKey(s); err != nil || !bytes.Equal(got, want) {
			t.Errorf("ParseKey(%q) = %x, %v", s, got, err)
		}
	}
	for _, s := range []string{"", "secret", hexKey[2:], hexKey + "00"} {
		if _, err := store.ParseKey(s); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("ParseKey(%q): %v", s, err)
		}
	}
}

func TestBoxOpensOnlyInItsPlace(t *testing.T) {
	for name, key := range map[string][]byte{"sealed": testKey, "clear": nil} {
		t.Run(name, func(t *testing.T) { boxOpensOnlyInItsPlace(t, open(t, store.Options{Key: key})) })
	}
}

func boxOpensOnlyInItsPlace(t *testing.T, d *store.DB) {
	b, wrapped, err := d.NewBoxer("conv_a")
	if err != nil {
		t.Fatal(err)
	}
	box := b.Seal("message/0", []byte("my leg hurts"))
	if wrapped != nil && bytes.Contains(box, []byte("leg")) {
		t.Fatal("the box shows its text")
	}
	again, err := d.Boxer("conv_a", wrapped)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := again.Open("message/0", box); err != nil || string(got) != "my leg hurts" {
		t.Fatalf("got %q, %v", got, err)
	}
	if _, err := again.Open("message/1", box); err == nil {
		t.Error("the box opened in another place")
	}
	other, err := d.Boxer("conv_b", wrapped)
	if wrapped != nil && !errors.Is(err, store.ErrKey) {
		t.Errorf("another conversation opened the key: %v", err)
	}
	if _, err := other.Open("message/0", box); err == nil {
		t.Error("the box opened for another conversation")
	}
	for i := range box {
		changed := bytes.Clone(box)
		changed[i] ^= 1
		if _, err := again.Open("message/0", changed); err == nil {
			t.Errorf("a change of byte %d went unseen", i)
		}
	}
	// A sealed box must not be replaceable by a clear one.
	forged := store.Boxer{}.Seal("message/0", []byte("forged"))
	if _, err := again.Open("message/0", forged); err == nil {
		t.Error("a clear text passed for a sealed one")
	}
}
