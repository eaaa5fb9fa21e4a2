package chat_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/limber-health/limber/chat"
)

func fault(err error) chat.Fault {
	var f *chat.ModelFault
	if errors.As(err, &f) {
		return f.Kind
	}
	return ""
}

func TestBreaker(t *testing.T) {
	calls := 0
	m := chat.Steady(&chat.FakeModel{Answer: func(chat.Prompt) string { calls++; return "" }, Fault: chat.FaultDown}, 0)
	var kinds []string
	for range 5 {
		kinds = append(kinds, string(fault(m.Complete(context.Background(), chat.Prompt{}, nil))))
	}
	if got, want := strings.Join(kinds, " "), "down down down circuit_open circuit_open"; got != want || calls != 3 {
		t.Errorf("got %q after %d calls, want %q after 3", got, calls, want)
	}
}

func TestBreakerForgivesWhatIsNotTheModels(t *testing.T) {
	m := chat.Steady(&chat.FakeModel{Answer: func(chat.Prompt) string { return "text" }}, 0)
	gone := errors.New("client left")
	for range 10 {
		if err := m.Complete(context.Background(), chat.Prompt{}, func(string) error { return gone }); !errors.Is(err, gone) {
			t.Fatalf("got %v, want the reader's error", err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for range 10 {
		if err := m.Complete(ctx, chat.Prompt{}, func(string) error { return nil }); !errors.Is(err, context.Canceled) {
			t.Fatalf("got %v, want the context's error", err)
		}
	}
	if err := m.Complete(context.Background(), chat.Prompt{}, func(string) error { return nil }); err != nil {
		t.Errorf("got %v, want the model to be asked", err)
	}
}

// A model that is stopped because it has said all that is shown did well: its
// failures before are forgiven, and after a pause it is asked again as before.
func TestBreakerCountsAWholeAnswerAsSuccess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &chat.FakeModel{}
		c, _ := newChat(t, sure{testIndex(t)}, chat.Options{Model: chat.Steady(m, 0)})
		answers := func(fault chat.Fault, want bool) {
			t.Helper()
			if m.Fault, m.Answer = fault, nil; fault != "" {
				m.Answer = func(chat.Prompt) string { return "" }
			}
			r := ask(t, c, chat.Question{Message: "what causes leg cramps"})
			if got := r.Engine == "fake/model"; got != want {
				t.Fatalf("the model answered: %v, want %v", got, want)
			}
		}
		for range 3 {
			answers(chat.FaultDown, false)
			answers("", true)
		}
		for range 3 {
			answers(chat.FaultDown, false)
		}
		answers("", false) // left alone
		time.Sleep(31 * time.Second)
		answers("", true)
		answers(chat.FaultDown, false)
		answers("", true)
	})
}

func TestBudget(t *testing.T) {
	m := chat.Steady(&chat.FakeModel{Answer: func(chat.Prompt) string { return "text" }}, 2000)
	p := chat.Prompt{System: strings.Repeat("a", 3000)} // about 1,400 tokens with the answer
	write := func(string) error { return nil }
	if err := m.Complete(context.Background(), p, write); err != nil {
		t.Fatalf("first: %v", err)
	}
	if got := fault(m.Complete(context.Background(), p, write)); got != chat.FaultBudget {
		t.Errorf("second: got %q, want %q", got, chat.FaultBudget)
	}
}

func TestPanicInAModel(t *testing.T) {
	m := chat.Steady(&chat.FakeModel{Answer: func(chat.Prompt) string { panic("my leg hurts") }}, 0)
	err := m.Complete(context.Background(), chat.Prompt{}, nil)
	if fault(err) != chat.FaultPanic || strings.Contains(err.Error(), "leg") {
		t.Errorf("got %v, want a fault without the panic's value", err)
	}
}
