package ingest

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/limber-health/limber/retrieval"
)

// makePDF draws one page for each list of lines, in Helvetica. A line that
// begins with "# " is set in larger type.
func makePDF(pages ...[]string) []byte {
	var b bytes.Buffer
	var at []int
	obj := func(format string, args ...any) {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n"+format+"\nendobj\n", append([]any{len(at)}, args...)...)
	}
	b.WriteString("%PDF-1.4\n")
	var kids strings.Builder
	for i := range pages {
		fmt.Fprintf(&kids, "%d 0 R ", 4+2*i)
	}
	obj("<< /Type /Catalog /Pages 2 0 R >>")
	obj("<< /Type /Pages /Kids [%s] /Count %d >>", kids.String(), len(pages))
	obj("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
	for i, lines := range pages {
		obj("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> >>", 5+2*i)
		var s strings.Builder
		y := 740
		for _, line := range lines {
			text, size := line, 11
			if t, ok := strings.CutPrefix(line, "# "); ok {
				text, size = t, 18
			}
			text = strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`).Replace(text)
			fmt.Fprintf(&s, "BT /F1 %d Tf 72 %d Td (%s) Tj ET\n", size, y, text)
			y -= 14
		}
		obj("<< /Length %d >>\nstream\n%sendstream", s.Len(), s.String())
	}
	return closePDF(&b, at, "")
}

// closePDF writes the cross references and the trailer.
func closePDF(b *bytes.Buffer, at []int, trailer string) []byte {
	start := b.Len()
	fmt.Fprintf(b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, n := range at {
		fmt.Fprintf(b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(b, "trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, trailer, start)
	return b.Bytes()
}

// makeZip packs names and contents, given in turn.
func makeZip(parts ...string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i+1 < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err != nil {
			panic(err)
		}
		if _, err := w.Write([]byte(parts[i+1])); err != nil {
			panic(err)
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

const wordOpen = `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`

// makeDOCX packs paragraphs given as "style|text"; an empty style is body text.
func makeDOCX(paragraphs ...string) []byte {
	var s strings.Builder
	s.WriteString(wordOpen)
	for _, p := range paragraphs {
		style, text, _ := strings.Cut(p, "|")
		switch style {
		case "list":
			s.WriteString(`<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/></w:numPr></w:pPr>`)
		default:
			s.WriteString(`<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr>`)
		}
		for _, run := range strings.SplitAfter(text, " ") {
			s.WriteString(`<w:r><w:t xml:space="preserve">` + run + `</w:t></w:r>`)
		}
		s.WriteString(`</w:p>`)
	}
	s.WriteString(`</w:body></w:document>`)
	styles := `<w:styles xmlns:w="x"><w:style w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style></w:styles>`
	return makeZip("word/styles.xml", styles, "word/document.xml", s.String())
}

// tree writes files below a new folder and returns the folder.
func tree(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		full := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(full), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// counter counts the texts that it embeds, and can be told to fail.
type counter struct {
	*retrieval.HashEmbedder
	texts atomic.Int64
	err   error
}

func newCounter() *counter { return &counter{HashEmbedder: retrieval.NewHashEmbedder(16)} }

func (c *counter) EmbedDocuments(ctx context.Context, texts []string) ([][]float32, error) {
	if c.err != nil {
		return nil, c.err
	}
	c.texts.Add(int64(len(texts)))
	return c.HashEmbedder.EmbedDocuments(ctx, texts)
}

// mustRun ingests sources into dir and fails the test on an error.
func mustRun(t testing.TB, dir string, sources ...string) Report {
	t.Helper()
	rep, err := Run(t.Context(), Options{Dir: dir, Sources: sources, Embedder: newCounter()})
	if err != nil {
		t.Fatal(err)
	}
	return rep
}

func mustLoad(t testing.TB, dir string) *retrieval.Snapshot {
	t.Helper()
	snap, _, err := NewStore(dir).Load("")
	if err != nil {
		t.Fatal(err)
	}
	return snap
}
