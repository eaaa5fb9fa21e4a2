package slack_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"github.com/limber-health/limber/api/slack"
	"github.com/limber-health/limber/api/slack/slackfake"
)

// A front is a way to ask. before makes what must be there; send delivers the
// same message once more, under the n-th id.
type front struct {
	before func(w *world)
	send   func(w *world, text string, n int)
	place  string // where a notice must stand
	copied bool   // and also in the direct messages
}

const root = "1800000000.000001"

var fronts = map[string]front{
	"direct message": {place: "D1", send: func(w *world, text string, n int) {
		w.deliver("/slack/events", slackfake.Event(fmt.Sprint("EvM", n), dm(root, text)), http.StatusOK)
	}},
	"mention": {place: "C1", copied: true, send: func(w *world, text string, n int) {
		w.deliver("/slack/events", slackfake.Event(fmt.Sprint("EvM", n), mention(root, text)), http.StatusOK)
		w.deliver("/slack/events", slackfake.Event(fmt.Sprint("EvP", n), inChannel(root, "", "<@"+slackfake.BotUser+"> "+text)), http.StatusOK)
	}},
	"thread": {place: "C1", copied: true,
		before: func(w *world) { w.event(mention(root, "hello")) },
		send: func(w *world, text string, n int) {
			w.deliver("/slack/events", slackfake.Event(fmt.Sprint("EvM", n), inChannel("1800000000.000002", root, text)), http.StatusOK)
		}},
	"command": {place: "D1", send: func(w *world, text string, n int) {
		w.deliver("/slack/commands", slackfake.Command("U1", text, "trigger", "http://slack.test/api/hooks/c"), http.StatusOK)
	}},
	"button": {place: "D1",
		before: func(w *world) { w.event(dm(root, "hello")) },
		send: func(w *world, text string, n int) {
			at := slackfake.Message{Channel: "D1", TS: "1900000000.000001", Thread: root}
			w.deliver("/slack/interactivity", slackfake.Press("U1", at, "ask0", text, fmt.Sprint("trigger", n), "http://slack.test/api/hooks/b"), http.StatusOK)
		}},
}

// deliveries are how a message may reach the bot and what may go wrong.
var deliveries = map[string]func(w *world, send func(n int)){
	"once": func(w *world, send func(int)) { send(0) },
	"three retries": func(w *world, send func(int)) {
		for range 4 {
			send(0)
			time.Sleep(time.Second)
		}
	},
	"retries before the answer": func(w *world, send func(int)) {
		w.slow = 5 * time.Second
		for range 4 {
			send(0)
		}
	},
	"eleven duplicates with new ids": func(w *world, send func(int)) {
		for n := range 12 {
			send(n)
			time.Sleep(time.Duration(n) * 500 * time.Millisecond)
		}
	},
	"a late duplicate first": func(w *world, send func(int)) {
		send(7)
		time.Sleep(time.Hour)
		send(0)
	},
	"restart between accept and answer": func(w *world, send func(int)) {
		w.accepting()
		send(0)
		w.start()
		send(1)
	},
	"crash while it works": func(w *world, send func(int)) {
		w.slow = 20 * time.Second
		send(0)
		time.Sleep(10 * time.Second)
		w.stop()
		w.slow = 0
		w.start()
	},
	"two replicas": func(w *world, send func(int)) {
		other := w.newBot()
		stop := w.run(other)
		send(0)
		w.bot, other = other, w.bot
		send(1)
		w.settle()
		w.bot = other
		stop()
	},
	"429 with Retry-After": func(w *world, send func(int)) {
		w.fake.Fail("*", slackfake.Fault{Status: 429, Retry: 3}, slackfake.Fault{Status: 429, Retry: 90}, slackfake.Fault{Status: 429, Retry: 1})
		send(0)
	},
	"500": func(w *world, send func(int)) {
		w.fake.Fail("*", repeated(slackfake.Fault{Status: 500}, 12)...)
		send(0)
	},
	"500 after the effect": func(w *world, send func(int)) {
		// Direct messages to a person cannot be searched, so only the places
		// that can be are made to fail this way.
		for _, m := range []string{"chat.appendStream", "chat.stopStream"} {
			w.fake.Fail(m, slackfake.Fault{Status: 500, After: true})
		}
		send(0)
	},
	"no streams": func(w *world, send func(int)) {
		w.fake.Fail("chat.startStream", repeated(slackfake.Fault{Code: "method_not_supported_for_channel_type"}, 5)...)
		send(0)
	},
	"token revoked for an hour": func(w *world, send func(int)) {
		w.fake.Revoke(true)
		send(0)
		time.Sleep(time.Hour)
		w.fake.Revoke(false)
	},
	"slow search": func(w *world, send func(int)) {
		w.slow = 90 * time.Second
		send(0)
	},
	"slow model": func(w *world, send func(int)) {
		w.modelled(3*time.Second, 4*time.Second)
		for range 4 {
			send(0)
		}
	},
	"model that takes too long": func(w *world, send func(int)) {
		w.modelled(time.Hour, 0)
		send(0)
	},
	"model that stops in the middle": func(w *world, send func(int)) {
		w.modelled(time.Second, time.Hour)
		send(0)
	},
	"answer that takes too long": func(w *world, send func(int)) {
		w.slow = 10 * time.Minute
		send(0)
	},
	"an index that breaks": func(w *world, send func(int)) {
		w.broke = true
		send(0)
	},
}

