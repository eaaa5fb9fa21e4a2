package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/limber-health/limber/retrieval"
	"github.com/limber-health/limber/retrieval/embedfake"
)

// searched are the flags of a search in dir with the built-in embedder.
func searched(dir string) indexFlags {
	return indexFlags{dataFlag: dataFlag{dir}, EmbedderTimeout: 2 * time.Second}
}

// hashed makes vectors with so many numbers.
func hashed(dim int) func(string) []float32 {
	h := retrieval.NewHashEmbedder(dim)
	return func(text string) []float32 {
		v, _ := h.EmbedQuery(context.Background(), text) // it never fails
		return v
	}
}

// startEmbedder starts an embedding server and names it in the environment.
func startEmbedder(t *testing.T) *embedfake.Server {
	t.Helper()
	s := embedfake.New(hashed(16))
	t.Cleanup(s.Close)
	t.Setenv("LIMBER_EMBEDDER_PROVIDER", "openai")
	t.Setenv("LIMBER_EMBEDDER_URL", s.URL)
	t.Setenv("LIMBER_EMBEDDER_MODEL", "small")
	return s
}

// ingested is a data folder with one article on hiccups.
func ingested(t *testing.T, args ...string) string {
	t.Helper()
	data := filepath.Join(t.TempDir(), "data")
	if status, out, errs := runCommand(t, "", append([]string{"ingest", "--data", data, writeArticles(t, 0, 1)}, args...)...); status != exitDone {
		t.Fatal(out, errs)
	}
	return data
}

// The key comes from a file, texts and questions carry their prefixes, and the
// question reaches the server once.
func TestEmbedderServesQuestions(t *testing.T) {
	s := startEmbedder(t)
	key := filepath.Join(t.TempDir(), "key")
	mustDo(t, os.WriteFile(key, []byte("sesame\n"), 0o600))
	t.Setenv("LIMBER_EMBEDDER_KEY_FILE", key)
	t.Setenv("LIMBER_EMBEDDER_DOCUMENT_PREFIX", "passage: ")
	t.Setenv("LIMBER_EMBEDDER_QUERY_PREFIX", "query: ")
	data := ingested(t)
	for _, text := range s.Texts() {
		if !strings.HasPrefix(text, "passage: ") {
			t.Errorf("an article was sent as %q", text)
		}
	}
	before := len(s.Texts())
	status, out, errs := runCommand(t, "", "ask", "--json", "--data", data, hiccups)
	if status != exitDone || !strings.Contains(out, `"degraded": false`) || !strings.Contains(out, "Holding the breath") {
		t.Errorf("status %d, %s %s", status, out, errs)
	}
	if asked := s.Texts()[before:]; len(asked) != 1 || !strings.HasPrefix(asked[0], "query: ") || !s.HasSeenKey("sesame") {
		t.Errorf("the server got %q; the key: %v", asked, s.HasSeenKey("sesame"))
	}
}

// sick are ways in which an embedding server fails at a question.
var sick = map[string]embedfake.Answer{
	"down": func(_ int, w http.ResponseWriter, r *http.Request, reply map[string]any) bool {
		http.Error(w, fmt.Sprint("echo hiccups ", reply), http.StatusServiceUnavailable)
		return false
	},
	"refused": func(_ int, w http.ResponseWriter, _ *http.Request, _ map[string]any) bool {
		http.Error(w, "hiccups: no such key", http.StatusUnauthorized)
		return false
	},
	"slow": func(_ int, _ http.ResponseWriter, r *http.Request, _ map[string]any) bool {
		<-r.Context().Done()
		return false
	},
	"malformed": func(_ int, w http.ResponseWriter, _ *http.Request, _ map[string]any) bool {
		fmt.Fprint(w, `{"data":[{"index":0,"embedding":[NaN,1,1]}]}`)
		return false
	},
	"malformed, other length": func(_ int, _ http.ResponseWriter, _ *http.Request, reply map[string]any) bool {
		reply["data"].([]map[string]any)[0]["embedding"] = make([]float32, 15)
		reply["data"].([]map[string]any)[0]["embedding"].([]float32)[0] = 1
		return true
	},
}

