package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// ManifestFile describes a backup; it is written last, so that a folder
// without it is not a whole one.
const ManifestFile = "limber-backup.json"

// A Manifest describes a backup.
type Manifest struct {
	Made    time.Time `json:"made"`
	Version string    `json:"version"` // of the program
	Index   uint64    `json:"index"`   // generation; 0: none was ingested
}

// A backupEntry says where a backup went.
type backupEntry struct {
	Path string    `json:"path"`
	Made time.Time `json:"made"`
}

// Backup copies the database of o.Dir into the folder to, which must exist,
// also while a server uses it. From then on that server erases there what it
// erases here.
func Backup(ctx context.Context, o Options, to string) error {
	o = o.withDefaults()
	o.copied = true // no text is read, so no key is needed
	d, err := Read(ctx, o)
	if err != nil {
		return err
	}
	defer d.Close()
	to, err = filepath.Abs(to)
	if err != nil {
		return fmt.Errorf("back up store: %w", err)
	}
	// Noted first: an erasure during the copy must reach it.
	if err := addLine(filepath.Join(o.Dir, backupsFile), backupEntry{to, o.Now().UTC()}); err != nil {
		return fmt.Errorf("note backup: %w", err)
	}
	file := filepath.Join(to, FileName)
	if err := create(file); err != nil { // its rights; SQLite fills an empty file
		return fmt.Errorf("back up store: %w", err)
	}
	if err := copyInto(ctx, filepath.Join(o.Dir, FileName), file); err != nil {
		return fmt.Errorf("back up store: %w", errors.Join(err, os.Remove(file)))
	}
	return nil
}

// copyInto makes one consistent copy of a database that may be in use.
func copyInto(ctx context.Context, from, to string) error {
	db, err := connect(from, copying)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "VACUUM INTO ?", to)
	if err = errors.Join(damage(err), db.Close()); err != nil {
		return err
	}
	return syncFile(to)
}

func syncFile(name string) error {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close(), syncDir(filepath.Dir(name)))
}

// Finish completes a backup folder.
func (m Manifest) Finish(dir string) error {
	raw, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	return replaceFile(filepath.Join(dir, ManifestFile), append(raw, '\n'))
}

// ReadManifest reads the description of a backup.
func ReadManifest(dir string) (m Manifest, err error) {
	raw, err := os.ReadFile(filepath.Join(dir, ManifestFile))
	if errors.Is(err, fs.ErrNotExist) {
		return m, fmt.Errorf("%s is not a whole backup: it has no %s", dir, ManifestFile)
	}
	if err != nil {
		return m, err
	}
	if err := json.Unmarshal(raw, &m); err != nil {
		return m, fmt.Errorf("read %s: %w", ManifestFile, err)
	}
	return m, nil
}

// Prune deletes all but the newest backups of the store in dir and returns
// what it deleted. A folder that is no backup is left alone.
func Prune(dir string, keep int) (deleted []string, err error) {
	list := filepath.Join(dir, backupsFile)
	all, err := readLines[backupEntry](list)
	if err != nil {
		return nil, fmt.Errorf("prune backups: %w", err)
	}
	slices.SortStableFunc(all, func(a, b backupEntry) int { return b.Made.Compare(a.Made) })
	var kept []backupEntry
	for _, e := range all {
		if _, err := ReadManifest(e.Path); err != nil { // on a disk that is not there now, perhaps
			kept = append(kept, e)
			continue
		}
		if keep > 0 {
			keep--
			kept = append(kept, e)
			continue
		}
		if err := os.RemoveAll(e.Path); err != nil {
			return deleted, fmt.Errorf("prune backups: %w", err)
		}
		deleted = append(deleted, e.Path)
	}
	slices.Reverse(kept)
	if err := writeLines(list, kept); err != nil {
		return deleted, fmt.Errorf("prune backups: %w", err)
	}
	return deleted, nil
}

// How often, in seconds, texts whose time is over are erased in backups, and
// how soon that is tried again.
const (
	backupEvery = 10 * 60
	backupRetry = 60
)

// SweepBackups erases in backups that can be reached what was erased or is
// over here: at once after an erasure, and every ten minutes. Of the processes
// that share the file one does it.
func (d *DB) SweepBackups(ctx context.Context) error {
	list, err := os.Stat(filepath.Join(d.opts.Dir, erasedFile)) // all of them add to it
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	n, now := int64(0), d.Seconds()
	if err == nil {
		n = list.Size()
	}
	if n == d.backupsErased && now < d.backupsNext || !d.leads(ctx) {
		return nil
	}
	d.backupsErased, d.backupsNext = n, now+backupEvery
	all, err := readLines[backupEntry](filepath.Join(d.opts.Dir, backupsFile))
	faults := []error{err}
	for _, e := range all {
		if _, err := ReadManifest(e.Path); err != nil {
			continue // pruned, or on a disk that is not there now
		}
		if err := d.sweepBackup(ctx, e.Path); err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", e.Path, err))
		}
	}
	err = errors.Join(faults...)
	if err != nil {
		d.backupsNext = now + backupRetry
		return fmt.Errorf("sweep backups: %w", err)
	}
	return nil
}

func (d *DB) sweepBackup(ctx context.Context, path string) error {
	o := d.opts
	o.Dir, o.copied = path, true
	unlock, err := lock(path)
	if err != nil {
		return err
	}
	defer unlock()
	b, err := open(ctx, o, true)
	if err != nil {
		return err
	}
	err = b.honour(ctx, d.opts.Dir)
	if err == nil {
		_, err = b.eraseOlder(ctx, d.Seconds())
	}
	return errors.Join(err, b.Close())
}
