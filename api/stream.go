package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/limber-health/limber/chat"
)

// How long a client may take to read what is sent: one event, one body.
const (
	writeTimeout = 5 * time.Second
	bodyTimeout  = 15 * time.Second
)

// An eventStream writes server-sent events, one at a time, each flushed.
type eventStream struct {
	mu   sync.Mutex
	w    http.ResponseWriter
	ctrl *http.ResponseController
	open bool // headers are out
}

// send writes one named event with JSON data.
func (e *eventStream) send(name string, v any) error {
	var b bytes.Buffer
	if name != "" {
		fmt.Fprintf(&b, "event: %s\n", name)
	}
	b.WriteString("data: ")
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("encode event: %w", err)
	}
	b.WriteByte('\n')
	return e.write(b.Bytes())
}

// data writes an event without a name.
func (e *eventStream) data(v any) error { return e.send("", v) }

// end writes the mark by which OpenAI and AI SDK clients know the end.
func (e *eventStream) end() error { return e.write([]byte("data: [DONE]\n\n")) }

func (e *eventStream) write(b []byte) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if !e.open {
		h := e.w.Header()
		h.Set("Content-Type", "text/event-stream; charset=utf-8")
		h.Set("X-Accel-Buffering", "no")
		e.w.WriteHeader(http.StatusOK)
		e.open = true
	}
	// A writer without deadlines (in tests) writes without one.
	_ = e.ctrl.SetWriteDeadline(time.Now().Add(writeTimeout))
	if _, err := e.w.Write(b); err != nil {
		return fmt.Errorf("write event: %w", err)
	}
	if err := e.ctrl.Flush(); err != nil {
		return fmt.Errorf("flush event: %w", err)
	}
	return nil
}

// beat keeps proxies open with comments until stop is closed.
func (e *eventStream) beat(every time.Duration, stop <-chan struct{}) {
	t := time.NewTicker(every)
	defer t.Stop()
	for {
		select {
		case <-stop:
			return
		case <-t.C:
			if e.write([]byte(": keep-alive\n\n")) != nil {
				return
			}
		}
	}
}

// stream runs work beside a heartbeat. A fault before the first event is an
// ordinary problem; a later one is handed to last, unless the client left.
func (s *Server) stream(c *gin.Context, work func(*eventStream) error, last func(*eventStream, *problem)) error {
	out := &eventStream{w: c.Writer, ctrl: http.NewResponseController(c.Writer)}
	stop := make(chan struct{})
	var beating sync.WaitGroup
	beating.Go(func() { out.beat(s.opts.Heartbeat, stop) })
	err := func() error {
		defer beating.Wait()
		defer close(stop) // in case of a panic too
		return work(out)
	}()
	if err == nil {
		return nil
	}
	if !out.open {
		return err
	}
	if c.Request.Context().Err() == nil {
		p := asProblem(err)
		p.RequestID = requestID(c)
		last(out, p)
	}
	return nil
}

// streamChat sends triage, citations and sentences as they are known, then
// the whole reply.
func (s *Server) streamChat(c *gin.Context, body []byte, t turn) error {
	return s.stream(c, func(out *eventStream) error {
		t.stream = true
		t.emit = func(e chat.Event) error {
			switch {
			case e.Triage != nil:
				return out.send("triage", e.Triage)
			case e.Citation != nil:
				return out.send("citation", e.Citation)
			case e.Sentence != nil:
				return out.send("sentence", e.Sentence)
			default:
				return out.send("done", e.Done)
			}
		}
		_, err := s.replyOnce(c, body, t)
		return err
	}, func(out *eventStream, p *problem) { _ = out.send("error", p) })
}
