package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"

	"github.com/limber-health/limber/api/slack"
)

// slackFlags configure the Slack bot. Without a bot token there is none.
type slackFlags struct {
	SlackBotToken      string   `help:"Bot token of the Slack app, xoxb-…. Empty: no Slack. Secret." secret:"true" placeholder:"TOKEN"`
	SlackSigningSecret string   `help:"Signing secret of the Slack app, with which Slack's requests are checked. Secret." secret:"true" placeholder:"SECRET"`
	SlackAppToken      string   `help:"App token, xapp-…, for Socket Mode: Slack needs no way in to this server. Secret." secret:"true" placeholder:"TOKEN"`
	SlackPolicy        string   `help:"What happens to questions in channels: ${enum}." enum:"thread,dm,refuse" default:"thread"`
	SlackChannels      []string `help:"Ids of the channels to answer in, separated by commas. None: all the bot is invited to." placeholder:"C01,..."`
	SlackTeams         []string `help:"Ids of the workspaces to answer, separated by commas. None: all." placeholder:"T01,..."`
	SlackRateLimit     int      `help:"Messages a minute for each person; 0 switches the limit off." default:"20"`
	SlackLocale        string   `help:"Language and country of the people in Slack, such as en-GB: whose emergency numbers are shown." placeholder:"TAG"`
	SlackAPI           string   `name:"slack-api-url" help:"Address of Slack's Web API; for GovSlack https://slack-gov.com/api/." default:"https://slack.com/api/" placeholder:"URL"`
	PublicURL          string   `help:"Address under which people reach this server, for links to sources, such as https://limber.example.org." placeholder:"URL"`
}

func (s slackFlags) check() error {
	var faults []error
	switch {
	case s.SlackBotToken == "" && (s.SlackSigningSecret != "" || s.SlackAppToken != ""):
		faults = append(faults, errors.New("--slack-bot-token is missing; Slack shows it under OAuth & Permissions"))
	case s.SlackBotToken != "" && s.SlackSigningSecret == "" && s.SlackAppToken == "":
		faults = append(faults, errors.New("--slack-signing-secret is missing; Slack shows it under Basic Information (or set --slack-app-token for Socket Mode)"))
	}
	if s.SlackRateLimit < 0 {
		faults = append(faults, errors.New("--slack-rate-limit is negative; use 0 for no limit"))
	}
	if s.PublicURL != "" && !isWeb(s.PublicURL) {
		faults = append(faults, errors.New("--public-url is not a web address; try https://limber.example.org"))
	}
	if !isWeb(s.SlackAPI) {
		faults = append(faults, errors.New("--slack-api-url is not a web address; leave it out for https://slack.com/api/"))
	}
	return errors.Join(faults...)
}

func isWeb(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}

// slackAPI is Slack's Web API for all but governments.
const slackAPI = "https://slack.com/api/"

// slackBot is the bot of a server; without one it does nothing.
type slackBot struct{ bot *slack.Bot }

// bot makes the Slack bot if one is wanted.
func (s slackFlags) bot(a *app, store slack.Store, log *slog.Logger) (slackBot, error) {
	if s.SlackBotToken == "" {
		return slackBot{}, nil
	}
	limit, address := s.SlackRateLimit, s.SlackAPI
	if limit == 0 {
		limit = -1
	}
	if address == slackAPI {
		address = ""
	}
	b, err := slack.New(a.chat, slack.Options{
		SigningSecret: s.SlackSigningSecret, BotToken: s.SlackBotToken, AppToken: s.SlackAppToken,
		Policy: slack.Policy(s.SlackPolicy), Channels: s.SlackChannels, Teams: s.SlackTeams,
		RateLimit: limit, Locale: s.SlackLocale, PublicURL: s.PublicURL, Store: store, Log: log, APIURL: address,
		Meter: a.watch.Metrics(),
	})
	return slackBot{b}, err
}

// handler takes deliveries over HTTP; nil if there are none to take.
func (b slackBot) handler() http.Handler {
	if b.bot == nil {
		return nil
	}
	return b.bot
}

// run works until ctx ends.
func (b slackBot) run(ctx context.Context) error {
	if b.bot == nil {
		return nil
	}
	return b.bot.Run(ctx)
}

// slackCmd holds what an operator needs to set Slack up.
type slackCmd struct {
	Manifest manifestCmd `cmd:"" help:"Print the app manifest to paste at https://api.slack.com/apps."`
}

// manifestCmd prints the app manifest.
type manifestCmd struct {
	URL          string `help:"Address under which Slack reaches this server, such as https://limber.example.org." placeholder:"URL"`
	Socket       bool   `help:"For Socket Mode: no address is needed."`
	MentionsOnly bool   `help:"Do not ask to read channels: follow-ups in a thread then need a mention each."`
}

// Run prints the manifest.
func (m *manifestCmd) Run(_ context.Context, std stdio) error {
	b, err := slack.Manifest(slack.ManifestOptions{URL: m.URL, Socket: m.Socket, MentionsOnly: m.MentionsOnly})
	if err != nil {
		return fmt.Errorf("%w: %w (give it with --url, or use --socket)", errUsage, err)
	}
	_, err = std.out.Write(b)
	return err
}
