package api

import (
	"crypto/rand"
	"errors"
	"log/slog"
	"net/http"
	"regexp"
	"runtime/debug"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/limber-health/limber/chat"
)

const (
	keyRequestID = "request_id"
	keyProblem   = "problem"
	headerID     = "X-Request-Id"
)

var wellFormedID = regexp.MustCompile(`^[A-Za-z0-9_-]{8,64}$`)

// identify gives every request an id, the caller's own if it is well formed.
func (s *Server) identify(c *gin.Context) {
	id := c.GetHeader(headerID)
	if !wellFormedID.MatchString(id) {
		id = "req_" + strings.ToLower(rand.Text())
	}
	c.Set(keyRequestID, id)
	c.Header(headerID, id)
}

func requestID(c *gin.Context) string { return c.GetString(keyRequestID) }

// record logs one line a request: the route's pattern, never the path, the
// query or the body.
func (s *Server) record(c *gin.Context) {
	start := time.Now()
	ctx, end := s.opts.Traces.Request(c.Request, knownMethod(c.Request.Method), c.FullPath())
	c.Request = c.Request.WithContext(ctx)
	c.Next()
	level, status, took := slog.LevelInfo, c.Writer.Status(), time.Since(start)
	if status >= http.StatusInternalServerError {
		level = slog.LevelError
	}
	end(status)
	s.opts.Metrics.Request(c.FullPath(), knownMethod(c.Request.Method), status, took)
	s.log.Log(ctx, level, "request", "request_id", requestID(c), "method", knownMethod(c.Request.Method), "route", c.FullPath(),
		"status", status, "bytes", c.Writer.Size(), "duration", took, "fault", faultKind(c))
}

func knownMethod(m string) string {
	switch m {
	case http.MethodGet, http.MethodPost, http.MethodDelete, http.MethodHead, http.MethodPut, http.MethodPatch, http.MethodOptions:
		return m
	}
	return "other"
}

// faultKind names the unexpected error of a request, if there was one.
func faultKind(c *gin.Context) string {
	if last := c.Errors.Last(); last != nil {
		return chat.FaultKind(last.Err)
	}
	return ""
}

// recover turns a panic into a 500. The panic's value may hold message text,
// so only the stack is logged, which holds none.
func (s *Server) recover(c *gin.Context) {
	defer func() {
		if v := recover(); v != nil {
			if v == http.ErrAbortHandler {
				panic(v)
			}
			s.opts.Metrics.Panic("http")
			s.log.Error("panic", "request_id", requestID(c), "route", c.FullPath(), "stack", string(debug.Stack()))
			if !c.Writer.Written() {
				writeProblem(c, newProblem(http.StatusInternalServerError, asProblem(errors.New("panic")).Detail))
			}
			c.Abort()
		}
	}()
	c.Next()
}

// headers are sent with every response. Pages load nothing from elsewhere.
func (s *Server) headers(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'")
}

func noStore(c *gin.Context) { c.Header("Cache-Control", "no-store") }
