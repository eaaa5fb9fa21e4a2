package store_test

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/limber-health/limber/chat/store"
)

// older makes a file as the program of an earlier form would have left it.
func older(t *testing.T, form int) (dir string) {
	t.Helper()
	dir = t.TempDir()
	d := open(t, store.Options{Dir: dir, Key: testKey})
	mustSave(t, d, conversation("conv_a", "one", "two"))
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", filepath.Join(dir, store.FileName))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	undo := []string{"DROP INDEX slack_jobs_next"} // what each form after the first added
	for n := len(undo); n >= form; n-- {
		if _, err := db.Exec(undo[n-1]); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.Exec(fmt.Sprintf("PRAGMA user_version = %d", form)); err != nil {
		t.Fatal(err)
	}
	return dir
}

func formOf(t *testing.T, dir string) (form int) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, store.FileName))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.QueryRow("PRAGMA user_version").Scan(&form); err != nil {
		t.Fatal(err)
	}
	return form
}

// A file of an older program is brought to the new form with all that is in
// it, but never under the feet of a process that has it open.
func TestOlderFileIsBroughtForward(t *testing.T) {
	steps, err := os.ReadDir("migrations")
	if err != nil {
		t.Fatal(err)
	}
	for form := 1; form < len(steps); form++ {
		dir := older(t, form)
		mustLoad(t, open(t, store.Options{Dir: dir, Key: testKey}), "conv_a")
		if got := formOf(t, dir); got != len(steps) {
			t.Errorf("from form %d: the file has form %d, want %d", form, got, len(steps))
		}
	}
	pair(t, store.Options{}) // or skip
	o := store.Options{Dir: t.TempDir()}
	old := open(t, o)
	err = old.Update(ctx, func(tx *sql.Tx) error {
		_, err := tx.Exec(fmt.Sprintf("PRAGMA user_version = %d", len(steps)-1))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(ctx, o); !errors.Is(err, store.ErrLocked) {
		t.Errorf("while an older program has it open: %v, want ErrLocked", err)
	}
}

// A key for a file that is in clear is not taken while a server without one
// has it open: it would go on writing in clear.
func TestSealingWaitsForOthers(t *testing.T) {
	pair(t, store.Options{}) // or skip
	o := store.Options{Dir: t.TempDir()}
	clear := open(t, o)
	mustSave(t, clear, conversation("conv_a", "one"))
	o.Key = testKey
	if _, err := store.Open(ctx, o); !errors.Is(err, store.ErrLocked) {
		t.Errorf("beside a server without a key: %v, want ErrLocked", err)
	}
	if err := clear.Close(); err != nil {
		t.Fatal(err)
	}
	mustLoad(t, open(t, o), "conv_a")
	if _, err := store.Open(ctx, store.Options{Dir: o.Dir}); !errors.Is(err, store.ErrKey) {
		t.Errorf("without the key: %v, want ErrKey", err)
	}
}
