package api

import (
	"context"
	"net/http"
	"sync/atomic"
	"time"
)

// A drain is how a server stops: it says that it is not ready, lets what runs
// end, and tells what is left that it stops.
type drain struct {
	stopping atomic.Bool
	ended    context.Context
	end      context.CancelFunc
}

func (d *drain) init() { d.ended, d.end = context.WithCancel(context.Background()) }

// Drain makes the server say that it is not ready, so that no new work is sent
// here. What comes all the same is still answered.
func (s *Server) Drain() { s.drain.stopping.Store(true) }

// EndReplies ends the replies that are still being made. Each open stream gets
// an error event that says when to try again.
func (s *Server) EndReplies() { s.drain.end() }

func stopping() *problem {
	p := newProblem(http.StatusServiceUnavailable, "the server is restarting; ask again in a moment. If symptoms worry you, contact a doctor or emergency services without waiting for this service")
	p.retryAfter = "5"
	return p
}

func tooOld() *problem {
	p := newProblem(http.StatusServiceUnavailable, "the answer took too long; try again")
	p.retryAfter = "5"
	return p
}

// bound ends the context of a reply when it is too old or the server stops,
// with a cause that can be told.
func (d *drain) bound(ctx context.Context, age time.Duration) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	stopAge := time.AfterFunc(age, func() { cancel(tooOld()) })
	stopEnd := context.AfterFunc(d.ended, func() { cancel(stopping()) })
	return ctx, func() {
		stopAge.Stop()
		stopEnd()
		cancel(nil)
	}
}
