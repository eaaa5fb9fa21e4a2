package store

import (
	"context"
	"testing"
	"time"
)

// SetMono gives options a clock that never jumps.
func (o *Options) SetMono(mono func() time.Duration) { o.mono = mono }

// Reopen is what Run does while there is no file.
func (s *Steady) Reopen(ctx context.Context) { _ = s.open(ctx) }

// Break makes the open file look damaged to its next write.
func (s *Steady) Break(t *testing.T) {
	t.Helper()
	d := s.db.Load()
	if _, err := d.write.Exec("PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = 100000 WHERE name IN ('receipts', 'sqlite_autoindex_receipts_1'); PRAGMA writable_schema = RESET"); err != nil {
		t.Fatal(err)
	}
}

// Look is what Run does every few seconds.
func (s *Steady) Look(ctx context.Context) { s.look(ctx) }

// NoteErased notes an erasure without carrying it out.
func (d *DB) NoteErased(id string) error { return d.noteErased(id) }

// SetSync sets how much a commit waits for the disk.
func (d *DB) SetSync(tb testing.TB, mode string) {
	tb.Helper()
	if _, err := d.write.Exec("PRAGMA synchronous = " + mode); err != nil {
		tb.Fatal(err)
	}
}

// SpoilKey makes the key of a conversation useless.
func (d *DB) SpoilKey(tb testing.TB, id string) {
	tb.Helper()
	if _, err := d.write.Exec("UPDATE conversations SET key = x'0102' WHERE id = ?", id); err != nil {
		tb.Fatal(err)
	}
}

// Remembers reports whether a conversation is in memory.
func (s *Steady) Remembers(id string) bool {
	_, err := s.recent.Load(context.Background(), id)
	return err == nil
}

// Die ends the sign of life as the end of the process would.
func (s *Steady) Die() { _ = s.sign.file.Close() }

// NextWriter is the place for whose lock writers queue up.
const NextWriter = nextWriter

// QueueTime is how long a writer waits there.
const QueueTime = queueTime
