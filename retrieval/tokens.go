package retrieval

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kljensen/snowball/english"
	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// fold lower-cases text and takes accents and width variants off its letters.
func fold(text string) string {
	if isASCII(text) {
		return strings.ToLower(text)
	}
	t := transform.Chain(norm.NFKD, runes.Remove(runes.In(unicode.Mn)))
	out, _, err := transform.String(t, text)
	if err != nil {
		out = text
	}
	return strings.ToLower(out)
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// eachWord calls f with every word of folded text: a run of letters and
// digits, without apostrophes and without a possessive s.
func eachWord(folded string, f func(word string)) {
	for i := 0; i < len(folded); {
		start, quoted := i, false
		for i < len(folded) {
			if plainWordByte[folded[i]] {
				i++
				continue
			}
			n, quote := wordRune(folded, i)
			if n == 0 {
				break
			}
			quoted = quoted || quote
			i += n
		}
		if i == start {
			_, n := utf8.DecodeRuneInString(folded[i:])
			i += n
			continue
		}
		w := folded[start:i]
		if quoted {
			w = unquote(w)
		}
		if w != "" {
			f(w)
		}
	}
}

// plainWordByte tells the letters and digits of ASCII.
var plainWordByte = func() (t [256]bool) {
	for c := range byte(utf8.RuneSelf) {
		t[c] = c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z'
	}
	return t
}()

// wordRune returns the length of the rune at s[i] if it belongs to a word, and
// whether it is an apostrophe.
func wordRune(s string, i int) (n int, quote bool) {
	c := s[i]
	switch {
	case plainWordByte[c]:
		return 1, false
	case c == '\'':
		return 1, true
	case c < utf8.RuneSelf:
		return 0, false
	}
	r, n := utf8.DecodeRuneInString(s[i:])
	switch {
	case r == '’' || r == '‘':
		return n, true
	case unicode.IsLetter(r) || unicode.IsDigit(r):
		return n, false
	}
	return 0, false
}

func unquote(w string) string {
	w = strings.Trim(strings.NewReplacer("’", "'", "‘", "'").Replace(w), "'")
	return strings.ReplaceAll(strings.TrimSuffix(w, "'s"), "'", "")
}

// stem reduces a folded word to the form the index knows: irregular forms and
// British spellings first, then the Snowball English stemmer. "Numb" and
// "number" stay apart.
func stem(word string) string {
	if base, ok := vocabulary().Forms[word]; ok {
		word = base
	}
	if len(word) < 4 || !isASCII(word) {
		return plural(word)
	}
	for _, s := range vocabulary().Spellings {
		if i := strings.Index(word, s.From); i >= 0 {
			word = word[:i] + s.To + word[i+len(s.From):]
		}
	}
	return english.Stem(word, true)
}

// plural takes the s off three-letter words such as "gps", which the stemmer
// leaves alone, but not off "gas" or "yes".
func plural(word string) string {
	if len(word) == 3 && word[2] == 's' && !strings.ContainsRune("aeious", rune(word[1])) {
		return word[:2]
	}
	return word
}

// isStop reports whether a folded word carries no topic.
func isStop(word string) bool { return vocabulary().stops[word] }

// terms returns the stemmed content words of text in order, with repeats.
func terms(text string) []string {
	var out []string
	eachWord(fold(text), func(w string) {
		if !isStop(w) {
			out = append(out, stem(w))
		}
	})
	return out
}
