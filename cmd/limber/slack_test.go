package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/limber-health/limber/api/slack/slackfake"
)

// TestSlackOutlivesKills kills the server between the acknowledgement and the
// answer, and then before and after every call of Slack's Web API: in the end
// each message has one answer.
func TestSlackOutlivesKills(t *testing.T) {
	if testing.Short() {
		t.Skip("starts the server several times")
	}
	fake := &slackfake.Server{}
	args := append(slackArgs(t, fake), "--data", t.TempDir())
	methods := []string{"assistant.threads.setStatus", "chat.startStream", "chat.stopStream", "chat.postMessage"}
	for i, method := range methods {
		v := startVictim(t, program(), args...)
		fake.Fail(method, slackfake.Fault{Wait: 2 * time.Second})
		text := "What helps restless legs?"
		if method == "chat.postMessage" {
			text = "My left calf is swollen and hot and I cannot catch my breath"
		}
		deliverSlack(t, v.url, i, text)
		deliverSlack(t, v.url, i, text)
		time.Sleep(300 * time.Millisecond)
		v.kill()
		deliverAfter := startVictim(t, program(), args...)
		deliverSlack(t, deliverAfter.url, i, text)
		waitFor(t, fmt.Sprintf("an answer after a kill at %s", method), func() bool { return answersIn(fake, i) > 0 })
		time.Sleep(300 * time.Millisecond)
		if n := answersIn(fake, i); n != 1 {
			t.Errorf("killed at %s: %d answers", method, n)
		}
		deliverAfter.kill()
		for _, secret := range []string{slackfake.Token, slackfake.Secret, "restless", "calf"} {
			if strings.Contains(v.log.String()+deliverAfter.log.String(), secret) {
				t.Errorf("the log holds %q", secret)
			}
		}
	}
}

// slackArgs let a server speak to a fake Slack.
func slackArgs(t *testing.T, fake http.Handler) []string {
	t.Helper()
	web := httptest.NewServer(fake)
	t.Cleanup(web.Close)
	secrets := t.TempDir()
	for name, value := range map[string]string{"SLACK_BOT_TOKEN": slackfake.Token, "SLACK_SIGNING_SECRET": slackfake.Secret} {
		file := filepath.Join(secrets, name)
		mustDo(t, os.WriteFile(file, []byte(value+"\n"), 0o600))
		t.Setenv("LIMBER_"+name+"_FILE", file)
	}
	return []string{"--slack-api-url", web.URL + "/api/", "--public-url", "https://limber.example.org", "--slack-rate-limit", "0"}
}

func deliverSlack(t *testing.T, url string, n int, text string) {
	t.Helper()
	body := slackfake.Event(fmt.Sprint("Ev", n), map[string]any{
		"type": "message", "channel": fmt.Sprint("D", n), "channel_type": "im", "user": fmt.Sprint("U", n),
		"ts": fmt.Sprintf("1800000000.%06d", n), "text": text,
	})
	if status := deliverEvent(url, body); status != http.StatusOK {
		t.Fatalf("delivery: status %d", status)
	}
}

// deliverEvent sends a signed event and returns the status; 0 if nobody
// answered.
func deliverEvent(url string, body []byte) int {
	signed := slackfake.Signed("/slack/events", body)
	req, err := http.NewRequest(http.MethodPost, url+"/slack/events", signed.Body)
	if err != nil {
		return 0
	}
	req.Header = signed.Header
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0
	}
	defer res.Body.Close()
	return res.StatusCode
}

func answersIn(fake *slackfake.Server, n int) (found int) {
	for _, m := range fake.Messages() {
		if m.Channel == fmt.Sprint("D", n) && strings.Contains(m.Shown(), "General information from articles") {
			found++
		}
	}
	return found
}

func waitFor(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(90 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if ok() {
			return
		}
	}
	t.Fatalf("waited in vain for %s", what)
}
