// Package api translates requests into calls of package chat and replies into
// JSON, event streams and pages. It decides nothing.
package api

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/limber-health/limber/api/gate"
	"github.com/limber-health/limber/api/telemetry"
	"github.com/limber-health/limber/chat"
)

// Options are what may be left out of a Server.
type Options struct {
	RateLimit  int                                // requests a minute per client; 0 switches the limit off
	Log        *slog.Logger                       // nil: no log
	Ready      func() error                       // nil: always ready; its text is shown to callers
	Reload     func(context.Context) (int, error) // loads the newest index and returns its number of articles; nil: not offered
	AdminToken string                             // bearer token for /admin and /metrics; empty: loopback clients only
	AdminApart bool                               // /admin and /metrics answer on Admin's handler alone
	Version    string                             // shown by /healthz
	Heartbeat  time.Duration                      // between comments on a stream; 0: 15 s
	Origins    []string                           // other origins whose pages may use the server; none: only its own pages

	Slack http.Handler // takes what Slack delivers and checks its signature; nil: not offered

	Keys           *gate.Ring // nil: there are no keys
	RequireKey     bool       // refuse whoever shows none
	TrustedProxies []string   // addresses or networks whose X-Forwarded-For is believed; none: nobody's

	MaxAnswers          int           // answers being made at once, streams apart; 0: 64
	MaxStreams          int           // streams open at once; 0: 1,000
	MaxStreamsPerClient int           // of one address or key; 0: 20
	StreamAge           time.Duration // longest life of a stream; 0: 5 min
	Remember            time.Duration // how long replies may be kept to be sent again; 0, and at most: 1 hour

	Metrics *telemetry.Metrics // nil: none
	Traces  *telemetry.Traces  // nil: none
}

// A Server answers HTTP requests.
type Server struct {
	chat      *chat.Chat
	opts      Options
	log       *slog.Logger
	spec      *spec
	pages     *pages
	origins   map[string]bool
	crossSite *http.CrossOriginProtection
	guesses   *gate.Guesses
	rates     *gate.Rates
	requests  *gate.Room // all that are under way
	answers   *gate.Room
	streams   *gate.Seats
	once      *gate.Once[*chat.Reply]
	drain     drain
	http      http.Handler
	adminHTTP http.Handler
}

// The embedded files are read once; nothing changes them after.
var (
	readSpec  = sync.OnceValues(loadSpec)
	readPages = sync.OnceValues(loadPages)
)

// Prepare reads the embedded files ahead of New, which tells what is wrong with
// them, so that a program can load its other parts at the same time.
func Prepare() {
	_, _ = readSpec()
	_, _ = readPages()
}

// New makes a Server. It fails if an embedded file is broken, or an origin or
// a proxy is not one.
func New(c *chat.Chat, opts Options) (*Server, error) {
	sp, err := readSpec()
	if err != nil {
		return nil, err
	}
	pg, err := readPages()
	if err != nil {
		return nil, err
	}
	origins, err := originSet(opts.Origins)
	if err != nil {
		return nil, err
	}
	s := &Server{chat: c, opts: opts.filled(), spec: sp, pages: pg, origins: origins,
		crossSite: http.NewCrossOriginProtection(), guesses: gate.NewGuesses(time.Now), rates: gate.NewRates(), once: gate.NewOnce[*chat.Reply](time.Now, min(opts.filled().Remember, time.Hour))}
	s.log = s.opts.Log
	s.answers = gate.NewRoom(s.opts.MaxAnswers, answerWait)
	s.streams = gate.NewSeats(s.opts.MaxStreams, s.opts.MaxStreamsPerClient)
	s.requests = gate.NewRoom(s.opts.MaxAnswers+s.opts.MaxStreams+reserved, 0)
	s.drain.init()
	if s.http, err = s.routes(); err != nil {
		return nil, err
	}
	s.adminHTTP, err = s.adminRoutes()
	return s, err
}

