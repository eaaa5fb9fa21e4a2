package ingest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/limber-health/limber/corpus"
	"github.com/limber-health/limber/retrieval"
)

// sample builds a snapshot with n small articles of one version.
func sample(t testing.TB, n, version int) *retrieval.Snapshot {
	t.Helper()
	var list []corpus.Article
	for i := range n {
		src := fmt.Sprintf("---\naliases: [a%d]\nreviewed: 2026-11-01\nsources: [{title: S, url: \"https://example.org\"}]\n---\n# Article %d\n\n## Part\n\nVersion %d of the text. Legs ache.\n\n- An item.\n", i, i, version)
		a, err := corpus.Parse(fmt.Sprintf("a%03d.md", i), []byte(src))
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, a)
	}
	snap, err := retrieval.Build(t.Context(), list, retrieval.NewHashEmbedder(16), retrieval.BuildOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return snap
}

func encode(t testing.TB, s *retrieval.Snapshot) []byte {
	t.Helper()
	var b bytes.Buffer
	if _, err := writeSnapshot(&b, s); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestSnapshotRoundTrip(t *testing.T) {
	want := sample(t, 3, 1)
	got, err := readSnapshot(encode(t, want))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("snapshot (-want +got):\n%s", diff)
	}
}

func TestSnapshotDamageIsFound(t *testing.T) {
	data := encode(t, sample(t, 2, 1))
	for n := range data {
		if _, err := readSnapshot(data[:n]); err == nil {
			t.Fatalf("cut at %d of %d: got no error", n, len(data))
		}
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		bit := rnd.IntN(8 * len(data))
		bad := bytes.Clone(data)
		bad[bit/8] ^= 1 << (bit % 8)
		if _, err := readSnapshot(bad); err == nil {
			t.Fatalf("bit %d flipped: got no error", bit)
		}
	}
	if _, err := readSnapshot(append(bytes.Clone(data), 0)); err == nil {
		t.Error("a byte too many: got no error")
	}
}

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

