package api_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/limber-health/limber/api"
	"github.com/limber-health/limber/chat"
)

// openStream asks with a stream whose answer never comes, and reads its first line.
func openStream(t *testing.T, url, message string) (*http.Response, *bufio.Reader) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	req, err := http.NewRequestWithContext(ctx, "POST", url+"/v1/chat", strings.NewReader(fmt.Sprintf(`{"message":%q,"stream":true}`, message)))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { res.Body.Close() })
	r := bufio.NewReader(res.Body)
	if line, _ := r.ReadString('\n'); res.StatusCode != 200 || line != "event: triage\n" {
		t.Fatalf("got %d and first line %q", res.StatusCode, line)
	}
	return res, r
}

type shedProblem struct {
	Status int
	Triage struct{ Level, Headline, Action string }
}

// Who is turned away is told what the rules found, and an emergency is never
// turned away.
func TestFullServer(t *testing.T) {
	s := newServer(t, api.Options{MaxStreams: 2, MaxStreamsPerClient: 5, MaxAnswers: 1})
	for range 2 {
		openStream(t, s.URL, "SLOW")
	}
	go func() { _, _, _ = take(s.URL+"/v1/chat", `{"message":"SLOW"}`, t.Context()) }()
	time.Sleep(200 * time.Millisecond) // the one answer is taken
	for _, stream := range []bool{true, false} {
		for message, level := range map[string]string{"cramps": "", "URGENT cramps": "urgent"} {
			res, body := s.send(t, "POST", "/v1/chat", fmt.Sprintf(`{"message":%q,"stream":%v}`, message, stream))
			var p shedProblem
			_ = json.Unmarshal([]byte(body), &p)
			if res.StatusCode != 503 || res.Header.Get("Retry-After") == "" || p.Triage.Level != level || level != "" && p.Triage.Headline != "Be seen today" {
				t.Errorf("%q, stream %v: got %d %s", message, stream, res.StatusCode, body)
			}
			if strings.Contains(body, "cramps") {
				t.Errorf("the problem repeats the message: %s", body)
			}
		}
		res, body := s.send(t, "POST", "/v1/chat", fmt.Sprintf(`{"message":"EMERGENCY","stream":%v}`, stream))
		if res.StatusCode != 200 || !strings.Contains(body, `"level":"emergency"`) || !strings.Contains(body, "withheld") {
			t.Errorf("an emergency, stream %v: got %d %.200s", stream, res.StatusCode, body)
		}
	}
	if res, _ := s.send(t, "POST", "/v1/triage", `{"messages":["URGENT"]}`); res.StatusCode != 200 {
		t.Errorf("triage: got %d", res.StatusCode)
	}
}

