package chat_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/limber-health/limber/chat"
)

func openAIChunk(text, finish string) string {
	reason := "null"
	if finish != "" {
		reason = `"` + finish + `"`
	}
	return fmt.Sprintf("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":%q},\"finish_reason\":%s}]}\n\n", text, reason)
}

const (
	openAIDone    = "data: [DONE]\n\n"
	anthropicHead = "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"content\":[],\"model\":\"m\",\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}}\n\n" +
		"event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n"
	anthropicTail = "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n" +
		"event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":3}}\n\n" +
		"event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"
)

func anthropicChunk(text string) string {
	return fmt.Sprintf("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":%q}}\n\n", text)
}

// complete asks a model at a server that answers every request with handler.
func complete(t *testing.T, provider string, timeout time.Duration, handler http.HandlerFunc) (string, error) {
	t.Helper()
	srv := httptest.NewServer(handler)
	defer srv.Close()
	m, err := chat.NewModel(chat.ModelOptions{Provider: provider, URL: srv.URL, Model: "m", Timeout: timeout})
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	err = m.Complete(context.Background(), chat.Prompt{System: "s", User: "u"}, func(piece string) error {
		got.WriteString(piece)
		return nil
	})
	return got.String(), err
}

func stream(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		_, _ = w.Write([]byte(body))
	}
}

// TestStrictStream holds the bytes of a provider against the protocol. The
// client library takes several of these for a good answer.
func TestStrictStream(t *testing.T) {
	good := openAIChunk("Do NOT", "") + openAIChunk(" take it", "stop") + openAIDone
	tests := map[string]struct {
		provider, body string
		text           string
		fault          chat.Fault // empty: a good answer
	}{
		"good":                 {"openai", good, "Do NOT take it", ""},
		"comments and usage":   {"openai", ": hi\n\n" + openAIChunk("Yes", "stop") + "data: {\"choices\":[],\"usage\":{\"total_tokens\":3}}\n\n" + openAIDone, "Yes", ""},
		"cut by length":        {"google", openAIChunk("Yes", "length") + openAIDone, "Yes", ""},
		"broken middle chunk":  {"openai", openAIChunk("Do ", "") + "data: {\"choices\":[{\"delta\":{\"content\":\"NOT \n\n" + openAIChunk("take it", "stop") + openAIDone, "Do ", chat.FaultMalformed},
		"no finish reason":     {"openai", openAIChunk("Call 911 if", "") + openAIDone, "", chat.FaultCut},
		"early end":            {"openai", openAIChunk("Call 911 if", ""), "", chat.FaultCut},
		"finish but no end":    {"ollama", openAIChunk("Call 911", "stop"), "", chat.FaultCut},
		"error in the stream":  {"openai", openAIChunk("Do", "") + "data: {\"error\":{\"message\":\"overloaded\"}}\n\n" + openAIDone, "", chat.FaultMalformed},
		"text after the end":   {"openai", openAIChunk("Do", "stop") + openAIChunk(" it", "") + openAIDone, "", chat.FaultMalformed},
		"content filter":       {"openai", openAIChunk("Do", "content_filter") + openAIDone, "", chat.FaultMalformed},
		"unknown reason":       {"openai", openAIChunk("Do", "because") + openAIDone, "", chat.FaultMalformed},
		"two choices":          {"openai", "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}},{\"index\":1,\"delta\":{\"content\":\"b\"}}]}\n\n" + openAIDone, "", chat.FaultMalformed},
		"half a character":     {"openai", "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"caf\xc3\"},\"finish_reason\":\"stop\"}]}\n\n" + openAIDone, "", chat.FaultMalformed},
		"a line of one MB":     {"openai", openAIChunk(strings.Repeat("a", 1<<20), "stop") + openAIDone, "", chat.FaultTooLong},
		"one MB of lines":      {"openai", strings.Repeat(openAIChunk(strings.Repeat("a", 200), ""), 4000) + openAIDone, "", chat.FaultTooLong},
		"not a field":          {"openai", openAIChunk("Do", "") + "<html>\n\n" + openAIDone, "", chat.FaultMalformed},
		"tool call":            {"openai", "data: {\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0}]},\"finish_reason\":\"stop\"}]}\n\n" + openAIDone, "", chat.FaultMalformed},
		"empty":                {"openai", "", "", chat.FaultCut},
		"anthropic good":       {"anthropic", anthropicHead + anthropicChunk("Do NOT") + anthropicChunk(" take it") + anthropicTail, "Do NOT take it", ""},
		"anthropic error":      {"anthropic", anthropicHead + anthropicChunk("Do") + "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"}}\n\n", "", chat.FaultMalformed},
		"anthropic early end":  {"anthropic", anthropicHead + anthropicChunk("Do"), "", chat.FaultCut},
		"anthropic broken":     {"anthropic", anthropicHead + "data: {\"type\":\"content_block\n\n" + anthropicTail, "", chat.FaultMalformed},
		"anthropic no reason":  {"anthropic", anthropicHead + anthropicChunk("Do") + "data: {\"type\":\"message_stop\"}\n\n", "", chat.FaultCut},
		"anthropic other part": {"anthropic", anthropicHead + "data: {\"type\":\"content_block_delta\",\"delta\":{\"type\":\"input_json_delta\"}}\n\n" + anthropicTail, "", chat.FaultMalformed},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			text, err := complete(t, tt.provider, time.Minute, stream(tt.body))
			var f *chat.ModelFault
			switch {
			case tt.fault == "" && err != nil:
				t.Errorf("got %v, want a good answer", err)
			case tt.fault != "" && (!errors.As(err, &f) || f.Kind != tt.fault):
				t.Errorf("got %v, want %s", err, tt.fault)
			case tt.fault == "" && text != tt.text:
				t.Errorf("got %q, want %q", text, tt.text)
			}
		})
	}
}

