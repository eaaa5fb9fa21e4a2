package slackfake

import (
	"net/url"
	"strings"
	"time"
)

// A Call is one request that came in.
type Call struct {
	Method string
	Args   url.Values
	Error  string // code of the answer; empty: ok
	At     time.Time
}

func (s *Server) record(method string, args url.Values, code string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if code == "0" {
		code = ""
	}
	s.calls = append(s.calls, Call{Method: method, Args: args, Error: code, At: time.Now()})
}

// Messages are copies of the messages that stand, oldest first.
func (s *Server) Messages() []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Message
	for _, m := range s.messages {
		if !m.Deleted {
			out = append(out, *m)
		}
	}
	return out
}

// Calls are the calls of a method so far, or of all methods if it is empty.
func (s *Server) Calls(method string) []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Call
	for _, c := range s.calls {
		if method == "" || c.Method == method {
			out = append(out, c)
		}
	}
	return out
}

// Shown is all that a reader sees of a message.
func (m Message) Shown() string {
	var b strings.Builder
	if len(m.Blocks) == 0 || m.Grown {
		b.WriteString(m.Text + "\n")
	}
	collect(&b, m.Blocks)
	return b.String()
}

func collect(b *strings.Builder, v any) {
	switch x := v.(type) {
	case []map[string]any:
		for _, e := range x {
			collect(b, e)
		}
	case []any:
		for _, e := range x {
			collect(b, e)
		}
	case map[string]any:
		for key, e := range x {
			if s, ok := e.(string); ok && key == "text" {
				b.WriteString(s + "\n")
			} else if !ok {
				collect(b, e)
			}
		}
	}
}
