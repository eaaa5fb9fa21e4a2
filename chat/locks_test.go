package chat_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/limber-health/limber/chat"
)

// A turn waits for the one before it as long as its caller does.
func TestTurnsWaitWhileTheyAreWanted(t *testing.T) {
	c, _ := newChat(t, sure{testIndex(t)}, chat.Options{})
	id := ask(t, c, chat.Question{Message: "what are leg cramps"}).ConversationID
	working, done := make(chan struct{}), make(chan struct{})
	first := make(chan error, 1)
	go func() {
		_, err := c.Reply(context.Background(), chat.Question{Message: "and what helps?", ConversationID: id}, func(e chat.Event) error {
			if e.Triage != nil {
				close(working)
				<-done
			}
			return nil
		})
		first <- err
	}()
	<-working
	short, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	if _, err := c.Reply(short, chat.Question{Message: "hello?", ConversationID: id}, nil); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a turn nobody waits for: %v", err)
	}
	if err := c.Erase(short, id); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("an erasure nobody waits for: %v", err)
	}
	close(done)
	if err := <-first; err != nil {
		t.Error(err)
	}
	ask(t, c, chat.Question{Message: "thanks", ConversationID: id})
	if err := c.Erase(context.Background(), id); err != nil {
		t.Error(err)
	}
}

// shared is a store of several processes, of which another has a conversation
// in hand.
type shared struct {
	chat.Store
	err  error
	held int
}

func (s *shared) Lock(context.Context, string) (func(), error) {
	if s.err != nil {
		return nil, s.err
	}
	s.held++
	return func() { s.held-- }, nil
}

func TestSharedConversationsAreHeld(t *testing.T) {
	s := &shared{Store: chat.NewMemory(0, 0)}
	c, _ := newChat(t, sure{testIndex(t)}, chat.Options{Store: s})
	id := ask(t, c, chat.Question{Message: "what are leg cramps"}).ConversationID
	_, err := c.Reply(context.Background(), chat.Question{Message: "and what helps?", ConversationID: id}, func(chat.Event) error {
		if s.held != 1 {
			t.Errorf("the conversation is held %d times while it is worked on", s.held)
		}
		return nil
	})
	if err != nil || s.held != 0 {
		t.Errorf("held %d times afterwards, %v", s.held, err)
	}
	// A lock that fails must not cost the verdict.
	s.err = errors.New("no locks here")
	if r := ask(t, c, chat.Question{Message: "CLOT", ConversationID: id}); r.Triage.Level != chat.LevelUrgent {
		t.Errorf("got level %v", r.Triage.Level)
	}
}

// A second try at a message does not keep it twice, nor answer it anew; a
// question that is asked twice is two turns.
func TestAgainKeepsOnce(t *testing.T) {
	c, g := newChat(t, sure{testIndex(t)}, chat.Options{})
	id := ask(t, c, chat.Question{Message: "what are leg cramps"}).ConversationID
	killed := errors.New("killed")
	came := time.Now().Add(-time.Second)
	_, err := c.Reply(context.Background(), chat.Question{Message: "CLOT", ConversationID: id, Came: came}, func(chat.Event) error { return killed })
	if !errors.Is(err, killed) {
		t.Fatal(err)
	}
	first := ask(t, c, chat.Question{Message: "CLOT", ConversationID: id, Came: came})
	if conv, err := c.Conversation(t.Context(), id); err != nil || !conv.Turns[1].At.Equal(came.Truncate(time.Millisecond)) {
		t.Errorf("the turn has another time than the first try gave it: %v", err)
	}
	if again := ask(t, c, chat.Question{Message: "CLOT", ConversationID: id, Came: came}); again.ID != first.ID {
		t.Errorf("a try after the reply was made got another reply")
	}
	ask(t, c, chat.Question{Message: "CLOT", ConversationID: id, Came: time.Now().Add(time.Second)})
	ask(t, c, chat.Question{Message: "thanks", ConversationID: id})
	if got := strings.Join(g.turns[len(g.turns)-1], ", "); got != "what are leg cramps, CLOT, CLOT, thanks" {
		t.Errorf("the guard saw %q", got)
	}
}
