package api

import (
	"context"
	"errors"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/limber-health/limber/api/gate"
	"github.com/limber-health/limber/chat"
)

const (
	answerWait = 2 * time.Second // for a place among the answers being made
	reserved   = 256             // requests that may run above the answers and streams: verdicts
)

// busy is the answer to what there is no room for.
func busy() *problem {
	p := newProblem(http.StatusServiceUnavailable, "too many people are asking at once; try again shortly. If symptoms worry you, contact a doctor or emergency services without waiting for this service")
	p.retryAfter = "2"
	return p
}

// enter bounds the requests under way, and so the memory they take. What is
// over the bound is refused at once.
func (s *Server) enter(c *gin.Context) {
	leave, ok := s.requests.Enter(c.Request.Context())
	if !ok {
		s.opts.Metrics.Shed("request")
		writeProblem(c, busy())
		return
	}
	defer leave()
	c.Request.Body = &wholeBody{c.Request.Body, http.NewResponseController(c.Writer)}
	c.Next()
}

// A wholeBody lifts the deadline for sending the body once it has come: from
// then on the server works, and a deadline that passes would look as if the
// client had left.
type wholeBody struct {
	io.ReadCloser
	ctrl *http.ResponseController
}

func (b *wholeBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err == io.EOF {
		_ = b.ctrl.SetReadDeadline(time.Time{}) // a reader without deadlines has none to lift
	}
	return n, err
}

// A caller is who asks, as far as it matters for room and for conversations.
type caller struct {
	client string // address, or the name of a secret key
	owner  string // of conversations; empty without a key
}

type callerKey struct{}

// asCaller notes who asks in the context of a request.
func (s *Server) asCaller(c *gin.Context) {
	who := caller{client: "address " + address(c), owner: owner(c)}
	if k, ok := key(c); ok && !k.IsPublic() {
		who.client = "" // many people share it: only the whole number of streams counts
	}
	c.Request = c.Request.WithContext(context.WithValue(c.Request.Context(), callerKey{}, who))
}

func callerOf(ctx context.Context) caller {
	who, _ := ctx.Value(callerKey{}).(caller)
	return who
}

// A turn is one question on its way to a reply, whatever the channel.
type turn struct {
	channel  string // for metrics: a name of ours
	question chat.Question
	stream   bool
	emit     chat.Emit // may be nil
}

// reply answers a turn within what there is room for. The verdict needs no
// room, so an emergency is answered however full the server is. Who is refused
// is told the verdict with the refusal.
func (s *Server) reply(ctx context.Context, t turn) (*chat.Reply, error) {
	ctx, end := s.drain.bound(ctx, s.opts.StreamAge)
	defer end()
	who := callerOf(ctx)
	leave, full := s.seat(t.stream, who.client)
	defer leave()
	t.question.Owner = who.owner
	t.question.Admit = func(ctx context.Context) (func(), error) {
		switch {
		case full != nil:
			return nil, full
		case t.stream:
			return func() {}, nil
		}
		return s.answerRoom(ctx)
	}
	e := emitter{to: t.emit, hold: full != nil}
	r, err := s.chat.Reply(ctx, t.question, e.emit)
	if err != nil && ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		err = context.Cause(ctx)
	}
	s.opts.Metrics.Reply(t.channel, r, err)
	return r, withVerdict(err, e.verdict)
}

// answerRoom takes a place among the answers being made.
func (s *Server) answerRoom(ctx context.Context) (leave func(), err error) {
	leave, ok := s.answers.Enter(ctx)
	if !ok {
		s.opts.Metrics.Shed("answer")
		return nil, busy()
	}
	return leave, nil
}

// An emitter hands events on. It can hold the verdict back until it is clear
// that there will be an answer, so that a refusal can still be a plain one.
type emitter struct {
	to      chat.Emit
	hold    bool
	verdict *toldVerdict
	held    *chat.Event
}

func (e *emitter) emit(ev chat.Event) error {
	if v := ev.Triage; v != nil {
		if v.Headline != "" { // above level none
			e.verdict = &toldVerdict{v.Level, v.Headline, v.Action, []any{}, []any{}}
		}
		if e.hold {
			e.held = &ev
			return nil
		}
	}
	if e.to == nil {
		return nil
	}
	if held := e.held; held != nil {
		e.held = nil
		if err := e.to(*held); err != nil {
			return err
		}
	}
	return e.to(ev)
}

// seat takes a place for a stream, or says why there is none.
func (s *Server) seat(stream bool, client string) (leave func(), full *problem) {
	if !stream {
		return func() {}, nil
	}
	free, why := s.streams.Take(client)
	switch why {
	case gate.ClientFull:
		s.opts.Metrics.Limited("streams")
		full = newProblem(http.StatusTooManyRequests, "too many answers are open at once from this address; close one or wait for it to end")
		full.retryAfter = "5"
	case gate.Full:
		s.opts.Metrics.Shed("stream")
		full = busy()
	default:
		s.opts.Metrics.Streams(1)
		return sync.OnceFunc(func() { free(); s.opts.Metrics.Streams(-1) }), nil
	}
	return func() {}, full
}

// withVerdict tells who is refused for want of room what the rules found, in
// fixed words. What the person wrote is no part of it.
func withVerdict(err error, v *toldVerdict) error {
	var p *problem
	if v == nil || !errors.As(err, &p) || p.retryAfter == "" {
		return err
	}
	told := *p
	told.Triage = v
	return &told
}

// A toldVerdict is the part of a verdict that holds fixed words only.
type toldVerdict struct {
	Level     any    `json:"level"`
	Headline  string `json:"headline"`
	Action    string `json:"action"`
	Findings  []any  `json:"findings"`
	Questions []any  `json:"questions"`
}
