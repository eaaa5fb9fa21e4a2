package slack_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/limber-health/limber/api/slack"
	"github.com/limber-health/limber/api/slack/slackfake"
)

// shown joins what stands in a channel, or everywhere if it is empty.
func (w *world) shown(channel string) string {
	var b strings.Builder
	for _, m := range w.fake.Messages() {
		if channel == "" || m.Channel == channel {
			b.WriteString(m.Shown() + "\n")
		}
	}
	return b.String()
}

func (w *world) want(c count, answers, apologies int, notices map[string]int) {
	w.t.Helper()
	if notices == nil {
		notices = map[string]int{}
	}
	if c.answers != answers || c.apologies != apologies || fmt.Sprint(c.notices) != fmt.Sprint(notices) {
		w.t.Errorf("got %+v, want %d answers, %d apologies, notices %v", c, answers, apologies, notices)
		w.dump(0)
	}
}

func TestOthersAreNotAnswered(t *testing.T) {
	bot := dm("1800000000.000100", calm)
	bot["bot_id"], bot["subtype"] = "B9", "bot_message"
	own := dm("1800000000.000101", calm)
	own["user"] = slackfake.BotUser
	other := inChannel("1800000000.000102", "", "<@"+slackfake.BotUser+"> "+calm)
	other["bot_id"] = "B7"
	joined := inChannel("1800000000.000103", "", "joined")
	joined["subtype"] = "channel_join"
	for name, e := range map[string]map[string]any{
		"another bot": bot, "itself": own, "a bot's mention": other, "a join": joined,
		"a channel without mention": inChannel("1800000000.000104", "", calm),
		"a thread it is not in":     inChannel("1800000000.000105", "1700000000.000001", emergency),
		"a shape it does not know":  {"type": "channel_created", "channel": map[string]any{"id": "C9"}},
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, slack.Options{}, func(w *world) {
				w.event(e)
				w.settle()
				if n := len(w.fake.Messages()); n != 0 {
					t.Errorf("got %d messages", n)
				}
				if fresh, _ := w.store.Accept(t.Context(), slack.Job{ID: "m/" + slackfake.Team + "/C1/" + fmt.Sprint(e["ts"])}); !fresh {
					t.Error("the message was stored")
				}
			})
		})
	}
}

func TestFollowUpsNeedNoMention(t *testing.T) {
	inWorld(t, slack.Options{}, func(w *world) {
		root := w.ts()
		w.slow = 3 * time.Second
		w.event(mention(root, calm))
		w.event(inChannel(w.ts(), root, "and at night?")) // before the first answer
		w.settle()
		w.want(w.count(0), 2, 0, nil)
		w.event(inChannel(w.ts(), root, "<@U2> thanks for the report")) // people among themselves
		w.settle()
		w.want(w.count(0), 2, 0, nil)
		w.event(inChannel(w.ts(), root, "<@U2> "+emergency)) // a danger is told all the same
		w.settle()
		w.want(w.count(0), 2, 0, map[string]int{"C1": 1, "D1": 1})
		for _, m := range w.fake.Messages() {
			if m.Channel == "C1" && m.Thread != root {
				t.Errorf("a message stands outside the thread: %q", m.Shown())
			}
		}
	})
}

func TestMemoryOfTurns(t *testing.T) {
	inWorld(t, slack.Options{}, func(w *world) {
		w.event(dm(w.ts(), "My left calf is swollen and hot"))
		w.settle()
		if c := w.count(0); c.notices["D1"] != 1 {
			t.Fatalf("got %+v", c)
		}
		w.event(dm(w.ts(), "What about stretching?")) // the same tab, shortly after
		w.settle()
		c := w.count(0)
		if c.notices["D1"] != 1 || c.answers != 2 || strings.Count(w.shown("D1"), "Get medical help today") < 2 {
			t.Errorf("the second answer does not remind of the notice: %+v", c)
			w.dump(0)
		}
		w.event(dm(w.ts(), "I cannot catch my breath")) // with the first turn: an emergency
		w.settle()
		if c := w.count(0); c.notices["D1"] != 2 {
			t.Errorf("the new danger was not told: %+v", c)
		}
		time.Sleep(time.Hour)
		since := len(w.fake.Messages())
		w.event(dm(w.ts(), calm)) // much later: a new conversation
		w.settle()
		w.want(w.count(since), 1, 0, nil)
		w.event(dm(w.ts(), "start over"))
		w.settle()
		if !strings.Contains(w.shown("D1"), "This is a new conversation") {
			t.Error("starting over was not confirmed")
		}
	})
}

