package slack_test

import (
	"testing"

	"github.com/limber-health/limber/api/slack"
	"github.com/limber-health/limber/api/slack/slackfake"
)

func TestMemoryIsAStore(t *testing.T) {
	slackfake.TestStore(t, func(*testing.T) slack.Store { return slack.NewMemory() })
}
