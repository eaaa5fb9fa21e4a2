package slack

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	slackgo "github.com/slack-go/slack"

	"github.com/limber-health/limber/chat"
)

// accept stores a task before its delivery is acknowledged, and reports
// whether it was not known. The rules are asked once here, so that red flags
// overtake what waits.
func (b *Bot) accept(ctx context.Context, t *task, id string, keys ...string) (bool, error) {
	t.At = time.Now().UTC()
	lane := Short
	if t.Kind == kindAsk || t.Kind == kindEdit {
		lane = b.lane(t)
	}
	if t.Kind == kindAsk && lane == Ordinary && b.busy() {
		t.Why, lane = tooBusy, Short
	}
	if t.From == fromMention {
		if err := b.join(ctx, t); err != nil {
			return false, err
		}
	}
	body, err := t.encode()
	if err != nil {
		return false, err
	}
	job := Job{ID: id, Thread: t.line(), Lane: lane, Due: t.At, Body: body}
	if t.Kind == kindErase {
		job.Due = t.At.Add(beatEvery + time.Second) // by then every replica has put the message down
	}
	fresh, err := b.store.Accept(ctx, job, keys...)
	if err != nil {
		return false, fmt.Errorf("accept slack delivery: %w", err)
	}
	if fresh {
		b.waiting.Add(1)
		b.rouse()
	}
	return fresh, nil
}

func (b *Bot) lane(t *task) Lane {
	switch {
	case b.level(t.Text) >= int(chat.LevelUrgent):
		return Danger
	case t.Quiet || t.Why != "":
		return Short
	}
	return Ordinary
}

// level is the danger in one text alone; the verdict of the conversation
// comes with the answer.
func (b *Bot) level(text string) int {
	if text == "" {
		return 0
	}
	return int(b.chat.Triage([]string{text}, b.opts.Locale).Level)
}

// join marks a thread as one of the bot's before the first answer, so that
// follow-ups that come at once are heard.
func (b *Bot) join(ctx context.Context, t *task) error {
	th, err := b.store.Thread(ctx, t.place())
	if err != nil {
		return fmt.Errorf("read slack thread: %w", err)
	}
	if th != nil {
		return nil
	}
	if err := b.store.SaveThread(ctx, t.place(), Thread{Used: t.At}); err != nil {
		return fmt.Errorf("save slack thread: %w", err)
	}
	return nil
}

// takeCommand takes a slash command and returns what only the person sees.
func (b *Bot) takeCommand(ctx context.Context, field func(string) string) (any, error) {
	t := &task{
		Kind: kindAsk, From: fromCommand, Team: field("team_id"), User: field("user_id"),
		Text: strings.TrimSpace(unescape.Replace(field("text"))), Hook: field("response_url"),
	}
	trigger := field("trigger_id")
	if t.Team == "" || t.User == "" || trigger == "" {
		return nil, errMalformed
	}
	if !allowed(b.opts.Teams, t.Team) {
		return nil, nil
	}
	if t.Text == "" {
		return ephemeral(say(b.texts.CommandEmpty)), nil
	}
	t.Shown = t.Text
	if _, err := b.accept(ctx, t, "k/"+t.Team+"/"+trigger); err != nil {
		return nil, err
	}
	if v := b.chat.Triage([]string{t.Text}, b.opts.Locale); v.Level > chat.LevelNone {
		return ephemeral(b.write.notice(&v)), nil
	}
	return ephemeral(say(b.texts.CommandTaken)), nil
}

// ephemeral is a message as the reply to a command.
func ephemeral(m message) any {
	return map[string]any{"response_type": "ephemeral", "text": m.Text, "blocks": m.Blocks}
}

// A press is what the bot reads of an interaction.
type press struct {
	Type    string              `json:"type"`
	Trigger string              `json:"trigger_id"`
	Hook    string              `json:"response_url"`
	Team    struct{ ID string } `json:"team"`
	User    struct{ ID string } `json:"user"`
	Channel struct{ ID string } `json:"channel"`
	Message struct {
		TS     string `json:"ts"`
		Thread string `json:"thread_ts"`
	} `json:"message"`
	Actions []struct {
		ID    string `json:"action_id"`
		Value string `json:"value"`
		TS    string `json:"action_ts"`
	} `json:"actions"`
}

// takePress takes an interaction: a press on a button of ours.
func (b *Bot) takePress(ctx context.Context, raw []byte) error {
	var p press
	if json.Unmarshal(raw, &p) != nil {
		return errMalformed
	}
	if p.Type != string(slackgo.InteractionTypeBlockActions) || !allowed(b.opts.Teams, p.Team.ID) {
		return nil
	}
	for _, a := range p.Actions {
		t := &task{
			Kind: kindAsk, From: fromButton, Team: p.Team.ID, Channel: p.Channel.ID, User: p.User.ID,
			Root: p.Message.Thread, Threaded: p.Message.Thread != "", Hook: p.Hook,
		}
		if t.Root == "" {
			t.Root = p.Message.TS
		}
		// A second press on the same button is the same message.
		id := strings.Join([]string{"b", t.Team, t.Channel, p.Message.TS, a.ID, t.User}, "/")
		name := strings.TrimRight(a.ID, "0123456789-")
		switch {
		case name == actionRate:
			up, receipt, _ := strings.Cut(a.Value, " ")
			t.Kind, t.Up, t.Receipt, id = kindRate, up == "up", receipt, "r/"+receipt+"/"+t.User+"/"+a.TS
		case name == actionErase:
			t.Kind, t.Channel, t.Root, id = kindForget, "", "", "z/"+t.Team+"/"+p.Trigger
		case name == actionAsk && t.Channel != "":
			t.Text, t.Shown = a.Value, a.Value
		case name == actionCheck && t.Channel != "":
			f := strings.SplitN(a.Value, " ", 3)
			if len(f) != 3 {
				continue
			}
			t.Receipt, t.Text = f[0], f[2]
			t.Question, _ = strconv.Atoi(f[1])
		default:
			continue
		}
		if t.Channel != "" && !t.dm() && t.Kind == kindAsk && (b.opts.Policy == Refuse || !allowed(b.opts.Channels, t.Channel)) {
			t.Why = private
		}
		if _, err := b.accept(ctx, t, id); err != nil {
			return err
		}
	}
	return nil
}
