package slack_test

import (
	"bytes"
	"context"
	"crypto/hmac"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/limber-health/limber/api/slack"
	"github.com/limber-health/limber/api/slack/slackfake"
	"github.com/limber-health/limber/chat"
)

func TestURLVerification(t *testing.T) {
	inWorld(t, slack.Options{}, func(w *world) {
		got := w.deliver("/slack/events", []byte(`{"type":"url_verification","token":"x","challenge":"abc123"}`), http.StatusOK)
		if got != `{"challenge":"abc123"}`+"\n" {
			t.Errorf("got %q", got)
		}
	})
}

// tallied counts what a bot counts.
type tallied struct {
	mu sync.Mutex
	n  map[string]int
}

func (m *tallied) Slack(event string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.n[event]++
}
func (m *tallied) Reply(channel string, r *chat.Reply, err error) {
	m.Slack(fmt.Sprint(channel, " ", r.Answer.Status, " ", r.Triage.Level, " ", err))
}
func (m *tallied) Verdict(channel, level string) { m.Slack(channel + " verdict " + level) }

// TestCount counts what becomes of deliveries and turns, by names of ours.
func TestCount(t *testing.T) {
	got := &tallied{n: map[string]int{}}
	inWorld(t, slack.Options{Meter: got}, func(w *world) {
		body := slackfake.Event("EvA", dm("1800000000.000001", calm))
		w.deliver("/slack/events", body, http.StatusOK)
		w.deliver("/slack/events", body, http.StatusOK)
		forged := slackfake.Signed("/slack/events", body)
		sign(forged, "other", time.Now(), body)
		w.bot.ServeHTTP(httptest.NewRecorder(), forged)
		w.settle()
		// Two people talk to each other in a thread of the bot's: a verdict alone.
		w.event(mention("1800000000.000002", calm))
		w.settle()
		w.event(inChannel("1800000000.000003", "1800000000.000002", "<@U2> "+emergency))
		w.settle()
	})
	want := map[string]int{slack.Accepted: 3, slack.Duplicate: 1, slack.Rejected: 1,
		"slack answered none <nil>": 2, "slack verdict emergency": 1}
	if !maps.Equal(got.n, want) {
		t.Errorf("counted %v, want %v", got.n, want)
	}
}

func TestForgedDeliveries(t *testing.T) {
	body := slackfake.Event("Ev1", dm("1800000000.000001", calm))
	for name, c := range map[string]struct {
		change func(r *http.Request)
		status int
	}{
		"no signature":         {func(r *http.Request) { r.Header.Del("X-Slack-Signature") }, 401},
		"no timestamp":         {func(r *http.Request) { r.Header.Del("X-Slack-Request-Timestamp") }, 401},
		"another secret":       {func(r *http.Request) { sign(r, "other", time.Now(), body) }, 401},
		"another version":      {func(r *http.Request) { r.Header.Set("X-Slack-Signature", "v1="+strings.Repeat("0", 64)) }, 401},
		"cut short":            {func(r *http.Request) { r.Header.Set("X-Slack-Signature", r.Header.Get("X-Slack-Signature")[:40]) }, 401},
		"too old":              {func(r *http.Request) { sign(r, slackfake.Secret, time.Now().Add(-301*time.Second), body) }, 401},
		"from the future":      {func(r *http.Request) { sign(r, slackfake.Secret, time.Now().Add(302*time.Second), body) }, 401},
		"just young enough":    {func(r *http.Request) { sign(r, slackfake.Secret, time.Now().Add(-299*time.Second), body) }, 200},
		"a time that is none":  {func(r *http.Request) { r.Header.Set("X-Slack-Request-Timestamp", "soon") }, 401},
		"another body":         {func(r *http.Request) { *r = *withBody(r, append([]byte(" "), body...)) }, 401},
		"an address elsewhere": {func(r *http.Request) { r.URL.Path = "/slack/other" }, 404},
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, slack.Options{}, func(w *world) {
				r := slackfake.Signed("/slack/events", body)
				c.change(r)
				rec := httptest.NewRecorder()
				w.bot.ServeHTTP(rec, r)
				w.settle()
				if rec.Code != c.status {
					t.Errorf("got status %d, want %d", rec.Code, c.status)
				}
				if answered := len(w.fake.Messages()) > 0; answered != (c.status == 200) {
					t.Errorf("answered: %v", answered)
				}
			})
		})
	}
}

func sign(r *http.Request, secret string, at time.Time, body []byte) {
	ts := strconv.FormatInt(at.Unix(), 10)
	r.Header.Set("X-Slack-Request-Timestamp", ts)
	r.Header.Set("X-Slack-Signature", slackfake.Signature(secret, ts, body))
}

func withBody(r *http.Request, body []byte) *http.Request {
	n := httptest.NewRequest(r.Method, r.URL.Path, bytes.NewReader(body))
	n.Header = r.Header
	return n
}

