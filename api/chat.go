package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/limber-health/limber/chat"
)

func (s *Server) postChat(c *gin.Context) error {
	var in struct {
		Message        string `json:"message"`
		ConversationID string `json:"conversation_id"`
		Locale         string `json:"locale"`
		Stream         bool   `json:"stream"`
	}
	body, err := s.decodeBody(c, "chat", &in)
	if err != nil {
		return err
	}
	t := turn{channel: "rest", question: chat.Question{Message: in.Message, ConversationID: in.ConversationID, Locale: in.Locale}}
	if in.Stream {
		return s.streamChat(c, body, t)
	}
	reply, err := s.replyOnce(c, body, t)
	if err != nil {
		return err
	}
	return sendJSON(c, reply)
}

func (s *Server) postTriage(c *gin.Context) error {
	var in struct {
		Messages []string `json:"messages"`
		Locale   string   `json:"locale"`
	}
	if err := s.decode(c, "triage", &in); err != nil {
		return err
	}
	return sendJSON(c, map[string]any{"triage": s.triage("rest", in.Messages, in.Locale)})
}

// A hit is a passage as callers see it.
type hit struct {
	Article string  `json:"article"`
	Title   string  `json:"title"`
	Section string  `json:"section"`
	Text    string  `json:"text"`
	Start   int     `json:"start"`
	End     int     `json:"end"`
	Score   float64 `json:"score"`
}

func (s *Server) postSearch(c *gin.Context) error {
	in := struct {
		Query string `json:"query"`
		K     int    `json:"k"`
	}{K: 10}
	if err := s.decode(c, "search", &in); err != nil {
		return err
	}
	found, err := s.search(c.Request.Context(), in.Query, in.K)
	if err != nil {
		return err
	}
	return sendJSON(c, found)
}

// search finds at most k passages.
func (s *Server) search(ctx context.Context, query string, k int) (map[string]any, error) {
	res, err := s.chat.Search(ctx, query, k)
	if err != nil {
		return nil, err
	}
	hits := make([]hit, len(res.Hits))
	for i, h := range res.Hits {
		hits[i] = hit{h.Article, h.Title, h.Section, h.Text, h.Start, h.End, h.Score}
	}
	return map[string]any{"hits": hits, "degraded": res.Degraded}, nil
}

func (s *Server) exportConversation(c *gin.Context) error {
	if !chat.Owns(owner(c), c.Param("id")) {
		return chat.ErrNotFound
	}
	conv, err := s.chat.Conversation(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	return sendJSON(c, conv)
}

func (s *Server) eraseConversation(c *gin.Context) error {
	if !chat.Owns(owner(c), c.Param("id")) {
		return chat.ErrNotFound
	}
	if err := s.chat.Erase(c.Request.Context(), c.Param("id")); err != nil {
		return err
	}
	s.forget(c.Param("id"))
	c.Status(http.StatusNoContent)
	return nil
}

func (s *Server) postFeedback(c *gin.Context) error {
	var in struct {
		ID      string `json:"id"`
		Rating  string `json:"rating"`
		Comment string `json:"comment"`
	}
	if err := s.decode(c, "feedback", &in); err != nil {
		return err
	}
	if !chat.Owns(owner(c), in.ID) {
		return chat.ErrNotFound
	}
	err := s.chat.Rate(c.Request.Context(), chat.Rating{Receipt: in.ID, Up: in.Rating == "up", Comment: in.Comment})
	if err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}

// sendJSON writes v without escaping HTML characters: quotes are to arrive as
// the articles have them.
func sendJSON(c *gin.Context, v any) error {
	c.Header("Content-Type", "application/json; charset=utf-8")
	c.Status(http.StatusOK)
	// A client that does not read is given up. A writer without deadlines (in
	// tests) writes without one.
	_ = http.NewResponseController(c.Writer).SetWriteDeadline(time.Now().Add(bodyTimeout))
	enc := json.NewEncoder(c.Writer)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(v) // a client that left cannot be told
	return nil
}

// triage is the verdict of a conversation with these user turns.
func (s *Server) triage(channel string, messages []string, locale string) any {
	v := s.chat.Triage(messages, locale)
	s.opts.Metrics.Verdict(channel, v.Level.String())
	return v
}