func edited(was map[string]any, text string) map[string]any {
	now := map[string]any{}
	for k, v := range was {
		now[k] = v
	}
	delete(now, "channel")
	now["text"], now["edited"] = text, map[string]any{"user": "U1", "ts": "1800000009.000000"}
	return map[string]any{"type": "message", "subtype": "message_changed", "hidden": true, "channel": was["channel"],
		"channel_type": was["channel_type"], "ts": "1800000009.000100", "message": now, "previous_message": was}
}

func deletedMessage(was map[string]any) map[string]any {
	return map[string]any{"type": "message", "subtype": "message_deleted", "hidden": true, "channel": was["channel"],
		"channel_type": was["channel_type"], "ts": "1800000009.000200", "deleted_ts": was["ts"], "previous_message": was}
}

func TestEdits(t *testing.T) {
	for name, c := range map[string]struct {
		text    string
		notices map[string]int
	}{
		"harmless": {calm + " Thanks!", nil},
		"a danger": {emergency, map[string]int{"D1": 1}},
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, slack.Options{}, func(w *world) {
				m := dm(w.ts(), calm)
				w.event(m)
				w.settle()
				w.event(edited(m, c.text))
				w.event(edited(m, c.text)) // again, with another id
				preview := edited(m, calm)
				delete(preview["message"].(map[string]any), "edited")
				w.event(preview)
				w.settle()
				w.want(w.count(0), 1, 0, c.notices)
			})
		})
	}
	t.Run("in a channel", func(t *testing.T) {
		inWorld(t, slack.Options{}, func(w *world) {
			ts := w.ts()
			w.event(mention(ts, calm))
			w.settle()
			w.event(edited(inChannel(ts, "", "<@"+slackfake.BotUser+"> "+calm), "<@"+slackfake.BotUser+"> "+emergency))
			w.settle()
			w.want(w.count(0), 1, 0, map[string]int{"C1": 1, "D1": 1})
		})
	})
	t.Run("before the message itself", func(t *testing.T) {
		inWorld(t, slack.Options{}, func(w *world) {
			m := dm(w.ts(), calm)
			w.event(edited(m, calm+" Please."))
			w.event(m)
			w.settle()
			w.want(w.count(0), 1, 0, nil)
		})
	})
	t.Run("while the answer is made", func(t *testing.T) {
		inWorld(t, slack.Options{}, func(w *world) {
			w.slow = 20 * time.Second
			m := dm(w.ts(), calm)
			w.event(m)
			time.Sleep(time.Second)
			w.event(edited(m, emergency))
			w.settle()
			w.want(w.count(0), 1, 0, map[string]int{"D1": 1})
		})
	})
}

// conversations counts what the chat's memory holds for a thread of D1.
func (w *world) remembers(key string) bool {
	th, err := w.store.Thread(context.Background(), key)
	if err != nil {
		w.t.Fatal(err)
	}
	if th == nil || th.Conversation == "" {
		return false
	}
	_, err = w.chat.Conversation(context.Background(), th.Conversation)
	return err == nil
}

