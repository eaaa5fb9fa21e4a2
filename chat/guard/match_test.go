package guard

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// TestMatchAgrees finds the same hits as trying every phrase at every token,
// one element after the other, does.
func TestMatchAgrees(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	found := 0
	for range 300 {
		var phrases []string
		for range 1 + rng.IntN(12) {
			phrases = append(phrases, somePhrase(rng))
		}
		lx, err := newLexer(&ruleSet{Lists: map[string]string{"few": "leg | knee | left leg | leg is", "more": "a | b | c | 3 days | in my leg"},
			Concepts: []conceptDef{{ID: "sign", Kind: "finding", Phrases: strings.Join(phrases, "; ")}}})
		if err != nil {
			t.Fatalf("%q: %v", phrases, err)
		}
		for range 10 {
			text := someText(rng)
			rd := lx.newReader()
			tokens := rd.tokenize(text)
			got := unique(rd.walker.match(lx.trie, tokens))
			want := unique(tryAll(t, lx, tokens))
			if !slices.Equal(got, want) {
				t.Fatalf("%q in %q:\n got %v\nwant %v", phrases, text, got, want)
			}
			found += len(got)
		}
	}
	if found < 1000 {
		t.Errorf("only %d hits: the texts show little", found)
	}
}

var someWords = strings.Fields("a b c d is in my leg left knee pain")

// somePhrase makes a phrase up; it neither begins nor ends with a gap.
func somePhrase(rng *rand.Rand) string {
	pick := func() string {
		switch rng.IntN(9) {
		case 0:
			return "{few}"
		case 1:
			return "{more}"
		case 2:
			return "(d|is my|pain)"
		case 3:
			return "#2-4"
		case 4:
			return "le*"
		}
		return someWords[rng.IntN(len(someWords))]
	}
	out := []string{pick()}
	for range rng.IntN(4) {
		switch rng.IntN(6) {
		case 0:
			out = append(out, "..")
		case 1:
			out = append(out, "...")
		case 2:
			out = append(out, pick()+"?")
		}
		out = append(out, pick())
	}
	if rng.IntN(6) == 0 {
		out = append(out, "$")
	}
	for i, w := range out { // a number may not be missing
		if w[0] == '#' {
			out[i] = strings.TrimSuffix(w, "?")
		}
	}
	return strings.Join(out, " ")
}

func someText(rng *rand.Rand) string {
	var b strings.Builder
	for range rng.IntN(30) {
		switch rng.IntN(12) {
		case 0:
			b.WriteString(". ")
		case 1:
			b.WriteString(", ")
		case 2:
			fmt.Fprintf(&b, "%d ", rng.IntN(6))
		case 3:
			b.WriteString("days ")
		default:
			b.WriteString(someWords[rng.IntN(len(someWords))] + " ")
		}
	}
	return b.String()
}

// unique sorts hits and leaves out repeats.
func unique(hits []hit) []hit {
	out := slices.Clone(hits)
	slices.SortFunc(out, func(a, b hit) int {
		return cmp.Or(cmp.Compare(a.phrase, b.phrase), cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to))
	})
	return slices.Compact(out)
}

// tryAll is the plain way to match.
func tryAll(t *testing.T, lx *lexer, tokens []token) (out []hit) {
	t.Helper()
	p := &phraseParser{lists: lx.lists, elems: map[string]*elem{}}
	for k := range lx.phrases {
		elems, err := p.parse(lx.phrases[k].text)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range variants(elems) {
			for from := range tokens {
				for _, to := range tryAt(lx, tokens, v, from, from) {
					out = append(out, hit{k, from, to})
				}
			}
		}
	}
	return out
}

// tryAt gives where elements that begin at token i may end, in the sentence of
// the token from.
func tryAt(lx *lexer, tokens []token, elems []*elem, from, i int) (ends []int) {
	if len(elems) == 0 {
		return []int{i}
	}
	e, rest := elems[0], elems[1:]
	if e.kind == elemEnd {
		if i == len(tokens) || tokens[i].brk != joined {
			return tryAt(lx, tokens, rest, from, i)
		}
		return nil
	}
	if i >= len(tokens) || i > from && tokens[i].brk >= sentence {
		return nil
	}
	if e.kind == elemGap {
		for k := i; k <= i+e.gap && k < len(tokens) && (k == i || tokens[k].brk < sentence); k++ {
			ends = append(ends, tryAt(lx, tokens, rest, from, k)...)
		}
		return ends
	}
	entries := e.words
	if e.kind == elemNumber {
		if tokens[i].isNum && tokens[i].num >= e.lo && tokens[i].num <= e.hi {
			ends = tryAt(lx, tokens, rest, from, i+1)
		}
		return ends
	}
	for _, entry := range entries {
		if k, ok := tryEntry(lx, tokens, entry, from, i); ok {
			ends = append(ends, tryAt(lx, tokens, rest, from, k)...)
		}
	}
	return ends
}

// tryEntry tells whether an entry stands at token i, and where it ends.
func tryEntry(lx *lexer, tokens []token, entry string, from, i int) (int, bool) {
	for _, w := range strings.Fields(entry) {
		if i >= len(tokens) || i > from && tokens[i].brk >= sentence {
			return 0, false
		}
		tok := &tokens[i]
		if e := entryElem(w); e.kind == elemNumber {
			if !tok.isNum || tok.num < e.lo || tok.num > e.hi {
				return 0, false
			}
		} else if stem, begins := strings.CutSuffix(w, "*"); !slices.Contains(tok.ids, map[bool]int32{true: lx.lex.prefix[stem], false: lx.lex.ids[w]}[begins]) {
			return 0, false
		}
		i++
	}
	return i, true
}
