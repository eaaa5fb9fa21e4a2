package corpus

import (
	"bytes"
	"errors"
	"fmt"
	"html"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// ErrEmpty is the error of a text with nothing in it that could be quoted.
var ErrEmpty = errors.New("no text in it")

var markdown = goldmark.New(goldmark.WithExtensions(
	extension.Table, extension.Strikethrough, extension.TaskList))

// Parse reads one article: YAML front matter, which may be missing, then
// Markdown with GitHub tables. The slug comes from the front matter or the file
// name, the title from the front matter, the first level 1 heading or the file
// name. Article.Text is plain: links keep their label; images, HTML and web
// debris are left out. Hostile input is an error that names what is wrong.
func Parse(name string, src []byte) (Article, error) {
	if !utf8.Valid(src) {
		return Article{}, fmt.Errorf("parse %s: not UTF-8", name)
	}
	src = bytes.ReplaceAll(bytes.TrimPrefix(src, []byte("\ufeff")), []byte("\r\n"), []byte("\n"))
	meta, body, err := splitFrontMatter(src)
	if err != nil {
		return Article{}, fmt.Errorf("parse %s: %w", name, err)
	}
	fm, err := parseFrontMatter(meta)
	if err != nil {
		return Article{}, fmt.Errorf("parse %s: %w", name, err)
	}
	body, questions, err := cutQuestions(body)
	if err != nil {
		return Article{}, fmt.Errorf("parse %s: %w", name, err)
	}
	if err := checkMarkdown(body); err != nil {
		return Article{}, fmt.Errorf("parse %s: %w", name, err)
	}
	a := Article{Slug: fm.Slug, Title: strings.TrimSpace(fm.Title), Aliases: fm.Aliases, Topics: fm.Topics,
		Reviewed: fm.Reviewed, License: fm.License, URL: fm.URL, Sources: fm.Sources}
	if a.Slug == "" {
		a.Slug = SlugOf(name)
	}
	if a.Slug == "" {
		return Article{}, fmt.Errorf("parse %s: no letter or digit in the name; give a slug in the front matter", name)
	}
	if err := a.readMarkdown(body); err != nil {
		return Article{}, fmt.Errorf("parse %s: %w", name, err)
	}
	if err := a.readQuestions(questions); err != nil {
		return Article{}, fmt.Errorf("parse %s: %w", name, err)
	}
	return a, nil
}

// readMarkdown fills Title, if it is not yet known, Text and Blocks.
func (a *Article) readMarkdown(body []byte) error {
	w := walker{src: body, room: maxGrowth*len(body) + 1024}
	if err := w.children(markdown.Parser().Parse(text.NewReader(body)), 0); err != nil {
		return err
	}
	if a.Title == "" {
		a.Title = firstTitle(w.pieces, a.Slug)
	}
	t := build(tidy(w.pieces, a.Title))
	if t.text.Len() == 0 {
		return ErrEmpty
	}
	a.Text, a.Blocks = t.text.String(), t.blocks
	return nil
}

// A piece is the plain text of one block before it has a place in Text.
type piece struct {
	kind   Kind
	level  int
	text   string
	debris bool // left out of Text
}

// walker turns the syntax tree into pieces.
type walker struct {
	src    []byte
	pieces []piece
	room   int // bytes of text that may still be added
}

func (w *walker) add(kind Kind, level int, s string) {
	s = clean(s)
	start, end := content(s)
	w.room -= len(s)
	w.pieces = append(w.pieces, piece{kind, level, s[start:end], start == end})
}

var errDeep = fmt.Errorf("lists or quotes more than %d deep", maxDepth)

func (w *walker) children(n ast.Node, depth int) error {
	if depth > maxDepth {
		return errDeep
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if err := w.block(c, depth); err != nil {
			return err
		}
	}
	return nil
}

func (w *walker) block(n ast.Node, depth int) error {
	switch n := n.(type) {
	case *ast.Heading:
		w.add(Heading, n.Level, w.inline(n))
	case *ast.Paragraph, *ast.TextBlock:
		w.add(Paragraph, 0, w.inline(n))
	case *ast.List:
		return w.list(n, depth, 1)
	case *ast.Blockquote:
		return w.children(n, depth+1)
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		w.add(Paragraph, 0, string(n.Lines().Value(w.src)))
	case *east.Table:
		return w.table(n)
	}
	return nil
}

// list adds the items of a list. A list of nothing but links is navigation or
// a list of references, and debris.
func (w *walker) list(l *ast.List, depth, level int) error {
	if depth > maxDepth {
		return errDeep
	}
	first := len(w.pieces)
	bare := l.ChildCount() > 1
	for item := l.FirstChild(); item != nil; item = item.NextSibling() {
		bare = bare && onlyLinks(item)
		for c := item.FirstChild(); c != nil; c = c.NextSibling() {
			var err error
			switch c := c.(type) {
			case *ast.Paragraph, *ast.TextBlock:
				w.add(Item, level, w.inline(c))
			case *ast.List:
				err = w.list(c, depth+1, level+1)
			default:
				err = w.block(c, depth+1)
			}
			if err != nil {
				return err
			}
		}
	}
	for i := first; bare && i < len(w.pieces); i++ {
		w.pieces[i].debris = true
	}
	return nil
}

// onlyLinks reports whether a list item holds links and no other words.
func onlyLinks(item ast.Node) bool {
	links := false
	for b := item.FirstChild(); b != nil; b = b.NextSibling() {
		for c := b.FirstChild(); c != nil; c = c.NextSibling() {
			switch c := c.(type) {
			case *ast.Link, *ast.AutoLink:
				links = true
			case *ast.Text:
				if c.Segment.Len() > 1 {
					return false
				}
			default:
				return false
			}
		}
	}
	return links
}

// table adds one row of text for each row of a table. Each cell is named by
// the heading of its column, so that a row can be quoted alone.
func (w *walker) table(t *east.Table) error {
	var head []string
	for r := t.FirstChild(); r != nil; r = r.NextSibling() {
		var cells []string
		for c := r.FirstChild(); c != nil; c = c.NextSibling() {
			cells = append(cells, clean(w.inline(c)))
		}
		if _, ok := r.(*east.TableHeader); ok && r.NextSibling() != nil {
			head = cells
			continue
		}
		if w.add(Row, 0, rowText(head, cells)); w.room < 0 {
			return fmt.Errorf("text grows to more than %d times its source", maxGrowth)
		}
	}
	return nil
}

// rowText joins cells: "First cell – Second heading: cell; Third heading: cell".
func rowText(head, cells []string) string {
	var b strings.Builder
	sep := ""
	for i, c := range cells {
		if c == "" {
			continue
		}
		b.WriteString(sep)
		sep = "; "
		if i == 0 {
			sep = " – "
		}
		if i > 0 && i < len(head) && head[i] != "" {
			b.WriteString(head[i] + ": ")
		}
		b.WriteString(c)
	}
	return b.String()
}

// inline returns the words of a block without its markup.
func (w *walker) inline(n ast.Node) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Image:
			return ast.WalkSkipChildren, nil
		case *ast.RawHTML:
			b.WriteByte(' ')
		case *ast.AutoLink:
			b.Write(n.Label(w.src))
		case *ast.String:
			b.Write(n.Value)
		case *ast.Text:
			b.WriteString(w.textOf(n))
			if n.SoftLineBreak() || n.HardLineBreak() {
				b.WriteByte(' ')
			}
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

// textOf resolves escapes and entities, which code spans do not have.
func (w *walker) textOf(n *ast.Text) string {
	v := n.Value(w.src)
	if _, ok := n.Parent().(*ast.CodeSpan); ok || n.IsRaw() {
		return string(v)
	}
	return html.UnescapeString(string(util.UnescapePunctuations(v)))
}
