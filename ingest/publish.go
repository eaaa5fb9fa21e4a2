package ingest

import (
	"bufio"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/limber-health/limber/retrieval"
)

// publish makes snap the current generation. The caller holds the lock.
// After an error the old generation is still the current one.
func (s *Store) publish(snap *retrieval.Snapshot) (Generation, error) { return s.publishFrom(snap, 0) }

// publishFrom is publish with a number that is at least the given one.
func (s *Store) publishFrom(snap *retrieval.Snapshot, least uint64) (Generation, error) {
	if err := s.disk.MkdirAll(s.path(generationDir)); err != nil {
		return Generation{}, fmt.Errorf("store index: %w", err)
	}
	s.sweep()
	g, err := s.nextID()
	if err != nil {
		return Generation{}, fmt.Errorf("store index: %w", err)
	}
	g.ID = max(g.ID, least)
	file := s.path(generationDir, g.file())
	err = replace(s.disk, file, func(w io.Writer) error {
		b := bufio.NewWriterSize(w, 1<<20)
		sum, err := writeSnapshot(b, snap)
		if err != nil {
			return err
		}
		g.Sum = hex.EncodeToString(sum)
		return b.Flush()
	})
	if err != nil {
		return Generation{}, fmt.Errorf("store index: %w", err)
	}
	if _, got, err := s.open(g); err != nil || got.Sum != g.Sum {
		s.quarantine(g)
		return Generation{}, fmt.Errorf("store index: what was written does not read back, is the disk faulty? (%v)", err)
	}
	if err := s.setCurrent(g); err != nil {
		return Generation{}, fmt.Errorf("store index: %w", err)
	}
	s.prune(g)
	return g, nil
}

func (s *Store) setCurrent(g Generation) error {
	return replace(s.disk, s.path(currentFile), func(w io.Writer) error {
		_, err := fmt.Fprintf(w, "%016x %s\n", g.ID, g.Sum)
		return err
	})
}

// Rollback makes the generation before the current one current again. It takes
// effect at the next load; the next ingest moves on from there.
func (s *Store) Rollback() (Generation, error) {
	unlock, err := s.lock()
	if err != nil {
		return Generation{}, err
	}
	defer unlock()
	cur, err := s.current()
	if err != nil {
		return Generation{}, fmt.Errorf("roll back: %w", err)
	}
	ids, err := s.generations()
	if err != nil {
		return Generation{}, fmt.Errorf("roll back: %w", err)
	}
	for i := len(ids) - 1; i >= 0; i-- {
		if ids[i] >= cur.ID {
			continue
		}
		if _, g, err := s.open(Generation{ID: ids[i]}); err == nil {
			return g, s.setCurrent(g)
		}
	}
	return Generation{}, errors.New("roll back: no older generation is whole")
}

// nextID is one more than any generation seen, quarantined ones included.
func (s *Store) nextID() (Generation, error) {
	ids, err := s.generations()
	if err != nil {
		return Generation{}, err
	}
	last := uint64(0)
	if len(ids) > 0 {
		last = ids[len(ids)-1]
	}
	if cur, err := s.current(); err == nil {
		last = max(last, cur.ID)
	}
	names, _ := s.disk.ReadDir(s.path(quarantineDir))
	for _, n := range names {
		if m := generationName.FindStringSubmatch(n); m != nil {
			id, _ := strconv.ParseUint(m[1], 16, 64)
			last = max(last, id)
		}
	}
	return Generation{ID: last + 1}, nil
}

// sweep removes what an ingest that was killed left behind.
func (s *Store) sweep() {
	_ = s.disk.Remove(s.path(currentFile + tempSuffix))
	names, _ := s.disk.ReadDir(s.path(generationDir))
	for _, n := range names {
		if strings.HasSuffix(n, tempSuffix) {
			_ = s.disk.Remove(s.path(generationDir, n))
		}
	}
}

// prune removes old generations, once CURRENT names a newer one for good.
func (s *Store) prune(cur Generation) {
	ids, err := s.generations()
	if err != nil {
		return
	}
	for len(ids) > keepGenerations {
		if ids[0] != cur.ID {
			_ = s.disk.Remove(s.path(generationDir, Generation{ID: ids[0]}.file()))
		}
		ids = ids[1:]
	}
}
