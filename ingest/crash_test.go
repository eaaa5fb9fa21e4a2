package ingest

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

const crashEnv = "LIMBER_TEST_CRASH"

// ingestForEver is the child of TestKill: it ingests two versions of 200
// articles in turn until it is killed.
func ingestForEver(dir string) {
	for i := 0; ; i++ {
		o := Options{Dir: filepath.Join(dir, "data"), Sources: []string{filepath.Join(dir, fmt.Sprint("v", i%2))}, Embedder: newCounter()}
		if _, err := Run(context.Background(), o); err != nil && !strings.Contains(err.Error(), "another ingest") {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(3)
		}
	}
}

func TestKill(t *testing.T) {
	if testing.Short() {
		t.Skip("kills 50 processes")
	}
	dir := t.TempDir()
	for v := range 2 {
		var b strings.Builder
		for i := range 200 {
			fmt.Fprintf(&b, "{\"_id\":\"d%d\",\"title\":\"T\",\"text\":\"Version %d of article %d.\"}\n", i, v, i)
		}
		if err := os.MkdirAll(filepath.Join(dir, fmt.Sprint("v", v)), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprint("v", v), "c.jsonl"), []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	store := NewStore(filepath.Join(dir, "data"))
	mustRun(t, store.dir, filepath.Join(dir, "v0"))
	rnd := rand.New(rand.NewPCG(3, 4))
	last, moved := uint64(0), 0
	for range 50 {
		killOne(t, dir, time.Duration(30+rnd.IntN(150))*time.Millisecond)
		snap, gen, err := store.Load("hash/16")
		if err != nil {
			t.Fatal(err)
		}
		if len(snap.Articles) != 200 || gen.ID < last {
			t.Fatalf("generation %d after %d holds %d articles", gen.ID, last, len(snap.Articles))
		}
		want := snap.Articles[0].Text[:len("Version 0")]
		for _, a := range snap.Articles {
			if !strings.HasPrefix(a.Text, want) {
				t.Fatalf("generation %d mixes versions", gen.ID)
			}
		}
		if gen.ID > last {
			moved++
		}
		last = gen.ID
	}
	if bad, _ := filepath.Glob(store.path(quarantineDir, "*")); len(bad) > 0 {
		t.Errorf("kills damaged %v", bad)
	}
	if moved < 5 {
		t.Errorf("only %d of 50 processes got anything done before they were killed", moved)
	}
}

func killOne(t *testing.T, dir string, after time.Duration) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), crashEnv+"="+dir)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(after)
	_ = cmd.Process.Signal(syscall.SIGKILL)
	_ = cmd.Wait()
	if cmd.ProcessState.ExitCode() == 3 {
		t.Fatalf("the ingest failed before it was killed: %s", errs.String())
	}
}
