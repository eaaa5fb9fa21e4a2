package slack

import (
	"context"
	"encoding/json"
	"strings"
)

// An envelope is one delivery of the Events API.
type envelope struct {
	Type           string          `json:"type"`
	Challenge      string          `json:"challenge"`
	Team           string          `json:"team_id"`
	ID             string          `json:"event_id"`
	Event          json.RawMessage `json:"event"`
	Authorizations []struct {
		User string `json:"user_id"`
		Bot  bool   `json:"is_bot"`
	} `json:"authorizations"`
}

// An event is what the bot reads of any event.
type event struct {
	Type        string `json:"type"`
	Subtype     string `json:"subtype"`
	Channel     string `json:"channel"`
	ChannelType string `json:"channel_type"`
	User        string `json:"user"`
	Bot         string `json:"bot_id"`
	Text        string `json:"text"`
	TS          string `json:"ts"`
	Thread      string `json:"thread_ts"`
	Client      string `json:"client_msg_id"`
	Tab         string `json:"tab"`
	Deleted     string `json:"deleted_ts"`
	Message     *event `json:"message"`
	Previous    *event `json:"previous_message"`
	Edited      *struct {
		TS string `json:"ts"`
	} `json:"edited"`
}

// takeEvent takes a delivery of the Events API, by whatever way it came.
func (b *Bot) takeEvent(ctx context.Context, raw []byte) (any, error) {
	var env envelope
	if json.Unmarshal(raw, &env) != nil {
		return nil, errMalformed
	}
	switch env.Type {
	case "url_verification":
		return map[string]string{"challenge": env.Challenge}, nil
	case "event_callback":
	default:
		return nil, nil // such as app_rate_limited: nothing to do
	}
	if !allowed(b.opts.Teams, env.Team) {
		return nil, nil
	}
	var e event
	if json.Unmarshal(env.Event, &e) != nil {
		return nil, nil // a shape the bot did not subscribe to
	}
	return nil, b.route(ctx, &env, &e)
}

// route sends an event where it belongs. What is not for the bot is neither
// stored nor answered.
func (b *Bot) route(ctx context.Context, env *envelope, e *event) error {
	switch e.Type {
	case "app_mention":
		return b.said(ctx, env, e)
	case "message":
		switch e.Subtype {
		case "", "file_share", "thread_broadcast":
			return b.said(ctx, env, e)
		case "message_changed":
			return b.changed(ctx, env, e)
		case "message_deleted":
			return b.deleted(ctx, env, e, e.Deleted)
		}
	case "agent_session_stopped":
		return b.stopped(ctx, env, e)
	case "app_home_opened":
		return b.opened(ctx, env, e)
	case "tokens_revoked", "app_uninstalled":
		b.log.Error("slack: the app was removed from the workspace or lost its token", "event", e.Type)
	}
	return nil
}

// said takes a message that may be for the bot.
func (b *Bot) said(ctx context.Context, env *envelope, e *event) error {
	t := b.heard(ctx, env, e)
	if t == nil {
		return nil
	}
	_, err := b.accept(ctx, t, messageID(env.Team, e.Channel, e.TS), e.keys(env)...)
	return err
}

// messageID names a message, whatever the events that speak of it.
func messageID(team, channel, ts string) string { return "m/" + team + "/" + channel + "/" + ts }

// keys are the other names under which a message may come again.
func (e *event) keys(env *envelope) []string {
	var keys []string
	if env.ID != "" {
		keys = append(keys, "e/"+env.ID)
	}
	if e.Client != "" {
		keys = append(keys, "c/"+env.Team+"/"+e.Channel+"/"+e.Client)
	}
	return keys
}

