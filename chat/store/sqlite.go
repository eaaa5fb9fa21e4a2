package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
)

// ErrDamaged is returned for a file that is not a whole database.
var ErrDamaged = errors.New("the file is damaged")

// A role is what a connection is for.
type role struct {
	conns   int
	pragmas []string
}

// secure_delete overwrites what is erased. temp_store keeps texts out of
// temporary files. synchronous(FULL) makes a commit return only when it is on
// the disk. wal_autocheckpoint keeps the write-ahead log smaller than the spare.
var (
	writing = role{1, []string{"busy_timeout(2000)", "journal_mode(WAL)", "synchronous(FULL)", "wal_autocheckpoint(200)", "foreign_keys(1)", "secure_delete(ON)", "temp_store(MEMORY)"}}
	reading = role{4, []string{"busy_timeout(500)", "query_only(1)", "temp_store(MEMORY)"}}
	// The copy inherits secure_delete: without it, pages of the copy hold scraps
	// of texts that no later erasure would overwrite.
	copying = role{1, []string{"busy_timeout(5000)", "secure_delete(ON)", "temp_store(MEMORY)"}}
)

// connect prepares a pool of connections of one role.
func connect(file string, r role) (*sql.DB, error) {
	q := url.Values{"_pragma": r.pragmas, "_txlock": {"immediate"}}
	if r.conns > 1 {
		q.Set("_txlock", "deferred")
	}
	u := url.URL{Scheme: "file", Opaque: (&url.URL{Path: file}).EscapedPath(), RawQuery: q.Encode()}
	db, err := sql.Open("sqlite", u.String())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(r.conns)
	db.SetMaxIdleConns(r.conns)
	return db, nil
}

// check reads the whole file once.
func check(ctx context.Context, db *sql.DB) error {
	var verdict string
	if err := db.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&verdict); err != nil {
		return damage(err)
	}
	if verdict != "ok" {
		return ErrDamaged
	}
	return nil
}

// damage marks the errors that mean a damaged file.
func damage(err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Code() & 0xff {
	case lib.SQLITE_CORRUPT, lib.SQLITE_NOTADB:
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return err
}

// busy reports whether an error means that another process holds the file.
func busy(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code()&0xff == lib.SQLITE_BUSY
}

// full reports whether an error means that the disk is full.
func full(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code()&0xff == lib.SQLITE_FULL
}
