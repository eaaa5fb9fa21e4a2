package api

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/limber-health/limber/chat"
)

// An articleEntry is an article in a list.
type articleEntry struct {
	Slug     string   `json:"slug"`
	Title    string   `json:"title"`
	Aliases  []string `json:"aliases"`
	Topics   []string `json:"topics"`
	Reviewed string   `json:"reviewed"`
}

func entry(a chat.Article) articleEntry {
	return articleEntry{a.Slug, a.Title, nonNil(a.Aliases), nonNil(a.Topics), a.Reviewed}
}

func nonNil[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

func (s *Server) listArticles(c *gin.Context) error {
	out := []articleEntry{}
	for _, a := range s.chat.Articles() {
		out = append(out, entry(a))
	}
	return sendJSON(c, map[string]any{"articles": out})
}

func (s *Server) article(c *gin.Context) (chat.Article, error) {
	a, ok := s.chat.Article(c.Param("slug"))
	if !ok {
		return a, newProblem(http.StatusNotFound, "there is no article with this name")
	}
	return a, nil
}

func (s *Server) getArticle(c *gin.Context) error {
	a, err := s.article(c)
	if err != nil {
		return err
	}
	return sendJSON(c, struct {
		articleEntry
		Text    string `json:"text"`
		URL     string `json:"url"`
		License string `json:"license"`
		Sources any    `json:"sources"`
	}{entry(a), a.Text, a.URL, a.License, nonNil(a.Sources)})
}

func (s *Server) alive(c *gin.Context) error {
	return sendJSON(c, map[string]string{"status": "alive", "version": s.opts.Version})
}

func (s *Server) ready(c *gin.Context) error {
	if s.drain.stopping.Load() {
		return stopping()
	}
	if s.opts.Ready != nil {
		if err := s.opts.Ready(); err != nil {
			p := newProblem(http.StatusServiceUnavailable, err.Error())
			p.retryAfter = "5"
			return p
		}
	}
	return sendJSON(c, map[string]any{"status": "ready", "articles": len(s.chat.Articles())})
}

func (s *Server) openapi(c *gin.Context) error {
	c.Data(http.StatusOK, "application/json; charset=utf-8", s.spec.json)
	return nil
}

func (s *Server) reload(c *gin.Context) error {
	if s.opts.Reload == nil {
		return newProblem(http.StatusConflict, "this server serves the built-in corpus; start it with a data directory to reload one")
	}
	// Not given up with the client: half of the work is worth nothing.
	n, err := s.opts.Reload(context.WithoutCancel(c.Request.Context()))
	if err != nil {
		s.log.Error("reload", "request_id", requestID(c), "error", err)
		return newProblem(http.StatusConflict, "the new index could not be loaded, the old one is still served; see the log")
	}
	return sendJSON(c, map[string]int{"articles": n})
}