func TestBodies(t *testing.T) {
	big := slackfake.Event("Ev1", dm("1800000000.000001", strings.Repeat("x", 300<<10)))
	for name, c := range map[string]struct {
		path   string
		body   []byte
		status int
	}{
		"too big":                {"/slack/events", big, 413},
		"not JSON":               {"/slack/events", []byte("{"), 400},
		"an event without event": {"/slack/events", []byte(`{"type":"event_callback"}`), 200},
		"a kind unknown":         {"/slack/events", []byte(`{"type":"app_rate_limited"}`), 200},
		"a form without payload": {"/slack/interactivity", []byte("x=1"), 400},
		"a command of nobody":    {"/slack/commands", []byte("text=hello"), 400},
		"not a form":             {"/slack/commands", []byte("%zz"), 400},
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, slack.Options{}, func(w *world) { w.deliver(c.path, c.body, c.status) })
		})
	}
}

// TestNothingSmuggled puts a payload into the address, which is not signed.
func TestNothingSmuggled(t *testing.T) {
	inWorld(t, slack.Options{}, func(w *world) {
		smuggled := slackfake.Press("U1", slackfake.Message{Channel: "D1", TS: "1.1"}, "ask0", calm, "1.1", hook)
		body := []byte("x=1")
		r := httptest.NewRequest(http.MethodPost, "/slack/interactivity?"+string(smuggled), bytes.NewReader(body))
		slackfake.Sign(r, body)
		rec := httptest.NewRecorder()
		w.bot.ServeHTTP(rec, r)
		w.settle()
		if rec.Code != http.StatusBadRequest || len(w.fake.Messages()) != 0 {
			t.Errorf("got status %d and %d messages", rec.Code, len(w.fake.Messages()))
		}
	})
}

// sick is a store that does not take anything.
type sick struct {
	slack.Store
	hang bool
}

func (s sick) Accept(ctx context.Context, _ slack.Job, _ ...string) (bool, error) {
	if s.hang {
		<-ctx.Done()
	}
	return false, errors.New("disk full")
}

// broken is a store of which nothing works.
type broken struct{ hang bool }

func (s broken) fail(ctx context.Context) error {
	if s.hang {
		<-ctx.Done()
	}
	return errors.New("disk full")
}

func (s broken) Accept(ctx context.Context, _ slack.Job, _ ...string) (bool, error) {
	return false, s.fail(ctx)
}
func (s broken) Waiting(context.Context) (int, error)                        { return 0, s.fail(gone) }
func (s broken) Claim(context.Context, slack.Lease) (*slack.Job, error)      { return nil, s.fail(gone) }
func (s broken) Release(context.Context, slack.Lease, slack.Job) error       { return s.fail(gone) }
func (s broken) Finish(context.Context, slack.Lease, string) error           { return s.fail(gone) }
func (s broken) Stop(context.Context, string) error                          { return s.fail(gone) }
func (s broken) Delete(context.Context, string) (bool, error)                { return false, s.fail(gone) }
func (s broken) Thread(ctx context.Context, _ string) (*slack.Thread, error) { return nil, s.fail(ctx) }
func (s broken) SaveThread(context.Context, string, slack.Thread) error      { return s.fail(gone) }
func (s broken) ForgetConversation(context.Context, string) error            { return s.fail(gone) }
func (s broken) Extend(context.Context, slack.Lease, slack.Job) (slack.State, error) {
	return slack.Lost, s.fail(gone)
}

// gone is a context that has ended.
var gone = func() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}()

// TestNotStoredIsNotAcknowledged: Slack must send again what was not stored,
// and must hear so in time.
func TestNotStoredIsNotAcknowledged(t *testing.T) {
	for _, hang := range []bool{false, true} {
		inWorld(t, slack.Options{}, func(w *world) {
			good := w.store
			w.store = sick{good, hang}
			b := w.newBot()
			body := slackfake.Event("Ev1", dm("1800000000.000001", calm))
			w.deliverTo(b, "/slack/events", body, http.StatusServiceUnavailable)
			w.deliver("/slack/events", body, http.StatusOK) // the retry, to the healthy one
			w.store = good
			w.settle()
			w.want(w.count(0), 1, 0, nil)
		})
	}
}

// TestStoppingLeavesDeliveries: who stops takes nothing more, so that Slack
// brings it to whoever runs next.
func TestStoppingLeavesDeliveries(t *testing.T) {
	inWorld(t, slack.Options{}, func(w *world) {
		w.stop()
		body := slackfake.Event("Ev1", dm("1800000000.000001", calm))
		w.deliver("/slack/events", body, http.StatusServiceUnavailable)
		w.start()
		w.deliver("/slack/events", body, http.StatusOK)
		w.settle()
		w.want(w.count(0), 1, 0, nil)
	})
}

