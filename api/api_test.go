package api_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"github.com/limber-health/limber/api"
	"github.com/limber-health/limber/chat"
	"github.com/limber-health/limber/chat/guard"
	"github.com/limber-health/limber/corpus"
	"github.com/limber-health/limber/retrieval"
)

const article = `---
title: "Cramps & <restless> legs"
slug: cramps
aliases: ["charley horse"]
topics: ["cramps"]
reviewed: 2026-11-01
license: CC BY 4.0
sources: [{title: "NHS", url: "https://www.nhs.uk/"}]
---
## What are leg cramps?

Leg cramps are sudden painful spasms of the calf muscle. Tired muscles are a common cause of leg cramps.

- Stretching the calf can stop leg cramps.
`

// wordGuard escalates on two words.
type wordGuard struct{}

func (wordGuard) Eval(turns []string, _ string) guard.Verdict {
	v := guard.Verdict{Findings: []guard.Finding{}, Questions: []guard.Question{}}
	all := strings.Join(turns, " ")
	switch {
	case strings.Contains(all, "EMERGENCY"):
		v.Level, v.Headline, v.Action = guard.Emergency, "Call now", "999"
	case strings.Contains(all, "URGENT"):
		v.Level, v.Headline, v.Action = guard.Urgent, "Be seen today", "111"
	}
	return v
}

// yes makes every search good enough.
type yes struct{ *retrieval.Index }

func (y yes) SearchAfter(ctx context.Context, text, earlier string, k int) (retrieval.Result, error) {
	if strings.Contains(text, "SLOW") {
		<-ctx.Done()
		return retrieval.Result{}, ctx.Err()
	}
	r, err := y.Index.SearchAfter(ctx, text, earlier, k)
	r.Enough = true
	return r, err
}

type testServer struct {
	*httptest.Server
	log    *bytes.Buffer
	router routers.Router
}

// indexOf is an index over one article, with an embedder that needs no table.
func indexOf(t testing.TB, name, markdown string) (*retrieval.Index, corpus.Article) {
	t.Helper()
	a, err := corpus.Parse(name, []byte(markdown))
	if err != nil {
		t.Fatal(err)
	}
	e := retrieval.NewHashEmbedder(64)
	snap, err := retrieval.Build(context.Background(), []corpus.Article{a}, e, retrieval.BuildOptions{})
	if err != nil {
		t.Fatal(err)
	}
	x, err := retrieval.NewIndex(context.Background(), snap, e, retrieval.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return x, a
}

func newServer(t *testing.T, o api.Options) *testServer {
	t.Helper()
	x, _ := indexOf(t, "cramps.md", article)
	c, err := chat.New(yes{x}, wordGuard{}, chat.Options{})
	if err != nil {
		t.Fatal(err)
	}
	ts := &testServer{log: &bytes.Buffer{}}
	o.Log = slog.New(slog.NewJSONHandler(ts.log, nil))
	s, err := api.New(c, o)
	if err != nil {
		t.Fatal(err)
	}
	ts.Server = httptest.NewServer(s)
	t.Cleanup(ts.Close)
	ts.router = loadRouter(t, ts.URL)
	return ts
}

// loadRouter reads the served OpenAPI document, so that every response in
// these tests is checked against it.
func loadRouter(t *testing.T, url string) routers.Router {
	t.Helper()
	res, err := http.Get(url + "/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := openapi3.NewLoader().LoadFromData(raw)
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(context.Background()); err != nil {
		t.Fatalf("openapi document: %v", err)
	}
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		t.Fatal(err)
	}
	return router
}

// send makes a request and checks the response against the OpenAPI document.
func (s *testServer) send(t *testing.T, method, path, body string, headers ...string) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequest(method, s.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	s.check(t, req, res, raw)
	return res, string(raw)
}

func (s *testServer) check(t *testing.T, req *http.Request, res *http.Response, raw []byte) {
	t.Helper()
	route, params, err := s.router.FindRoute(req)
	if err != nil || !strings.Contains(res.Header.Get("Content-Type"), "json") {
		return
	}
	in := &openapi3filter.RequestValidationInput{Request: req, PathParams: params, Route: route}
	out := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: in, Status: res.StatusCode, Header: res.Header,
		Options: &openapi3filter.Options{IncludeResponseStatus: true},
	}
	out.SetBodyBytes(raw)
	if err := openapi3filter.ValidateResponse(context.Background(), out); err != nil {
		t.Errorf("%s %s: the response is not as documented: %v", req.Method, req.URL.Path, err)
	}
}

