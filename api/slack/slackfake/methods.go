package slackfake

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"
)

// tick makes the next timestamp.
func (s *Server) tick() string {
	s.clock++
	return fmt.Sprintf("1900000000.%06d", s.clock)
}

// DM is the channel of the direct messages between a person and the bot.
func DM(user string) string { return "D" + strings.TrimPrefix(user, "U") }

// channel resolves a user's id to the direct messages with them.
func (s *Server) channel(args url.Values) (string, string) {
	c := args.Get("channel")
	if strings.HasPrefix(c, "U") {
		c = DM(c)
	}
	switch {
	case c == "" || !strings.Contains("CDG", c[:1]):
		return "", "channel_not_found"
	case s.gone[c] != "":
		return "", s.gone[c]
	}
	return c, ""
}

// content reads text and blocks and checks them as Slack does.
func content(args url.Values) (text string, blocks []map[string]any, code string) {
	text = args.Get("text")
	if raw := args.Get("blocks"); raw != "" {
		if json.Unmarshal([]byte(raw), &blocks) != nil {
			return "", nil, "invalid_blocks_format"
		}
	}
	switch {
	case text == "" && len(blocks) == 0:
		return "", nil, "no_text"
	case utf8.RuneCountInString(text) > 40_000:
		return "", nil, "msg_too_long"
	}
	return text, blocks, check(blocks)
}

func metadata(args url.Values) map[string]any {
	var m map[string]any
	_ = json.Unmarshal([]byte(args.Get("metadata")), &m) // absent: none
	return m
}

func (s *Server) post(args url.Values) map[string]any {
	channel, code := s.channel(args)
	if code != "" {
		return no(code)
	}
	text, blocks, code := content(args)
	if code != "" {
		return no(code)
	}
	m := &Message{Channel: channel, TS: s.tick(), Thread: args.Get("thread_ts"), Text: text, Blocks: blocks, Metadata: metadata(args)}
	s.messages = append(s.messages, m)
	return yes("channel", channel, "ts", m.TS, "message", m.wire())
}

// wire is a message in Slack's form.
func (m *Message) wire() map[string]any {
	w := map[string]any{"type": "message", "user": BotUser, "bot_id": BotID, "ts": m.TS, "text": m.Text}
	if m.Blocks != nil {
		w["blocks"] = m.Blocks
	}
	if m.Thread != "" {
		w["thread_ts"] = m.Thread
	}
	if m.Metadata != nil {
		w["metadata"] = m.Metadata
	}
	return w
}

func (s *Server) find(channel, ts string) *Message {
	for _, m := range s.messages {
		if m.Channel == channel && m.TS == ts && !m.Deleted {
			return m
		}
	}
	return nil
}

func (s *Server) update(args url.Values) map[string]any {
	channel, code := s.channel(args)
	if code != "" {
		return no(code)
	}
	m := s.find(channel, args.Get("ts"))
	if m == nil {
		return no("message_not_found")
	}
	if m.Streaming {
		return no("streaming_state_conflict")
	}
	text, blocks, code := content(args)
	if code != "" {
		return no(code)
	}
	m.Text, m.Blocks, m.Grown = text, blocks, false
	if meta := metadata(args); meta != nil {
		m.Metadata = meta
	}
	return yes("channel", channel, "ts", m.TS, "text", text)
}

func (s *Server) remove(args url.Values) map[string]any {
	m := s.find(args.Get("channel"), args.Get("ts"))
	if m == nil {
		return no("message_not_found")
	}
	m.Deleted = true
	return yes("channel", m.Channel, "ts", m.TS)
}

// added is what a call adds to a stream: markdown_text, or chunks of it.
func added(args url.Values) (string, string) {
	text := args.Get("markdown_text")
	var chunks []struct {
		Type string `json:"type"`
		Text string `json:"text"`
	}
	if raw := args.Get("chunks"); raw != "" && json.Unmarshal([]byte(raw), &chunks) != nil {
		return "", "invalid_chunks"
	}
	for _, c := range chunks {
		if c.Type == "markdown_text" {
			text += c.Text
		}
	}
	if utf8.RuneCountInString(text) > 12_000 {
		return "", "msg_too_long"
	}
	return text, ""
}

func (s *Server) startStream(args url.Values) map[string]any {
	channel, code := s.channel(args)
	text, tooLong := added(args)
	dm := strings.HasPrefix(channel, "D")
	switch {
	case code != "":
		return no(code)
	case args.Get("thread_ts") == "":
		return no("invalid_thread_ts")
	case !dm && args.Get("recipient_team_id") == "":
		return no("missing_recipient_team_id")
	case !dm && args.Get("recipient_user_id") == "":
		return no("missing_recipient_user_id")
	case tooLong != "":
		return no(tooLong)
	}
	m := &Message{Channel: channel, TS: s.tick(), Thread: args.Get("thread_ts"), Text: text, Streaming: true, Grown: true}
	s.messages = append(s.messages, m)
	return yes("channel", channel, "ts", m.TS)
}

func (s *Server) growStream(args url.Values, stop bool) map[string]any {
	text, code := added(args)
	if code != "" {
		return no(code)
	}
	m := s.find(args.Get("channel"), args.Get("ts"))
	switch {
	case m == nil:
		return no("message_not_found")
	case !m.Streaming:
		return no("message_not_in_streaming_state")
	case !stop && text == "":
		return no("no_text")
	}
	if raw := args.Get("blocks"); raw != "" {
		var blocks []map[string]any
		if json.Unmarshal([]byte(raw), &blocks) != nil {
			return no("invalid_blocks_format")
		}
		if code := check(blocks); code != "" {
			return no(code)
		}
		m.Blocks = blocks
	}
	m.Text += text
	if meta := metadata(args); meta != nil {
		m.Metadata = meta
	}
	m.Streaming = !stop
	return yes("channel", m.Channel, "ts", m.TS, "message", m.wire())
}

// End ends a stream as Slack does when its reader presses stop.
func (s *Server) End(channel, ts string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if m := s.find(channel, ts); m != nil {
		m.Streaming = false
	}
}

func (s *Server) replies(args url.Values) map[string]any {
	out := []map[string]any{{"type": "message", "user": "U0PERSON", "ts": args.Get("ts"), "text": "…"}}
	for _, m := range s.messages {
		if m.Channel == args.Get("channel") && m.Thread == args.Get("ts") && !m.Deleted {
			w := m.wire()
			if s.keyless || args.Get("include_all_metadata") == "" || args.Get("include_all_metadata") == "0" {
				delete(w, "metadata")
			}
			out = append(out, w)
		}
	}
	return yes("messages", out, "has_more", false)
}

func (s *Server) status(args url.Values) map[string]any {
	if args.Get("channel_id") == "" || args.Get("thread_ts") == "" {
		return no("invalid_arguments")
	}
	return yes()
}

func (s *Server) prompts(args url.Values) map[string]any {
	var p []struct{ Title, Message string }
	if json.Unmarshal([]byte(args.Get("prompts")), &p) != nil || len(p) == 0 || len(p) > 4 || args.Get("channel_id") == "" {
		return no("invalid_arguments")
	}
	return yes()
}

func (s *Server) publish(args url.Values) map[string]any {
	var view struct {
		Type   string           `json:"type"`
		Blocks []map[string]any `json:"blocks"`
	}
	if json.Unmarshal([]byte(args.Get("view")), &view) != nil || view.Type != "home" || args.Get("user_id") == "" {
		return no("invalid_arguments")
	}
	if code := check(view.Blocks); code != "" {
		return no(code)
	}
	return yes("view", map[string]any{"id": "V1", "type": "home"})
}
