package ingest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"github.com/limber-health/limber/corpus"
)

// parseFile reads one file other than .jsonl.
func parseFile(ctx context.Context, pool *extractors, s source, data []byte) (corpus.Article, error) {
	if len(bytes.TrimSpace(data)) == 0 {
		return corpus.Article{}, errors.New("the file is empty")
	}
	switch s.ext {
	case ".md", ".markdown":
		text, err := toUTF8(data)
		if err != nil {
			return corpus.Article{}, err
		}
		return corpus.Parse(s.name, []byte(text))
	case ".txt":
		text, err := toUTF8(data)
		if err != nil {
			return corpus.Article{}, err
		}
		return corpus.ParsePlain(corpus.Plain{Name: s.name, Text: text})
	}
	doc, err := pool.extract(ctx, s.ext, data)
	if err != nil {
		return corpus.Article{}, err
	}
	return doc.article(s.name)
}

// document is the text of a file with markup of its own, as an extractor
// returns it.
type document struct {
	Title    string `json:"title"` // empty if unknown
	Markdown bool   `json:"markdown"`
	Text     string `json:"text"`
}

func (d document) article(name string) (corpus.Article, error) {
	if !d.Markdown {
		return corpus.ParsePlain(corpus.Plain{Name: name, Title: d.Title, Text: d.Text})
	}
	text := d.Text
	if d.Title != "" {
		text = "# " + escape(oneLine(d.Title)) + "\n\n" + text
	}
	return corpus.Parse(name, []byte("\n"+text)) // never front matter
}

// toUTF8 returns a text file as UTF-8. Older encodings are recognised by a byte
// order mark or, for Windows-1252, by bytes that can only be letters and signs
// of running text; everything else is refused.
func toUTF8(data []byte) (string, error) {
	if s, ok := fromUTF16(data); ok {
		return checkText(s)
	}
	if utf8.Valid(data) {
		return checkText(strings.TrimPrefix(string(data), "\ufeff"))
	}
	if !likeWindows1252(data) {
		return "", errors.New("not UTF-8, and the character set cannot be told; save the file as UTF-8")
	}
	out, err := charmap.Windows1252.NewDecoder().Bytes(data)
	if err != nil {
		return "", fmt.Errorf("convert from Windows-1252: %w", err)
	}
	return checkText(string(out))
}

func fromUTF16(data []byte) (string, bool) {
	if len(data) < 4 || len(data)%2 != 0 {
		return "", false
	}
	at := 0
	switch {
	case data[0] == 0xff && data[1] == 0xfe:
	case data[0] == 0xfe && data[1] == 0xff:
		at = 1
	default:
		return "", false
	}
	units := make([]uint16, 0, len(data)/2-1)
	for i := 2; i < len(data); i += 2 {
		units = append(units, uint16(data[i+at])|uint16(data[i+1-at])<<8)
	}
	s := string(utf16.Decode(units))
	return s, !strings.ContainsRune(s, utf8.RuneError)
}

// likeWindows1252 reports whether the bytes above ASCII are rare, stand alone
// or in pairs, and mean a letter or sign that European texts use.
func likeWindows1252(data []byte) bool {
	high, run := 0, 0
	for _, c := range data {
		switch {
		case c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f', c == 0x7f:
			return false
		case c < 0x80:
			run = 0
			continue
		case c == 0x81, c == 0x8d, c == 0x8f, c == 0x90, c == 0x9d, c == 0xfe, c == 0xff, c == 0xd0, c == 0xde:
			return false
		}
		high++
		if run++; run > 2 {
			return false
		}
	}
	return high*8 <= len(data)+8
}

// checkText refuses text that only looks valid: binary data is full of control
// characters.
func checkText(s string) (string, error) {
	control := 0
	for _, r := range s {
		if r < 0x20 && r != '\n' && r != '\r' && r != '\t' && r != '\f' {
			control++
		}
	}
	if control*50 > len(s) {
		return "", errors.New("binary data, not text")
	}
	return s, nil
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// escape makes a text that Markdown reads as itself.
func escape(s string) string {
	var b strings.Builder
	for i, r := range s {
		switch r {
		case '\\', '`', '*', '_', '[', ']', '<', '>', '&', '|', '~', '#':
			b.WriteByte('\\')
		case '-', '+', '=', ':':
			if i == 0 {
				b.WriteByte('\\')
			}
		case '.', ')':
			if i > 0 && i < 10 && strings.Trim(s[:i], "0123456789") == "" {
				b.WriteByte('\\')
			}
		}
		b.WriteRune(r)
	}
	return b.String()
}