func TestChat(t *testing.T) {
	s := newServer(t, api.Options{})
	res, body := s.send(t, "POST", "/v1/chat", `{"message":"what causes leg cramps?","locale":"en-GB"}`)
	var r chat.Reply
	if err := json.Unmarshal([]byte(body), &r); err != nil || res.StatusCode != 200 {
		t.Fatalf("got %d %s", res.StatusCode, body)
	}
	if r.Answer.Status != chat.Answered || len(r.Citations) == 0 || res.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("got %s", body)
	}
	_, text := s.send(t, "GET", "/v1/articles/"+r.Citations[0].Article, "")
	var a struct{ Text string }
	if err := json.Unmarshal([]byte(text), &a); err != nil {
		t.Fatal(err)
	}
	for _, c := range r.Citations {
		if a.Text[c.Start:c.End] != c.Quote {
			t.Errorf("citation %+v is not what the article says", c)
		}
	}
	_, page := s.send(t, "GET", strings.SplitN(r.Citations[0].URL, "#", 2)[0], "")
	if id := strings.SplitN(r.Citations[0].URL, "#", 2)[1]; !strings.Contains(page, `id="`+id+`"`) {
		t.Errorf("the article's page has no place %s", id)
	}
}

func TestBadRequests(t *testing.T) {
	s := newServer(t, api.Options{})
	long := strings.Repeat("a", 4001)
	tests := []struct {
		name, method, path, body string
		status                   int
		says                     string
	}{
		{"empty message", "POST", "/v1/chat", `{"message":""}`, 400, "message is empty"},
		{"blank message", "POST", "/v1/chat", `{"message":" \n "}`, 400, "message is empty"},
		{"no message", "POST", "/v1/chat", `{}`, 400, "message is missing"},
		{"long message", "POST", "/v1/chat", `{"message":"` + long + `"}`, 413, "too long"},
		{"huge body", "POST", "/v1/chat", `{"message":"` + strings.Repeat(long, 20) + `"}`, 413, "too large"},
		{"not JSON", "POST", "/v1/chat", `{"message":`, 400, "not valid JSON"},
		{"two values", "POST", "/v1/chat", `{"message":"a"} {"message":"b"}`, 400, "not valid JSON"},
		{"a key twice", "POST", "/v1/chat", `{"message":"a","message":"b"}`, 400, "twice"},
		{"not UTF-8", "POST", "/v1/chat", "{\"message\":\"\xff\"}", 400, "UTF-8"},
		{"unknown field", "POST", "/v1/chat", `{"message":"a","mesage":"b"}`, 400, "unknown field: mesage"},
		{"unknown field holds a secret", "POST", "/v1/chat", `{"message":"a","my leg hurts so much":"b"}`, 400, "unknown field: one of the fields"},
		{"field in another case", "POST", "/v1/chat", `{"Message":"a"}`, 400, ""},
		{"wrong type", "POST", "/v1/chat", `{"message":5}`, 400, "message has the wrong type"},
		{"wrong type of stream", "POST", "/v1/chat", `{"message":"a","stream":"yes"}`, 400, "stream has the wrong type"},
		{"an array", "POST", "/v1/chat", `["a"]`, 400, "wrong type"},
		{"bad locale", "POST", "/v1/chat", `{"message":"a","locale":"!!"}`, 422, "locale"},
		{"unknown conversation", "POST", "/v1/chat", `{"message":"a","conversation_id":"conv_none"}`, 404, "nothing under this id"},
		{"wrong method", "GET", "/v1/chat", "", 405, "method"},
		{"unknown address", "GET", "/v2/chat", "", 404, "nothing at this address"},
		{"k too small", "POST", "/v1/search", `{"query":"a","k":0}`, 422, "k has a value"},
		{"k no number", "POST", "/v1/search", `{"query":"a","k":"5"}`, 400, "k has the wrong type"},
		{"no turns", "POST", "/v1/triage", `{"messages":[]}`, 400, "messages is empty"},
		{"a turn of another type", "POST", "/v1/triage", `{"messages":["a",1]}`, 400, "messages.1 has the wrong type"},
		{"bad rating", "POST", "/v1/feedback", `{"id":"rcpt_1","rating":"meh"}`, 422, "rating"},
		{"unknown receipt", "POST", "/v1/feedback", `{"id":"rcpt_1","rating":"up"}`, 404, "nothing under this id"},
		{"unknown article", "GET", "/v1/articles/none", "", 404, "no article"},
		{"unknown article page", "GET", "/articles/none", "", 404, "no article"},
		{"path tricks", "GET", "/assets/..%2fhome.html", "", 404, "no such file"},
		{"nothing to reload", "POST", "/admin/reload", "", 409, "built-in corpus"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			res, body := s.send(t, tt.method, tt.path, tt.body)
			if res.StatusCode != tt.status || !strings.Contains(body, tt.says) {
				t.Errorf("got %d %s, want %d and %q", res.StatusCode, body, tt.status, tt.says)
			}
			var p struct{ Type, Title, Detail, RequestID string }
			if err := json.Unmarshal([]byte(body), &p); err != nil || p.Title == "" || p.Detail == "" || res.Header.Get("Content-Type") != "application/problem+json" {
				t.Errorf("got %s, want a problem document", body)
			}
			if strings.Contains(body, "my leg hurts") || strings.Contains(body, long) {
				t.Errorf("the problem repeats what was sent: %s", body)
			}
		})
	}
}

