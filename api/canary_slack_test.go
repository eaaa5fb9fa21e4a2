package api_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/limber-health/limber/api/slack"
	"github.com/limber-health/limber/api/slack/slackfake"
	"github.com/limber-health/limber/api/telemetry"
	"github.com/limber-health/limber/chat"
)

// slackTroubles are what may go wrong between the bot and Slack.
var slackTroubles = map[string]func(fake *slackfake.Server){
	"none": func(*slackfake.Server) {},
	"429": func(f *slackfake.Server) {
		f.Fail("*", slackfake.Fault{Status: 429, Retry: 3}, slackfake.Fault{Status: 429, Retry: 90})
	},
	"500": func(f *slackfake.Server) {
		f.Fail("*", slackfake.Fault{Status: 500}, slackfake.Fault{Status: 500, After: true})
	},
	"blocks":  func(f *slackfake.Server) { f.Fail("chat.postMessage", slackfake.Fault{Code: "invalid_blocks"}) },
	"streams": func(f *slackfake.Server) { f.Fail("chat.startStream", slackfake.Fault{Code: "not_allowed"}) },
	"revoked": func(f *slackfake.Server) { f.Revoke(true) },
	"closed":  func(f *slackfake.Server) { f.Close("C1", "is_archived") },
	"talks":   func(f *slackfake.Server) { f.Fail("chat.postMessage", slackfake.Fault{Code: "Cannot post " + canary}) },
}

// canaryDeliveries put the canary wherever Slack's requests can hold it. n
// makes them new ones.
func canaryDeliveries(n int) [][2]string {
	c, ts := canary, fmt.Sprintf("18%08d.000001", n)
	said := func(kind, channel, text string) map[string]any {
		m := map[string]any{"type": kind, "channel": channel, "user": "U1", "ts": ts, "text": text, "client_msg_id": c + ts}
		if strings.HasPrefix(channel, "D") {
			m["channel_type"] = "im"
		}
		return m
	}
	edited := said("message", "D1", "EMERGENCY "+c)
	edited["edited"] = map[string]any{"ts": ts + "9"}
	events := []map[string]any{
		said("message", "D1", c+" cramps"), said("message", "D1", "what helps leg cramps "+c), said("app_mention", "C1", "<@"+slackfake.BotUser+"> URGENT "+c),
		said("app_mention", "C2", "EMERGENCY "+c), said("message", "D2", strings.Repeat(c+" ", 900)), said("message", "D3", c+"\x00"),
		{"type": "message", "subtype": "message_changed", "channel": "D1", "channel_type": "im", "message": edited, "previous_message": said("message", "D1", c)},
		{"type": "message", "subtype": "message_deleted", "channel": "C2", "deleted_ts": ts, "previous_message": said("message", "C2", c)},
		{"type": "agent_session_stopped", "channel": "C1", "user": "U1", "thread_ts": ts}, {"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "home"},
		{"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "messages"}, {"type": "tokens_revoked"}, {"type": c, "text": c}, {"type": "message", "text": []string{c}},
	}
	var out [][2]string
	for i, e := range events {
		out = append(out, [2]string{"/slack/events", string(slackfake.Event(fmt.Sprintf("Ev%s%d-%d", c, n, i), e))})
	}
	hook, at := "http://slack.test/api/hooks/"+c, slackfake.Message{Channel: "D1", TS: ts, Thread: ts}
	for i, text := range []string{"leg cramps " + c, "EMERGENCY " + c, ""} {
		out = append(out, [2]string{"/slack/commands", string(slackfake.Command("U1", text, fmt.Sprintf("%s%d-%d", c, n, i), hook))})
	}
	for i, action := range []string{"ask0", "check0", "rate", "erase", c} {
		out = append(out, [2]string{"/slack/interactivity", string(slackfake.Press("U1", at, action, "rcpt 0 "+c, fmt.Sprintf("%sp%d-%d", c, n, i), hook))})
	}
	for _, path := range []string{"/slack/events", "/slack/commands", "/slack/interactivity", "/slack/" + c} {
		out = append(out, [2]string{path, c}, [2]string{path, `{"type":"` + c}, [2]string{path, "payload=" + c + "%zz"}, [2]string{path, `{"type":"event_callback","event":"` + strings.Repeat(c, 30_000) + `"}`})
	}
	return out
}

// TestSlackCanary runs every Slack route with every fault of ours and of
// Slack's and looks for the canary.
func TestSlackCanary(t *testing.T) {
	x, _ := indexOf(t, "leg-cramps.md", crampArticle)
	for name, w := range brokenWorlds(x) {
		for trouble, cause := range slackTroubles {
			t.Run(name+"/"+trouble, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) { runSlackCanary(t, w, cause) })
			})
		}
	}
}

func runSlackCanary(t *testing.T, w canaryWorld, cause func(*slackfake.Server)) {
	fake := &slackfake.Server{}
	var bot *slack.Bot
	told := w.open(t, func(c *chat.Chat, log *slog.Logger, m *telemetry.Metrics) (h http.Handler) {
		var err error
		bot, err = slack.New(c, slack.Options{
			SigningSecret: slackfake.Secret, BotToken: slackfake.Token, RateLimit: -1, Log: log, Meter: m,
			APIURL: "http://slack.test/api/", Transport: slackfake.Transport{Handler: fake},
		})
		if err != nil {
			t.Fatal(err)
		}
		return bot
	})
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- bot.Run(ctx) }()
	faults := 0
	cause(fake)
	for n := range 2 {
		for _, d := range canaryDeliveries(n) {
			faults += deliverCanary(t, told.server, d, n == 1)
		}
		time.Sleep(5 * time.Minute)
		fake.Revoke(false)
	}
	time.Sleep(time.Hour)
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	told.check(t, faults)
	if len(fake.Messages()) == 0 && len(fake.Calls("chat.postMessage")) == 0 {
		t.Error("the bot said nothing: the run shows nothing")
	}
	for _, call := range fake.Calls("") {
		if strings.Contains(call.Args.Get("status"), canary) {
			t.Errorf("the status tells what was written: %q", call.Args.Get("status"))
		}
	}
}

// deliverCanary returns 1 if the delivery was refused; forged spoils its
// signature.
func deliverCanary(t *testing.T, h http.Handler, d [2]string, forged bool) int {
	t.Helper()
	r := slackfake.Signed(d[0]+"?q="+canary, []byte(d[1]))
	if forged {
		r.Header.Set("X-Slack-Signature", "v0="+canary)
	}
	r.Header.Set("User-Agent", canary)
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, r)
	if rec.Code < 400 {
		return 0
	}
	if strings.Contains(rec.Body.String(), canary) {
		t.Errorf("%s with %.60q: the refusal holds the canary: %.200s", d[0], d[1], rec.Body)
	}
	return 1
}
