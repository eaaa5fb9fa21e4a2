package api

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/limber-health/limber/chat"
)

// The OpenAI shape of a turn. The caller keeps the conversation and sends all
// of it; every user turn in it counts for the verdict.

// modelID is the only model this server offers.
const modelID = "limber"

// A completionRequest is what is read of a request; every other field is
// accepted and ignored, so that any client can talk to this server.
type completionRequest struct {
	Messages      []turnMessage `json:"messages"`
	Stream        bool          `json:"stream"`
	StreamOptions struct {
		IncludeUsage bool `json:"include_usage"`
	} `json:"stream_options"`
	Locale        string `json:"locale"`         // ours
	InlineSources *bool  `json:"inline_sources"` // ours; nil: true
}

// A turnMessage is a message in the shape of OpenAI or of the AI SDK.
type turnMessage struct {
	Role    string          `json:"role"`
	Content json.RawMessage `json:"content"` // a string or parts
	Parts   []textPart      `json:"parts"`   // AI SDK
}

type textPart struct {
	Type string `json:"type"`
	Text string `json:"text"`
}

// text is what a message says; parts that are not text are left out.
func (m turnMessage) text() string {
	var s string
	if json.Unmarshal(m.Content, &s) == nil && s != "" {
		return s
	}
	parts := m.Parts
	if len(parts) == 0 {
		_ = json.Unmarshal(m.Content, &parts) // neither a string nor parts: no text
	}
	var texts []string
	for _, p := range parts {
		if (p.Type == "text" || p.Type == "input_text") && p.Text != "" {
			texts = append(texts, p.Text)
		}
	}
	return strings.Join(texts, "\n")
}

// question makes a question of a conversation that the caller keeps: the last
// user turn is asked, the earlier ones are its history. Nothing that comes
// with another role is an instruction.
func question(messages []turnMessage, locale string) (chat.Question, error) {
	q := chat.Question{Locale: locale, Stateless: true}
	found := false
	for _, m := range messages {
		text := m.text()
		if m.Role != "user" || strings.TrimSpace(text) == "" {
			continue
		}
		if found {
			q.History = append(q.History, q.Message)
		}
		q.Message, found = text, true
	}
	if !found {
		return q, newProblem(http.StatusBadRequest, "messages holds no user message with text")
	}
	return q, nil
}

func (s *Server) postCompletions(c *gin.Context) error {
	var in completionRequest
	if err := s.decode(c, "chatCompletions", &in); err != nil {
		return err
	}
	s.noteSystem(c, in.Messages)
	q, err := question(in.Messages, in.Locale)
	if err != nil {
		return err
	}
	done := &completion{
		id: "chatcmpl-" + strings.TrimPrefix(requestID(c), "req_"), created: time.Now().Unix(),
		text: textReply{base: baseURL(c), sources: in.InlineSources == nil || *in.InlineSources}, prompt: len(q.Message) / 4,
	}
	if in.Stream {
		return s.streamCompletion(c, q, done, in.StreamOptions.IncludeUsage)
	}
	var content strings.Builder
	done.text.say = func(t string) error { content.WriteString(t); return nil }
	reply, err := s.reply(c.Request.Context(), turn{channel: "openai", question: q, emit: done.text.event})
	if err != nil {
		return err
	}
	message := map[string]any{"role": "assistant", "content": content.String(), "refusal": nil, "annotations": done.annotations(reply)}
	out := done.envelope("chat.completion", map[string]any{"index": 0, "message": message, "finish_reason": "stop", "logprobs": nil})
	out["usage"] = done.usage()
	done.extend(out, reply)
	return sendJSON(c, out)
}

// noteSystem logs that system messages came. They have no authority here.
func (s *Server) noteSystem(c *gin.Context, messages []turnMessage) {
	n := 0
	for _, m := range messages {
		if m.Role == "system" || m.Role == "developer" {
			n++
		}
	}
	if n > 0 {
		s.log.Info("system messages ignored", "request_id", requestID(c), "count", n)
	}
}

// baseURL is where the caller reached this server, as a proxy in front says. It
// is only told to the caller again.
func baseURL(c *gin.Context) string {
	if c.Request.TLS != nil || c.GetHeader("X-Forwarded-Proto") == "https" {
		return "https://" + c.Request.Host
	}
	return "http://" + c.Request.Host
}

// A completion is one answer in the OpenAI shape.
type completion struct {
	id      string
	created int64
	text    textReply
	prompt  int // estimated tokens of the question
}

func (d *completion) envelope(object string, choices ...any) map[string]any {
	if choices == nil {
		choices = []any{}
	}
	return map[string]any{"id": d.id, "object": object, "created": d.created, "model": modelID, "choices": choices}
}

// annotations name the cited source of each part of the text. The indexes
// count Unicode code points.
func (d *completion) annotations(r *chat.Reply) []any {
	out := []any{}
	for _, cite := range r.Citations {
		span := d.text.spans[cite.N]
		out = append(out, map[string]any{"type": "url_citation", "url_citation": map[string]any{
			"url": d.text.base + cite.URL, "title": place(cite), "start_index": span[0], "end_index": span[1],
		}})
	}
	return out
}

// extend adds the other forms of the citations and the native reply.
func (d *completion) extend(out map[string]any, r *chat.Reply) {
	urls, results := []string{}, []any{}
	for _, cite := range r.Citations {
		urls = append(urls, d.text.base+cite.URL)
		results = append(results, map[string]any{"title": place(cite), "url": d.text.base + cite.URL, "date": cite.Reviewed, "snippet": cite.Quote})
	}
	out["citations"], out["search_results"], out["limber"] = urls, results, r
}

// usage estimates tokens at four characters each; nothing is billed by it.
func (d *completion) usage() map[string]int {
	said := d.text.runes / 4
	return map[string]int{"prompt_tokens": d.prompt, "completion_tokens": said, "total_tokens": d.prompt + said}
}

func (s *Server) listModels(c *gin.Context) error {
	return sendJSON(c, map[string]any{"object": "list", "data": []any{modelEntry()}})
}

func (s *Server) getModel(c *gin.Context) error {
	if c.Param("model") != modelID {
		return newProblem(http.StatusNotFound, "there is no such model; the only one is "+strconv.Quote(modelID))
	}
	return sendJSON(c, modelEntry())
}

func modelEntry() map[string]any {
	return map[string]any{"id": modelID, "object": "model", "created": 1767225600, "owned_by": "limber"}
}
