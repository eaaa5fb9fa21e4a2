package store_test

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/limber-health/limber/chat"
	"github.com/limber-health/limber/chat/store"
)

const canary = "quokka-5831"

// findCanary lists the files under dir that hold the canary.
func findCanary(t *testing.T, dir string) (found []string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no files in %s: %v", dir, err)
	}
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err == nil && bytes.Contains(raw, []byte(canary)) {
			found = append(found, filepath.Base(f))
		}
	}
	return found
}

// fill writes conversations with the canary everywhere a text can be, beside
// others, so that pages are shared and texts spill over.
func fill(t *testing.T, d *store.DB) {
	t.Helper()
	long := fmt.Sprint(bytes.Repeat([]byte(canary+" "), 2000))
	for i := range 20 {
		c := conversation(fmt.Sprint("conv_", i), "hello", "again")
		if i%2 == 0 {
			c = conversation(fmt.Sprint("conv_", i), canary, long+canary)
			c.Turns[0].Reply.Answer.Markdown = canary
		}
		mustSave(t, d, c)
	}
	if err := d.Rate(ctx, chat.Rating{Receipt: "rcpt_conv_0_0", Comment: canary, At: start}); err != nil {
		t.Fatal(err)
	}
}

func TestErasedTextIsInNoFile(t *testing.T) {
	dir := t.TempDir()
	d := open(t, store.Options{Dir: dir})
	fill(t, d)
	if len(findCanary(t, dir)) == 0 {
		t.Fatal("the canary is in no file: this test would see nothing")
	}
	for i := 0; i < 20; i += 2 {
		if err := d.Erase(ctx, fmt.Sprint("conv_", i)); err != nil {
			t.Fatal(err)
		}
	}
	if found := findCanary(t, dir); len(found) > 0 {
		t.Errorf("after erase the text is still in %v", found)
	}
	if !kept(d, "conv_1") {
		t.Error("another conversation was erased too")
	}
}

func TestExpiredTextIsInNoFile(t *testing.T) {
	c := &fakeClock{wall: start}
	dir := t.TempDir()
	d := open(t, c.options(dir))
	fill(t, d)
	c.pass(25 * time.Hour)
	sweep(t, d) // the gap is doubted
	if kept(d, "conv_0") {
		t.Fatal("an old text was given out")
	}
	c.run(t, d, 61*time.Minute)
	if found := findCanary(t, dir); len(found) > 0 {
		t.Errorf("after its time the text is still in %v", found)
	}
}

// A reader that is in the middle of something holds old pages. They go as soon
// as it ends.
func TestErasedPagesGoWhenTheReaderEnds(t *testing.T) {
	dir := t.TempDir()
	d := open(t, store.Options{Dir: dir})
	fill(t, d)
	err := d.View(ctx, func(tx *sql.Tx) error {
		var n int
		if err := tx.QueryRow("SELECT count(*) FROM turns").Scan(&n); err != nil {
			return err
		}
		for i := 0; i < 20; i += 2 {
			if err := d.Erase(ctx, fmt.Sprint("conv_", i)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	sweep(t, d)
	if found := findCanary(t, dir); len(found) > 0 {
		t.Errorf("the text is still in %v", found)
	}
}

func TestSealedTextIsInNoFileAtAll(t *testing.T) {
	dir := t.TempDir()
	d := open(t, store.Options{Dir: dir, Key: testKey})
	fill(t, d)
	if found := findCanary(t, dir); len(found) > 0 {
		t.Errorf("the text is readable in %v", found)
	}
	if mustLoad(t, d, "conv_0").Turns[0].Message != canary {
		t.Error("the text cannot be read with the key")
	}
	if _, err := d.Load(ctx, "conv_none"); !errors.Is(err, chat.ErrNotFound) {
		t.Errorf("got %v", err)
	}
}
