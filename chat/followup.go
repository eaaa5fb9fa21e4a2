package chat

import (
	"regexp"
	"strings"

	"github.com/limber-health/limber/retrieval"
)

var (
	// joins open a turn that goes on with the one before.
	joins = regexp.MustCompile(`(?i)^\W*(and|but|or|so|also|ok(ay)?,? (and|but|so)|what about|how about|what if|even if|then|why( is (that|it))?\W*$|how long\W*$|how( come)?\W*$|is (it|that|this)|does (it|that|this)|can (it|that|this|i|you)|will (it|that|this)|should i|do i|could (it|that|this)|would (it|that|this)|when should|yes|no|not sure|yeah|nope|yep)\b`)
	// refers holds a word that points back.
	refers = regexp.MustCompile(`(?i)\b(it|this|that|these|those|they|them|its|their|one|ones|same|other|there|either|both)\b`)
	// bare answers a question that was asked of the person.
	bare = regexp.MustCompile(`(?i)^\W*(yes|no|not sure|yeah|nope|yep|maybe|both|left|right|only|just)\b`)
)

// Limits of a follow-up: longer turns stand on their own.
const (
	shortTurn     = 8   // words
	longestCarry  = 400 // characters of earlier turns put before a follow-up
	carryingTurns = 3   // earlier turns a follow-up may lean on
)

// resolve tells what a message goes on from: the words that were searched for
// before, or nothing when it stands on its own.
func resolve(earlier []Turn, message string) string {
	if len(earlier) == 0 || !isFollowUp(message) {
		return ""
	}
	before := lastQuery(earlier)
	if runes := []rune(before); len(runes) > longestCarry {
		before = string(runes[:longestCarry])
	}
	return before
}

// joinQuery puts a message after what it goes on from.
func joinQuery(before, message string) string {
	if before == "" {
		return message
	}
	return before + "\n" + message
}

func isFollowUp(message string) bool {
	if courtesy(message) {
		return false
	}
	n := len(strings.Fields(message))
	switch {
	case bare.MatchString(message):
		return n <= 2*shortTurn
	case joins.MatchString(message):
		return n <= 2*shortTurn
	case n <= shortTurn && refers.MatchString(message):
		return true
	default: // "which direction?" names no topic of its own
		return n <= shortTurn && !retrieval.Condense(message).Topic
	}
}

// courtesy says nothing to search for: "thanks", "ok great".
func courtesy(message string) bool {
	return !bare.MatchString(message) && !strings.Contains(message, "?") && len(retrieval.Condense(message).Concepts) == 0
}

func lastQuery(turns []Turn) string {
	for i := len(turns) - 1; i >= max(0, len(turns)-carryingTurns); i-- {
		if turns[i].Query != "" {
			return turns[i].Query
		}
	}
	return ""
}
