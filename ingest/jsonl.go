package ingest

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/limber-health/limber/corpus"
)

// maxRefusedLines bounds what a file of nothing but bad lines adds to a report.
const maxRefusedLines = 1000

// lines sends one job for each line of a .jsonl file, however long the file is.
func (g *gatherer) lines(ctx context.Context, s source) error {
	r := bufio.NewReaderSize(s.file, 1<<16)
	bad, good := 0, 0
	for n := 1; bad <= maxRefusedLines; n++ {
		line, err := readLine(r)
		name := fmt.Sprintf("%s:%d", s.name, n)
		switch {
		case errors.Is(err, io.EOF):
			if n == 1 || bad+good == 0 {
				g.refuse(s.name, corpus.ErrEmpty)
			}
			return nil
		case errors.Is(err, errLongLine):
			bad++
			g.refuse(name, err)
			continue
		case err != nil:
			g.refuse(name, plainError(err))
			return nil
		case len(bytes.TrimSpace(line)) == 0:
			continue
		}
		rec, err := parseLine(line)
		if err != nil {
			bad++
			g.refuse(name, err)
			continue
		}
		good++
		if err := g.send(ctx, name, func() (corpus.Article, error) { return rec.article(name) }); err != nil {
			return err
		}
	}
	g.refuse(s.name, fmt.Errorf("more than %d bad lines, the rest was not read", maxRefusedLines))
	return nil
}

var errLongLine = fmt.Errorf("line of more than %d bytes", MaxFile)

// readLine returns the next line in memory of its own. A line that is too long
// is passed over.
func readLine(r *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := r.ReadSlice('\n')
		if len(line)+len(part) > MaxFile {
			for errors.Is(err, bufio.ErrBufferFull) {
				_, err = r.ReadSlice('\n')
			}
			return nil, errLongLine
		}
		line = append(line, part...)
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case errors.Is(err, io.EOF) && len(line) > 0:
			return line, nil
		case err != nil:
			return nil, err
		}
		return line, nil
	}
}

// jsonLine is one article in the BEIR corpus shape. Other keys are ignored.
type jsonLine struct {
	ID    json.RawMessage `json:"_id"`
	Title string          `json:"title"`
	Text  string          `json:"text"`
	URL   string          `json:"url"`
}

func parseLine(line []byte) (jsonLine, error) {
	var rec jsonLine
	line = bytes.TrimPrefix(line, []byte("\ufeff"))
	if !utf8.Valid(line) {
		return rec, errors.New("not UTF-8")
	}
	if err := json.Unmarshal(line, &rec); err != nil {
		return rec, fmt.Errorf("not a JSON object with _id, title and text: %w", err)
	}
	return rec, nil
}

func (rec jsonLine) article(name string) (corpus.Article, error) {
	id := string(rec.ID)
	if strings.HasPrefix(id, `"`) {
		if err := json.Unmarshal(rec.ID, &id); err != nil {
			return corpus.Article{}, fmt.Errorf("read _id: %w", err)
		}
	}
	if id == "" {
		return corpus.Article{}, errors.New("no _id")
	}
	return corpus.ParsePlain(corpus.Plain{Name: name, Slug: id, Title: rec.Title, URL: safeURL(rec.URL), Text: rec.Text, Verbatim: true})
}

// safeURL keeps an address that a reader may be sent to, and nothing else.
func safeURL(s string) string {
	if strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://") {
		return s
	}
	return ""
}
