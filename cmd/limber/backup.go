package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/limber-health/limber/chat/store"
	"github.com/limber-health/limber/ingest"
)

// backupCmd copies what a server keeps.
type backupCmd struct {
	dataFlag
	Out  string `arg:"" help:"Folder to make, such as backups/2026-11-28." type:"path" placeholder:"OUT"`
	Keep int    `help:"Delete all but this many of the newest backups; 0 deletes none." default:"0"`
}

// Run makes a whole backup or none. The server may go on meanwhile.
func (b *backupCmd) Run(ctx context.Context, std stdio) error {
	if b.Data == "" {
		return fmt.Errorf("%w: name the server's data directory with --data", errUsage)
	}
	if b.Keep < 0 {
		return fmt.Errorf("%w: --keep is negative", errUsage)
	}
	if err := os.MkdirAll(filepath.Dir(b.Out), 0o750); err != nil {
		return fmt.Errorf("make backup: %w", err)
	}
	if err := os.Mkdir(b.Out, 0o700); err != nil {
		return fmt.Errorf("make backup: %w (name a folder that does not exist yet)", err)
	}
	if err := b.fill(ctx); err != nil {
		return errors.Join(err, os.RemoveAll(b.Out))
	}
	fmt.Fprintf(std.out, "Backup of %s made in %s. A server on %s erases there too what is erased or too old.\n", b.Data, b.Out, b.Data)
	if b.Keep == 0 {
		return nil
	}
	deleted, err := store.Prune(b.Data, b.Keep)
	for _, d := range deleted {
		fmt.Fprintln(std.out, "Deleted the backup", d)
	}
	return err
}

func (b *backupCmd) fill(ctx context.Context) error {
	m := store.Manifest{Made: time.Now().UTC(), Version: version}
	gen, err := ingest.NewStore(b.Out).Import(ingest.NewStore(b.Data))
	if err != nil && !errors.Is(err, ingest.ErrNoIndex) {
		return err
	}
	m.Index = gen.ID
	err = store.Backup(ctx, store.Options{Dir: b.Data}, b.Out)
	if errors.Is(err, store.ErrNone) && m.Index > 0 {
		err = nil // an index that no server has used yet
	}
	if err == nil {
		err = copyKeys(b.Data, b.Out)
	}
	if err != nil {
		return err
	}
	return m.Finish(b.Out)
}

// copyKeys copies the hashed API keys from one data directory to another,
// unless there are keys there: a key that was revoked must not come back.
func copyKeys(from, to string) error {
	raw, err := os.ReadFile(keysFlag{}.path(from))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("copy keys: %w", err)
	}
	f, err := os.OpenFile(keysFlag{}.path(to), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("copy keys: %w", err)
	}
	_, err = f.Write(raw)
	return errors.Join(err, f.Sync(), f.Close())
}

// restoreCmd puts a backup back.
type restoreCmd struct {
	dataFlag
	keyFlag
	Backup string `arg:"" help:"Folder that limber backup made." type:"existingdir" placeholder:"BACKUP"`
}

// Run restores; a server that runs takes the conversations over within
// seconds.
func (r *restoreCmd) Run(ctx context.Context, std stdio) error {
	if r.Data == "" {
		return fmt.Errorf("%w: name the data directory to restore to with --data", errUsage)
	}
	key, err := r.key()
	if err != nil {
		return fmt.Errorf("%w: %w", errUsage, err)
	}
	m, err := store.ReadManifest(r.Backup)
	if err != nil {
		return err
	}
	err = store.Restore(ctx, store.Options{Dir: r.Data, Key: key}, r.Backup)
	if err != nil && !errors.Is(err, store.ErrNone) {
		return err
	}
	if m.Index > 0 {
		if _, err := ingest.NewStore(r.Data).Import(ingest.NewStore(r.Backup)); err != nil {
			return err
		}
	}
	if err := copyKeys(r.Backup, r.Data); err != nil {
		return err
	}
	fmt.Fprintf(std.out, "%s is what it was on %s, without what was erased since.\n", r.Data, m.Made.Format(time.RFC1123))
	if m.Index > 0 {
		fmt.Fprintln(std.out, "A server that runs serves the restored articles after SIGHUP or POST /admin/reload.")
	}
	return nil
}
