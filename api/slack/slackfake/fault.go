package slackfake

import (
	"fmt"
	"net/http"
	"time"
)

// A Fault is how a call goes wrong.
type Fault struct {
	Status int           // HTTP status; 0: 200
	Code   string        // "error" of the answer
	Retry  int           // Retry-After in seconds
	After  bool          // the call takes effect and then fails
	Wait   time.Duration // before all else
}

func sleep(r *http.Request, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-r.Context().Done():
	}
}

func fail(w http.ResponseWriter, f Fault) {
	if f.Retry > 0 {
		w.Header().Set("Retry-After", fmt.Sprint(f.Retry))
	}
	if f.Status == 0 {
		answer(w, map[string]any{"ok": false, "error": f.Code})
		return
	}
	w.WriteHeader(f.Status)
}

// fault takes the next fault of a method off the list.
func (s *Server) fault(method string) (Fault, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, key := range [...]string{method, "*"} {
		if key == "*" && method == "auth.test" {
			continue
		}
		if list := s.faults[key]; len(list) > 0 {
			s.faults[key] = list[1:]
			return list[0], true
		}
	}
	return Fault{}, false
}

// Fail lets the next calls of a method go wrong, in this order. Method "*" is
// every method but auth.test.
func (s *Server) Fail(method string, faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.faults == nil {
		s.faults = map[string][]Fault{}
	}
	s.faults[method] = append(s.faults[method], faults...)
}

// Revoke makes the token invalid, or valid again.
func (s *Server) Revoke(revoked bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.revoked = revoked
}

// HideMetadata makes Slack keep the metadata of messages to itself.
func (s *Server) HideMetadata() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.keyless = true
}

// Close makes every call that posts to a channel fail with a code.
func (s *Server) Close(channel, code string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.gone == nil {
		s.gone = map[string]string{}
	}
	s.gone[channel] = code
}