// With a sick embedder every route answers by keywords and says so, the verdict
// waits for nothing, and after three failures no question does.
func TestSickEmbedder(t *testing.T) {
	s := startEmbedder(t)
	data := ingested(t)
	for name, answer := range sick {
		t.Run(name, func(t *testing.T) {
			s.Break(answer)
			defer s.Break(nil)
			c := startChild(t, "--data", data, "--embedder-timeout", "1s", "--log-level", "debug")
			before := s.Tries()
			begun := time.Now()
			r := opened(t, c.url, "my calf is swollen and hot after a flight")
			if took := time.Since(begun); took > 700*time.Millisecond {
				t.Errorf("the verdict came after %v: it waited for the embedder", took)
			}
			if got := rest(t, r); !strings.Contains(got, `"degraded":true`) {
				t.Errorf("the stream does not say degraded: %.300s", got)
			}
			degradedEverywhere(t, c.url)
			if got := s.Tries() - before; got != 3 {
				t.Errorf("the server was asked %d times, want 3", got)
			}
			kind, _, _ := strings.Cut(name, ",")
			if got := c.gauge(t, `limber_embedder_calls_total{outcome="`+kind+`"}`); got != 3 {
				t.Errorf("%v calls counted as %s, want 3", got, kind)
			}
			if c.gauge(t, `limber_embedder_breaker_open`) != 1 {
				t.Error("the metric does not say that the server is left alone")
			}
			if res, err := http.Get(c.url + "/readyz"); err != nil || res.StatusCode != http.StatusOK {
				t.Errorf("/readyz: %v, %v", res, err)
			}
			if log := c.log.String(); strings.Contains(log, "hiccups") || !strings.Contains(log, "the embedder fails") {
				t.Errorf("the log holds a question, or does not say what is wrong: %s", log)
			}
		})
	}
}

