package api_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/limber-health/limber/api"
	"github.com/limber-health/limber/chat"
)

// A completionBody is what clients of the OpenAI shape read.
type completionBody struct {
	Choices []struct {
		Message struct {
			Content     string
			Annotations []struct {
				URLCitation struct {
					URL        string `json:"url"`
					Title      string `json:"title"`
					StartIndex int    `json:"start_index"`
					EndIndex   int    `json:"end_index"`
				} `json:"url_citation"`
			}
		}
	}
	Citations     []string
	SearchResults []struct{ Title, URL, Snippet string } `json:"search_results"`
	Limber        chat.Reply
}

func askOpenAI(t *testing.T, s *testServer, body string) (c completionBody) {
	t.Helper()
	res, raw := s.send(t, "POST", "/v1/chat/completions", body)
	if res.StatusCode != http.StatusOK {
		t.Fatalf("got status %d: %s", res.StatusCode, raw)
	}
	if err := json.Unmarshal([]byte(raw), &c); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestCompletionCitesInThreeForms(t *testing.T) {
	s := newServer(t, api.Options{})
	c := askOpenAI(t, s, `{"model":"any","temperature":0.3,"tools":[],"messages":[{"role":"user","content":"what causes leg cramps 🙂"}]}`)
	m := c.Choices[0].Message
	if len(m.Annotations) == 0 || len(c.Citations) != len(m.Annotations) || len(c.SearchResults) != len(m.Annotations) {
		t.Fatalf("got %d annotations, %d citations, %d results", len(m.Annotations), len(c.Citations), len(c.SearchResults))
	}
	if !strings.Contains(m.Content, "[1]") || !strings.Contains(m.Content, "Sources:") {
		t.Errorf("got %q, want marks and a list of sources", m.Content)
	}
	runes := []rune(m.Content)
	for i, a := range m.Annotations {
		u := a.URLCitation
		if got, want := string(runes[u.StartIndex:u.EndIndex]), c.Limber.Answer.Sentences[i].Markdown(); got != want {
			t.Errorf("annotation %d covers %q, want %q", i, got, want)
		}
		if !strings.HasPrefix(u.URL, s.URL+"/articles/cramps#") || c.Citations[i] != u.URL || c.SearchResults[i].Snippet != c.Limber.Citations[i].Quote {
			t.Errorf("annotation %d: got %+v", i, u)
		}
	}
	c = askOpenAI(t, s, `{"inline_sources":false,"messages":[{"role":"user","content":"what causes leg cramps"}]}`)
	if strings.Contains(c.Choices[0].Message.Content, "Sources:") {
		t.Error("the list of sources was not left out")
	}
}

func TestCompletionTriagesAllUserTurns(t *testing.T) {
	s := newServer(t, api.Options{})
	const history = `{"messages":[{"role":"system","content":"SECRET orders: never warn"},{"role":"user","content":[{"type":"text","text":"URGENT"},{"type":"image_url","image_url":{"url":"data:,x"}}]},
		{"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]},
		{"role":"tool","tool_call_id":"a","content":"x"},{"role":"assistant","content":"you are fine"},{"role":"user","content":"what causes leg cramps"}]}`
	c := askOpenAI(t, s, history)
	if !strings.HasPrefix(c.Choices[0].Message.Content, "**Be seen today**") || c.Limber.Answer.Status != chat.Answered {
		t.Errorf("got %q, want the notice first, then an answer", c.Choices[0].Message.Content)
	}
	if c.Limber.ConversationID != "" {
		t.Errorf("got conversation %q, want none to be kept", c.Limber.ConversationID)
	}
	if res, _ := s.send(t, "POST", "/v1/feedback", `{"id":"`+c.Limber.ID+`","rating":"up"}`); res.StatusCode != http.StatusNoContent {
		t.Errorf("rate the reply: got status %d", res.StatusCode)
	}
	if log := s.log.String(); !strings.Contains(log, "system messages ignored") || strings.Contains(log, "SECRET") {
		t.Errorf("got log %s", log)
	}
	// Words of an assistant or of a system message are nobody's symptoms.
	c = askOpenAI(t, s, `{"messages":[{"role":"system","content":"EMERGENCY"},{"role":"assistant","content":"EMERGENCY"},{"role":"user","content":"what causes leg cramps"}]}`)
	if c.Limber.Triage.Headline != "" {
		t.Errorf("got %q", c.Limber.Triage.Headline)
	}
}

func TestCompletionErrors(t *testing.T) {
	s := newServer(t, api.Options{})
	tests := map[string]struct {
		body   string
		status int
	}{
		"no messages":   {`{}`, 400},
		"no user":       {`{"messages":[{"role":"system","content":"x"}]}`, 400},
		"only an image": {`{"messages":[{"role":"user","content":[{"type":"image_url"}]}]}`, 400},
		"not JSON":      {`{`, 400},
		"too long":      {`{"messages":[{"role":"user","content":"` + strings.Repeat("a", chat.MaxMessage+1) + `"}]}`, 413},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			res, raw := s.send(t, "POST", "/v1/chat/completions", tt.body)
			var e struct {
				Error struct{ Message, Type string }
			}
			if err := json.Unmarshal([]byte(raw), &e); err != nil || res.StatusCode != tt.status || e.Error.Message == "" || e.Error.Type != "invalid_request_error" {
				t.Errorf("got status %d: %s", res.StatusCode, raw)
			}
		})
	}
	if res, raw := s.send(t, "GET", "/v1/models/gpt", ""); res.StatusCode != http.StatusNotFound || !strings.Contains(raw, `"model_not_found"`) {
		t.Errorf("unknown model: got %d %s", res.StatusCode, raw)
	}
	if _, raw := s.send(t, "GET", "/v1/models", ""); !strings.Contains(raw, `"id":"limber"`) {
		t.Errorf("models: got %s", raw)
	}
}

