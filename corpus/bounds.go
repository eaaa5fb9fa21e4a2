package corpus

import (
	"bytes"
	"fmt"
	"regexp"
)

// Bounds on Markdown, checked before the parser sees it: the parser is slower
// than linear on hostile input and cannot be stopped once it runs.
const (
	MaxMarkdown     = 1 << 20  // bytes of one article
	maxLine         = 64 << 10 // bytes of one line
	maxDepth        = 32       // block quotes and lists inside each other
	maxIndent       = 128      // columns before the first letter of a line
	maxBracketRun   = 100      // '[' in a row
	maxTableColumns = 64
	maxTableRows    = 2000
	maxGrowth       = 8         // bytes of text for each byte of Markdown
	maxInlineWork   = 500 << 20 // see inlineWork
)

var (
	bulletStart  = regexp.MustCompile(`^[ \t]*(?:[-*+]|1[.)])[ \t]`)
	orderedStart = regexp.MustCompile(`^[ \t]*[0-9]{1,9}[.)][ \t]`)
	tableRule    = regexp.MustCompile(`^[ \t|:-]*-[ \t|:-]*$`)
)

// checkMarkdown says what in src the parser must not be given.
func checkMarkdown(src []byte) error {
	if len(src) > MaxMarkdown {
		return fmt.Errorf("%d bytes of Markdown, at most %d allowed", len(src), MaxMarkdown)
	}
	var c bounds
	for n, line := range bytes.Split(src, []byte("\n")) {
		if err := c.line(line); err != nil {
			return fmt.Errorf("line %d: %w", n+1, err)
		}
	}
	return c.end()
}

// bounds adds up, block by block, what the parser would have to do.
type bounds struct {
	lines, bytes, special int // of the block that is open
	rows                  int // above 0 inside a table
	ordered               bool
	work                  int
	prev                  []byte
}

func (b *bounds) line(line []byte) error {
	if len(line) > maxLine {
		return fmt.Errorf("%d bytes long, at most %d allowed", len(line), maxLine)
	}
	if err := checkPrefix(line); err != nil {
		return err
	}
	if bytes.Contains(line, bracketRun) {
		return fmt.Errorf("more than %d '[' in a row", maxBracketRun)
	}
	ordered := orderedStart.Match(line)
	switch {
	case len(bytes.TrimSpace(line)) == 0, bulletStart.Match(line), ordered && b.ordered:
		b.close()
		b.ordered = ordered || bulletStart.Match(line)
	case b.lines == 0:
		b.ordered = ordered
	}
	b.lines++
	b.bytes += len(line) + 1
	b.special += specials(line)
	err := b.table(line)
	b.prev = line
	if b.work > maxInlineWork {
		return errTooMuchMarkup
	}
	return err
}

var (
	bracketRun       = bytes.Repeat([]byte("["), maxBracketRun+1)
	errTooMuchMarkup = fmt.Errorf("too much nested or unclosed markup in one paragraph")
)

// table bounds rows and columns. The cells of a table are parsed one by one,
// so that each row counts as a block.
func (b *bounds) table(line []byte) error {
	isRule := b.rows == 0 && bytes.IndexByte(b.prev, '|') >= 0 && tableRule.Match(line)
	if !isRule && b.rows == 0 {
		return nil
	}
	if cols := bytes.Count(line, []byte("|")); cols > maxTableColumns+1 {
		return fmt.Errorf("table with more than %d columns", maxTableColumns)
	}
	rows := b.rows + 1
	if rows > maxTableRows+1 {
		return fmt.Errorf("table with more than %d rows", maxTableRows)
	}
	b.close()
	b.rows, b.lines = rows, 1
	return nil
}

// close ends a block and adds what its inline markup may cost: for each
// special character the parser may look at the whole rest of the block.
func (b *bounds) close() {
	b.work += b.special * b.bytes
	b.lines, b.bytes, b.special, b.rows = 0, 0, 0, 0
}

func (b *bounds) end() error {
	b.close()
	if b.work > maxInlineWork {
		return errTooMuchMarkup
	}
	return nil
}

// specials counts the characters that can start inline markup.
func specials(line []byte) int {
	n := 0
	for _, c := range line {
		switch c {
		case '[', ']', '<', '`', '*', '_', '&', '~', '(', '\\':
			n++
		}
	}
	return n
}

// checkPrefix bounds the containers that one line can open and how far it is
// set in: each level of a list needs at least two columns.
func checkPrefix(line []byte) error {
	rest := bytes.TrimLeft(line, " \t>-*+.)0123456789")
	prefix := line[:len(line)-len(rest)]
	if len(prefix) <= maxDepth || thematicBreak.Match(line) {
		return nil
	}
	if bytes.Count(prefix, []byte(">"))+len(listMarker.FindAll(prefix, -1)) > maxDepth {
		return fmt.Errorf("lists or quotes more than %d deep", maxDepth)
	}
	spaces := bytes.Count(prefix, []byte(" ")) + 4*bytes.Count(prefix, []byte("\t"))
	if spaces > maxIndent && len(rest) > 0 {
		return fmt.Errorf("text set in by more than %d columns", maxIndent)
	}
	return nil
}

var (
	thematicBreak = regexp.MustCompile(`^ {0,3}(?:(?:- *)+|(?:\* *)+)$`)
	listMarker    = regexp.MustCompile(`[-*+.)][ \t]`)
)
