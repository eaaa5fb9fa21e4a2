package guard

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Groups and lists written out, and the ways to read what may be missing.

// flatten writes out the groups and lists inside a group; nil for bad brackets.
func flatten(s string, lists map[string][]string) []string {
	out, ok := appendFlat(make([]string, 0, strings.Count(s, "|")+1), s, lists)
	if !ok {
		return nil
	}
	return out
}

// appendFlat adds what flatten gives to out, nothing for bad brackets.
func appendFlat(out []string, s string, lists map[string][]string) ([]string, bool) {
	from := len(out)
	for more := true; more; {
		var alt string
		alt, s, more = cutTop(s)
		switch has := signsIn(alt); {
		case has&(opening|mayMiss) == 0 && (has&space == 0 || oneSpaced(alt)):
			out = append(out, alt)
			continue
		case has&opening == 0:
			out = append(out, optional(strings.Fields(alt))...)
			continue
		}
		open := strings.IndexAny(alt, "({")
		end := closing(alt, open)
		if end < 0 {
			return out[:from], false
		}
		inner := lists[alt[open+1:end]]
		if alt[open] == '(' {
			inner = flatten(alt[open+1:end], lists)
		}
		rest, maybe := strings.CutPrefix(alt[end+1:], "?")
		for _, in := range inner {
			out, _ = appendFlat(out, alt[:open]+in+rest, lists)
		}
		if maybe {
			out, _ = appendFlat(out, alt[:open]+rest, lists)
		}
	}
	return out, true
}

// oneSpaced tells whether single spaces, and no other white space, part the
// words of a text.
func oneSpaced(s string) bool {
	last := byte(' ')
	for i := range len(s) {
		if s[i] < ' ' || s[i] == ' ' && last == ' ' || s[i] >= utf8.RuneSelf {
			return false
		}
		last = s[i]
	}
	return last != ' '
}

// optional writes words out with and without those marked "?".
func optional(words []string) []string {
	out := []string{""}
	for _, w := range words {
		w, maybe := strings.CutSuffix(w, "?")
		n := len(out)
		for i := range n {
			if maybe {
				out = append(out, out[i])
			}
			out[i] = strings.TrimSpace(out[i] + " " + w)
		}
	}
	return out
}

// cutTop cuts at the first | outside parentheses.
func cutTop(s string) (before, after string, found bool) {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '(', '{':
			depth++
		case ')', '}':
			depth--
		case '|':
			if depth == 0 {
				return s[:i], s[i+1:], true
			}
		}
	}
	return s, "", false
}

// closing finds the bracket that closes the one at open; -1 when none does.
func closing(s string, open int) int {
	depth := 0
	for i := open; i < len(s); i++ {
		switch s[i] {
		case '(', '{':
			depth++
		case ')', '}':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// variants lists the ways to read a phrase with and without what may be
// missing.
func variants(in []*elem) [][]*elem {
	if !slices.ContainsFunc(in, func(e *elem) bool { return e.maybe }) {
		return [][]*elem{in}
	}
	out := [][]*elem{make([]*elem, 0, len(in))}
	for _, e := range in {
		n := len(out)
		for i := range n {
			if e.maybe {
				out = append(out, append(make([]*elem, 0, len(in)), out[i]...))
			}
			out[i] = append(out[i], e)
		}
	}
	return out
}
