package guard

import (
	"cmp"
	_ "embed"
	"iter"
	"slices"
	"strings"
	"sync/atomic"
	"unicode"
)

var (
	//go:embed words/common.txt
	commonText string
	//go:embed words/rarer.txt
	rarerText string
)

// A lexicon knows every word of the rules and the common words of English.
type lexicon struct {
	ids     map[string]int32  // words of the rules, numbered from 0
	prefix  map[string]int32  // "swell*" as "swell", numbered with the words
	stems   map[uint32][]stem // the prefixes by their first letters, see stemKey; shortest first
	aliases map[string]string // one spelling for many, may be several words
	names   []string          // id -> word or unit
	units   map[string]int32  // entries of several words, and numbers, numbered with the words
	shorted int               // shortest prefix, letters
	words   *wordTable        // every word that is known or has its own spelling
	near    typoIndex         // see typo.go
}

// A word is what the lexicon knows of one way to write a word.
type word struct {
	known      bool // English or in the rules: never a typing mistake
	inRules    bool
	contracted bool
	aliased    bool
	rare       bool                  // English, but seldom what is meant
	parts      atomic.Pointer[parts] // what it is read as, once somebody has asked
}

// parts are the words that a written word is read as, most often one.
type parts struct {
	all []part
	one [1]part
	ids [2]int32 // of one, if they fit
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
	return &lexicon{ids: make(map[string]int32, 1<<13), prefix: map[string]int32{}, units: map[string]int32{}, aliases: aliases, shorted: 99}
}

// wordsOf gives the words of a list; lines that begin with # are about it.
func wordsOf(list string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for line := range strings.Lines(list) {
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
}

// id numbers a word of the rules.
func (l *lexicon) id(word string) int32 {
	stem, isPrefix := strings.CutSuffix(word, "*")
	table := l.ids
	if isPrefix {
		table = l.prefix
		l.shorted = min(l.shorted, len(stem))
	}
	n, ok := table[stem]
	if !ok {
		n = int32(len(l.names))
		l.names = append(l.names, word)
		table[stem] = n
	}
	return n
}

// unit numbers what stands for one step in phrases and is not one word.
func (l *lexicon) unit(text string) int32 {
	n, ok := l.units[text]
	if !ok {
		n = int32(len(l.names))
		l.names = append(l.names, text)
		l.units[text] = n
	}
	return n
}

// known tells whether a word is English or in the rules.
func (l *lexicon) known(w string) bool {
	o := l.words.get(w)
	return o != nil && o.known
}

// A stem is a prefix that the rules use.
type stem struct {
	text string
	id   int32
}

// stemLetters is how many letters find a stem: fewer than any has.
const stemLetters = 2

// stemKey is the first letters of a word as a key.
func stemKey(w string) uint32 { return uint32(w[0])<<8 | uint32(w[1]) }

// indexStems makes the prefixes quick to find.
func (l *lexicon) indexStems() {
	l.stems = make(map[uint32][]stem, len(l.prefix))
	for text, id := range l.prefix {
		if len(text) >= stemLetters {
			l.stems[stemKey(text)] = append(l.stems[stemKey(text)], stem{text, id})
		}
	}
	for _, list := range l.stems {
		slices.SortFunc(list, func(a, b stem) int { return cmp.Compare(len(a.text), len(b.text)) })
	}
}

// identify adds the numbers a word stands for to ids: itself and its prefixes,
// the shortest first.
func (l *lexicon) identify(ids []int32, w string) []int32 {
	if n, ok := l.ids[w]; ok {
		ids = append(ids, n)
	}
	for k := l.shorted; k < stemLetters && k <= len(w); k++ {
		if n, ok := l.prefix[w[:k]]; ok {
			ids = append(ids, n)
		}
	}
	if len(w) < stemLetters {
		return ids
	}
	for _, s := range l.stems[stemKey(w)] {
		if strings.HasPrefix(w, s.text) {
			ids = append(ids, s.id)
		}
	}
	return ids
}

// remember lists all words once all rules are read.
func (l *lexicon) remember() {
	const common = 44_000 // about as many as the files hold
	l.words = newWordTable(common + len(l.ids))
	for w := range wordsOf(commonText) {
		l.words.entry(w).known = true
	}
	for w := range wordsOf(rarerText) {
		l.words.entry(w).rare = true
	}
	for w := range things {
		l.words.entry(w).known = true
	}
	for w := range l.ids {
		o := l.words.entry(w)
		o.known, o.inRules = true, true
	}
	for w := range l.aliases {
		l.words.entry(w).aliased = true
	}
	for w := range contractions {
		l.words.entry(w).contracted = true
	}
	l.indexStems()
	l.indexTypos()
}

// read says what a written word is read as; w is its entry, nil for none.
func (l *lexicon) read(raw string, w *word) *parts {
	texts := l.expand(raw, w)
	out := &parts{}
	var ids []int32
	if len(texts) == 1 {
		out.all, ids = out.one[:], out.ids[:0]
	} else {
		out.all = make([]part, len(texts))
	}
	for i, text := range texts {
		num, isNum := numberWords[text]
		out.all[i] = part{text: text, ids: l.identify(ids, text), num: num, isNum: isNum, known: l.known(text)}
		if kind := things[text]; text == raw || kind == machine && longMachine(text) {
			out.all[i].thing = kind // of what a repair guesses only a long word is a thing
		}
	}
	if len(texts) == 1 && (w == nil || !w.known && !w.aliased && !w.contracted) {
		l.mistyped(raw, &out.all[0], w != nil && w.rare)
	}
	return out
}

// mistyped adds to what an unknown word stands for what it stands for once a typing
// mistake is mended: "needels" begins with "need" and is also "needles", so that
// a new prefix in the rules hides no other word, and where several words of the
// rules are as near, it stands for them all. Another last letter makes another
// form of a word that begins as one of the rules: a "healer" is not "healed", but a "healde" is. A
// rare word may also be meant as it stands.
func (l *lexicon) mistyped(raw string, p *part, rare bool) {
	begins := p.text == raw && l.hasPrefix(raw)
	if rare && !begins {
		return
	}
	for i, meant := range l.nearWords(raw) {
		if begins && meant[len(meant)-1] != raw[len(raw)-1] && swaps(raw, meant) == 0 {
			continue
		}
		if begins && i == 0 && !rare {
			p.text = meant
		}
		for _, id := range l.identify(nil, meant) {
			if !slices.Contains(p.ids, id) {
				p.ids = append(p.ids, id)
			}
		}
	}
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

// telling is how many letters of a prefix make a word known.
const telling = 4

// hasPrefix tells whether a word starts with a prefix of at least four letters
// that the rules use.
func (l *lexicon) hasPrefix(w string) bool {
	if len(w) < telling {
		return false
	}
	for _, s := range l.stems[stemKey(w)] {
		if len(s.text) >= telling && strings.HasPrefix(w, s.text) {
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
