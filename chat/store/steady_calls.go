package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"sync"
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

// join puts what is only in memory after what is in the file. A turn is known
// by its time and words.
func join(kept, inMemory []chat.Turn) []chat.Turn {
	out := slices.Clone(kept)
	for _, t := range inMemory {
		same := func(k chat.Turn) bool { return k.At.UnixMilli() == t.At.UnixMilli() && k.Message == t.Message }
		i := slices.IndexFunc(kept, same)
		switch {
		case i < 0:
			out = append(out, t)
		case kept[i].Reply == nil:
			out[i] = t
		}
	}
	return out
}

// unsaved are the ids of conversations of which the file lacks something.
type unsaved struct {
	mu  sync.Mutex
	ids map[string]bool
}

func (u *unsaved) has(id string) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.ids[id]
}

func (u *unsaved) remove(id string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	delete(u.ids, id)
}

// add remembers an id, and forgets those that memory no longer has.
func (u *unsaved) add(id string, recent *chat.Memory) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.ids == nil {
		u.ids = map[string]bool{}
	}
	u.ids[id] = true
	if len(u.ids) <= 2*steadyRecent {
		return
	}
	ids := map[string]bool{id: true}
	for _, c := range recent.All() {
		ids[c.ID] = u.ids[c.ID]
	}
	u.ids = ids
}

// Save stores a conversation. After an error it is in memory only.
func (s *Steady) Save(ctx context.Context, c *chat.Conversation) error {
	if !c.ReceiptOnly {
		s.ahead.add(c.ID, s.recent) // until the file has it
		if err := s.recent.Save(ctx, c); err != nil {
			return err
		}
	}
	d, err := s.file()
	if err != nil {
		return err
	}
	if err := s.seen(d, d.Save(ctx, c)); err != nil {
		return unavailable(err)
	}
	s.ahead.remove(c.ID)
	return nil
}

// Erase removes a conversation from memory and the file.
func (s *Steady) Erase(ctx context.Context, id string) error {
	inMemory := s.recent.Erase(ctx, id)
	s.ahead.remove(id)
	d, err := s.file()
	if err != nil {
		return err
	}
	err = s.seen(d, d.Erase(ctx, id))
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
