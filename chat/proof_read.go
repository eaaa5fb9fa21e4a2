package chat

import (
	"regexp"
	"strings"

	"github.com/kljensen/snowball/english"
	"golang.org/x/text/unicode/norm"
)

// A reading is a text taken apart for proof.
type reading struct {
	folded  string
	words   []word
	parts   []word // the single words inside phrases
	clauses int
}

// A word is a word, a phrase of texts/proof.yaml or an amount.
type word struct {
	text   string
	id     string // equal ids may stand for each other
	stem   string // of a single word outside every group
	light  bool   // carries no claim, or is judged by another check
	amount bool
	after  int  // commas before it in its clause
	listed bool // stands in a list: beside a comma, "and" or "or"
	clause int
	part   int     // of a clause, cut at "that" and "who" too
	phrase *phrase // may be nil

	relation string // id of a relation with a doer; may be empty
	flip     bool   // the doer comes last
}

var (
	tokenPattern = regexp.MustCompile(`\d+(?:[.,]\d+)*|\p{L}+|[^\s\p{L}\d]`)
	contractions = strings.NewReplacer(
		"can't", "can not", "cannot", "can not", "won't", "will not", "n't", " not",
		"'re", " are", "'ve", " have", "'ll", " will", "'d", " would", "'s", "", "s'", "s",
	)
	innerDash  = regexp.MustCompile(`(\pL)-(\pL)`)
	quoteMarks = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`, "–", "-", "—", " - ", "\u00ad", "")
)

// fold makes spelling differences that mean nothing equal.
func fold(s string) string {
	return innerDash.ReplaceAllString(strings.ToLower(quoteMarks.Replace(norm.NFKC.String(s))), "$1 $2")
}

func tokenise(folded string) []string {
	return tokenPattern.FindAllString(contractions.Replace(folded), -1)
}

func stemAll(tokens []string) []string {
	out := make([]string, len(tokens))
	for i, t := range tokens {
		out[i] = english.Stem(t, false)
	}
	return out
}

// boundaries begin a new clause; they belong to it.
var boundaries = map[string]bool{
	"but": true, "because": true, "while": true, "although": true, "though": true, "whereas": true, "so": true,
	"if": true, "when": true, "unless": true, "until": true, "however": true, "yet": true,
}

// read takes a text apart: amounts first, then the longest known phrase, then
// single words.
func (p *proofWords) read(text string) *reading {
	r := &reading{folded: fold(text)}
	tokens := tokenise(r.folded)
	stems := stemAll(tokens)
	commas, filled, part := 0, false, 0
	for i := 0; i < len(tokens); {
		t := tokens[i]
		switch {
		case strings.Contains(".;:", t), t == "-", filled && boundaries[t], i > 0 && tokens[i-1] == "," && (t == "which" || t == "and"):
			if filled { // a clause without content is part of the next
				r.clauses++
				part++
			}
			commas, filled = 0, false
		case t == ",", t == "(", t == ")":
			commas++
		case relatives[t]:
			part++
		}
		n := 1
		if w, k := amountAt(tokens[i:]); k > 0 {
			r.words, n = append(r.words, w), k
		} else if isWord.MatchString(t) {
			n = r.addWord(p, tokens[i:], stems[i:])
		} else {
			i++
			continue
		}
		last := &r.words[len(r.words)-1]
		last.clause, last.after, last.part = r.clauses, commas, part
		last.listed = listed(tokens, i, i+n)
		last.turn(tokens[i+n:])
		filled = filled || !last.light
		i += n
	}
	r.clauses++
	r.addParts(p)
	return r
}

// nearList is how far from a comma, "and" or "or" the words of a list stand.
const nearList = 2

// listed reports whether tokens[from:to] belong to a list.
func listed(tokens []string, from, to int) bool {
	for _, t := range append(tokens[max(0, from-nearList):from:from], tokens[to:min(len(tokens), to+nearList)]...) {
		if between[t] {
			return true
		}
	}
	return false
}

// relatives begin a part of a clause that speaks about the word before.
var relatives = map[string]bool{"that": true, "who": true, "which": true}

// between stand between the items of a list.
var between = map[string]bool{",": true, "and": true, "or": true}

// turn notes which side the doer of a relation stands on. A participle without
// "by" ("a blocked artery") names no doer.
func (w *word) turn(rest []string) {
	done := participle(w.text)
	w.flip = done && byFollows(rest)
	if w.phrase == nil || w.phrase.relation == "" {
		return
	}
	w.relation = w.phrase.relation
	if w.phrase.passive {
		w.flip = true
	}
	if done && !w.flip {
		w.relation = ""
	}
}

func participle(s string) bool { return strings.HasSuffix(s, "ed") || irregular[s] }

var irregular = map[string]bool{"woken": true, "given": true, "taken": true, "broken": true, "driven": true, "hidden": true, "known": true, "shown": true, "brought": true, "set": true, "put": true, "found": true, "made": true}

// byFollows reports whether "by" comes within a few words: "triggered both by".
func byFollows(tokens []string) bool {
	for _, t := range tokens[:min(3, len(tokens))] {
		if t == "by" {
			return true
		}
		if !isWord.MatchString(t) {
			return false
		}
	}
	return false
}

var isWord = regexp.MustCompile(`^[\p{L}\d]`)

// addWord adds what begins here and returns how many tokens it took.
func (r *reading) addWord(p *proofWords, tokens, stems []string) int {
	ph := p.match(stems)
	n := 1
	if ph != nil {
		n = len(ph.stems)
	}
	w := p.word(strings.Join(tokens[:n], " "), stems[0], ph)
	if w.text == "too" && (len(tokens) == 1 || !isWord.MatchString(tokens[1])) {
		w.light, w.phrase = true, nil // in the sense of "also"
	}
	if (w.text == "have" || w.text == "has") && len(tokens) > 1 && participle(tokens[1]) {
		w.phrase = nil // helps another verb
	}
	r.words = append(r.words, w)
	return n
}

func (p *proofWords) word(text, stem string, ph *phrase) word {
	w := word{text: text, id: stem, stem: stem, light: p.light[text]}
	if ph != nil {
		w.id, w.phrase = ph.id, ph
		w.light = w.light || ph.negation > 0 || ph.strength != "" && ph.strength != "absolute"
		if len(ph.stems) > 1 || ph.id != stem {
			w.stem = ""
		}
	}
	return w
}

// addParts reads the words inside phrases once more, one by one.
func (r *reading) addParts(p *proofWords) {
	for _, w := range r.words {
		tokens := strings.Fields(w.text)
		if w.amount || len(tokens) < 2 {
			continue
		}
		for i, s := range stemAll(tokens) {
			part := p.word(tokens[i], s, p.match([]string{s}))
			part.clause, part.after, part.part = w.clause, w.after, w.part
			r.parts = append(r.parts, part)
		}
	}
}

// has reports whether the reading holds the word, itself, as another word of
// its group or as one derived from it.
func (r *reading) has(w word) bool {
	for _, list := range [][]word{r.words, r.parts} {
		if among(w, list) {
			return true
		}
	}
	return false
}

func among(w word, list []word) bool {
	for _, v := range list {
		if sameWord(w, v) {
			return true
		}
	}
	return false
}

func sameWord(a, b word) bool {
	return a.id == b.id || a.stem != "" && b.stem != "" && !a.amount && !b.amount && derived(a.stem, b.stem)
}

var suffixes = map[string]bool{
	"": true, "e": true, "y": true, "i": true, "al": true, "ic": true, "ion": true, "ation": true, "ate": true,
	"at": true, "or": true, "er": true, "ment": true, "ant": true, "ent": true, "anc": true, "enc": true,
	"iti": true, "iv": true, "ist": true, "ian": true, "ous": true, "th": true,
}

// derived reports whether two stems are forms of one word, such as
// "irritat" and "irrit".
func derived(a, b string) bool {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n >= 5 && suffixes[a[n:]] && suffixes[b[n:]]
}
