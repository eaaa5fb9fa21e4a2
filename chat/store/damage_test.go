package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/limber-health/limber/chat"
	"github.com/limber-health/limber/chat/store"
)

// whole is the file of a store of some size.
func whole(t *testing.T) []byte {
	t.Helper()
	dir := t.TempDir()
	d := open(t, store.Options{Dir: dir, Key: testKey})
	for i := range 30 {
		mustSave(t, d, conversation(fmt.Sprint("conv_", i), strings.Repeat("word ", 200), "two"))
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(filepath.Join(dir, store.FileName))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// damaged makes a store of a damaged copy of a file.
func damaged(t *testing.T, raw []byte, damage func(raw []byte)) (dir string) {
	t.Helper()
	dir, raw = t.TempDir(), bytes.Clone(raw)
	damage(raw)
	if err := os.WriteFile(filepath.Join(dir, store.FileName), raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestDamagedFileGoesToQuarantine(t *testing.T) {
	var log bytes.Buffer
	dir := damaged(t, whole(t), func(raw []byte) { copy(raw, bytes.Repeat([]byte{0xff}, 8192)) })
	s := openSteady(t, store.Options{Dir: dir, Key: testKey, Log: slog.New(slog.NewTextHandler(&log, nil))})
	if s.Err() != nil {
		t.Fatal(s.Err())
	}
	moved, _ := filepath.Glob(filepath.Join(dir, store.QuarantineDir, "limber-*.db"))
	if len(moved) != 1 || !strings.Contains(s.Notice(), moved[0]) || !strings.Contains(log.String(), moved[0]) {
		t.Errorf("moved %v, notice %q, log %q: it must be said", moved, s.Notice(), log.String())
	}
	mustSave(t, s, conversation("conv_new", "one"))
}

// Every part of the file is damaged in turn. Nothing may be lost silently: the
// file opens and gives out only what was saved, or it goes to quarantine, or
// the read is an error.
func TestDamageAnywhereIsNoticed(t *testing.T) {
	t.Parallel()
	rounds := 40
	if testing.Short() {
		rounds = 8
	}
	rnd := rand.New(rand.NewPCG(5, 6))
	file := whole(t)
	quarantined, read := 0, 0
	for i := range rounds {
		dir := damaged(t, file, func(raw []byte) {
			at := len(raw) * i / rounds
			size := 512
			if i%2 == 1 { // one byte
				at, size = at+rnd.IntN(len(raw)/rounds), 1
			}
			for j := range min(size, len(raw)-at) {
				raw[at+j] ^= byte(1 + rnd.IntN(255))
			}
		})
		s := openSteady(t, store.Options{Dir: dir, Key: testKey})
		if s.Err() != nil {
			t.Fatalf("round %d: no file after all: %v", i, s.Err())
		}
		if s.Notice() != "" {
			quarantined++
		}
		for j := range 30 {
			c, err := s.Load(ctx, fmt.Sprint("conv_", j))
			switch {
			case err == nil:
				read++
				if c.Turns[0].Message != strings.Repeat("word ", 200) {
					t.Fatalf("round %d: conversation %d was changed", i, j)
				}
			case errors.Is(err, chat.ErrNotFound) && s.Notice() == "" && s.Err() == nil:
				t.Fatalf("round %d: conversation %d is gone and nobody said so", i, j)
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if quarantined == 0 {
		t.Error("no damage was ever found")
	}
	t.Logf("%d of %d files went to quarantine, %d conversations were read unchanged", quarantined, rounds, read)
}

// A file that breaks under a running server is replaced, and what memory holds
// is written again.
func TestDamageWhileRunning(t *testing.T) {
	dir := t.TempDir()
	s := openSteady(t, store.Options{Dir: dir, Key: testKey})
	mustSave(t, s, conversation("conv_a", "one"))
	s.Break(t)
	if err := s.Save(ctx, conversation("conv_b", "two")); err == nil {
		t.Fatal("a write to a damaged file was acknowledged")
	}
	s.Reopen(ctx)
	if s.Err() != nil {
		t.Fatal(s.Err())
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	d := open(t, store.Options{Dir: dir, Key: testKey})
	for _, id := range []string{"conv_a", "conv_b"} {
		mustLoad(t, d, id)
	}
}
