package slack

import (
	"context"
	"fmt"
	"strings"
	"time"

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
		b.opts.Meter.Slack(Unstored)
		return false, fmt.Errorf("accept slack delivery: %w", err)
	}
	if !fresh {
		b.opts.Meter.Slack(Duplicate)
		return false, nil
	}
	b.opts.Meter.Slack(Accepted)
	b.waiting.Add(1)
	b.rouse()
	return true, nil
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
