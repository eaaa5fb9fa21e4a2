package api

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/limber-health/limber/chat"
)

// streamCompletion sends the text as it is proven, then the annotations in a
// chunk of their own, then the end with the native reply.
func (s *Server) streamCompletion(c *gin.Context, q chat.Question, d *completion, usage bool) error {
	return s.stream(c, func(out *eventStream) error {
		chunk := func(delta map[string]any, finish any) map[string]any {
			return d.envelope("chat.completion.chunk", map[string]any{"index": 0, "delta": delta, "finish_reason": finish, "logprobs": nil})
		}
		first := true
		d.text.say = func(t string) error {
			delta := map[string]any{"content": t}
			if first {
				delta["role"], first = "assistant", false
			}
			return out.data(chunk(delta, nil))
		}
		reply, err := s.reply(c.Request.Context(), turn{channel: "openai", question: q, stream: true, emit: d.text.event})
		if err != nil {
			return err
		}
		if err := out.data(chunk(map[string]any{"annotations": d.annotations(reply)}, nil)); err != nil {
			return err
		}
		last := chunk(map[string]any{}, "stop")
		d.extend(last, reply)
		if err := out.data(last); err != nil {
			return err
		}
		if usage {
			end := d.envelope("chat.completion.chunk")
			end["usage"] = d.usage()
			if err := out.data(end); err != nil {
				return err
			}
		}
		return out.end()
	}, func(out *eventStream, p *problem) { _ = out.data(openAIError(p)) })
}

// isOpenAI reports whether a request is for a route whose clients expect
// OpenAI's shape of errors.
func isOpenAI(c *gin.Context) bool {
	return strings.HasPrefix(c.Request.URL.Path, "/v1/chat/completions") || strings.HasPrefix(c.Request.URL.Path, "/v1/models")
}

// openAIError is a problem in OpenAI's shape.
func openAIError(p *problem) map[string]any {
	kind, code := "invalid_request_error", any(nil)
	switch {
	case p.Status == http.StatusTooManyRequests:
		kind, code = "rate_limit_error", "rate_limit_exceeded"
	case p.Status == http.StatusUnauthorized:
		kind, code = "authentication_error", "invalid_api_key"
	case p.Status == http.StatusForbidden:
		kind = "permission_error"
	case p.Status == http.StatusNotFound:
		code = "model_not_found"
	case p.Status >= http.StatusInternalServerError:
		kind = "server_error"
	}
	return map[string]any{"error": map[string]any{"message": p.Detail, "type": kind, "param": nil, "code": code}}
}

// writeOpenAIError sends a problem in OpenAI's shape.
func writeOpenAIError(c *gin.Context, p *problem) {
	c.Header("Content-Type", "application/json; charset=utf-8")
	c.AbortWithStatus(p.Status)
	_ = json.NewEncoder(c.Writer).Encode(openAIError(p)) // a client that left cannot be told
}
