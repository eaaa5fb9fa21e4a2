package store_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/limber-health/limber/api/slack"
	"github.com/limber-health/limber/chat"
	"github.com/limber-health/limber/chat/store"
)

const (
	crashEnv = "LIMBER_TEST_STORE_CRASH" // folder of the child
	killsEnv = "LIMBER_TEST_KILLS"       // how many kills instead of 60
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(crashEnv); dir != "" {
		if err := loadForEver(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(3)
		}
	}
	os.Exit(m.Run())
}

// loadForEver is the child of TestKill: it writes until it is killed and
// prints a line for everything that was acknowledged.
func loadForEver(dir string) error {
	s, err := store.OpenSteady(context.Background(), store.Options{Dir: dir, Key: testKey})
	if err != nil {
		return err
	}
	if err := s.Err(); err != nil {
		return err
	}
	var mu sync.Mutex
	ack := func(format string, args ...any) {
		mu.Lock()
		defer mu.Unlock()
		fmt.Printf(format+"\n", args...)
	}
	fault := make(chan error)
	for worker := range 4 {
		go func() {
			for i := 0; ; i++ {
				id := fmt.Sprintf("conv_%d_%d_%d", os.Getpid(), worker, i)
				if err := talk(s, id, worker%2 == 0, ack); err != nil {
					fault <- err
				}
			}
		}()
	}
	return <-fault
}

// talk is one conversation with everything that can be done to it.
func talk(s *store.Steady, id string, erase bool, ack func(string, ...any)) error {
	ctx := context.Background()
	c := conversation(id, id+" one", id+" two", id+" three")
	all := c.Turns
	for n := 1; n <= len(all); n++ {
		last := all[n-1]
		last.Reply, last.Receipt = nil, nil
		c.Turns = append(append([]chat.Turn(nil), all[:n-1]...), last)
		if err := s.Save(ctx, c); err != nil {
			return err
		}
		ack("asked %s %d", id, n)
		c.Turns = all[:n]
		if err := s.Save(ctx, c); err != nil {
			return err
		}
		ack("replied %s %d", id, n)
		r := all[n-1].Reply.ID
		if err := s.Rate(ctx, chat.Rating{Receipt: r, Up: n%2 == 0, Comment: id, At: start}); err != nil {
			return err
		}
		ack("rated %s %d", r, n%2)
	}
	job := slack.Job{ID: id, Thread: id, Lane: slack.Ordinary, Due: start, Body: []byte(id)}
	if fresh, err := slack.NewDurable(s).Accept(ctx, job, "event "+id, "client "+id); err != nil || !fresh {
		return fmt.Errorf("accept: fresh %v, %w", fresh, err)
	}
	ack("accepted %s 0", id)
	if erase {
		ack("erasing %s 0", id)
		if err := s.Erase(ctx, id); err != nil {
			return err
		}
		ack("erased %s 0", id)
	}
	return nil
}

func kills(t *testing.T) int {
	if n, err := strconv.Atoi(os.Getenv(killsEnv)); err == nil {
		return n
	}
	if testing.Short() {
		return 8
	}
	return 60
}

func TestKill(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	rnd := rand.New(rand.NewPCG(1, 2))
	total := map[string]int{}
	for range kills(t) {
		acked := killOne(t, dir, 1+rnd.IntN(120), time.Duration(rnd.IntN(5000))*time.Microsecond)
		d, err := store.Open(t.Context(), store.Options{Dir: dir, Key: testKey})
		if err != nil {
			t.Fatal(err)
		}
		checkAcked(t, d, acked, total)
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if bad, _ := filepath.Glob(filepath.Join(dir, store.QuarantineDir, "*")); len(bad) > 0 {
		t.Errorf("kills damaged %v", bad)
	}
	for _, what := range []string{"asked", "replied", "rated", "accepted", "erased"} {
		if total[what] == 0 {
			t.Errorf("nothing was %s: the test saw nothing", what)
		}
	}
	t.Logf("acknowledged and found again: %v", total)
}

// A loader is a process that writes, and what it said was acknowledged.
type loader struct {
	t    *testing.T
	cmd  *exec.Cmd
	errs bytes.Buffer
	done chan struct{} // all lines were read

	mu    sync.Mutex
	lines []string
	more  *sync.Cond
	over  bool
}

func startLoad(t *testing.T, dir string) *loader {
	t.Helper()
	l := &loader{t: t, cmd: exec.Command(os.Args[0]), done: make(chan struct{})}
	l.more = sync.NewCond(&l.mu)
	l.cmd.Env = append(os.Environ(), crashEnv+"="+dir)
	l.cmd.Stderr = &l.errs
	out, err := l.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := l.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.cmd.Process.Kill() })
	go l.read(bufio.NewReader(out))
	return l
}

