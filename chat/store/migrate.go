package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
)

// Files are numbered from 1 without gaps, and never changed once released.
//
//go:embed migrations/*.sql
var migrations embed.FS

// errNewer is returned for a file of a newer program.
var errNewer = errors.New("it was made by a newer Limber")

// migrate brings the tables to the newest form, one transaction a step. It
// only goes forward: a file from a newer program is refused. While another
// process has the file open nothing is changed.
func migrate(ctx context.Context, db *sql.DB, alone bool) error {
	steps, err := fs.Glob(migrations, "migrations/*.sql") // sorted by name
	if err != nil {
		return err
	}
	var have int
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&have); err != nil {
		return damage(err)
	}
	if have > len(steps) {
		return fmt.Errorf("%w (form %d, this program knows %d): use that program, or restore a backup made before the upgrade", errNewer, have, len(steps))
	}
	if have < len(steps) && !alone {
		return fmt.Errorf("%w: an older program, whose tables have form %d; stop it first", ErrLocked, have)
	}
	for n := have; n < len(steps); n++ {
		if err := step(ctx, db, steps[n], n+1); err != nil {
			return fmt.Errorf("change tables to form %d: %w", n+1, damage(err))
		}
	}
	return nil
}

func step(ctx context.Context, db *sql.DB, file string, form int) error {
	script, err := migrations.ReadFile(file)
	if err != nil {
		return err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, string(script)); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", form)); err != nil {
		return err
	}
	return tx.Commit()
}
