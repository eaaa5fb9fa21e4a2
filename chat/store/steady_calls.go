package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/limber-health/limber/chat"
)

// Load returns a conversation from the file, which other processes may have
// written, or from memory if the file cannot be read in time. What the file
// could not take comes after it.
func (s *Steady) Load(ctx context.Context, id string) (*chat.Conversation, error) {
	inMemory, missing := s.recent.Load(ctx, id)
	d, err := s.file()
	if err != nil {
		if missing == nil {
			return inMemory, nil
		}
		return nil, err
	}
	kept, err := s.loadSoon(ctx, d, id, missing == nil)
	ahead := missing == nil && s.ahead.has(id)
	switch {
	case err == nil && ahead:
		kept.Turns = join(kept.Turns, inMemory.Turns)
		return kept, nil
	case err == nil:
		return kept, nil
	case errors.Is(err, chat.ErrNotFound) && !ahead:
		s.drop(ctx, id) // erased by another process
	case missing == nil:
		return inMemory, nil
	}
	return nil, err
}

// readTime is how long a conversation that memory has waits for the file.
const readTime = 500 * time.Millisecond

// loadSoon reads a conversation from the file. If there is something else to
// show it does not wait for a disk that hangs.
func (s *Steady) loadSoon(ctx context.Context, d *DB, id string, hurry bool) (c *chat.Conversation, err error) {
	if !hurry {
		c, err = d.Load(ctx, id)
		return c, unavailable(s.seen(d, err))
	}
	type result struct {
		c   *chat.Conversation
		err error
	}
	done := make(chan result, 1)
	go func() {
		c, err := d.Load(ctx, id)
		done <- result{c, err}
	}()
	late := time.NewTimer(readTime)
	defer late.Stop()
	select {
	case r := <-done:
		return r.c, unavailable(s.seen(d, r.err))
	case <-late.C:
		return nil, unavailable(errSlow)
	}
}

// Save stores a conversation. After an error it is in memory only; what the
// file could not take is tried again.
func (s *Steady) Save(ctx context.Context, c *chat.Conversation) error {
	var version int
	if !c.ReceiptOnly {
		s.ahead.add(c.ID, s.recent) // first: nobody must take it for erased
		if err := s.recent.Save(ctx, c); err != nil {
			return err
		}
		version = s.ahead.add(c.ID, s.recent) // again: whoever copied it in between has not got all
	}
	d, err := s.file()
	if err != nil {
		return err
	}
	if err := s.seen(d, d.Save(ctx, c)); err != nil {
		return unavailable(err)
	}
	s.ahead.done(c.ID, version)
	return nil
}

// Erase removes a conversation from memory and the file. One that memory has
// may be on its way to the file, so it is erased there even if nothing is known
// of it yet.
func (s *Steady) Erase(ctx context.Context, id string) error {
	inMemory := s.recent.Erase(ctx, id)
	s.ahead.remove(id)
	d, err := s.file()
	if err != nil {
		return err
	}
	erase := d.Erase
	if inMemory == nil {
		erase = d.eraseNoted
	}
	err = s.seen(d, erase(ctx, id))
	if errors.Is(err, chat.ErrNotFound) {
		return inMemory
	}
	return unavailable(err)
}

// Rate stores a rating.
func (s *Steady) Rate(ctx context.Context, r chat.Rating) error {
	d, err := s.file()
	if err != nil {
		return err
	}
	err = d.Rate(ctx, r)
	if err == nil {
		_ = s.recent.Rate(ctx, r) // it may be in the file only
	}
	return unavailable(s.seen(d, err))
}

// unavailable marks the faults of a store.
func unavailable(err error) error {
	if err == nil || errors.Is(err, chat.ErrNotFound) {
		return err
	}
	return fmt.Errorf("%w: %w", chat.ErrUnavailable, err)
}

// Update is DB.Update.
func (s *Steady) Update(ctx context.Context, do func(tx *sql.Tx) error) error {
	d, err := s.file()
	if err != nil {
		return err
	}
	return s.seen(d, d.Update(ctx, do))
}

// View is DB.View.
func (s *Steady) View(ctx context.Context, do func(tx *sql.Tx) error) error {
	d, err := s.file()
	if err != nil {
		return err
	}
	return s.seen(d, d.View(ctx, do))
}

// NewBoxer is DB.NewBoxer.
func (s *Steady) NewBoxer(id string) (Boxer, []byte, error) {
	d, err := s.file()
	if err != nil {
		return Boxer{}, nil, err
	}
	return d.NewBoxer(id)
}

// Boxer is DB.Boxer.
func (s *Steady) Boxer(id string, wrapped []byte) (Boxer, error) {
	d, err := s.file()
	if err != nil {
		return Boxer{}, err
	}
	return d.Boxer(id, wrapped)
}

// Seconds is DB.Seconds, or 0 without a file.
func (s *Steady) Seconds() int64 {
	d, err := s.file()
	if err != nil {
		return 0
	}
	return d.Seconds()
}

// Erased says that a text was erased by Update. Its old page is wiped within
// seconds.
func (s *Steady) Erased() {
	if d := s.db.Load(); d != nil {
		d.dirty.Store(true)
	}
}
