package slackfake

import (
	"encoding/json"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// sockets are the open Socket Mode connections.
type sockets struct {
	mu    sync.Mutex
	conns []*websocket.Conn
	acks  map[string]json.RawMessage // envelope id to payload
}

// serve speaks Socket Mode: hello first, then it reads acknowledgements.
func (s *sockets) serve(w http.ResponseWriter, r *http.Request) {
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }} // clients send Slack's
	c, err := up.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	defer c.Close()
	s.mu.Lock()
	s.conns = append(s.conns, c)
	err = c.WriteJSON(map[string]any{"type": "hello", "num_connections": 1})
	s.mu.Unlock()
	for err == nil {
		var ack struct {
			ID      string          `json:"envelope_id"`
			Payload json.RawMessage `json:"payload"`
		}
		if err = c.ReadJSON(&ack); err == nil {
			s.mu.Lock()
			if s.acks == nil {
				s.acks = map[string]json.RawMessage{}
			}
			s.acks[ack.ID] = ack.Payload
			s.mu.Unlock()
		}
	}
}

// Push sends an envelope to the newest socket; false if there is none.
func (s *Server) Push(kind, envelope string, payload json.RawMessage) bool {
	s.sockets.mu.Lock()
	defer s.sockets.mu.Unlock()
	if len(s.sockets.conns) == 0 {
		return false
	}
	c := s.sockets.conns[len(s.sockets.conns)-1]
	return c.WriteJSON(map[string]any{"type": kind, "envelope_id": envelope, "payload": payload, "accepts_response_payload": kind == "slash_commands"}) == nil
}

// Acked waits until an envelope is acknowledged and returns its payload.
func (s *Server) Acked(envelope string, within time.Duration) (json.RawMessage, bool) {
	for end := time.Now().Add(within); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		s.sockets.mu.Lock()
		p, ok := s.sockets.acks[envelope]
		s.sockets.mu.Unlock()
		if ok {
			return p, true
		}
	}
	return nil, false
}

// Disconnect closes all sockets, as Slack does now and then.
func (s *Server) Disconnect() {
	s.sockets.mu.Lock()
	defer s.sockets.mu.Unlock()
	for _, c := range s.sockets.conns {
		_ = c.Close()
	}
	s.sockets.conns = nil
}
