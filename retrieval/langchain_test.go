package retrieval

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/limber-health/limber/retrieval/embedfake"
)

// newFakeServer embeds each text as its length; answer may change the reply.
func newFakeServer(t *testing.T, answer func(try int, w http.ResponseWriter, reply map[string]any) bool) *embedfake.Server {
	f := embedfake.New(func(text string) []float32 { return []float32{float32(len(text)), 1, 0} })
	if answer != nil {
		f.Break(func(try int, w http.ResponseWriter, _ *http.Request, reply map[string]any) bool {
			return answer(try, w, reply)
		})
	}
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
	r := newTestRemote(t, RemoteOptions{BaseURL: f.URL, Batch: 2})
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
	r := newTestRemote(t, RemoteOptions{Kind: KindOllama, BaseURL: f.URL + "/", QueryPrefix: "query: "})
	if _, err := r.EmbedQuery(context.Background(), "why"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"query: why"}, f.Texts()); diff != "" {
		t.Errorf("sent (-want +got):\n%s", diff)
	}
}

// The identity holds all that the vectors of articles depend on, and nothing
// that they do not: a new prefix for questions must not cost a new ingest.
func TestRemoteIdentity(t *testing.T) {
	for want, o := range map[string]RemoteOptions{
		"openai/api.openai.com/m":        {Kind: KindOpenAI, Key: "k", QueryPrefix: "query: "},
		"ollama/127.0.0.1:11434/m":       {Kind: KindOllama},
		`openai/h:1/m+"passage: "`:       {Kind: KindOpenAI, BaseURL: "http://h:1/v1", DocumentPrefix: "passage: "},
		"ollama/gpu.example.org:11434/m": {Kind: KindOllama, BaseURL: "http://gpu.example.org:11434"},
		"openai/gpu.example.org/m":       {Kind: KindOpenAI, BaseURL: "https://gpu.example.org/api/v1/"},
	} {
		if got := newTestRemote(t, o).ID(); got != want {
			t.Errorf("identity is %s, want %s", got, want)
		}
	}
}

func TestRemotePrefixesArticles(t *testing.T) {
	f := newFakeServer(t, nil)
	r := newTestRemote(t, RemoteOptions{Kind: KindOllama, BaseURL: strings.TrimSuffix(f.URL, "/v1"), DocumentPrefix: "passage: "})
	texts := []string{"why"}
	if _, err := r.EmbedDocuments(context.Background(), texts); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"passage: why"}, f.Texts()); diff != "" || texts[0] != "why" {
		t.Errorf("the caller's text is %q, sent (-want +got):\n%s", texts[0], diff)
	}
}

