package guard

import (
	_ "embed"
	"strings"
	"sync/atomic"
	"unicode"
)

//go:embed words/common.txt
var commonText string

// A lexicon knows every word of the rules and the common words of English.
type lexicon struct {
	ids     map[string]int32  // words of the rules, numbered from 0
	prefix  map[string]int32  // "swell*" as "swell", numbered with the words
	aliases map[string]string // one spelling for many, may be several words
	names   []string          // id -> word
	longest int               // longest prefix, letters
	shorted int               // shortest prefix, letters
	words   map[string]*word  // every word that is known or has its own spelling
	near    typoIndex         // see typo.go
}

// A word is what the lexicon knows of one way to write a word.
type word struct {
	known      bool // English or in the rules: never a typing mistake
	inRules    bool
	contracted bool
	aliased    bool
	parts      atomic.Pointer[[]part] // what it is read as, once somebody has asked
}

// A part is one word that a written word is read as.
type part struct {
	text  string
	ids   []int32 // see identify
	num   float64
	isNum bool
	known bool
	thing thing
}

func newLexicon(aliases map[string]string) *lexicon {
	return &lexicon{ids: map[string]int32{}, prefix: map[string]int32{}, aliases: aliases, shorted: 99}
}

// commonWords are words that are never a typing mistake.
func commonWords(yield func(string) bool) {
	for line := range strings.Lines(commonText) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for w := range strings.FieldsSeq(line) {
			if !yield(w) {
				return
			}
		}
	}
}

// id numbers a word of the rules.
func (l *lexicon) id(word string) int32 {
	stem, isPrefix := strings.CutSuffix(word, "*")
	table := l.ids
	if isPrefix {
		table = l.prefix
		l.longest, l.shorted = max(l.longest, len(stem)), min(l.shorted, len(stem))
	}
	n, ok := table[stem]
	if !ok {
		n = int32(len(l.names))
		l.names = append(l.names, word)
		table[stem] = n
	}
	return n
}

// known tells whether a word is English or in the rules.
func (l *lexicon) known(w string) bool {
	o := l.words[w]
	return o != nil && o.known
}

// identify lists the numbers a word stands for: itself and its prefixes.
func (l *lexicon) identify(w string) []int32 {
	var ids []int32
	if n, ok := l.ids[w]; ok {
		ids = append(ids, n)
	}
	for k := l.shorted; k <= len(w) && k <= l.longest; k++ {
		if n, ok := l.prefix[w[:k]]; ok {
			ids = append(ids, n)
		}
	}
	return ids
}

// remember lists all words once all rules are read.
func (l *lexicon) remember() {
	const common = 12_000 // about as many as the file holds
	l.words = make(map[string]*word, common+len(l.ids))
	get := func(w string) *word {
		o := l.words[w]
		if o == nil {
			o = &word{}
			l.words[w] = o
		}
		return o
	}
	for w := range commonWords {
		get(w).known = true
	}
	for w := range things {
		get(w).known = true
	}
	for w := range l.ids {
		o := get(w)
		o.known, o.inRules = true, true
	}
	for w := range l.aliases {
		get(w).aliased = true
	}
	for w := range contractions {
		get(w).contracted = true
	}
	l.indexTypos()
}

// read says what a written word is read as; w is its entry, nil for none.
func (l *lexicon) read(raw string, w *word) []part {
	texts := l.expand(raw, w)
	out := make([]part, len(texts))
	for i, text := range texts {
		num, isNum := numberWords[text]
		out[i] = part{text: text, ids: l.identify(text), num: num, isNum: isNum, known: l.known(text), thing: things[text]}
	}
	return out
}

// expand writes a word as the rules spell it: contractions in full, one
// spelling for many, and a repaired form when it is not a known word.
func (l *lexicon) expand(raw string, w *word) []string {
	if w != nil && w.aliased {
		return strings.Fields(l.aliases[raw])
	}
	if w != nil && w.contracted {
		return contractions[raw]
	}
	if w != nil && w.known || len(raw) < 2 || len(raw) > 40 || l.hasPrefix(raw) {
		return []string{raw}
	}
	return l.repair(raw)
}

// hasPrefix tells whether a word starts with a prefix of at least four letters
// that the rules use.
func (l *lexicon) hasPrefix(w string) bool {
	for k := max(4, l.shorted); k <= len(w) && k <= l.longest; k++ {
		if _, ok := l.prefix[w[:k]]; ok {
			return true
		}
	}
	return false
}

func isForeignLetter(r rune) bool { return unicode.IsLetter(r) }

// contractions in full, without their apostrophe.
var contractions = func() map[string][]string {
	m := map[string][]string{}
	for _, w := range strings.Fields("is are was were do does did has have had could would should must need might") {
		m[w+"nt"] = []string{w, "not"}
	}
	for short, full := range map[string]string{
		"cant": "can not", "cannot": "can not", "wont": "will not", "aint": "is not", "shant": "shall not",
		"im": "i am", "ive": "i have", "youre": "you are", "youve": "you have", "hes": "he is", "shes": "she is",
		"its": "it is", "theyre": "they are", "theyve": "they have", "weve": "we have", "theres": "there is",
		"thats": "that is", "whats": "what is", "wheres": "where is", "hows": "how is", "whos": "who is",
		"innit": "is not it", "couldve": "could have", "mightve": "might have", "wouldve": "would have",
		"mustve": "must have", "shouldve": "should have", "dunno": "do not know", "gonna": "going to",
		"wanna": "want to", "gotta": "have to", "idk": "i do not know", "cba": "can not be bothered",
		"whens": "when is", "id": "i would", "youd": "you would", "dosent": "does not", "dosnt": "does not", "doesent": "does not", "didint": "did not",
		"coudnt": "could not", "havnt": "have not", "havent": "have not", "hasent": "has not", "isent": "is not",
		"wasent": "was not", "cudnt": "could not", "wudnt": "would not", "arnt": "are not", "carnt": "can not",
		"kant": "can not", "canny": "can not", "cannae": "can not", "dinnae": "do not", "nothings": "nothing is",
	} {
		m[short] = strings.Fields(full)
	}
	return m
}()
