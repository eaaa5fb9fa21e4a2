package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/limber-health/limber/chat"
)

// ErrNone is returned by Read for a directory that holds no store.
var ErrNone = errors.New("nothing is stored here")

// Read opens the database in o.Dir for looking only, also while a server uses
// it. Every write to it fails.
func Read(ctx context.Context, o Options) (*DB, error) {
	o = o.withDefaults()
	file := filepath.Join(o.Dir, FileName)
	if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("open store in %s: %w", o.Dir, ErrNone)
	}
	d := &DB{opts: o, isClosed: true}
	var err error
	if d.read, err = connect(file, reading); err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	if err = d.readHead(ctx); err != nil {
		return nil, fmt.Errorf("open store: %w", errors.Join(err, d.read.Close()))
	}
	return d, nil
}

func (d *DB) readHead(ctx context.Context) error {
	steps, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return err
	}
	var form int
	if err := d.read.QueryRowContext(ctx, "PRAGMA user_version").Scan(&form); err != nil {
		return damage(err)
	}
	if form != len(steps) {
		return fmt.Errorf("its tables have form %d, this program knows %d: use the program that the server runs", form, len(steps))
	}
	if !d.opts.copied {
		if d.sealer, _, err = checkKey(ctx, d.read, d.opts.Key); err != nil {
			return err
		}
	}
	d.clock, err = openClock(ctx, d.read, d.opts)
	return err
}

// Receipt returns the receipt of a reply, or chat.ErrNotFound.
func (d *DB) Receipt(ctx context.Context, id string) (*chat.Receipt, error) {
	var r chat.Receipt
	err := d.View(ctx, func(tx *sql.Tx) error {
		var body string
		err := tx.QueryRow("SELECT body FROM receipts WHERE id = ?", id).Scan(&body)
		if err != nil {
			return err
		}
		return json.Unmarshal([]byte(body), &r)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return nil, chat.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("read receipt: %w", err)
	}
	return &r, nil
}

// An Item is one reply as far as it is kept.
type Item struct {
	Receipt chat.Receipt
	Rating  *chat.Rating // nil: not rated; its comment is left out
	Message string       // empty: its time is over
	Query   string       // what was searched for
}

// Items calls f for every reply made from one time to another, oldest first,
// until f returns an error.
func (d *DB) Items(ctx context.Context, from, to time.Time, f func(Item) error) error {
	return d.View(ctx, func(tx *sql.Tx) error {
		rows, err := tx.Query(`SELECT r.body, g.up, g.at, c.id, c.key, t.n, t.message_box, t.query_box
			FROM receipts r LEFT JOIN ratings g ON g.receipt = r.id
			LEFT JOIN turns t ON t.receipt = r.id LEFT JOIN conversations c ON c.id = t.conversation AND c.touched > ?
			WHERE r.at >= ? AND r.at < ? ORDER BY r.at, r.id`, d.textsFrom(), from.UnixMilli(), to.UnixMilli())
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			item, err := d.item(rows)
			if err == nil {
				err = f(item)
			}
			if err != nil {
				return err
			}
		}
		return rows.Err()
	})
}

func (d *DB) item(rows *sql.Rows) (out Item, err error) {
	var body string
	var up sql.NullBool
	var at, n sql.NullInt64
	var id sql.NullString
	var key, message, query []byte
	if err := rows.Scan(&body, &up, &at, &id, &key, &n, &message, &query); err != nil {
		return out, err
	}
	if err := json.Unmarshal([]byte(body), &out.Receipt); err != nil {
		return out, fmt.Errorf("read receipt: %w", err)
	}
	if up.Valid {
		out.Rating = &chat.Rating{Receipt: out.Receipt.ID, Up: up.Bool, At: fromMilli(at.Int64)}
	}
	if !id.Valid {
		return out, nil
	}
	box, err := d.Boxer(id.String, key)
	if err != nil {
		return out, err
	}
	var t chat.Turn
	if err := openTurn(&t, box, int(n.Int64), [3][]byte{message, query, nil}); err != nil {
		return out, err
	}
	out.Message, out.Query = t.Message, t.Query
	return out, nil
}
