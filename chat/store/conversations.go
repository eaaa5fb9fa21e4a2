package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/limber-health/limber/chat"
)

var _ chat.Store = (*DB)(nil)

// Load returns a conversation whose time is not over, or chat.ErrNotFound.
func (d *DB) Load(ctx context.Context, id string) (c *chat.Conversation, err error) {
	err = d.View(ctx, func(tx *sql.Tx) error {
		c, err = d.load(tx, id)
		return err
	})
	if err != nil {
		return nil, err
	}
	return c, nil
}

func (d *DB) load(tx *sql.Tx, id string) (*chat.Conversation, error) {
	var created, updated, touched int64
	var key []byte
	c := &chat.Conversation{ID: id}
	err := tx.QueryRow("SELECT created, updated, touched, locale, key FROM conversations WHERE id = ?", id).
		Scan(&created, &updated, &touched, &c.Locale, &key)
	if errors.Is(err, sql.ErrNoRows) || err == nil && touched <= d.textsFrom() {
		return nil, chat.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	c.Created, c.Updated = fromMilli(created), fromMilli(updated)
	box, err := d.Boxer(id, key)
	if err != nil {
		return nil, err
	}
	if c.Turns, err = loadTurns(tx, box); err == nil {
		err = d.loadRatings(tx, c)
	}
	return c, err
}

// loadRatings adds what the person thought of the replies.
func (d *DB) loadRatings(tx *sql.Tx, c *chat.Conversation) error {
	rows, err := tx.Query(`SELECT t.n, g.receipt, g.up, g.at, g.key, g.comment_box
		FROM turns t JOIN ratings g ON g.receipt = t.receipt WHERE t.conversation = ?`, c.ID)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var n int
		var at int64
		var key, comment []byte
		r := &chat.Rating{}
		if err := rows.Scan(&n, &r.Receipt, &r.Up, &at, &key, &comment); err != nil {
			return err
		}
		if comment != nil {
			box, err := d.Boxer(r.Receipt, key)
			if err != nil {
				return err
			}
			text, err := box.Open(commentPlace, comment)
			if err != nil {
				return err
			}
			r.Comment = string(text)
		}
		r.At = fromMilli(at)
		c.Turns[n].Rating = r
	}
	return rows.Err()
}

// Save stores what is new of a conversation. Errors: chat.ErrNotFound if it was
// erased, and a fault if the file holds turns that c lacks; nothing is stored
// then.
func (d *DB) Save(ctx context.Context, c *chat.Conversation) error {
	return d.saveOld(ctx, c, 0)
}

// saveOld is Save for a conversation whose last turn is of some time ago.
func (d *DB) saveOld(ctx context.Context, c *chat.Conversation, age time.Duration) error {
	c = snapshot(c)
	err := d.Update(ctx, func(tx *sql.Tx) error {
		if gone, err := d.wasErased(c.ID); err != nil || gone {
			return errors.Join(err, notFound(!gone))
		}
		for i := range c.Turns {
			if err := d.saveReceipt(tx, c, i); err != nil {
				return err
			}
		}
		if c.ReceiptOnly {
			return nil
		}
		box, err := d.saveHead(tx, c, d.Seconds()-int64(age/time.Second))
		if err != nil {
			return err
		}
		return saveTurns(tx, box, c.Turns)
	})
	if err != nil {
		return fmt.Errorf("save conversation: %w", err)
	}
	return nil
}

// snapshot copies what the caller may change while a write that took too long
// is still running.
func snapshot(c *chat.Conversation) *chat.Conversation {
	kept := *c
	kept.Turns = slices.Clone(c.Turns)
	for i, t := range kept.Turns {
		if t.Reply != nil {
			r := *t.Reply
			kept.Turns[i].Reply = &r
		}
	}
	return &kept
}

// saveHead stores the conversation without its turns and returns its boxer.
func (d *DB) saveHead(tx *sql.Tx, c *chat.Conversation, touched int64) (Boxer, error) {
	var key []byte
	err := tx.QueryRow("SELECT key FROM conversations WHERE id = ?", c.ID).Scan(&key)
	if err == nil {
		_, err = tx.Exec("UPDATE conversations SET updated = ?, touched = max(touched, ?), locale = ? WHERE id = ?",
			c.Updated.UnixMilli(), touched, c.Locale, c.ID)
		if err != nil {
			return Boxer{}, err
		}
		return d.Boxer(c.ID, key)
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return Boxer{}, err
	}
	box, key, err := d.NewBoxer(c.ID)
	if err != nil {
		return box, err
	}
	_, err = tx.Exec("INSERT INTO conversations (id, created, updated, touched, locale, key) VALUES (?, ?, ?, ?, ?, ?)",
		c.ID, c.Created.UnixMilli(), c.Updated.UnixMilli(), touched, c.Locale, key)
	return box, err
}

// saveReceipt stores the receipt of turn i, unless it is stored.
func (d *DB) saveReceipt(tx *sql.Tx, c *chat.Conversation, i int) error {
	t := c.Turns[i]
	if t.Reply == nil || t.Receipt == nil && c.ReceiptOnly {
		return nil
	}
	r := t.Receipt
	if r == nil {
		r = &chat.Receipt{ID: t.Reply.ID, Conversation: c.ID, Turn: i, At: t.At, Engine: t.Reply.Engine,
			Level: t.Reply.Triage.Level, Status: t.Reply.Answer.Status, Reason: t.Reply.Answer.Reason, Degraded: t.Reply.Degraded}
	}
	raw, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("encode receipt: %w", err)
	}
	_, err = tx.Exec("INSERT OR IGNORE INTO receipts (id, conversation, at, touched, body) VALUES (?, ?, ?, ?, ?)",
		r.ID, c.ID, r.At.UnixMilli(), d.Seconds(), string(raw))
	return err
}

// Rate stores a rating; a later one for the same receipt replaces it.
func (d *DB) Rate(ctx context.Context, r chat.Rating) error {
	known := false
	err := d.Update(ctx, func(tx *sql.Tx) error {
		err := tx.QueryRow("SELECT touched > ? FROM receipts WHERE id = ?", d.receiptsFrom(), r.Receipt).Scan(&known)
		if errors.Is(err, sql.ErrNoRows) || err == nil && !known {
			return nil
		}
		if err != nil {
			return err
		}
		var key, comment []byte
		if r.Comment != "" {
			var box Boxer
			if box, key, err = d.NewBoxer(r.Receipt); err != nil {
				return err
			}
			comment = box.Seal(commentPlace, []byte(r.Comment))
		}
		_, err = tx.Exec("INSERT OR REPLACE INTO ratings (receipt, at, touched, up, key, comment_box) VALUES (?, ?, ?, ?, ?, ?)",
			r.Receipt, r.At.UnixMilli(), d.Seconds(), r.Up, key, comment)
		return err
	})
	switch {
	case err != nil:
		return fmt.Errorf("save rating: %w", err)
	case !known:
		return chat.ErrNotFound
	}
	return nil
}

const commentPlace = "comment"

func fromMilli(ms int64) time.Time { return time.UnixMilli(ms).UTC() }