func TestContentType(t *testing.T) {
	s := newServer(t, api.Options{})
	for _, ct := range []string{"text/plain", "application/x-www-form-urlencoded", "application/jsonx", ""} {
		if res, _ := s.send(t, "POST", "/v1/chat", `{"message":"a"}`, "Content-Type", ct); res.StatusCode != 415 {
			t.Errorf("content type %q: got %d, want 415", ct, res.StatusCode)
		}
	}
	if res, _ := s.send(t, "POST", "/v1/chat", `{"message":"a"}`, "Content-Type", "application/json; charset=utf-8"); res.StatusCode != 200 {
		t.Errorf("got %d", res.StatusCode)
	}
	if res, _ := s.send(t, "POST", "/v1/chat", `{"message":"a"}`, "Content-Encoding", "gzip"); res.StatusCode != 415 {
		t.Errorf("an encoded body: got %d, want 415", res.StatusCode)
	}
}

// readEvents collects the names and data of a stream.
func readEvents(t *testing.T, r io.Reader) (names []string, data []string) {
	t.Helper()
	for lines := bufio.NewScanner(r); lines.Scan(); {
		if name, ok := strings.CutPrefix(lines.Text(), "event: "); ok {
			names = append(names, name)
		}
		if d, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
			data = append(data, d)
		}
	}
	return names, data
}

func TestStream(t *testing.T) {
	s := newServer(t, api.Options{})
	tests := map[string]struct{ message, order string }{
		"answered":  {"what causes leg cramps?", "triage citation sentence"},
		"emergency": {"EMERGENCY", "triage done"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			res, body := s.send(t, "POST", "/v1/chat", `{"message":"`+tt.message+`","stream":true}`)
			if ct := res.Header.Get("Content-Type"); !strings.HasPrefix(ct, "text/event-stream") {
				t.Errorf("got content type %q", ct)
			}
			names, data := readEvents(t, strings.NewReader(body))
			if !strings.HasPrefix(strings.Join(names, " "), tt.order) || names[len(names)-1] != "done" || strings.Count(body, "event: done") != 1 {
				t.Errorf("got events %v", names)
			}
			var r chat.Reply
			if err := json.Unmarshal([]byte(data[len(data)-1]), &r); err != nil || r.ID == "" {
				t.Errorf("done holds %s", data[len(data)-1])
			}
		})
	}
	if res, _ := s.send(t, "POST", "/v1/chat", `{"message":"","stream":true}`); res.StatusCode != 400 {
		t.Errorf("a bad request before the stream: got %d, want 400", res.StatusCode)
	}
}

func TestStreamBeats(t *testing.T) {
	s := newServer(t, api.Options{Heartbeat: 5 * time.Millisecond})
	ctx, cancel := context.WithCancel(context.Background())
	req, err := http.NewRequestWithContext(ctx, "POST", s.URL+"/v1/chat", strings.NewReader(`{"message":"URGENT SLOW","stream":true}`))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	r := bufio.NewReader(res.Body)
	sawTriage, beats := false, 0
	for beats < 2 {
		line, err := r.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		sawTriage = sawTriage || strings.HasPrefix(line, "event: triage")
		if strings.HasPrefix(line, ":") {
			beats++
		}
	}
	if !sawTriage {
		t.Error("the verdict did not come before the slow search")
	}
	cancel() // the work stops with the client: Close of the server would hang otherwise
}

func TestTriageAndSearch(t *testing.T) {
	s := newServer(t, api.Options{})
	_, body := s.send(t, "POST", "/v1/triage", `{"messages":["hello","URGENT"]}`)
	if !strings.Contains(body, `"level":"urgent"`) || !strings.Contains(body, `"findings":[]`) {
		t.Errorf("got %s", body)
	}
	_, body = s.send(t, "POST", "/v1/search", `{"query":"cramps","k":1}`)
	var found struct {
		Hits []struct{ Article, Text string }
	}
	if err := json.Unmarshal([]byte(body), &found); err != nil || len(found.Hits) != 1 || found.Hits[0].Article != "cramps" {
		t.Errorf("got %s", body)
	}
}

