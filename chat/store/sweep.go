package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

const (
	sweepEvery = time.Minute
	sweepBatch = 500 // rows in one transaction, so that replies do not wait
	sweepLeast = 5   // the same on a full disk
)

// What Slack may still deliver late, and how long a thread is remembered.
const (
	keepEndedJobs = 48 * time.Hour
	keepThreads   = 30 * 24 * time.Hour
)

// Swept counts what one sweep erased.
type Swept struct {
	Conversations []string // their ids
	Comments      int
	Receipts      int
	Slack         int // texts and keys of deliveries, and threads
}

func (s Swept) any() bool {
	return len(s.Conversations)+s.Comments+s.Receipts+s.Slack > 0
}

// Sweep erases what is older than it may be and moves the retention clock on.
// A server calls it every minute; of those that share the file one does it.
func (d *DB) Sweep(ctx context.Context) (s Swept, err error) {
	d.holdSpare()
	if !d.leads(ctx) {
		return s, d.clock.follow(ctx, d.read)
	}
	state := d.clock.tick()
	if err := d.shrink(ctx, state.save); err != nil {
		return s, fmt.Errorf("sweep store: %w", err)
	}
	return d.eraseOlder(ctx, d.Seconds())
}

// eraseOlder erases what is too old when the retention clock shows now.
func (d *DB) eraseOlder(ctx context.Context, now int64) (s Swept, err error) {
	from := func(kept time.Duration) int64 { return now - int64(kept/time.Second) }
	texts := from(d.opts.Retention)
	if s.Conversations, err = d.expire(ctx, texts); err != nil {
		return s, fmt.Errorf("sweep conversations: %w", err)
	}
	for _, q := range []struct {
		count *int
		table string
		where string
		set   string // empty: delete the row
		until int64
	}{
		{&s.Comments, "ratings", "comment_box IS NOT NULL AND touched <= ?", "comment_box = NULL, key = NULL", texts},
		{&s.Slack, "slack_jobs", "body_box IS NOT NULL AND touched <= ?", "body_box = NULL, key = NULL, ended = max(ended, 1)", texts},
		{&s.Slack, "slack_jobs", "ended <> 0 AND touched <= ?", "", from(keepEndedJobs)},
		{&s.Slack, "slack_threads", "touched <= ?", "", from(keepThreads)},
		{&s.Receipts, "receipts", "touched <= ?", "", from(d.opts.ReceiptRetention)},
	} {
		change := "DELETE FROM " + q.table
		if q.set != "" {
			change = "UPDATE " + q.table + " SET " + q.set
		}
		n, err := d.batches(ctx, fmt.Sprintf("%s WHERE rowid IN (SELECT rowid FROM %s WHERE %s LIMIT ?)", change, q.table, q.where), q.until)
		*q.count += n
		if err != nil {
			return s, fmt.Errorf("sweep %s: %w", q.table, err)
		}
	}
	if s.any() {
		return s, d.wipe(ctx)
	}
	return s, d.Wipe(ctx)
}

// expire erases the conversations last used at or before until.
func (d *DB) expire(ctx context.Context, until int64) (all []string, err error) {
	for limit := sweepBatch; ; {
		var ids []string
		err := d.shrink(ctx, func(tx *sql.Tx) (err error) {
			ids, err = deleteReturning(tx, until, limit)
			return err
		})
		if full(err) && limit > sweepLeast {
			limit = sweepLeast
			continue
		}
		if err != nil {
			return all, err
		}
		if all = append(all, ids...); len(ids) < limit {
			return all, nil
		}
	}
}

func deleteReturning(tx *sql.Tx, until int64, limit int) (ids []string, err error) {
	rows, err := tx.Query("DELETE FROM conversations WHERE rowid IN (SELECT rowid FROM conversations WHERE touched <= ? LIMIT ?) RETURNING id", until, limit)
	if err != nil {
		return nil, err
	}
	return column(rows)
}

// batches repeats a change of at most LIMIT rows until none is left.
func (d *DB) batches(ctx context.Context, change string, until int64) (total int, err error) {
	for limit := sweepBatch; ; {
		var n int64
		err := d.shrink(ctx, func(tx *sql.Tx) error {
			res, err := tx.Exec(change, until, limit)
			if err == nil {
				n, err = res.RowsAffected()
			}
			return err
		})
		if full(err) && limit > sweepLeast {
			limit = sweepLeast
			continue
		}
		if err != nil {
			return total, err
		}
		if total += int(n); int(n) < limit {
			return total, nil
		}
	}
}
