package api

import (
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/limber-health/limber/chat"
)

// The UI message stream of the AI SDK, for "useChat". Like the OpenAI route,
// it is stateless: the client sends the whole conversation each time.

func (s *Server) postUI(c *gin.Context) error {
	var in struct {
		Messages []turnMessage `json:"messages"`
		Locale   string        `json:"locale"`
	}
	if err := s.decode(c, "chatUI", &in); err != nil {
		return err
	}
	s.noteSystem(c, in.Messages)
	q, err := question(in.Messages, in.Locale)
	if err != nil {
		return err
	}
	c.Header("X-Vercel-Ai-Ui-Message-Stream", "v1")
	return s.stream(c, func(out *eventStream) error { return s.streamUI(c, out, q) }, func(out *eventStream, p *problem) {
		_ = out.data(map[string]any{"type": "error", "errorText": p.Detail})
		_ = out.end()
	})
}

// streamUI sends the verdict as a data part before any text, the text as it is
// proven, and each source before the text that rests on it.
func (s *Server) streamUI(c *gin.Context, out *eventStream, q chat.Question) error {
	const textID = "answer"
	open := false
	text := textReply{base: baseURL(c), say: func(t string) error {
		if t == "" {
			return nil
		}
		if !open {
			open = true
			if err := out.data(map[string]any{"type": "text-start", "id": textID}); err != nil {
				return err
			}
		}
		return out.data(map[string]any{"type": "text-delta", "id": textID, "delta": t})
	}}
	emit := func(e chat.Event) error {
		for _, part := range uiParts(e, text.base, "msg_"+requestID(c)) {
			if err := out.data(part); err != nil {
				return err
			}
		}
		return text.event(e)
	}
	reply, err := s.reply(c.Request.Context(), turn{channel: "ai_sdk", question: q, stream: true, emit: emit})
	if err != nil {
		return err
	}
	for _, part := range []map[string]any{
		{"type": "text-end", "id": textID}, {"type": "data-limber", "data": reply}, {"type": "finish"},
	} {
		if err := out.data(part); err != nil {
			return err
		}
	}
	return out.end()
}

// uiParts are the parts of an event that are not text.
func uiParts(e chat.Event, base, message string) []map[string]any {
	switch {
	case e.Triage != nil:
		return []map[string]any{{"type": "start", "messageId": message}, {"type": "data-triage", "data": e.Triage}}
	case e.Citation != nil:
		return []map[string]any{{"type": "source-url", "sourceId": strconv.Itoa(e.Citation.N), "url": base + e.Citation.URL, "title": place(*e.Citation)}}
	}
	return nil
}