// filled puts the defaults in.
func (o Options) filled() Options {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Heartbeat <= 0 {
		o.Heartbeat = 15 * time.Second
	}
	if o.MaxAnswers <= 0 {
		o.MaxAnswers = 64
	}
	if o.MaxStreams <= 0 {
		o.MaxStreams = 1000
	}
	if o.MaxStreamsPerClient <= 0 {
		o.MaxStreamsPerClient = 20
	}
	if o.Remember <= 0 {
		o.Remember = time.Hour
	}
	if o.StreamAge <= 0 {
		o.StreamAge = 5 * time.Minute
	}
	return o
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.http.ServeHTTP(w, r) }

// Admin answers /admin and /metrics, for a listener of its own.
func (s *Server) Admin() http.Handler { return s.adminHTTP }

// engine is a router with what every request passes.
func (s *Server) engine() (*gin.Engine, error) {
	gin.SetMode(gin.ReleaseMode)
	e := gin.New()
	if err := e.SetTrustedProxies(s.opts.TrustedProxies); err != nil {
		return nil, fmt.Errorf("trusted proxies: %w", err)
	}
	e.RemoteIPHeaders = []string{"X-Forwarded-For"}
	e.HandleMethodNotAllowed = true
	e.UseRawPath, e.UnescapePathValues = true, true
	e.NoRoute(s.handle(func(*gin.Context) error { return newProblem(http.StatusNotFound, "there is nothing at this address") }))
	e.NoMethod(s.handle(func(*gin.Context) error {
		return newProblem(http.StatusMethodNotAllowed, "this address does not answer to this method")
	}))
	e.Use(s.identify, s.record, s.recover, s.headers, s.cors)
	return e, nil
}

// routes are handlers by method and path.
type routes map[string]func(*gin.Context) error

func (s *Server) add(to gin.IRouter, all routes) {
	for pattern, h := range all {
		method, path, _ := strings.Cut(pattern, " ")
		to.Handle(method, path, s.handle(h))
	}
}

// routes shows every route and its middleware on one page.
func (s *Server) routes() (http.Handler, error) {
	e, err := s.engine()
	if err != nil {
		return nil, err
	}
	s.add(e, routes{
		"GET /healthz": s.alive, "GET /readyz": s.ready, "GET /openapi.json": s.openapi,
		"GET /": s.homePage, "GET /articles": s.articlesPage, "GET /articles/:slug": s.articlePage, "GET /embed": s.embedPage,
		"GET /assets/:name": s.asset, "GET /widget.js": s.widget,
	})
	talk := e.Group("/v1", s.authenticate(gate.ScopeChat), s.throttle, s.asCaller, s.enter, noStore)
	s.add(talk, routes{
		"POST /chat": s.postChat, "POST /chat/completions": s.postCompletions, "POST /chat/ui": s.postUI,
		"GET /models": s.listModels, "GET /models/:model": s.getModel, "POST /triage": s.postTriage,
		"GET /conversations/:id": s.exportConversation, "DELETE /conversations/:id": s.eraseConversation, "POST /feedback": s.postFeedback,
	})
	find := e.Group("/v1", s.authenticate(gate.ScopeSearch), s.throttle, s.asCaller, s.enter, noStore)
	s.add(find, routes{"POST /search": s.postSearch, "GET /articles": s.listArticles, "GET /articles/:slug": s.getArticle})
	e.POST("/mcp", s.authenticate(gate.ScopeChat), s.throttle, s.asCaller, s.enter, noStore, s.mcpHandler())
	if s.opts.Slack != nil { // no limit for each address: all comes from Slack's
		e.POST("/slack/:what", noStore, gin.WrapH(s.opts.Slack))
	}
	if !s.opts.AdminApart {
		s.addAdmin(e, s.admin)
	}
	return e, nil
}

// addAdmin adds what operators use. Whoever reaches the listener of its own
// may read the metrics.
func (s *Server) addAdmin(e *gin.Engine, readers ...gin.HandlerFunc) {
	e.POST("/admin/reload", s.throttle, noStore, s.admin, s.handle(s.reload))
	e.GET("/metrics", append(readers, noStore, gin.WrapH(s.opts.Metrics.Handler()))...)
}

func (s *Server) adminRoutes() (http.Handler, error) {
	e, err := s.engine()
	if err != nil {
		return nil, err
	}
	s.add(e, routes{"GET /healthz": s.alive, "GET /readyz": s.ready})
	s.addAdmin(e)
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
