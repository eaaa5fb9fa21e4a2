//go:build unix

package ingest

import (
	"archive/zip"
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// bombDOCX unpacks to 40 MB of spaces.
func bombDOCX() string {
	return string(makeZip("word/document.xml", wordOpen+strings.Repeat(" ", 40<<20)))
}

// manyParts is a zip archive with more files than a Word file ever has.
func manyParts() string {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for range maxZipEntries + 1 {
		if _, err := z.Create("word/document.xml"); err != nil {
			panic(err)
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.String()
}

// encryptedPDF has a dictionary that asks for a password nobody knows.
func encryptedPDF() string {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n")
	key := strings.Repeat("ab", 32)
	return string(closePDF(&b, []int{9}, "/ID [<00><00>] /Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <"+key+"> /U <"+key+"> >>"))
}

// badFile must be refused with a reason that holds want.
type badFile struct{ name, content, want string }

func badFiles() []badFile {
	pdf := makePDF([]string{"Text"})
	return []badFile{
		{"empty.md", "", "empty"},
		{"blank.txt", " \n\n", "empty"},
		{"latin.txt", "legs \xff\xfe\xfd ache", "UTF-8"},
		{"binary.txt", "legs\x00\x01\x02\x03\x04\x05\x06", "binary"},
		{"binary.md", "\x89PNG\r\n\x1a\n\x00\x00\xff\xff", "UTF-8"},
		{"big.md", strings.Repeat("word ", MaxFile/5+1), "bytes"},
		{"big.txt", strings.Repeat("word ", MaxFile/5+1), "bytes"},
		{"long.md", strings.Repeat("word\n", 300_000), "Markdown"},
		{"hostile.md", strings.Repeat("[a](", 10_000), "markup"},
		{"debris.txt", "0 Comments\nShare\n![]()", "no text"},
		{"noarticle.html", "<html><body><script>x()</script></body></html>", "no text"},
		{"deep.html", strings.Repeat("<div>", 100_000) + "x", "HTML"},
		{"notpdf.pdf", "hello", "PDF"},
		{"cut.pdf", string(pdf[:len(pdf)/2]), "PDF"},
		{"scan.pdf", string(makePDF([]string{}, []string{})), "OCR"},
		{"locked.pdf", encryptedPDF(), "encrypted"},
		{"bomb.docx", bombDOCX(), "zip bomb|takes more than|too much memory"}, // slow machines run into the time limit first, the race detector into that of memory
		{"parts.docx", manyParts(), "files inside"},
		{"deep.docx", string(makeZip("word/document.xml", wordOpen+strings.Repeat("<w:p>", 1000))), "nested"},
		{"xxe.docx", string(makeZip("word/document.xml", `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:t>&a;</w:t>`)), "entity"},
		{"nodoc.docx", string(makeZip("other.xml", "<a/>")), "Word"},
		{"old.docx", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "password"},
		{"notzip.docx", "PK but not really", "Word"},
		{"none.jsonl", "\n\n", "no text"},
		{"___.txt", "Text.", "letters"},
	}
}

func TestBadInput(t *testing.T) {
	for _, tt := range badFiles() {
		t.Run(tt.name, func(t *testing.T) {
			dir := tree(t, map[string]string{tt.name: tt.content, "good.md": "Legs ache."})
			rep, err := Run(t.Context(), Options{Dir: t.TempDir(), Sources: []string{dir}, Embedder: newCounter()})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]string{"good"}, rep.Added); diff != "" {
				t.Errorf("added (-want +got):\n%s", diff)
			}
			if rep.Err() == nil || rep.Refused[0].Name != filepath.Join(dir, tt.name) || !regexp.MustCompile(tt.want).MatchString(rep.Refused[0].Reason) {
				t.Errorf("got %v, want a reason with %q", rep.Refused, tt.want)
			}
		})
	}
}

// reasons runs over sources and returns name → reason, names without dir.
func reasons(t *testing.T, dir string, sources ...string) (slugs []string, refused map[string]string, skipped int) {
	t.Helper()
	in, err := gather(t.Context(), sources, webSource{})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range in.articles {
		slugs = append(slugs, a.Slug)
	}
	refused = map[string]string{}
	for _, r := range in.refused {
		refused[strings.TrimPrefix(r.Name, dir+string(filepath.Separator))] = r.Reason
	}
	return slugs, refused, in.skipped
}

// TestReasonIsText: a library quotes the document in its error, and the reason
// goes to a terminal.
func TestReasonIsText(t *testing.T) {
	got := reason(outcome{name: "a.pdf", err: errors.New("parse a.pdf: no table:\n\xca\x1b[2Jé")})
	if want := "no table: \uFFFD\uFFFD[2Jé"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestWalkStaysInside(t *testing.T) {
	outside := tree(t, map[string]string{"secret.md": "Not to be read."})
	dir := tree(t, map[string]string{"a.md": "Legs ache.", "sub/b.md": "Arms ache.", "notes.xyz": "?", ".git/config.md": "x", ".hidden.md": "x"})
	link := func(to, name string) {
		if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
			t.Skip("no symbolic links here:", err)
		}
	}
	link(filepath.Join(outside, "secret.md"), "out.md")
	link("../"+filepath.Base(outside)+"/secret.md", "up.md")
	link(outside, "folder")
	link("nowhere.md", "broken.md")
	link("a.md", "again.md")
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe.md"), 0o600); err != nil {
		t.Fatal(err)
	}
	slugs, refused, skipped := reasons(t, dir, dir)
	if diff := cmp.Diff([]string{"a", "b"}, slugs); diff != "" {
		t.Errorf("articles (-want +got):\n%s", diff)
	}
	want := map[string]string{
		"out.md": "symbolic link that leads out of the folder", "up.md": "symbolic link that leads out of the folder",
		"folder": "symbolic link that leads out of the folder", "broken.md": "symbolic link to nothing", "pipe.md": "not a regular file but a pipe"}
	if diff := cmp.Diff(want, refused); diff != "" {
		t.Errorf("refused (-want +got):\n%s", diff)
	}
	if skipped != 2 {
		t.Errorf("skipped %d files, want notes.xyz and .hidden.md", skipped)
	}
}

func TestNamedSources(t *testing.T) {
	dir := tree(t, map[string]string{"a.md": "Legs ache.", "b.xyz": "?", "sub/a.txt": "Arms ache.", "c.MD": "Feet ache."})
	slugs, refused, skipped := reasons(t, dir, filepath.Join(dir, "a.md"), filepath.Join(dir, "b.xyz"), filepath.Join(dir, "gone.md"), dir)
	if diff := cmp.Diff([]string{"a", "c"}, slugs); diff != "" {
		t.Errorf("articles (-want +got):\n%s", diff)
	}
	for name, want := range map[string]string{"b.xyz": "unknown kind", "gone.md": "no such file", "sub/a.txt": "already taken by " + filepath.Join(dir, "a.md")} {
		if !strings.Contains(refused[filepath.FromSlash(name)], want) {
			t.Errorf("%s: got %q, want %q", name, refused[name], want)
		}
	}
	if len(refused) != 3 || skipped != 1 {
		t.Errorf("refused %v, skipped %d", refused, skipped)
	}
}
