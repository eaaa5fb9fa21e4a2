package api

import (
	"crypto/sha256"
	"net/http"
	"regexp"

	"github.com/gin-gonic/gin"

	"github.com/limber-health/limber/api/gate"
	"github.com/limber-health/limber/chat"
)

const headerOnce = "Idempotency-Key"

var wellFormedOnce = regexp.MustCompile(`^[\x21-\x7e]{1,255}$`)

// onceKey names a request that its caller may send again; empty if the caller
// did not ask for that.
func onceKey(c *gin.Context) (string, error) {
	k := c.GetHeader(headerOnce)
	if k == "" {
		return "", nil
	}
	if !wellFormedOnce.MatchString(k) {
		return "", newProblem(http.StatusBadRequest, "Idempotency-Key is not 1 to 255 visible characters")
	}
	who := callerOf(c.Request.Context())
	return who.owner + " " + who.client + " " + k, nil
}

// replyOnce answers a turn, or sends the reply that the same request got
// before. body is what makes a request the same.
func (s *Server) replyOnce(c *gin.Context, body []byte, t turn) (*chat.Reply, error) {
	id, err := onceKey(c)
	if err != nil {
		return nil, err
	}
	if id == "" {
		return s.reply(c.Request.Context(), t)
	}
	before, seen := s.once.Begin(id, sha256.Sum256(body))
	switch seen {
	case gate.Answered:
		c.Header("Idempotent-Replayed", "true")
		return before, replay(before, t.emit)
	case gate.Running:
		p := newProblem(http.StatusConflict, "the same request is still being answered; wait for it")
		p.retryAfter = "2"
		return nil, p
	case gate.Different:
		return nil, newProblem(http.StatusUnprocessableEntity, "this Idempotency-Key was used for another request")
	}
	kept := false
	defer func() { // in case of a panic too
		if !kept {
			s.once.Failed(id)
		}
	}()
	r, err := s.reply(c.Request.Context(), t)
	if err == nil {
		s.once.Done(id, r)
		kept = true
	}
	return r, err
}

// replay reports the events of a reply that was made before.
func replay(r *chat.Reply, emit chat.Emit) error {
	if emit == nil {
		return nil
	}
	if err := emit(chat.Event{Triage: &r.Triage}); err != nil {
		return err
	}
	cited := 0
	for _, sentence := range r.Answer.Sentences {
		for _, n := range sentence.Citations {
			for ; cited < n; cited++ {
				if err := emit(chat.Event{Citation: &r.Citations[cited]}); err != nil {
					return err
				}
			}
		}
		if err := emit(chat.Event{Sentence: &sentence}); err != nil {
			return err
		}
	}
	return emit(chat.Event{Done: r})
}

// forget drops what is kept here of a conversation that is erased.
func (s *Server) forget(conversation string) {
	s.once.Forget(func(r *chat.Reply) bool { return r.ConversationID == conversation })
}
