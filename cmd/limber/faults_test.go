package main

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/limber-health/limber/chat"
	"github.com/limber-health/limber/chat/guard"
	"github.com/limber-health/limber/ingest"
	"github.com/limber-health/limber/retrieval"
)

// commandEnv makes the test program run as limber itself, so that it can be killed.
const commandEnv = "LIMBER_TEST_COMMAND"

// programEnv names another build of the test program that is run as limber: one
// without the race detector starts ten times as fast.
const programEnv = "LIMBER_TEST_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(commandEnv) != "" {
		os.Unsetenv(commandEnv)
		os.Unsetenv(programEnv)
		main()
	}
	os.Exit(m.Run())
}

// program is the test program that is run as limber.
func program() string { return cmp.Or(os.Getenv(programEnv), os.Args[0]) }

// asLimber is a command that runs a test program as limber.
func asLimber(program string, args ...string) *exec.Cmd {
	c := exec.Command(program, args...)
	c.Env = append(os.Environ(), commandEnv+"=1")
	return c
}

const (
	redFlag = "my calf is swollen and I suddenly cannot breathe"
	hiccups = "what stops hiccups?"
)

// twoIngests returns a data folder with two generations of one article.
func twoIngests(t *testing.T) string {
	t.Helper()
	data := filepath.Join(t.TempDir(), "data")
	for v := range 2 {
		src := writeArticles(t, v, 1)
		if status, out, errs := runCommand(t, "", "ingest", "--data", data, src); status != exitDone {
			t.Fatal(out, errs)
		}
	}
	return data
}

