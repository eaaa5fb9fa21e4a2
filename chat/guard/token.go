package guard

import (
	"slices"
	"unicode/utf8"
)

// A token is one word or number of a turn. Words are folded, contractions are
// written out ("can't" is two tokens over the same bytes).
type token struct {
	text       string
	start, end int32 // bytes of the turn
	num        float64
	isNum      bool
	brk        brk     // what stands before the token
	ids        []int32 // the word and what else it may mean, see lexicon.identify
	letter     byte    // the letter as typed, for a word of one letter
	known      bool    // English or in the rules
	thing      thing   // what it names, if no person
}

// brk is how strongly a token is parted from the one before it.
type brk uint8

const (
	joined brk = iota
	comma
	sentence
	paragraph // a new line
)

// letters of most words, the space after them counted: to make room at once.
const letters = 4

// tokenize splits folded text into words and numbers.
func (rd *reader) tokenize(s string) []token {
	rd.glyphs = appendFold(slices.Grow(rd.glyphs[:0], len(s)), s)
	g, tokens := rd.glyphs, slices.Grow(rd.tokens[:0], len(s)/letters)
	next := sentence
	for i := 0; i < len(g); {
		switch r := g[i].r; {
		case isDigit(r):
			j, t := scanNumber(g, i)
			t.brk, next = next, joined
			tokens = append(tokens, t)
			i = j
		case wordRune(r):
			j := scanWord(g, i)
			tokens = rd.appendWord(tokens, g[i:j], next)
			next = joined
			i = j
		default:
			next = max(next, breakAt(g, i))
			i++
		}
	}
	rd.tokens = joinNumbers(rd.joinSpaced(tokens))
	breakAtCapitals(rd.tokens, s)
	rd.most = max(rd.most, len(tokens), len(rd.tokens))
	return rd.tokens
}

// breakAtCapitals begins a sentence where a capital opens a question or an order in
// text that is else small and has no stop before it: "I took 30 of them What now".
func breakAtCapitals(tokens []token, s string) {
	small := func(i int) bool { return !isUpper(s[tokens[i].start]) }
	for i := 1; i+1 < len(tokens); i++ {
		t := &tokens[i]
		if t.brk != joined || !isUpper(s[t.start]) || isUpper(s[t.start+1]) || !small(i-1) { // "OK" and "IT" may stand anywhere
			continue
		}
		if opensSentence(t.text) && (small(i+1) || i >= fewSmall && small(i-2) && small(i-3)) || twoPeople(tokens[i:], s) {
			t.brk = sentence
		}
	}
}

// fewSmall words before a capital show that the text is no title, so that the next
// word may have one too: "terrible pain in my toes How's German beer made".
const fewSmall = 3

// twoPeople tells whether tokens begin with two names of which something is told:
// "Ann and Bob are actors in a film".
func twoPeople(tokens []token, s string) bool {
	return len(tokens) > 3 && (tokens[1].text == "and" || tokens[1].text == "und") && isUpper(s[tokens[2].start]) && isLower(s[tokens[3].start]) &&
		(tokens[3].text == "are" || tokens[3].text == "were" || tokens[3].text == "sind")
}

func isUpper(b byte) bool { return b >= 'A' && b <= 'Z' }

func isLower(b byte) bool { return b >= 'a' && b <= 'z' }

// opensSentence tells whether a word that begins a question or an order is nobody's
// name.
func opensSentence(w string) bool {
	switch w {
	case "who", "what", "why", "how", "where", "when", "which", "who's", "what's", "how's", "where's", "is", "are", "do", "does", "did", "can", "could", "should",
		"would", "explain", "translate", "write", "ignore", "forget", "disregard", "tell", "give", "imagine", "pretend", "please", "draft", "describe", "summarise",
		"summarize", "compose", "create", "list", "repeat", "reply", "respond", "report", "enhance", "group", "you", "he", "she", "we", "they", "it", "this", "there", "hey", "now", "ok", "okay":
		return true
	}
	return false
}

// breakAt is the break that punctuation makes.
func breakAt(g []glyph, i int) brk {
	switch g[i].r {
	case '\n':
		return paragraph
	case '.', '!', '?', ';', '|', '•':
		return sentence
	case ',', ':', '(', ')', '[', ']', '"', '{', '}':
		return comma
	case '-', '/':
		if i > 0 && i+1 < len(g) && g[i-1].r == ' ' && g[i+1].r == ' ' {
			return comma
		}
	}
	return joined
}

