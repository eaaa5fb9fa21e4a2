package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/limber-health/limber/api"
	"github.com/limber-health/limber/chat"
)

// A gist is what must be the same on every way in.
type gist struct {
	Level, Status string
	Rules         []string
	Sentences     []string
	Citations     []chat.Citation
}

func gistOf(t *testing.T, raw []byte) gist {
	t.Helper()
	var r chat.Reply
	if err := json.Unmarshal(raw, &r); err != nil || r.ID == "" {
		t.Fatalf("no reply in %.200s: %v", raw, err)
	}
	g := gist{Level: r.Triage.Level.String(), Status: string(r.Answer.Status), Citations: r.Citations}
	for _, f := range r.Triage.Findings {
		g.Rules = append(g.Rules, f.Rule)
	}
	for _, s := range r.Answer.Sentences {
		g.Sentences = append(g.Sentences, s.Text)
	}
	return g
}

// TestSameReplyEverywhere asks the same message in every way there is.
func TestSameReplyEverywhere(t *testing.T) {
	app, err := openApp(context.Background(), searched(""), chat.Options{})
	if err != nil {
		t.Fatal(err)
	}
	handler, err := api.New(app.chat, api.Options{})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(handler)
	defer srv.Close()
	post := func(path string, body any) []byte {
		b, _ := json.Marshal(body)
		req, _ := http.NewRequest(http.MethodPost, srv.URL+path, bytes.NewReader(b))
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Accept", "application/json, text/event-stream")
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		out, _ := io.ReadAll(res.Body)
		return out
	}
	turn := func(m string) []any { return []any{map[string]any{"role": "user", "content": m}} }
	ways := map[string]func(m string) []byte{
		"stream": func(m string) []byte {
			return lastEvent(post("/v1/chat", map[string]any{"message": m, "stream": true}), "")
		},
		"OpenAI": func(m string) []byte {
			return field(post("/v1/chat/completions", map[string]any{"messages": turn(m)}), "limber")
		},
		"OpenAI stream": func(m string) []byte {
			return lastEvent(post("/v1/chat/completions", map[string]any{"messages": turn(m), "stream": true}), "limber")
		},
		"AI SDK": func(m string) []byte {
			return lastEvent(post("/v1/chat/ui", map[string]any{"messages": turn(m)}), "data")
		},
		"MCP": func(m string) []byte {
			call := map[string]any{"name": "ask", "arguments": map[string]any{"message": m}}
			out := post("/mcp", map[string]any{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call})
			return field(field(out, "result"), "structuredContent")
		},
		"command line": func(m string) []byte {
			var out, errs bytes.Buffer
			if code := run(context.Background(), []string{"ask", "--json", "--", m}, stdio{strings.NewReader(""), &out, &errs}); code != exitDone {
				t.Fatalf("ask: exit status %d: %s", code, &errs)
			}
			return out.Bytes()
		},
	}
	for _, m := range []string{
		"How long do leg cramps last?",
		"My left calf is swollen and hot. What helps?",
		"My left calf is swollen and I cannot catch my breath",
		"Who won the football world cup in 1998?",
		"what is restless legs syndrome 🙂 <b>please</b>",
	} {
		want := gistOf(t, post("/v1/chat", map[string]any{"message": m}))
		for way, ask := range ways {
			if diff := cmp.Diff(want, gistOf(t, ask(m))); diff != "" {
				t.Errorf("%q over %s differs from JSON (-JSON +%s):\n%s", m, way, way, diff)
			}
		}
	}
}

// field is the raw value of a field of a JSON object.
func field(raw []byte, name string) []byte {
	var o map[string]json.RawMessage
	_ = json.Unmarshal(raw, &o) // a wrong shape shows as a missing reply
	return o[name]
}

// lastEvent is the data of the last event of a stream that has the field, or
// of the last event.
func lastEvent(stream []byte, name string) (last []byte) {
	lines := bufio.NewScanner(bytes.NewReader(stream))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		data, ok := strings.CutPrefix(lines.Text(), "data: ")
		switch {
		case !ok:
		case name == "":
			last = []byte(data)
		case field([]byte(data), name) != nil:
			last = field([]byte(data), name)
		}
	}
	return last
}