// degradedEverywhere asks on every route.
func degradedEverywhere(t *testing.T, url string) {
	t.Helper()
	for path, body := range map[string]string{
		"/v1/chat":             `{"message":"what stops hiccups?"}`,
		"/v1/search":           `{"query":"what stops hiccups?"}`,
		"/v1/chat/completions": `{"messages":[{"role":"user","content":"what stops hiccups?"}]}`,
		"/v1/chat/ui":          `{"messages":[{"role":"user","parts":[{"type":"text","text":"what stops hiccups?"}]}]}`,
	} {
		if got := post(t, url+path, body); !strings.Contains(got, `"degraded":true`) || !strings.Contains(got, "Holding the breath") {
			t.Errorf("%s: %.400s", path, got)
		}
	}
	for tool, in := range map[string]string{"ask": `{"message":"what stops hiccups?"}`, "search_passages": `{"query":"what stops hiccups?"}`} {
		req, err := http.NewRequest("POST", url+"/mcp", strings.NewReader(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"`+tool+`","arguments":`+in+`}}`))
		mustDo(t, err)
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Accept", "application/json, text/event-stream")
		res, err := http.DefaultClient.Do(req)
		mustDo(t, err)
		b, err := io.ReadAll(res.Body)
		res.Body.Close()
		mustDo(t, err)
		if !strings.Contains(strings.ReplaceAll(string(b), `\"`, `"`), `"degraded":true`) {
			t.Errorf("%s: %.400s", tool, b)
		}
	}
}

// Nothing of a start asks the embedder.
func TestStartWithoutTheEmbedder(t *testing.T) {
	s := startEmbedder(t)
	data := ingested(t)
	s.Close()
	url, stop := startServer(t, "--data", data)
	defer stop()
	if res, err := http.Get(url + "/readyz"); err != nil || res.StatusCode != http.StatusOK {
		t.Errorf("/readyz: %v, %v", res, err)
	}
	if got := post(t, url+"/v1/chat", `{"message":"`+hiccups+`"}`); !strings.Contains(got, "Holding the breath") || !strings.Contains(got, `"degraded":true`) {
		t.Errorf("got %s", got)
	}
	if _, out, _ := runCommand(t, "", "ask", "--data", data, hiccups); !strings.Contains(out, "did not answer") || !strings.Contains(out, "Holding the breath") {
		t.Errorf("the terminal shows %s", out)
	}
	queries := filepath.Join(t.TempDir(), "q.jsonl")
	mustDo(t, os.WriteFile(queries, []byte(`{"_id":"1","text":"`+hiccups+`"}`+"\n"), 0o600))
	if status, out, errs := runCommand(t, "", "search", "--data", data, "--queries", queries); status != exitDone || !strings.Contains(out, "hiccups0") || !strings.Contains(errs, "no vector for 1 questions") {
		t.Errorf("status %d, %s %s", status, out, errs)
	}
	cases := filepath.Join(t.TempDir(), "c.jsonl")
	mustDo(t, os.WriteFile(cases, []byte(`{"id":"1","text":"`+hiccups+`","label":"answerable"}`+"\n"), 0o600))
	if status, _, errs := runCommand(t, "", "bench", "--data", data, "--suite", cases); status != exitFailed || !strings.Contains(errs, "no vector for 1 questions") {
		t.Errorf("figures without the embedder pass for its own: status %d, %s", status, errs)
	}
}

// An ingest that loses its embedder changes nothing, says so in one line, and
// the next one asks only for what is missing.
func TestIngestLosesItsEmbedder(t *testing.T) {
	s := startEmbedder(t)
	data := ingested(t)
	more := writeArticles(t, 1, 400)
	before, tries := len(s.Texts()), s.Tries()
	s.Break(func(try int, w http.ResponseWriter, _ *http.Request, _ map[string]any) bool {
		fine := try <= tries+18 // one passage to compare, 16 requests for the first 256 passages
		if !fine {
			w.WriteHeader(http.StatusForbidden)
		}
		return fine
	})
	status, out, errs := runCommand(t, "", "ingest", "--data", data, "--embedder-batch", "32", more)
	if status != exitFailed || strings.Count(errs, "\n") != 1 || !strings.Contains(errs, "403 Forbidden") || !strings.Contains(errs, "--embedder-key") || !strings.Contains(out, "The index was not changed.") {
		t.Errorf("status %d, %s %s", status, out, errs)
	}
	if _, out, _ := runCommand(t, "", "ask", "--data", data, hiccups); !strings.Contains(out, "Holding the breath 7 times") {
		t.Errorf("the index has changed: %s", out)
	}
	s.Break(nil)
	first := len(s.Texts()) - before
	if status, out, errs := runCommand(t, "", "ingest", "--data", data, more); status != exitDone {
		t.Fatal(out, errs)
	}
	if again := len(s.Texts()) - before - first; again > 300 {
		t.Errorf("%d texts were sent after %d: it did not go on where it stopped", again, first)
	}
	if _, err := os.Stat(filepath.Join(data, "vectors")); !os.IsNotExist(err) {
		t.Errorf("vectors are left: %v", err)
	}
}

// A killed ingest leaves the old index and the vectors it had.
func TestKillIngestBeforeTheEmbedderAnswers(t *testing.T) {
	s := startEmbedder(t)
	data := ingested(t)
	more := writeArticles(t, 1, 300)
	var stuck atomic.Bool
	first := s.Tries()
	s.Break(func(try int, _ http.ResponseWriter, r *http.Request, _ map[string]any) bool {
		if try > first+18 { // one passage to compare, 16 requests for the first 256 passages
			stuck.Store(true)
			<-r.Context().Done()
			return false
		}
		return true
	})
	cmd := asLimber(program(), "ingest", "--data", data, more)
	mustDo(t, cmd.Start())
	for range 500 {
		if stuck.Load() {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	mustDo(t, cmd.Process.Kill())
	_ = cmd.Wait()
	s.Break(nil)
	if _, out, _ := runCommand(t, "", "ask", "--data", data, hiccups); !strings.Contains(out, "Holding the breath 7 times") {
		t.Errorf("the index has changed: %s", out)
	}
	before := len(s.Texts())
	if status, out, errs := runCommand(t, "", "ingest", "--data", data, more); status != exitDone {
		t.Fatal(out, errs)
	}
	if again := len(s.Texts()) - before; again > 120 || !stuck.Load() {
		t.Errorf("%d texts were sent after the kill, which came in time: %v", again, stuck.Load())
	}
}

// An index of another embedder is refused by both names, and the one that is
// served stays.
func TestIndexOfAnotherEmbedder(t *testing.T) {
	plain := filepath.Join(t.TempDir(), "data")
	if status, out, errs := runCommand(t, "", "ingest", "--data", plain, writeArticles(t, 0, 1)); status != exitDone {
		t.Fatal(out, errs)
	}
	url, stop := startServer(t, "--data", plain)
	defer stop()
	s := startEmbedder(t)
	status, _, errs := runCommand(t, "", "ask", "--data", plain, hiccups)
	if status != exitFailed || !strings.Contains(errs, "limber-static") || !strings.Contains(errs, "openai/"+strings.TrimPrefix(strings.TrimSuffix(s.URL, "/v1"), "http://")+"/small") || !strings.Contains(errs, "--embedder") {
		t.Errorf("status %d, %s", status, errs)
	}
	if status, out, errs := runCommand(t, "", "ingest", "--data", plain, writeArticles(t, 1, 1)); status != exitDone {
		t.Fatal(out, errs)
	}
	if got := post(t, url+"/admin/reload", ""); strings.Contains(got, `"articles"`) {
		t.Errorf("an index of another embedder was loaded: %s", got)
	}
	if got := post(t, url+"/v1/chat", `{"message":"`+hiccups+`"}`); !strings.Contains(got, "Holding the breath 7 times") {
		t.Errorf("the index that was served is gone: %s", got)
	}
}

// Without an ingested index the built-in articles are served with their own
// embedder, and that is said.
func TestBuiltinArticlesWithAnEmbedder(t *testing.T) {
	s := startEmbedder(t)
	status, out, errs := runCommand(t, "", "ask", "--json", "what helps restless legs")
	var r struct {
		Degraded  bool
		Citations []any
	}
	mustDo(t, json.Unmarshal([]byte(out), &r))
	if status != exitDone || r.Degraded || len(r.Citations) == 0 || !strings.Contains(errs, "is not used") || s.Tries() != 0 {
		t.Errorf("status %d, %+v, %s, %d requests", status, r, errs, s.Tries())
	}
}

func TestEmbedderFlags(t *testing.T) {
	for says, args := range map[string][]string{
		"--embedder-provider must": {"ask", "--embedder-provider", "oracle", "--embedder-model", "m", "hello"},
		"--embedder-provider is":   {"ask", "--embedder-model", "m", "hello"},
		"--embedder-model is":      {"ingest", "--embedder-provider", "ollama", "x"},
		"--embedder-url must":      {"search", "--queries", "main.go", "--embedder-provider", "openai", "--embedder-model", "m", "--embedder-url", "nowhere"},
		"--embedder-key is":        {"serve", "--embedder-provider", "openai", "--embedder-model", "m"},
		"--embedder-timeout 1h":    {"serve", "--embedder-timeout", "1h"},
		"--embedder-batch must":    {"ingest", "--embedder-provider", "ollama", "--embedder-model", "m", "--embedder-batch", "9999", "x"},
	} {
		status, _, errs := runCommand(t, "", args...)
		if status != exitUsage || !strings.Contains(errs, says) {
			t.Errorf("%v: got status %d and %q, want %q", args, status, errs, says)
		}
	}
	_, _, errs := runCommand(t, "", "serve", "--addr", "nowhere", "--embedder-provider", "oracle", "--embedder-url", "here", "--embedder-key", "sesame")
	for _, fault := range []string{"--addr", "--embedder-provider", "--embedder-model", "--embedder-url"} {
		if !strings.Contains(errs, fault) {
			t.Errorf("the faults %q lack %s: all are to be listed at once", errs, fault)
		}
	}
	if strings.Contains(errs, "sesame") {
		t.Errorf("the faults hold the key: %s", errs)
	}
}
