package slack

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/limber-health/limber/chat/store"
)

// Durable is a Store in the same file as the conversations. What it accepted
// is on the disk when Accept returns, sealed if the operator gave a key, and
// found again after a restart.
// Several processes may share the file.
type Durable struct {
	file   *store.Steady
	buried atomic.Int64 // Unix seconds when dead replicas were last looked for
}

// NewDurable keeps jobs in an open file.
func NewDurable(file *store.Steady) *Durable { return &Durable{file: file} }

// owner is a worker's name among those of all replicas.
func (d *Durable) owner(l Lease) string { return d.file.Name() + "/" + l.Owner }

// Accept keeps a new job.
func (d *Durable) Accept(ctx context.Context, job Job, keys ...string) (bool, error) {
	var fresh bool
	box, wrapped, err := d.file.NewBoxer(job.ID)
	if err != nil {
		return false, fmt.Errorf("accept job: %w", err)
	}
	keys = append([]string{job.ID}, keys...)
	err = d.file.Update(ctx, func(tx *sql.Tx) error {
		id, err := knownAs(tx, keys)
		if err != nil {
			return err
		}
		if fresh = id == ""; fresh {
			id = job.ID
			_, err = tx.Exec(`INSERT INTO slack_jobs (id, thread, lane, due, tries, state, owner, until, ended, touched, key, body_box)
				VALUES (?, ?, ?, ?, ?, ?, '', 0, 0, ?, ?, ?)`, job.ID, job.Thread, job.Lane, job.Due.UnixMilli(), job.Tries,
				Held, d.file.Seconds(), wrapped, box.Seal(store.JobPlace, job.Body))
			if err != nil {
				return err
			}
		}
		return learn(tx, id, keys)
	})
	if err != nil {
		return false, fmt.Errorf("accept job: %w", err)
	}
	return fresh, nil
}

// knownAs finds the job that one of keys belongs to; empty if none.
func knownAs(tx *sql.Tx, keys []string) (id string, err error) {
	for _, k := range keys {
		err := tx.QueryRow("SELECT job FROM slack_keys WHERE key = ?", k).Scan(&id)
		if !errors.Is(err, sql.ErrNoRows) {
			return id, err
		}
	}
	return "", nil
}

// learn remembers the keys that are new for a job.
func learn(tx *sql.Tx, id string, keys []string) error {
	for _, k := range keys {
		if _, err := tx.Exec("INSERT OR IGNORE INTO slack_keys (key, job) VALUES (?, ?)", k, id); err != nil {
			return err
		}
	}
	return nil
}

// Waiting counts the jobs that have not ended.
func (d *Durable) Waiting(ctx context.Context) (n int, err error) {
	err = d.file.View(ctx, func(tx *sql.Tx) error {
		return tx.QueryRow("SELECT count(*) FROM slack_jobs WHERE ended = 0").Scan(&n)
	})
	return n, err
}

// nextJob finds the job to claim at a time.
const nextJob = `SELECT n FROM slack_jobs j WHERE ended = 0 AND due <= ?1 AND NOT EXISTS
	(SELECT 1 FROM slack_jobs h WHERE h.thread = j.thread AND h.ended = 0 AND h.owner <> '' AND h.until > ?1)
	ORDER BY lane, n LIMIT 1`

