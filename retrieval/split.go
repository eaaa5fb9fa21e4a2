package retrieval

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/limber-health/limber/corpus"
)

// ChunkerID names the passage splitter and its version. It is part of an
// index's stamp: passages cut by another version are cut again.
const ChunkerID = "limber-sentence-200/3"

// Sizes of a passage in estimated tokens. 200 to 250 tokens cut at sentences
// did best among simple splitters in the Chroma chunking study of 2024.
const (
	aimTokens = 200
	maxTokens = 350
)

// listMarkers may stand between the items of a list without parting them.
const listMarkers = " \t\r\n-*–—•·▪◦‣0123456789.()"

// Split cuts an article into passages of whole sentences, in order and without
// overlap. A passage stays inside one section and within maxTokens; its text
// is a verbatim slice of the article's. Headings are not part of any passage,
// they name its section. Only a sentence that is too long by itself is cut, at
// a clause or else at a word.
func Split(a Article) []Passage {
	var out []Passage
	for _, s := range sections(a) {
		for _, group := range pack(a.Text, s.sentences) {
			out = append(out, newPassage(a, s.path, group))
		}
	}
	return out
}

func newPassage(a Article, path string, sents []Span) Passage {
	start, end := sents[0].Start, sents[len(sents)-1].End
	return Passage{
		ID:        fmt.Sprintf("%s#%d-%d", a.Slug, start, end),
		Article:   a.Slug,
		Title:     a.Title,
		Section:   path,
		Text:      a.Text[start:end],
		Start:     start,
		End:       end,
		Sentences: sents,
	}
}

// A section is the sentences under one heading, without gaps.
type section struct {
	path      string
	sentences []Span
}

// sections walks the blocks and opens a new section at each heading and each
// gap that is not white space.
func sections(a Article) []section {
	var out []section
	var heads []corpus.Block
	cur, last := section{}, -1
	flush := func() {
		if len(cur.sentences) > 0 {
			out = append(out, cur)
		}
		cur = section{path: headingPath(a.Text, heads)}
	}
	for _, b := range blocksOf(a) {
		if b.Kind == corpus.Heading {
			for len(heads) > 0 && heads[len(heads)-1].Level >= b.Level {
				heads = heads[:len(heads)-1]
			}
			heads = append(heads, b)
			flush()
			last = -1
			continue
		}
		if last >= 0 && strings.Trim(a.Text[last:b.Start], listMarkers) != "" {
			flush()
		}
		for _, s := range Sentences(a.Text[b.Start:b.End]) {
			s = Span{s.Start + b.Start, s.End + b.Start}
			cur.sentences = append(cur.sentences, shorten(a.Text, s)...)
		}
		last = b.End
	}
	flush()
	return out
}

// blocksOf returns the article's blocks that are usable: in order, inside the
// text and without overlap. A text without any is one paragraph.
func blocksOf(a Article) []corpus.Block {
	if len(a.Blocks) == 0 {
		return []corpus.Block{{Kind: corpus.Paragraph, End: len(a.Text)}}
	}
	var out []corpus.Block
	at := 0
	for _, b := range a.Blocks {
		if b.Start < at || b.End < b.Start || b.End > len(a.Text) {
			continue
		}
		out, at = append(out, b), b.End
	}
	return out
}

// headingJoin stands between the headings of a path.
const headingJoin = " > "

func headingPath(text string, heads []corpus.Block) string {
	var parts []string
	for _, h := range heads {
		if t := strings.Join(strings.Fields(text[h.Start:h.End]), " "); t != "" {
			parts = append(parts, t)
		}
	}
	return strings.Join(parts, headingJoin)
}

// pack groups sentences into passages of about equal size near aimTokens.
func pack(text string, sents []Span) [][]Span {
	sizes, total := make([]int, len(sents)), 0
	for i, s := range sents {
		sizes[i] = Tokens(text[s.Start:s.End])
		total += sizes[i]
	}
	aim := aimTokens
	if n := (total + aimTokens/2) / aimTokens; n > 0 {
		aim = total / n
	}
	var out [][]Span
	from, size := 0, 0
	for i := range sents {
		full := size+sizes[i] > maxTokens
		if i > from && (full || size+sizes[i]/2 > aim) {
			cut := i
			if i-1 > from && text[sents[i-1].End-1] == ':' && sizes[i-1]+sizes[i] <= maxTokens {
				cut = i - 1 // keep the line that introduces a list with the list
			}
			out = append(out, sents[from:cut:cut])
			from, size = cut, 0
			for j := cut; j < i; j++ {
				size += sizes[j]
			}
		}
		size += sizes[i]
	}
	if from < len(sents) {
		out = append(out, sents[from:])
	}
	return out
}

// Tokens estimates how many word pieces a text has: four for three words, and
// at least one for eight bytes, so that a run without spaces counts too.
func Tokens(s string) int {
	words, in := 0, false
	for i := 0; i < len(s); i++ {
		space := s[i] == ' ' || s[i] == '\n' || s[i] == '\t' || s[i] == '\r'
		if !space && !in {
			words++
		}
		in = !space
	}
	return max((words*4+2)/3, len(s)/8, 1)
}

// tooLong reports whether a text has more than maxTokens, without reading all
// of a very long one.
func tooLong(s string) bool { return len(s) > 8*(maxTokens+1) || Tokens(s) > maxTokens }

// shorten cuts a sentence longer than maxTokens into pieces that fit.
func shorten(text string, s Span) []Span {
	var out []Span
	for tooLong(text[s.Start:s.End]) {
		cut := s.Start + cutPoint(text[s.Start:s.End])
		if head, ok := trim(text, s.Start, cut); ok {
			out = append(out, head)
		}
		rest, ok := trim(text, cut, s.End)
		if !ok {
			return out
		}
		s = rest
	}
	return append(out, s)
}

// cutPoint returns where to cut an over-long sentence: after the last clause
// mark that leaves a piece of fair size, else at a space, else between runes.
func cutPoint(s string) int {
	limit := min(len(s)-1, 8*aimTokens)
	for limit > 1 && Tokens(s[:limit]) > aimTokens {
		limit -= max(1, limit/16)
	}
	head := s[:limit]
	for _, marks := range []string{";:", ",–—"} {
		if i := strings.LastIndexAny(head, marks); i > limit/2 {
			_, n := utf8.DecodeRuneInString(s[i:])
			return i + n
		}
	}
	if i := strings.LastIndexFunc(head, unicode.IsSpace); i > 0 {
		return i
	}
	for limit > 0 && !utf8.RuneStart(s[limit]) {
		limit--
	}
	return max(limit, 1)
}
