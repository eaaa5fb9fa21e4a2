package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// An erasure says that a conversation was erased, without saying which.
type erasure struct {
	Hash string    `json:"hash"`
	At   time.Time `json:"at"`
}

func hashID(id string) string {
	sum := sha256.Sum256([]byte(id))
	return hex.EncodeToString(sum[:16])
}

// noteErased remembers an erasure for backups that are made now or are not
// here now.
func (d *DB) noteErased(id string) error {
	file, e := filepath.Join(d.opts.Dir, erasedFile), erasure{hashID(id), d.opts.Now().UTC()}
	err := addLine(file, e)
	if err != nil { // a full disk, perhaps: this is what the spare is for
		_ = os.Remove(d.spare())
		err = addLine(file, e)
	}
	return err
}

// erasures are the ids that the list of erasures held when it was last read.
// Only the writer uses them.
type erasures struct {
	size int64 // of the list
	gone map[string]bool
}

// wasErased reports whether a conversation is on the list of erasures, also by
// another process. An erasure is noted before it is carried out, so a write
// that asks in its transaction cannot bring back what was erased.
func (d *DB) wasErased(id string) (bool, error) {
	file := filepath.Join(d.opts.Dir, erasedFile)
	info, err := os.Stat(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, err
	case info.Size() != d.erased.size:
		list, err := readLines[erasure](file)
		if err != nil {
			return false, err
		}
		d.erased = erasures{info.Size(), hashes(list)}
	}
	return d.erased.gone[hashID(id)], nil
}

// forgetErasures shortens the list of erasures by what no copy can still hold.
func (d *DB) forgetErasures() error {
	file := filepath.Join(d.opts.Dir, erasedFile)
	all, err := readLines[erasure](file)
	if err != nil {
		return err
	}
	oldest := d.opts.Now().Add(-2 * d.opts.ReceiptRetention)
	young := slices.DeleteFunc(slices.Clone(all), func(e erasure) bool { return e.At.Before(oldest) })
	if len(young) == len(all) {
		return nil
	}
	return writeLines(file, young)
}

func hashes(list []erasure) map[string]bool {
	all := map[string]bool{}
	for _, e := range list {
		all[e.Hash] = true
	}
	return all
}

// honour erases what is on the list of erasures of dir. The list stays when a
// database is replaced by an older copy.
func (d *DB) honour(ctx context.Context, dir string) error {
	list, err := readLines[erasure](filepath.Join(dir, erasedFile))
	if err != nil || len(list) == 0 {
		return err
	}
	gone := hashes(list)
	var ids []string
	err = d.View(ctx, func(tx *sql.Tx) (err error) {
		ids, err = conversationIDs(tx)
		return err
	})
	if err != nil {
		return err
	}
	erased := false
	for _, id := range ids {
		if !gone[hashID(id)] {
			continue
		}
		erased = true
		err := d.shrink(ctx, func(tx *sql.Tx) error {
			_, err := erase(tx, id)
			return err
		})
		if err != nil {
			return err
		}
	}
	if erased {
		return d.wipe(ctx)
	}
	return nil
}

// conversationIDs are all that anything is kept of.
func conversationIDs(tx *sql.Tx) (ids []string, err error) {
	rows, err := tx.Query("SELECT id FROM conversations UNION SELECT conversation FROM receipts UNION SELECT conversation FROM slack_threads")
	if err != nil {
		return nil, err
	}
	return column(rows)
}

// column reads rows of one text each, and closes them.
func column(rows *sql.Rows) (out []string, err error) {
	defer rows.Close()
	for rows.Next() {
		var v string
		if err := rows.Scan(&v); err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rows.Err()
}
