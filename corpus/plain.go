package corpus

import (
	"fmt"
	"unicode/utf8"
)

// MaxPlain is the most bytes of plain text one article may have.
const MaxPlain = 10 << 20

// Plain is a text without markup and what is known about it.
type Plain struct {
	Name     string // file name or id; the slug is made from it unless Slug is given
	Slug     string // empty: made from Name
	Title    string // empty: found in the text
	URL      string // where the original is published; may be empty
	Text     string
	Verbatim bool // keep Text byte for byte; debris then stays outside the blocks
}

// ParsePlain reads one article from text without markup. Headings, paragraphs
// and list items are recognised by their lines. Unless Verbatim is set, debris
// is dropped, wrapped lines are joined and blocks are set apart by empty lines.
func ParsePlain(p Plain) (Article, error) {
	slug := p.Slug
	if slug == "" {
		slug = SlugOf(p.Name)
	}
	switch {
	case !ValidSlug(slug):
		return Article{}, fmt.Errorf("parse %s: id %q may hold letters, digits, '.', '_' and '-' only", p.Name, slug)
	case len(p.Text) > MaxPlain:
		return Article{}, fmt.Errorf("parse %s: %d bytes of text, at most %d allowed", p.Name, len(p.Text), MaxPlain)
	case !utf8.ValidString(p.Text):
		return Article{}, fmt.Errorf("parse %s: not UTF-8", p.Name)
	}
	a := Article{Slug: slug, Title: clean(p.Title), URL: p.URL, Text: p.Text}
	a.Blocks = plainBlocks(p.Text)
	pieces := a.pieces()
	if a.Title == "" {
		a.Title = plainTitle(pieces, slug)
	}
	if p.Verbatim {
		a.keepBlocks(pieces)
	} else {
		t := build(tidy(pieces, a.Title))
		a.Text, a.Blocks = t.text.String(), t.blocks
	}
	if len(a.Blocks) == 0 {
		return Article{}, fmt.Errorf("parse %s: %w", p.Name, ErrEmpty)
	}
	return a, nil
}

// pieces are the cleaned texts of the blocks, one for each, in order.
func (a *Article) pieces() []piece {
	pieces := make([]piece, 0, len(a.Blocks))
	for _, b := range a.Blocks {
		s := clean(a.Text[b.Start:b.End])
		start, end := content(s)
		pieces = append(pieces, piece{b.Kind, b.Level, s[start:end], start == end})
	}
	return pieces
}

// keepBlocks leaves out the blocks that tidy would drop.
func (a *Article) keepBlocks(pieces []piece) {
	kept := a.Blocks[:0]
	for i, b := range a.Blocks {
		if keeps(pieces, i, a.Title) {
			kept = append(kept, b)
		}
	}
	a.Blocks = kept
}

// plainTitle prefers a heading that opens the text.
func plainTitle(pieces []piece, slug string) string {
	for i, p := range pieces {
		if p.debris || p.text == "" {
			continue
		}
		if p.kind == Heading {
			pieces[i].level = 1
		}
		break
	}
	return firstTitle(pieces, slug)
}