func wordRune(r rune) bool {
	return isLetter(r) || r > 0x7F && isForeignLetter(r) || r == '@' || r == '$'
}

// scanWord finds the end of a word. Apostrophes, markup stars between letters
// and digits or signs that stand for letters stay inside it.
func scanWord(g []glyph, i int) int {
	j := i + 1
	for j < len(g) {
		r := g[j].r
		if wordRune(r) || isDigit(r) {
			j++
			continue
		}
		if insideWord(r) && j+1 < len(g) && (wordRune(g[j+1].r) || isDigit(g[j+1].r)) {
			if r != '|' && r != '!' && r != '+' && r != '&' || j+1 < len(g) && isLetter(g[j+1].r) && adjacent(g, j) {
				j++
				continue
			}
		}
		break
	}
	return j
}

// insideWord tells whether a sign may stand inside a word.
func insideWord(r rune) bool {
	switch r {
	case '\'', '`', '´', '*', '_', '~', '!', '|', '&', '+':
		return true
	}
	return false
}

// adjacent tells whether a glyph directly follows its neighbours in the turn.
func adjacent(g []glyph, j int) bool {
	return j > 0 && g[j-1].end == g[j].start && g[j].end == g[j+1].start
}

// scanNumber reads digits with an optional fraction.
func scanNumber(g []glyph, i int) (int, token) {
	j, value := i, 0.0
	for j < len(g) && isDigit(g[j].r) {
		value = value*10 + float64(g[j].r-'0')
		j++
	}
	if j+3 < len(g) && g[j].r == ',' && j-i <= 3 && digits(g, j+1, 3) && !(j+4 < len(g) && isDigit(g[j+4].r)) {
		for k := j + 1; k < j+4; k++ {
			value = value*10 + float64(g[k].r-'0')
		}
		j += 4
	} else if j+1 < len(g) && (g[j].r == '.' || g[j].r == ',' && j-i == 2) && isDigit(g[j+1].r) {
		unit := 0.1
		for j++; j < len(g) && isDigit(g[j].r); j++ {
			value += unit * float64(g[j].r-'0')
			unit /= 10
		}
	}
	value = float64(int64(min(value, 1e12)*1000+0.5)) / 1000
	return j, token{text: "#", start: g[i].start, end: g[j-1].end, num: value, isNum: true}
}

func digits(g []glyph, i, n int) bool {
	for k := i; k < i+n; k++ {
		if k >= len(g) || !isDigit(g[k].r) {
			return false
		}
	}
	return true
}

// appendWord adds one written word: its contraction, number or plain form.
func (rd *reader) appendWord(tokens []token, g []glyph, b brk) []token {
	var room [48]byte
	raw := plainWord(room[:0], g)
	if n := len(g); n > 3 && g[n-1].r == 's' && (g[n-2].r == '\'' || g[n-2].r == '`') && contractions[string(raw)] == nil {
		var room [48]byte
		base := plainWord(room[:0], g[:n-2])
		if w := rd.lex.words.get(string(base)); w != nil && (w.known || w.aliased && rd.lex.aliases[string(base)] != "") {
			raw = base
		}
	}
	if base := futureBase(g); base > 0 {
		tokens = rd.appendWord(tokens, g[:base], b)
		return rd.appendPlain(tokens, []byte("will"), g[base:], joined)
	}
	return rd.appendPlain(tokens, raw, g, b)
}

// futureBase gives the length of the word before "'ll", 0 for none: "he'll" is
// "he will", not "hell".
func futureBase(g []glyph) int {
	if n := len(g); n > 3 && g[n-1].r == 'l' && g[n-2].r == 'l' && (g[n-3].r == '\'' || g[n-3].r == '`') {
		return n - 3
	}
	return 0
}

// appendPlain adds what a plain word is read as, at the place of g.
func (rd *reader) appendPlain(tokens []token, raw []byte, g []glyph, b brk) []token {
	start, end := g[0].start, g[len(g)-1].end
	for _, p := range rd.parts(raw) {
		t := token{text: p.text, start: start, end: end, brk: b, ids: p.ids, num: p.num, isNum: p.isNum, known: p.known, thing: p.thing}
		if len(raw) == 1 {
			t.letter = raw[0]
		}
		tokens = append(tokens, t)
		b = joined
	}
	return tokens
}

// plainWord appends a word without apostrophes and markup.
func plainWord(b []byte, g []glyph) []byte {
	for _, c := range g {
		switch c.r {
		case '\'', '`', '´', '*', '_', '~':
		default:
			b = utf8.AppendRune(b, c.r)
		}
	}
	return b
}
