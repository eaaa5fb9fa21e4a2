package api_test

import (
	"bufio"
	"context"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestAbortedStreams opens streams, leaves them while the model is working and
// wants everything they started to be gone.
func TestAbortedStreams(t *testing.T) {
	n := 1000
	if testing.Short() {
		n = 100
	}
	srv, _ := serveModel(t, stall(""))
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	abort := func() {
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		req, _ := http.NewRequestWithContext(ctx, http.MethodPost, srv.URL+"/v1/chat", strings.NewReader(`{"message":"what helps leg cramps?","stream":true}`))
		req.Header.Set("Content-Type", "application/json")
		res, err := client.Do(req)
		if err != nil {
			t.Error(err)
			return
		}
		line, _ := bufio.NewReader(res.Body).ReadString('\n')
		if line != "event: triage\n" {
			t.Errorf("got first line %q", line)
		}
		cancel()
		res.Body.Close()
	}
	aborts := func(n int) {
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				for range n / 8 {
					abort()
				}
			})
		}
		wg.Wait()
	}
	aborts(40) // starts what stays
	base := settled(t, 0)
	aborts(n)
	// A connection to the model that was dialled just before its request was
	// given up stays open for the next one: at most eight, three goroutines each.
	const idle = 8 * 3
	if got := settled(t, base); got > base+idle {
		t.Errorf("got %d goroutines after %d aborted streams, %d before", got, n, base)
	}
}

// settled waits until at most want goroutines run or none ends any more.
func settled(t *testing.T, want int) int {
	t.Helper()
	n, same := runtime.NumGoroutine(), 0
	for same < 40 && (want == 0 || n > want) {
		time.Sleep(50 * time.Millisecond)
		now := runtime.NumGoroutine()
		if same++; now != n {
			n, same = now, 0
		}
	}
	return n
}

// BenchmarkVerdictBesideAStalledModel measures the time to the first event of
// a stream, the verdict, while the model never answers.
func BenchmarkVerdictBesideAStalledModel(b *testing.B) {
	srv, _ := serveModel(b, stall(""))
	var times []time.Duration
	for b.Loop() {
		ctx, cancel := context.WithCancel(context.Background())
		req, _ := http.NewRequestWithContext(ctx, http.MethodPost, srv.URL+"/v1/chat", strings.NewReader(`{"message":"URGENT what helps leg cramps?","stream":true}`))
		req.Header.Set("Content-Type", "application/json")
		start := time.Now()
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			b.Fatal(err)
		}
		if line, _ := bufio.NewReader(res.Body).ReadString('\n'); line != "event: triage\n" {
			b.Fatalf("got %q", line)
		}
		times = append(times, time.Since(start))
		cancel()
		res.Body.Close()
	}
	slices.Sort(times)
	b.ReportMetric(float64(times[len(times)*95/100].Microseconds())/1000, "p95-ms")
}
