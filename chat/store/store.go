// Package store keeps conversations, receipts, ratings and accepted Slack
// events in one SQLite file. Texts are sealed with keys of their own when the
// operator gave a key, and erased when their time is over. Nothing here logs a
// text or puts one into an error.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"
)

// Defaults of Options.
const (
	DefaultRetention        = 24 * time.Hour
	DefaultReceiptRetention = 90 * 24 * time.Hour
)

// FileName is the database's name in the data directory.
const FileName = "limber.db"

// Options say where and how long to keep things.
type Options struct {
	Dir              string           // data directory, made if it does not exist
	Key              []byte           // 32 bytes that seal texts; nil keeps texts in clear
	Retention        time.Duration    // of texts, after a conversation's last turn; 0: 24 hours
	ReceiptRetention time.Duration    // of receipts and ratings without texts; 0: 90 days
	Now              func() time.Time // nil: time.Now
	Log              *slog.Logger     // nil: no log; never given a text

	mono   func() time.Duration // never jumps; nil: since Open
	copied bool                 // opened to copy or to erase in a copy, without a key
}

// A DB is the open file. It is safe for concurrent use; one process at a time
// may have it open for writing.
type DB struct {
	opts   Options
	write  *sql.DB // one connection; every commit is on the disk when it returns
	read   *sql.DB
	sealer sealer
	clock  *clock
	dirty  atomic.Bool // erased pages are still in the write-ahead log

	slowUntil atomic.Int64 // Unix nanoseconds; writes fail until then
	unlock    func()

	erasures      atomic.Int64 // since Open
	backupsErased int64        // of these, the ones that were taken to the backups
	backupsNext   int64        // retention clock when backups are swept again

	jobs     chan *job
	stopped  chan struct{} // closed when the writer has ended
	closing  sync.RWMutex
	isClosed bool
}

// Open opens the database in o.Dir or makes one. Errors: ErrLocked if another
// process has it open, ErrKey if o.Key is not the one it was made with,
// ErrDamaged if it is not a whole database, and what the file system reports.
func Open(ctx context.Context, o Options) (*DB, error) {
	o = o.withDefaults()
	if err := os.MkdirAll(o.Dir, 0o750); err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	unlock, err := lock(o.Dir)
	if err != nil {
		return nil, err
	}
	var d *DB
	err = adopt(o)
	if err == nil {
		d, err = open(ctx, o)
	}
	if err == nil {
		err = errors.Join(d.honour(ctx, o.Dir), d.forgetErasures())
	}
	if err == nil {
		if werr := d.Wipe(ctx); errors.Is(werr, ErrDamaged) {
			err = werr // any other fault, such as a full disk, is tried again later
		}
	}
	if err != nil {
		if d != nil {
			err = errors.Join(err, d.Close())
		}
		unlock()
		return nil, fmt.Errorf("open store: %w", err)
	}
	d.unlock = unlock
	return d, nil
}

// open prepares the file whose lock the caller holds.
func open(ctx context.Context, o Options) (*DB, error) {
	file := filepath.Join(o.Dir, FileName)
	if err := create(file); err != nil {
		return nil, err
	}
	d := &DB{opts: o, jobs: make(chan *job, maxQueue), stopped: make(chan struct{}), unlock: func() {}}
	var err error
	if d.write, err = connect(file, writing); err != nil {
		return nil, err
	}
	if d.read, err = connect(file, reading); err != nil {
		return nil, errors.Join(err, d.write.Close())
	}
	if !o.copied {
		err = check(ctx, d.write)
	}
	if err == nil {
		err = migrate(ctx, d.write)
	}
	if err == nil && !o.copied {
		d.sealer, err = openSealer(ctx, d.write, o.Key)
	}
	if err == nil {
		d.clock, err = openClock(ctx, d.write, o)
	}
	if err != nil {
		return nil, errors.Join(err, d.read.Close(), d.write.Close())
	}
	d.dirty.Store(true) // of a change of tables or keys, perhaps
	d.holdSpare()
	go d.writer()
	return d, nil
}

// create makes an empty file that only its owner may read. SQLite gives its
// side files the same rights.
func create(file string) error {
	f, err := os.OpenFile(file, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

// Close waits for writes that were begun and closes the file.
func (d *DB) Close() error {
	if d.write == nil { // opened by Read
		return d.read.Close()
	}
	d.closing.Lock()
	if d.isClosed {
		d.closing.Unlock()
		return nil
	}
	d.isClosed = true
	close(d.jobs)
	d.closing.Unlock()
	<-d.stopped
	err := errors.Join(d.read.Close(), d.write.Close())
	d.unlock()
	return err
}

func (o Options) withDefaults() Options {
	if o.Retention <= 0 {
		o.Retention = DefaultRetention
	}
	if o.ReceiptRetention <= 0 {
		o.ReceiptRetention = DefaultReceiptRetention
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.mono == nil {
		began := time.Now()
		o.mono = func() time.Duration { return time.Since(began) }
	}
	return o
}
