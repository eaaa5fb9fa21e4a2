package guard

import (
	_ "embed"
	"strings"
	"unicode"
)

//go:embed words/common.txt
var commonText string

// A lexicon knows every word of the rules and the common words of English.
type lexicon struct {
	ids     map[string]int    // words of the rules, numbered from 0
	prefix  map[string]int    // "swell*" as "swell", numbered with the words
	common  map[string]bool   // words that are never a typing mistake
	aliases map[string]string // one spelling for many, may be several words
	typos   map[string][]int  // shortened word -> words, see typo.go
	cached  map[string][]int  // what identify gives for every known word
	names   []string          // id -> word
	longest int               // longest prefix, letters
	shorted int               // shortest prefix, letters
}

func newLexicon(aliases map[string]string) *lexicon {
	l := &lexicon{ids: map[string]int{}, prefix: map[string]int{}, aliases: aliases,
		common: map[string]bool{}, shorted: 99}
	for line := range strings.Lines(commonText) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for _, w := range strings.Fields(line) {
			l.common[w] = true
		}
	}
	return l
}

// id numbers a word of the rules.
func (l *lexicon) id(word string) int {
	stem, isPrefix := strings.CutSuffix(word, "*")
	table := l.ids
	if isPrefix {
		table = l.prefix
		l.longest, l.shorted = max(l.longest, len(stem)), min(l.shorted, len(stem))
	}
	n, ok := table[stem]
	if !ok {
		n = len(l.names)
		l.names = append(l.names, word)
		table[stem] = n
	}
	return n
}

// known tells whether a word is English or in the rules.
func (l *lexicon) known(w string) bool {
	if l.common[w] {
		return true
	}
	if _, ok := l.ids[w]; ok {
		return true
	}
	return false
}

// identify lists the numbers a word stands for: itself and its prefixes.
func (l *lexicon) identify(w string) []int {
	if ids, ok := l.cached[w]; ok {
		return ids
	}
	var ids []int
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

// remember fills the cache of identify once all rules are read.
func (l *lexicon) remember() {
	cached := make(map[string][]int, len(l.common)+len(l.ids))
	for w := range l.common {
		cached[w] = l.identify(w)
	}
	for w := range l.ids {
		cached[w] = l.identify(w)
	}
	l.cached = cached
}

// expand writes a word as the rules spell it: contractions in full, one
// spelling for many, and a repaired form when it is not a known word.
func (l *lexicon) expand(raw string) []string {
	if full, ok := l.aliases[raw]; ok {
		return strings.Fields(full)
	}
	if full, ok := contractions[raw]; ok {
		return full
	}
	if l.known(raw) || len(raw) < 2 || len(raw) > 40 || l.hasPrefix(raw) {
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