func take(url, body string, ctx context.Context) (int, string, error) {
	req, err := http.NewRequestWithContext(ctx, "POST", url, strings.NewReader(body))
	if err != nil {
		return 0, "", err
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, "", err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	return res.StatusCode, string(b), err
}

func TestStreamsOfOneClient(t *testing.T) {
	s := newServer(t, api.Options{MaxStreams: 10, MaxStreamsPerClient: 1})
	res, _ := openStream(t, s.URL, "SLOW")
	if res, body := s.send(t, "POST", "/v1/chat", `{"message":"URGENT","stream":true}`); res.StatusCode != 429 || !strings.Contains(body, "Be seen today") {
		t.Errorf("a second stream: got %d %s", res.StatusCode, body)
	}
	res.Body.Close()
	for range 100 {
		if res, _ := s.send(t, "POST", "/v1/chat", `{"message":"cramps","stream":true}`); res.StatusCode == 200 {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Error("the seat of a client that left was not given back")
}

// lastEvent reads a stream to its end.
func lastEvent(t *testing.T, r io.Reader) (name, data string) {
	t.Helper()
	names, datas := readEvents(t, r)
	if len(names) == 0 {
		t.Fatal("the stream ended without an event")
	}
	return names[len(names)-1], datas[len(datas)-1]
}

func TestStreamGetsTooOld(t *testing.T) {
	s := newServer(t, api.Options{StreamAge: 100 * time.Millisecond})
	_, r := openStream(t, s.URL, "SLOW")
	if name, data := lastEvent(t, r); name != "error" || !strings.Contains(data, `"status":503`) {
		t.Errorf("got %s %s", name, data)
	}
	if status, body, err := take(s.URL+"/v1/chat", `{"message":"SLOW"}`, t.Context()); err != nil || status != 503 || !strings.Contains(body, "too long") {
		t.Errorf("a plain request: got %d %s %v", status, body, err)
	}
}

// A server that stops is not ready first; what runs may end; the rest is told.
func TestDrain(t *testing.T) {
	x, _ := indexOf(t, "cramps.md", article)
	c, err := chat.New(yes{x}, wordGuard{}, chat.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s, err := api.New(c, api.Options{})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(s)
	defer srv.Close()
	_, r := openStream(t, srv.URL, "URGENT SLOW")
	s.Drain()
	if res, _ := fetch(t, "GET", srv.URL+"/readyz"); res.StatusCode != 503 || res.Header.Get("Retry-After") == "" {
		t.Errorf("readyz: got %d", res.StatusCode)
	}
	if res, _ := post(t, srv.URL+"/v1/chat", `{"message":"cramps"}`); res.StatusCode != 200 {
		t.Errorf("what still comes: got %d", res.StatusCode)
	}
	s.EndReplies()
	if name, data := lastEvent(t, r); name != "error" || !strings.Contains(data, `"status":503`) || !strings.Contains(data, "restarting") || !strings.Contains(data, "Be seen today") {
		t.Errorf("the open stream got %s %s", name, data)
	}
}

func TestIdempotencyKey(t *testing.T) {
	s := newServer(t, api.Options{})
	ask := func(key, body string) (*http.Response, string) {
		return s.send(t, "POST", "/v1/chat", body, "Idempotency-Key", key)
	}
	first, body := ask("one", `{"message":"what are leg cramps"}`)
	again, same := ask("one", `{"message":"what are leg cramps"}`)
	if first.StatusCode != 200 || body != same || again.Header.Get("Idempotent-Replayed") != "true" || first.Header.Get("Idempotent-Replayed") != "" {
		t.Errorf("got %d and then %q", first.StatusCode, again.Header.Get("Idempotent-Replayed"))
	}
	if res, _ := ask("one", `{"message":"another"}`); res.StatusCode != 422 {
		t.Errorf("another body: got %d", res.StatusCode)
	}
	if res, other := ask("two", `{"message":"what are leg cramps"}`); res.StatusCode != 200 || other == body {
		t.Errorf("another key: got %d and the same reply", res.StatusCode)
	}
	for range 2 { // a fault is not kept
		if res, _ := ask("three", `{"message":""}`); res.StatusCode != 400 {
			t.Errorf("got %d", res.StatusCode)
		}
	}
	if res, _ := ask(strings.Repeat("x", 256), `{"message":"a"}`); res.StatusCode != 400 {
		t.Errorf("a long key: got %d", res.StatusCode)
	}
	_, streamed := ask("four", `{"message":"what are leg cramps","stream":true}`)
	_, replayed := ask("four", `{"message":"what are leg cramps","stream":true}`)
	if strings.ReplaceAll(streamed, ": keep-alive\n\n", "") != replayed || !strings.Contains(replayed, "event: done") {
		t.Errorf("got stream %s and then %s", streamed, replayed)
	}
	var r chat.Reply
	_ = json.Unmarshal([]byte(body), &r)
	if res, _ := s.send(t, "DELETE", "/v1/conversations/"+r.ConversationID, ""); res.StatusCode != 204 {
		t.Fatal("erase")
	}
	if res, fresh := ask("one", `{"message":"what are leg cramps"}`); res.Header.Get("Idempotent-Replayed") != "" || fresh == body {
		t.Error("an erased conversation was sent again")
	}
}

func TestIdempotencyKeyWhileRunning(t *testing.T) {
	s := newServer(t, api.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	var g sync.WaitGroup
	body := `{"message":"SLOW"}`
	g.Go(func() {
		req, _ := http.NewRequestWithContext(ctx, "POST", s.URL+"/v1/chat", strings.NewReader(body))
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Idempotency-Key", "k")
		if res, err := http.DefaultClient.Do(req); err == nil {
			res.Body.Close()
		}
	})
	time.Sleep(200 * time.Millisecond)
	if res, _ := s.send(t, "POST", "/v1/chat", body, "Idempotency-Key", "k"); res.StatusCode != 409 || res.Header.Get("Retry-After") == "" {
		t.Errorf("got %d while the first one runs", res.StatusCode)
	}
	cancel()
	g.Wait()
	for range 100 { // the client left: the key is free again
		res, _ := s.send(t, "POST", "/v1/chat", `{"message":"cramps"}`, "Idempotency-Key", "k")
		if res.StatusCode == 200 {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Error("a request that was given up blocks its key")
}

// serveSmall serves with small buffers, so that a client that does not read is
// noticed soon, and with a short time for bodies.
func serveSmall(t *testing.T, o api.Options, bodies time.Duration) (addr string, h *api.Server) {
	t.Helper()
	x, _ := indexOf(t, "cramps.md", article)
	c, err := chat.New(yes{x}, wordGuard{}, chat.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if h, err = api.New(c, o); err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewUnstartedServer(h)
	srv.Config.ReadTimeout = bodies
	srv.Config.ConnState = func(c net.Conn, s http.ConnState) {
		if t, ok := c.(*net.TCPConn); ok && s == http.StateNew {
			_ = t.SetWriteBuffer(4096)
		}
	}
	srv.Start()
	t.Cleanup(srv.Close)
	return srv.Listener.Addr().String(), h
}

// A stream that goes on for longer than a body may take to come must not be
// taken for one whose client left.
func TestLongReplyAfterTheBodyDeadline(t *testing.T) {
	addr, _ := serveSmall(t, api.Options{Heartbeat: 20 * time.Millisecond, StreamAge: 900 * time.Millisecond}, 300*time.Millisecond)
	_, r := openStream(t, "http://"+addr, "SLOW")
	if name, data := lastEvent(t, r); name != "error" || !strings.Contains(data, "took too long") {
		t.Errorf("the stream ended with %s %s, want its own age to end it", name, data)
	}
}

// Two hundred clients that never read must not hold anything for long.
func TestClientsThatNeverRead(t *testing.T) {
	if testing.Short() {
		t.Skip("it waits for deadlines of seconds")
	}
	addr, _ := serveSmall(t, api.Options{Heartbeat: 100 * time.Microsecond, MaxStreamsPerClient: 300}, 15*time.Second)
	base := settled(t, 0)
	body := `{"message":"SLOW","stream":true}`
	var conns []net.Conn
	for range 200 {
		c, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		_ = c.(*net.TCPConn).SetReadBuffer(1024)
		fmt.Fprintf(c, "POST /v1/chat HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
		conns = append(conns, c)
	}
	got := runtime.NumGoroutine()
	for range 600 { // up to 30 s; a write may take five
		if got = runtime.NumGoroutine(); got <= base+10 {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	if got > base+10 {
		t.Errorf("%d goroutines with clients that do not read, %d before", got, base)
	}
	for _, c := range conns {
		c.Close()
	}
}

// Bodies that are meant to be read in two ways, or never to end.
func TestJSONAbuse(t *testing.T) {
	s := newServer(t, api.Options{})
	deep := func(open, end string, n int) string { return strings.Repeat(open, n) + strings.Repeat(end, n) }
	for name, body := range map[string]string{
		"empty": "", "null": "null", "true": "true", "number": "1", "string": `"x"`, "array": "[]", "BOM": "\ufeff{\"message\":\"x\"}",
		"comment": `{"message":"x"/*y*/}`, "trailing comma": `{"message":"x",}`, "single quotes": `{'message':'x'}`, "unquoted key": `{message:"x"}`,
		"key twice": `{"message":"x","message":"y"}`, "key twice, escaped": `{"message":"x","m\u0065ssage":"y"}`, "key in another case": `{"MESSAGE":"x"}`,
		"key twice in another case": `{"message":"x","Message":"y"}`, "two values": `{"message":"x"}{"message":"y"}`, "garbage after": `{"message":"x"} x`,
		"prototype": `{"message":"x","__proto__":{"admin":true}}`, "deep arrays": deep("[", "]", 20000), "deep objects": `{"message":` + strings.Repeat(`{"a":`, 9000) + "1" + strings.Repeat("}", 9000) + "}",
		"never closed": strings.Repeat("[", 60000), "nested message": `{"message":{"message":"x"}}`, "array message": `{"message":["x"]}`, "number message": `{"message":1e999}`,
		"huge number": `{"message":"x","stream":` + strings.Repeat("9", 5000) + `}`, "bad UTF-8": "{\"message\":\"\xc3\x28\"}", "UTF-16": "{\x00\"\x00m\x00\"\x00}\x00",
		"lone surrogate key": `{"message":"x","\ud800":"y"}`, "control character": "{\"message\":\"a\x01b\"}", "NaN": `{"message":NaN}`, "stream as text": `{"message":"x","stream":"true"}`,
		"null message": `{"message":null}`, "too large": `{"message":"` + strings.Repeat("x", 70000) + `"}`, "many keys": "{" + strings.Repeat(`"a":1,`, 9000) + `"message":"x"}`,
	} {
		start := time.Now()
		res, got := fetchBody(t, "POST", s.URL+"/v1/chat", body)
		if res.StatusCode != 400 && res.StatusCode != 413 {
			t.Errorf("%s: got %d %.200s", name, res.StatusCode, got)
		}
		if len(got) > 1000 || res.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: got %d bytes of %s", name, len(got), res.Header.Get("Content-Type"))
		}
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("%s: took %v", name, took)
		}
	}
	// What is odd but means one thing is taken.
	for name, body := range map[string]string{"lone surrogate": `{"message":"x\ud800"}`, "escapes": `{"m\u0065ssage":"\u0078"}`, "spaces": " \n{ \"message\" :\t\"x\" } \n", "NUL in the text": `{"message":"x\u0000y"}`} {
		if res, got := fetchBody(t, "POST", s.URL+"/v1/chat", body); res.StatusCode != 200 {
			t.Errorf("%s: got %d %.200s", name, res.StatusCode, got)
		}
	}
}
