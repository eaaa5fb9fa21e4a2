package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/limber-health/limber/chat"
)

// A problem is an error as the outside sees it (RFC 9457). Detail is written
// by us and never holds message text.
type problem struct {
	Type      string `json:"type"`
	Title     string `json:"title"`
	Status    int    `json:"status"`
	Detail    string `json:"detail"`
	RequestID string `json:"request_id"`

	Triage *toldVerdict `json:"triage,omitempty"` // of a turn that was refused for want of room

	retryAfter string // seconds, for 429 and 503
}

func (p *problem) Error() string { return p.Detail }

// HTTPStatus is for the metrics.
func (p *problem) HTTPStatus() int { return p.Status }

func newProblem(status int, detail string) *problem {
	return &problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: detail}
}

// asProblem is the one table from errors to statuses. Whatever it does not
// know answers 500 with a fixed text.
func asProblem(err error) *problem {
	var p *problem
	var tooBig *http.MaxBytesError
	switch {
	case errors.As(err, &p):
		copied := *p
		return &copied
	case errors.As(err, &tooBig):
		return newProblem(http.StatusRequestEntityTooLarge, "the request body is too large")
	case errors.Is(err, chat.ErrEmpty):
		return newProblem(http.StatusBadRequest, "message is empty")
	case errors.Is(err, chat.ErrTooLong):
		return newProblem(http.StatusRequestEntityTooLarge, "message is too long: at most 4000 characters")
	case errors.Is(err, chat.ErrNotFound):
		return newProblem(http.StatusNotFound, "there is nothing under this id; it may have been erased or be too old")
	case errors.Is(err, chat.ErrUnavailable):
		p := newProblem(http.StatusServiceUnavailable, "this cannot be stored or looked up now; please try again")
		p.retryAfter = "5"
		return p
	case errors.Is(err, context.DeadlineExceeded):
		return tooOld()
	default:
		return newProblem(http.StatusInternalServerError, "something went wrong on the server; if symptoms worry you, do not wait for this service")
	}
}

// writeProblem sends err and stops the chain of handlers.
func writeProblem(c *gin.Context, err error) {
	p := asProblem(err)
	p.RequestID = requestID(c)
	c.Set(keyProblem, p.Status)
	if p.Status >= http.StatusInternalServerError {
		_ = c.Error(err) // for the log: kind of error only
	}
	if p.retryAfter != "" {
		c.Header("Retry-After", p.retryAfter)
	}
	c.Header("Cache-Control", "no-store")
	if isOpenAI(c) {
		writeOpenAIError(c, p)
		return
	}
	c.Header("Content-Type", "application/problem+json")
	c.AbortWithStatus(p.Status)
	_ = json.NewEncoder(c.Writer).Encode(p) // a client that left cannot be told
}
