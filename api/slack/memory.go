package slack

import (
	"context"
	"slices"
	"sync"
	"time"
)

// keepEnded is how long the keys of an ended job are remembered. Slack
// delivers late by hours at most.
const keepEnded = 24 * time.Hour

// maxEnded bounds the memory of ended jobs. At Slack's limit of 30,000 events
// an hour it is three hours of them.
const maxEnded = 100_000

// keepThreads is how long an unused thread is remembered.
const keepThreads = 30 * 24 * time.Hour

// Memory is a Store that a restart empties. Bots that share one act as
// replicas.
type Memory struct {
	now func() time.Time

	mu      sync.Mutex
	jobs    map[string]*record
	open    map[string]*record // of jobs, those that have not ended
	keys    map[string]string  // any key to a job's id
	threads map[string]Thread
	order   int64
	swept   time.Time
}

// A record is a job and how far it is.
type record struct {
	job   Job
	order int64 // of acceptance
	state State // Held, Stopped or Deleted
	ended time.Time
	owner string
	until time.Time
}

// NewMemory makes an empty store.
func NewMemory() *Memory {
	return &Memory{now: time.Now, jobs: map[string]*record{}, open: map[string]*record{}, keys: map[string]string{}, threads: map[string]Thread{}}
}

// Accept keeps a new job.
func (m *Memory) Accept(_ context.Context, job Job, keys ...string) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.sweep()
	id, fresh := job.ID, true
	keys = append([]string{job.ID}, keys...)
	for _, k := range keys {
		if known, ok := m.keys[k]; ok {
			id, fresh = known, false
			break
		}
	}
	for _, k := range keys {
		if _, ok := m.keys[k]; !ok {
			m.keys[k] = id
		}
	}
	if fresh {
		m.order++
		job.Body = slices.Clone(job.Body)
		m.jobs[id] = &record{job: job, order: m.order}
		m.open[id] = m.jobs[id]
	}
	return fresh, nil
}

// Waiting counts the jobs that have not ended.
func (m *Memory) Waiting(context.Context) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.open), nil
}

// Claim hands out the next job.
func (m *Memory) Claim(_ context.Context, lease Lease) (*Job, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	busy := map[string]bool{}
	for _, r := range m.open {
		if r.held(lease.Now) {
			busy[r.job.Thread] = true
		}
	}
	var next *record
	for _, r := range m.open {
		if busy[r.job.Thread] || r.job.Due.After(lease.Now) {
			continue
		}
		if next == nil || r.job.Lane < next.job.Lane || r.job.Lane == next.job.Lane && r.order < next.order {
			next = r
		}
	}
	if next == nil {
		return nil, nil
	}
	if next.owner != "" {
		next.job.Tries++
	}
	next.owner, next.until = lease.Owner, lease.Until
	return next.copied(), nil
}

// Extend renews a lease.
func (m *Memory) Extend(_ context.Context, lease Lease, job Job) (State, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	r, state := m.mine(lease, job.ID)
	if r == nil {
		return state, nil
	}
	r.until, r.job.Body = lease.Until, slices.Clone(job.Body)
	return r.state, nil
}

// Release gives a job back.
func (m *Memory) Release(_ context.Context, lease Lease, job Job) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if r, _ := m.mine(lease, job.ID); r != nil {
		r.job.Body, r.job.Due = slices.Clone(job.Body), job.Due
		r.job.Tries++
		r.owner, r.until = "", time.Time{}
	}
	return nil
}

// Finish ends a job.
func (m *Memory) Finish(_ context.Context, lease Lease, id string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if r, _ := m.mine(lease, id); r != nil {
		m.end(r)
	}
	return nil
}

// Stop marks the unfinished jobs of a thread.
func (m *Memory) Stop(_ context.Context, thread string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, r := range m.open {
		if r.job.Thread == thread {
			r.state = Stopped
		}
	}
	return nil
}

// Delete ends a job whose message was deleted.
func (m *Memory) Delete(_ context.Context, id string) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	r, known := m.jobs[m.keys[id]]
	if !known {
		r = &record{job: Job{ID: id}}
		m.keys[id], m.jobs[id] = id, r
	}
	if r.ended.IsZero() {
		r.state = Deleted
		m.end(r)
	}
	return known, nil
}

// Thread returns what is kept of a thread.
func (m *Memory) Thread(_ context.Context, key string) (*Thread, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	t, ok := m.threads[key]
	if !ok {
		return nil, nil
	}
	t.Rules = slices.Clone(t.Rules)
	return &t, nil
}

// SaveThread keeps a thread.
func (m *Memory) SaveThread(_ context.Context, key string, t Thread) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	t.Rules = slices.Clone(t.Rules)
	m.threads[key] = t
	return nil
}

// ForgetConversation removes the threads of a conversation.
func (m *Memory) ForgetConversation(_ context.Context, conversation string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for key, t := range m.threads {
		if t.Conversation == conversation {
			delete(m.threads, key)
		}
	}
	return nil
}

// mine finds a job that the lease's owner still holds.
func (m *Memory) mine(lease Lease, id string) (*record, State) {
	r, ok := m.jobs[id]
	switch {
	case !ok:
		return nil, Lost
	case r.state == Deleted:
		return nil, Deleted
	case !r.ended.IsZero() || r.owner != lease.Owner:
		return nil, Lost
	}
	return r, r.state
}

// sweep forgets, once a minute, what is old.
func (m *Memory) sweep() {
	now := m.now()
	if now.Sub(m.swept) < time.Minute {
		return
	}
	m.swept = now
	until := m.forgetUntil(now)
	for key, id := range m.keys {
		if r := m.jobs[id]; r == nil || !r.ended.IsZero() && r.ended.Before(until) {
			delete(m.keys, key)
			delete(m.jobs, id)
		}
	}
	for key, t := range m.threads {
		if now.Sub(t.Used) > keepThreads {
			delete(m.threads, key)
		}
	}
}

// forgetUntil is when the jobs had ended that are forgotten now: those that
// are old, and the oldest of too many.
func (m *Memory) forgetUntil(now time.Time) time.Time {
	until := now.Add(-keepEnded)
	if len(m.jobs)-len(m.open) <= maxEnded {
		return until
	}
	var ended []time.Time
	for _, r := range m.jobs {
		if !r.ended.IsZero() {
			ended = append(ended, r.ended)
		}
	}
	slices.SortFunc(ended, time.Time.Compare)
	if at := ended[len(ended)-maxEnded/2]; at.After(until) {
		return at
	}
	return until
}

func (r *record) held(now time.Time) bool {
	return r.owner != "" && r.until.After(now)
}

func (m *Memory) end(r *record) {
	r.ended, r.owner, r.job.Body = m.now(), "", nil
	delete(m.open, r.job.ID)
}

func (r *record) copied() *Job {
	j := r.job
	j.Body = slices.Clone(j.Body)
	return &j
}
