package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"

	"github.com/limber-health/limber/api"
	"github.com/limber-health/limber/chat"
)

// TestMemoryIsFlat asks more than a server keeps, and once more as much. The
// second half must not take more memory than the first.
func TestMemoryIsFlat(t *testing.T) {
	if testing.Short() {
		t.Skip("asks hundreds of questions")
	}
	const kept, half = 100, 400
	app, err := openApp(t.Context(), searched(""), chat.Options{Store: chat.NewMemory(kept, 0)})
	mustDo(t, err)
	handler, err := api.New(app.chat, api.Options{})
	mustDo(t, err)
	asked := 0
	inUse := func() float64 {
		for range half {
			asked++
			askOnce(t, handler, asked)
		}
		runtime.GC()
		runtime.GC() // what has a finalizer goes at the second one
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return float64(m.HeapAlloc) / (1 << 20)
	}
	first := inUse()
	second := inUse()
	runtime.KeepAlive(handler)
	t.Logf("%.2f MiB after %d requests, %.2f after %d", first, half, second, 2*half)
	// 400 conversations that are not forgotten would take 2 MiB.
	if second > first+1 {
		t.Errorf("memory grew from %.2f to %.2f MiB", first, second)
	}
}

func askOnce(t *testing.T, h http.Handler, n int) {
	path, body := "/v1/chat", emergencyBody
	switch n % 10 {
	case 0:
		path, body = "/v1/search", fmt.Sprintf(`{"query":"leg cramps %d"}`, n)
	case 1, 2:
		body = fmt.Sprintf(`{"message":"%s %d","stream":true}`, loadQuestions[n/10%len(loadQuestions)], n)
	case 3, 4, 5:
		body = fmt.Sprintf(`{"message":"who won the football %d nights ago?"}`, n)
	}
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.RemoteAddr = fmt.Sprintf("10.0.0.%d:1", n%50)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != http.StatusOK {
		t.Fatalf("request %d: status %d %s", n, w.Code, w.Body)
	}
}
