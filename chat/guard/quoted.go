package guard

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Quotation marks. The tokens know them only as commas, so they are looked for in
// the text itself; see quotedin.go for what is made of them.

// mostQuotes is the most quotations of a turn that are looked at.
const mostQuotes = 20

// quotes gives the byte spans of a text between quotation marks.
func quotes(text string) (spans [][2]int) {
	var open rune
	at := 0
	before := ' '
	for i := 0; i < len(text); {
		c, size := utf8.DecodeRuneInString(text[i:])
		next, _ := utf8.DecodeRuneInString(text[i+size:])
		switch {
		case open == 0 && opensQuote(c, before, next, text[i+size:]):
			open, at = c, i
		case open != 0 && closesQuote(c, open, before, next):
			spans = append(spans, [2]int{at, i})
			if open = 0; len(spans) > mostQuotes {
				return nil
			}
		}
		before = c
		i += size
	}
	return spans
}

// opensQuote tells whether a character between two others opens a quotation.
func opensQuote(c, before, next rune, rest string) bool {
	switch c {
	case '“', '«':
		return true
	case '"', '\'', '‘':
		return !elided(rest) && !unicode.IsLetter(before) && !unicode.IsDigit(before) && unicode.IsLetter(next)
	}
	return false
}

// elided tells whether a text begins with a word that people write with an
// apostrophe for what they leave out.
func elided(rest string) bool {
	for _, w := range []string{"cause", "cos", "til", "till", "em", "bout", "tis", "twas", "round", "ere", "ad", "is", "er", "ave"} {
		if len(rest) > len(w) && strings.EqualFold(rest[:len(w)], w) && !('a' <= rest[len(w)] && rest[len(w)] <= 'z') {
			return true
		}
	}
	return false
}

// closesQuote tells whether a character closes the quotation that open began; an
// apostrophe inside a word does not.
func closesQuote(c, open, before, next rune) bool {
	switch open {
	case '“':
		return c == '”' || c == '"'
	case '«':
		return c == '»'
	case '"':
		return c == '"'
	}
	return (c == '\'' || c == '’') && !unicode.IsLetter(next) && !unicode.IsSpace(before)
}