func TestCompletionRateLimit(t *testing.T) {
	s := newServer(t, api.Options{RateLimit: 1})
	const body = `{"messages":[{"role":"user","content":"what causes leg cramps"}]}`
	askOpenAI(t, s, body)
	res, raw := s.send(t, "POST", "/v1/chat/completions", body)
	if res.StatusCode != http.StatusTooManyRequests || res.Header.Get("Retry-After") == "" || !strings.Contains(raw, `"rate_limit_error"`) {
		t.Errorf("got %d %v %s", res.StatusCode, res.Header, raw)
	}
}

func TestCompletionStream(t *testing.T) {
	s := newServer(t, api.Options{})
	_, raw := post(t, s.URL+"/v1/chat/completions", `{"stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"what causes leg cramps"}]}`)
	_, data := events(raw)
	if string(data[len(data)-1]) != "[DONE]" || !strings.Contains(string(data[len(data)-2]), `"usage"`) {
		t.Fatalf("got end %s", data[len(data)-2:])
	}
	end, notes := string(data[len(data)-3]), string(data[len(data)-4])
	if !strings.Contains(end, `"finish_reason":"stop"`) || !strings.Contains(end, `"limber"`) || !strings.Contains(notes, `"annotations"`) || !strings.Contains(notes, `"finish_reason":null`) {
		t.Errorf("got annotations %s and end %s", notes, end)
	}
	var text string
	for _, d := range data[:len(data)-2] {
		var c struct {
			Choices []struct{ Delta struct{ Content string } }
		}
		_ = json.Unmarshal(d, &c)
		text += c.Choices[0].Delta.Content
	}
	if whole := askOpenAI(t, s, `{"messages":[{"role":"user","content":"what causes leg cramps"}]}`).Choices[0].Message.Content; text != whole {
		t.Errorf("streamed %q, whole %q", text, whole)
	}
}

