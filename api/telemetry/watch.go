package telemetry

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"sync"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"

	"github.com/limber-health/limber/api/gate"
	"github.com/limber-health/limber/chat"
	"github.com/limber-health/limber/chat/guard"
	"github.com/limber-health/limber/retrieval"
)

// A Watch measures the parts of a chat. It also lets only as many of them
// compute at once as there are processors: a verdict has a deadline, and must
// not miss it because a hundred searches run beside it.
type Watch struct {
	m     *Metrics
	t     *Traces
	rules *gate.Room
	finds *gate.Room
}

// NewWatch measures into m and t, each of which may be nil.
func NewWatch(m *Metrics, t *Traces) *Watch {
	n := runtime.GOMAXPROCS(0)
	return &Watch{m, t, gate.NewRoom(n, 0).Patient(), gate.NewRoom(n, 0).Patient()}
}

// Metrics are what the parts are measured into; may be nil.
func (w *Watch) Metrics() *Metrics { return w.m }

// A Guard is chat's with what chat asks of one besides.
type Guard interface {
	chat.Guard
	Fault(locale string) guard.Verdict
	RulesHash() string
}

// Guard measures a guard.
func (w *Watch) Guard(g Guard) Guard { return watchedGuard{g, w} }

type watchedGuard struct {
	Guard
	*Watch
}

func (g watchedGuard) Eval(turns []string, locale string) guard.Verdict {
	start := time.Now()
	// Without an end: a verdict is never given up.
	if leave, ok := g.rules.Enter(context.Background()); ok {
		defer leave()
	}
	v := g.Guard.Eval(turns, locale)
	if g.m != nil {
		g.m.guardTime.Observe(time.Since(start).Seconds())
	}
	return v
}

// An Index is a chat.Searcher that can say what it is.
type Index interface {
	chat.Searcher
	Stamp() retrieval.Stamp
	Generation() uint64
}

// Index measures an index.
func (w *Watch) Index(x Index) Index { return watchedIndex{x, w} }

type watchedIndex struct {
	Index
	*Watch
}

func (x watchedIndex) SearchAfter(ctx context.Context, text, earlier string, k int) (retrieval.Result, error) {
	start := time.Now()
	ctx, span := x.t.start(ctx, "retrieval limber", attribute.String("gen_ai.operation.name", "retrieval"), attribute.String("gen_ai.data_source.id", "limber"))
	defer endSpan(span)
	seat := &seat{room: x.finds, ctx: ctx}
	if !seat.take() {
		return retrieval.Result{}, ctx.Err()
	}
	defer seat.leave()
	res, err := x.Index.SearchAfter(context.WithValue(ctx, seatKey{}, seat), text, earlier, k)
	span.SetAttributes(attribute.Int("limber.hits", len(res.Hits)), attribute.Bool("limber.degraded", res.Degraded))
	if err != nil {
		span.SetStatus(codes.Error, "search failed")
	}
	x.measure("search", start)
	return res, err
}

func (x watchedIndex) Sentences(ctx context.Context, q retrieval.Query, hits []retrieval.Hit) []retrieval.Scored {
	start := time.Now()
	if leave, ok := x.finds.Enter(ctx); ok {
		defer leave()
	}
	s := x.Index.Sentences(ctx, q, hits)
	x.measure("sentences", start)
	return s
}

func (w *Watch) measure(stage string, start time.Time) {
	if w.m != nil {
		w.m.retrieval.WithLabelValues(stage).Observe(time.Since(start).Seconds())
	}
}

// Model measures a language model; nil stays nil.
func (w *Watch) Model(m chat.Model) chat.Model {
	if m == nil {
		return nil
	}
	return watchedModel{m, w}
}

type watchedModel struct {
	chat.Model
	*Watch
}

func (d watchedModel) Complete(ctx context.Context, p chat.Prompt, write func(string) error) error {
	start := time.Now()
	provider, model, _ := strings.Cut(d.Name(), "/")
	ctx, span := d.t.start(ctx, "chat "+model, attribute.String("gen_ai.operation.name", "chat"),
		attribute.String("gen_ai.provider.name", provider), attribute.String("gen_ai.request.model", model))
	defer endSpan(span)
	var first sync.Once
	var ended error // of the one who reads
	err := d.Model.Complete(ctx, p, func(piece string) error {
		first.Do(func() {
			took := time.Since(start).Seconds()
			span.SetAttributes(attribute.Float64("gen_ai.response.time_to_first_chunk", took))
			if d.m != nil {
				d.m.modelFirst.Observe(took)
			}
		})
		ended = write(piece)
		return ended
	})
	outcome := modelOutcome(err, ended)
	if outcome != "ok" && outcome != "stopped" {
		span.SetAttributes(attribute.String("error.type", outcome))
		span.SetStatus(codes.Error, outcome)
	}
	if d.m != nil {
		d.m.models.WithLabelValues(outcome).Inc()
		d.m.modelTime.Observe(time.Since(start).Seconds())
		open := 0.0
		if outcome == string(chat.FaultOpen) {
			open = 1
		}
		d.m.breaker.Set(open)
	}
	return err
}

// modelOutcome names how a call of a model ended: well, stopped by us, or with
// a kind of fault.
func modelOutcome(err, ended error) string {
	var f *chat.ModelFault
	switch {
	case err == nil:
		return "ok"
	case ended != nil, errors.Is(err, context.Canceled):
		return "stopped"
	case errors.As(err, &f):
		return string(f.Kind)
	case errors.Is(err, context.DeadlineExceeded):
		return string(chat.FaultSlow)
	}
	return string(chat.FaultDown)
}