func TestDeletions(t *testing.T) {
	t.Run("before the answer", func(t *testing.T) {
		inWorld(t, slack.Options{}, func(w *world) {
			w.slow = 20 * time.Second
			m := dm(w.ts(), calm)
			w.event(m)
			time.Sleep(time.Second)
			if !w.remembers(slackfake.Team + "/@U1") {
				t.Fatal("nothing was remembered to begin with")
			}
			w.event(deletedMessage(m))
			w.settle()
			if n := len(w.fake.Messages()); n != 0 {
				t.Errorf("got %d messages", n)
				w.dump(0)
			}
			if w.remembers(slackfake.Team+"/@U1") || w.remembers(fmt.Sprint(slackfake.Team, "/@U1/", m["ts"])) {
				t.Error("the conversation was not erased")
			}
		})
	})
	t.Run("before the message itself", func(t *testing.T) {
		inWorld(t, slack.Options{}, func(w *world) {
			m := dm(w.ts(), calm)
			w.event(deletedMessage(m))
			w.event(m)
			w.settle()
			if n := len(w.fake.Messages()); n != 0 {
				t.Errorf("got %d messages", n)
			}
		})
	})
	t.Run("after the answer", func(t *testing.T) {
		inWorld(t, slack.Options{}, func(w *world) {
			ts := w.ts()
			w.event(mention(ts, calm))
			w.settle()
			if !w.remembers(slackfake.Team + "/C1/" + ts) {
				t.Fatal("nothing was remembered to begin with")
			}
			tomb := edited(inChannel(ts, "", calm), "This message was deleted.")
			tomb["message"].(map[string]any)["subtype"] = "tombstone"
			w.event(tomb)
			w.settle()
			w.want(w.count(0), 1, 0, nil)
			if w.remembers(slackfake.Team + "/C1/" + ts) {
				t.Error("the conversation was not erased")
			}
		})
	})
}

func TestStop(t *testing.T) {
	for name, c := range map[string]struct {
		text    string
		notices map[string]int
	}{
		"calm":   {calm, nil},
		"danger": {"My left calf is swollen and hot after a flight", map[string]int{"D1": 1}},
	} {
		for _, waits := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s/waits=%v", name, waits), func(t *testing.T) {
				inWorld(t, slack.Options{}, func(w *world) {
					w.slow = time.Minute
					if waits {
						w.accepting()
					}
					ts := w.ts()
					w.event(dm(ts, c.text))
					time.Sleep(time.Second)
					w.event(map[string]any{"type": "agent_session_stopped", "channel": "D1", "thread_ts": ts, "user": "U1"})
					began := time.Now()
					if waits {
						w.start()
					}
					w.settle()
					if took := time.Since(began); took > 15*time.Second {
						t.Errorf("the work went on for %v", took)
					}
					w.want(w.count(0), 0, 0, c.notices)
					calls := w.fake.Calls("assistant.threads.setStatus")
					if len(calls) == 0 || calls[len(calls)-1].Args.Get("status") != "" {
						t.Error("the status was not ended")
					}
					w.slow = 0
					w.event(dm(w.ts(), calm)) // the next message is answered
					w.settle()
					if got := w.count(0); got.answers != 1 {
						t.Errorf("after the stop: %+v", got)
					}
				})
			})
		}
	}
}

func TestPolicies(t *testing.T) {
	both := map[string]int{"C1": 1, "D1": 1}
	for name, c := range map[string]struct {
		opts            slack.Options
		text            string
		notices         map[string]int
		inC1, inD1, not string
	}{
		"thread":                    {slack.Options{}, calm, nil, disclaimer, "", "never"},
		"dm":                        {slack.Options{Policy: slack.InPrivate}, calm, nil, "I have answered you in a direct message", disclaimer, "never"},
		"dm, danger":                {slack.Options{Policy: slack.InPrivate}, "My left calf is swollen and hot", both, "I have answered you", disclaimer, "never"},
		"refuse":                    {slack.Options{Policy: slack.Refuse}, calm, nil, "I do not answer health questions in this channel", "", disclaimer},
		"refuse, danger":            {slack.Options{Policy: slack.Refuse}, emergency, both, "I do not answer health questions in this channel", "Call 999", disclaimer},
		"channel not on the list":   {slack.Options{Channels: []string{"C2"}}, calm, nil, "I do not answer health questions in this channel", "", disclaimer},
		"channel on the list":       {slack.Options{Channels: []string{"C1"}}, calm, nil, disclaimer, "", "never"},
		"workspace not on the list": {slack.Options{Teams: []string{"T9"}}, emergency, nil, "", "", "."},
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, c.opts, func(w *world) {
				w.event(mention(w.ts(), c.text))
				w.settle()
				for channel, want := range map[string]string{"C1": c.inC1, "D1": c.inD1} {
					if got := w.shown(channel); !strings.Contains(got, want) {
						t.Errorf("%s: got %q, want %q", channel, got, want)
					}
				}
				if got := w.shown(""); strings.Contains(got, c.not) {
					t.Errorf("got %q", got)
				}
				if got := w.count(0); fmt.Sprint(got.notices) != fmt.Sprint(mapOr(c.notices)) {
					t.Errorf("got notices %v, want %v", got.notices, c.notices)
				}
			})
		})
	}
}

