package retrieval

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/limber-health/limber/retrieval/embedfake"
)

// sickServer fails while sick is set: 1 answers 503, 2 says nothing.
func sickServer(t *testing.T, sick *atomic.Int32) (*embedfake.Server, *Steady, *[]bool) {
	t.Helper()
	f := newFakeServer(t, func(_ int, w http.ResponseWriter, _ map[string]any) bool {
		switch sick.Load() {
		case 1:
			w.WriteHeader(http.StatusServiceUnavailable)
		case 2:
			time.Sleep(300 * time.Millisecond)
		case 3:
			w.WriteHeader(http.StatusBadRequest)
		default:
			return true
		}
		return false
	})
	told := &[]bool{}
	s := NewSteady(newTestRemote(t, RemoteOptions{BaseURL: f.URL, Retries: -1}), func(working bool) { *told = append(*told, working) })
	return f, s, told
}

func kindOf(err error) Fault {
	var e *RemoteError
	if errors.As(err, &e) {
		return e.Kind
	}
	return ""
}

// A server that fails is asked three times, then no question waits for it.
func TestSteadyLeavesASickServerAlone(t *testing.T) {
	var sick atomic.Int32
	f, s, told := sickServer(t, &sick)
	ask := func() Fault {
		_, err := s.For(3).EmbedQuery(context.Background(), "why")
		return kindOf(err)
	}
	if kind := ask(); kind != "" {
		t.Fatalf("a healthy server: %s", kind)
	}
	sick.Store(1)
	for i, want := range []Fault{FaultDown, FaultDown, FaultDown, FaultOpen, FaultOpen} {
		if got := ask(); got != want {
			t.Errorf("question %d: %s, want %s", i, got, want)
		}
	}
	if got := f.Tries(); got != 4 {
		t.Errorf("%d requests, want 4", got)
	}
	if len(*told) != 1 || (*told)[0] || s.Missed() != 5 {
		t.Errorf("told %v, %d questions missed; want one word of it and 5", *told, s.Missed())
	}
}

// Deadlines count as failures; people who leave and texts that a server does
// not like do not.
func TestSteadyCountsWhatTheServerDid(t *testing.T) {
	for name, tt := range map[string]struct {
		sick  int32
		leave bool
		want  bool // it is left alone
	}{"silent": {2, false, true}, "left": {2, true, false}, "bad text": {3, false, false}} {
		t.Run(name, func(t *testing.T) {
			var sick atomic.Int32
			_, s, told := sickServer(t, &sick)
			sick.Store(tt.sick)
			for range failuresToOpen {
				ctx, cancel := context.WithTimeout(context.Background(), 30*time.Millisecond)
				if tt.leave {
					time.AfterFunc(10*time.Millisecond, cancel)
				}
				if _, err := s.For(3).EmbedQuery(ctx, "why"); err == nil {
					t.Error("no error")
				}
				cancel()
			}
			if left := len(*told) > 0; left != tt.want {
				t.Errorf("left alone: %v, want %v", left, tt.want)
			}
		})
	}
}

// A server whose vectors do not fit the index is a sick one.
func TestSteadyWantsTheLengthOfTheIndex(t *testing.T) {
	var sick atomic.Int32
	_, s, _ := sickServer(t, &sick)
	for i := range failuresToOpen {
		_, err := s.For(4).EmbedQuery(context.Background(), "my secret text")
		if kindOf(err) != FaultMalformed || strings.Contains(err.Error(), "secret") {
			t.Errorf("question %d: %v", i, err)
		}
	}
	if _, err := s.For(4).EmbedQuery(context.Background(), "why"); kindOf(err) != FaultOpen {
		t.Errorf("got %v, want the server to be left alone", err)
	}
}
