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
	"io/fs"
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
	Alone            bool             // no other process may have it open meanwhile

	mono   func() time.Duration // never jumps; nil: since Open
	beside bool                 // other processes may have it open
	copied bool                 // opened to copy or to erase in a copy, without a key
}

// A DB is the open file. It is safe for concurrent use. On Linux, on a disk of
// this machine, several processes may have it open; elsewhere one.
type DB struct {
	opts   Options
	write  *sql.DB // one connection; every commit is on the disk when it returns
	read   *sql.DB
	sealer sealer
	clock  *clock
	dirty  atomic.Bool // erased pages are still in the write-ahead log

	slowUntil atomic.Int64 // Unix nanoseconds; writes fail until then
	place     *place       // nil: the caller of open holds the lock
	shared    bool         // other processes may have it open
	leader    leader
	turns     *os.File // nil: not shared

	backupsErased int64 // length of the list of erasures that was taken to the backups
	backupsNext   int64 // retention clock when backups are swept again

	erased   erasures
	jobs     chan *job
	stopped  chan struct{} // closed when the writer has ended
	closing  sync.RWMutex
	isClosed bool
}

// Open opens the database in o.Dir or makes one. Errors: ErrLocked if another
// process has it open and it cannot be shared, ErrKey if o.Key is not the one it
// was made with, ErrDamaged if it is not a whole database, and what the file
// system reports.
func Open(ctx context.Context, o Options) (*DB, error) {
	o = o.withDefaults()
	if err := os.MkdirAll(o.Dir, 0o750); err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	o.beside = !o.Alone && sharable(o.Dir)
	p, err := enter(o.Dir, o.beside)
	if err != nil {
		return nil, err
	}
	d, err := openIn(ctx, o, p)
	if err == nil && o.beside {
		err = d.share()
	}
	p.open()
	if err != nil {
		if d != nil {
			err = errors.Join(err, d.Close())
		}
		p.leave()
		return nil, fmt.Errorf("open store: %w", err)
	}
	return d, nil
}

// openIn opens the database for a process that has taken its place. What
// changes the file as a whole is done only by who is alone.
func openIn(ctx context.Context, o Options, p *place) (d *DB, err error) {
	switch {
	case p.alone:
		err = adopt(o)
	case letGo(o):
		err = lockError(o.Dir, ErrLocked) // until the others have let it go
	}
	if err != nil {
		return nil, err
	}
	if d, err = open(ctx, o, p.alone); err != nil {
		return nil, err
	}
	d.place = p
	err = d.honour(ctx, o.Dir)
	if err == nil && p.alone {
		err = errors.Join(d.forgetErasures(), stayed(o))
	}
	if err != nil {
		return d, err
	}
	if werr := d.Wipe(ctx); errors.Is(werr, ErrDamaged) {
		err = werr // any other fault, such as a full disk, is tried again later
	}
	return d, err
}

// share lets other processes in. Who was alone until now sweeps for all.
func (d *DB) share() (err error) {
	if d.place.alone {
		if d.leader.file, err = waitForLock(filepath.Join(d.opts.Dir, FileName+leaderSuffix), gateTime); err != nil {
			return err
		}
	}
	d.shared = true
	return d.place.settle()
}

// open prepares the file. The caller holds its lock, alone or beside others.
func open(ctx context.Context, o Options, alone bool) (*DB, error) {
	file := filepath.Join(o.Dir, FileName)
	if err := create(file); err != nil {
		return nil, err
	}
	d := &DB{opts: o, jobs: make(chan *job, maxQueue), stopped: make(chan struct{})}
	var err error
	if d.write, err = connect(file, writing); err != nil {
		return nil, err
	}
	if d.read, err = connect(file, reading); err != nil {
		return nil, errors.Join(err, d.write.Close())
	}
	if o.beside {
		d.turns, err = os.OpenFile(filepath.Join(o.Dir, FileName+turnsSuffix), os.O_RDWR|os.O_CREATE, 0o600)
	}
	if err == nil {
		err = d.prepare(ctx, alone)
	}
	if err != nil {
		if d.turns != nil {
			_ = d.turns.Close()
		}
		return nil, errors.Join(err, d.read.Close(), d.write.Close())
	}
	d.dirty.Store(true) // of a change of tables or keys, perhaps
	d.holdSpare()
	go d.writer()
	return d, nil
}

// prepare checks the file and brings it to the form that this program knows.
// The check takes long for a large file, so the writers of others go on
// meanwhile.
func (d *DB) prepare(ctx context.Context, alone bool) error {
	o := d.opts
	if !o.copied {
		if err := check(ctx, d.write); err != nil {
			return err
		}
	}
	defer d.queueUp()()
	err := migrate(ctx, d.write, alone)
	if err == nil && !o.copied {
		d.sealer, err = openSealer(ctx, d.write, sealing{o.Key, alone})
	}
	if err == nil {
		d.clock, err = openClock(ctx, d.write, o)
	}
	return err
}

// create makes an empty file that only its owner may read, unless it is there.
// SQLite gives its side files the same rights. A file that is there is not
// opened: closing it would end SQLite's locks on it.
func create(file string) error {
	f, err := os.OpenFile(file, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
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
	d.leader.resign()
	if d.turns != nil {
		_ = d.turns.Close()
	}
	if d.place != nil {
		d.place.leave()
	}
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
