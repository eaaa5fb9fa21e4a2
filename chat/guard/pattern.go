package guard

import (
	"fmt"
	"strconv"
	"strings"
)

// Phrase language of the rule files. Words stand for themselves, one space
// apart; punctuation in a message other than the end of a sentence may lie
// between them.
//
//	swell*        any word with this beginning
//	(a|b c)       one of several, each one or more words
//	{leg}         one of a list of the rule files
//	word? (a|b)?  may be missing
//	..            up to four words in the same sentence
//	...           up to eight words in the same sentence
//	#38-43        a number in this range, both ends included
//	$             the end of a clause

// Most words that gaps pass over.
const (
	shortGap = 4
	longGap  = 8
)

type elemKind uint8

const (
	elemWords elemKind = iota // any of words
	elemNumber
	elemGap
	elemEnd
	elemTurn // never written: where a phrase is followed to the other side, see plant
)

type elem struct {
	kind   elemKind
	field  string   // as it is written
	words  []string // or entries of several words, or numbers
	lo, hi float64
	gap    int
	maybe  bool
	number int32   // the same for equal keys, see trie.step; 0 for none yet
	ids    []int32 // of words, see the same; nil for none yet
	bit    uint8   // of a sign, of the first with its number, see shareBits
	common int     // how common it is, see plant; 0 until then
}

// key is the same for elements that match the same text.
func (e *elem) key() string {
	switch e.kind {
	case elemNumber:
		return fmt.Sprintf("#%g-%g", e.lo, e.hi)
	case elemGap:
		return fmt.Sprintf(".%d", e.gap)
	case elemEnd:
		return "$"
	case elemTurn:
		return "<"
	}
	return e.field
}

// A phraseParser reads phrases. Lists give the entries of {name}.
type phraseParser struct {
	lists map[string][]string
	elems map[string]*elem // as written; most are used by many phrases
}

// parse reads one phrase.
func (p *phraseParser) parse(s string) ([]*elem, error) {
	var out []*elem
	for _, field := range splitFields(s) {
		e, ok := p.elems[field]
		if !ok {
			read, err := p.elem(field)
			if err != nil {
				return nil, fmt.Errorf("parse phrase %q: %w", s, err)
			}
			e = &read
			p.elems[field] = e
		}
		out = append(out, e)
	}
	if len(out) == 0 || out[0].kind == elemGap || out[len(out)-1].kind == elemGap {
		return nil, fmt.Errorf("parse phrase %q: it is empty or has a gap at its end", s)
	}
	return out, nil
}

// splitFields splits at spaces outside parentheses.
func splitFields(s string) []string {
	out := make([]string, 0, strings.Count(s, " ")+1)
	depth, from := 0, -1
	for i := 0; i <= len(s); i++ {
		if i == len(s) || s[i] == ' ' && depth == 0 {
			if from >= 0 {
				out = append(out, s[from:i])
			}
			from = -1
			continue
		}
		if from < 0 {
			from = i
		}
		switch s[i] {
		case '(':
			depth++
		case ')':
			depth--
		}
	}
	return out
}

func (p *phraseParser) elem(f string) (elem, error) {
	switch {
	case f == "..":
		return elem{kind: elemGap, gap: shortGap}, nil
	case f == "...":
		return elem{kind: elemGap, gap: longGap}, nil
	case f == "$":
		return elem{kind: elemEnd}, nil
	case f[0] == '#':
		return parseRange(f)
	}
	f, maybe := strings.CutSuffix(f, "?")
	if f == "" {
		return elem{}, fmt.Errorf("a question mark alone")
	}
	var entries []string
	switch {
	case f[0] == '{' && f[len(f)-1] == '}':
		entries = p.lists[f[1:len(f)-1]]
	case f[0] == '(' && f[len(f)-1] == ')':
		entries = flatten(f[1:len(f)-1], p.lists)
	default:
		entries = []string{f}
	}
	if len(entries) == 0 {
		return elem{}, fmt.Errorf("unknown list or bad group %q", f)
	}
	for _, w := range entries {
		switch has := signsIn(w); {
		case has&(bracket|mayMiss) != 0 || strings.Contains(w, ".."):
			return elem{}, fmt.Errorf("unknown list or bad group %q", f)
		case strings.TrimSpace(w) == "" || w == "*":
			return elem{}, fmt.Errorf("empty choice in %q", f)
		case has&dollar != 0:
			return elem{}, fmt.Errorf("the end of a clause, $, has no effect inside %q", f)
		}
	}
	return elem{kind: elemWords, field: f, words: entries, maybe: maybe}, nil
}

// What the bytes of a phrase may be, beside letters.
const (
	opening uint8 = 1 << iota // ( or {
	closes                    // ) or }
	mayMiss                   // ?
	dollar
	space

	bracket = opening | closes
)

var byteSigns = [256]uint8{'(': opening, '{': opening, ')': closes, '}': closes, '?': mayMiss, '$': dollar, ' ': space, '\t': space}

// signsIn tells in one pass which signs a text holds. The rules hold tens of
// thousands of short texts, all read at every start.
func signsIn(s string) (has uint8) {
	for i := range len(s) {
		has |= byteSigns[s[i]]
	}
	return has
}

// parseRange reads "#38-43".
func parseRange(f string) (elem, error) {
	lo, hi, ok := strings.Cut(f[1:], "-")
	a, err1 := strconv.ParseFloat(lo, 64)
	b, err2 := strconv.ParseFloat(hi, 64)
	if !ok || err1 != nil || err2 != nil || a > b {
		return elem{}, fmt.Errorf("bad number range %q", f)
	}
	return elem{kind: elemNumber, lo: a, hi: b}, nil
}