func TestLoadFallsBack(t *testing.T) {
	write := func(name string, data []byte) {
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	tests := []struct {
		name   string
		damage func(s *Store, g [2]Generation)
		want   string
		moved  bool
	}{
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
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, g := twoGenerations(t)
			tt.damage(s, g)
			if got := version(t, s); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
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

// failingDisk fails the nth write, sync, rename or other change, and lets a
// write that fails get half of its bytes out, as a full disk does.
type failingDisk struct {
	osDisk
	left int
}

var errFull = errors.New("no space left on device")

func (d *failingDisk) fails() bool { d.left--; return d.left == 0 }

func (d *failingDisk) Create(name string) (writeFile, error) {
	if d.fails() {
		return nil, errFull
	}
	f, err := d.osDisk.Create(name)
	return &failingFile{f, d}, err
}

func (d *failingDisk) Rename(a, b string) error {
	if d.fails() {
		return errFull
	}
	return d.osDisk.Rename(a, b)
}

func (d *failingDisk) SyncDir(name string) error {
	if d.fails() {
		return errFull
	}
	return d.osDisk.SyncDir(name)
}

func (d *failingDisk) MkdirAll(name string) error {
	if d.fails() {
		return errFull
	}
	return d.osDisk.MkdirAll(name)
}

type failingFile struct {
	writeFile
	d *failingDisk
}

func (f *failingFile) Write(b []byte) (int, error) {
	if f.d.fails() {
		n, _ := f.writeFile.Write(b[:len(b)/2])
		return n, errFull
	}
	return f.writeFile.Write(b)
}

func (f *failingFile) Sync() error {
	if f.d.fails() {
		return errFull
	}
	return f.writeFile.Sync()
}

func (f *failingFile) Close() error {
	err := f.writeFile.Close()
	if f.d.fails() {
		return errFull
	}
	return err
}

func TestPublishOnAFailingDisk(t *testing.T) {
	failures := 0
	for n := 1; ; n++ {
		s, _ := twoGenerations(t)
		d := &failingDisk{left: n}
		s.disk = d
		_, err := s.publish(sample(t, 2, 3))
		s.disk = osDisk{}
		if err == nil {
			if d.left <= 0 {
				t.Fatalf("operation %d failed, but publish said nothing", n)
			}
			break
		}
		failures++
		if !errors.Is(err, errFull) {
			t.Errorf("operation %d: got %v", n, err)
		}
		// Only the very last step, the sync of a finished rename, may leave the new one.
		if got := version(t, s); got != "Version 2" && got != "Version 3" {
			t.Fatalf("operation %d failed: index is %q", n, got)
		}
		left, err := filepath.Glob(s.path("*", "*"+tempSuffix))
		if err != nil || len(left) > 0 {
			t.Errorf("operation %d left %v", n, left)
		}
		if _, err := s.publish(sample(t, 2, 4)); err != nil || version(t, s) != "Version 4" {
			t.Errorf("after operation %d failed, the next ingest: %v", n, err)
		}
	}
	if failures < 10 {
		t.Errorf("only %d operations could fail", failures)
	}
}

const crashEnv = "LIMBER_TEST_CRASH"

// ingestForEver is the child of TestKill: it ingests two versions of 200
// articles in turn until it is killed.
func ingestForEver(dir string) {
	for i := 0; ; i++ {
		o := Options{Dir: filepath.Join(dir, "data"), Sources: []string{filepath.Join(dir, fmt.Sprint("v", i%2))}, Embedder: newCounter()}
		if _, err := Run(context.Background(), o); err != nil && !strings.Contains(err.Error(), "another ingest") {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(3)
		}
	}
}

func TestKill(t *testing.T) {
	if testing.Short() {
		t.Skip("kills 50 processes")
	}
	dir := t.TempDir()
	for v := range 2 {
		var b strings.Builder
		for i := range 200 {
			fmt.Fprintf(&b, "{\"_id\":\"d%d\",\"title\":\"T\",\"text\":\"Version %d of article %d.\"}\n", i, v, i)
		}
		if err := os.MkdirAll(filepath.Join(dir, fmt.Sprint("v", v)), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprint("v", v), "c.jsonl"), []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	store := NewStore(filepath.Join(dir, "data"))
	mustRun(t, store.dir, filepath.Join(dir, "v0"))
	rnd := rand.New(rand.NewPCG(3, 4))
	last, moved := uint64(0), 0
	for range 50 {
		killOne(t, dir, time.Duration(30+rnd.IntN(150))*time.Millisecond)
		snap, gen, err := store.Load("hash/16")
		if err != nil {
			t.Fatal(err)
		}
		if len(snap.Articles) != 200 || gen.ID < last {
			t.Fatalf("generation %d after %d holds %d articles", gen.ID, last, len(snap.Articles))
		}
		want := snap.Articles[0].Text[:len("Version 0")]
		for _, a := range snap.Articles {
			if !strings.HasPrefix(a.Text, want) {
				t.Fatalf("generation %d mixes versions", gen.ID)
			}
		}
		if gen.ID > last {
			moved++
		}
		last = gen.ID
	}
	if bad, _ := filepath.Glob(store.path(quarantineDir, "*")); len(bad) > 0 {
		t.Errorf("kills damaged %v", bad)
	}
	if moved < 5 {
		t.Errorf("only %d of 50 processes got anything done before they were killed", moved)
	}
}

func killOne(t *testing.T, dir string, after time.Duration) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), crashEnv+"="+dir)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(after)
	_ = cmd.Process.Signal(syscall.SIGKILL)
	_ = cmd.Wait()
	if cmd.ProcessState.ExitCode() == 3 {
		t.Fatalf("the ingest failed before it was killed: %s", errs.String())
	}
}

func FuzzReadSnapshot(f *testing.F) {
	f.Add(encode(f, sample(f, 2, 1)))
	f.Fuzz(func(t *testing.T, data []byte) {
		// With the footer set right, only the decoder stands between the bytes
		// and the index.
		r := reader{rest: bytes.TrimPrefix(data, []byte(magic))}
		if s, err := r.snapshot(); err == nil && s.Check() == nil {
			if _, err := writeSnapshot(io.Discard, s); err != nil {
				t.Skip("checks more than it reads")
			}
		}
	})
}

// BenchmarkLoad loads an index of 100,000 passages of 256 numbers.
func BenchmarkLoad(b *testing.B) {
	s := NewStore(b.TempDir())
	if _, err := s.publish(large(100_000, 256)); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, _, err := s.Load(""); err != nil {
			b.Fatal(err)
		}
	}
}

// large makes a snapshot of n passages in n/10 articles.
func large(n, dim int) *retrieval.Snapshot {
	text := strings.Repeat("A sentence about legs at night. ", 40)
	s := &retrieval.Snapshot{Stamp: retrieval.Stamp{Embedder: "x", Dim: dim, Chunker: retrieval.ChunkerID}}
	for i := range n / 10 {
		a := corpus.Article{Slug: fmt.Sprintf("a%06d", i), Title: "T", Text: strings.Repeat(text, 10)}
		for j := range 10 {
			p := retrieval.Passage{ID: fmt.Sprint(a.Slug, "#", j), Article: a.Slug, Title: "T", Section: "S", Start: j * len(text), End: (j + 1) * len(text)}
			p.Text = a.Text[p.Start:p.End]
			for k := range 40 {
				p.Sentences = append(p.Sentences, retrieval.Span{Start: p.Start + k*32, End: p.Start + k*32 + 31})
			}
			v := make([]float32, dim)
			v[j] = 1
			s.Passages, s.Vectors = append(s.Passages, p), append(s.Vectors, v)
		}
		s.Articles, s.Hashes = append(s.Articles, a), append(s.Hashes, "h")
	}
	return s
}
