package telemetry

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/limber-health/limber/retrieval"
)

// askingIndex does nothing but embed the question.
type askingIndex struct {
	Index
	embedder Embedder
	after    func()
}

func (x askingIndex) SearchAfter(ctx context.Context, text, _ string, _ int) (retrieval.Result, error) {
	_, err := x.embedder.EmbedQuery(ctx, text)
	x.after()
	return retrieval.Result{Degraded: err != nil}, nil
}

// A waiting embedder answers when it is released; it fails with err.
type waiting struct {
	retrieval.Embedder
	asked    chan struct{}
	released chan struct{}
	err      error
}

func (w *waiting) ID() string { return "openai/host/model" }

func (w *waiting) EmbedQuery(context.Context, string) ([]float32, error) {
	w.asked <- struct{}{}
	<-w.released
	return nil, w.err
}

// While questions wait for an embedding server, others are searched. Each has
// a place again when it goes on.
func TestWaitingForTheEmbedderBlocksNobody(t *testing.T) {
	w := NewWatch(New("test"), nil)
	slow := &waiting{asked: make(chan struct{}, 100), released: make(chan struct{})}
	x := w.Index(askingIndex{embedder: w.Remote(slow), after: func() {
		if n := w.finds.Inside(); n < 1 || n > runtime.GOMAXPROCS(0) {
			t.Errorf("%d compute at once", n)
		}
	}})
	var all sync.WaitGroup
	many := 4 * runtime.GOMAXPROCS(0)
	for range many {
		all.Go(func() { _, _ = x.SearchAfter(t.Context(), "why", "", 1) })
	}
	for i := range many {
		select {
		case <-slow.asked:
		case <-time.After(5 * time.Second):
			t.Fatalf("only %d of %d questions wait at once: they hold a processor each", i, many)
		}
	}
	if n := w.finds.Inside(); n != 0 {
		t.Errorf("%d questions that wait hold a processor", n)
	}
	close(slow.released)
	all.Wait()
	if n := w.finds.Inside(); n != 0 {
		t.Errorf("%d places are not given back", n)
	}
}

// Every end of a call is counted under a name of ours.
func TestEmbedderMetrics(t *testing.T) {
	m := New("test")
	w := NewWatch(m, nil)
	for _, err := range []error{nil, context.Canceled, context.DeadlineExceeded, errors.New("my leg hurts"), &retrieval.RemoteError{Kind: retrieval.FaultRefused}, fmt.Errorf("x: %w", &retrieval.RemoteError{Kind: retrieval.FaultOpen})} {
		e := &waiting{asked: make(chan struct{}, 1), released: closed(), err: err}
		_, _ = w.Remote(e).EmbedQuery(t.Context(), "my leg hurts")
	}
	rec := httptest.NewRecorder()
	m.Handler().ServeHTTP(rec, httptest.NewRequest("GET", "/metrics", nil))
	for _, want := range []string{"ok", "stopped", "slow", "down", "refused", "circuit_open"} {
		if !strings.Contains(rec.Body.String(), `limber_embedder_calls_total{outcome="`+want+`"} 1`+"\n") {
			t.Errorf("there is no call counted as %s", want)
		}
	}
	if got := rec.Body.String(); strings.Contains(got, "my leg hurts") || !strings.Contains(got, "limber_embedder_breaker_open 1\n") || !strings.Contains(got, "limber_embedder_duration_seconds_count 6\n") {
		t.Errorf("got %s", got)
	}
	_, _ = NewWatch(nil, nil).Remote(&waiting{asked: make(chan struct{}, 1), released: closed()}).EmbedQuery(t.Context(), "without metrics")
}

func closed() chan struct{} {
	c := make(chan struct{})
	close(c)
	return c
}
