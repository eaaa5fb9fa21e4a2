package slack_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/limber-health/limber/api/slack"
	"github.com/limber-health/limber/api/slack/slackfake"
)

var update = flag.Bool("update", false, "write testdata/payloads anew; read the difference before you commit it")

var receipt = regexp.MustCompile(`rcpt_[a-z0-9]+`)

// golden compares JSON with a file. Receipts differ at every run.
func golden(t *testing.T, name string, raw []byte) {
	t.Helper()
	var b bytes.Buffer
	if err := json.Indent(&b, receipt.ReplaceAll(raw, []byte("rcpt_1")), "", "  "); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	// Go writes angle brackets and ampersands as numbers, which nobody can read.
	got := strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&").Replace(strings.TrimSpace(b.String())) + "\n"
	file := filepath.Join("testdata", "payloads", name+".json")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Errorf("%s (-want +got):\n%s", name, d)
	}
}

// TestPayloads fixes every kind of block that is sent. The files are also
// compiled against Slack's own types by api/slack/test.
func TestPayloads(t *testing.T) {
	inWorld(t, slack.Options{Policy: slack.InPrivate}, func(w *world) {
		w.fake.Fail("chat.startStream", slackfake.Fault{Code: "not_allowed"})
		w.event(mention(w.ts(), "My left calf is swollen and hot, what helps leg cramps?"))
		w.settle()
		posts := w.fake.Calls("chat.postMessage")
		if len(posts) != 4 {
			w.dump(0)
			t.Fatalf("got %d messages, want notice, copy, answer and pointer", len(posts))
		}
		golden(t, "blocks-notice", []byte(posts[0].Args.Get("blocks")))
		golden(t, "blocks-answer", []byte(posts[2].Args.Get("blocks")))
		golden(t, "blocks-pointer", []byte(posts[3].Args.Get("blocks")))
		w.event(dm(w.ts(), "and stretching for cramps?"))
		w.settle()
		golden(t, "blocks-stream-end", []byte(w.fake.Calls("chat.stopStream")[0].Args.Get("blocks")))
		golden(t, "text-stream", mustJSON(t, map[string]string{
			"start": w.fake.Calls("chat.startStream")[1].Args.Get("markdown_text"),
			"stop":  w.fake.Calls("chat.stopStream")[0].Args.Get("markdown_text"),
		}))
		w.deliver("/slack/commands", slackfake.Command("U7", "hello", "t1", hook), 200)
		w.settle()
		posts = w.fake.Calls("chat.postMessage")
		golden(t, "blocks-command-head", []byte(posts[4].Args.Get("blocks")))
		golden(t, "blocks-out-of-scope", []byte(posts[5].Args.Get("blocks")))
		w.event(map[string]any{"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "home"})
		w.settle()
		var view struct{ Blocks json.RawMessage }
		if err := json.Unmarshal([]byte(w.fake.Calls("views.publish")[0].Args.Get("view")), &view); err != nil {
			t.Fatal(err)
		}
		golden(t, "blocks-home", view.Blocks)
	})
}

func mustJSON(t *testing.T, v any) []byte {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestManifest(t *testing.T) {
	for name, o := range map[string]slack.ManifestOptions{
		"manifest":               {URL: "https://limber.example.org/"},
		"manifest-socket":        {Socket: true},
		"manifest-mentions-only": {URL: "https://limber.example.org", MentionsOnly: true},
	} {
		b, err := slack.Manifest(o)
		if err != nil {
			t.Fatal(err)
		}
		golden(t, name, b)
	}
	for _, url := range []string{"", "http://limber.example.org", "limber.example.org", "https://", "https://x.org/?a=b", "https://x.org/#a"} {
		if _, err := slack.Manifest(slack.ManifestOptions{URL: url}); err == nil {
			t.Errorf("%q: got no error", url)
		}
	}
}

// TestNothingSaidIsLogged lets everything go wrong with words and tokens that
// must not turn up in the log, at its most talkative.
func TestNothingSaidIsLogged(t *testing.T) {
	const canary = "kanarienvogel"
	inWorld(t, slack.Options{}, func(w *world) {
		words := canary + " my left calf is swollen"
		w.fake.Fail("*", slackfake.Fault{Status: 429, Retry: 90}, slackfake.Fault{Status: 500}, slackfake.Fault{Code: canary + " is no code"}, slackfake.Fault{Code: "invalid_blocks"})
		m := dm(w.ts(), words)
		w.event(m)
		w.settle()
		w.event(edited(m, words+" more"))
		w.event(deletedMessage(m))
		w.broke = true
		w.event(mention(w.ts(), words))
		w.deliver("/slack/commands", slackfake.Command("U1", words, "t1", "http://slack.test/api/hooks/"+canary), 200)
		w.deliver("/slack/commands", slackfake.Command("U1", words, "t2", "http://elsewhere.test/"+canary), 200)
		w.fake.Revoke(true)
		w.deliver("/slack/interactivity", slackfake.Press("U1", slackfake.Message{Channel: "D1", TS: "1.1"}, "ask0", words, canary, hook), 200)
		time.Sleep(2 * time.Hour)
		w.fake.Revoke(false)
		w.settle()
		w.deliver("/slack/events", []byte("{"+canary), 400)
		w.store = sick{w.store, false}
		w.deliverTo(w.newBot(), "/slack/events", slackfake.Event("EvX", dm(w.ts(), canary+" legs ache")), 503)
		log := w.log.String()
		for _, secret := range []string{canary, "calf", slackfake.Token, slackfake.Secret, "hooks/"} {
			if strings.Contains(log, secret) {
				t.Errorf("the log holds %q", secret)
			}
		}
		if !strings.Contains(log, "slack job") || !strings.Contains(log, "put off") {
			t.Error("the log is empty: the test checks nothing")
		}
	})
}
