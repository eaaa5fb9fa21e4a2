package telemetry

import (
	"context"
	"log/slog"
)

// A Class says why a key of the log, a span attribute or a metric label may be
// shown.
type Class string

// The classes. There is none for what a person wrote: such a key does not exist.
const (
	Made     Class = "made"     // an id or a number that Limber made
	Closed   Class = "closed"   // a value from a set that is fixed in the program, the rules or the configuration
	Measured Class = "measured" // a time, a size or a count
	Operator Class = "operator" // about files and settings of the operator, at start, ingest and reload only
)

// Keys are all keys that may be shown. A test wants every key in the program's
// source to be here, and the log prints no other.
var Keys = map[string]Class{
	// Log.
	"request_id": Made, "receipt": Made, "stack": Made,
	"method": Closed, "route": Closed, "status": Closed, "fault": Closed, "model": Closed, "level": Closed, "what": Closed,
	"bytes": Measured, "duration": Measured, "count": Measured, "articles": Measured, "generation": Measured,
	"error": Operator, "name": Operator, "detail": Operator, "served": Operator, "damage": Operator, "moved_to": Operator, "file": Operator, "dir": Operator,
	"conversations": Measured, "comments": Measured, "receipts": Measured, "slack": Measured, "tries": Measured, "wait": Measured,
	"team": Made, "code": Closed, "from": Closed,
	// Spans.
	"http.request.method": Closed, "http.route": Closed, "http.response.status_code": Closed,
	"gen_ai.operation.name": Closed, "gen_ai.provider.name": Closed, "gen_ai.request.model": Closed, "gen_ai.data_source.id": Closed, "error.type": Closed,
	"gen_ai.response.time_to_first_chunk": Measured, "limber.hits": Measured, "limber.degraded": Measured,
	"service.name": Closed, "service.version": Closed,
	// Metric labels.
	"class": Closed, "channel": Closed, "outcome": Closed, "reason": Closed, "rule": Closed, "kind": Closed, "stage": Closed,
	"result": Closed, "by": Closed, "where": Closed, "event": Closed, "version": Closed, "go_version": Closed,
}

// hidden stands for a value whose key is not known to be safe.
const hidden = "[unclassified]"

// SafeLog hides the values of keys that are not classified.
func SafeLog(h slog.Handler) slog.Handler { return safeHandler{h} }

type safeHandler struct{ slog.Handler }

func (h safeHandler) Handle(ctx context.Context, r slog.Record) error {
	out := slog.NewRecord(r.Time, r.Level, r.Message, r.PC)
	r.Attrs(func(a slog.Attr) bool {
		out.AddAttrs(safe(a))
		return true
	})
	return h.Handler.Handle(ctx, out)
}

func (h safeHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	out := make([]slog.Attr, len(attrs))
	for i, a := range attrs {
		out[i] = safe(a)
	}
	return safeHandler{h.Handler.WithAttrs(out)}
}

func (h safeHandler) WithGroup(name string) slog.Handler {
	return safeHandler{h.Handler.WithGroup(name)}
}

func safe(a slog.Attr) slog.Attr {
	a.Value = a.Value.Resolve()
	if a.Value.Kind() == slog.KindGroup {
		var in []slog.Attr
		for _, b := range a.Value.Group() {
			in = append(in, safe(b))
		}
		a.Value = slog.GroupValue(in...)
		return a
	}
	if _, ok := Keys[a.Key]; !ok {
		a.Value = slog.StringValue(hidden)
	}
	return a
}
