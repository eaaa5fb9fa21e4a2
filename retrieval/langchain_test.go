package retrieval

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// A fakeServer answers each text with a vector made from its length; answer may
// change the reply.
type fakeServer struct {
	*httptest.Server
	requests atomic.Int32
	texts    []string
}

func newFakeServer(t *testing.T, answer func(try int, w http.ResponseWriter, reply map[string]any) bool) *fakeServer {
	f := &fakeServer{}
	f.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var in struct {
			Input []string `json:"input"`
		}
		raw, _ := io.ReadAll(r.Body)
		if err := json.Unmarshal(raw, &in); err != nil || r.URL.Path != "/v1/embeddings" {
			http.Error(w, "bad request", http.StatusBadRequest)
			return
		}
		f.texts = in.Input
		var data []map[string]any
		for i := len(in.Input) - 1; i >= 0; i-- { // out of order on purpose
			data = append(data, map[string]any{"index": i, "embedding": []float64{float64(len(in.Input[i])), 1, 0}})
		}
		reply := map[string]any{"data": data}
		if answer == nil || answer(int(f.requests.Add(1)), w, reply) {
			_ = json.NewEncoder(w).Encode(reply)
		}
	}))
	t.Cleanup(f.Close)
	return f
}

func newTestRemote(t *testing.T, o RemoteOptions) *Remote {
	t.Helper()
	if o.Kind == "" {
		o.Kind = KindOpenAI
	}
	o.Model = "m"
	r, err := NewRemote(o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestRemotePutsVectorsInOrder(t *testing.T) {
	f := newFakeServer(t, nil)
	r := newTestRemote(t, RemoteOptions{BaseURL: f.URL + "/v1", Batch: 2})
	texts := []string{"a", "bb\nb", "ccccccc"}
	got, err := r.EmbedDocuments(context.Background(), texts)
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range texts {
		want := []float32{float32(len(s)), 1, 0}
		normalise(want)
		if diff := cmp.Diff(want, got[i]); diff != "" {
			t.Errorf("vector of %q (-want +got):\n%s", s, diff)
		}
	}
	if texts[1] != "bb\nb" {
		t.Errorf("the caller's text was changed to %q", texts[1])
	}
}

func TestRemotePrefixesQuestions(t *testing.T) {
	f := newFakeServer(t, nil)
	r := newTestRemote(t, RemoteOptions{Kind: KindOllama, BaseURL: f.URL + "/v1/", QueryPrefix: "query: "})
	if _, err := r.EmbedQuery(context.Background(), "why"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"query: why"}, f.texts); diff != "" {
		t.Errorf("sent (-want +got):\n%s", diff)
	}
	if got := r.ID(); got != "ollama/m+prefix" {
		t.Errorf("identity is %q", got)
	}
}

func TestRemoteTriesAgain(t *testing.T) {
	f := newFakeServer(t, func(try int, w http.ResponseWriter, _ map[string]any) bool {
		if try < 3 {
			w.Header().Set("Retry-After", "2")
			http.Error(w, "busy", http.StatusTooManyRequests)
		}
		return try >= 3
	})
	var waited []time.Duration
	c := &carefulClient{client: f.Client(), retries: 3, wait: func(_ context.Context, d time.Duration) error {
		waited = append(waited, d)
		return nil
	}}
	req, err := http.NewRequest(http.MethodPost, f.URL+"/v1/embeddings", strings.NewReader(`{"input":["x"]}`))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Do(req); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]time.Duration{2 * time.Second, 2 * time.Second}, waited); diff != "" {
		t.Errorf("pauses (-want +got):\n%s", diff)
	}
}

// A fault is a reply that must not be taken for vectors.
type fault struct {
	name   string
	answer func(try int, w http.ResponseWriter, reply map[string]any) bool
	tries  int32
}

var faults = []fault{
	{"refused", func(_ int, w http.ResponseWriter, _ map[string]any) bool {
		http.Error(w, `{"error":{"message":"my secret text"}}`, http.StatusUnauthorized)
		return false
	}, 1},
	{"html", func(_ int, w http.ResponseWriter, _ map[string]any) bool { fmt.Fprint(w, "<html>"); return false }, 1},
	{"too few", func(_ int, _ http.ResponseWriter, r map[string]any) bool {
		r["data"] = r["data"].([]map[string]any)[1:]
		return true
	}, 1},
	{"same index", func(_ int, _ http.ResponseWriter, r map[string]any) bool {
		r["data"].([]map[string]any)[0]["index"] = 0
		return true
	}, 1},
	{"zero vector", func(_ int, _ http.ResponseWriter, r map[string]any) bool {
		r["data"].([]map[string]any)[0]["embedding"] = []float64{0, 0, 0}
		return true
	}, 1},
	{"other length", func(_ int, _ http.ResponseWriter, r map[string]any) bool {
		r["data"].([]map[string]any)[0]["embedding"] = []float64{1, 2}
		return true
	}, 1},
	{"down", func(_ int, w http.ResponseWriter, _ map[string]any) bool {
		w.WriteHeader(http.StatusBadGateway)
		return false
	}, 2},
}

func TestRemoteFaults(t *testing.T) {
	for _, c := range faults {
		t.Run(c.name, func(t *testing.T) {
			f := newFakeServer(t, c.answer)
			r := newTestRemote(t, RemoteOptions{BaseURL: f.URL + "/v1", Retries: 1, Key: "hidden-key"})
			_, err := r.EmbedDocuments(context.Background(), []string{"my secret text", "other"})
			if !errors.Is(err, ErrUnreachable) {
				t.Fatalf("got %v, want ErrUnreachable", err)
			}
			if s := err.Error(); strings.Contains(s, "secret") || strings.Contains(s, "hidden-key") {
				t.Errorf("error gives away text or key: %s", s)
			}
			if got := f.requests.Load(); got != c.tries {
				t.Errorf("%d requests, want %d", got, c.tries)
			}
		})
	}
}

func TestRemoteUnreachableDegradesSearch(t *testing.T) {
	f := newFakeServer(t, nil)
	r := newTestRemote(t, RemoteOptions{BaseURL: f.URL + "/v1", Retries: -1})
	s, err := Build(context.Background(), []Article{{Slug: "a", Title: "Cramp", Text: "A cramp is a tight muscle."}}, r, BuildOptions{})
	if err != nil {
		t.Fatal(err)
	}
	x, err := NewIndex(context.Background(), s, r, Options{})
	if err != nil {
		t.Fatal(err)
	}
	f.Close()
	got, err := x.Search(context.Background(), "what is a cramp?", 3)
	if err != nil || !got.Degraded || len(got.Hits) != 1 || got.Hits[0].Vector != 0 {
		t.Errorf("got %+v, %v; want one hit found by keywords, degraded", got, err)
	}
}

func TestRemoteOptionsAreChecked(t *testing.T) {
	for _, o := range []RemoteOptions{
		{Kind: KindOpenAI, Key: "k"}, {Kind: "other", Model: "m"}, {Kind: KindOpenAI, Model: "m"},
		{Kind: KindOllama, Model: "m", BaseURL: "file:///etc"}, {Kind: KindOllama, Model: "m", BaseURL: "::"},
	} {
		if _, err := NewRemote(o); err == nil {
			t.Errorf("NewRemote(%+v) has no error", o)
		}
	}
}
