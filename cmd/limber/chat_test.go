package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestChatRemembersWhatWasSaid(t *testing.T) {
	var out, errs bytes.Buffer
	in := strings.NewReader("My left calf is swollen and hot\nwhat is restless legs syndrome?\n" + strings.Repeat("a", 4001) + "\n\nnot read\n")
	if code := run(context.Background(), []string{"chat"}, stdio{in, &out, &errs}); code != exitDone {
		t.Fatalf("exit status %d: %s", code, &errs)
	}
	turns := strings.Split(out.String(), "\n> ")
	if len(turns) != 5 {
		t.Fatalf("got %d prompts:\n%s", len(turns)-1, &out)
	}
	for i, turn := range turns[1:3] {
		if !strings.HasPrefix(strings.TrimSpace(turn), "!! ") {
			t.Errorf("turn %d does not lead with the notice:\n%s", i, turn)
		}
	}
	if !strings.Contains(turns[2], "[1]") || !strings.Contains(turns[3], "too long") {
		t.Errorf("got answers:\n%s\n%s", turns[2], turns[3])
	}
}

func TestAskStreams(t *testing.T) {
	var whole, streamed, lines, errs bytes.Buffer
	for out, args := range map[*bytes.Buffer][]string{&whole: nil, &streamed: {"--stream"}, &lines: {"--stream", "--json"}} {
		if code := run(context.Background(), append([]string{"ask", "what is restless legs syndrome?"}, args...), stdio{strings.NewReader(""), out, &errs}); code != exitDone {
			t.Fatalf("exit status %d: %s", code, &errs)
		}
	}
	if whole.String() != streamed.String() {
		t.Errorf("whole:\n%s\nstreamed:\n%s", &whole, &streamed)
	}
	var names []string
	for line := range strings.Lines(lines.String()) {
		var e struct{ Event string }
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatal(err)
		}
		names = append(names, e.Event)
	}
	if names[0] != "triage" || names[1] != "citation" || names[2] != "sentence" || names[len(names)-1] != "done" {
		t.Errorf("got events %v", names)
	}
}

// TestModelFlags wants the flags and the key's file to reach the model.
func TestModelFlags(t *testing.T) {
	key := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(key, []byte("sesame\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	asked := ""
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = r.Header.Get("Authorization") + " " + r.URL.Path
		w.Header().Set("Content-Type", "text/event-stream")
		fmt.Fprint(w, "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Nothing.\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n")
	}))
	defer srv.Close()
	t.Setenv("LIMBER_MODEL_KEY_FILE", key)
	t.Setenv("LIMBER_MODEL_PROVIDER", "openai")
	var out, errs bytes.Buffer
	args := []string{"ask", "--json", "--model", "m", "--model-url", srv.URL + "/v1/", "what is restless legs syndrome?"}
	if code := run(context.Background(), args, stdio{strings.NewReader(""), &out, &errs}); code != exitDone {
		t.Fatalf("exit status %d: %s", code, &errs)
	}
	if asked != "Bearer sesame /v1/chat/completions" || !strings.Contains(out.String(), `"degraded": true`) {
		t.Errorf("the model got %q, the reply is %s", asked, &out)
	}
	for _, bad := range [][]string{{"--model-provider", "oracle", "--model", "m"}, {"--model-url", "nowhere", "--model", "m"}, {"--model-timeout", "1ms", "--model", "m"}, {}} {
		var out, errs bytes.Buffer
		if code := run(context.Background(), append([]string{"ask", "hello"}, bad...), stdio{strings.NewReader(""), &out, &errs}); code != exitUsage {
			t.Errorf("%v: got exit status %d: %s", bad, code, &errs)
		}
	}
}