func mapOr(m map[string]int) map[string]int {
	if m == nil {
		return map[string]int{}
	}
	return m
}

func TestRateLimit(t *testing.T) {
	inWorld(t, slack.Options{RateLimit: 2}, func(w *world) {
		for range 5 {
			w.event(dm(w.ts(), calm))
			w.settle()
		}
		if got := w.shown("D1"); strings.Count(got, "You have sent many messages") != 1 || strings.Count(got, disclaimer) != 2 {
			t.Errorf("got %q", got)
		}
		w.event(dm(w.ts(), emergency))
		w.settle()
		if c := w.count(0); c.notices["D1"] != 1 {
			t.Errorf("a danger over the limit: %+v", c)
		}
		time.Sleep(2 * time.Minute)
		since := len(w.fake.Messages())
		w.event(dm(w.ts(), calm))
		w.settle()
		w.want(w.count(since), 1, 0, nil)
	})
}

func TestOverflow(t *testing.T) {
	inWorld(t, slack.Options{Queue: 3, Workers: 1}, func(w *world) {
		w.slow = 10 * time.Second
		ask := func(user int, text string) {
			m := dm(w.ts(), text)
			m["user"], m["channel"] = fmt.Sprint("U", user), fmt.Sprint("D", user)
			w.event(m)
		}
		for n := range 8 {
			ask(n+10, calm)
		}
		ask(99, emergency)
		ask(98, "My left calf is swollen and hot")
		synctest.Wait()
		time.Sleep(21 * time.Second) // the one at work; then what is dangerous; then what is short
		synctest.Wait()
		c := w.count(0)
		if c.apologies != 5 || c.notices["D99"] != 1 || c.notices["D98"] != 1 {
			t.Errorf("after the first answer: %+v", c)
			w.dump(0)
		}
		w.settle()
		c = w.count(0)
		if c.answers != 5 || c.apologies != 5 {
			t.Errorf("in the end: %+v", c)
		}
	})
}

func TestWordsThatAreNoQuestion(t *testing.T) {
	long := strings.Repeat("My legs ache. ", 400)
	for name, c := range map[string]struct {
		text, want string
		notices    map[string]int
	}{
		"nothing":               {"", "I can only read text", nil},
		"a mention alone":       {"<@U5>", "I can only read text", nil},
		"too long":              {long, "at most 4,000 characters", nil},
		"too long, with danger": {long + emergency, "at most 4,000 characters", map[string]int{"D1": 1}},
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, slack.Options{}, func(w *world) {
				m := dm(w.ts(), c.text)
				m["subtype"] = "file_share"
				w.event(m)
				w.settle()
				if !strings.Contains(w.shown("D1"), c.want) {
					t.Errorf("got %q, want %q", w.shown("D1"), c.want)
				}
				w.want(w.count(0), 0, 0, c.notices)
			})
		})
	}
}

func TestUnreachablePlaces(t *testing.T) {
	inWorld(t, slack.Options{}, func(w *world) {
		w.fake.Close("C1", "not_in_channel")
		w.event(mention(w.ts(), emergency))
		w.settle()
		if c := w.count(0); c.notices["D1"] == 0 || c.answers != 1 {
			t.Errorf("a channel that is closed: %+v", c)
		}
	})
	inWorld(t, slack.Options{}, func(w *world) {
		w.fake.Close("D1", "messages_tab_disabled")
		w.deliver("/slack/commands", slackfake.Command("U1", calm, "t1", "http://slack.test/api/hooks/c"), http.StatusOK)
		w.settle()
		w.want(w.count(0), 1, 0, nil) // by the address that came with the command
	})
}
