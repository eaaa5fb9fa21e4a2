package slack

import (
	"context"
	"errors"
	"fmt"
	"time"

	slackgo "github.com/slack-go/slack"
)

// A web is what the bot asks of Slack's Web API. Errors are *fault.
type web interface {
	// Self returns the bot's own user and bot id.
	Self(ctx context.Context) (identity, error)
	// Post sends a message and returns where it stands.
	Post(ctx context.Context, m message) (spot, error)
	// Update replaces a message.
	Update(ctx context.Context, at spot, m message) error
	// Delete removes a message.
	Delete(ctx context.Context, at spot) error
	// Find looks for a message of ours with this key; "" if there is none.
	Find(ctx context.Context, thread spot, key string) (string, error)
	// Torn looks for messages of the bot in a thread that show no key, as streams
	// that were begun and never ended do.
	Torn(ctx context.Context, thread spot, bot string) ([]spot, error)

	// StartStream begins a message that grows.
	StartStream(ctx context.Context, m stream) (spot, error)
	// AppendStream adds Markdown.
	AppendStream(ctx context.Context, at spot, markdown string) error
	// StopStream adds the last Markdown and blocks and ends the growth.
	StopStream(ctx context.Context, at spot, m message) error

	// Status says what the bot is doing in a thread; "" ends it.
	Status(ctx context.Context, thread spot, status string) error
	// Prompts offers questions in a messages tab.
	Prompts(ctx context.Context, channel string, p []prompt) error
	// Home publishes a person's home tab.
	Home(ctx context.Context, user string, blocks []slackgo.Block) error
	// Respond answers a command or a press where only that person sees it.
	Respond(ctx context.Context, url string, m message) error
}

// An identity is who the bot is.
type identity struct{ User, Bot, Team string }

// A spot is a place in a channel: a message, or the thread under it.
type spot struct{ Channel, TS string }

// A message is what is posted. Text is for notifications, and for the reader
// if Blocks are empty.
type message struct {
	Channel string // or a user's id: the direct messages with them
	Thread  string // empty: not in a thread
	Text    string // escaped
	Whole   string // all that Blocks say, escaped, should Slack refuse them; empty: Text
	Blocks  []slackgo.Block
	Key     string // kept with the message, to find it again
	Rest    string // Markdown that a stream ends with
}

// A stream is a message that grows.
type stream struct {
	Channel, Thread string
	User, Team      string // who reads it; empty in direct messages
	Markdown        string // its beginning
}

// A prompt is a question offered to a person.
type prompt struct {
	Title   string `yaml:"title"`
	Message string `yaml:"message"`
}

// faultKind tells what to do about a failed call.
type faultKind int

const (
	refused faultKind = iota // Slack will not do this
	limited                  // later
	broken                   // unknown whether it was done
	revoked                  // the token is not valid now
)

// A fault is a failed call. It holds a code of Slack's and no text.
type fault struct {
	kind  faultKind
	code  string
	after time.Duration // of limited
}

func (f *fault) Error() string { return "call slack: " + f.code }

// revokedCodes say that the token is not valid.
var revokedCodes = map[string]bool{
	"token_revoked": true, "invalid_auth": true, "account_inactive": true, "not_authed": true,
	"token_expired": true, "org_login_required": true, "ekm_access_denied": true,
}

// brokenCodes say that Slack is not well.
var brokenCodes = map[string]bool{
	"internal_error": true, "fatal_error": true, "service_unavailable": true, "request_timeout": true,
	"team_added_to_org": true,
}

// asFault turns any error of a call into a *fault.
func asFault(err error) error {
	var limit *slackgo.RateLimitedError
	var answer slackgo.SlackErrorResponse
	var status slackgo.StatusCodeError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &limit):
		return &fault{kind: limited, code: "ratelimited", after: max(limit.RetryAfter, time.Second)}
	case errors.As(err, &answer):
		return codeFault(answer.Err)
	case errors.As(err, &status):
		return statusFault(status.Code)
	}
	// A network error's text can hold an address with a secret in it.
	return &fault{kind: broken, code: fmt.Sprintf("network (%T)", err)}
}

func codeFault(code string) *fault {
	f := &fault{kind: refused, code: wellFormedCode(code)}
	switch {
	case code == "ratelimited" || code == "rate_limited":
		f.kind, f.after = limited, time.Second
	case revokedCodes[code]:
		f.kind = revoked
	case brokenCodes[code]:
		f.kind = broken
	}
	return f
}

func statusFault(status int) *fault {
	f := &fault{kind: broken, code: fmt.Sprintf("status %d", status)}
	switch {
	case status == 429:
		f.kind, f.after = limited, time.Second
	case status == 401 || status == 403:
		f.kind = revoked
	case status < 500:
		f.kind = refused
	}
	return f
}

// wellFormedCode keeps a code that looks like one of Slack's.
func wellFormedCode(code string) string {
	if len(code) > 64 {
		return "unknown"
	}
	for _, r := range code {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '_' {
			return "unknown"
		}
	}
	return code
}

// is reports whether err is a refusal with one of the codes.
func is(err error, codes ...string) bool {
	var f *fault
	if !errors.As(err, &f) || f.kind != refused {
		return false
	}
	for _, c := range codes {
		if f.code == c {
			return true
		}
	}
	return false
}