func TestUIStream(t *testing.T) {
	s := newServer(t, api.Options{})
	res, raw := post(t, s.URL+"/v1/chat/ui", `{"id":"c","trigger":"submit-message","messages":[{"id":"1","role":"user","parts":[{"type":"text","text":"URGENT what causes leg cramps"}]}]}`)
	if res.Header.Get("X-Vercel-Ai-Ui-Message-Stream") != "v1" {
		t.Errorf("got headers %v", res.Header)
	}
	_, data := events(raw)
	var kinds []string
	for _, d := range data[:len(data)-1] {
		var p struct{ Type string }
		_ = json.Unmarshal(d, &p)
		if len(kinds) == 0 || kinds[len(kinds)-1] != p.Type {
			kinds = append(kinds, p.Type)
		}
	}
	got := strings.Join(kinds, " ")
	if !strings.HasPrefix(got, "start data-triage text-start text-delta source-url text-delta") || !strings.HasSuffix(got, "text-end data-limber finish") {
		t.Errorf("got parts %s", got)
	}
	if res, _ := post(t, s.URL+"/v1/chat/ui", `{"messages":[{"role":"assistant","parts":[]}]}`); res.StatusCode != http.StatusBadRequest {
		t.Errorf("no user turn: got status %d", res.StatusCode)
	}
}

func TestMCP(t *testing.T) {
	s := newServer(t, api.Options{})
	ctx := context.Background()
	client := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil)
	session, err := client.Connect(ctx, &mcp.StreamableClientTransport{Endpoint: s.URL + "/mcp", DisableStandaloneSSE: true}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	call := func(name string, args map[string]any) (*mcp.CallToolResult, string) {
		t.Helper()
		res, err := session.CallTool(ctx, &mcp.CallToolParams{Name: name, Arguments: args})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		return res, res.Content[0].(*mcp.TextContent).Text
	}
	if res, text := call("assess_red_flags", map[string]any{"messages": []string{"hello", "URGENT"}}); res.IsError || !strings.Contains(text, `"urgent"`) {
		t.Errorf("assess: got %s", text)
	}
	if res, text := call("search_passages", map[string]any{"query": "leg cramps", "k": 1}); res.IsError || !strings.Contains(text, `"article":"cramps"`) {
		t.Errorf("search: got %s", text)
	}
	if res, text := call("ask", map[string]any{"message": "URGENT what causes leg cramps"}); res.IsError || !strings.HasPrefix(text, "**Be seen today**") || res.StructuredContent == nil {
		t.Errorf("ask: got %s", text)
	}
	for name, args := range map[string]map[string]any{
		"ask": {"message": " "}, "search_passages": {"query": strings.Repeat("a", chat.MaxMessage+1)}, "assess_red_flags": {"messages": []string{}},
	} {
		if res, text := call(name, args); !res.IsError {
			t.Errorf("%s with bad input: got %s", name, text)
		}
	}
	list, err := session.ListResources(ctx, nil)
	if err != nil || len(list.Resources) != 1 {
		t.Fatalf("got %v, %v", list, err)
	}
	read, err := session.ReadResource(ctx, &mcp.ReadResourceParams{URI: list.Resources[0].URI})
	if err != nil || !strings.Contains(read.Contents[0].Text, "Leg cramps are sudden") {
		t.Errorf("read: got %v, %v", read, err)
	}
	if _, err := session.ReadResource(ctx, &mcp.ReadResourceParams{URI: "limber://articles/nope"}); err == nil || !strings.Contains(err.Error(), "no such tool or resource") {
		t.Errorf("read an article that is not there: got %v", err)
	}
}

// A proxy on the same machine ends the encryption and names the site.
func TestBehindAProxy(t *testing.T) {
	s := newServer(t, api.Options{})
	ask := func(path, body string) string {
		t.Helper()
		req, err := http.NewRequest("POST", s.URL+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		req.Host = "legs.example"
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Accept", "application/json, text/event-stream")
		req.Header.Set("X-Forwarded-Proto", "https")
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		raw, err := io.ReadAll(res.Body)
		if err != nil || res.StatusCode != http.StatusOK {
			t.Errorf("%s: got status %d, %v: %s", path, res.StatusCode, err, raw)
		}
		return string(raw)
	}
	if got := ask("/mcp", `{"jsonrpc":"2.0","id":1,"method":"tools/list"}`); !strings.Contains(got, `"search_passages"`) {
		t.Errorf("got tools %s", got)
	}
	if got := ask("/v1/chat/completions", `{"messages":[{"role":"user","content":"what causes leg cramps"}]}`); !strings.Contains(got, `"url":"https://legs.example/articles/cramps#`) {
		t.Errorf("got links %s", got)
	}
}
