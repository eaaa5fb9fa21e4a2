// Package api translates requests into calls of package chat and replies into
// JSON, event streams and pages. It decides nothing.
package api

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/limber-health/limber/chat"
)

// Options are what may be left out of a Server.
type Options struct {
	RateLimit  int                                // requests a minute per client; 0 switches the limit off
	Log        *slog.Logger                       // nil: no log
	Ready      func() error                       // nil: always ready; its text is shown to callers
	Reload     func(context.Context) (int, error) // loads the newest index and returns its number of articles; nil: not offered
	AdminToken string                             // bearer token for /admin; empty: loopback clients only
	Version    string                             // shown by /healthz
	Heartbeat  time.Duration                      // between comments on a stream; 0: 15 s
	Origins    []string                           // other origins whose pages may use the server; none: only its own pages
}

// A Server answers HTTP requests.
type Server struct {
	chat    *chat.Chat
	opts    Options
	log     *slog.Logger
	spec    *spec
	pages   *pages
	limit   *limiter
	origins map[string]bool
	http    http.Handler
}

// New makes a Server. It fails if an embedded file is broken or an
// origin is not one.
func New(c *chat.Chat, opts Options) (*Server, error) {
	sp, err := loadSpec()
	if err != nil {
		return nil, err
	}
	pg, err := loadPages()
	if err != nil {
		return nil, err
	}
	origins, err := originSet(opts.Origins)
	if err != nil {
		return nil, err
	}
	s := &Server{chat: c, opts: opts, log: opts.Log, spec: sp, pages: pg, limit: newLimiter(opts.RateLimit), origins: origins}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if s.opts.Heartbeat <= 0 {
		s.opts.Heartbeat = 15 * time.Second
	}
	s.http, err = s.routes()
	return s, err
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.http.ServeHTTP(w, r) }

// routes shows every route and its middleware on one page.
func (s *Server) routes() (http.Handler, error) {
	gin.SetMode(gin.ReleaseMode)
	e := gin.New()
	if err := e.SetTrustedProxies(nil); err != nil {
		return nil, err
	}
	e.HandleMethodNotAllowed = true
	e.UseRawPath, e.UnescapePathValues = true, true
	e.NoRoute(s.handle(func(*gin.Context) error { return newProblem(http.StatusNotFound, "there is nothing at this address") }))
	e.NoMethod(s.handle(func(*gin.Context) error {
		return newProblem(http.StatusMethodNotAllowed, "this address does not answer to this method")
	}))
	e.Use(s.identify, s.record, s.recover, s.headers, s.cors)

	e.GET("/healthz", s.handle(s.alive))
	e.GET("/readyz", s.handle(s.ready))
	e.GET("/openapi.json", s.handle(s.openapi))
	e.GET("/", s.handle(s.homePage))
	e.GET("/articles", s.handle(s.articlesPage))
	e.GET("/articles/:slug", s.handle(s.articlePage))
	e.GET("/embed", s.handle(s.embedPage))
	e.GET("/assets/:name", s.handle(s.asset))
	e.GET("/widget.js", s.handle(s.widget))

	v1 := e.Group("/v1", s.throttle, noStore)
	v1.POST("/chat", s.handle(s.postChat))
	v1.POST("/chat/completions", s.handle(s.postCompletions))
	v1.POST("/chat/ui", s.handle(s.postUI))
	v1.GET("/models", s.handle(s.listModels))
	v1.GET("/models/:model", s.handle(s.getModel))
	v1.POST("/triage", s.handle(s.postTriage))
	v1.POST("/search", s.handle(s.postSearch))
	v1.GET("/articles", s.handle(s.listArticles))
	v1.GET("/articles/:slug", s.handle(s.getArticle))
	v1.GET("/conversations/:id", s.handle(s.exportConversation))
	v1.DELETE("/conversations/:id", s.handle(s.eraseConversation))
	v1.POST("/feedback", s.handle(s.postFeedback))

	e.POST("/mcp", s.throttle, noStore, s.mcpHandler())
	e.POST("/admin/reload", s.throttle, noStore, s.admin, s.handle(s.reload))
	return e, nil
}

// handle turns a handler that returns an error into gin's kind.
func (s *Server) handle(h func(*gin.Context) error) gin.HandlerFunc {
	return func(c *gin.Context) {
		if err := h(c); err != nil {
			writeProblem(c, err)
		}
	}
}
