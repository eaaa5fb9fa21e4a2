package api_test

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/limber-health/limber/api"
	"github.com/limber-health/limber/chat"
)

var (
	threatRow  = regexp.MustCompile(`^\| T(\d+) \|[^|]+\|[^|]+\|([^|]+)\|$`)
	threatPart = regexp.MustCompile("^`([a-z/]+)` (.+)$")
)

// Every threat has tests, and every test that is named exists.
func TestThreatsHaveTests(t *testing.T) {
	raw, err := os.ReadFile("THREATS.md")
	if err != nil {
		t.Fatal(err)
	}
	next := 1
	for line := range strings.Lines(string(raw)) {
		row := threatRow.FindStringSubmatch(strings.TrimSpace(line))
		if row == nil {
			continue
		}
		if row[1] != fmt.Sprint(next) {
			t.Errorf("row T%s follows T%d", row[1], next-1)
		}
		next++
		for part := range strings.SplitSeq(row[2], ";") {
			m := threatPart.FindStringSubmatch(strings.TrimSpace(part))
			if m == nil {
				t.Errorf("T%s: %q is not a folder and its tests", row[1], part)
				continue
			}
			for name := range strings.FieldsSeq(m[2]) {
				if !hasTest(t, filepath.Join("..", m[1]), name) {
					t.Errorf("T%s: there is no %s in %s", row[1], name, m[1])
				}
			}
		}
	}
	if next != 31 {
		t.Errorf("read %d threats, want 30", next-1)
	}
}

func hasTest(t *testing.T, folder, name string) bool {
	t.Helper()
	if strings.HasSuffix(name, ".mjs") {
		_, err := os.Stat(filepath.Join(folder, name))
		return err == nil
	}
	files, err := filepath.Glob(filepath.Join(folder, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(src), "func "+name+"(") {
			return true
		}
	}
	return false
}

// A repeat is answered from memory to the caller who asked first, and to
// nobody else, however alike the requests are.
func TestRepeatsBelongToTheirCaller(t *testing.T) {
	keys, ring := keysFor(t, chatKey, chatKey)
	s := newServer(t, api.Options{Keys: ring, TrustedProxies: []string{"127.0.0.1", "::1"}})
	callers := [][]string{bearer(keys[0]), bearer(keys[1]), {"X-Forwarded-For", "203.0.113.1"}, {"X-Forwarded-For", "203.0.113.2"}}
	seen := map[string]bool{}
	for range 2 {
		for i, caller := range callers {
			_, body := s.send(t, "POST", "/v1/chat", `{"message":"what are leg cramps"}`, append([]string{"Idempotency-Key", "same"}, caller...)...)
			var r chat.Reply
			if err := json.Unmarshal([]byte(body), &r); err != nil || r.ID == "" {
				t.Fatalf("caller %d: %s", i, body)
			}
			seen[r.ID] = true
		}
	}
	if len(seen) != len(callers) {
		t.Errorf("%d callers got %d replies", len(callers), len(seen))
	}
}

// FuzzRoutes wants every body to be answered, never with a fault of the server,
// and errors to repeat nothing.
func FuzzRoutes(f *testing.F) {
	x, _ := indexOf(f, "cramps.md", article)
	c, err := chat.New(yes{x}, wordGuard{}, chat.Options{})
	if err != nil {
		f.Fatal(err)
	}
	s, err := api.New(c, api.Options{})
	if err != nil {
		f.Fatal(err)
	}
	paths := []string{"/v1/chat", "/v1/triage", "/v1/search", "/v1/feedback", "/v1/chat/completions", "/v1/chat/ui", "/mcp"}
	for i, seed := range []string{`{"message":"cramps"}`, `{"messages":["a"]}`, `{"query":"a","k":3}`, `{"id":"rcpt_x","rating":"up"}`, `{"messages":[{"role":"user","content":"a"}]}`, `{"messages":[{"role":"user","parts":[]}]}`, `{"jsonrpc":"2.0","id":1,"method":"ping"}`, "[", "{}", "\xff"} {
		f.Add(i, seed)
	}
	f.Fuzz(func(t *testing.T, path int, body string) {
		if strings.Contains(body, "SLOW") { // the test's index never answers that
			return
		}
		req := httptest.NewRequest("POST", paths[uint(path)%uint(len(paths))], strings.NewReader(body))
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Accept", "application/json, text/event-stream")
		w := httptest.NewRecorder()
		s.ServeHTTP(w, req)
		if w.Code >= 500 || !utf8.Valid(w.Body.Bytes()) {
			t.Errorf("got %d %.300q", w.Code, w.Body)
		}
		if w.Code >= 400 && len(body) > 60 && strings.Contains(w.Body.String(), body) {
			t.Errorf("the error repeats the body: %.300s", w.Body)
		}
	})
}
