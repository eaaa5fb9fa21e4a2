package telemetry

import (
	"context"
	"errors"

	"github.com/limber-health/limber/chat"
)

// A statusError is an error that knows its HTTP status.
type statusError interface{ HTTPStatus() int }

// Reply counts a turn. channel is a name of ours, such as "rest" or "slack".
func (m *Metrics) Reply(channel string, r *chat.Reply, err error) {
	if m == nil {
		return
	}
	if err != nil || r == nil {
		m.replies.WithLabelValues(channel, faultOf(err)).Inc()
		return
	}
	m.replies.WithLabelValues(channel, string(r.Answer.Status)).Inc()
	if r.Answer.Reason != "" {
		m.refusals.WithLabelValues(string(r.Answer.Reason)).Inc()
	}
	m.Verdict(channel, r.Triage.Level.String())
	if r.Degraded {
		m.degraded.WithLabelValues(channel).Inc()
	}
}

// Made counts what the checks did on the way to a reply.
func (m *Metrics) Made(r *chat.Receipt) {
	if m == nil {
		return
	}
	for _, f := range r.Findings {
		m.rules.WithLabelValues(f.Rule).Inc()
	}
	m.sentences.WithLabelValues("cited").Add(float64(len(r.Citations)))
	m.sentences.WithLabelValues("dropped").Add(float64(r.Gates.Dropped))
	m.sentences.WithLabelValues("replaced").Add(float64(r.Gates.Replaced))
	m.sentences.WithLabelValues("filled").Add(float64(r.Gates.Filled))
}

// Fault counts a fault that a reply survived. kind is a name of chat's.
func (m *Metrics) Fault(kind string) {
	if m != nil {
		m.incidents.WithLabelValues(kind).Inc()
	}
}

// Verdict counts a triage verdict.
func (m *Metrics) Verdict(channel, level string) {
	if m != nil {
		m.verdicts.WithLabelValues(channel, level).Inc()
	}
}

// faultOf names how a turn ended without a reply.
func faultOf(err error) string {
	var s statusError
	switch {
	case errors.Is(err, chat.ErrEmpty), errors.Is(err, chat.ErrTooLong):
		return "invalid"
	case errors.Is(err, chat.ErrNotFound):
		return "not_found"
	case errors.Is(err, context.Canceled):
		return "client_left"
	case errors.Is(err, context.DeadlineExceeded):
		return "too_slow"
	case errors.As(err, &s) && s.HTTPStatus() == 429:
		return "limited"
	case errors.As(err, &s) && s.HTTPStatus() == 503:
		return "shed"
	}
	return "error"
}
