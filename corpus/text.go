package corpus

import (
	"regexp"
	"strings"
	"unicode"
)

// built is plain text under construction with the places of its blocks.
type built struct {
	text   strings.Builder
	blocks []Block
}

// build joins pieces: a line break between the items of a list and the rows of
// a table, an empty line between all other blocks.
func build(pieces []piece) *built {
	t := &built{}
	for i, p := range pieces {
		if i > 0 {
			prev := pieces[i-1].kind
			if prev == p.kind && (p.kind == Item || p.kind == Row) {
				t.text.WriteByte('\n')
			} else {
				t.text.WriteString("\n\n")
			}
		}
		start := t.text.Len()
		t.text.WriteString(p.text)
		t.blocks = append(t.blocks, Block{p.kind, p.level, start, t.text.Len()})
	}
	return t
}

// tidy drops debris, headings that repeat the title, and a heading such as
// "References" when nothing but debris stood below it.
func tidy(pieces []piece, title string) []piece {
	var out []piece
	for i := range pieces {
		if keeps(pieces, i, title) {
			out = append(out, pieces[i])
		}
	}
	return out
}

// keeps reports whether piece i belongs to the article.
func keeps(pieces []piece, i int, title string) bool {
	p := pieces[i]
	switch {
	case p.debris || p.text == "":
		return false
	case p.kind == Heading:
		return !sameText(p.text, title) && !(furniture.MatchString(p.text) && hollow(pieces[i+1:], p.level))
	case p.kind == Paragraph && i > 0 && len(p.text) < 2*len(title)+8:
		return !sameText(p.text, title) // the title again at the end of a copied page
	}
	return true
}

// furniture matches headings of the page around an article.
var furniture = regexp.MustCompile(`(?i)^(references|sources|citations|further reading|see also|related( \w+)?|share( this)?|comments?|tags|categories|leave a (reply|comment)|you (may|might) also like)[:.]?$`)

// opener matches headings that any article may begin with.
var opener = regexp.MustCompile(`(?i)^(introduction|intro|overview|background|summary|key (points|facts))[:.]?$`)

// hollow reports whether a section holds debris only.
func hollow(rest []piece, level int) bool {
	for _, p := range rest {
		if p.kind == Heading && p.level <= level {
			return true
		}
		if !p.debris && p.text != "" {
			return false
		}
	}
	return true
}

// firstTitle picks a title: the first level 1 heading, a readable slug, the
// first heading that names a topic, the first words.
func firstTitle(pieces []piece, slug string) string {
	var heading, words string
	for _, p := range pieces {
		switch {
		case p.debris || p.text == "":
		case p.kind == Heading && p.level == 1:
			return p.text
		case p.kind == Heading && heading == "" && !opener.MatchString(p.text):
			heading = p.text
		case p.kind != Heading && words == "":
			words = opening(p.text)
		}
	}
	for _, s := range []string{readable(slug), heading, words} {
		if s != "" {
			return s
		}
	}
	return slug
}

// opening is the first eight words of a text.
func opening(s string) string {
	words := strings.Fields(s)
	if len(words) <= 8 {
		return strings.TrimRight(s, ".:;, ")
	}
	return strings.TrimRight(strings.Join(words[:8], " "), ".:;,") + " …"
}

// sameText compares two headings by their letters and digits alone.
func sameText(a, b string) bool { return letters(a) == letters(b) }

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// clean makes one line of s: white space runs become one space; control and
// invisible characters, which can hide words from a reader, go.
func clean(s string) string {
	if plainLooking(s) {
		return s
	}
	return strings.Join(strings.FieldsFunc(strings.Map(visible, s), unicode.IsSpace), " ")
}

// plainLooking reports whether s is printable ASCII with single spaces between
// words, as most texts are.
func plainLooking(s string) bool {
	prev := byte(' ')
	for i := range len(s) {
		c := s[i]
		if c < ' ' || c > '~' || c == ' ' && prev == ' ' {
			return false
		}
		prev = c
	}
	return prev != ' '
}

// visible maps a character that nobody sees to nothing.
func visible(r rune) rune {
	switch {
	case r == '\n', r == '\t', r == '\r', r == '\f', r == '\v':
		return r
	case r == '\u200c', r == '\u200d': // joiners change how some scripts read
		return r
	case unicode.IsControl(r), unicode.Is(unicode.Cf, r):
		return -1
	}
	return r
}
