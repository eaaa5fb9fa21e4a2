package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/limber-health/limber/chat"
)

// textsFrom is the retention clock from which texts are kept.
func (d *DB) textsFrom() int64 { return d.Seconds() - int64(d.opts.Retention/time.Second) }

// receiptsFrom is the retention clock from which receipts are kept.
func (d *DB) receiptsFrom() int64 { return d.Seconds() - int64(d.opts.ReceiptRetention/time.Second) }

// Erase removes a conversation with its receipts and ratings for good, and
// what leads to it, or returns chat.ErrNotFound. It is noted for backups.
func (d *DB) Erase(ctx context.Context, id string) error {
	if known, err := d.knows(ctx, id); err != nil || !known {
		return errors.Join(err, notFound(known))
	}
	return d.eraseNoted(ctx, id)
}

// eraseNoted is Erase for a conversation of which nothing may be kept yet.
func (d *DB) eraseNoted(ctx context.Context, id string) error {
	// Noted first: after a crash the next start finishes it.
	if err := d.noteErased(id); err != nil {
		return fmt.Errorf("note erasure: %w", err)
	}
	known := false
	err := d.shrink(ctx, func(tx *sql.Tx) (err error) {
		known, err = erase(tx, id)
		return err
	})
	if err != nil {
		return fmt.Errorf("erase conversation: %w", err)
	}
	_ = d.wipe(ctx) // what it leaves is wiped later
	return notFound(known)
}

func notFound(known bool) error {
	if known {
		return nil
	}
	return chat.ErrNotFound
}

// knows reports whether anything is kept of a conversation.
func (d *DB) knows(ctx context.Context, id string) (known bool, err error) {
	err = d.View(ctx, func(tx *sql.Tx) error {
		return tx.QueryRow(`SELECT EXISTS (SELECT 1 FROM conversations WHERE id = ?1) OR EXISTS (SELECT 1 FROM receipts WHERE conversation = ?1)
			OR EXISTS (SELECT 1 FROM slack_threads WHERE conversation = ?1)`, id).Scan(&known)
	})
	return known, err
}

// erase removes all rows of a conversation.
func erase(tx *sql.Tx, id string) (known bool, err error) {
	for _, q := range []string{
		"DELETE FROM conversations WHERE id = ?",      // and its turns
		"DELETE FROM receipts WHERE conversation = ?", // and their ratings
		"DELETE FROM slack_threads WHERE conversation = ?",
	} {
		res, err := tx.Exec(q, id)
		if err != nil {
			return false, err
		}
		n, err := res.RowsAffected()
		if err != nil {
			return false, err
		}
		known = known || n > 0
	}
	return known, nil
}

// shrink is Update for a change that erases. On a full disk it gives up the
// spare file for it: what must be forgotten is forgotten there too.
func (d *DB) shrink(ctx context.Context, do func(tx *sql.Tx) error) error {
	err := d.Update(ctx, do)
	if !full(err) {
		return err
	}
	_ = os.Remove(d.spare())
	err = d.Update(ctx, do)
	_ = d.wipe(ctx) // what it leaves is wiped later
	d.holdSpare()
	return err
}

// spareSize is room for one erasure and for the write-ahead log to be emptied.
const spareSize = 1 << 20

func (d *DB) spare() string { return filepath.Join(d.opts.Dir, FileName+".spare") }

// holdSpare takes disk space to give up later. Without room for it there is
// none until the next sweep.
func (d *DB) holdSpare() {
	if d.opts.copied {
		return
	}
	if info, err := os.Stat(d.spare()); err == nil && info.Size() == spareSize {
		return
	}
	if os.WriteFile(d.spare(), bytes.Repeat([]byte{'.'}, spareSize), 0o600) != nil {
		_ = os.Remove(d.spare())
	}
}

// wipe removes old pages from the write-ahead log. What was erased is then in
// no file: the database overwrites freed space. While somebody still reads old
// pages it leaves them for later, so that no write waits long.
func (d *DB) wipe(ctx context.Context) error {
	d.dirty.Store(true)
	conn, err := d.write.Conn(ctx)
	if err != nil {
		return damage(err)
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, "PRAGMA busy_timeout(100)"); err != nil {
		return damage(err)
	}
	var busy, frames, moved int
	err = conn.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &frames, &moved)
	if err == nil {
		d.dirty.Store(busy != 0)
	}
	_, back := conn.ExecContext(context.WithoutCancel(ctx), "PRAGMA busy_timeout(2000)")
	return damage(errors.Join(err, back))
}

// Wipe removes erased pages that somebody was still reading, if there are any.
func (d *DB) Wipe(ctx context.Context) error {
	if !d.dirty.Load() {
		return nil
	}
	return d.wipe(ctx)
}
