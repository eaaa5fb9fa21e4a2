package slack

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	slackgo "github.com/slack-go/slack"
)

// ManifestOptions say what an app manifest is for.
type ManifestOptions struct {
	URL          string // where Slack reaches the server, https; not needed with Socket
	Socket       bool   // deliveries by Socket Mode
	MentionsOnly bool   // in channels hear mentions only, not follow-ups in a thread: two scopes less
}

// Manifest is the app manifest to paste into Slack, as JSON, with the least
// scopes that the bot can work with.
func Manifest(o ManifestOptions) ([]byte, error) {
	if u, err := url.Parse(o.URL); !o.Socket && (err != nil || u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "") {
		return nil, fmt.Errorf("make manifest: Slack needs an https address, such as https://limber.example.org")
	}
	t, err := loadTexts()
	if err != nil {
		return nil, err
	}
	m := slackgo.Manifest{
		Metadata: slackgo.ManifestMetadata{MajorVersion: 2, MinorVersion: 1},
		Display: slackgo.Display{
			Name: "Limber", Description: "Answers from health articles, with sources. Not a doctor.", BackgroundColor: "#1f4d4a",
		},
		Features:    features(t),
		OAuthConfig: slackgo.OAuthConfig{Scopes: slackgo.OAuthScopes{Bot: o.scopes()}},
		Settings: slackgo.Settings{
			EventSubscriptions: &slackgo.EventSubscriptions{BotEvents: o.events()},
			Interactivity:      &slackgo.Interactivity{IsEnabled: true},
			SocketModeEnabled:  o.Socket,
		},
	}
	if !o.Socket {
		base := strings.TrimSuffix(o.URL, "/") + "/slack/"
		m.Settings.EventSubscriptions.RequestUrl = base + "events"
		m.Settings.Interactivity.RequestUrl = base + "interactivity"
		m.Features.SlashCommands[0].Url = base + "commands"
	}
	b, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encode manifest: %w", err)
	}
	return append(b, '\n'), nil
}

func features(t *texts) slackgo.Features {
	view := &slackgo.AgentView{AgentDescription: cut(oneLine(t.HomeIntro+" "+t.Disclaimer), 300)}
	for _, p := range t.Prompts {
		view.SuggestedPrompts = append(view.SuggestedPrompts, slackgo.ManifestSuggestedPrompt{Title: p.Title, Message: p.Message})
	}
	return slackgo.Features{
		AgentView: view,
		AppHome:   slackgo.AppHome{HomeTabEnabled: true, MessagesTabEnabled: true},
		BotUser:   slackgo.BotUser{DisplayName: "Limber", AlwaysOnline: true},
		SlashCommands: []slackgo.ManifestSlashCommand{{
			Command: "/limber", Description: "Ask privately about leg pain at night", UsageHint: "why do my legs ache when I lie down?",
		}},
	}
}

// scopes are the rights of the bot: hear mentions and direct messages, write,
// be a command. Status and prompts need no more than chat:write; older apps had
// assistant:write for them. Follow-ups in threads are heard by reading the
// channels the bot was invited to.
func (o ManifestOptions) scopes() []string {
	s := []string{"app_mentions:read", "chat:write", "commands", "im:history"}
	if !o.MentionsOnly {
		s = append(s, "channels:history", "groups:history")
	}
	return s
}

func (o ManifestOptions) events() []string {
	e := []string{"agent_session_stopped", "app_home_opened", "app_mention", "app_uninstalled", "message.im", "tokens_revoked"}
	if !o.MentionsOnly {
		e = append(e, "message.channels", "message.groups")
	}
	return e
}
