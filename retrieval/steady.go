package retrieval

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/sony/gobreaker/v2"
)

// Limits of a Steady.
const (
	failuresToOpen = 3                // in a row, then the server is left alone
	openFor        = 30 * time.Second // until one question may try again
)

// A Steady asks an embedding server about questions so that a sick server costs
// nobody time: after failures in a row it is left alone for a while.
type Steady struct {
	*Remote
	breaker *gobreaker.CircuitBreaker[[]float32]
	missed  atomic.Int64
}

// NewSteady wraps r. changed is told when the server is left alone and when it
// answers again; it may be nil.
func NewSteady(r *Remote, changed func(working bool)) *Steady {
	s := &Steady{Remote: r}
	s.breaker = gobreaker.NewCircuitBreaker[[]float32](gobreaker.Settings{
		Name:        r.ID(),
		Timeout:     openFor,
		ReadyToTrip: func(c gobreaker.Counts) bool { return c.ConsecutiveFailures >= failuresToOpen },
		IsExcluded:  saysNothing,
		OnStateChange: func(_ string, _, to gobreaker.State) {
			if changed != nil && to != gobreaker.StateHalfOpen {
				changed(to == gobreaker.StateClosed)
			}
		},
	})
	return s
}

// saysNothing reports whether a call ended for a reason that says nothing about
// the server: who asked has left, or it did not like one text.
func saysNothing(err error) bool {
	var e *RemoteError
	return errors.Is(err, context.Canceled) || errors.As(err, &e) && e.onlyText
}

// Missed is how many questions got no vector so far.
func (s *Steady) Missed() int64 { return s.missed.Load() }

// For is the embedder of an index whose vectors have dim numbers: any other
// length is a failure. 0 takes every length.
func (s *Steady) For(dim int) *SteadyFor { return &SteadyFor{s, dim} }

// A SteadyFor is a Steady for one index.
type SteadyFor struct {
	*Steady
	dim int
}

// EmbedQuery returns the unit vector of a question. A failure is a
// *RemoteError, or the error of ctx.
func (s *SteadyFor) EmbedQuery(ctx context.Context, text string) ([]float32, error) {
	v, err := s.breaker.Execute(func() ([]float32, error) {
		v, err := s.Remote.EmbedQuery(ctx, text)
		if err == nil && s.dim != 0 && len(v) != s.dim {
			err = s.fault(FaultMalformed, fmt.Sprintf("its vectors have %d numbers, those of the index %d", len(v), s.dim))
		}
		return v, err
	})
	if errors.Is(err, gobreaker.ErrOpenState) || errors.Is(err, gobreaker.ErrTooManyRequests) {
		err = s.fault(FaultOpen, "it failed repeatedly and is left alone for a while")
	}
	if err != nil && !errors.Is(err, context.Canceled) {
		s.missed.Add(1)
	}
	return v, err
}