func TestProviderFaults(t *testing.T) {
	status := func(code int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { http.Error(w, `{"error":{"message":"no"}}`, code) }
	}
	tests := map[string]struct {
		handler http.HandlerFunc
		fault   chat.Fault
	}{
		"429":      {status(429), chat.FaultLimited},
		"500":      {status(500), chat.FaultDown},
		"401":      {status(401), chat.FaultRefused},
		"redirect": {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/elsewhere", http.StatusFound) }, chat.FaultRefused},
		"not a stream": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			_, _ = w.Write([]byte(openAIChunk("Do", "stop") + openAIDone))
		}, chat.FaultMalformed},
		"no first byte": {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, chat.FaultSlow},
		"stall": {func(w http.ResponseWriter, r *http.Request) {
			stream(openAIChunk("Do ", ""))(w, r)
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		}, chat.FaultSlow},
		"endless": {func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/event-stream")
			for r.Context().Err() == nil {
				_, _ = w.Write([]byte(": still here\n\n"))
				w.(http.Flusher).Flush()
				time.Sleep(10 * time.Millisecond)
			}
		}, chat.FaultSlow},
		"connection lost": {func(w http.ResponseWriter, r *http.Request) {
			stream(openAIChunk("Do ", ""))(w, r)
			w.(http.Flusher).Flush()
			panic(http.ErrAbortHandler)
		}, chat.FaultCut},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			handler := func(w http.ResponseWriter, r *http.Request) {
				_ = http.NewResponseController(w).EnableFullDuplex()
				_, _ = r.Body.Read(make([]byte, 1<<16)) // so that the server notices when the client leaves
				tt.handler(w, r)
			}
			timeout := time.Minute
			if tt.fault == chat.FaultSlow {
				timeout = time.Second
			}
			_, err := complete(t, "openai", timeout, handler)
			var f *chat.ModelFault
			if !errors.As(err, &f) || f.Kind != tt.fault {
				t.Errorf("got %v, want %s", err, tt.fault)
			}
		})
	}
	t.Run("nobody there", func(t *testing.T) {
		m, err := chat.NewModel(chat.ModelOptions{Provider: "openai", URL: "http://127.0.0.1:1", Model: "m"})
		if err != nil {
			t.Fatal(err)
		}
		var f *chat.ModelFault
		if err := m.Complete(context.Background(), chat.Prompt{}, func(string) error { return nil }); !errors.As(err, &f) || f.Kind != chat.FaultDown {
			t.Errorf("got %v, want %s", err, chat.FaultDown)
		}
	})
}

func TestModelOptions(t *testing.T) {
	bad := map[string]chat.ModelOptions{
		"provider": {Provider: "oracle", Model: "m"}, "model": {Provider: "openai"}, "url": {Provider: "openai", Model: "m", URL: "localhost:1"},
		"password in url": {Provider: "openai", Model: "m", URL: "http://a:b@h/v1"}, "timeout": {Provider: "openai", Model: "m", Timeout: time.Millisecond},
		"budget": {Provider: "openai", Model: "m", TokensPerMinute: 10},
	}
	for name, o := range bad {
		if _, err := chat.NewModel(o); err == nil {
			t.Errorf("%s: got no error", name)
		}
	}
	for _, provider := range []string{"openai", "anthropic", "ollama", "google"} {
		m, err := chat.NewModel(chat.ModelOptions{Provider: provider, Model: "m"})
		if err != nil || m.Name() != provider+"/m" {
			t.Errorf("%s: got %v, %v", provider, m, err)
		}
	}
}

// Ollama's address works with and without the path of its OpenAI-compatible
// interface: its own tools name it without.
func TestOllamaAddress(t *testing.T) {
	for _, path := range []string{"", "/", "/v1", "/v1/"} {
		asked := ""
		srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			asked = r.URL.Path
			stream(openAIChunk("Yes.", "stop")+openAIDone)(w, r)
		}))
		m, err := chat.NewModel(chat.ModelOptions{Provider: "ollama", URL: srv.URL + path, Model: "m"})
		if err != nil {
			t.Fatal(err)
		}
		err = m.Complete(t.Context(), chat.Prompt{System: "s", User: "u"}, func(string) error { return nil })
		srv.Close()
		if err != nil || asked != "/v1/chat/completions" {
			t.Errorf("%q: asked %q, %v", path, asked, err)
		}
	}
}
