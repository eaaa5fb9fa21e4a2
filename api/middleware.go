package api

import (
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"net"
	"net/http"
	"regexp"
	"runtime/debug"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
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
	c.Next()
	level := s.log.Info
	if c.Writer.Status() >= http.StatusInternalServerError {
		level = s.log.Error
	}
	level("request", "request_id", requestID(c), "method", knownMethod(c.Request.Method), "route", c.FullPath(),
		"status", c.Writer.Status(), "bytes", c.Writer.Size(), "duration", time.Since(start), "fault", faultKind(c))
}

func knownMethod(m string) string {
	switch m {
	case http.MethodGet, http.MethodPost, http.MethodDelete, http.MethodHead, http.MethodPut, http.MethodPatch, http.MethodOptions:
		return m
	}
	return "other"
}

// faultKind names the type of an unexpected error: its text could hold
// anything, its type cannot.
func faultKind(c *gin.Context) string {
	last := c.Errors.Last()
	if last == nil {
		return ""
	}
	err := last.Err
	for next := errors.Unwrap(err); next != nil; next = errors.Unwrap(err) {
		err = next
	}
	return fmt.Sprintf("%T", err)
}

// recover turns a panic into a 500. The panic's value may hold message text,
// so only the stack is logged, which holds none.
func (s *Server) recover(c *gin.Context) {
	defer func() {
		if v := recover(); v != nil {
			if v == http.ErrAbortHandler {
				panic(v)
			}
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

// admin lets in a bearer of the admin token or, when none is set, clients on
// this machine only.
func (s *Server) admin(c *gin.Context) {
	if s.opts.AdminToken == "" {
		if ip := net.ParseIP(c.RemoteIP()); ip == nil || !ip.IsLoopback() {
			writeProblem(c, newProblem(http.StatusForbidden, "without an admin token this address answers clients on the same machine only"))
		}
		return
	}
	token, _ := strings.CutPrefix(c.GetHeader("Authorization"), "Bearer ")
	if subtle.ConstantTimeCompare([]byte(token), []byte(s.opts.AdminToken)) != 1 {
		c.Header("WWW-Authenticate", "Bearer")
		writeProblem(c, newProblem(http.StatusUnauthorized, "the admin token is missing or wrong"))
	}
}
