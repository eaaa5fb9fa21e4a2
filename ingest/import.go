package ingest

// Import makes the current index of another folder the current one here, with
// its number unless this folder is past it. It returns ErrNoIndex if the other
// folder holds none.
func (s *Store) Import(from *Store) (Generation, error) {
	snap, gen, err := from.Load("")
	if err != nil {
		return Generation{}, err
	}
	unlock, err := s.lock()
	if err != nil {
		return Generation{}, err
	}
	defer unlock()
	return s.publishFrom(snap, gen.ID)
}