func repeated(f slackfake.Fault, n int) []slackfake.Fault {
	out := make([]slackfake.Fault, n)
	for i := range out {
		out[i] = f
	}
	return out
}

// TestMatrix is the promise: whatever happens, a message gets one answer or
// one apology, and a danger is told once where it was written, and once by
// direct message if that was a channel.
func TestMatrix(t *testing.T) {
	for name, f := range fronts {
		for how, deliver := range deliveries {
			for what, text := range map[string]string{"calm": calm, "emergency": emergency} {
				t.Run(fmt.Sprintf("%s/%s/%s", name, how, what), func(t *testing.T) {
					inWorld(t, slack.Options{}, func(w *world) {
						if f.before != nil {
							f.before(w)
							w.settle()
						}
						since := len(w.fake.Messages())
						deliver(w, func(n int) { f.send(w, text, n) })
						w.settle()
						c := w.count(since)
						if c.answers+c.apologies != 1 {
							t.Errorf("got %d answers and %d apologies, want one in all", c.answers, c.apologies)
							w.dump(since)
						}
						w.wantNotices(f, what == "emergency", c)
						if worded := how == "slow model" && what == "calm"; (w.made > 0) != worded {
							t.Errorf("the model worded %d replies, wanted: %v", w.made, worded)
						}
					})
				})
			}
		}
	}
}

func (w *world) wantNotices(f front, danger bool, c count) {
	w.t.Helper()
	want := map[string]int{}
	if danger {
		want[f.place] = 1
		if f.copied {
			want["D1"] = 1
		}
	}
	if fmt.Sprint(c.notices) != fmt.Sprint(want) {
		w.t.Errorf("got notices %v, want %v", c.notices, want)
		w.dump(0)
	}
}

// dump shows what stands in Slack, for a failed test.
func (w *world) dump(since int) {
	for _, m := range w.fake.Messages()[since:] {
		w.t.Logf("%s %s in %s: %.200q", m.Channel, m.TS, m.Thread, m.Shown())
	}
	for _, c := range w.fake.Calls("") {
		w.t.Logf("  %s %s", c.Method, c.Error)
	}
	w.t.Log(w.log)
}

// TestManyAtOnce delivers one message from a thousand goroutines.
func TestManyAtOnce(t *testing.T) {
	inWorld(t, slack.Options{}, func(w *world) {
		for n := range 1000 {
			go func() {
				rec := httptest.NewRecorder()
				w.bot.ServeHTTP(rec, slackfake.Signed("/slack/events", slackfake.Event(fmt.Sprint("Ev", n), dm(root, calm))))
				if rec.Code != http.StatusOK {
					t.Errorf("got status %d", rec.Code)
				}
			}()
		}
		synctest.Wait()
		w.settle()
		if c := w.count(0); c.answers != 1 || c.apologies != 0 {
			t.Errorf("got %+v", c)
		}
	})
}
