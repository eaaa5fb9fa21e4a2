package chat_test

import (
	"errors"
	"fmt"
	"syscall"
	"testing"

	"github.com/limber-health/limber/chat"
)

type named string

func (n named) Error() string     { return string(n) }
func (n named) FaultName() string { return string(n) }

// A log names the cause of a fault and never its text.
func TestFaultKind(t *testing.T) {
	secret := errors.New("what the person wrote")
	for _, c := range []struct {
		err  error
		want string
	}{
		{nil, ""},
		{fmt.Errorf("save: %w", secret), "*errors.errorString"},
		{fmt.Errorf("%w: save: %w", secret, named("slow")), "slow"},
		{fmt.Errorf("%w: %w", secret, fmt.Errorf("write: %w", syscall.ENOSPC)), "errno 28: no space left on device"},
		{errors.Join(named("slow"), secret), "*errors.errorString"},
	} {
		if got := chat.FaultKind(c.err); got != c.want {
			t.Errorf("%v is logged as %q, want %q", c.err, got, c.want)
		}
	}
}
