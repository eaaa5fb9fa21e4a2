package ingest

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// twoGenerations returns a store with versions 1 and 2.
func twoGenerations(t *testing.T) (*Store, [2]Generation) {
	t.Helper()
	s := NewStore(t.TempDir())
	var g [2]Generation
	for i := range g {
		var err error
		if g[i], err = s.publish(sample(t, 2, i+1)); err != nil {
			t.Fatal(err)
		}
	}
	return s, g
}

func version(t *testing.T, s *Store) string {
	t.Helper()
	snap, _, err := s.Load("")
	if err != nil {
		return err.Error()
	}
	return snap.Articles[0].Text[len("Part\n\n"):][:len("Version 1")]
}

// damage is done to a store with two generations; want is what must still load.
type damage struct {
	name   string
	damage func(s *Store, g [2]Generation)
	want   string
	moved  bool
}

func damages() []damage {
	write := func(name string, data []byte) {
		if err := os.WriteFile(name, data, 0o600); err != nil {
			panic(err)
		}
	}
	return []damage{
		{"none", func(*Store, [2]Generation) {}, "Version 2", false},
		{"newest cut", func(s *Store, g [2]Generation) { write(s.path(generationDir, g[1].file()), []byte(magic)) }, "Version 1", true},
		{"newest gone", func(s *Store, g [2]Generation) { os.Remove(s.path(generationDir, g[1].file())) }, "Version 1", false},
		{"CURRENT gone", func(s *Store, g [2]Generation) { os.Remove(s.path(currentFile)) }, "Version 2", false},
		{"CURRENT damaged", func(s *Store, g [2]Generation) { write(s.path(currentFile), []byte("zzz")) }, "Version 2", false},
		{"CURRENT names another", func(s *Store, g [2]Generation) {
			write(s.path(currentFile), fmt.Appendf(nil, "%016x %s\n", g[1].ID, g[0].Sum))
		}, "Version 2", false},
		{"files swapped", func(s *Store, g [2]Generation) {
			a, b := s.path(generationDir, g[0].file()), s.path(generationDir, g[1].file())
			os.Rename(a, a+"x")
			os.Rename(b, a)
			os.Rename(a+"x", b)
		}, "Version 1", false},
	}
}

func TestLoadFallsBack(t *testing.T) {
	for _, tt := range damages() {
		t.Run(tt.name, func(t *testing.T) {
			s, g := twoGenerations(t)
			tt.damage(s, g)
			if got := version(t, s); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if _, gen, err := s.Load(""); err != nil || (gen.Note != "") != (tt.name != "none") && tt.want == "Version 1" {
				t.Errorf("got note %q, %v", gen.Note, err)
			}
			if _, err := os.Stat(s.path(quarantineDir, g[1].file())); (err == nil) != tt.moved {
				t.Errorf("in quarantine: %v, want %v", err == nil, tt.moved)
			}
			if _, err := s.publish(sample(t, 2, 3)); err != nil {
				t.Fatal(err)
			}
			if got := version(t, s); got != "Version 3" {
				t.Errorf("after the next ingest got %q", got)
			}
		})
	}
}

func TestLoadErrors(t *testing.T) {
	s := NewStore(filepath.Join(t.TempDir(), "none"))
	if _, _, err := s.Load("x"); !errors.Is(err, ErrNoIndex) {
		t.Errorf("got %v, want ErrNoIndex", err)
	}
	s, g := twoGenerations(t)
	if _, _, err := s.Load("other/1"); err == nil || !strings.Contains(err.Error(), "limber ingest") || !strings.Contains(err.Error(), "other/1") {
		t.Errorf("other embedder: got %v", err)
	}
	if _, got, err := s.Load("hash/16"); err != nil || got != g[1] {
		t.Errorf("same embedder: got %v, %v", got, err)
	}
	for _, g := range g {
		if err := os.Truncate(s.path(generationDir, g.file()), 100); err != nil {
			t.Fatal(err)
		}
	}
	_, _, err := s.Load("")
	if err == nil || errors.Is(err, ErrNoIndex) || !strings.Contains(err.Error(), "limber ingest") {
		t.Errorf("nothing whole: got %v", err)
	}
	old := sample(t, 1, 1)
	old.Stamp.Chunker = "other/1"
	if _, err := s.publish(old); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Load("hash/16"); err == nil || !strings.Contains(err.Error(), "splitter") {
		t.Errorf("other splitter: got %v", err)
	}
}

func TestPublishKeepsTwo(t *testing.T) {
	s := NewStore(t.TempDir())
	for i := range 5 {
		if _, err := s.publish(sample(t, 1, i)); err != nil {
			t.Fatal(err)
		}
	}
	ids, err := s.generations()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]uint64{4, 5}, ids); diff != "" {
		t.Errorf("generations (-want +got):\n%s", diff)
	}
}

func TestRollback(t *testing.T) {
	s, g := twoGenerations(t)
	got, err := s.Rollback()
	if err != nil || got != g[0] || version(t, s) != "Version 1" {
		t.Fatalf("got %v, %v, index %q", got, err, version(t, s))
	}
	if _, err := s.Rollback(); err == nil {
		t.Error("rolled back twice, but only one older generation is kept")
	}
	if g3, err := s.publish(sample(t, 2, 3)); err != nil || g3.ID <= g[1].ID || version(t, s) != "Version 3" {
		t.Errorf("after a roll back the next ingest made %v, %v", g3, err)
	}
}
