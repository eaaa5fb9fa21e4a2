package ingest

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/limber-health/limber/ingest/web"
)

const crashEnv = "LIMBER_TEST_CRASH"

// ingestForEver is the child of TestKill: it ingests two versions of 200
// articles in turn until it is killed. As the child of TestKillWhileFetching it
// gets an address and a data folder, and fetches once.
func ingestForEver(dir string) {
	if strings.HasPrefix(dir, "http") {
		site, data, _ := strings.Cut(dir, " ")
		o := Options{Dir: data, Embedder: newCounter(), Web: web.Options{Sitemaps: []string{site + "/sitemap.xml"}, AllowPrivate: true}}
		if _, err := Run(context.Background(), o); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(3)
		}
		os.Exit(0)
	}
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

// kills is how many processes a test kills: LIMBER_KILLS or a few.
func kills(t *testing.T) int {
	t.Helper()
	if testing.Short() {
		t.Skip("kills processes")
	}
	n, err := strconv.Atoi(os.Getenv("LIMBER_KILLS"))
	if err != nil {
		n = 20
	}
	return n
}

func TestKill(t *testing.T) {
	dir := t.TempDir()
	writeVersions(t, dir)
	store := NewStore(filepath.Join(dir, "data"))
	mustRun(t, store.dir, filepath.Join(dir, "v0"))
	rnd := rand.New(rand.NewPCG(3, 4))
	last := uint64(0)
	for range kills(t) {
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

// However often a fetch is killed, the next one goes on: what was kept is not
// asked for again, and no half of an index ever shows.
func TestKillWhileFetching(t *testing.T) {
	n := kills(t)
	pages := map[string]string{}
	for i := range 60 {
		pages[fmt.Sprint("/p", i)] = fmt.Sprintf("# Legs %d\n\nAdvice %d is about legs that ache at night.\n", i, i)
	}
	s := newPageServer(t, pages)
	dir := filepath.Join(t.TempDir(), "data")
	rnd := rand.New(rand.NewPCG(5, 6))
	resumed := 0
	for range n {
		kept := keptPages(t, dir)
		s.reset()
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), crashEnv+"="+s.URL+" "+dir)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		timer := time.AfterFunc(time.Duration(20_000+rnd.IntN(200_000))*time.Microsecond, func() { _ = cmd.Process.Signal(syscall.SIGKILL) })
		_ = cmd.Wait()
		timer.Stop()
		if got := s.total(); got > len(pages)-kept {
			t.Fatalf("%d requests, though %d of %d pages were kept", got, kept, len(pages))
		}
		if kept > 0 {
			resumed++
		}
		snap, _, err := NewStore(dir).Load("hash/16")
		if err == nil && len(snap.Articles) != len(pages) || err != nil && !errors.Is(err, ErrNoIndex) {
			t.Fatalf("index %v, %v", snap, err)
		}
	}
	if resumed < n/3 {
		t.Errorf("only %d of %d runs had something to go on from", resumed, n)
	}
	if r, err := Run(t.Context(), s.options(dir)); err != nil || len(r.Added)+len(r.Unchanged) != len(pages) {
		t.Fatalf("after all kills: %+v, %v", r, err)
	}
}

// keptPages counts the pages that the next fetch need not ask for.
func keptPages(t *testing.T, dir string) int {
	t.Helper()
	var run struct {
		Crawl int64
		Open  bool
		Type  string
	}
	data, err := os.ReadFile(filepath.Join(dir, webDir, "crawl.json"))
	if err != nil || json.Unmarshal(data, &run) != nil || !run.Open {
		return 0
	}
	now, n := run.Crawl, 0
	records, err := filepath.Glob(filepath.Join(dir, webDir, "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range records {
		run.Crawl, run.Type = 0, ""
		if data, err := os.ReadFile(name); err != nil || json.Unmarshal(data, &run) != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if run.Crawl == now && strings.HasPrefix(run.Type, "text/markdown") {
			n++
		}
	}
	return n
}
