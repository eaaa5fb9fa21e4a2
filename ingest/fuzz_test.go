package ingest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// fuzzExtractor gives data to a reader in its child process: a loop or a crash
// of a library is a refusal, anything else but text is a fault of ours.
func fuzzExtractor(f *testing.F, ext string) {
	pool := newExtractors()
	pool.deadline = 5 * time.Second
	f.Cleanup(pool.close)
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<16 {
			return
		}
		doc, err := pool.extract(t.Context(), ext, data)
		if err != nil {
			if strings.TrimSpace(err.Error()) == "" || !utf8.ValidString(reason(outcome{err: err})) {
				t.Errorf("a refusal without a reason: %q", err)
			}
			return
		}
		if a, err := doc.article("fuzz" + ext); err == nil && (!utf8.ValidString(a.Text) || len(a.Blocks) == 0) {
			t.Errorf("an article of %d blocks, %q", len(a.Blocks), a.Text)
		}
	})
}

func FuzzReadHTML(f *testing.F) {
	f.Add([]byte("<h1>Legs</h1><p>Legs ache <b>at</b> night.<table><tr><td>a</td></tr></table><p style=display:none>x"))
	f.Add([]byte("<meta charset=iso-8859-1><p>L\xe9gs <ul><li>a<li>b</ul>"))
	fuzzExtractor(f, ".html")
}

func FuzzReadPDF(f *testing.F) {
	f.Add(makePDF([]string{"# Legs", "Legs ache at night."}))
	f.Add([]byte("%PDF-1.4\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF"))
	fuzzExtractor(f, ".pdf")
}

// FuzzLoad puts bytes where a generation and CURRENT should be.
func FuzzLoad(f *testing.F) {
	f.Add(encode(f, sample(f, 1, 1)), "0000000000000001 ")
	f.Fuzz(func(t *testing.T, snap []byte, current string) {
		s := NewStore(t.TempDir())
		if err := os.MkdirAll(s.path(generationDir), 0o750); err != nil {
			t.Fatal(err)
		}
		for name, data := range map[string][]byte{filepath.Join(generationDir, Generation{ID: 1}.file()): snap, currentFile: []byte(current)} {
			if err := os.WriteFile(s.path(name), data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if got, gen, err := s.Load(""); err == nil && (got.Check() != nil || gen.ID != 1) {
			t.Errorf("loaded generation %d: %v", gen.ID, got.Check())
		}
	})
}
