package corpus

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// dash is how a list looks after its line breaks were lost: "Signs are: -
// Pain. - Swelling."
const dash = " - "

// run adds a paragraph or item. Bullets inside the line become items; prose
// after the last of them becomes a paragraph again.
func (l *lines) run(kind Kind, start, end int) {
	s := l.text[start:end]
	at := cuts(s, kind == Item)
	if len(at) == 0 {
		l.add(kind, level(kind), start, end)
		return
	}
	l.trimmed(kind, start, start+at[0])
	single := true
	for i, c := range at {
		stop := len(s)
		if i+1 < len(at) {
			stop = at[i+1]
		}
		from := c + len(dash)
		if i+1 < len(at) {
			single = single && sentenceEnd(s[from:stop]) == 0
		} else if n := sentenceEnd(s[from:stop]); single && n > 0 {
			l.trimmed(Item, start+from, start+from+n)
			l.trimmed(Paragraph, start+from+n, end)
			return
		}
		l.trimmed(Item, start+from, start+stop)
	}
}

func level(kind Kind) int {
	if kind == Item {
		return 1
	}
	return 0
}

// trimmed adds a block without the white space at its ends.
func (l *lines) trimmed(kind Kind, start, end int) {
	s, e := trim(l.text[start:end], 0, end-start)
	l.add(kind, level(kind), start+s, start+e)
}

// cuts returns where the bullets of a line begin. A single dash is not a list
// unless a colon or, in an item, a whole sentence stands before it.
func cuts(s string, item bool) []int {
	var at []int
	colon := item
	for i := strings.Index(s, dash); i >= 0; {
		before := strings.TrimRight(s[:i], " ")
		afterColon := strings.HasSuffix(before, ":")
		colon = colon || afterColon && len(at) == 0
		if bullet(before, s[i+len(dash):], colon) {
			at = append(at, i)
		}
		next := strings.Index(s[i+1:], dash)
		if next < 0 {
			break
		}
		i += 1 + next
	}
	if len(at) >= 2 || len(at) == 1 && (colon && !item || item && closed(s[:at[0]])) {
		return at
	}
	return nil
}

// bullet reports whether the dash between two texts starts an item.
func bullet(before, after string, colon bool) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(after, `"'“‘( `))
	last, _ := utf8.DecodeLastRuneInString(before)
	switch {
	case after == "" || before == "":
		return false
	case unicode.IsDigit(r):
		return !unicode.IsDigit(last) && (colon || closed(before))
	case unicode.IsUpper(r):
		return true
	}
	return colon && unicode.IsLetter(r)
}

// sentenceEnd returns where the first of two or more sentences ends, or 0.
func sentenceEnd(s string) int {
	for i := 0; i+2 < len(s); i++ {
		if s[i+1] != ' ' || strings.IndexByte(".?!", s[i]) < 0 {
			continue
		}
		r, _ := utf8.DecodeRuneInString(s[i+2:])
		word := s[strings.LastIndexAny(s[:i], " (")+1 : i]
		if unicode.IsUpper(r) && len(word) > 3 && !strings.Contains(word, ".") {
			return i + 1
		}
	}
	return 0
}
