package slack_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/limber-health/limber/api/apitest"
	"github.com/limber-health/limber/api/slack"
	"github.com/limber-health/limber/api/slack/slackfake"
	"github.com/limber-health/limber/chat"
	"github.com/limber-health/limber/chat/guard"
	"github.com/limber-health/limber/corpus"
	"github.com/limber-health/limber/retrieval"
)

const article = `---
title: "Cramps & <restless> legs | night"
slug: cramps
aliases: ["charley horse"]
topics: ["cramps"]
reviewed: 2026-11-01
license: CC BY 4.0
sources: [{title: "NHS", url: "https://www.nhs.uk/"}]
---
## What are leg cramps?

Leg cramps are sudden painful spasms of the calf muscle. Tired muscles are a common cause of leg cramps. Stretching the calf can stop leg cramps, see www.example.org & ask @channel.
`

// What people write in these tests.
const (
	calm      = "What causes leg cramps?"
	emergency = "My left calf is swollen and hot and I cannot catch my breath"
)

// parts are what every world shares: they are slow to make and never change.
var parts = sync.OnceValues(func() (*guard.Guard, *retrieval.Index) {
	g, err := guard.New(guard.Options{Deadline: -1}) // a busy machine must not change a verdict
	if err != nil {
		panic(err)
	}
	a, err := corpus.Parse("cramps.md", []byte(article))
	if err != nil {
		panic(err)
	}
	e := retrieval.NewHashEmbedder(64)
	snap, err := retrieval.Build(context.Background(), []corpus.Article{a}, e, retrieval.BuildOptions{})
	if err != nil {
		panic(err)
	}
	x, err := retrieval.NewIndex(context.Background(), snap, e, retrieval.Options{})
	if err != nil {
		panic(err)
	}
	return g, x
})

// yes makes every search good enough, and as slow as asked.
type yes struct {
	*retrieval.Index
	wait *time.Duration
	fail *bool
}

func (y yes) SearchAfter(ctx context.Context, text, earlier string, k int) (retrieval.Result, error) {
	select {
	case <-time.After(*y.wait):
	case <-ctx.Done():
		return retrieval.Result{}, ctx.Err()
	}
	if *y.fail {
		panic("the index broke on " + text)
	}
	r, err := y.Index.SearchAfter(ctx, text, earlier, k)
	r.Enough = true
	return r, err
}

// A slowModel is the server of a language model that repeats each quote, and
// takes its time before the first word and before each further one.
type slowModel struct{ first, each time.Duration }

var quoteInPrompt = regexp.MustCompile(`(?m)^([A-Z]{3}\d+): (".*")$`)

// RoundTrip answers like an OpenAI-compatible server, without a network.
func (m *slowModel) RoundTrip(r *http.Request) (*http.Response, error) {
	var in struct{ Messages []struct{ Content string } }
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil || len(in.Messages) != 2 {
		return nil, fmt.Errorf("not a prompt: %v", err)
	}
	if err := pause(r.Context(), m.first); err != nil {
		return nil, err
	}
	body, out := io.Pipe()
	go func() {
		send := func(text string, finish any) {
			b, _ := json.Marshal(map[string]any{"choices": []any{map[string]any{"index": 0, "delta": map[string]string{"content": text}, "finish_reason": finish}}})
			fmt.Fprintf(out, "data: %s\n\n", b)
		}
		for _, q := range quoteInPrompt.FindAllStringSubmatch(in.Messages[1].Content, -1) {
			if err := pause(r.Context(), m.each); err != nil {
				_ = out.CloseWithError(err)
				return
			}
			send(q[1]+": "+q[2]+"\n", nil)
		}
		send("", "stop")
		fmt.Fprint(out, "data: [DONE]\n\n")
		_ = out.Close()
	}()
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"text/event-stream"}}, Body: body, Request: r}, nil
}

func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// A world is a bot, its Slack and what they remember.
type world struct {
	t     *testing.T
	fake  *slackfake.Server
	store slack.Store
	chat  *chat.Chat
	opts  slack.Options
	log   *apitest.Log
	slow  time.Duration // of every search
	model slowModel     // asked by chats made with modelled
	made  int           // completions that the chat took from it
	broke bool          // every search panics
	bot   *slack.Bot
	stop  func()
	next  int
}

// inWorld runs a test in a bubble of its own time. The bubble fails the test
// if a goroutine is left behind.
func inWorld(t *testing.T, opts slack.Options, test func(w *world)) {
	t.Helper()
	parts()
	synctest.Test(t, func(t *testing.T) {
		w := &world{t: t, fake: &slackfake.Server{}, store: slack.NewMemory(), opts: opts, log: &apitest.Log{}}
		g, x := parts()
		var err error
		if w.chat, err = chat.New(yes{x, &w.slow, &w.broke}, g, chat.Options{}); err != nil {
			t.Fatal(err)
		}
		w.start()
		defer func() { w.stop() }()
		test(w)
	})
}

