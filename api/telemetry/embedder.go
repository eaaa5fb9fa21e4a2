package telemetry

import (
	"context"
	"errors"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"

	"github.com/limber-health/limber/api/gate"
	"github.com/limber-health/limber/retrieval"
)

// An Embedder is retrieval's, with the name that an index knows it by.
type Embedder interface {
	retrieval.Embedder
	ID() string
}

// Embedder traces the work of an embedder in this program on questions.
func (w *Watch) Embedder(e Embedder) Embedder { return watchedEmbedder{e, w} }

type watchedEmbedder struct {
	Embedder
	*Watch
}

func (e watchedEmbedder) EmbedQuery(ctx context.Context, text string) ([]float32, error) {
	ctx, span := e.t.start(ctx, "embeddings "+e.ID(), attribute.String("gen_ai.operation.name", "embeddings"), attribute.String("gen_ai.request.model", e.ID()))
	defer endSpan(span)
	v, err := e.Embedder.EmbedQuery(ctx, text)
	if err != nil {
		span.SetStatus(codes.Error, "embedder failed")
	}
	return v, err
}

// Remote traces and measures an embedding server. While a question waits for
// it, another may compute.
func (w *Watch) Remote(e Embedder) Embedder { return watchedRemote{w.Embedder(e), w} }

type watchedRemote struct {
	Embedder
	*Watch
}

func (e watchedRemote) EmbedQuery(ctx context.Context, text string) ([]float32, error) {
	if s, ok := ctx.Value(seatKey{}).(*seat); ok {
		s.leave()
		defer s.take()
	}
	start := time.Now()
	v, err := e.Embedder.EmbedQuery(ctx, text)
	e.m.embedded(embedOutcome(err), time.Since(start))
	return v, err
}

// embedOutcome names how a call of an embedding server ended.
func embedOutcome(err error) string {
	var f *retrieval.RemoteError
	switch {
	case err == nil:
		return "ok"
	case errors.As(err, &f):
		return string(f.Kind)
	case errors.Is(err, context.Canceled):
		return "stopped"
	case errors.Is(err, context.DeadlineExceeded):
		return string(retrieval.FaultSlow)
	}
	return string(retrieval.FaultDown)
}

// embedded counts a call of an embedding server.
func (m *Metrics) embedded(outcome string, took time.Duration) {
	if m == nil {
		return
	}
	m.embeds.WithLabelValues(outcome).Inc()
	m.embedTime.Observe(took.Seconds())
	open := 0.0
	if outcome == string(retrieval.FaultOpen) {
		open = 1
	}
	m.embedOpen.Set(open)
}

// A seat is a place among those who compute, for one search.
type seat struct {
	room *gate.Room
	ctx  context.Context // of the search
	free func()
}

// seatKey leads from a search to its seat.
type seatKey struct{}

// take waits for a place; it is false if the search was given up.
func (s *seat) take() bool {
	free, ok := s.room.Enter(s.ctx)
	s.free = free
	return ok
}

// leave gives the place to others. It does nothing without one.
func (s *seat) leave() {
	if s.free != nil {
		s.free()
		s.free = nil
	}
}