// writeArticles writes one version of n articles. The first answers hiccups.
func writeArticles(t *testing.T, version, n int) string {
	t.Helper()
	dir := t.TempDir()
	for i := range n {
		text := fmt.Sprintf("# Hiccups %d\n\n## What stops hiccups?\n\nHolding the breath %d times can stop hiccups. Hiccups are sudden squeezes of the diaphragm.\n", i, version+7)
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("hiccups%d.md", i)), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// indexFaults are done to a folder of two generations. served says which
// version answers then; -1: none.
var indexFaults = map[string]struct {
	harm   func(t *testing.T, data string)
	served int
}{
	"none":               {func(*testing.T, string) {}, 1},
	"newest is cut":      {func(t *testing.T, data string) { cut(t, generations(t, data)[1]) }, 0},
	"newest is gone":     {func(t *testing.T, data string) { mustDo(t, os.Remove(generations(t, data)[1])) }, 0},
	"CURRENT is cut":     {func(t *testing.T, data string) { cut(t, filepath.Join(data, "CURRENT")) }, 1},
	"CURRENT is gone":    {func(t *testing.T, data string) { mustDo(t, os.Remove(filepath.Join(data, "CURRENT"))) }, 1},
	"older is cut":       {func(t *testing.T, data string) { cut(t, generations(t, data)[0]) }, 1},
	"both are cut":       {func(t *testing.T, data string) { cut(t, generations(t, data)...) }, -1},
	"the clock is back":  {func(t *testing.T, data string) { touch(t, data, -10) }, 1},
	"the clock is ahead": {func(t *testing.T, data string) { touch(t, data, 10) }, 1},
	"an ingest hangs":    {hang, 1},
}

func generations(t *testing.T, data string) []string {
	t.Helper()
	list, err := filepath.Glob(filepath.Join(data, "gen", "*.snap"))
	if err != nil || len(list) != 2 {
		t.Fatalf("generations %v, %v", list, err)
	}
	return list
}

func mustDo(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func cut(t *testing.T, files ...string) {
	t.Helper()
	for _, f := range files {
		mustDo(t, os.Truncate(f, 20))
	}
}

// touch moves the times of all files by so many years.
func touch(t *testing.T, data string, years int) {
	t.Helper()
	at := time.Now().AddDate(years, 0, 0)
	mustDo(t, filepath.WalkDir(data, func(p string, _ os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Chtimes(p, at, at)
	}))
}

// hang starts an ingest that holds the lock until the test ends.
func hang(t *testing.T, data string) {
	t.Helper()
	e := &stuck{begun: make(chan struct{})}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_, _ = ingest.Run(ctx, ingest.Options{Dir: data, Sources: []string{writeArticles(t, 5, 2)}, Embedder: e})
	}()
	<-e.begun
	t.Cleanup(func() { cancel(); <-ended })
}

// stuck is an embedder that never answers.
type stuck struct {
	retrieval.HashEmbedder
	begun chan struct{}
}

func (s *stuck) EmbedDocuments(ctx context.Context, _ []string) ([][]float32, error) {
	close(s.begun)
	<-ctx.Done()
	return nil, ctx.Err()
}

// After every fault the program opens, the notice of a red flag is right, and
// what is answered comes from a whole index.
func TestIndexFaults(t *testing.T) {
	if testing.Short() {
		t.Skip("opens the program ten times")
	}
	for name, f := range indexFaults {
		t.Run(name, func(t *testing.T) {
			data := twoIngests(t)
			f.harm(t, data)
			app, err := openApp(t.Context(), searched(data), chat.Options{})
			mustDo(t, err)
			r, err := app.chat.Reply(t.Context(), chat.Question{Message: redFlag, Locale: "en-GB"}, nil)
			mustDo(t, err)
			if r.Triage.Level != guard.Emergency || !strings.Contains(fmt.Sprint(r.Triage), "999") {
				t.Errorf("triage %+v", r.Triage)
			}
			r, err = app.chat.Reply(t.Context(), chat.Question{Message: hiccups}, nil)
			mustDo(t, err)
			answer := r.Answer.Markdown
			if f.served < 0 {
				if len(r.Citations) > 0 || app.ready() == nil || app.served.Load().note == "" {
					t.Errorf("without an index: %s, ready %v", answer, app.ready())
				}
				return
			}
			if want := fmt.Sprintf("breath %d times", f.served+7); !strings.Contains(fmt.Sprint(r.Citations), want) {
				t.Errorf("answer %v lacks %q", r.Citations, want)
			}
			if told := app.served.Load().note != ""; told != strings.Contains(name, "newest") && told != strings.Contains(name, "CURRENT") {
				t.Errorf("note %q", app.served.Load().note)
			}
		})
	}
}

// Ingests are killed at random moments while a server answers from the same
// folder and reloads it. LIMBER_KILLS says how many; the default is a few.
func TestKillIngestUnderAServer(t *testing.T) {
	if testing.Short() {
		t.Skip("kills processes")
	}
	n, err := strconv.Atoi(os.Getenv("LIMBER_KILLS"))
	if err != nil {
		n = 6
	}
	data := filepath.Join(t.TempDir(), "data")
	versions := []string{writeArticles(t, 0, 200), writeArticles(t, 1, 200)}
	start := time.Now()
	if status, out, errs := runCommand(t, "", "ingest", "--data", data, versions[0]); status != exitDone {
		t.Fatal(out, errs)
	}
	whole := time.Since(start)
	url, stop := startServer(t, "--data", data)
	rnd := rand.New(rand.NewPCG(7, 8))
	killed := 0
	for i := range n {
		cmd := asLimber(program(), "ingest", "--data", data, versions[(i+1)%2])
		mustDo(t, cmd.Start())
		timer := time.AfterFunc(time.Duration(rnd.Int64N(int64(whole)*3/2)), func() { _ = cmd.Process.Kill() })
		if got := post(t, url+"/v1/chat", `{"message":"`+redFlag+`"}`); !strings.Contains(got, `"level":"emergency"`) {
			t.Fatalf("red flag during an ingest: %s", got)
		}
		if cmd.Wait() != nil {
			killed++
		}
		timer.Stop()
		if got := post(t, url+"/admin/reload", ""); !strings.Contains(got, `"articles":200`) {
			t.Fatalf("reload after kill %d: %s", i, got)
		}
		if got := post(t, url+"/v1/chat", `{"message":"`+hiccups+`"}`); strings.Contains(got, "breath 7 times") == strings.Contains(got, "breath 8 times") {
			t.Fatalf("after kill %d the answer is of no or of both versions: %s", i, got)
		}
	}
	stop()
	if bad, _ := filepath.Glob(filepath.Join(data, "quarantine", "*")); len(bad) > 0 || killed == 0 {
		t.Errorf("%d of %d were killed; damaged: %v", killed, n, bad)
	}
	t.Logf("%d of %d ingests were killed before they ended", killed, n)
}
