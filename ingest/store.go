package ingest

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/limber-health/limber/retrieval"
)

// ErrNoIndex is the error of Load for a folder that never held an index.
var ErrNoIndex = errors.New("no index here yet")

// ErrDamaged is the error of Load when there were indexes and none is whole.
var ErrDamaged = errors.New("no whole generation")

// keepGenerations is how many generations stay on disk: the current one and
// one to go back to.
const keepGenerations = 2

const (
	tempSuffix    = ".tmp"
	currentFile   = "CURRENT"
	generationDir = "gen"
	quarantineDir = "quarantine"
)

// A Store keeps an index in a folder as immutable generations. Reading needs no
// lock and never sees half an index: a generation is written aside, synced, read
// back, checked and only then named in the file CURRENT. Damaged files are moved
// to quarantine and never deleted.
type Store struct {
	dir  string
	disk disk
}

// NewStore returns the store in dir, which need not exist yet.
func NewStore(dir string) *Store { return &Store{dir: dir, disk: osDisk{}} }

// A Generation names one stored index.
type Generation struct {
	ID  uint64 // grows by one with each ingest that changed something
	Sum string // hex SHA-256 of its content
	// Note says what was wrong with the one that should have been loaded
	// instead; empty if nothing was.
	Note string `json:",omitempty"`
}

func (g Generation) file() string { return fmt.Sprintf("%016x.snap", g.ID) }

func (s *Store) path(elem ...string) string {
	return filepath.Join(append([]string{s.dir}, elem...)...)
}

// Load returns the newest index that is whole: the one that CURRENT names or,
// if that is damaged, the newest that is not, with a Note that says so. The
// embedder is checked against the stamp unless it is empty, the splitter always.
// It returns ErrNoIndex when nothing was ever ingested.
func (s *Store) Load(embedder string) (*retrieval.Snapshot, Generation, error) {
	snap, gen, err := s.load()
	if err != nil {
		return nil, Generation{}, err
	}
	if embedder == "" {
		return snap, gen, nil
	}
	return snap, gen, s.checkStamp(snap.Stamp, embedder)
}

func (s *Store) checkStamp(have retrieval.Stamp, embedder string) error {
	again := fmt.Sprintf("run \"limber ingest --data %s\" again with the same articles", s.dir)
	switch {
	case have.Embedder != embedder:
		return fmt.Errorf("load index: the index in %s was made with the embedder %s, but this program is set to use %s: set the --embedder flags as they were, or %s",
			s.dir, have.Embedder, embedder, again)
	case have.Chunker != retrieval.ChunkerID:
		return fmt.Errorf("load index: the index in %s was made with the passage splitter %q, but this program uses %q: %s",
			s.dir, have.Chunker, retrieval.ChunkerID, again)
	}
	return nil
}

// load tries CURRENT, then every generation from the newest down.
func (s *Store) load() (*retrieval.Snapshot, Generation, error) {
	var bad []string
	for range 3 { // an ingest may replace CURRENT and prune between two steps
		cur, err := s.current()
		if err != nil {
			bad = append(bad, err.Error())
			break
		}
		snap, got, err := s.open(cur)
		if err == nil && got.Sum == cur.Sum {
			return snap, got, nil
		}
		if errors.Is(err, fs.ErrNotExist) {
			bad = []string{fmt.Sprintf("generation %d is missing", cur.ID)}
			continue
		}
		if err == nil {
			err = fmt.Errorf("generation %d is not the one CURRENT names", cur.ID)
		}
		bad = []string{err.Error()}
		break
	}
	ids, err := s.generations()
	if err != nil {
		return nil, Generation{}, err
	}
	for i := len(ids) - 1; i >= 0; i-- {
		snap, gen, err := s.open(Generation{ID: ids[i]})
		if err == nil {
			gen.Note = strings.Join(bad, "; ")
			return snap, gen, nil
		}
		bad = append(bad, err.Error())
		s.quarantine(Generation{ID: ids[i]})
	}
	if len(ids) == 0 && len(bad) == 1 && strings.HasSuffix(bad[0], ErrNoIndex.Error()) {
		return nil, Generation{}, fmt.Errorf("load index from %s: %w", s.dir, ErrNoIndex)
	}
	return nil, Generation{}, fmt.Errorf("load index from %s: %w (%s): run \"limber ingest --data %s\" again with your articles",
		s.dir, ErrDamaged, strings.Join(bad, "; "), s.dir)
}

// open reads and verifies one generation.
func (s *Store) open(g Generation) (*retrieval.Snapshot, Generation, error) {
	data, err := s.disk.ReadFile(s.path(generationDir, g.file()))
	if err != nil {
		return nil, g, fmt.Errorf("open generation %d: %w", g.ID, err)
	}
	snap, err := readSnapshot(data)
	if err != nil {
		return nil, g, fmt.Errorf("open generation %d: %w", g.ID, err)
	}
	g.Sum = hex.EncodeToString(data[len(data)-32:])
	return snap, g, nil
}

// current reads the file CURRENT: id and checksum.
func (s *Store) current() (Generation, error) {
	data, err := s.disk.ReadFile(s.path(currentFile))
	if errors.Is(err, fs.ErrNotExist) {
		return Generation{}, fmt.Errorf("read CURRENT: %w", ErrNoIndex)
	}
	if err != nil {
		return Generation{}, fmt.Errorf("read CURRENT: %w", err)
	}
	m := currentLine.FindStringSubmatch(string(data))
	if m == nil {
		return Generation{}, errors.New("read CURRENT: the file is damaged")
	}
	id, err := strconv.ParseUint(m[1], 16, 64)
	return Generation{ID: id, Sum: m[2]}, err
}

var (
	currentLine    = regexp.MustCompile(`^([0-9a-f]{16}) ([0-9a-f]{64})\n$`)
	generationName = regexp.MustCompile(`^([0-9a-f]{16})\.snap$`)
)

// generations lists the ids on disk, oldest first.
func (s *Store) generations() ([]uint64, error) {
	names, err := s.disk.ReadDir(s.path(generationDir))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("list generations: %w", err)
	}
	var ids []uint64
	for _, n := range names {
		if m := generationName.FindStringSubmatch(n); m != nil {
			if id, err := strconv.ParseUint(m[1], 16, 64); err == nil {
				ids = append(ids, id)
			}
		}
	}
	return ids, nil
}

// quarantine moves a damaged generation aside, so that somebody can look at it.
func (s *Store) quarantine(g Generation) {
	from, to := s.path(generationDir, g.file()), s.path(quarantineDir, g.file())
	if s.disk.MkdirAll(s.path(quarantineDir)) == nil {
		_ = s.disk.Rename(from, to) // a read-only folder keeps it where it is
	}
}
