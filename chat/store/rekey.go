package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// JobPlace is the place of the text of a Slack job in its box.
const JobPlace = "body"

// Rekey gives the store in o.Dir another operator's key. No server may use it
// meanwhile. It happens as a whole or not at all. Texts in clear get sealed;
// backups made before keep the old key.
func Rekey(ctx context.Context, o Options, key []byte) error {
	to, err := newSealer(key)
	if err != nil {
		return fmt.Errorf("new key: %w", err)
	}
	if to.operator == nil {
		return errors.New("new key: there is none")
	}
	o.Alone = true
	d, err := Open(ctx, o)
	if err != nil {
		return err
	}
	err = rekey(ctx, d.write, d.sealer, to)
	if err == nil {
		err = d.wipe(ctx)
	}
	return errors.Join(err, d.Close())
}

// rekey moves everything from one operator's key to another.
func rekey(ctx context.Context, db *sql.DB, from, to sealer) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return damage(err)
	}
	defer tx.Rollback()
	r := rekeyer{tx, from, to}
	for _, t := range []struct {
		keys   string // id and wrapped key of every row with texts
		set    string
		reseal func(id string, b Boxer) error
	}{
		{"SELECT id, key FROM conversations", "UPDATE conversations SET key = ? WHERE id = ?", r.turns},
		{"SELECT receipt, key FROM ratings WHERE comment_box IS NOT NULL", "UPDATE ratings SET key = ? WHERE receipt = ?", r.comment},
		{"SELECT id, key FROM slack_jobs WHERE body_box IS NOT NULL", "UPDATE slack_jobs SET key = ? WHERE id = ?", r.job},
	} {
		if err := r.table(t.keys, t.set, t.reseal); err != nil {
			return fmt.Errorf("change keys: %w", damage(err))
		}
	}
	_, check, err := to.newBoxer(keyCheck)
	if err != nil {
		return err
	}
	if _, err := tx.Exec("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", keyCheck, check); err != nil {
		return damage(err)
	}
	return damage(tx.Commit())
}

type rekeyer struct {
	tx       *sql.Tx
	from, to sealer
}

type keyRow struct {
	id  string
	key []byte
}

// table wraps the keys of a table anew. A row in clear gets a key, and reseal
// seals its texts.
func (r rekeyer) table(keys, set string, reseal func(id string, b Boxer) error) error {
	rows, err := r.keyRows(keys)
	if err != nil {
		return err
	}
	for _, row := range rows {
		var wrapped []byte
		var box Boxer
		if row.key == nil {
			box, wrapped, err = r.to.newBoxer(row.id)
		} else {
			wrapped, err = r.rewrap(row)
		}
		if err == nil {
			_, err = r.tx.Exec(set, wrapped, row.id)
		}
		if err == nil && row.key == nil {
			err = reseal(row.id, box)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (r rekeyer) rewrap(row keyRow) ([]byte, error) {
	key, err := r.from.unwrap(row.id, row.key)
	if err != nil {
		return nil, err
	}
	return r.to.operator.Seal(nil, nil, key, wrapLabel(row.id)), nil
}

func (r rekeyer) keyRows(query string) (out []keyRow, err error) {
	rows, err := r.tx.Query(query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var k keyRow
		if err := rows.Scan(&k.id, &k.key); err != nil {
			return nil, err
		}
		out = append(out, k)
	}
	return out, rows.Err()
}

// turns seals the texts of a conversation in clear.
func (r rekeyer) turns(id string, b Boxer) error {
	turns, err := loadTurns(r.tx, Boxer{id: id})
	if err != nil {
		return err
	}
	if _, err := r.tx.Exec("DELETE FROM turns WHERE conversation = ?", id); err != nil {
		return err
	}
	return saveTurns(r.tx, b, turns)
}

func (r rekeyer) comment(id string, b Boxer) error {
	return r.box("SELECT comment_box FROM ratings WHERE receipt = ?", "UPDATE ratings SET comment_box = ? WHERE receipt = ?", commentPlace, b)
}

func (r rekeyer) job(id string, b Boxer) error {
	return r.box("SELECT body_box FROM slack_jobs WHERE id = ?", "UPDATE slack_jobs SET body_box = ? WHERE id = ?", JobPlace, b)
}

// box seals one text in clear.
func (r rekeyer) box(get, set, place string, b Boxer) error {
	var box []byte
	if err := r.tx.QueryRow(get, b.id).Scan(&box); err != nil {
		return err
	}
	text, err := Boxer{id: b.id}.Open(place, box)
	if err != nil {
		return err
	}
	_, err = r.tx.Exec(set, b.Seal(place, text), b.id)
	return err
}
