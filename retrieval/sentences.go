package retrieval

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/sentences"
)

// Sentences returns the sentences of text in order, without the white space
// around them. Every byte that is not white space lies in exactly one span.
//
// Breaks follow Unicode Standard Annex 29, corrected for what health texts are
// full of: abbreviations ("e.g. Crohn's", "Dr. Smith"), list numbers ("1. Rest"),
// inline bullets, sentences joined without a space ("done.Sore") and lines
// wrapped in the middle of a sentence.
func Sentences(text string) []Span {
	var out []Span
	add := func(start, end int) {
		if s, ok := trim(text, start, end); ok {
			out = append(out, s)
		}
	}
	start, end := 0, 0
	it := sentences.FromString(text)
	for it.Next() {
		if end > start && !joins(text[start:end], text[end:]) {
			cutInside(text, start, end, add)
			start = end
		}
		end = it.End()
	}
	cutInside(text, start, len(text), add)
	return out
}

// trim narrows [start:end) to what is left without the white space at its ends.
func trim(text string, start, end int) (Span, bool) {
	s := text[start:end]
	t := strings.TrimLeftFunc(s, unicode.IsSpace)
	start += len(s) - len(t)
	t = strings.TrimRightFunc(t, unicode.IsSpace)
	return Span{start, start + len(t)}, t != ""
}

// joins reports whether a break between before and after is a false one.
func joins(before, after string) bool {
	head := strings.TrimRightFunc(before, unicode.IsSpace)
	if head == "" {
		return false
	}
	next, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(after, unicode.IsSpace))
	if gap := before[len(head):]; strings.ContainsAny(gap, "\n\r\u0085\u2028\u2029") {
		return wraps(head, gap, next)
	}
	last, _ := utf8.DecodeLastRuneInString(head)
	switch {
	case strings.ContainsRune(`"'”’»)`, last):
		return unicode.IsLower(next) // "Why?" she asked
	case last != '.':
		return false
	}
	return abbreviates(strings.TrimSuffix(head, "."), after)
}

// minWrapped is how long a line must be, in bytes, to count as wrapped rather
// than as an item of a list.
const minWrapped = 50

// wraps reports whether a line break only wraps a sentence: a single break
// after a long line without a full stop, before a lower-case letter.
func wraps(head, gap string, next rune) bool {
	if strings.Count(strings.ReplaceAll(gap, "\r\n", "\n"), "\n") != 1 || !unicode.IsLower(next) {
		return false
	}
	if strings.Contains(head[max(0, len(head)-minWrapped):], "\n") || len(head) < minWrapped {
		return false
	}
	return !strings.ContainsAny(head[len(head)-1:], ".!?:;")
}

// abbreviations never end a sentence; the text after them belongs to them.
var abbreviations = set(`dr mr mrs ms prof st rev hon sr jr gen capt e.g i.e eg ie viz cf vs al approx
	fig figs vol ed eds pp ca ave dept est incl tel ext resp`)

// numbered are abbreviations only before a figure: "no. 5", "p. 12", "ch. 3".
var numbered = set(`no nos p pt pts ch sec art ver op`)

// openers start a new sentence even after "U.S." and the like.
var openers = set(`the a an it its this that these those if in on at you your he she they we i when while
	for there but and or so however ask call talk see do not no some most many each every after before`)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// window is how many bytes around a full stop are looked at, so that a text
// without spaces or breaks does not take quadratic time.
const window = 128

// abbreviates reports whether the full stop after head marks a short form.
func abbreviates(head, after string) bool {
	line := head[max(0, len(head)-window):]
	line = line[strings.LastIndexByte(line, '\n')+1:]
	word := line[strings.LastIndexFunc(line, isWordEdge)+1:]
	before := strings.TrimSpace(line[:len(line)-len(word)])
	lower := strings.ToLower(word)
	next := strings.TrimLeftFunc(after, unicode.IsSpace)
	switch {
	case word == "":
		return false
	case abbreviations[lower]:
		return true
	case numbered[lower]:
		return next != "" && next[0] >= '0' && next[0] <= '9'
	case isNumber(word) && strings.Trim(before, "-*•· \t") == "":
		return true // "1. Rest the leg"
	case len(word) == 1 && word[0] >= 'A' && word[0] <= 'Z':
		return isInitial(before)
	case strings.Count(word, ".") > 0 && isInitials(word):
		return !openers[strings.ToLower(firstWord(next))] && lower != "a.m" && lower != "p.m"
	}
	return false
}

func isWordEdge(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune("([{\"'“‘/–—", r)
}

func isNumber(s string) bool {
	return len(s) <= 3 && strings.Trim(s, "0123456789") == ""
}

// isInitial reports whether a single capital after before starts a name:
// "J. Smith", "Dr. J. Smith", but not "vitamin K." or "hepatitis B.".
func isInitial(before string) bool {
	if before == "" {
		return true
	}
	w := before[strings.LastIndexFunc(before, isWordEdge)+1:]
	w, dotted := strings.CutSuffix(w, ".")
	return dotted && (len(w) == 1 || abbreviations[strings.ToLower(w)])
}

// isInitials reports whether word is letters with stops between: "U.S", "a.m", "Ph.D".
func isInitials(word string) bool {
	for _, p := range strings.Split(word, ".") {
		if len(p) == 0 || len(p) > 2 || !isLetters(p) {
			return false
		}
	}
	return true
}

func isLetters(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }) < 0
}

func firstWord(s string) string {
	s = s[:min(len(s), window)]
	if i := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }); i >= 0 {
		return s[:i]
	}
	return s
}

// cutInside adds the sentences of [start:end) that the standard leaves joined:
// those without a space between ("done.Sore") and inline bullets.
func cutInside(text string, start, end int, add func(start, end int)) {
	from := start
	for i := start; i < end; i++ {
		switch c := text[i]; {
		case (c == '.' || c == '!' || c == '?') && joinedAt(text[from:end], i-from):
			add(from, i+1)
			from = i + 1
		case i > from && bulletAt(text[start:end], i-start):
			add(from, i)
			from = i
		}
	}
	add(from, end)
}

// joinedAt reports whether two sentences meet at the mark s[i] without a space:
// a lower-case word before, a capital and a lower-case letter after, and
// nothing that looks like an address.
func joinedAt(s string, i int) bool {
	if i < 3 || i+2 >= len(s) || !isLowerASCII(s[i-1]) || !isLowerASCII(s[i-2]) {
		return false
	}
	if s[i+1] < 'A' || s[i+1] > 'Z' || !isLowerASCII(s[i+2]) && s[i+2] != ' ' {
		return false
	}
	left := s[max(0, i-window):i]
	left = left[strings.LastIndexAny(left, " \t\n")+1:]
	right := s[i+1 : min(len(s), i+window)]
	if j := strings.IndexAny(right, " \t\n"); j >= 0 {
		right = right[:j]
	}
	return !strings.ContainsAny(left, "@/.") && !strings.ContainsAny(strings.TrimRight(right, ".,;:!?"), "@/.")
}

func isLowerASCII(c byte) bool { return c >= 'a' && c <= 'z' }

// bulletAt reports whether an inline bullet starts at s[i]: a round bullet
// anywhere, or a dash after a full stop ("cells. - Platelets").
func bulletAt(s string, i int) bool {
	if strings.HasPrefix(s[i:], "• ") || strings.HasPrefix(s[i:], "· ") {
		return true
	}
	if !strings.HasPrefix(s[i:], "- ") {
		return false
	}
	head := strings.TrimRight(s[:i], " \t")
	return len(head) < i && head != "" && strings.ContainsRune(".!?", rune(head[len(head)-1]))
}
