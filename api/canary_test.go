package api_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/limber-health/limber/api"
	"github.com/limber-health/limber/api/apitest"
	"github.com/limber-health/limber/api/telemetry"
	"github.com/limber-health/limber/chat"
	"github.com/limber-health/limber/chat/guard"
	"github.com/limber-health/limber/retrieval"
)

// canary stands in every text field of every request. It must reach no log
// line, span, metric or error.
const canary = "phicanary7f3a91"

// Parts that fail with the person's words in their mouths.
type (
	panickingGuard struct{}
	faultyIndex    struct {
		telemetry.Index
		panics bool
	}
	faultyStore   struct{ chat.Store }
	faultyModel   struct{ panics bool }
	watchableTest struct{ yes }
	fullGuard     struct{ chat.Guard }
)

func (panickingGuard) Eval(turns []string, _ string) guard.Verdict {
	panic(fmt.Sprintf("guard cannot read %v %s", turns, canary))
}

func (g fullGuard) Fault(string) guard.Verdict { return guard.Verdict{Level: guard.Emergency} }
func (g fullGuard) RulesHash() string          { return "test" }
func (watchableTest) Generation() uint64       { return 1 }

func (x faultyIndex) SearchAfter(_ context.Context, text, _ string, _ int) (retrieval.Result, error) {
	if x.panics {
		panic("index cannot find " + text + canary)
	}
	return retrieval.Result{}, errors.New("index cannot find " + text + canary)
}

func (faultyStore) Save(context.Context, *chat.Conversation) error {
	return fmt.Errorf("write %s: %w", canary, errors.New("disk full of "+canary))
}

func (faultyStore) Load(context.Context, string) (*chat.Conversation, error) {
	return nil, errors.New("read " + canary)
}

func (faultyModel) Name() string { return "openai/stub" }

func (m faultyModel) Complete(_ context.Context, p chat.Prompt, write func(string) error) error {
	if m.panics {
		panic(p.User + canary)
	}
	_ = write(canary + ": " + canary + "\n")
	return errors.New("provider said " + canary)
}

// canaryRequests put the canary wherever a caller can.
func canaryRequests() [][3]string {
	c := canary
	long := strings.Repeat(c+" ", 400)
	msg := func(s string) string { b, _ := json.Marshal(s); return string(b) }
	out := [][3]string{
		{"GET", "/v1/conversations/" + c, ""}, {"DELETE", "/v1/conversations/" + c, ""}, {"GET", "/v1/articles/" + c, ""}, {"GET", "/articles/" + c, ""},
		{"GET", "/v1/models/" + c, ""}, {"GET", "/assets/" + c, ""}, {"GET", "/" + c, ""}, {"PATCH", "/v1/chat", c}, {"GET", "/metrics", ""}, {"POST", "/admin/reload", c},
		{"POST", "/v1/feedback", `{"id":"` + c + `","rating":"up","comment":"` + c + `"}`}, {"POST", "/v1/feedback", `{"id":"x","rating":"` + c + `"}`},
		{"POST", "/v1/search", `{"query":"` + c + `","k":3}`}, {"POST", "/v1/search", `{"query":"` + c + `","k":"` + c + `"}`}, {"POST", "/v1/triage", `{"messages":["` + c + `","URGENT ` + c + `"]}`},
		{"POST", "/v1/triage", `{"messages":["` + c + `"],"locale":"` + c + `!"}`},
	}
	for _, text := range []string{c + " cramps", "URGENT " + c, "EMERGENCY " + c, "what helps leg cramps " + c, strings.Repeat(long, 3), c + "\x00"} {
		m := msg(text)
		out = append(out,
			[3]string{"POST", "/v1/chat", `{"message":` + m + `}`}, [3]string{"POST", "/v1/chat", `{"message":` + m + `,"stream":true}`},
			[3]string{"POST", "/v1/chat", `{"message":` + m + `,"conversation_id":"` + c + `"}`},
			[3]string{"POST", "/v1/chat/completions", `{"messages":[{"role":"system","content":"` + c + `"},{"role":"user","content":` + m + `}]}`},
			[3]string{"POST", "/v1/chat/completions", `{"stream":true,"messages":[{"role":"user","content":` + m + `}]}`},
			[3]string{"POST", "/v1/chat/ui", `{"messages":[{"role":"user","parts":[{"type":"text","text":` + m + `}]}]}`},
			[3]string{"POST", "/mcp", `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"ask","arguments":{"message":` + m + `}}}`},
			[3]string{"POST", "/mcp", `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"assess_red_flags","arguments":{"messages":[` + m + `]}}}`},
			[3]string{"POST", "/mcp", `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"search_passages","arguments":{"query":` + m + `}}}`},
		)
	}
	for _, call := range []string{
		`"tools/call","params":{"name":"ask","arguments":{"message":{"` + c + `":1}}}`, `"tools/call","params":{"name":"ask","arguments":{"` + c + `":1}}`, `"tools/call","params":{"name":"` + c + `"}`,
		`"tools/call","params":{"name":"search_passages","arguments":{"query":"x","k":"` + c + `"}}`, `"resources/read","params":{"uri":"limber://articles/` + c + `"}`, `"resources/read","params":{"uri":"` + c + `"}`,
		`"` + c + `"`, `"prompts/get","params":{"name":"` + c + `"}`, `"tools/call","params":"` + c + `"`, `"initialize","params":{"protocolVersion":5,"` + c + `":1}`, `"logging/setLevel","params":{"level":"` + c + `"}`,
	} {
		out = append(out, [3]string{"POST", "/mcp", `{"jsonrpc":"2.0","id":1,"method":` + call + `}`}, [3]string{"POST", "/mcp", `[{"jsonrpc":"2.0","id":"` + c + `","method":` + call + `}]`})
	}
	for _, bad := range []string{c, `{"message":"` + c, `{"` + c + `":1}`, `{"message":{"` + c + `":1}}`, `{"message":["` + c + `"]}`, `{"message":"` + c + `","` + c + `":"` + c + `"}`, "{\"message\":\"" + c + "\xff\"}", `{"message":"` + strings.Repeat(c, 6000) + `"}`, `{"message":"` + c + `","message":"` + c + `"}`} {
		for _, path := range []string{"/v1/chat", "/v1/triage", "/v1/search", "/v1/feedback", "/v1/chat/completions", "/v1/chat/ui", "/mcp"} {
			out = append(out, [3]string{"POST", path, bad})
		}
	}
	return out
}

