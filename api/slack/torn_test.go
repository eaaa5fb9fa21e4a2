package slack_test

import (
	"net/http"
	"testing"

	"github.com/limber-health/limber/api/slack"
	"github.com/limber-health/limber/api/slack/slackfake"
)

// TestTornBeginningGoes lets a beginning of an answer stand of which the bot
// does not know. The next try takes it away.
func TestTornBeginningGoes(t *testing.T) {
	inWorld(t, slack.Options{}, func(w *world) {
		w.fake.Fail("chat.startStream", slackfake.Fault{Status: http.StatusInternalServerError, After: true})
		w.fake.Fail("chat.postMessage", repeated(slackfake.Fault{Status: http.StatusInternalServerError}, 4)...)
		w.event(mention(w.ts(), calm))
		w.settle()
		w.want(w.count(0), 1, 0, nil)
		for _, m := range w.fake.Messages() {
			if m.Grown {
				t.Errorf("the beginning still stands: %q", m.Text)
			}
		}
	})
}

// TestNoticeIsNotTakenForTorn has a Slack that does not show which messages
// have a key. A notice that stands must not be removed by the next try.
func TestNoticeIsNotTakenForTorn(t *testing.T) {
	inWorld(t, slack.Options{}, func(w *world) {
		w.fake.HideMetadata()
		w.fake.Fail("chat.postMessage", slackfake.Fault{}) // the notice where it was written
		w.fake.Fail("chat.postMessage", repeated(slackfake.Fault{Status: http.StatusInternalServerError}, 4)...)
		w.event(mention(w.ts(), "My left calf is swollen and hot"))
		w.settle()
		w.want(w.count(0), 1, 0, map[string]int{"C1": 1, "D1": 1})
	})
}
