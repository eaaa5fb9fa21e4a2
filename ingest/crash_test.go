package ingest

import (
	"bufio"
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
		fmt.Println(i) // tells the parent that one more ingest is done
	}
}

// writeVersions writes the two sources of ingestForEver.
func writeVersions(t *testing.T, dir string) {
	t.Helper()
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
}

func TestKill(t *testing.T) {
	if testing.Short() {
		t.Skip("kills 50 processes")
	}
	dir := t.TempDir()
	writeVersions(t, dir)
	store := NewStore(filepath.Join(dir, "data"))
	mustRun(t, store.dir, filepath.Join(dir, "v0"))
	rnd := rand.New(rand.NewPCG(3, 4))
	last := uint64(0)
	for range 50 {
		killOne(t, dir, time.Duration(rnd.IntN(60_000))*time.Microsecond)
		snap, gen, err := store.Load("hash/16")
		if err != nil {
			t.Fatal(err)
		}
		if len(snap.Articles) != 200 || gen.ID <= last {
			t.Fatalf("generation %d after %d holds %d articles", gen.ID, last, len(snap.Articles))
		}
		last = gen.ID
		want := snap.Articles[0].Text[:len("Version 0")]
		for _, a := range snap.Articles {
			if !strings.HasPrefix(a.Text, want) {
				t.Fatalf("generation %d mixes versions", gen.ID)
			}
		}
	}
	if bad, _ := filepath.Glob(store.path(quarantineDir, "*")); len(bad) > 0 {
		t.Errorf("kills damaged %v", bad)
	}
}

// killOne starts an ingest loop and kills it at some moment after it has
// finished two rounds, of which at least one changed every article.
func killOne(t *testing.T, dir string, after time.Duration) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), crashEnv+"="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var errs bytes.Buffer
	cmd.Stderr = &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	for range 2 {
		if _, err := lines.ReadString('\n'); err != nil {
			t.Fatalf("the ingest failed before it was killed: %v %s", err, errs.String())
		}
	}
	time.Sleep(after)
	_ = cmd.Process.Signal(syscall.SIGKILL)
	_ = cmd.Wait()
}