// heard makes a task of a message, or nil if it is not for the bot: from a
// bot, or in a channel without a mention and not in a thread of the bot's.
func (b *Bot) heard(ctx context.Context, env *envelope, e *event) *task {
	me := b.me(env)
	if e.Bot != "" || e.User == "" || e.User == me || e.TS == "" || e.Channel == "" {
		return nil
	}
	t := &task{Kind: kindAsk, Team: env.Team, Channel: e.Channel, User: e.User, Root: e.Thread, Threaded: e.Thread != ""}
	if t.Root == "" {
		t.Root = e.TS
	}
	mentioned := e.Type == "app_mention" || me != "" && strings.Contains(e.Text, "<@"+me)
	switch {
	case e.ChannelType == "im" || t.dm():
		t.From = fromDM
	case mentioned:
		t.From = fromMention
	case t.Threaded && b.joined(ctx, t):
		t.From = fromThread
		// Two people talking to each other want no answer, but a danger is told.
		t.Quiet = me != "" && strings.HasPrefix(strings.TrimSpace(e.Text), "<@")
	default:
		return nil
	}
	t.Text = spoken(e.Text)
	if t.From != fromDM && (b.opts.Policy == Refuse || !allowed(b.opts.Channels, t.Channel)) {
		t.Why, t.Quiet = private, t.Quiet || t.From == fromThread
	}
	return t
}

// me is the bot's user id.
func (b *Bot) me(env *envelope) string {
	for _, a := range env.Authorizations {
		if a.Bot {
			return a.User
		}
	}
	if who := b.self.Load(); who != nil {
		return who.User
	}
	return ""
}

// joined reports whether the bot is part of the thread. When the store cannot
// tell, the message is taken: an answer too many beats a danger not seen.
func (b *Bot) joined(ctx context.Context, t *task) bool {
	th, err := b.store.Thread(ctx, t.place())
	return err != nil || th != nil
}

// changed takes an edited message: a first sight of it is answered, else it
// is looked at for a new danger.
func (b *Bot) changed(ctx context.Context, env *envelope, e *event) error {
	m := e.Message
	if m == nil {
		return nil
	}
	m.Type, m.Channel, m.ChannelType = "message", e.Channel, e.ChannelType
	if m.Subtype == "tombstone" {
		return b.deleted(ctx, env, e, m.TS)
	}
	if m.Edited == nil || e.Previous != nil && e.Previous.Text == m.Text {
		return nil // a preview or a count of replies
	}
	t := b.heard(ctx, env, m)
	if t == nil {
		return nil
	}
	id := messageID(env.Team, m.Channel, m.TS)
	fresh, err := b.accept(ctx, t, id, (&event{Channel: m.Channel, Client: m.Client}).keys(&envelope{Team: env.Team})...)
	if err != nil || fresh {
		return err
	}
	t.Kind, t.Quiet = kindEdit, true
	_, err = b.accept(ctx, t, "x"+id+"/"+m.Edited.TS, (&event{}).keys(env)...)
	return err
}

// deleted stops the answer to a message and erases its conversation.
func (b *Bot) deleted(ctx context.Context, env *envelope, e *event, ts string) error {
	t := &task{Kind: kindErase, Team: env.Team, Channel: e.Channel, Root: ts}
	if p := e.Previous; p != nil {
		if p.Bot != "" {
			return nil // a message of ours
		}
		t.User = p.User
		if p.Thread != "" {
			t.Root = p.Thread
		}
	}
	id := messageID(env.Team, e.Channel, ts)
	known, err := b.store.Delete(ctx, id)
	if err != nil || !known {
		return err
	}
	b.interrupt(func(r *run) bool { return r.job.ID == id }, Deleted)
	_, err = b.accept(ctx, t, "d"+id, (&event{}).keys(env)...)
	return err
}

// stopped ends the work in a thread whose reader pressed stop.
func (b *Bot) stopped(ctx context.Context, env *envelope, e *event) error {
	t := &task{Team: env.Team, Channel: e.Channel, User: e.User, Root: e.Thread}
	if err := b.store.Stop(ctx, t.line()); err != nil {
		return err
	}
	b.interrupt(func(r *run) bool { return r.job.Thread == t.line() }, Stopped)
	return nil
}

// opened greets a person who opened the app.
func (b *Bot) opened(ctx context.Context, env *envelope, e *event) error {
	t := &task{Kind: kindPrompts, Team: env.Team, Channel: e.Channel, User: e.User}
	if e.Tab == "home" {
		t.Kind = kindHome
	}
	if env.ID == "" || e.User == "" {
		return nil
	}
	_, err := b.accept(ctx, t, "h/"+env.ID)
	return err
}
