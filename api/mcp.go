package api

import (
	"context"
	"errors"
	"net/http"
	"runtime/debug"
	"strings"
	"sync"

	"github.com/gin-gonic/gin"
	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/limber-health/limber/chat"
)

// The Model Context Protocol: the same guard, search and replies as tools, and
// the articles as resources. Stateless; a conversation is named by its id or
// not at all.

const (
	articleURI   = "limber://articles/"
	maxResources = 1000 // articles listed; all can be read
)

// An mcpServer is rebuilt when the articles change.
type mcpServer struct {
	mu       sync.Mutex
	server   *mcp.Server
	articles []chat.Article
}

func (s *Server) mcpHandler() gin.HandlerFunc {
	var m mcpServer
	h := mcp.NewStreamableHTTPHandler(func(*http.Request) *mcp.Server { return m.current(s) },
		&mcp.StreamableHTTPOptions{Stateless: true, JSONResponse: true, MaxRequestBodyBytes: maxTriageBody,
			DisableLocalhostProtection: true, // a proxy on this machine names the site; who may call is checked as for every route
		})
	return quiet(h)
}

// current returns the server for the articles served now.
func (m *mcpServer) current(s *Server) *mcp.Server {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := s.chat.Articles()
	if m.server == nil || len(now) != len(m.articles) || len(now) > 0 && &now[0] != &m.articles[0] {
		m.server, m.articles = s.newMCP(now), now
	}
	return m.server
}

func (s *Server) newMCP(articles []chat.Article) *mcp.Server {
	srv := mcp.NewServer(&mcp.Implementation{Name: "limber", Version: s.opts.Version}, &mcp.ServerOptions{
		Instructions: "Call assess_red_flags with every message of the person before giving any health advice. " +
			"If the level is emergency or urgent, show its headline and action first and word for word.",
	})
	closed := false
	reads := &mcp.ToolAnnotations{ReadOnlyHint: true, IdempotentHint: true, OpenWorldHint: &closed}
	mcp.AddTool(srv, &mcp.Tool{Name: "assess_red_flags", Annotations: reads,
		Description: "How urgently a person should be seen, judged from all of their messages by fixed rules. Call this first."},
		tool(s, s.toolAssess))
	mcp.AddTool(srv, &mcp.Tool{Name: "search_passages", Annotations: reads,
		Description: "Passages of the health articles for a query, best first, with byte offsets into the article's text."},
		tool(s, s.toolSearch))
	mcp.AddTool(srv, &mcp.Tool{Name: "ask", Annotations: &mcp.ToolAnnotations{DestructiveHint: &closed, OpenWorldHint: &closed},
		Description: "An answer to a health question in which every sentence cites the exact words of an article. A notice of danger comes first."},
		tool(s, s.toolAsk))
	for _, a := range articles[:min(len(articles), maxResources)] {
		srv.AddResource(&mcp.Resource{URI: articleURI + a.Slug, Name: a.Slug, Title: a.Title, MIMEType: "text/plain", Size: int64(len(a.Text))}, s.readArticle)
	}
	srv.AddResourceTemplate(&mcp.ResourceTemplate{URITemplate: articleURI + "{slug}", Name: "article", MIMEType: "text/plain"}, s.readArticle)
	return srv
}

// tool wraps a handler: a panic or an unexpected error ends in a fixed text.
// It runs outside the middleware of HTTP, so a panic would end the program.
func tool[In any](s *Server, f func(context.Context, In) (*mcp.CallToolResult, any, error)) mcp.ToolHandlerFor[In, any] {
	return func(ctx context.Context, _ *mcp.CallToolRequest, in In) (res *mcp.CallToolResult, out any, err error) {
		defer func() {
			if recover() != nil { // its value may hold message text
				s.opts.Metrics.Panic("mcp")
				s.log.Error("panic in tool", "stack", string(debug.Stack()))
				res, out, err = toolError(asProblem(errors.New("panic")).Detail), nil, nil
			}
		}()
		if res, out, err = f(ctx, in); err != nil {
			return toolError(asProblem(err).Detail), nil, nil
		}
		return res, out, nil
	}
}

type assessInput struct {
	Messages []string `json:"messages" jsonschema:"all messages of the person, oldest first"`
	Locale   string   `json:"locale,omitempty" jsonschema:"language and country, such as en-GB"`
}

func (s *Server) toolAssess(_ context.Context, in assessInput) (*mcp.CallToolResult, any, error) {
	if len(in.Messages) == 0 || strings.TrimSpace(strings.Join(in.Messages, "")) == "" {
		return nil, nil, chat.ErrEmpty
	}
	return nil, map[string]any{"triage": s.triage("mcp", in.Messages, in.Locale)}, nil
}

type searchInput struct {
	Query string `json:"query" jsonschema:"what to look for"`
	K     int    `json:"k,omitempty" jsonschema:"most passages wanted, 1 to 100; 10 if left out"`
}

func (s *Server) toolSearch(ctx context.Context, in searchInput) (*mcp.CallToolResult, any, error) {
	switch {
	case strings.TrimSpace(in.Query) == "":
		return nil, nil, newProblem(http.StatusBadRequest, "query is empty")
	case len([]rune(in.Query)) > chat.MaxMessage:
		return nil, nil, chat.ErrTooLong
	case in.K == 0:
		in.K = 10
	}
	hits, err := s.search(ctx, in.Query, min(max(in.K, 1), 100))
	return nil, hits, err
}

type askInput struct {
	Message        string `json:"message" jsonschema:"the question, in the person's own words"`
	ConversationID string `json:"conversation_id,omitempty" jsonschema:"from an earlier answer, to go on with that conversation"`
	Locale         string `json:"locale,omitempty" jsonschema:"language and country, such as en-GB"`
}

func (s *Server) toolAsk(ctx context.Context, in askInput) (*mcp.CallToolResult, any, error) {
	var content strings.Builder
	text := textReply{say: func(t string) error { content.WriteString(t); return nil }, sources: true}
	q := chat.Question{Message: in.Message, ConversationID: in.ConversationID, Locale: in.Locale}
	reply, err := s.reply(ctx, turn{channel: "mcp", question: q, emit: text.event})
	if err != nil {
		return nil, nil, err
	}
	return &mcp.CallToolResult{Content: []mcp.Content{&mcp.TextContent{Text: content.String()}}}, reply, nil
}

func (s *Server) readArticle(_ context.Context, req *mcp.ReadResourceRequest) (*mcp.ReadResourceResult, error) {
	a, ok := s.chat.Article(strings.TrimPrefix(req.Params.URI, articleURI))
	if !ok {
		return nil, mcp.ResourceNotFoundError(req.Params.URI)
	}
	return &mcp.ReadResourceResult{Contents: []*mcp.ResourceContents{{URI: req.Params.URI, MIMEType: "text/plain", Text: a.Text}}}, nil
}
