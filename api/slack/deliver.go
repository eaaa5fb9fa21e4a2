package slack

import (
	"context"
	"errors"
	"time"
)

const (
	// patience is how long a run waits itself; longer waits free the worker.
	patience = 5 * time.Second
	// attempts of one call in one run.
	attempts = 4
	// revokedWait is the time between tries with a token that is not valid.
	revokedWait = time.Minute
	// longestWait between tries with a Slack that is not well.
	longestWait = 5 * time.Minute
)

// call makes a call of Slack work: it waits as long as Slack asks to, tries
// again what broke, and puts the job off when that takes too long. After a
// call of which nobody knows whether it worked, done may find out.
func (r *run) call(ctx context.Context, f func() error, done func() bool) error {
	wait := 250 * time.Millisecond
	for try := 1; ; try++ {
		err := f()
		var x *fault
		if err == nil || !errors.As(err, &x) || x.kind == refused {
			return err
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		pause := wait
		switch x.kind {
		case limited:
			pause = x.after
		case revoked:
			return &later{revokedWait, err}
		default:
			if done != nil && done() {
				return nil
			}
			wait *= 3
		}
		if try == attempts || pause > patience {
			return &later{max(pause, r.backoff()), err}
		}
		if err := sleep(ctx, pause); err != nil {
			return err
		}
	}
}

// backoff is the time before the next run, longer with each.
func (r *run) backoff() time.Duration {
	return min(longestWait, time.Second<<min(r.job.Tries, 9))
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// post sends a message once. part names it within the job. After a try whose
// end nobody saw, it first looks whether the message stands already.
func (r *run) post(ctx context.Context, m message, part string) (spot, error) {
	m.Key = r.job.ID + "/" + part
	var at spot
	found := func() bool {
		if m.Thread == "" {
			return false // direct messages are not searched
		}
		ts, err := r.b.web.Find(ctx, spot{m.Channel, m.Thread}, m.Key)
		at = spot{m.Channel, ts}
		return err == nil && ts != ""
	}
	if r.job.Tries > 0 && found() {
		return at, nil
	}
	err := r.call(ctx, func() (err error) {
		at, err = r.b.web.Post(ctx, m)
		return err
	}, found)
	if is(err, "invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long", "invalid_arguments") && m.Blocks != nil {
		r.b.log.Error("slack: blocks were refused; sending plain text", "error", err)
		if m.Whole != "" {
			m.Text = m.Whole
		}
		return r.post(ctx, message{Channel: m.Channel, Thread: m.Thread, Text: m.Text}, part)
	}
	return at, err
}

// unreachable reports whether nothing can be posted in this place.
func unreachable(err error) bool {
	return is(err, "channel_not_found", "not_in_channel", "is_archived", "restricted_action", "thread_not_found",
		"restricted_action_thread_only_channel", "restricted_action_read_only_channel", "restricted_action_thread_locked",
		"cannot_reply_to_message", "message_not_found", "messages_tab_disabled", "cannot_dm_bot", "user_not_found",
		"user_disabled", "no_permission", "missing_scope", "not_allowed_token_type", "ekm_access_denied", "user_is_bot")
}

// here posts where the message was written. When that cannot be done, it
// tries direct messages and the answer that only the person sees.
func (r *run) here(ctx context.Context, m message, part string) (spot, error) {
	t := r.t
	if t.Channel == "" {
		return r.aside(ctx, m, part)
	}
	m.Channel, m.Thread = t.Channel, t.Root
	at, err := r.post(ctx, m, part)
	if err != nil && unreachable(err) {
		if at, aside := r.aside(ctx, m, part); aside == nil {
			return at, nil
		}
	}
	return at, err
}

// aside posts to the person alone: by direct message or, if that is refused,
// as an answer to the command or press.
func (r *run) aside(ctx context.Context, m message, part string) (spot, error) {
	m.Channel, m.Thread = r.t.User, ""
	at, err := r.post(ctx, m, part)
	if err != nil && r.t.Hook != "" && unreachable(err) {
		if r.b.web.Respond(ctx, r.t.Hook, m) == nil {
			return spot{}, nil
		}
	}
	return at, err
}

func isRevoked(err error) bool {
	var f *fault
	return errors.As(err, &f) && f.kind == revoked
}
