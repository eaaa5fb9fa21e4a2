package chat

import (
	"context"
	"errors"
	"time"
	"unicode/utf8"

	"github.com/sony/gobreaker/v2"
	"golang.org/x/time/rate"
)

// Limits of a steady model.
const (
	failuresToOpen = 3                // in a row, then the model is left alone
	openFor        = 30 * time.Second // until one call may try again
	maxParallel    = 8                // completions under way at once, unless set
	runesPerToken  = 3                // a careful estimate for English
)

// steady wraps a model so that a sick provider costs nobody time: a circuit
// breaker, a budget of tokens a minute and a bound on parallel calls.
type steady struct {
	model   Model
	breaker *gobreaker.CircuitBreaker[struct{}]
	budget  *rate.Limiter // nil: no budget
	slots   chan struct{}
}

// Steady returns m behind a circuit breaker and a budget of tokensPerMinute
// (0: no budget). A call over a limit fails at once with a *ModelFault.
func Steady(m Model, tokensPerMinute int) Model {
	return steadyN(m, tokensPerMinute, 0)
}

// steadyN allows that many calls at once; 0 is maxParallel.
func steadyN(m Model, tokensPerMinute, parallel int) Model {
	if parallel <= 0 {
		parallel = maxParallel
	}
	s := &steady{model: m, slots: make(chan struct{}, parallel)}
	s.breaker = gobreaker.NewCircuitBreaker[struct{}](gobreaker.Settings{
		Name:        m.Name(),
		Timeout:     openFor,
		ReadyToTrip: func(c gobreaker.Counts) bool { return c.ConsecutiveFailures >= failuresToOpen },
		// A model that was stopped because it had said enough did well.
		IsSuccessful: func(err error) bool { return err == nil || errors.Is(err, errEnough) },
		IsExcluded:   notTheModel,
	})
	if tokensPerMinute > 0 {
		s.budget = rate.NewLimiter(rate.Limit(float64(tokensPerMinute)/60), tokensPerMinute)
	}
	return s
}

// errWrite marks an error of the one who reads the text.
type errWrite struct{ error }

func (e errWrite) Unwrap() error { return e.error }

// notTheModel reports whether a call ended for a reason that says nothing
// about the model: the client left, or a limit of ours.
func notTheModel(err error) bool {
	var w errWrite
	if errors.Is(err, context.Canceled) || errors.As(err, &w) {
		return !errors.Is(err, errEnough)
	}
	kind := faultOf(err)
	return err != nil && (kind == FaultBudget || kind == FaultBusy)
}

func (s *steady) Name() string { return s.model.Name() }

func (s *steady) Complete(ctx context.Context, p Prompt, write func(string) error) error {
	_, err := s.breaker.Execute(func() (struct{}, error) { return struct{}{}, s.complete(ctx, p, write) })
	var w errWrite
	switch {
	case errors.Is(err, gobreaker.ErrOpenState), errors.Is(err, gobreaker.ErrTooManyRequests):
		return &ModelFault{FaultOpen}
	case errors.As(err, &w):
		return w.error
	}
	return err
}

func (s *steady) complete(ctx context.Context, p Prompt, write func(string) error) (err error) {
	select {
	case s.slots <- struct{}{}:
		defer func() { <-s.slots }()
	default:
		return &ModelFault{FaultBusy}
	}
	if s.budget != nil && !s.budget.AllowN(time.Now(), tokens(p)+maxOutputTokens) {
		return &ModelFault{FaultBudget}
	}
	defer func() {
		if recover() != nil { // its value may hold the person's words
			err = &ModelFault{FaultPanic}
		}
	}()
	return s.model.Complete(ctx, p, func(piece string) error {
		if err := write(piece); err != nil {
			return errWrite{err}
		}
		return nil
	})
}

// tokens estimates the tokens of a prompt. The library's counter would fetch
// its vocabulary from the network.
func tokens(p Prompt) int {
	return (utf8.RuneCountInString(p.System)+utf8.RuneCountInString(p.User))/runesPerToken + 1
}
