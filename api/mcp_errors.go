package api

import (
	"bytes"
	"encoding/json"
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// The protocol's library repeats in its errors what was sent: a broken body, a
// wrong argument. They are answered in words of ours.

// rpcTexts are the errors of JSON-RPC by their code.
var rpcTexts = map[int]string{
	-32700: "the request is not valid JSON",
	-32600: "the request is not a request of the protocol",
	-32601: "there is no such method",
	-32602: "there is no such tool or resource, or the arguments are not as documented; ask for tools/list or resources/list",
}

const (
	rpcFault  = "something went wrong on the server"
	ourAnswer = "limber" // key that marks an error of a tool as ours
)

// toolError is an error of a tool in fixed words.
func toolError(text string) *mcp.CallToolResult {
	return &mcp.CallToolResult{IsError: true, Content: []mcp.Content{&mcp.TextContent{Text: text}}, Meta: mcp.Meta{ourAnswer: true}}
}

// quiet runs the protocol's handler and words its errors.
func quiet(h http.Handler) gin.HandlerFunc {
	return func(c *gin.Context) {
		w := &heldWriter{ResponseWriter: c.Writer, status: http.StatusOK}
		h.ServeHTTP(w, c.Request)
		if w.status >= http.StatusBadRequest && !isRPC(w.body.Bytes()) {
			text := "the request is not as the protocol wants it"
			if w.status >= http.StatusInternalServerError {
				text = rpcFault
			}
			writeProblem(c, newProblem(w.status, text))
			return
		}
		c.Writer.Header().Del("Content-Length")
		c.Writer.WriteHeader(w.status)
		_, _ = c.Writer.Write(quietRPC(w.body.Bytes())) // a client that left cannot be told
	}
}

// isRPC reports whether an answer is one of JSON-RPC: newer versions of the
// protocol give the errors of calls a status of HTTP too.
func isRPC(body []byte) bool {
	var m struct {
		JSONRPC string `json:"jsonrpc"`
	}
	return json.Unmarshal(body, &m) == nil && m.JSONRPC != ""
}

// A heldWriter keeps an answer until it is known what it is. It is whole JSON:
// nothing is streamed.
type heldWriter struct {
	gin.ResponseWriter
	status int
	body   bytes.Buffer
}

func (w *heldWriter) WriteHeader(status int)            { w.status = status }
func (w *heldWriter) Write(b []byte) (int, error)       { return w.body.Write(b) }
func (w *heldWriter) WriteString(s string) (int, error) { return w.body.WriteString(s) }
func (w *heldWriter) WriteHeaderNow()                   {}
func (w *heldWriter) Flush()                            {}

// quietRPC puts fixed words into answers that are errors: one, or a batch.
func quietRPC(body []byte) []byte {
	var batch []json.RawMessage
	if json.Unmarshal(body, &batch) != nil {
		return quietOne(body)
	}
	for i := range batch {
		batch[i] = quietOne(batch[i])
	}
	b, err := json.Marshal(batch)
	if err != nil {
		return nil // cannot be: it was JSON before
	}
	return b
}

func quietOne(body []byte) []byte {
	var m struct {
		JSONRPC string          `json:"jsonrpc"`
		ID      json.RawMessage `json:"id"`
		Error   *struct {
			Code    int    `json:"code"`
			Message string `json:"message"`
		} `json:"error,omitempty"`
		Result *struct {
			IsError bool           `json:"isError"`
			Meta    map[string]any `json:"_meta"`
		} `json:"result,omitempty"`
	}
	if json.Unmarshal(body, &m) != nil {
		return body
	}
	var out any
	switch {
	case m.Error != nil:
		m.Error.Message = rpcFault
		if text, ok := rpcTexts[m.Error.Code]; ok {
			m.Error.Message = text
		}
		out = m
	case m.Result != nil && m.Result.IsError && m.Result.Meta[ourAnswer] == nil:
		out = map[string]any{"jsonrpc": m.JSONRPC, "id": m.ID, "result": toolError(rpcTexts[-32602])}
	default:
		return body
	}
	b, err := json.Marshal(out)
	if err != nil {
		return nil // cannot be: it was JSON before
	}
	return b
}
