package slack_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/limber-health/limber/api/slack"
	"github.com/limber-health/limber/api/slack/slackfake"
	"github.com/limber-health/limber/chat"
)

// TestOfficialClients runs Slack's own packages against the fake and the bot.
// api/slack/test/run.sh installs them and names their folder.
func TestOfficialClients(t *testing.T) {
	dir := os.Getenv("LIMBER_SLACK_NODE")
	if dir == "" {
		t.Skip("run api/slack/test/run.sh")
	}
	fake := &slackfake.Server{}
	web := httptest.NewServer(controlled(fake))
	defer web.Close()
	b := realBot(t, nil, web.URL+"/api/", slack.Options{})
	in := httptest.NewServer(b)
	defer in.Close()
	payloads, err := filepath.Abs("testdata/payloads")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{"fake.test.mjs", "twin.test.mjs", "types.test.mjs"} {
		cmd := exec.CommandContext(t.Context(), "node", "--test", "--test-reporter=spec", file)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "FAKE_URL="+web.URL, "BOT_URL="+in.URL, "PAYLOADS="+payloads,
			"TOKEN="+slackfake.Token, "APP_TOKEN="+slackfake.AppToken, "SECRET="+slackfake.Secret)
		out, err := cmd.CombinedOutput()
		t.Logf("%s:\n%s", file, out)
		if err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}

// realBot runs a bot in real time, over a network, until the test ends.
// Conversations are kept in memory if kept is nil.
func realBot(t testing.TB, kept chat.Store, url string, o slack.Options) *slack.Bot {
	t.Helper()
	g, x := parts()
	var wait time.Duration
	var broke bool
	c, err := chat.New(yes{x, &wait, &broke}, g, chat.Options{Store: kept})
	if err != nil {
		t.Fatal(err)
	}
	o.SigningSecret, o.BotToken, o.APIURL = slackfake.Secret, slackfake.Token, url
	b, err := slack.New(c, o)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error)
	go func() { done <- b.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Run: %v", err)
		}
	})
	return b
}

// controlled adds to a fake what a test in another language needs.
func controlled(fake *slackfake.Server) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", fake)
	mux.HandleFunc("GET /control/messages", func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(fake.Messages())
	})
	mux.HandleFunc("POST /control/{what}", func(w http.ResponseWriter, r *http.Request) {
		var in struct {
			Method, Type, Envelope string
			Status, Retry          int
			Payload                json.RawMessage
		}
		if json.NewDecoder(r.Body).Decode(&in) != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		ok := true
		switch r.PathValue("what") {
		case "fail":
			fake.Fail(in.Method, slackfake.Fault{Status: in.Status, Retry: in.Retry})
		case "push":
			ok = fake.Push(in.Type, in.Envelope, in.Payload)
		case "acked":
			_, ok = fake.Acked(in.Envelope, 5*time.Second)
		}
		if !ok {
			w.WriteHeader(http.StatusConflict)
		}
	})
	return mux
}
