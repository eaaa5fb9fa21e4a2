package slack_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/limber-health/limber/api/slack"
	"github.com/limber-health/limber/api/slack/slackfake"
)

const hook = "http://slack.test/api/hooks/h"

// element finds the first element of a kind of block whose action begins so.
func element(m slackfake.Message, block, action string) map[string]any {
	for _, b := range m.Blocks {
		if b["type"] != block {
			continue
		}
		for _, e := range b["elements"].([]any) {
			e := e.(map[string]any)
			if id, _ := e["action_id"].(string); strings.HasPrefix(id, action) {
				return e
			}
		}
	}
	return nil
}

// last is the newest message in a channel.
func (w *world) last(channel string) slackfake.Message {
	w.t.Helper()
	all := w.fake.Messages()
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].Channel == channel {
			return all[i]
		}
	}
	w.t.Fatalf("nothing stands in %s", channel)
	return slackfake.Message{}
}

func (w *world) press(user string, at slackfake.Message, e map[string]any, trigger string) {
	w.t.Helper()
	if e == nil {
		w.t.Fatal("there is no such button")
	}
	id, _ := e["action_id"].(string)
	value, _ := e["value"].(string)
	w.deliver("/slack/interactivity", slackfake.Press(user, at, id, value, trigger, hook), http.StatusOK)
	w.settle()
}

func TestFeedback(t *testing.T) {
	inWorld(t, slack.Options{}, func(w *world) {
		w.event(dm(w.ts(), calm))
		w.settle()
		answer := w.last("D1")
		e := element(answer, "context_actions", "rate")
		up := e["positive_button"].(map[string]any)["value"].(string)
		w.deliver("/slack/interactivity", slackfake.Press("U1", answer, "rate", up, "1.1", hook), http.StatusOK)
		w.settle()
		if got := w.last("/api/hooks/h"); got.Text != "Thank you for the feedback." {
			t.Errorf("got %q", got.Text)
		}
		th, _ := w.store.Thread(t.Context(), slackfake.Team+"/@U1")
		conv, err := w.chat.Conversation(t.Context(), th.Conversation)
		if err != nil || !strings.HasSuffix(up, conv.Turns[0].Reply.ID) {
			t.Errorf("the value %q is not of the reply: %v", up, err)
		}
		w.deliver("/slack/interactivity", slackfake.Press("U1", answer, "rate", "down rcpt_unknown", "1.2", hook), http.StatusOK)
		w.settle()
		if got := w.last("/api/hooks/h"); got.Text != "That answer is too old to rate." {
			t.Errorf("got %q", got.Text)
		}
	})
}

func TestSuggestionButton(t *testing.T) {
	inWorld(t, slack.Options{}, func(w *world) {
		w.event(mention("1800000000.000009", "hello"))
		w.settle()
		e := element(w.last("C1"), "actions", "ask")
		w.press("U2", w.last("C1"), e, "1.1")
		w.want(w.count(0), 2, 0, nil)
		if got := w.last("C1"); got.Thread != "1800000000.000009" || !strings.Contains(got.Shown(), "You chose") {
			t.Errorf("got %q in thread %s", got.Shown(), got.Thread)
		}
	})
}

func TestQuestionButtons(t *testing.T) {
	inWorld(t, slack.Options{}, func(w *world) {
		w.event(dm("1800000000.000009", "My left calf is swollen and hot"))
		w.settle()
		first := w.last("D1")
		yes := element(first, "actions", "check0-0")
		w.press("U1", first, yes, "1.1")
		c := w.count(0)
		if c.answers != 2 || c.notices["D1"] != 2 {
			t.Errorf("after yes: %+v, want a second notice, of an emergency", c)
			w.dump(0)
		}
		w.press("U1", first, yes, "1.2") // the same button again
		if got := w.count(0); got.answers != 2 {
			t.Errorf("a second press was answered: %+v", got)
		}
		w.press("U1", first, element(first, "actions", "check0-1"), "1.3") // an older question
		if got := w.last("D1"); !strings.Contains(got.Shown(), "belongs to an earlier message") {
			t.Errorf("got %q", got.Shown())
		}
	})
}

