package slack

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"

	slackgo "github.com/slack-go/slack"
)

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
	Actions []action `json:"actions"`
}

// An action is one button that was pressed.
type action struct {
	ID    string `json:"action_id"`
	Value string `json:"value"`
	TS    string `json:"action_ts"`
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
		t, id := b.pressed(&p, a)
		if t == nil {
			continue
		}
		if _, err := b.accept(ctx, t, id); err != nil {
			return err
		}
	}
	return nil
}

// pressed makes a task of a press and names it; nil if the button is not ours.
// A second press on the same button is the same message.
func (b *Bot) pressed(p *press, a action) (*task, string) {
	t := &task{
		Kind: kindAsk, From: fromButton, Team: p.Team.ID, Channel: p.Channel.ID, User: p.User.ID,
		Root: p.Message.Thread, Threaded: p.Message.Thread != "", Hook: p.Hook,
	}
	if t.Root == "" {
		t.Root = p.Message.TS
	}
	id := strings.Join([]string{"b", t.Team, t.Channel, p.Message.TS, a.ID, t.User}, "/")
	switch name := strings.TrimRight(a.ID, "0123456789-"); {
	case name == actionRate:
		up, receipt, _ := strings.Cut(a.Value, " ")
		t.Kind, t.Up, t.Receipt = kindRate, up == "up", receipt
		return t, "r/" + receipt + "/" + t.User + "/" + a.TS
	case name == actionErase:
		t.Kind, t.Channel, t.Root = kindForget, "", ""
		return t, "z/" + t.Team + "/" + p.Trigger
	case t.Channel == "":
		return nil, ""
	case name == actionAsk:
		t.Text, t.Shown = a.Value, a.Value
	case name == actionCheck && strings.Count(a.Value, " ") >= 2:
		f := strings.SplitN(a.Value, " ", 3)
		t.Receipt, t.Text = f[0], f[2]
		t.Question, _ = strconv.Atoi(f[1]) // ours: a number
	default:
		return nil, ""
	}
	if !t.dm() && (b.opts.Policy == Refuse || !allowed(b.opts.Channels, t.Channel)) {
		t.Why = private
	}
	return t, id
}