// read takes whole lines: one that the kill cut off was not said.
func (l *loader) read(out *bufio.Reader) {
	defer close(l.done)
	for {
		line, err := out.ReadString('\n')
		l.mu.Lock()
		if l.over = err != nil; !l.over {
			l.lines = append(l.lines, strings.TrimSpace(line))
		}
		l.more.Broadcast()
		l.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// wait returns when the process has said so many lines.
func (l *loader) wait(acks int) {
	l.t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	for len(l.lines) < acks {
		if l.over {
			l.t.Fatal("the load ended before it was killed: ", l.errs.String())
		}
		l.more.Wait()
	}
}

// kill ends the process and returns all that it said.
func (l *loader) kill() []string {
	l.t.Helper()
	_ = l.cmd.Process.Kill()
	<-l.done
	if _ = l.cmd.Wait(); l.cmd.ProcessState.ExitCode() == 3 {
		l.t.Fatal("the load failed: ", l.errs.String())
	}
	return l.lines
}

// killOne starts a load, kills it some time after so many acknowledgements and
// returns all of them.
func killOne(t *testing.T, dir string, acks int, after time.Duration) []string {
	t.Helper()
	l := startLoad(t, dir)
	l.wait(acks)
	time.Sleep(after)
	return l.kill()
}

// checkAcked looks for everything that was acknowledged.
func checkAcked(t *testing.T, d *store.DB, acked []string, total map[string]int) {
	t.Helper()
	gone := map[string]bool{} // an erase was begun: what it was about may be gone
	for _, line := range acked {
		if f := strings.Fields(line); f[0] == "erasing" {
			gone[f[1]] = true
		}
	}
	for _, line := range acked {
		f := strings.Fields(line)
		what, id := f[0], f[1]
		n, _ := strconv.Atoi(f[2])
		total[what]++
		owner := id
		if what == "rated" {
			owner = strings.TrimPrefix(id[:strings.LastIndexByte(id, '_')], "rcpt_")
		}
		if gone[owner] && what != "erased" && what != "accepted" {
			continue
		}
		if fault := lookFor(t, d, what, id, n); fault != "" {
			t.Fatalf("acknowledged %q: %s", line, fault)
		}
	}
}

func lookFor(t *testing.T, d *store.DB, what, id string, n int) string {
	switch what {
	case "asked", "replied":
		c, err := d.Load(t.Context(), id)
		if err != nil {
			return err.Error()
		}
		if len(c.Turns) < n || !strings.HasPrefix(c.Turns[n-1].Message, id) {
			return fmt.Sprintf("%d turns", len(c.Turns))
		}
		if what == "replied" && (c.Turns[n-1].Reply == nil || c.Turns[n-1].Receipt == nil) {
			return "the turn has no reply"
		}
	case "rated":
		if count(t, d, fmt.Sprintf("ratings WHERE receipt = '%s' AND up = %d AND comment_box IS NOT NULL", id, 1-n)) != 1 {
			return "the rating is gone"
		}
	case "accepted":
		if count(t, d, fmt.Sprintf("slack_jobs WHERE id = '%s' AND body_box IS NOT NULL", id)) != 1 || count(t, d, fmt.Sprintf("slack_keys WHERE job = '%s'", id)) != 3 {
			return "the event is gone"
		}
	case "erased":
		if count(t, d, fmt.Sprintf("conversations WHERE id = '%s'", id))+count(t, d, fmt.Sprintf("receipts WHERE conversation = '%s'", id)) != 0 {
			return "it is back"
		}
	}
	return ""
}