// What is sent of a question is bounded, and cut between characters.
func TestRemoteCutsQuestions(t *testing.T) {
	f := newFakeServer(t, nil)
	r := newTestRemote(t, RemoteOptions{BaseURL: f.URL})
	if _, err := r.EmbedQuery(context.Background(), strings.Repeat("é", longestQuery)+"x"); err != nil {
		t.Fatal(err)
	}
	if got := f.Texts()[0]; got != strings.Repeat("é", longestQuery/2) {
		t.Errorf("sent %d bytes: %q", len(got), got[max(0, len(got)-10):])
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
	c := &carefulClient{client: http.DefaultClient, retries: 3, most: 1 << 20, wait: func(_ context.Context, d time.Duration) error {
		waited = append(waited, d)
		return nil
	}}
	req, err := http.NewRequest(http.MethodPost, f.URL+"/embeddings", strings.NewReader(`{"model":"m","input":["x"]}`))
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
	tries  int
	kind   Fault
}

var faults = []fault{
	{"refused", func(_ int, w http.ResponseWriter, _ map[string]any) bool {
		http.Error(w, `{"error":{"message":"my secret text"}}`, http.StatusUnauthorized)
		return false
	}, 1, FaultRefused},
	{"moved", func(_ int, w http.ResponseWriter, _ map[string]any) bool {
		w.Header().Set("Location", "/elsewhere")
		w.WriteHeader(http.StatusPermanentRedirect)
		return false
	}, 1, FaultRefused},
	{"html", func(_ int, w http.ResponseWriter, _ map[string]any) bool { fmt.Fprint(w, "<html>"); return false }, 1, FaultMalformed},
	{"endless", func(_ int, w http.ResponseWriter, _ map[string]any) bool {
		_, _ = io.WriteString(w, strings.Repeat(" ", 4<<20))
		return false
	}, 1, FaultMalformed},
	{"not finite", func(_ int, w http.ResponseWriter, _ map[string]any) bool {
		fmt.Fprint(w, `{"data":[{"index":0,"embedding":[1e39,0,0]},{"index":1,"embedding":[NaN,0,0]}]}`)
		return false
	}, 1, FaultMalformed},
	{"too large", func(_ int, w http.ResponseWriter, _ map[string]any) bool {
		fmt.Fprint(w, `{"data":[{"index":0,"embedding":[1e39,0,0]},{"index":1,"embedding":[1,0,0]}]}`)
		return false
	}, 1, FaultMalformed},
	{"no vector", func(_ int, w http.ResponseWriter, _ map[string]any) bool {
		fmt.Fprint(w, `{"data":[{"index":0,"embedding":null},{"index":1,"embedding":[]}]}`)
		return false
	}, 1, FaultMalformed},
	{"cut", func(_ int, w http.ResponseWriter, _ map[string]any) bool {
		w.Header().Set("Content-Length", "1000")
		fmt.Fprint(w, `{"data":[`)
		return false
	}, 2, FaultDown},
	{"slow", func(_ int, _ http.ResponseWriter, _ map[string]any) bool {
		time.Sleep(400 * time.Millisecond)
		return false
	}, 2, FaultSlow},
	{"limited", func(_ int, w http.ResponseWriter, _ map[string]any) bool {
		w.WriteHeader(http.StatusTooManyRequests)
		return false
	}, 2, FaultLimited},
	{"too few", func(_ int, _ http.ResponseWriter, r map[string]any) bool {
		r["data"] = r["data"].([]map[string]any)[1:]
		return true
	}, 1, FaultMalformed},
	{"same index", func(_ int, _ http.ResponseWriter, r map[string]any) bool {
		r["data"].([]map[string]any)[0]["index"] = 0
		return true
	}, 1, FaultMalformed},
	{"zero vector", func(_ int, _ http.ResponseWriter, r map[string]any) bool {
		r["data"].([]map[string]any)[0]["embedding"] = []float32{0, 0, 0}
		return true
	}, 1, FaultMalformed},
	{"other length", func(_ int, _ http.ResponseWriter, r map[string]any) bool {
		r["data"].([]map[string]any)[0]["embedding"] = []float32{1, 2}
		return true
	}, 1, FaultMalformed},
	{"down", func(_ int, w http.ResponseWriter, _ map[string]any) bool {
		w.WriteHeader(http.StatusBadGateway)
		return false
	}, 2, FaultDown},
}

func TestRemoteFaults(t *testing.T) {
	for _, c := range faults {
		t.Run(c.name, func(t *testing.T) {
			f := newFakeServer(t, c.answer)
			patience := 20 * time.Second
			if c.kind == FaultSlow {
				patience = 200 * time.Millisecond
			}
			r := newTestRemote(t, RemoteOptions{BaseURL: f.URL, Retries: 1, Key: "hidden-key", Timeout: patience, Batch: 2})
			_, err := r.EmbedDocuments(context.Background(), []string{"my secret text", "other"})
			var e *RemoteError
			if !errors.As(err, &e) || e.Kind != c.kind {
				t.Fatalf("got %v, want a fault of kind %s", err, c.kind)
			}
			if s := err.Error(); strings.Contains(s, "secret") || strings.Contains(s, "hidden-key") {
				t.Errorf("error gives away text or key: %s", s)
			}
			if got := f.Tries(); got != c.tries {
				t.Errorf("%d requests, want %d", got, c.tries)
			}
		})
	}
}

func TestRemoteUnreachableDegradesSearch(t *testing.T) {
	f := newFakeServer(t, nil)
	r := newTestRemote(t, RemoteOptions{BaseURL: f.URL, Retries: -1})
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
		{Kind: KindOpenAI, Model: "m", BaseURL: "http://me:pass@h/v1"}, {Kind: KindOpenAI, Model: "m", BaseURL: "http://h/v1?version=2"},
		{Kind: KindOllama, Model: "m", Batch: -1},
		{Kind: KindOllama, Model: "m", BaseURL: "file:///etc"}, {Kind: KindOllama, Model: "m", BaseURL: "::"},
	} {
		if _, err := NewRemote(o); err == nil {
			t.Errorf("NewRemote(%+v) has no error", o)
		}
	}
	err := RemoteOptions{Kind: "other", BaseURL: "::", Batch: -1}.Check()
	for _, flag := range []string{"--embedder-provider", "--embedder-model", "--embedder-url", "--embedder-batch"} {
		if err == nil || !strings.Contains(err.Error(), flag) {
			t.Errorf("the faults %v lack %s: all are to be listed at once", err, flag)
		}
	}
}
