package slack

import (
	"context"
	"maps"
	"sync/atomic"
	"time"
)

// storeTime is how long a notice waits for a store to say what a thread holds.
const storeTime = time.Second

// A dangerStore keeps red flags in memory when its Store cannot take them: a
// full disk must not cost a person the notice. All else is refused then, and
// Slack brings it again.
type dangerStore struct {
	Store
	spare *Memory
	used  atomic.Bool // spare holds or held something
}

// Accept keeps the job in the Store or, if it is a red flag, in memory.
func (d *dangerStore) Accept(ctx context.Context, job Job, keys ...string) (bool, error) {
	if d.used.Load() && d.spare.knows(append([]string{job.ID}, keys...)) {
		return false, nil
	}
	fresh, err := d.Store.Accept(ctx, job, keys...)
	if err == nil || job.Lane != Danger {
		return fresh, err
	}
	d.used.Store(true)
	return d.spare.Accept(ctx, job, keys...)
}

// Waiting counts the jobs of both.
func (d *dangerStore) Waiting(ctx context.Context) (int, error) {
	spare, _ := d.spare.Waiting(ctx)
	n, err := d.Store.Waiting(ctx)
	return n + spare, err
}

// Claim hands out red flags that only memory holds first. If the Store takes
// one by now it goes there: a replica may have it already.
func (d *dangerStore) Claim(ctx context.Context, lease Lease) (*Job, error) {
	if d.used.Load() {
		job, err := d.spare.Claim(ctx, lease)
		if err != nil || job != nil && !d.handOver(ctx, job) {
			return job, err
		}
	}
	return d.Store.Claim(ctx, lease)
}

// handOver moves a job from memory to the Store, and reports whether it could.
func (d *dangerStore) handOver(ctx context.Context, job *Job) bool {
	short, cancel := context.WithTimeout(ctx, storeTime)
	defer cancel()
	if _, err := d.Store.Accept(short, *job, d.spare.keysOf(job.ID)...); err != nil {
		return false
	}
	d.spare.forget(job.ID)
	return true
}

// holder is where a job is.
func (d *dangerStore) holder(id string) Store {
	if d.used.Load() && d.spare.knows([]string{id}) {
		return d.spare
	}
	return d.Store
}

// Extend renews a lease where the job is.
func (d *dangerStore) Extend(ctx context.Context, lease Lease, job Job) (State, error) {
	return d.holder(job.ID).Extend(ctx, lease, job)
}

// Release gives a job back to where it is.
func (d *dangerStore) Release(ctx context.Context, lease Lease, job Job) error {
	return d.holder(job.ID).Release(ctx, lease, job)
}

// Finish ends a job where it is.
func (d *dangerStore) Finish(ctx context.Context, lease Lease, id string) error {
	return d.holder(id).Finish(ctx, lease, id)
}

// Stop marks the jobs of a thread in both.
func (d *dangerStore) Stop(ctx context.Context, thread string) error {
	_ = d.spare.Stop(ctx, thread) // memory does not fail
	return d.Store.Stop(ctx, thread)
}

// Delete ends a job where it is.
func (d *dangerStore) Delete(ctx context.Context, id string) (bool, error) {
	return d.holder(id).Delete(ctx, id)
}

// Thread reads from memory what the Store cannot tell.
func (d *dangerStore) Thread(ctx context.Context, key string) (*Thread, error) {
	short, cancel := context.WithTimeout(ctx, storeTime)
	defer cancel()
	t, err := d.Store.Thread(short, key)
	if err != nil {
		return d.spare.Thread(ctx, key)
	}
	return t, nil
}

// SaveThread keeps in memory what the Store does not take.
func (d *dangerStore) SaveThread(ctx context.Context, key string, t Thread) error {
	short, cancel := context.WithTimeout(ctx, storeTime)
	defer cancel()
	if d.Store.SaveThread(short, key, t) == nil {
		return nil
	}
	return d.spare.SaveThread(ctx, key, t)
}

// ForgetConversation forgets in both.
func (d *dangerStore) ForgetConversation(ctx context.Context, conversation string) error {
	_ = d.spare.ForgetConversation(ctx, conversation) // memory does not fail
	return d.Store.ForgetConversation(ctx, conversation)
}

// knows reports whether one of keys was accepted.
func (m *Memory) knows(keys []string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, k := range keys {
		if _, ok := m.keys[k]; ok {
			return true
		}
	}
	return false
}

// keysOf are the keys by which a job is known.
func (m *Memory) keysOf(id string) (keys []string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for k, job := range m.keys {
		if job == id {
			keys = append(keys, k)
		}
	}
	return keys
}

// forget removes a job with its keys.
func (m *Memory) forget(id string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.jobs, id)
	delete(m.open, id)
	maps.DeleteFunc(m.keys, func(_, job string) bool { return job == id })
}