// brokenWorlds are a sound world and one for each part that can fail.
func brokenWorlds(x *retrieval.Index) map[string]canaryWorld {
	sound := watchableTest{yes{x}}
	return map[string]canaryWorld{
		"sound":        {fullGuard{wordGuard{}}, sound, chat.Options{}},
		"guard panics": {fullGuard{panickingGuard{}}, sound, chat.Options{}},
		"index panics": {fullGuard{wordGuard{}}, faultyIndex{sound, true}, chat.Options{}},
		"index fails":  {fullGuard{wordGuard{}}, faultyIndex{sound, false}, chat.Options{}},
		"store fails":  {fullGuard{wordGuard{}}, sound, chat.Options{Store: faultyStore{chat.NewMemory(0, 0)}}},
		"model panics": {fullGuard{wordGuard{}}, sound, chat.Options{Model: faultyModel{true}}},
		"model fails":  {fullGuard{wordGuard{}}, sound, chat.Options{Model: chat.Steady(faultyModel{}, 0)}},
	}
}

// TestCanary runs the whole surface with every fault and looks for the canary.
func TestCanary(t *testing.T) {
	x, _ := indexOf(t, "leg-cramps.md", crampArticle)
	remote := func(p provider) chat.Model {
		m, err := chat.NewModel(chat.ModelOptions{Provider: "openai", URL: serveProvider(t, p), Model: "stub", Timeout: time.Second})
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	says := func(body string) provider {
		return func(w http.ResponseWriter, _ *http.Request, _ [][2]string) { fmt.Fprint(w, body) }
	}
	worlds := brokenWorlds(x)
	for name, p := range map[string]provider{
		"provider 500":   func(w http.ResponseWriter, _ *http.Request, _ [][2]string) { http.Error(w, canary, 500) },
		"provider talks": says("data: {\"error\":{\"message\":\"" + canary + "\"}}\n\n"),
		"provider lies":  says("data: " + canary + "\n\n"),
	} {
		worlds[name] = canaryWorld{fullGuard{wordGuard{}}, watchableTest{yes{x}}, chat.Options{Model: remote(p)}}
	}
	for name, w := range worlds {
		t.Run(name, func(t *testing.T) {
			told := w.open(t, nil)
			faults := 0
			for _, r := range canaryRequests() {
				faults += sendCanary(t, told.server, r)
			}
			told.check(t, faults)
		})
	}
}

// A canaryWorld is the parts of a server, some of which fail.
type canaryWorld struct {
	guard telemetry.Guard
	index telemetry.Index
	opts  chat.Options
}

// A witness is a server and all that it tells.
type witness struct {
	server  *api.Server
	log     apitest.Log
	spans   *tracetest.InMemoryExporter
	metrics *telemetry.Metrics
}

// open makes the server; slackBot may add a bot to it.
func (w canaryWorld) open(t *testing.T, slackBot func(*chat.Chat, *slog.Logger, *telemetry.Metrics) http.Handler) *witness {
	t.Helper()
	out := &witness{spans: tracetest.NewInMemoryExporter(), metrics: telemetry.New("test")}
	traces, err := telemetry.NewTraces(t.Context(), sdk.NewSimpleSpanProcessor(out.spans), "test")
	if err != nil {
		t.Fatal(err)
	}
	watch := telemetry.NewWatch(out.metrics, traces)
	w.opts.Log = slog.New(telemetry.SafeLog(slog.NewJSONHandler(&out.log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	w.opts.Watch, w.opts.Model = out.metrics, watch.Model(w.opts.Model)
	c, err := chat.New(watch.Index(w.index), watch.Guard(w.guard), w.opts)
	if err != nil {
		t.Fatal(err)
	}
	_, ring := keysFor(t)
	o := api.Options{Log: w.opts.Log, Metrics: out.metrics, Traces: traces, Keys: ring, Reload: func(context.Context) (int, error) { return 1, nil }}
	if slackBot != nil {
		o.Slack = slackBot(c, w.opts.Log, out.metrics)
	}
	if out.server, err = api.New(c, o); err != nil {
		t.Fatal(err)
	}
	return out
}

// check looks for the canary in everything that was told.
func (o *witness) check(t *testing.T, faults int) {
	t.Helper()
	spans := o.spans.GetSpans()
	if len(o.log.String()) == 0 || len(spans) == 0 || faults == 0 {
		t.Fatalf("saw %d bytes of log, %d spans and %d faults: the run shows nothing", len(o.log.String()), len(spans), faults)
	}
	scrape := httptest.NewRecorder()
	o.metrics.Handler().ServeHTTP(scrape, httptest.NewRequest("GET", "/metrics", nil))
	told := map[string]string{"log": o.log.String(), "metrics": scrape.Body.String(), "spans": fmt.Sprintf("%+v", spans.Snapshots())}
	for _, span := range spans {
		told["spans"] += fmt.Sprintf("%s %v %v %v %v\n", span.Name, span.Attributes, span.Events, span.Status, span.SpanContext.TraceState())
		for _, a := range span.Attributes {
			if telemetry.Keys[string(a.Key)] == "" {
				t.Errorf("span attribute %q is not classified", a.Key)
			}
		}
	}
	for where, text := range told {
		if i := strings.Index(text, canary); i >= 0 {
			t.Errorf("the %s hold the canary: …%.300s", where, text[max(0, i-200):])
		}
	}
}

// sendCanary sends one request with the canary in its headers too. It returns
// 1 if the answer was an error, in which the canary must not stand.
func sendCanary(t *testing.T, h http.Handler, r [3]string) int {
	t.Helper()
	target := r[1]
	if r[0] == "POST" {
		target += "?q=" + canary
	}
	req := httptest.NewRequest(r[0], target, strings.NewReader(r[2]))
	req.RemoteAddr, req.Host = "127.0.0.1:1", "127.0.0.1"
	for k, v := range map[string]string{
		"Content-Type": "application/json", "Accept": "application/json, text/event-stream", "X-Request-Id": canary + " x", "User-Agent": canary, "Referer": "https://x.example/" + canary,
		"Authorization": "Bearer sk-" + canary, "Cookie": "a=" + canary, "traceparent": "00-" + canary, "tracestate": "a=" + canary, "baggage": "q=" + canary,
	} {
		req.Header.Set(k, v)
	}
	if r[1] == "/v1/chat" {
		req.Header.Set("Idempotency-Key", canary+r[2][:min(len(r[2]), 20)])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, req)
	failed := w.Code >= 400
	body := w.Body.String()
	if i := strings.Index(body, "event: error"); i >= 0 {
		failed, body = true, body[i:]
	}
	if r[1] == "/mcp" && (strings.Contains(body, `"error":{`) || strings.Contains(body, `"isError":true`)) {
		failed, body = true, strings.ReplaceAll(body, `"id":"`+canary+`"`, "") // the caller's own id comes back
	}
	if !failed {
		return 0
	}
	if strings.Contains(body, canary) {
		t.Errorf("%s %.60s with %.60q: the error holds the canary: %.300s", r[0], r[1], r[2], body)
	}
	return 1
}
