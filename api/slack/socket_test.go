package slack_test

import (
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	slackgo "github.com/slack-go/slack"
	"github.com/slack-go/slack/slacktest"

	"github.com/limber-health/limber/api/slack"
	"github.com/limber-health/limber/api/slack/slackfake"
)

// wait polls until ok or the time is over.
func wait(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if ok() {
			return
		}
	}
	t.Fatalf("waited in vain for %s", what)
}

// TestSocketMode takes the same deliveries over a socket, one of a kind that
// the library does not know, and again after Slack closed the socket.
func TestSocketMode(t *testing.T) {
	fake := &slackfake.Server{}
	web := httptest.NewServer(fake)
	defer web.Close()
	realBot(t, nil, web.URL+"/api/", slack.Options{AppToken: slackfake.AppToken})
	push := func(kind, id string, payload []byte) json.RawMessage {
		t.Helper()
		wait(t, "a socket", func() bool { return fake.Push(kind, id, payload) })
		ack, ok := fake.Acked(id, 5*time.Second)
		if !ok {
			t.Fatalf("%s was not acknowledged", id)
		}
		return ack
	}
	answers := func() int {
		n := 0
		for _, m := range fake.Messages() {
			if strings.Contains(m.Shown(), disclaimer) {
				n++
			}
		}
		return n
	}
	event := slackfake.Event("Ev1", mention("1800000000.000001", calm))
	push("events_api", "env1", event)
	push("events_api", "env2", event) // again
	push("events_api", "env3", slackfake.Event("Ev2", map[string]any{"type": "an_event_of_the_future"}))
	stop := map[string]any{"type": "agent_session_stopped", "channel": "D1", "thread_ts": "1.1", "user": "U1"}
	push("events_api", "env4", slackfake.Event("Ev3", stop))
	command, _ := json.Marshal(map[string]any{"command": "/limber", "text": calm, "team_id": slackfake.Team, "user_id": "U1", "trigger_id": "t1"})
	if ack := push("slash_commands", "env5", command); !strings.Contains(string(ack), "direct message") {
		t.Errorf("the command was acknowledged with %s", ack)
	}
	wait(t, "two answers", func() bool { return answers() == 2 })
	fake.Disconnect()
	pressed, _ := json.Marshal(map[string]any{
		"type": "block_actions", "trigger_id": "t2", "team": map[string]any{"id": slackfake.Team}, "user": map[string]any{"id": "U1"},
		"channel": map[string]any{"id": "D1"}, "message": map[string]any{"ts": "1900000000.000001"},
		"actions": []map[string]any{{"type": "button", "action_id": "ask0", "value": calm, "action_ts": "1.1"}},
	})
	push("interactive", "env6", pressed)
	wait(t, "three answers", func() bool { return answers() == 3 })
	time.Sleep(300 * time.Millisecond)
	if n := answers(); n != 3 {
		t.Errorf("got %d answers, want 3", n)
	}
}

// TestSlacktest answers into the test server of slack-go, which others keep.
func TestSlacktest(t *testing.T) {
	fake := &slackfake.Server{}
	server := slacktest.NewTestServer(func(c slacktest.Customize) {
		// What slacktest does not have is left to the fake.
		for _, m := range []string{"chat.startStream", "chat.stopStream", "assistant.threads.setStatus", "conversations.replies"} {
			c.Handle("/"+m, fake.ServeHTTP)
		}
	})
	server.Start()
	defer server.Stop()
	posted, _, err := websocket.DefaultDialer.Dial(server.GetWSURL(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { // slacktest reads on and on unless it is told
		_ = posted.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseNormalClosure, ""), time.Now().Add(time.Second))
		_, _, _ = posted.ReadMessage()
		_ = posted.Close()
	}()
	_ = posted.SetReadDeadline(time.Now().Add(20 * time.Second))
	b := realBot(t, nil, server.GetAPIURL(), slack.Options{})
	for user, text := range map[string]string{"1": calm, "2": emergency} {
		m := dm("1800000000.00000"+user, text)
		m["user"], m["channel"] = "U"+user, "D"+user // or the danger would count for both
		rec := httptest.NewRecorder()
		b.ServeHTTP(rec, slackfake.Signed("/slack/events", slackfake.Event("Ev"+user, m)))
		if rec.Code != 200 {
			t.Fatalf("got status %d", rec.Code)
		}
	}
	for _, want := range []string{"Get emergency help now", "Please get help now"} {
		var m slackgo.Message
		if err := posted.ReadJSON(&m); err != nil || !strings.Contains(m.Text, want) || len(m.Blocks.BlockSet) == 0 {
			t.Errorf("slacktest got %q, %v, want %q with blocks", m.Text, err, want)
		}
	}
	wait(t, "the streamed answer", func() bool { return len(fake.Calls("chat.stopStream")) == 1 })
	if c := fake.Calls("chat.stopStream")[0]; c.Error != "" {
		t.Errorf("the end of the stream was refused: %s", c.Error)
	}
}
