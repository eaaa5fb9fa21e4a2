package slack

import (
	"context"
	"net/http"
	"strings"
	"time"

	slackgo "github.com/slack-go/slack"
)

// callTimeout bounds one call of the Web API.
const callTimeout = 10 * time.Second

// metadataType names our messages among those of other apps.
const metadataType = "limber_reply"

// Where Slack takes late answers to commands and presses.
const (
	hooks    = "https://hooks.slack.com/"
	govAPI   = "https://slack-gov.com/api/"
	govHooks = "https://hooks.slack-gov.com/"
)

// A client speaks to Slack with slack-go, which changes often: nothing but
// this file calls it.
type client struct {
	api   *slackgo.Client
	http  *http.Client
	hooks string // addresses that Respond may use begin with it
}

// newClient makes a client. An apiURL replaces Slack's address.
func newClient(token, appToken, apiURL string, transport http.RoundTripper) *client {
	c := &client{http: &http.Client{Timeout: callTimeout, Transport: transport}, hooks: hooks}
	opts := []slackgo.Option{slackgo.OptionHTTPClient(c.http)}
	if appToken != "" {
		opts = append(opts, slackgo.OptionAppLevelToken(appToken))
	}
	if apiURL != "" {
		apiURL = strings.TrimSuffix(apiURL, "/") + "/"
		opts, c.hooks = append(opts, slackgo.OptionAPIURL(apiURL)), apiURL
		if apiURL == govAPI {
			c.hooks = govHooks
		}
	}
	c.api = slackgo.New(token, opts...)
	return c
}

func (c *client) Self(ctx context.Context) (identity, error) {
	r, err := c.api.AuthTestContext(ctx)
	if err != nil {
		return identity{}, asFault(err)
	}
	return identity{User: r.UserID, Bot: r.BotID, Team: r.TeamID}, nil
}

func (c *client) Post(ctx context.Context, m message) (spot, error) {
	channel, ts, err := c.api.PostMessageContext(ctx, m.Channel, m.options()...)
	return spot{channel, ts}, asFault(err)
}

func (c *client) Update(ctx context.Context, at spot, m message) error {
	m.Thread = ""
	_, _, _, err := c.api.UpdateMessageContext(ctx, at.Channel, at.TS, m.options()...)
	return asFault(err)
}

func (c *client) Delete(ctx context.Context, at spot) error {
	_, _, err := c.api.DeleteMessageContext(ctx, at.Channel, at.TS)
	return asFault(err)
}

func (c *client) Find(ctx context.Context, thread spot, key string) (ts string, err error) {
	err = c.replies(ctx, thread, func(m *slackgo.Message) bool {
		if m.Metadata.EventType == metadataType && m.Metadata.EventPayload["key"] == key {
			ts = m.Timestamp
		}
		return ts == ""
	})
	return ts, err
}

func (c *client) Torn(ctx context.Context, thread spot, bot string) (out []spot, err error) {
	err = c.replies(ctx, thread, func(m *slackgo.Message) bool {
		if m.User == bot && m.Metadata.EventType == "" {
			out = append(out, spot{thread.Channel, m.Timestamp})
		}
		return true
	})
	return out, err
}

// replies shows the messages of a thread to see until it returns false.
func (c *client) replies(ctx context.Context, thread spot, see func(*slackgo.Message) bool) error {
	p := &slackgo.GetConversationRepliesParameters{ChannelID: thread.Channel, Timestamp: thread.TS, Limit: 200, IncludeAllMetadata: true}
	for range 5 { // pages
		found, more, next, err := c.api.GetConversationRepliesContext(ctx, p)
		if err != nil {
			return asFault(err)
		}
		for i := range found {
			if !see(&found[i]) {
				return nil
			}
		}
		if !more || next == "" {
			break
		}
		p.Cursor = next
	}
	return nil
}

func (c *client) StartStream(ctx context.Context, m stream) (spot, error) {
	opts := []slackgo.MsgOption{slackgo.MsgOptionTS(m.Thread), slackgo.MsgOptionMarkdownText(m.Markdown)}
	if m.User != "" {
		opts = append(opts, slackgo.MsgOptionRecipientUserID(m.User), slackgo.MsgOptionRecipientTeamID(m.Team))
	}
	channel, ts, err := c.api.StartStreamContext(ctx, m.Channel, opts...)
	return spot{channel, ts}, asFault(err)
}

func (c *client) AppendStream(ctx context.Context, at spot, markdown string) error {
	_, _, err := c.api.AppendStreamContext(ctx, at.Channel, at.TS, slackgo.MsgOptionMarkdownText(markdown))
	return asFault(err)
}

func (c *client) StopStream(ctx context.Context, at spot, m message) error {
	opts := m.options()[1:] // a stream has no text of its own
	if m.Rest != "" {
		opts = append(opts, slackgo.MsgOptionMarkdownText(m.Rest))
	}
	_, _, err := c.api.StopStreamContext(ctx, at.Channel, at.TS, opts...)
	return asFault(err)
}

func (c *client) Status(ctx context.Context, thread spot, status string) error {
	return asFault(c.api.SetAssistantThreadsStatusContext(ctx, slackgo.AssistantThreadsSetStatusParameters{
		ChannelID: thread.Channel, ThreadTS: thread.TS, Status: status,
	}))
}

func (c *client) Prompts(ctx context.Context, channel string, p []prompt) error {
	params := slackgo.AssistantThreadsSetSuggestedPromptsParameters{ChannelID: channel}
	for _, x := range p {
		params.Prompts = append(params.Prompts, slackgo.AssistantThreadsPrompt{Title: x.Title, Message: x.Message})
	}
	return asFault(c.api.SetAssistantThreadsSuggestedPromptsContext(ctx, params))
}

func (c *client) Home(ctx context.Context, user string, blocks []slackgo.Block) error {
	view := slackgo.HomeTabViewRequest{Type: slackgo.VTHomeTab, Blocks: slackgo.Blocks{BlockSet: blocks}}
	_, err := c.api.PublishViewContext(ctx, slackgo.PublishViewContextRequest{UserID: user, View: view})
	return asFault(err)
}

func (c *client) Respond(ctx context.Context, url string, m message) error {
	if !strings.HasPrefix(url, c.hooks) {
		return &fault{kind: refused, code: "not_an_address_of_slack"}
	}
	msg := &slackgo.WebhookMessage{Text: m.Text, ResponseType: slackgo.ResponseTypeEphemeral}
	if len(m.Blocks) > 0 {
		msg.Blocks = &slackgo.Blocks{BlockSet: m.Blocks}
	}
	return asFault(slackgo.PostWebhookCustomHTTPContext(ctx, url, c.http, msg))
}

// options are the text, in first place, and all else of a message.
func (m message) options() []slackgo.MsgOption {
	opts := []slackgo.MsgOption{
		slackgo.MsgOptionText(m.Text, false),
		slackgo.MsgOptionDisableLinkUnfurl(), slackgo.MsgOptionDisableMediaUnfurl(),
	}
	if m.Thread != "" {
		opts = append(opts, slackgo.MsgOptionTS(m.Thread))
	}
	if len(m.Blocks) > 0 {
		opts = append(opts, slackgo.MsgOptionBlocks(m.Blocks...))
	}
	if m.Key != "" {
		opts = append(opts, slackgo.MsgOptionMetadata(slackgo.SlackMetadata{
			EventType: metadataType, EventPayload: map[string]any{"key": m.Key},
		}))
	}
	return opts
}
