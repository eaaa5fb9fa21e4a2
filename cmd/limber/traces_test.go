package main

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	spans "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"

	"github.com/limber-health/limber/api/telemetry"
)

// A traceCollector takes spans as an OpenTelemetry collector does, and reads
// them with the types of the protocol's own definition.
type traceCollector struct {
	t  *testing.T
	mu sync.Mutex
	in []*spans.ResourceSpans
}

func (c *traceCollector) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/v1/traces" || r.Method != http.MethodPost || r.Header.Get("Content-Type") != "application/x-protobuf" {
		c.t.Errorf("%s %s of type %s", r.Method, r.URL.Path, r.Header.Get("Content-Type"))
	}
	var body io.Reader = r.Body
	if r.Header.Get("Content-Encoding") == "gzip" {
		unpacked, err := gzip.NewReader(r.Body)
		if err != nil {
			c.t.Error(err)
			return
		}
		body = unpacked
	}
	raw, err := io.ReadAll(body)
	var in collector.ExportTraceServiceRequest
	if err == nil {
		err = proto.Unmarshal(raw, &in)
	}
	if err != nil || len(in.ProtoReflect().GetUnknown()) > 0 {
		c.t.Errorf("read %d bytes: %v, unknown fields %d bytes", len(raw), err, len(in.ProtoReflect().GetUnknown()))
	}
	c.mu.Lock()
	c.in = append(c.in, in.ResourceSpans...)
	c.mu.Unlock()
	w.Header().Set("Content-Type", "application/x-protobuf")
	out, _ := proto.Marshal(&collector.ExportTraceServiceResponse{})
	_, _ = w.Write(out)
}

// TestTracesReachACollector sends the traces of a whole server over the wire.
func TestTracesReachACollector(t *testing.T) {
	c := &traceCollector{t: t}
	srv := httptest.NewServer(c)
	defer srv.Close()
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", srv.URL)
	t.Setenv("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip")
	t.Setenv("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=test")
	s := startChild(t, "--model-provider", "openai", "--model-url", drip(t, time.Millisecond), "--model", "drip")
	for _, said := range []string{"what helps restless legs", "tracecanary what helps restless legs", "tracecanary"} {
		post(t, s.url+"/v1/chat", `{"message":"`+said+`"}`)
	}
	mustDo(t, s.Process.Signal(os.Interrupt))
	mustDo(t, s.wait(t, 20*time.Second))
	c.mu.Lock()
	defer c.mu.Unlock()
	all, parents := checkResource(t, c.in), map[string]bool{}
	for _, want := range []string{"POST /v1/chat", "chat drip", "retrieval", "embeddings"} {
		if !slices.ContainsFunc(all, func(s *spans.Span) bool { return strings.Contains(s.Name, want) }) {
			t.Errorf("there is no span %q among %v", want, names(all))
		}
	}
	for _, s := range all {
		parents[string(s.SpanId)] = true
		if len(s.TraceId) != 16 || len(s.SpanId) != 8 || s.EndTimeUnixNano < s.StartTimeUnixNano {
			t.Errorf("span %q: ids of %d and %d bytes, from %d to %d", s.Name, len(s.TraceId), len(s.SpanId), s.StartTimeUnixNano, s.EndTimeUnixNano)
		}
		for _, a := range s.Attributes {
			if telemetry.Keys[a.Key] == "" {
				t.Errorf("span %q: attribute %q is not classified", s.Name, a.Key)
			}
		}
	}
	for _, s := range all {
		if len(s.ParentSpanId) > 0 && !parents[string(s.ParentSpanId)] {
			t.Errorf("the parent of span %q is missing", s.Name)
		}
	}
	if raw, err := json.Marshal(c.in); err != nil || strings.Contains(string(raw), "tracecanary") {
		t.Errorf("the spans hold what was said: %v", err)
	}
}

// checkResource returns all spans and looks at who says that it sent them.
func checkResource(t *testing.T, in []*spans.ResourceSpans) (all []*spans.Span) {
	t.Helper()
	for _, r := range in {
		about := map[string]string{}
		for _, a := range r.Resource.Attributes {
			about[a.Key] = a.Value.GetStringValue()
		}
		if about["service.name"] != "limber" || about["service.version"] != version || about["deployment.environment.name"] != "test" {
			t.Errorf("the resource is %v", about)
		}
		for _, scope := range r.ScopeSpans {
			all = append(all, scope.Spans...)
		}
	}
	return all
}

func names(all []*spans.Span) (out []string) {
	for _, s := range all {
		out = append(out, s.Name)
	}
	return out
}