// Claim hands out the next job.
func (d *Durable) Claim(ctx context.Context, lease Lease) (*Job, error) {
	if err := d.bury(ctx); err != nil {
		return nil, err
	}
	now := lease.Now.UnixMilli()
	var n int64
	err := d.file.View(ctx, func(tx *sql.Tx) error { return tx.QueryRow(nextJob, now).Scan(&n) })
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil // the usual case: no write, no sync
	}
	if err != nil {
		return nil, fmt.Errorf("claim job: %w", err)
	}
	var job *Job
	err = d.file.Update(ctx, func(tx *sql.Tx) (err error) {
		job = nil
		err = tx.QueryRow(nextJob, now).Scan(&n)
		if errors.Is(err, sql.ErrNoRows) {
			return nil // another worker was faster
		}
		if err == nil {
			_, err = tx.Exec("UPDATE slack_jobs SET tries = tries + (owner <> ''), owner = ?, until = ? WHERE n = ?", d.owner(lease), lease.Until.UnixMilli(), n)
		}
		if err == nil {
			job, err = d.read(tx, n)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("claim job: %w", err)
	}
	return job, nil
}

// bury ends, once a second, the leases of replicas whose process is gone, so
// that their jobs go on at once.
func (d *Durable) bury(ctx context.Context) error {
	now, last := time.Now().Unix(), d.buried.Load()
	if now == last || !d.buried.CompareAndSwap(last, now) {
		return nil
	}
	err := d.file.Bury(func(replica string) error {
		return d.file.Update(ctx, func(tx *sql.Tx) error {
			_, err := tx.Exec("UPDATE slack_jobs SET owner = '', until = 0, tries = tries + 1 WHERE ended = 0 AND substr(owner, 1, ?2) = ?1", replica+"/", len(replica)+1)
			return err
		})
	})
	if err != nil {
		return fmt.Errorf("take over jobs: %w", err)
	}
	return nil
}

func (d *Durable) read(tx *sql.Tx, n int64) (*Job, error) {
	var j Job
	var due int64
	var key, body []byte
	err := tx.QueryRow("SELECT id, thread, lane, due, tries, key, body_box FROM slack_jobs WHERE n = ?", n).
		Scan(&j.ID, &j.Thread, &j.Lane, &due, &j.Tries, &key, &body)
	if err != nil {
		return nil, err
	}
	box, err := d.file.Boxer(j.ID, key)
	if err != nil {
		return nil, err
	}
	j.Due = time.UnixMilli(due).UTC()
	j.Body, err = box.Open(store.JobPlace, body)
	return &j, err
}

// Extend renews a lease.
func (d *Durable) Extend(ctx context.Context, lease Lease, job Job) (State, error) {
	var state State
	err := d.mine(ctx, lease, job.ID, &state, func(tx *sql.Tx, box store.Boxer) error {
		_, err := tx.Exec("UPDATE slack_jobs SET until = ?, body_box = ? WHERE id = ?", lease.Until.UnixMilli(), box.Seal(store.JobPlace, job.Body), job.ID)
		return err
	})
	if err != nil {
		return Lost, fmt.Errorf("extend job: %w", err)
	}
	return state, nil
}

// Release gives a job back.
func (d *Durable) Release(ctx context.Context, lease Lease, job Job) error {
	var state State
	err := d.mine(ctx, lease, job.ID, &state, func(tx *sql.Tx, box store.Boxer) error {
		_, err := tx.Exec("UPDATE slack_jobs SET due = ?, tries = tries + 1, owner = '', until = 0, body_box = ? WHERE id = ?",
			job.Due.UnixMilli(), box.Seal(store.JobPlace, job.Body), job.ID)
		return err
	})
	if err != nil {
		return fmt.Errorf("release job: %w", err)
	}
	return nil
}

// Finish ends a job.
func (d *Durable) Finish(ctx context.Context, lease Lease, id string) error {
	var state State
	err := d.mine(ctx, lease, id, &state, func(tx *sql.Tx, _ store.Boxer) error { return d.end(tx, id, Held) })
	if err != nil {
		return fmt.Errorf("finish job: %w", err)
	}
	d.file.Erased()
	return nil
}

// end erases the text of a job and keeps its keys.
func (d *Durable) end(tx *sql.Tx, id string, state State) error {
	_, err := tx.Exec("UPDATE slack_jobs SET ended = ?, state = ?, touched = ?, owner = '', key = NULL, body_box = NULL WHERE id = ?",
		time.Now().UnixMilli(), state, d.file.Seconds(), id)
	return err
}

// mine runs do if the lease's owner still holds the job, and tells its state.
func (d *Durable) mine(ctx context.Context, lease Lease, id string, state *State, do func(*sql.Tx, store.Boxer) error) error {
	return d.file.Update(ctx, func(tx *sql.Tx) error {
		var ended bool
		var owner string
		var key []byte
		err := tx.QueryRow("SELECT state, ended <> 0, owner, key FROM slack_jobs WHERE id = ?", id).Scan(state, &ended, &owner, &key)
		switch {
		case err != nil && !errors.Is(err, sql.ErrNoRows):
			return err
		case err == nil && *state == Deleted:
			return nil
		case err != nil || ended || owner != d.owner(lease):
			*state = Lost
			return nil
		}
		box, err := d.file.Boxer(id, key)
		if err != nil {
			return err
		}
		return do(tx, box)
	})
}

// Stop marks the unfinished jobs of a thread.
func (d *Durable) Stop(ctx context.Context, thread string) error {
	return d.file.Update(ctx, func(tx *sql.Tx) error {
		_, err := tx.Exec("UPDATE slack_jobs SET state = ? WHERE thread = ? AND ended = 0", Stopped, thread)
		return err
	})
}

// Delete ends a job whose message was deleted.
func (d *Durable) Delete(ctx context.Context, id string) (bool, error) {
	var known bool
	err := d.file.Update(ctx, func(tx *sql.Tx) error {
		job, err := knownAs(tx, []string{id})
		if err != nil {
			return err
		}
		if known = job != ""; !known {
			_, err = tx.Exec(`INSERT INTO slack_jobs (id, thread, lane, due, tries, state, owner, until, ended, touched)
				VALUES (?, '', 0, 0, 0, ?, '', 0, 0, ?)`, id, Held, d.file.Seconds())
			if err != nil {
				return err
			}
			if err := learn(tx, id, []string{id}); err != nil {
				return err
			}
			job = id
		}
		var ended bool
		if err := tx.QueryRow("SELECT ended <> 0 FROM slack_jobs WHERE id = ?", job).Scan(&ended); err != nil || ended {
			return err
		}
		return d.end(tx, job, Deleted)
	})
	if err != nil {
		return false, fmt.Errorf("delete job: %w", err)
	}
	d.file.Erased()
	return known, nil
}

// Thread returns what is kept of a thread.
func (d *Durable) Thread(ctx context.Context, key string) (*Thread, error) {
	var t Thread
	var used int64
	var rules string
	err := d.file.View(ctx, func(tx *sql.Tx) error {
		return tx.QueryRow("SELECT conversation, used, level, rules FROM slack_threads WHERE key = ?", key).Scan(&t.Conversation, &used, &t.Level, &rules)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(rules), &t.Rules)
	}
	if err != nil {
		return nil, fmt.Errorf("read thread: %w", err)
	}
	t.Used = time.UnixMilli(used).UTC()
	return &t, nil
}

// SaveThread keeps a thread.
func (d *Durable) SaveThread(ctx context.Context, key string, t Thread) error {
	rules, err := json.Marshal(t.Rules)
	if err != nil {
		return fmt.Errorf("save thread: %w", err)
	}
	return d.file.Update(ctx, func(tx *sql.Tx) error {
		_, err := tx.Exec("INSERT OR REPLACE INTO slack_threads (key, conversation, used, touched, level, rules) VALUES (?, ?, ?, ?, ?, ?)",
			key, t.Conversation, t.Used.UnixMilli(), d.file.Seconds(), t.Level, string(rules))
		return err
	})
}

// ForgetConversation removes the threads of a conversation.
func (d *Durable) ForgetConversation(ctx context.Context, conversation string) error {
	return d.file.Update(ctx, func(tx *sql.Tx) error {
		_, err := tx.Exec("DELETE FROM slack_threads WHERE conversation = ?", conversation)
		return err
	})
}
