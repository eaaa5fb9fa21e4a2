package slack

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/limber-health/limber/chat"
)

// triaged tells a danger at once, and decides whether an answer follows.
func (r *run) triaged(ctx context.Context, v *chat.Verdict, th *Thread, keys []string) error {
	t := r.t
	if v.Level > chat.LevelNone && !(t.Noticed && (t.Copied || t.dm())) {
		if t.Remind = known(v, th); !t.Remind {
			if err := r.warn(ctx, v); err != nil {
				return err
			}
			th.Level = int(v.Level)
			for _, f := range v.Findings {
				if !slices.Contains(th.Rules, f.Rule) {
					th.Rules = append(th.Rules, f.Rule)
				}
			}
			if err := r.keep(ctx, th, keys); err != nil {
				return err
			}
		}
	}
	r.judged.Store(true)
	if err := r.hold(ctx); err != nil {
		return err
	}
	if t.Quiet || t.Why == private || t.Why != "" && v.Level < chat.LevelUrgent {
		return errEnough
	}
	if err := r.head(ctx, keys, th); err != nil {
		return err
	}
	r.lead = r.leadMarkdown(v)
	r.status(ctx, r.b.texts.Status)
	return nil
}

// known reports whether the person has seen this danger: nothing is higher and
// no rule is new. Then one line is enough.
func known(v *chat.Verdict, th *Thread) bool {
	if int(v.Level) > th.Level || v.Reminder == "" {
		return false
	}
	for _, f := range v.Findings {
		if !slices.Contains(th.Rules, f.Rule) {
			return false
		}
	}
	return true
}

// warn posts the notice of a danger: in the thread, and by direct message when
// that is in a channel. It is never only a message that a reload takes away.
func (r *run) warn(ctx context.Context, v *chat.Verdict) error {
	t, m := r.t, r.b.write.notice(v)
	name := fmt.Sprintf("notice%d-%d", v.Level, len(v.Findings))
	if !t.Noticed && t.Channel != "" {
		if _, err := r.here(ctx, m, name); err != nil {
			r.hint(ctx, m, err)
			return err
		}
	}
	t.Noticed = true
	if err := r.note(ctx); err != nil && !errors.Is(err, errStopped) {
		return err
	}
	if t.dm() || t.Copied {
		return nil
	}
	if t.Shown != "" {
		m.Blocks = append(m.Blocks, r.restated())
	}
	at, err := r.aside(ctx, m, "copy")
	r.hint(ctx, m, err)
	if err != nil && t.Channel != "" && errors.As(err, new(*fault)) && !errors.As(err, new(*later)) {
		r.b.log.Error("slack: the notice could not be copied to direct messages", "error", err)
		err = nil // it stands in the thread
	}
	if err != nil {
		return err
	}
	t.Copied, t.Private = true, at
	if err := r.note(ctx); !errors.Is(err, errStopped) {
		return err
	}
	return nil
}

// hint shows a notice that cannot be posted yet to the person who pressed or
// commanded. That may vanish, so it does not count.
func (r *run) hint(ctx context.Context, m message, err error) {
	if isRevoked(err) && r.t.Hook != "" && !r.t.Hinted && r.b.web.Respond(ctx, r.t.Hook, m) == nil {
		r.t.Hinted = true
		_ = r.note(ctx) // at worst it is shown twice
	}
}

// instead says what comes in place of an answer, if anything.
func (r *run) instead(ctx context.Context) error {
	words := map[reason]string{tooBusy: r.b.texts.Busy, tooFast: r.b.texts.Fast, private: r.b.texts.Private}[r.t.Why]
	if r.t.Quiet || words == "" {
		return nil
	}
	_, err := r.here(ctx, say(words), "instead")
	return err
}
