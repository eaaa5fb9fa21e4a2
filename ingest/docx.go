package ingest

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Bounds on a Word file, which is a zip archive of XML.
const (
	maxZipEntries = 2000
	maxUnzipped   = 32 << 20 // bytes of one XML part
	maxXMLDepth   = 256
)

// readDOCX turns a Word document into Markdown: headings by their styles,
// lists, tables and paragraphs.
func readDOCX(data []byte) (document, error) {
	if bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")) {
		return document{}, errors.New("encrypted or an old .doc file: save it as .docx without a password")
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return document{}, fmt.Errorf("not a Word file: %w", err)
	}
	if len(z.File) > maxZipEntries {
		return document{}, fmt.Errorf("%d files inside, at most %d allowed", len(z.File), maxZipEntries)
	}
	styles, err := readStyles(z)
	if err != nil {
		return document{}, err
	}
	w := wordReader{styles: styles}
	if err := eachToken(z, "word/document.xml", w.token); err != nil {
		return document{}, err
	}
	if strings.TrimSpace(w.out.String()) == "" {
		return document{}, errors.New("no text in the document")
	}
	return document{Title: w.title, Markdown: true, Text: w.out.String()}, nil
}

// eachToken calls f for every XML token of one part of the archive. External
// entities are never followed: the decoder knows none.
func eachToken(z *zip.Reader, name string, f func(xml.Token)) error {
	part, err := z.Open(name)
	if err != nil {
		return fmt.Errorf("not a Word file: no %s inside", name)
	}
	defer part.Close()
	limited := &io.LimitedReader{R: part, N: maxUnzipped + 1}
	d := xml.NewDecoder(limited)
	depth := 0
	for {
		t, err := d.Token()
		switch {
		case limited.N <= 0:
			return fmt.Errorf("%s unpacks to more than %d bytes: a zip bomb?", name, maxUnzipped)
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("read %s: %w", name, err)
		}
		switch t.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		}
		if depth > maxXMLDepth {
			return fmt.Errorf("%s is nested more than %d deep", name, maxXMLDepth)
		}
		f(t)
	}
}

// readStyles maps style ids to heading levels, title being 1 too. Ids differ
// between languages, names such as "heading 2" do not.
func readStyles(z *zip.Reader) (map[string]int, error) {
	levels := map[string]int{}
	if _, err := z.Open("word/styles.xml"); err != nil {
		return levels, nil
	}
	id := ""
	err := eachToken(z, "word/styles.xml", func(t xml.Token) {
		el, ok := t.(xml.StartElement)
		if !ok {
			return
		}
		switch el.Name.Local {
		case "style":
			id = attr(el, "styleId")
		case "name":
			if l := headingLevel(attr(el, "val")); l > 0 {
				levels[id] = l
			}
		}
	})
	return levels, err
}

// headingLevel reads "heading 2", "Heading2" or "Title".
func headingLevel(name string) int {
	name = strings.ToLower(strings.ReplaceAll(name, " ", ""))
	if name == "title" {
		return 1
	}
	if n, ok := strings.CutPrefix(name, "heading"); ok && len(n) == 1 && n[0] >= '1' && n[0] <= '6' {
		return int(n[0] - '0')
	}
	return 0
}

func attr(el xml.StartElement, name string) string {
	for _, a := range el.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// wordReader writes Markdown while tokens of word/document.xml come in.
type wordReader struct {
	styles map[string]int
	out    strings.Builder
	title  string

	text    strings.Builder // of the open paragraph
	level   int             // heading level of it
	item    bool
	inText  bool // inside w:t
	skip    int  // depth inside deleted text and drawings
	cells   []string
	rows    int // of the open table
	columns int
	tables  int // tables inside each other
}

func (w *wordReader) token(t xml.Token) {
	switch t := t.(type) {
	case xml.StartElement:
		w.start(t)
	case xml.EndElement:
		w.end(t.Name.Local)
	case xml.CharData:
		if w.inText && w.skip == 0 {
			w.text.Write(t)
		}
	}
}

func (w *wordReader) start(el xml.StartElement) {
	switch el.Name.Local {
	case "del", "drawing", "pict", "Fallback", "instrText":
		w.skip++
	case "pStyle":
		style := attr(el, "val")
		w.level = max(w.styles[style], headingLevel(style))
		w.item = w.item || strings.HasPrefix(style, "ListBullet") || strings.HasPrefix(style, "ListNumber")
	case "numPr":
		w.item = true
	case "t":
		w.inText = true
	case "tab", "br", "cr":
		w.text.WriteByte(' ')
	case "tbl":
		w.tables++
		if w.tables == 1 {
			w.rows = 0
		}
	case "tr":
		if w.tables == 1 {
			w.cells = nil
		}
	case "tc":
		if w.tables == 1 {
			w.cells = append(w.cells, "")
		}
	}
}

func (w *wordReader) end(name string) {
	switch name {
	case "del", "drawing", "pict", "Fallback", "instrText":
		w.skip--
	case "t":
		w.inText = false
	case "p":
		w.paragraph()
	case "tr":
		if w.tables == 1 {
			w.row()
		}
	case "tbl":
		w.tables--
		w.out.WriteByte('\n')
	}
}

// paragraph ends one: in a table it is part of a cell.
func (w *wordReader) paragraph() {
	text := oneLine(w.text.String())
	level, item := w.level, w.item
	w.text.Reset()
	w.level, w.item = 0, false
	switch {
	case text == "":
	case w.tables > 0:
		if n := len(w.cells); n > 0 {
			w.cells[n-1] = oneLine(w.cells[n-1] + " " + text)
		}
	case level == 1 && w.title == "" && w.out.Len() == 0:
		w.title = text
	case level > 0:
		fmt.Fprintf(&w.out, "\n%s %s\n\n", strings.Repeat("#", level), escape(text))
	case item:
		fmt.Fprintf(&w.out, "- %s\n", escape(text))
	default:
		fmt.Fprintf(&w.out, "\n%s\n\n", escape(text))
	}
}

// row writes one row of a Markdown table; the first is its head.
func (w *wordReader) row() {
	if w.rows == 0 {
		w.columns = len(w.cells)
		w.out.WriteByte('\n')
	}
	for _, c := range w.cells {
		w.out.WriteString("| " + escape(c) + " ")
	}
	w.out.WriteString("|\n")
	if w.rows == 0 {
		w.out.WriteString(strings.Repeat("|---", w.columns) + "|\n")
	}
	w.rows++
}