// TestDangerIsToldWithoutAStore: a store that takes nothing, or hangs, does not
// cost a person the notice, and not even then is it told twice.
func TestDangerIsToldWithoutAStore(t *testing.T) {
	for _, hang := range []bool{false, true} {
		inWorld(t, slack.Options{}, func(w *world) {
			w.stop()
			w.store = broken{hang}
			w.start()
			ts := w.ts()
			w.event(mention(ts, emergency))
			w.event(inChannel(ts, "", "<@"+slackfake.BotUser+"> "+emergency))
			w.event(mention(ts, emergency))
			time.Sleep(time.Minute)
			w.want(w.count(0), 1, 0, map[string]int{"C1": 1, "D1": 1})
		})
	}
}

func TestOptions(t *testing.T) {
	inWorld(t, slack.Options{}, func(w *world) {
		for name, o := range map[string]slack.Options{
			"no token":     {SigningSecret: "s"},
			"no secret":    {BotToken: "t"},
			"policy":       {SigningSecret: "s", BotToken: "t", Policy: "shout"},
			"queue":        {SigningSecret: "s", BotToken: "t", Queue: -1},
			"empty secret": {SigningSecret: "", BotToken: "t"},
		} {
			if _, err := slack.New(w.chat, o); err == nil {
				t.Errorf("%s: got no error", name)
			}
		}
		// Without a secret, as with Socket Mode, no delivery over HTTP counts.
		b, err := slack.New(w.chat, slack.Options{AppToken: "a", BotToken: "t"})
		if err != nil {
			t.Fatal(err)
		}
		body := []byte(`{"type":"url_verification","challenge":"x"}`)
		r := httptest.NewRequest(http.MethodPost, "/slack/events", bytes.NewReader(body))
		sign(r, "", time.Now(), body)
		rec := httptest.NewRecorder()
		b.ServeHTTP(rec, r)
		if rec.Code != http.StatusUnauthorized {
			t.Errorf("an empty secret verified: status %d", rec.Code)
		}
	})
}

// FuzzSignature: only a body with the signature made of the secret, the
// timestamp and the body itself is let in.
func FuzzSignature(f *testing.F) {
	body := []byte(`{"type":"url_verification","challenge":"x"}`)
	f.Add(slackfake.Signature(slackfake.Secret, "0", body), int64(0), body)
	f.Add("v0=", int64(0), body)
	f.Add("v0="+strings.Repeat("0", 64), int64(-300), []byte(`{}`))
	f.Add("", int64(400), []byte("payload=%7B%7D"))
	g, x := parts()
	b := fuzzBot(f, g, x)
	f.Fuzz(func(t *testing.T, signature string, offset int64, body []byte) {
		now := time.Now().Unix()
		for _, ts := range []string{fmt.Sprint(now + offset%1000), fmt.Sprint(offset)} {
			right := slackfake.Signature(slackfake.Secret, ts, body)
			for _, s := range []string{signature, right} {
				r := httptest.NewRequest(http.MethodPost, "/slack/events", bytes.NewReader(body))
				r.Header["X-Slack-Signature"] = []string{s}
				r.Header["X-Slack-Request-Timestamp"] = []string{ts}
				rec := httptest.NewRecorder()
				b.ServeHTTP(rec, r)
				at, _ := strconv.ParseInt(ts, 10, 64)
				age := now - at
				sure := age < 299 && age > -299 || age > 302 || age < -302
				genuine := hmac.Equal([]byte(strings.ToLower(s)), []byte(right)) && strings.HasPrefix(s, "v0=") && age < 301 && age > -301
				if sure && genuine == (rec.Code == http.StatusUnauthorized) {
					t.Errorf("signature %q, age %d: status %d", s, age, rec.Code)
				}
			}
		}
	})
}

// FuzzDelivery: no signed delivery, however malformed, makes the bot panic or
// answer with a server error.
func FuzzDelivery(f *testing.F) {
	f.Add(0, slackfake.Event("Ev1", dm("1.1", calm)))
	f.Add(0, slackfake.Event("Ev2", edited(dm("1.1", calm), emergency)))
	f.Add(0, slackfake.Event("Ev3", deletedMessage(mention("1.1", calm))))
	f.Add(1, slackfake.Press("U1", slackfake.Message{Channel: "D1", TS: "1.1"}, "check0-1", "rcpt_1 0 Yes", "1.1", hook))
	f.Add(2, slackfake.Command("U1", emergency, "t", hook))
	g, x := parts()
	b := fuzzBot(f, g, x)
	f.Fuzz(func(t *testing.T, path int, body []byte) {
		p := [...]string{"/slack/events", "/slack/interactivity", "/slack/commands"}[uint(path)%3]
		rec := httptest.NewRecorder()
		b.ServeHTTP(rec, slackfake.Signed(p, body))
		if rec.Code >= 500 || rec.Code == http.StatusUnauthorized {
			t.Errorf("%s: status %d", p, rec.Code)
		}
	})
}
