// Package embedfake is an embedding server for tests: the part of OpenAI's
// interface that Ollama and others share. OpenAI's own client is held against
// it by api/clients/run.sh.
package embedfake

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"math"
	"net/http"
	"net/http/httptest"
	"sync"
)

// mostInputs is how many texts OpenAI takes in one request.
const mostInputs = 2048

// A Server answers POST /v1/embeddings. Vectors come in reverse order, which
// the protocol allows: each has its index.
type Server struct {
	URL string // base URL, with /v1

	web    *httptest.Server
	vector func(text string) []float32

	mu     sync.Mutex
	answer Answer
	texts  []string
	tries  int
	keys   map[string]bool
}

// An Answer may change the reply to a request that is right, or write another
// one and return false. try counts the requests from 1.
type Answer func(try int, w http.ResponseWriter, r *http.Request, reply map[string]any) bool

// New starts a server that embeds with vector.
func New(vector func(text string) []float32) *Server {
	s := &Server{vector: vector, keys: map[string]bool{}}
	s.web = httptest.NewServer(http.HandlerFunc(s.serve))
	s.URL = s.web.URL + "/v1"
	return s
}

// Close stops it: who asks from now on cannot connect.
func (s *Server) Close() { s.web.CloseClientConnections(); s.web.Close() }

// Break lets a answer from now on; nil mends the server.
func (s *Server) Break(a Answer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer = a
}

// Texts are all texts that it was sent, in order.
func (s *Server) Texts() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.texts...)
}

// Tries is how many requests came.
func (s *Server) Tries() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tries
}

// HasSeenKey reports whether a request came with that key.
func (s *Server) HasSeenKey(key string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.keys["Bearer "+key]
}

type request struct {
	Model    string          `json:"model"`
	Input    json.RawMessage `json:"input"`
	Encoding string          `json:"encoding_format"`
	User     string          `json:"user"`
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	var in request
	dec := json.NewDecoder(r.Body)
	dec.DisallowUnknownFields()
	err := dec.Decode(&in)
	texts := inputs(in.Input)
	switch {
	case r.URL.Path != "/v1/embeddings":
		refuse(w, http.StatusNotFound, "Unknown address.")
		return
	case r.Method != http.MethodPost:
		refuse(w, http.StatusMethodNotAllowed, "Use POST.")
		return
	case err != nil, in.Model == "", texts == nil, in.Encoding != "" && in.Encoding != "float" && in.Encoding != "base64":
		refuse(w, http.StatusBadRequest, "The body is not right.")
		return
	}
	s.mu.Lock()
	s.tries++
	s.texts = append(s.texts, texts...)
	s.keys[r.Header.Get("Authorization")] = true
	try, answer := s.tries, s.answer
	s.mu.Unlock()
	reply := s.reply(in, texts)
	if answer == nil || answer(try, w, r, reply) {
		send(w, http.StatusOK, reply)
	}
}

// inputs reads one text or 1 to mostInputs texts, none empty; nil otherwise.
func inputs(raw json.RawMessage) []string {
	var one string
	var many []string
	if json.Unmarshal(raw, &one) == nil {
		many = []string{one}
	} else if json.Unmarshal(raw, &many) != nil {
		return nil
	}
	for _, t := range many {
		if t == "" {
			return nil
		}
	}
	if len(many) == 0 || len(many) > mostInputs {
		return nil
	}
	return many
}

func (s *Server) reply(in request, texts []string) map[string]any {
	var data []map[string]any
	tokens := 0
	for i := len(texts) - 1; i >= 0; i-- {
		v := s.vector(texts[i])
		one := map[string]any{"object": "embedding", "index": i, "embedding": v}
		if in.Encoding == "base64" {
			one["embedding"] = packed(v)
		}
		data = append(data, one)
		tokens += len(texts[i])/4 + 1
	}
	return map[string]any{"object": "list", "data": data, "model": in.Model, "usage": map[string]int{"prompt_tokens": tokens, "total_tokens": tokens}}
}

// packed is a vector as OpenAI's own clients ask for it.
func packed(v []float32) string {
	var b bytes.Buffer
	for _, x := range v {
		_ = binary.Write(&b, binary.LittleEndian, math.Float32bits(x)) // a buffer takes everything
	}
	return base64.StdEncoding.EncodeToString(b.Bytes())
}

func refuse(w http.ResponseWriter, status int, message string) {
	send(w, status, map[string]any{"error": map[string]any{"message": message, "type": "invalid_request_error", "param": nil, "code": nil}})
}

func send(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // who is gone reads nothing
}
