package main

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/limber-health/limber/api/apitest"
)

// The load test. By itself it is a short check; the figures come from
//
//	go test ./cmd/limber -run TestLoad -load 10m -timeout 20m -v
//
// One process serves with its ordinary limits; this one is 250 clients, each
// with an address of its own on the loopback network.
var loadFor = flag.Duration("load", 0, "how long the load test keeps 500 streams and 200 requests a second; 0: a short check with a tenth of them")

// A child is "limber serve" in a process of its own.
type child struct {
	*exec.Cmd
	url   string
	log   *apitest.Log
	out   apitest.Log // after the first line
	ended chan error
}

func startChild(t testing.TB, args ...string) *child {
	t.Helper()
	c := &child{Cmd: asLimber(program(), append([]string{"serve", "--addr", "127.0.0.1:0"}, args...)...), log: &apitest.Log{}, ended: make(chan error, 1)}
	c.Stderr = c.log
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	said := bufio.NewReader(out)
	line, err := said.ReadString('\n')
	if err != nil {
		t.Fatalf("the server did not start: %v %s", err, c.log)
	}
	go func() {
		_, _ = io.Copy(&c.out, said)
		c.ended <- c.Wait()
	}()
	t.Cleanup(func() { _ = c.Process.Kill() })
	c.url = listening.FindString(line)
	return c
}

// admin is the address of the listener for operators.
func (c *child) admin(t testing.TB) string {
	t.Helper()
	for range 100 {
		if url := strings.TrimRight(listening.FindString(c.out.String()), "."); url != "" {
			return url
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatal("there is no listener for operators")
	return ""
}

// wait is how the program ended.
func (c *child) wait(t testing.TB, most time.Duration) error {
	t.Helper()
	select {
	case err := <-c.ended:
		return err
	case <-time.After(most):
		t.Fatalf("the server has not ended after %v: %s", most, c.log)
		return nil
	}
}

// gauge reads one metric.
func (c *child) gauge(t testing.TB, name string) float64 {
	t.Helper()
	res, err := http.Get(c.url + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(name) + ` (\S+)$`).FindSubmatch(b)
	if m == nil {
		t.Fatalf("there is no metric %s", name)
	}
	v, err := strconv.ParseFloat(string(m[1]), 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

var quoteInPrompt = regexp.MustCompile(`(?m)^([A-Z]{3}\d+): (".*")$`)

// drip is a language model's server that repeats each quote after a pause, so
// that streams stay open.
func drip(t testing.TB, pause time.Duration) string {
	t.Helper()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		var in struct {
			Messages []struct{ Content string }
		}
		if json.Unmarshal(body, &in) != nil || len(in.Messages) != 2 {
			http.Error(w, "not a prompt", http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "text/event-stream")
		send := func(text string, finish any) {
			b, _ := json.Marshal(map[string]any{"choices": []any{map[string]any{"index": 0, "delta": map[string]string{"content": text}, "finish_reason": finish}}})
			fmt.Fprintf(w, "data: %s\n\n", b)
			_ = http.NewResponseController(w).Flush()
		}
		send("", nil)
		for _, m := range quoteInPrompt.FindAllStringSubmatch(in.Messages[1].Content, -1) {
			select {
			case <-r.Context().Done():
				return
			case <-time.After(pause):
			}
			send(m[1]+": "+m[2]+"\n", nil)
		}
		send("", "stop")
		fmt.Fprint(w, "data: [DONE]\n\n")
	}))
	t.Cleanup(func() { srv.CloseClientConnections(); srv.Close() })
	return srv.URL + "/v1"
}

// TestLoad keeps streams open and requests coming, then overloads the server,
// and wants everything to be as before at the end.
func TestLoad(t *testing.T) {
	if testing.Short() && *loadFor == 0 {
		t.Skip("it needs a machine that is not busy")
	}
	l := pressure{streams: 50, perSecond: 20, lasts: 3 * time.Second, pause: 300 * time.Millisecond, crowd: 150, slow: 200, resets: 500}
	if *loadFor > 0 {
		l = pressure{streams: 500, perSecond: 200, lasts: *loadFor, pause: 8 * time.Second, crowd: 400, slow: 2000, resets: 5000}
	}
	s := startChild(t, "--log-level", "error", "--model-provider", "openai", "--model-url", drip(t, l.pause), "--model", "drip",
		"--model-timeout", "2m", "--model-parallel", "600")
	l.clients = newClients(s.url, 250)
	l.warm(t)
	files, routines := s.gauge(t, "process_open_fds"), s.gauge(t, "go_goroutines")
	l.steady(t, s)
	l.overload(t)
	l.slowloris(t)
	l.reset(t)
	l.clients.close()
	settle(t, s, "process_open_fds", files)
	settle(t, s, "go_goroutines", routines)
	if log := s.log.String(); strings.Contains(log, "panic") {
		t.Errorf("the log tells of a panic: %.500s", log)
	}
	if err := s.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := s.wait(t, 20*time.Second); err != nil {
		t.Errorf("the server ended with %v", err)
	}
}

// settle waits until a gauge is back at its base.
func settle(t *testing.T, s *child, name string, base float64) {
	t.Helper()
	const spare = 12 // connections to the model and of this test that stay open
	var now float64
	for range 60 {
		if now = s.gauge(t, name); now <= base+spare {
			t.Logf("%s: %.0f at the start, %.0f at the end", name, base, now)
			return
		}
		time.Sleep(500 * time.Millisecond)
	}
	t.Errorf("%s is %.0f at the end, %.0f at the start", name, now, base)
}

// resident is the memory of a process in MiB.
func resident(pid int) float64 {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
	if err != nil {
		return 0
	}
	f := strings.Fields(string(b))
	if len(f) < 2 {
		return 0
	}
	pages, _ := strconv.ParseFloat(f[1], 64)
	return pages * float64(os.Getpagesize()) / (1 << 20)
}

// every calls f that often until the context ends, without waiting for it.
func every(ctx context.Context, gap time.Duration, f func(n int)) {
	tick := time.NewTicker(gap)
	defer tick.Stop()
	for n := 0; ; n++ {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			f(n)
		}
	}
}
