package corpus

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// plainBlocks finds the blocks of a text without markup. Every rule looks at
// most a few lines ahead, so that the time grows with the length of the text.
func plainBlocks(text string) []Block {
	l := lines{text: text}
	l.read()
	for i := 0; i < len(l.list); {
		i = l.block(i)
	}
	return l.blocks
}

// lines is a text cut at its line breaks, and the blocks found so far.
type lines struct {
	text   string
	list   []plainLine
	widest int  // bytes of the longest line
	wraps  bool // sentences run on over line breaks
	blocks []Block
}

// plainLine is the part of a line that is not white space or debris.
type plainLine struct {
	start, end int
	marker     int  // bytes of the list marker in front, or 0
	debris     bool // nothing of the line is text
}

func (p plainLine) blank() bool { return p.start == p.end }

var marker = regexp.MustCompile(`^(?:[-*–·•▪◦‣]\s+|[•▪◦‣]|\(?\d{1,2}[.)]\s+)`)

func (l *lines) read() {
	for at := 0; at < len(l.text); {
		next := len(l.text)
		if i := strings.IndexByte(l.text[at:], '\n'); i >= 0 {
			next = at + i + 1
		}
		p := readLine(l.text, at, next)
		l.list = append(l.list, p)
		l.widest = max(l.widest, p.end-p.start)
		at = next
	}
	l.wraps = l.widest <= 130 && l.runsOn()
}

// runsOn reports whether most long lines stop in the middle of a sentence that
// the next line takes up.
func (l *lines) runsOn() bool {
	open, pairs := 0, 0
	for i := 1; i < len(l.list); i++ {
		a, b := l.list[i-1], l.list[i]
		if a.blank() || a.debris || b.blank() || b.debris || b.marker > 0 {
			continue
		}
		pairs++
		if size := a.end - a.start; size >= 40 && size*10 >= l.widest*6 && !closed(l.text[:a.end]) {
			open++
		}
	}
	return open >= 2 && open*2 >= pairs
}

func readLine(text string, start, end int) plainLine {
	s, e := content(text[start:end])
	if s == e {
		s, e = trim(text[start:end], 0, end-start)
		return plainLine{start: start + s, end: start + e, debris: s != e}
	}
	return plainLine{start: start + s, end: start + e, marker: len(marker.FindString(text[start+s : start+e]))}
}

// block adds the block that begins at line i and returns the line after it.
func (l *lines) block(i int) int {
	p := l.list[i]
	switch {
	case p.blank():
		return i + 1
	case p.debris:
		l.add(Paragraph, 0, p.start, p.end)
		return i + 1
	case p.marker == 0 && l.heading(i), p.marker > 0 && l.numbered(i):
		l.add(Heading, 2, p.start, p.end)
		return i + 1
	}
	j := l.extend(i)
	end := l.list[j-1].end
	if p.marker > 0 {
		l.run(Item, p.start+p.marker, end)
		return j
	}
	l.run(Paragraph, p.start, end)
	if l.text[end-1] == ':' {
		return l.looseItems(j)
	}
	return j
}

func (l *lines) add(kind Kind, level, start, end int) {
	if start < end {
		l.blocks = append(l.blocks, Block{kind, level, start, end})
	}
}

// extend returns the first line after i that does not continue its block.
func (l *lines) extend(i int) int {
	j := i + 1
	for j < len(l.list) && l.joins(l.list[j-1], l.list[j]) && !(l.wraps && l.heading(j)) {
		j++
	}
	return j
}

// joins reports whether b goes on with the sentence or paragraph of a.
func (l *lines) joins(a, b plainLine) bool {
	if b.blank() || b.debris || b.marker > 0 {
		return false
	}
	ends := closed(l.text[:a.end])
	if l.wraps {
		return !ends || (a.end-a.start)*10 >= l.widest*7
	}
	r, _ := utf8.DecodeRuneInString(l.text[b.start:b.end])
	return !ends && unicode.IsLower(r)
}

// looseItems reads the short lines after a line such as "Seek help for:" as
// the items of a list; there must be two or more.
func (l *lines) looseItems(i int) int {
	j := i
	for j < len(l.list) && !l.wraps {
		p := l.list[j]
		if p.blank() || p.debris || p.marker > 0 || p.end-p.start > 200 || l.heading(j) {
			break
		}
		j++
	}
	if j-i < 2 {
		return i
	}
	for ; i < j; i++ {
		l.run(Item, l.list[i].start, l.list[i].end)
	}
	return j
}

// heading reports whether line i is a short line without closing punctuation
// that stands over longer text or a list.
func (l *lines) heading(i int) bool {
	if !l.short(i) || l.wraps && !l.aloneAbove(i) {
		return false
	}
	size := l.list[i].end - l.list[i].start
	for j, seen := i+1, 0; j < len(l.list) && seen < 5; j++ {
		p := l.list[j]
		switch {
		case p.blank():
			continue
		case p.debris:
			if seen == 0 && furniture.MatchString(l.text[l.list[i].start:l.list[i].end]) {
				return true
			}
		case p.marker > 0 || p.end-p.start > max(size*5/4, 40) || closed(l.text[:p.end]) && p.end-p.start > size/2:
			return true
		case !l.short(j) || j-i > 2 && seen >= 2:
			return false
		}
		seen++
	}
	return false
}

// numbered reports whether line i is a heading such as "2. Causes": alone
// between empty lines, over longer text that is no list.
func (l *lines) numbered(i int) bool {
	p := l.list[i]
	s := l.text[p.start:p.end]
	if c := s[p.marker-1]; c != ' ' && c != '\t' || s[0] < '0' || s[0] > '9' || len(s) > 80 || closed(s) {
		return false
	}
	if i > 0 && !l.list[i-1].blank() || i+2 >= len(l.list) || !l.list[i+1].blank() {
		return false
	}
	next := l.list[i+2]
	return next.marker == 0 && !next.debris && next.end-next.start > 2*len(s)
}

// aloneAbove reports whether a line of wrapped text begins a paragraph.
func (l *lines) aloneAbove(i int) bool {
	size := l.list[i].end - l.list[i].start
	if i > 0 && !l.list[i-1].blank() && !l.list[i-1].debris {
		return false
	}
	return i+1 < len(l.list) && (l.list[i+1].blank() || size*10 < l.widest*6)
}

// short reports whether line i could be a heading by itself.
func (l *lines) short(i int) bool {
	p := l.list[i]
	s := l.text[p.start:p.end]
	if p.blank() || p.debris || p.marker > 0 || len(s) > 120 || len(strings.Fields(s)) > 16 || len(cuts(s, false)) > 0 {
		return false
	}
	first, _ := utf8.DecodeRuneInString(s)
	if strings.HasSuffix(s, ":") && len(strings.Fields(s)) <= 3 {
		s = s[:len(s)-1]
	}
	return s != "" && !unicode.IsLower(first) && strings.IndexByte(".!,;:", s[len(s)-1]) < 0 && !goesOn.MatchString(s)
}

// goesOn matches a line that leads into a list, so that it is no heading.
var goesOn = regexp.MustCompile(`(?i) (to|include|includes|including|are|is|of|for|with|by|from|as|the|a|an|and|or|may|can|that|who|when|if)$`)

// closed reports whether a text ends like a sentence.
func closed(s string) bool {
	s = strings.TrimRight(s, `"'”’)]`)
	return s != "" && strings.IndexByte(".!?:;", s[len(s)-1]) >= 0
}