func TestHomeAndMessagesTab(t *testing.T) {
	inWorld(t, slack.Options{}, func(w *world) {
		w.event(map[string]any{"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "home"})
		w.event(map[string]any{"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "messages"})
		w.settle()
		views := w.fake.Calls("views.publish")
		if len(views) != 1 || views[0].Error != "" || views[0].Args.Get("user_id") != "U1" {
			t.Fatalf("got %+v", views)
		}
		for _, want := range []string{"What I can do", "What I cannot do", "I am not a doctor", "Erase our direct messages"} {
			if !strings.Contains(views[0].Args.Get("view"), want) {
				t.Errorf("the home tab does not say %q", want)
			}
		}
		prompts := w.fake.Calls("assistant.threads.setSuggestedPrompts")
		if len(prompts) != 1 || prompts[0].Error != "" || prompts[0].Args.Has("thread_ts") {
			t.Fatalf("got %+v", prompts)
		}
		w.event(dm(w.ts(), calm))
		w.settle()
		if !w.remembers(slackfake.Team + "/@U1") {
			t.Fatal("nothing was remembered to begin with")
		}
		for _, want := range []string{"I have erased", "I keep nothing"} {
			w.next++
			w.deliver("/slack/interactivity", slackfake.Press("U1", slackfake.Message{}, "erase", "erase", w.ts(), hook), http.StatusOK)
			w.settle()
			if got := w.last("D1").Shown(); !strings.Contains(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
		}
		if w.remembers(slackfake.Team + "/@U1") {
			t.Error("the conversation was not erased")
		}
	})
}

func TestCommands(t *testing.T) {
	inWorld(t, slack.Options{}, func(w *world) {
		got := w.deliver("/slack/commands", slackfake.Command("U1", "", "t0", hook), http.StatusOK)
		if !strings.Contains(got, "Write your question after the command") || !strings.Contains(got, "ephemeral") {
			t.Errorf("an empty command: got %s", got)
		}
		got = w.deliver("/slack/commands", slackfake.Command("U1", calm, "t1", hook), http.StatusOK)
		if !strings.Contains(got, "I will answer you in a direct message") {
			t.Errorf("a question: got %s", got)
		}
		w.settle()
		if shown := w.shown("D1"); !strings.Contains(shown, "You asked:* "+calm) || !strings.Contains(shown, disclaimer) {
			t.Errorf("got %q", shown)
		}
		got = w.deliver("/slack/commands", slackfake.Command("U1", emergency, "t2", hook), http.StatusOK)
		if !strings.Contains(got, "Call 999") {
			t.Errorf("a danger is not told with the acknowledgement: %s", got)
		}
		w.settle()
		w.event(inThreadOf(w.last("D1").Thread, w.ts(), "and now?")) // goes on in the thread of the answer
		w.settle()
		if got := w.last("D1").Shown(); !strings.Contains(got, "Get emergency help now") {
			t.Errorf("the follow-up forgot the danger: %q", got)
		}
		got = w.deliver("/slack/commands", []byte("ssl_check=1&token=x"), http.StatusOK)
		if got != "" {
			t.Errorf("ssl_check: got %q", got)
		}
	})
}

func inThreadOf(thread, ts, text string) map[string]any {
	m := dm(ts, text)
	m["thread_ts"] = thread
	return m
}

// TestStreams looks at how an answer grows.
func TestStreams(t *testing.T) {
	inWorld(t, slack.Options{}, func(w *world) {
		w.event(mention(w.ts(), calm))
		w.settle()
		start := w.fake.Calls("chat.startStream")
		if len(start) != 1 || start[0].Args.Get("recipient_user_id") != "U1" || start[0].Args.Get("recipient_team_id") != slackfake.Team {
			t.Fatalf("got %+v", start)
		}
		got := w.last("C1")
		if !got.Grown || got.Streaming || len(got.Blocks) == 0 {
			t.Errorf("the stream did not end with blocks: %+v", got)
		}
		w.event(dm(w.ts(), calm))
		w.settle()
		start = w.fake.Calls("chat.startStream")
		if len(start) != 2 || start[1].Args.Has("recipient_user_id") {
			t.Errorf("in direct messages: got %+v", start[1:])
		}
		first := w.fake.Calls("")[1]
		if first.Method != "assistant.threads.setStatus" || first.Args.Get("status") == "" {
			t.Errorf("the first call is %s, not the status", first.Method)
		}
	})
}

// TestStreamEndedBySlack lets Slack end a stream early: the answer is put in
// its place, once.
func TestStreamEndedBySlack(t *testing.T) {
	inWorld(t, slack.Options{}, func(w *world) {
		w.fake.Fail("chat.stopStream", slackfake.Fault{Code: "message_not_in_streaming_state"})
		w.event(dm(w.ts(), calm))
		w.settle()
		w.want(w.count(0), 1, 0, nil)
		w.fake.Fail("chat.stopStream", slackfake.Fault{Code: "invalid_blocks"})
		w.fake.Fail("chat.update", slackfake.Fault{Code: "invalid_blocks"})
		w.event(dm(w.ts(), calm))
		w.settle()
		w.want(w.count(0), 2, 0, nil)
	})
}

// TestPostedTwiceIsSeen crashes right after Slack took a message: the next try
// finds it.
func TestPostedTwiceIsSeen(t *testing.T) {
	inWorld(t, slack.Options{}, func(w *world) {
		w.fake.Fail("chat.startStream", slackfake.Fault{Code: "not_allowed"})
		w.fake.Fail("chat.postMessage", slackfake.Fault{Status: 500, After: true}, slackfake.Fault{Status: 500, After: true})
		w.event(mention(w.ts(), "My left calf is swollen and hot"))
		w.settle()
		time.Sleep(time.Minute)
		c := w.count(0)
		if c.answers != 1 || c.notices["C1"] != 1 {
			t.Errorf("got %+v", c)
			w.dump(0)
		}
	})
}
