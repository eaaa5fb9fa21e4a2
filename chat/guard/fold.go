package guard

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A glyph is one folded character and the bytes of the turn it came from.
type glyph struct {
	r          rune
	start, end int32
}

// fold maps a turn to lower-case plain characters. Invisible characters,
// accents, look-alike letters, HTML entities, percent escapes and markup
// inside words are undone; every glyph keeps its place in the turn. It runs in
// linear time: one rune grows to at most 18 glyphs (U+FDFA).
func fold(s string) []glyph { return appendFold(make([]glyph, 0, len(s)+8), s) }

// appendFold adds the glyphs of a turn to out.
func appendFold(out []glyph, s string) []glyph {
	percent := strings.Count(s, "%") > 1
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c == '&' || c == '%' || c == '<' {
				if n, r := foldEscape(s[i:], percent); n > 0 {
					if r != 0 {
						out = foldRune(out, r, i, i+n)
					}
					i += n
					continue
				}
			}
			if c >= 'A' && c <= 'Z' {
				c += 'a' - 'A'
			}
			out = append(out, glyph{rune(c), int32(i), int32(i + 1)})
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		out = foldRune(out, r, i, i+n)
		i += n
	}
	return out
}

// foldEscape reads an escape or a markup tag at the start of s. It gives the
// number of bytes taken and the character meant, 0 for none.
func foldEscape(s string, percent bool) (int, rune) {
	switch {
	case s[0] == '&':
		return foldEntity(s)
	case s[0] == '%' && percent && len(s) > 2:
		hi, lo := hexValue(s[1]), hexValue(s[2])
		if hi >= 2 && hi < 8 && lo >= 0 {
			return 3, rune(hi<<4 | lo)
		}
	case s[0] == '<' && len(s) > 2 && (s[1] == '/' || isLetter(rune(s[1]|0x20))):
		return foldTag(s)
	}
	return 0, 0
}

// foldEntity reads an HTML entity of at most 12 bytes.
func foldEntity(s string) (int, rune) {
	end := strings.IndexByte(s[:min(len(s), 12)], ';')
	if end < 2 {
		return 0, 0
	}
	text := html.UnescapeString(s[:end+1])
	r, n := utf8.DecodeRuneInString(text)
	if n != len(text) || r == '&' && end > 4 {
		return 0, 0
	}
	return end + 1, r
}

// foldTag skips a short markup tag; line breaks and paragraphs count as space.
func foldTag(s string) (int, rune) {
	end := strings.IndexByte(s[:min(len(s), 40)], '>')
	if end < 2 {
		return 0, 0
	}
	name := strings.ToLower(strings.Trim(s[1:end], "/ "))
	if name == "br" || name == "p" || name == "div" || name == "li" {
		return end + 1, '\n'
	}
	for _, c := range name {
		if !isLetter(c) && !strings.ContainsRune(" ='\"-/0123456789:;#.", c) {
			return 0, 0
		}
	}
	return end + 1, 0
}

func hexValue(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// foldRune appends what one character means.
func foldRune(out []glyph, r rune, start, end int) []glyph {
	if invisible(r) {
		return out
	}
	if r < utf8.RuneSelf {
		return append(out, glyph{unicode.ToLower(r), int32(start), int32(end)})
	}
	if plain, ok := lookalikes[r]; ok {
		return append(out, glyph{plain, int32(start), int32(end)})
	}
	for _, d := range norm.NFKD.String(string(r)) {
		if invisible(d) {
			continue
		}
		d = unicode.ToLower(d)
		if plain, ok := lookalikes[d]; ok {
			d = plain
		}
		out = append(out, glyph{d, int32(start), int32(end)})
	}
	return out
}

// invisible tells whether a character shows nothing of its own: format
// characters, combining marks, fillers and variation selectors.
func invisible(r rune) bool {
	if r < 0xAD {
		return r == 0
	}
	switch r {
	case 0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800, 0x180E, 0xFFFD:
		return true
	}
	return unicode.In(r, unicode.Cf, unicode.Mn, unicode.Me)
}

func isLetter(r rune) bool { return r >= 'a' && r <= 'z' }
func isDigit(r rune) bool  { return r >= '0' && r <= '9' }
