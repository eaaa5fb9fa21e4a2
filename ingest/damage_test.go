package ingest

import (
	"encoding/binary"
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// region is a range of bytes with one meaning.
type region struct {
	name     string
	from, to int
}

// regions cuts a generation file into its parts.
func regions(data []byte) []region {
	out := []region{{"magic", 0, len(magic)}}
	end := len(data) - 32
	for at, n := len(magic), 0; at < end; n++ {
		size := int(binary.LittleEndian.Uint32(data[at:]))
		name := fmt.Sprint("record ", n)
		out = append(out, region{name + " length", at, at + 4}, region{name + " checksum", at + 4, at + 8}, region{name + " content", at + 8, at + 8 + size})
		at += 8 + size
	}
	return append(out, region{"footer", end, len(data)})
}

// Damage in any part of the newest generation is found, the one before is
// served, and the operator is told.
func TestDamageInEveryRegion(t *testing.T) {
	s, g := twoGenerations(t)
	file := s.path(generationDir, g[1].file())
	good, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	parts := regions(good)
	if len(parts) < 3*4+2 { // header, two articles, vectors
		t.Fatalf("only %d regions: %v", len(parts), parts)
	}
	for _, r := range parts {
		for _, at := range []int{r.from, (r.from + r.to) / 2, r.to - 1} {
			bad := append([]byte(nil), good...)
			bad[at] ^= 0x10
			if err := os.WriteFile(file, bad, 0o600); err != nil {
				t.Fatal(err)
			}
			_, gen, err := s.Load("hash/16")
			if err != nil || gen.ID != g[0].ID || !strings.Contains(gen.Note, "generation 2") {
				t.Errorf("%s, byte %d: got generation %d, note %q, %v", r.name, at, gen.ID, gen.Note, err)
			}
			if _, err := os.Stat(s.path(quarantineDir, g[1].file())); err != nil {
				t.Errorf("%s: not in quarantine: %v", r.name, err)
			}
		}
	}
	if err := os.WriteFile(file, good, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, gen, err := s.Load("hash/16"); err != nil || gen != g[1] {
		t.Errorf("once whole again: got %v, %v", gen, err)
	}
}

func TestDamageInEveryByteOfCurrent(t *testing.T) {
	s, g := twoGenerations(t)
	good, err := os.ReadFile(s.path(currentFile))
	if err != nil {
		t.Fatal(err)
	}
	for at := range good {
		bad := append([]byte(nil), good...)
		bad[at] ^= 1
		if err := os.WriteFile(s.path(currentFile), bad, 0o600); err != nil {
			t.Fatal(err)
		}
		_, gen, err := s.Load("hash/16")
		if err != nil || gen.ID != g[1].ID || gen.Note == "" {
			t.Errorf("byte %d: got generation %d, note %q, %v", at, gen.ID, gen.Note, err)
		}
	}
}

// The order of generations does not come from a clock: neither file times nor
// the program's time decide which is newest.
func TestClockJumps(t *testing.T) {
	s, g := twoGenerations(t)
	for _, jump := range []time.Duration{-10 * 365 * 24 * time.Hour, -24 * time.Hour, 24 * time.Hour, 10 * 365 * 24 * time.Hour} {
		now := time.Now()
		for i, gen := range g { // the older one seems newer, or the other way round
			at := now.Add(jump * time.Duration(1-2*i))
			if err := os.Chtimes(s.path(generationDir, gen.file()), at, at); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.Remove(s.path(currentFile)); err != nil {
			t.Fatal(err)
		}
		_, gen, err := s.Load("hash/16")
		if err != nil || gen.ID != g[1].ID {
			t.Fatalf("%v: got generation %d, %v", jump, gen.ID, err)
		}
		next, err := s.publish(sample(t, 2, int(g[1].ID)+1))
		if err != nil || next.ID != g[1].ID+1 {
			t.Fatalf("%v: the next is %d, %v", jump, next.ID, err)
		}
		g = [2]Generation{g[1], next}
	}
	for _, file := range []string{"store.go", "publish.go", "snapshot.go", "decode.go", "disk.go", "lock.go"} {
		src, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range src.Imports {
			if i.Path.Value == `"time"` {
				t.Errorf("%s reads a clock", file)
			}
		}
	}
}

func TestLoadWhileAnIngestRuns(t *testing.T) {
	s, g := twoGenerations(t)
	unlock, err := s.lock()
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	if _, gen, err := s.Load("hash/16"); err != nil || gen != g[1] {
		t.Errorf("got %v, %v", gen, err)
	}
	if _, err := s.Rollback(); err == nil || !strings.Contains(err.Error(), "another ingest") {
		t.Errorf("roll back: %v", err)
	}
	if left, _ := filepath.Glob(s.path("*", "*"+tempSuffix)); len(left) > 0 {
		t.Errorf("left %v", left)
	}
}
