package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/limber-health/limber/chat"
)

// Load returns a conversation from memory, or else from the file.
func (s *Steady) Load(ctx context.Context, id string) (*chat.Conversation, error) {
	if c, err := s.recent.Load(ctx, id); err == nil {
		return c, nil
	}
	d, err := s.file()
	if err != nil {
		return nil, err
	}
	c, err := d.Load(ctx, id)
	return c, unavailable(s.seen(d, err))
}

// Save stores a conversation. After an error it is in memory only.
func (s *Steady) Save(ctx context.Context, c *chat.Conversation) error {
	if !c.ReceiptOnly {
		if err := s.recent.Save(ctx, c); err != nil {
			return err
		}
	}
	d, err := s.file()
	if err != nil {
		return err
	}
	return unavailable(s.seen(d, d.Save(ctx, c)))
}

// Erase removes a conversation from memory and the file.
func (s *Steady) Erase(ctx context.Context, id string) error {
	inMemory := s.recent.Erase(ctx, id)
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
