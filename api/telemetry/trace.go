package telemetry

import (
	"context"
	"fmt"
	"net/http"
	"os"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

// Spans follow the OpenTelemetry conventions for HTTP and for generative AI.
// The attributes that would hold prompts and answers are not written, and
// there is no switch for them.

// Traces sends spans to a collector. Nil sends none.
type Traces struct {
	provider *sdk.TracerProvider
	tracer   trace.Tracer
}

// FromEnvironment sends spans where OTEL_EXPORTER_OTLP_ENDPOINT says, with the
// other OTEL_ variables as they are defined. Without that variable, or the one
// for traces alone, it returns nil: nothing leaves the machine.
func FromEnvironment(ctx context.Context, version string) (*Traces, error) {
	if os.Getenv("OTEL_EXPORTER_OTLP_ENDPOINT") == "" && os.Getenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") == "" || os.Getenv("OTEL_SDK_DISABLED") == "true" {
		return nil, nil
	}
	exporter, err := otlptracehttp.New(ctx)
	if err != nil {
		return nil, fmt.Errorf("open trace exporter: %w (check the OTEL_EXPORTER_OTLP_ variables)", err)
	}
	return NewTraces(ctx, sdk.NewBatchSpanProcessor(exporter), version)
}

// NewTraces gives spans to a processor.
func NewTraces(ctx context.Context, p sdk.SpanProcessor, version string) (*Traces, error) {
	res, err := resource.New(ctx, resource.WithAttributes(attribute.String("service.name", "limber"), attribute.String("service.version", version)), resource.WithFromEnv())
	if err != nil {
		return nil, fmt.Errorf("describe this service: %w (check OTEL_RESOURCE_ATTRIBUTES)", err)
	}
	provider := sdk.NewTracerProvider(sdk.WithSpanProcessor(p), sdk.WithResource(res))
	return &Traces{provider, provider.Tracer("limber")}, nil
}

// Close sends what has not been sent yet.
func (t *Traces) Close(ctx context.Context) error {
	if t == nil {
		return nil
	}
	return t.provider.Shutdown(ctx)
}

// start begins a span; without traces it is one that records nothing.
func (t *Traces) start(ctx context.Context, name string, attrs ...attribute.KeyValue) (context.Context, trace.Span) {
	if t == nil {
		return ctx, trace.SpanFromContext(context.Background())
	}
	return t.tracer.Start(ctx, name, trace.WithAttributes(attrs...))
}

// endSpan ends a span. A span whose End is deferred itself would write down the
// value of a panic, which may hold what a person wrote.
func endSpan(s trace.Span) { s.End() }

// Request begins the span of an HTTP request. end is told the status.
func (t *Traces) Request(r *http.Request, method, route string) (ctx context.Context, end func(status int)) {
	if t == nil {
		return r.Context(), func(int) {}
	}
	ctx = propagation.TraceContext{}.Extract(r.Context(), propagation.HeaderCarrier(r.Header))
	name := method
	if route != "" {
		name += " " + route
	}
	ctx, span := t.tracer.Start(ctx, name, trace.WithSpanKind(trace.SpanKindServer),
		trace.WithAttributes(attribute.String("http.request.method", method), attribute.String("http.route", route)))
	return ctx, func(status int) {
		span.SetAttributes(attribute.Int("http.response.status_code", status))
		if status >= http.StatusInternalServerError {
			span.SetStatus(codes.Error, "")
		}
		span.End()
	}
}