// modelled gives the world a language model behind the real client of it.
func (w *world) modelled(first, each time.Duration) {
	w.t.Helper()
	w.model = slowModel{first, each}
	m, err := chat.NewModel(chat.ModelOptions{Provider: "openai", URL: "http://model.test/v1", Model: "slow", Transport: &w.model})
	if err != nil {
		w.t.Fatal(err)
	}
	g, x := parts()
	if w.chat, err = chat.New(yes{x, &w.slow, &w.broke}, g, chat.Options{Model: m, Watch: engines{w}}); err != nil {
		w.t.Fatal(err)
	}
	w.stop()
	w.start()
}

// engines counts the replies that a model worded.
type engines struct{ w *world }

func (e engines) Fault(string) {}
func (e engines) Made(r *chat.Receipt) {
	if r.Engine == "openai/slow" {
		e.w.made++
	}
}

// newBot makes another bot over the same store and Slack.
func (w *world) newBot() *slack.Bot {
	w.t.Helper()
	o := w.opts
	o.SigningSecret, o.BotToken, o.Store = slackfake.Secret, slackfake.Token, w.store
	o.APIURL, o.Transport = "http://slack.test/api/", slackfake.Transport{Handler: w.fake}
	o.Log = slog.New(slog.NewJSONHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	if o.PublicURL == "" {
		o.PublicURL = "https://limber.example.org"
	}
	b, err := slack.New(w.chat, o)
	if err != nil {
		w.t.Fatal(err)
	}
	return b
}

// run lets a bot work until the returned function is called.
func (w *world) run(b *slack.Bot) func() {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error)
	go func() { done <- b.Run(ctx) }()
	return sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			w.t.Errorf("Run: %v", err)
		}
	})
}

func (w *world) start() {
	w.bot = w.newBot()
	w.stop = w.run(w.bot)
	synctest.Wait()
}

// accepting puts in the bot's place one that stores and does not work yet, as
// if it were killed before its workers came to it.
func (w *world) accepting() {
	w.stop()
	w.bot = w.newBot()
}

// settle lets time pass until nothing waits any more, or a day is over.
func (w *world) settle() {
	w.t.Helper()
	for range 3000 {
		synctest.Wait()
		if n, _ := w.store.Waiting(context.Background()); n == 0 {
			return
		}
		time.Sleep(10 * time.Second)
	}
	w.t.Error("work is left after eight hours")
}

// deliver sends a body to the bot and wants a status.
func (w *world) deliver(path string, body []byte, status int) string {
	w.t.Helper()
	return w.deliverTo(w.bot, path, body, status)
}

func (w *world) deliverTo(b *slack.Bot, path string, body []byte, status int) string {
	w.t.Helper()
	rec := httptest.NewRecorder()
	began := time.Now()
	b.ServeHTTP(rec, slackfake.Signed(path, body))
	if rec.Code != status {
		w.t.Errorf("%s: got status %d, want %d", path, rec.Code, status)
	}
	if took := time.Since(began); took > 3*time.Second {
		w.t.Errorf("%s: acknowledged after %v", path, took)
	}
	return rec.Body.String()
}

// event delivers an inner event under a new event id.
func (w *world) event(inner map[string]any) {
	w.t.Helper()
	w.next++
	w.deliver("/slack/events", slackfake.Event(fmt.Sprint("Ev", w.next), inner), http.StatusOK)
}

// ts is a new timestamp of a person's message.
func (w *world) ts() string {
	w.next++
	return fmt.Sprintf("1800000000.%06d", w.next)
}

func dm(ts, text string) map[string]any {
	return map[string]any{"type": "message", "channel": "D1", "channel_type": "im", "user": "U1", "ts": ts, "text": text, "client_msg_id": "client-" + ts}
}

func mention(ts, text string) map[string]any {
	return map[string]any{"type": "app_mention", "channel": "C1", "user": "U1", "ts": ts, "text": "<@" + slackfake.BotUser + "> " + text, "client_msg_id": "client-" + ts}
}

// inChannel is an ordinary message, in a thread unless it is empty.
func inChannel(ts, thread, text string) map[string]any {
	m := map[string]any{"type": "message", "channel": "C1", "channel_type": "channel", "user": "U1", "ts": ts, "text": text, "client_msg_id": "client-" + ts}
	if thread != "" {
		m["thread_ts"] = thread
	}
	return m
}

// fuzzBot is a bot that stores and never answers.
func fuzzBot(f *testing.F, g *guard.Guard, x *retrieval.Index) *slack.Bot {
	c, err := chat.New(x, g, chat.Options{})
	if err != nil {
		f.Fatal(err)
	}
	b, err := slack.New(c, slack.Options{SigningSecret: slackfake.Secret, BotToken: slackfake.Token})
	if err != nil {
		f.Fatal(err)
	}
	return b
}

const (
	disclaimer = "General information from articles"
	sorry      = "Sorry, "
)

// A count is what people see: answers, apologies, notices by channel.
type count struct {
	answers, apologies int
	notices            map[string]int
}

func (w *world) count(since int) count {
	c := count{notices: map[string]int{}}
	for _, m := range w.fake.Messages()[since:] {
		shown := m.Shown()
		isNotice := len(m.Blocks) > 0 && m.Blocks[0]["type"] == "header"
		switch {
		case isNotice && !m.Ephemeral:
			c.notices[m.Channel]++
		case strings.Contains(shown, disclaimer):
			c.answers++
		case strings.Contains(shown, sorry):
			c.apologies++
		}
	}
	return c
}
