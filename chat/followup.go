package chat

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

var (
	// joins open a turn that goes on with the one before.
	joins = regexp.MustCompile(`(?i)^\W*(and|but|or|so|also|ok(ay)?,? (and|but|so)|what about|how about|what if|even if|then|why( is (that|it))?\W*$|how long\W*$|how( come)?\W*$|is (it|that|this)|does (it|that|this)|can (it|that|this|i|you)|will (it|that|this)|should i|do i|could (it|that|this)|would (it|that|this)|when should|yes|no|not sure|yeah|nope|yep)\b`)
	// refers holds a word that points back.
	refers = regexp.MustCompile(`(?i)\b(it|this|that|these|those|they|them|its|their|one|ones|same|other|there|either|both)\b`)
	// bare answers a question that was asked of the person.
	bare = regexp.MustCompile(`(?i)^\W*(yes|no|not sure|yeah|nope|yep|maybe|ok(ay)?|thanks?( you)?|both|left|right|only|just)\b`)
)

// Limits of a follow-up: longer turns stand on their own.
const (
	shortTurn     = 8   // words
	longestCarry  = 400 // characters of earlier turns put before a follow-up
	carryingTurns = 3   // earlier turns a follow-up may lean on
)

// resolve makes the text to search for: the message, or for a follow-up the
// message after what it follows.
func resolve(earlier []Turn, message string) string {
	if len(earlier) == 0 || !isFollowUp(message) {
		return message
	}
	before := lastQuery(earlier)
	if before == "" {
		return message
	}
	if utf8.RuneCountInString(before) > longestCarry {
		before = string([]rune(before)[:longestCarry])
	}
	return before + "\n" + message
}

func isFollowUp(message string) bool {
	n := len(strings.Fields(message))
	switch {
	case bare.MatchString(message):
		return n <= 2*shortTurn
	case joins.MatchString(message):
		return n <= 2*shortTurn
	default:
		return n <= shortTurn && refers.MatchString(message)
	}
}

func lastQuery(turns []Turn) string {
	for i := len(turns) - 1; i >= max(0, len(turns)-carryingTurns); i-- {
		if turns[i].Query != "" {
			return turns[i].Query
		}
	}
	return ""
}
