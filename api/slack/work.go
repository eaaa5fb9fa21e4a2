package slack

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// leaseTime is how long a worker may be silent before another takes its job.
	leaseTime = 30 * time.Second
	// beatEvery is how often a lease is renewed, and a stop on another replica seen.
	beatEvery = 3 * time.Second
	// workTime bounds one try.
	workTime = 2 * time.Minute
	// putDownTime is what remains to put a job down when the work must end.
	putDownTime = 5 * time.Second
	// giveUpAfter is the age at which a job that Slack will not take is dropped.
	giveUpAfter = 24 * time.Hour
)

// Reasons for the end of a try.
var (
	errStopped = errors.New("the person pressed stop")
	errDeleted = errors.New("the message was deleted")
	errLost    = errors.New("the lease ran out")
	errEnough  = errors.New("there is no more to say")
)

// later asks for another try.
type later struct {
	after time.Duration
	cause error
}

func (l *later) Error() string { return "later: " + l.cause.Error() }
func (l *later) Unwrap() error { return l.cause }

// A run is one try at a job.
type run struct {
	b    *Bot
	job  Job
	t    *task
	name string // of the worker
	stop context.CancelCauseFunc

	judged atomic.Bool // the verdict is told: a stop may end the work
	grown  *growing
	lead   string // Markdown before the first sentence of a growing answer

	mu sync.Mutex // Extend one at a time
}

// worker does one job after the other until ctx ends.
func (b *Bot) worker(ctx context.Context, name string) error {
	for ctx.Err() == nil {
		now := time.Now()
		job, err := b.store.Claim(ctx, Lease{Owner: name, Now: now, Until: now.Add(leaseTime)})
		if ctx.Err() == nil && err != nil {
			b.log.Error("slack: claim a job", "error", err)
		}
		if err == nil && job != nil {
			b.rouse()
			b.do(ctx, job, name)
			continue
		}
		select {
		case <-ctx.Done():
		case <-b.wake:
		}
	}
	return nil
}

// do tries a job and puts it down: ended, or for a later try.
func (b *Bot) do(ctx context.Context, job *Job, name string) {
	start := time.Now()
	r := &run{b: b, job: *job, name: name}
	var err error
	if r.t, err = decodeTask(job.Body); err == nil {
		err = r.try(ctx)
	} else {
		r.t = &task{}
	}
	down, cancel := context.WithTimeout(context.WithoutCancel(ctx), putDownTime)
	defer cancel()
	outcome := r.putDown(down, err)
	b.log.Info("slack job", "kind", r.t.Kind, "from", r.t.From, "outcome", outcome, "tries", job.Tries, "duration", time.Since(start))
	b.rouse() // the next of this thread
}

// try works on a job, with a lease that is kept and a panic that is caught.
func (r *run) try(parent context.Context) (err error) {
	ctx, cancel := context.WithTimeout(parent, workTime)
	defer cancel()
	ctx, r.stop = context.WithCancelCause(ctx)
	defer r.stop(nil)
	r.b.mu.Lock()
	r.b.running[r.job.ID] = r
	r.b.mu.Unlock()
	var beating sync.WaitGroup
	done := make(chan struct{})
	beating.Go(func() { r.beat(ctx, done) })
	defer func() {
		if recover() != nil { // the panic's value may hold message text
			r.b.log.Error("slack: panic", "stack", string(debug.Stack()))
			err = errors.New("panic")
		}
		close(done)
		beating.Wait()
		r.b.mu.Lock()
		delete(r.b.running, r.job.ID)
		r.b.mu.Unlock()
		if cause := context.Cause(ctx); err != nil && cause != nil && parent.Err() == nil && !errors.Is(cause, context.DeadlineExceeded) {
			err = cause
		}
		if err != nil && parent.Err() != nil {
			err = &later{0, parent.Err()}
		}
	}()
	if err := r.hold(ctx); err != nil && !errors.Is(err, errStopped) {
		return err
	}
	return r.perform(ctx)
}

// interrupt stops running jobs of this process at once.
func (b *Bot) interrupt(which func(*run) bool, why State) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, r := range b.running {
		if which(r) {
			r.interrupt(stateError(why))
		}
	}
}

// interrupt ends the work. A stop waits until the verdict is told.
func (r *run) interrupt(why error) {
	if !errors.Is(why, errStopped) || r.judged.Load() {
		r.stop(why)
	}
}

// beat keeps the lease until done is closed.
func (r *run) beat(ctx context.Context, done <-chan struct{}) {
	tick := time.NewTicker(beatEvery)
	defer tick.Stop()
	for {
		select {
		case <-done:
			return
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := r.hold(ctx); err != nil {
				r.interrupt(err)
			}
		}
	}
}

// hold renews the lease, keeps what was done so far, and tells whether to go on.
func (r *run) hold(ctx context.Context) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	state, err := r.b.store.Extend(ctx, r.lease(), r.job)
	if err != nil {
		return nil // the store may be well again before the lease ends
	}
	return stateError(state)
}

func (r *run) lease() Lease {
	now := time.Now()
	return Lease{Owner: r.name, Now: now, Until: now.Add(leaseTime)}
}

// note keeps the progress of the task.
func (r *run) note(ctx context.Context) error {
	body, err := r.t.encode()
	if err != nil {
		return err
	}
	r.mu.Lock()
	r.job.Body = body
	r.mu.Unlock()
	return r.hold(ctx)
}

func stateError(s State) error {
	switch s {
	case Stopped:
		return errStopped
	case Deleted:
		return errDeleted
	case Lost:
		return errLost
	}
	return nil
}

// putDown ends a job or gives it back, and says what became of it.
func (r *run) putDown(ctx context.Context, err error) string {
	var l *later
	var f *fault
	outcome := "done"
	switch {
	case errors.As(err, &l) && time.Since(r.t.At) < giveUpAfter:
		r.job.Due = time.Now().Add(l.after)
		if err := r.b.store.Release(ctx, r.lease(), r.job); err != nil {
			r.b.log.Error("slack: put off a job", "error", err)
		}
		if errors.As(err, &f) {
			return "put off: " + f.code
		}
		return "put off"
	case errors.As(err, &l):
		outcome = "given up"
	case errors.Is(err, errLost):
		return "lost"
	case errors.Is(err, errStopped):
		outcome = "stopped"
		r.abandon(ctx, false)
	case errors.Is(err, errDeleted):
		outcome = "deleted"
		r.abandon(ctx, true)
	case errors.As(err, &f):
		outcome = "refused: " + f.code
	case err != nil:
		outcome = fmt.Sprintf("failed (%T)", err)
	}
	if err := r.b.store.Finish(ctx, r.lease(), r.job.ID); err != nil {
		r.b.log.Error("slack: end a job", "error", err)
	}
	r.b.waiting.Add(-1)
	return outcome
}

// perform does what the task is about.
func (r *run) perform(ctx context.Context) error {
	switch r.t.Kind {
	case kindAsk:
		return r.ask(ctx)
	case kindEdit:
		return r.edit(ctx)
	case kindErase:
		_, err := r.erase(ctx, r.t.place())
		return err
	case kindForget:
		return r.forget(ctx)
	case kindRate:
		return r.rate(ctx)
	case kindHome:
		return r.call(ctx, func() error { return r.b.web.Home(ctx, r.t.User, r.b.write.home()) }, nil)
	case kindPrompts:
		return r.call(ctx, func() error { return r.b.web.Prompts(ctx, r.t.Channel, r.b.texts.Prompts) }, nil)
	}
	return fmt.Errorf("unknown kind of slack task")
}
