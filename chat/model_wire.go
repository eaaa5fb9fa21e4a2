package chat

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"
)

// A wire is what is known about one completion from its bytes: the only
// authority on whether the provider ended it properly.
type wire struct {
	parent context.Context
	ctx    context.Context // parent with the deadlines
	cancel context.CancelCauseFunc
	timer  *time.Timer // first byte, then gaps
	gap    time.Duration

	mu    sync.Mutex
	fault Fault
	ended bool            // a known reason for the end and the protocol's last event were seen
	text  strings.Builder // as decoded from the bytes
	given int             // bytes of text that the library has passed on
}

type wireKey struct{}

var errDeadline = errors.New("deadline of the completion passed")

// newWire starts the deadlines of a completion. The transport finds the wire
// in the context.
func newWire(parent context.Context, total time.Duration) (context.Context, *wire) {
	ctx, cancel := context.WithCancelCause(parent)
	ctx, stop := context.WithTimeoutCause(ctx, total, errDeadline)
	w := &wire{parent: parent, gap: time.Duration(float64(total) * gapShare)}
	w.cancel = func(cause error) { cancel(cause); stop() }
	w.ctx = context.WithValue(ctx, wireKey{}, w)
	w.timer = time.AfterFunc(time.Duration(float64(total)*firstByteShare), func() { w.fail(FaultSlow); cancel(errDeadline) })
	return w.ctx, w
}

func (w *wire) close() {
	w.timer.Stop()
	w.cancel(context.Canceled)
}

// fail keeps the first fault.
func (w *wire) fail(f Fault) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.fault != "" || w.ended {
		return
	}
	if w.fault = f; w.ctx.Err() != nil {
		w.fault = FaultSlow // whatever it looked like, it was we who ended it
	}
}

// alive restarts the deadline for the next piece.
func (w *wire) alive() { w.timer.Reset(w.gap) }

func (w *wire) add(text string, end bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.text.WriteString(text)
	w.ended = w.ended || end
}

// deliver reports whether the piece that the library passes on is the next
// part of the text that came over the wire.
func (w *wire) deliver(piece string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	ok := strings.HasPrefix(w.text.String()[w.given:], piece)
	w.given += len(piece)
	return ok && w.given <= w.text.Len()
}

// verdict decides how the completion went, given the library's own error.
func (w *wire) verdict(err error) error {
	if e := w.parent.Err(); e != nil {
		return e
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case w.fault != "":
		return &ModelFault{w.fault}
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled),
		!w.ended && w.ctx.Err() != nil: // the library may hide that it was us who ended it
		return &ModelFault{FaultSlow}
	case !w.ended && w.text.Len() == 0 && err != nil:
		return &ModelFault{FaultDown}
	case !w.ended:
		return &ModelFault{FaultCut}
	case err != nil || w.given != w.text.Len():
		return &ModelFault{FaultMalformed}
	}
	return nil
}
