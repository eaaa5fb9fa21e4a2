package slackfake

import (
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"sync"
)

// Token and Bot are what the fake workspace knows of the bot.
const (
	Token    = "xoxb-fake-bot-token"
	AppToken = "xapp-fake-app-token"
	Secret   = "fake-signing-secret"
	Team     = "T0FAKE"
	BotUser  = "U0LIMBER"
	BotID    = "B0LIMBER"
)

// A Message is what stands in a channel.
type Message struct {
	Channel   string
	TS        string
	Thread    string
	Text      string           // text, or the Markdown that a stream grew to
	Blocks    []map[string]any // as sent
	Metadata  map[string]any
	Streaming bool // grows
	Grown     bool // was made by a stream, so its text is read
	Deleted   bool
	Ephemeral bool // by a response_url: only one person sees it, for now
}

// A Server is a fake Web API. It is an http.Handler; addresses may begin with
// /api/. The zero value works.
type Server struct {
	mu       sync.Mutex
	clock    int
	messages []*Message
	calls    []Call
	faults   map[string][]Fault // by method; "*": any that posts
	revoked  bool
	keyless  bool
	gone     map[string]string // channel to code
	sockets  sockets
}

// ServeHTTP answers one call of a method.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	method := strings.TrimPrefix(strings.TrimPrefix(r.URL.Path, "/"), "api/")
	switch {
	case method == "socket":
		s.sockets.serve(w, r)
		return
	case strings.HasPrefix(method, "hooks/"):
		s.hook(w, r)
		return
	}
	args, err := arguments(r)
	if err != nil {
		answer(w, map[string]any{"ok": false, "error": "invalid_form_data"})
		return
	}
	f, failing := s.fault(method)
	if f.Wait > 0 {
		sleep(r, f.Wait)
	}
	if failing && !f.After && (f.Status != 0 || f.Code != "") {
		s.record(method, args, fmt.Sprint(f.Code, f.Status))
		fail(w, f)
		return
	}
	out := s.do(method, args, r)
	code, _ := out["error"].(string)
	s.record(method, args, code)
	if failing && f.After {
		fail(w, f)
		return
	}
	answer(w, out)
}

func answer(w http.ResponseWriter, out map[string]any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_ = json.NewEncoder(w).Encode(out) // a client that left cannot be told
}

// arguments reads a form or JSON, and the token from either place.
func arguments(r *http.Request) (url.Values, error) {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	args := url.Values{}
	if kind == "application/json" {
		var m map[string]any
		if err := json.NewDecoder(r.Body).Decode(&m); err != nil && err != io.EOF {
			return nil, err
		}
		for k, v := range m {
			if t, ok := v.(string); ok {
				args.Set(k, t)
				continue
			}
			b, _ := json.Marshal(v)
			args.Set(k, string(b))
		}
	} else {
		if err := r.ParseMultipartForm(1 << 20); err != nil && err != http.ErrNotMultipart {
			return nil, err
		}
		for k, v := range r.Form {
			args[k] = v
		}
	}
	if t, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		args.Set("token", t)
	}
	return args, nil
}

// do carries out a method.
func (s *Server) do(method string, args url.Values, r *http.Request) map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	want := Token
	if method == "apps.connections.open" {
		want = AppToken
	}
	switch {
	case args.Get("token") == "":
		return no("not_authed")
	case s.revoked:
		return no("token_revoked")
	case args.Get("token") != want:
		return no("invalid_auth")
	}
	switch method {
	case "auth.test":
		return yes("user_id", BotUser, "bot_id", BotID, "team_id", Team, "user", "limber", "team", "Fake", "url", "https://fake.slack.com/")
	case "api.test":
		return yes()
	case "chat.postMessage":
		return s.post(args)
	case "chat.update":
		return s.update(args)
	case "chat.delete":
		return s.remove(args)
	case "chat.startStream":
		return s.startStream(args)
	case "chat.appendStream", "chat.stopStream":
		return s.growStream(args, method == "chat.stopStream")
	case "conversations.replies":
		return s.replies(args)
	case "assistant.threads.setStatus":
		return s.status(args)
	case "assistant.threads.setSuggestedPrompts":
		return s.prompts(args)
	case "views.publish":
		return s.publish(args)
	case "apps.connections.open":
		return yes("url", "ws"+strings.TrimPrefix(origin(r), "http")+"/socket")
	}
	return no("unknown_method")
}

func origin(r *http.Request) string { return "http://" + r.Host }

func yes(pairs ...any) map[string]any {
	m := map[string]any{"ok": true}
	for i := 0; i+1 < len(pairs); i += 2 {
		m[pairs[i].(string)] = pairs[i+1]
	}
	return m
}

func no(code string) map[string]any { return map[string]any{"ok": false, "error": code} }

// hook takes a late answer to a command or press.
func (s *Server) hook(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Text   string           `json:"text"`
		Blocks []map[string]any `json:"blocks"`
	}
	if json.NewDecoder(r.Body).Decode(&in) != nil || check(in.Blocks) != "" {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	s.mu.Lock()
	s.messages = append(s.messages, &Message{Channel: r.URL.Path, TS: s.tick(), Text: in.Text, Blocks: in.Blocks, Ephemeral: true})
	s.mu.Unlock()
	_, _ = io.WriteString(w, "ok")
}
