package chat

import (
	"context"
	"fmt"

	"github.com/limber-health/limber/chat/guard"
)

// Verdict and the levels of danger are guard's, named here for the packages
// above chat.
type Verdict = guard.Verdict

// The levels, lowest first.
const (
	LevelNone      = guard.None
	LevelSeeDoctor = guard.SeeDoctor
	LevelUrgent    = guard.Urgent
	LevelEmergency = guard.Emergency
)

// Begin starts a conversation without a turn and returns its id, for channels
// that must know the id before the first answer.
func (c *Chat) Begin(ctx context.Context, locale string) (string, error) {
	now := c.now().UTC()
	conv := &Conversation{ID: newID("conv_"), Created: now, Updated: now, Locale: locale}
	if err := c.store.Save(ctx, conv); err != nil {
		return "", fmt.Errorf("begin conversation: %w", err)
	}
	return conv.ID, nil
}
