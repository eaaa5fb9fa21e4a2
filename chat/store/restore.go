package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// restoreFile waits to take the database's place at the next open.
const restoreFile = FileName + ".restore"

// Restore puts the database of a backup in place of the one in o.Dir. A server
// that runs takes it over within seconds; otherwise it is in place when
// Restore returns. The one before becomes a backup in quarantine. What was erased since
// the backup stays erased: the list of erasures is kept beside the database.
func Restore(ctx context.Context, o Options, backup string) error {
	o = o.withDefaults()
	if err := os.MkdirAll(o.Dir, 0o750); err != nil {
		return fmt.Errorf("restore store: %w", err)
	}
	from := o
	from.Dir = backup
	d, err := Read(ctx, from) // is it whole, and the key the right one?
	if err != nil {
		return fmt.Errorf("restore store: %w", err)
	}
	err = errors.Join(check(ctx, d.read), d.Close())
	if err != nil {
		return fmt.Errorf("restore store: %w", err)
	}
	temp := filepath.Join(o.Dir, restoreFile+".tmp")
	_ = os.Remove(temp) // of a restore that was cut short
	if err := create(temp); err != nil {
		return fmt.Errorf("restore store: %w", err)
	}
	if err := copyInto(ctx, filepath.Join(backup, FileName), temp); err != nil {
		return fmt.Errorf("restore store: %w", err)
	}
	if err := keepClock(ctx, o, temp); err != nil {
		return fmt.Errorf("restore store: %w", err)
	}
	if err := os.Rename(temp, filepath.Join(o.Dir, restoreFile)); err != nil {
		return fmt.Errorf("restore store: %w", err)
	}
	if err := syncDir(o.Dir); err != nil {
		return fmt.Errorf("restore store: %w", err)
	}
	d, err = Open(ctx, o)
	if errors.Is(err, ErrLocked) {
		return nil // the server that has it takes it over
	}
	if err != nil {
		return err
	}
	return d.Close()
}

// keepClock gives a restored file the retention clock of the one it replaces,
// so that the age of the backup counts at once.
func keepClock(ctx context.Context, o Options, file string) error {
	var now []byte
	d, err := Read(ctx, o)
	if err != nil { // none, or a damaged one: the wall clock has to do
		return nil
	}
	err = d.read.QueryRowContext(ctx, "SELECT value FROM meta WHERE name = ?", clockRow).Scan(&now)
	if cerr := d.Close(); err != nil || cerr != nil {
		return nil
	}
	db, err := connect(file, role{1, []string{"synchronous(FULL)"}})
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", clockRow, now)
	return errors.Join(err, db.Close())
}

// adopt puts a restored database in place, if one waits. The caller holds the
// lock.
func adopt(o Options) error {
	from := filepath.Join(o.Dir, restoreFile)
	if _, err := os.Stat(from); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err := replaced(o); err != nil {
		return err
	}
	if err := os.Rename(from, filepath.Join(o.Dir, FileName)); err != nil {
		return fmt.Errorf("put restored store in place: %w", err)
	}
	return syncDir(o.Dir)
}

// replaced makes the database that is in place a backup of its own, so that a
// restore can be undone and erasures still reach it.
func replaced(o Options) error {
	if _, err := os.Stat(filepath.Join(o.Dir, FileName)); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	now := o.Now().UTC()
	dir, err := filepath.Abs(filepath.Join(o.Dir, QuarantineDir, "replaced-"+now.Format(stampForm)))
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("keep replaced store: %w", err)
	}
	if err := addLine(filepath.Join(o.Dir, backupsFile), backupEntry{dir, now}); err != nil {
		return fmt.Errorf("keep replaced store: %w", err)
	}
	if err := moveStore(o.Dir, filepath.Join(dir, FileName)); err != nil {
		return err
	}
	return Manifest{Made: now}.Finish(dir)
}

// restored reports whether a restored database waits.
func restored(o Options) bool {
	_, err := os.Stat(filepath.Join(o.Dir, restoreFile))
	return err == nil
}
