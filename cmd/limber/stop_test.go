package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// opened is a stream whose verdict has come.
func opened(t *testing.T, url, message string) *bufio.Reader {
	t.Helper()
	res, err := http.Post(url+"/v1/chat", "application/json", strings.NewReader(fmt.Sprintf(`{"message":%q,"stream":true}`, message)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { res.Body.Close() })
	r := bufio.NewReader(res.Body)
	if line, err := r.ReadString('\n'); line != "event: triage\n" {
		t.Fatalf("got first line %q, %v", line, err)
	}
	return r
}

// rest is what still comes of a stream.
func rest(t *testing.T, r io.Reader) string {
	t.Helper()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Errorf("the stream broke off: %v", err)
	}
	return string(b)
}

func dripping(t *testing.T, pause time.Duration, args ...string) *child {
	t.Helper()
	return startChild(t, append([]string{"--model-provider", "openai", "--model-url", drip(t, pause), "--model", "drip", "--model-timeout", "2m", "--log-level", "debug"}, args...)...)
}

func signalTo(t *testing.T, c *child, s syscall.Signal) {
	t.Helper()
	if err := c.Process.Signal(s); err != nil {
		t.Fatal(err)
	}
}

// A stop lets open streams end, says no at /readyz first, and drops nobody.
func TestStopWaitsForStreams(t *testing.T) {
	c := dripping(t, 400*time.Millisecond, "--drain", "30s", "--drain-delay", "1s")
	r := opened(t, c.url, "what helps restless legs")
	signalTo(t, c, syscall.SIGTERM)
	status := 0
	for range 50 {
		res, err := http.Get(c.url + "/readyz")
		if err != nil {
			break
		}
		res.Body.Close()
		if status = res.StatusCode; status == http.StatusServiceUnavailable {
			if res.Header.Get("Retry-After") == "" {
				t.Error("/readyz does not say when to come back")
			}
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	if status != http.StatusServiceUnavailable {
		t.Errorf("/readyz gave %d after the signal, want 503 while it still answers", status)
	}
	if got := rest(t, r); strings.Count(got, "event: done") != 1 || strings.Contains(got, "event: error") {
		t.Errorf("the open stream ended with %.300s", got)
	}
	if err := c.wait(t, 20*time.Second); err != nil {
		t.Errorf("the server ended with %v: %s", err, c.log)
	}
}

// What has not ended in time is told to try again.
func TestStopTellsOpenStreams(t *testing.T) {
	c := dripping(t, 20*time.Second, "--drain", "300ms")
	r := opened(t, c.url, "my calf is swollen and hot after a flight")
	signalTo(t, c, syscall.SIGTERM)
	got := rest(t, r)
	if strings.Count(got, "event: error") != 1 || !strings.Contains(got, `"status":503`) || strings.Contains(got, "event: done") {
		t.Errorf("the open stream ended with %.500s", got)
	}
	if err := c.wait(t, 20*time.Second); err != nil {
		t.Errorf("the server ended with %v: %s", err, c.log)
	}
}

func TestSecondSignalEndsAtOnce(t *testing.T) {
	c := dripping(t, 20*time.Second, "--drain", "5m")
	opened(t, c.url, "what helps restless legs")
	signalTo(t, c, syscall.SIGTERM)
	time.Sleep(300 * time.Millisecond)
	signalTo(t, c, syscall.SIGTERM)
	if err := c.wait(t, 10*time.Second); err == nil {
		t.Error("the server ended as if all was well")
	}
}

// The dump that a dying program writes holds no word of a person.
func TestCrashDumpHoldsNoMessage(t *testing.T) {
	const canary = "phicanarydump"
	c := dripping(t, 20*time.Second)
	opened(t, c.url, "what helps restless legs "+canary)
	signalTo(t, c, syscall.SIGQUIT)
	if err := c.wait(t, 20*time.Second); err == nil {
		t.Error("SIGQUIT did not end the program")
	}
	if log := c.log.String(); !strings.Contains(log, "goroutine") || strings.Contains(log, canary) {
		t.Errorf("the dump holds what was said, or is no dump: %.300s", log)
	}
}

var versionWord = regexp.MustCompile(`version[0-9]+`)

// Reloads under load fail no request, and every reply rests on one generation.
func TestReloadUnderLoad(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	publish := func(v int) {
		t.Helper()
		dir := t.TempDir()
		text := fmt.Sprintf("# Hiccups\n\n## What stops hiccups?\n\nHolding the breath can stop hiccups in version%[1]d. Hiccups are sudden squeezes of the diaphragm in version%[1]d. Sugar can stop hiccups in version%[1]d.\n", v)
		mustWrite(t, filepath.Join(dir, "hiccups.md"), text)
		if status, out, errs := runCommand(t, "", "ingest", "--data", data, dir); status != exitDone {
			t.Fatal(out, errs)
		}
	}
	publish(0)
	c := startChild(t, "--data", data, "--rate-limit", "0", "--log-level", "error")
	var stop atomic.Bool
	var replies, failed, mixed atomic.Int64
	var g sync.WaitGroup
	seen := sync.Map{}
	for range 6 {
		g.Go(func() {
			for !stop.Load() {
				res, err := http.Post(c.url+"/v1/chat", "application/json", strings.NewReader(`{"message":"what stops hiccups?"}`))
				if err != nil {
					failed.Add(1)
					continue
				}
				var r struct {
					Answer    struct{ Sentences []struct{ Text string } }
					Citations []struct{ Quote string }
				}
				err = json.NewDecoder(res.Body).Decode(&r)
				res.Body.Close()
				versions := map[string]bool{}
				for _, s := range r.Answer.Sentences {
					versions[versionWord.FindString(s.Text)] = true
				}
				for _, q := range r.Citations {
					versions[versionWord.FindString(q.Quote)] = true
				}
				replies.Add(1)
				switch {
				case err != nil || res.StatusCode != 200 || len(r.Citations) == 0:
					failed.Add(1)
				case len(versions) != 1:
					mixed.Add(1)
				}
				for v := range versions {
					seen.Store(v, true)
				}
			}
		})
	}
	const swaps = 10
	for v := 1; v <= swaps; v++ {
		publish(v)
		if v%2 == 0 {
			signalTo(t, c, syscall.SIGHUP)
		} else if got := post(t, c.url+"/admin/reload", ""); !strings.Contains(got, `"articles":1`) {
			t.Errorf("reload: %s", got)
		}
		time.Sleep(100 * time.Millisecond)
	}
	time.Sleep(500 * time.Millisecond)
	stop.Store(true)
	g.Wait()
	versions := 0
	seen.Range(func(any, any) bool { versions++; return true })
	t.Logf("%d replies over %d reloads from %d generations: %d failed, %d mixed", replies.Load(), swaps, versions, failed.Load(), mixed.Load())
	if failed.Load() != 0 || mixed.Load() != 0 || replies.Load() == 0 || versions < swaps/2 {
		t.Error("a reload failed a request, mixed generations, or was not seen")
	}
	if n := c.gauge(t, "limber_index_generation"); n < swaps {
		t.Errorf("generation %v is served at the end", n)
	}
}
