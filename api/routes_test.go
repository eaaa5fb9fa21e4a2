package api_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/limber-health/limber/chat"
)

func post(t testing.TB, url, body string) (*http.Response, []byte) {
	t.Helper()
	req, _ := http.NewRequest(http.MethodPost, url, strings.NewReader(body))
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/json, text/event-stream")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, b
}

// A seen reply is what one route showed.
type seen struct {
	text  string // before anything else
	reply chat.Reply
}

// routes ask the same message in every way there is.
var askRoutes = map[string]func(t testing.TB, url, message string) seen{
	"JSON": func(t testing.TB, url, message string) (s seen) {
		s.reply = decodeReply(t, must200(t, url+"/v1/chat", fmt.Sprintf(`{"message":%q}`, message)))
		s.text = s.reply.Triage.Headline
		return s
	},
	"stream": func(t testing.TB, url, message string) (s seen) {
		names, data := events(must200(t, url+"/v1/chat", fmt.Sprintf(`{"message":%q,"stream":true}`, message)))
		if names[0] != "triage" || names[len(names)-1] != "done" {
			t.Errorf("got events %v", names)
		}
		s.text, s.reply = string(data[0]), decodeReply(t, data[len(data)-1])
		shown := 0
		for i, n := range names {
			if n == "sentence" {
				var sentence chat.Sentence
				_ = json.Unmarshal(data[i], &sentence)
				if shown >= len(s.reply.Answer.Sentences) || sentence.Text != s.reply.Answer.Sentences[shown].Text {
					t.Errorf("streamed %q, which is not in the reply", sentence.Text)
				}
				shown++
			}
		}
		if shown != len(s.reply.Answer.Sentences) {
			t.Errorf("streamed %d sentences of %d", shown, len(s.reply.Answer.Sentences))
		}
		return s
	},
	"OpenAI": func(t testing.TB, url, message string) (s seen) {
		var out struct {
			Choices []struct{ Message struct{ Content string } }
			Limber  chat.Reply
		}
		body := must200(t, url+"/v1/chat/completions", fmt.Sprintf(`{"messages":[{"role":"user","content":%q}]}`, message))
		if err := json.Unmarshal(body, &out); err != nil {
			t.Fatal(err)
		}
		return seen{out.Choices[0].Message.Content, out.Limber}
	},
	"OpenAI stream": func(t testing.TB, url, message string) (s seen) {
		_, data := events(must200(t, url+"/v1/chat/completions", fmt.Sprintf(`{"stream":true,"messages":[{"role":"user","content":%q}]}`, message)))
		for _, d := range data[:len(data)-1] {
			var out struct {
				Choices []struct{ Delta struct{ Content string } }
				Limber  *chat.Reply
			}
			if err := json.Unmarshal(d, &out); err != nil {
				t.Fatal(err)
			}
			s.text += out.Choices[0].Delta.Content
			if out.Limber != nil {
				s.reply = *out.Limber
			}
		}
		return s
	},
	"MCP": func(t testing.TB, url, message string) (s seen) {
		body := must200(t, url+"/mcp", fmt.Sprintf(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"ask","arguments":{"message":%q}}}`, message))
		var out struct {
			Result struct {
				Content           []struct{ Text string }
				StructuredContent chat.Reply
			}
		}
		if err := json.Unmarshal(body, &out); err != nil || len(out.Result.Content) == 0 {
			t.Fatalf("%v in %.300s", err, body)
		}
		return seen{out.Result.Content[0].Text, out.Result.StructuredContent}
	},
	"AI SDK": func(t testing.TB, url, message string) (s seen) {
		_, data := events(must200(t, url+"/v1/chat/ui", fmt.Sprintf(`{"messages":[{"role":"user","parts":[{"type":"text","text":%q}]}]}`, message)))
		for _, d := range data[:len(data)-1] {
			var part struct {
				Type  string
				Delta string
				Data  json.RawMessage
			}
			if err := json.Unmarshal(d, &part); err != nil {
				t.Fatal(err)
			}
			s.text += part.Delta
			if part.Type == "data-limber" {
				s.reply = decodeReply(t, part.Data)
			}
		}
		return s
	},
}

func must200(t testing.TB, url, body string) []byte {
	t.Helper()
	res, b := post(t, url, body)
	if res.StatusCode != http.StatusOK {
		t.Fatalf("%s: got status %d: %.200s", url, res.StatusCode, b)
	}
	return b
}

func decodeReply(t testing.TB, b []byte) (r chat.Reply) {
	t.Helper()
	if err := json.Unmarshal(b, &r); err != nil {
		t.Fatalf("%v in %.300s", err, b)
	}
	return r
}

// events splits a stream into the names and the data of its events.
func events(b []byte) (names []string, data [][]byte) {
	lines := bufio.NewScanner(bytes.NewReader(b))
	lines.Buffer(nil, 1<<20)
	name := ""
	for lines.Scan() {
		if n, ok := strings.CutPrefix(lines.Text(), "event: "); ok {
			name = n
		}
		if d, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
			names, data = append(names, name), append(data, []byte(d))
		}
	}
	return names, data
}
