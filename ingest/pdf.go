package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/ledongthuc/pdf"
)

// maxPages bounds a PDF; a longer one is a book, not an article.
const maxPages = 2000

// readPDF returns the text of a PDF, paragraph by paragraph, as plain text.
func readPDF(data []byte) (document, error) {
	data = framePDF(data)
	r, err := pdf.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		if bytes.Contains(data, []byte("/Encrypt")) {
			return document{}, errors.New("encrypted PDF: remove its password first")
		}
		return document{}, fmt.Errorf("not a PDF that can be read: %w", err)
	}
	n := r.NumPage()
	if n > maxPages {
		return document{}, fmt.Errorf("%d pages, at most %d allowed", n, maxPages)
	}
	l := pdfLayout{fonts: map[string]*pdfFont{}}
	for i := 1; i <= n; i++ {
		l.page(r.Page(i))
		if l.size > MaxFile {
			return document{}, fmt.Errorf("more than %d bytes of text", MaxFile)
		}
	}
	text := l.text()
	if strings.IndexFunc(text, unicode.IsLetter) < 0 {
		return document{}, errors.New("no text in this PDF: is it scanned? Run text recognition (OCR) on it first")
	}
	return document{Text: text}, nil
}

// framePDF cuts off what stands before the header and after the end, which the
// parser does not accept, and lets it read version 2.0.
func framePDF(data []byte) []byte {
	if i := bytes.LastIndex(data, []byte("%%EOF")); i > 0 {
		data = data[:i+5]
	}
	if i := bytes.Index(data[:min(len(data), 1024)], []byte("%PDF-")); i > 0 {
		data = data[i:]
	}
	data = bytes.Clone(data)
	if bytes.HasPrefix(data, []byte("%PDF-2.0")) {
		copy(data, "%PDF-1.7")
	}
	if len(data) > 9 && data[8] == ' ' { // "%PDF-1.4 " and a line end
		data[8] = '\n'
	}
	return data
}

// pdfLine is a run of glyphs on one base line.
type pdfLine struct {
	text   string
	x, y   float64
	end    float64 // right edge
	size   float64 // of the largest glyph
	page   int
	digits string // text with all numbers alike, to find running heads
}

// pdfLayout collects the lines of all pages in reading order.
type pdfLayout struct {
	fonts   map[string]*pdfFont
	lines   []pdfLine
	pages   int
	size    int     // bytes of text
	widest  float64 // width of the longest line
	leading float64 // usual distance between lines
}

// page adds the lines of one page in the order in which they were drawn, which
// keeps columns apart.
func (l *pdfLayout) page(p pdf.Page) {
	l.pages++
	var b strings.Builder
	var line pdfLine
	end := 0.0 // where the last run ended
	flush := func() {
		line.text = oneLine(ligatures.Replace(strings.Map(pdfRune, b.String())))
		if line.text != "" {
			line.end, line.page, line.digits = end, l.pages, numbers.ReplaceAllString(line.text, "0")
			l.lines = append(l.lines, line)
			l.size += len(line.text)
		}
		b.Reset()
	}
	runPage(p, l.fonts, func(r pdfRun) {
		em := math.Max(r.size, 1)
		if b.Len() > 0 && (math.Abs(r.y-line.y) > em*0.5 || r.x < end-em*2) {
			flush()
		}
		if b.Len() == 0 {
			line = pdfLine{x: r.x, y: r.y}
		} else if r.x > end+em*0.15 {
			b.WriteByte(' ')
		}
		line.size = math.Max(line.size, em)
		b.WriteString(r.text)
		end = r.x + r.width
		if b.Len() > MaxFile {
			panic(errors.New("too much text on a page"))
		}
	})
	flush()
}

var ligatures = strings.NewReplacer("ﬀ", "ff", "ﬁ", "fi", "ﬂ", "fl", "ﬃ", "ffi", "ﬄ", "ffl", "ﬅ", "st", "ﬆ", "st")

// pdfRune drops what a font could not name and knows the bullet of the Symbol
// font.
func pdfRune(r rune) rune {
	switch {
	case r == '\uf0b7':
		return '•'
	case r == utf8.RuneError, r >= 0xe000 && r <= 0xf8ff:
		return -1
	}
	return r
}

var (
	numbers = regexp.MustCompile(`[0-9]+`)
	folio   = regexp.MustCompile(`(?i)^(page )?[0-9]{1,4}( ?(of|/) ?[0-9]{1,4})?$`)
)

// text joins lines to paragraphs, set apart by empty lines. Running heads and
// page numbers are left out.
func (l *pdfLayout) text() string {
	running := l.runningHeads()
	l.measure()
	var out []byte
	var prev pdfLine
	for _, line := range l.lines {
		if folio.MatchString(line.text) || running[line.digits] {
			continue
		}
		switch {
		case len(out) == 0:
		case l.newParagraph(prev, line):
			out = append(out, "\n\n"...)
		case hyphenated(prev.text, line.text):
			out = out[:len(out)-1]
		default:
			out = append(out, ' ')
		}
		out = append(out, line.text...)
		prev = line
	}
	return string(out)
}

// measure finds the widest line and the median distance between two lines.
func (l *pdfLayout) measure() {
	var gaps []float64
	for i, b := range l.lines {
		l.widest = math.Max(l.widest, b.end-b.x)
		if i == 0 {
			continue
		}
		if a := l.lines[i-1]; a.page == b.page && a.y > b.y {
			gaps = append(gaps, a.y-b.y)
		}
	}
	if len(gaps) > 0 {
		slices.Sort(gaps)
		l.leading = gaps[len(gaps)/2]
	}
}

// runningHeads are texts that stand on three pages or more, on half of them.
func (l *pdfLayout) runningHeads() map[string]bool {
	pages := map[string]map[int]bool{}
	for _, line := range l.lines {
		if pages[line.digits] == nil {
			pages[line.digits] = map[int]bool{}
		}
		pages[line.digits][line.page] = true
	}
	heads := map[string]bool{}
	for text, on := range pages {
		heads[text] = len(on) >= 3 && len(on)*2 >= l.pages && len(text) < 150
	}
	return heads
}

var pdfBullet = regexp.MustCompile(`^([•▪◦‣·–*-]|\d{1,2}[.)])\s`)

// newParagraph decides by type size, distance, indent and line length.
func (l *pdfLayout) newParagraph(a, b pdfLine) bool {
	ended := endsSentence(a.text)
	first, _ := utf8.DecodeRuneInString(b.text)
	short := a.end-a.x < l.widest*0.7
	switch {
	case pdfBullet.MatchString(b.text), math.Abs(a.size-b.size) > 0.1*math.Max(a.size, b.size):
		return true
	case short && !unicode.IsLower(first): // a heading, or the last line of a paragraph
		return true
	case ended && !unicode.IsLower(first) && !endsSentence(b.text) && b.end-b.x < l.widest*0.6: // before a heading
		return true
	case a.page != b.page, b.y > a.y: // next page or column: only a sentence that goes on goes on
		return ended || !unicode.IsLower(first)
	}
	return a.y-b.y > 1.35*l.leading || ended && b.x > a.x+a.size*0.8
}

func endsSentence(s string) bool { return strings.ContainsAny(s[len(s)-1:], ".?!:") }

func hyphenated(a, b string) bool {
	n := len(a)
	first, _ := utf8.DecodeRuneInString(b)
	return n > 2 && a[n-1] == '-' && a[n-2] >= 'a' && a[n-2] <= 'z' && unicode.IsLower(first)
}