func TestConversation(t *testing.T) {
	s := newServer(t, api.Options{})
	_, body := s.send(t, "POST", "/v1/chat", `{"message":"what are leg cramps"}`)
	var r chat.Reply
	if err := json.Unmarshal([]byte(body), &r); err != nil {
		t.Fatal(err)
	}
	if res, _ := s.send(t, "POST", "/v1/feedback", `{"id":"`+r.ID+`","rating":"down","comment":"hm"}`); res.StatusCode != 204 {
		t.Errorf("feedback: got %d", res.StatusCode)
	}
	if _, body := s.send(t, "GET", "/v1/conversations/"+r.ConversationID, ""); !strings.Contains(body, "what are leg cramps") {
		t.Errorf("export: got %s", body)
	}
	if res, _ := s.send(t, "DELETE", "/v1/conversations/"+r.ConversationID, ""); res.StatusCode != 204 {
		t.Errorf("erase: got %d", res.StatusCode)
	}
	if res, _ := s.send(t, "GET", "/v1/conversations/"+r.ConversationID, ""); res.StatusCode != 404 {
		t.Errorf("after erase: got %d", res.StatusCode)
	}
}

func TestRateLimit(t *testing.T) {
	s := newServer(t, api.Options{RateLimit: 2})
	for range 2 {
		if res, _ := s.send(t, "GET", "/v1/articles", ""); res.StatusCode != 200 || res.Header.Get("RateLimit-Limit") != "2" {
			t.Errorf("got %d, limit %q", res.StatusCode, res.Header.Get("RateLimit-Limit"))
		}
	}
	res, _ := s.send(t, "GET", "/v1/articles", "", "X-Forwarded-For", "6.6.6.6")
	if res.StatusCode != 429 || res.Header.Get("Retry-After") == "" || res.Header.Get("RateLimit-Remaining") != "0" {
		t.Errorf("over the limit: got %d %v", res.StatusCode, res.Header)
	}
	if res, _ := s.send(t, "GET", "/healthz", ""); res.StatusCode != 200 {
		t.Errorf("health is not limited: got %d", res.StatusCode)
	}
}

func TestNothingSaidIsLogged(t *testing.T) {
	s := newServer(t, api.Options{})
	const canary = "PHI-CANARY-7f3a"
	for _, body := range []string{
		`{"message":"` + canary + `"}`, `{"message":"` + canary + `","stream":true}`, `{"` + canary + `":1}`, `{"message":["` + canary + `"]}`, canary,
	} {
		_, _ = s.send(t, "POST", "/v1/chat?q="+canary, body)
	}
	s.send(t, "GET", "/v1/articles/"+canary, "", "X-Request-Id", canary+" with spaces", "User-Agent", canary)
	s.send(t, "POST", "/v1/search", `{"query":"`+canary+`"}`)
	if s.log.Len() == 0 || strings.Contains(s.log.String(), canary) {
		t.Errorf("the log holds what was said: %s", s.log)
	}
}

func TestPagesAreStrict(t *testing.T) {
	s := newServer(t, api.Options{})
	for _, path := range []string{"/", "/articles", "/articles/cramps"} {
		res, body := s.send(t, "GET", path, "")
		if res.StatusCode != 200 || !strings.Contains(res.Header.Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("%s: got %d, policy %q", path, res.StatusCode, res.Header.Get("Content-Security-Policy"))
		}
		if strings.Contains(body, "<restless>") || strings.Contains(body, " style=") || strings.Contains(body, "onclick") {
			t.Errorf("%s holds raw markup or inline code", path)
		}
	}
}

func TestReady(t *testing.T) {
	s := newServer(t, api.Options{Ready: func() error { return io.ErrUnexpectedEOF }})
	if res, _ := s.send(t, "GET", "/readyz", ""); res.StatusCode != 503 || res.Header.Get("Retry-After") == "" {
		t.Errorf("got %d", res.StatusCode)
	}
	if res, _ := s.send(t, "GET", "/healthz", ""); res.StatusCode != 200 {
		t.Errorf("got %d", res.StatusCode)
	}
}

func TestAdminToken(t *testing.T) {
	s := newServer(t, api.Options{AdminToken: "0123456789abcdef", Reload: func(context.Context) (int, error) { return 3, nil }})
	if res, _ := s.send(t, "POST", "/admin/reload", "", "Authorization", "Bearer wrong"); res.StatusCode != 401 {
		t.Errorf("wrong token: got %d", res.StatusCode)
	}
	if res, body := s.send(t, "POST", "/admin/reload", "", "Authorization", "Bearer 0123456789abcdef"); res.StatusCode != 200 || !strings.Contains(body, "3") {
		t.Errorf("right token: got %d %s", res.StatusCode, body)
	}
}
