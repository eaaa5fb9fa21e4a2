package store

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"

	"github.com/limber-health/limber/chat"
)

// unsaved are the ids of conversations of which the file lacks something.
type unsaved struct {
	mu   sync.Mutex
	last int
	ids  map[string]int // to the number of the newest change
}

func (u *unsaved) has(id string) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	_, ok := u.ids[id]
	return ok
}

func (u *unsaved) remove(id string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	delete(u.ids, id)
}

// done says that the file has a conversation as it was at a change, which
// counts unless there was another since.
func (u *unsaved) done(id string, change int) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.ids[id] == change {
		delete(u.ids, id)
	}
}

func (u *unsaved) all() map[string]int {
	u.mu.Lock()
	defer u.mu.Unlock()
	return maps.Clone(u.ids)
}

// add remembers a change of a conversation and returns its number. It forgets
// those that memory no longer has.
func (u *unsaved) add(id string, recent *chat.Memory) int {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.ids == nil {
		u.ids = map[string]int{}
	}
	u.last++
	u.ids[id] = u.last
	if len(u.ids) <= 2*steadyRecent {
		return u.last
	}
	have := map[string]bool{id: true}
	for _, c := range recent.All() {
		have[c.ID] = true
	}
	maps.DeleteFunc(u.ids, func(id string, _ int) bool { return !have[id] })
	return u.last
}

// refill writes what memory holds to a file that may lack all of it.
func (s *Steady) refill(ctx context.Context, d *DB) {
	s.followErasures(ctx)
	for _, c := range s.recent.All() {
		s.ahead.add(c.ID, s.recent)
	}
	s.catchUp(ctx, d)
}

// catchUp writes what the file lacks, as far as it takes it now.
func (s *Steady) catchUp(ctx context.Context, d *DB) {
	failed, last := 0, error(nil)
	for id, change := range s.ahead.all() {
		err := s.write(ctx, d, id)
		switch {
		case err == nil:
			s.ahead.done(id, change)
		case errors.Is(err, chat.ErrNotFound):
			s.drop(ctx, id) // erased by another process
		case errors.Is(err, ErrDamaged):
			_ = s.seen(d, err)
			return
		case !errors.Is(err, errStale): // or somebody talks right now
			failed, last = failed+1, err
		}
	}
	if failed > 0 {
		s.opts.Log.Error("write to the store what it lacks; will try again", "conversations", failed, "error", last)
	}
}

// write puts the turns that the file lacks after those that it has. It holds no
// lock of the conversation: Save refuses to write over a turn that is added
// meanwhile, or to bring back what is erased meanwhile.
func (s *Steady) write(ctx context.Context, d *DB, id string) error {
	c, err := s.recent.Load(ctx, id)
	if err != nil {
		return nil // too old by now, or erased
	}
	kept, err := d.Load(ctx, id)
	switch {
	case err == nil:
		c.Turns = join(kept.Turns, c.Turns)
	case !errors.Is(err, chat.ErrNotFound):
		return err
	}
	return d.saveOld(ctx, c, max(0, s.opts.Now().Sub(c.Updated))) // its time began then
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
