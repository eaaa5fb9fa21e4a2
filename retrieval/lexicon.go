package retrieval

import (
	"bytes"
	_ "embed"
	"sync"

	"go.yaml.in/yaml/v3"
)

//go:embed lexicon/lay.yaml
var layFile []byte

// A lexicon leads from what people say to what texts say, and back.
type lexicon struct {
	phrases *phrases
	also    [][][]string    // per phrase: other ways to say it, as stemmed words
	means   []string        // per phrase: the most usual other way, as written
	health  map[string]bool // stemmed content words that are about health: all clinical ones, and lay ones that stand alone
	words   map[string]bool // every stemmed content word
}

// lay is lexicon/lay.yaml, read once and never changed.
var lay = onFirstUse(mustLexicon, layFile)

// onFirstUse reads an embedded file when it is first asked for: a program that
// only looks at its settings need not wait for it.
func onFirstUse[T any](read func([]byte) T, raw []byte) func() *T {
	return sync.OnceValue(func() *T {
		v := read(raw)
		return &v
	})
}

// readFiles reads all of them, so that no question waits for one and nothing
// starts with a broken one.
func readFiles() {
	lay()
	kinds()
	vocabulary()
	chat()
	intents()
	supporting()
}

func mustLexicon(raw []byte) lexicon {
	var file struct {
		Entries []struct {
			Lay      []string `yaml:"lay"`
			Clinical []string `yaml:"clinical"`
			Oneway   bool     `yaml:"oneway"`
		} `yaml:"entries"`
	}
	if err := decodeYAML(raw, &file); err != nil {
		panic("read lexicon/lay.yaml: " + err.Error())
	}
	l := lexicon{phrases: newPhrases(), health: map[string]bool{}, words: map[string]bool{}}
	for _, e := range file.Entries {
		l.learn(e.Lay, e.Clinical)
		l.lead(e.Lay, e.Clinical)
		if !e.Oneway {
			l.lead(e.Clinical, e.Lay)
		}
	}
	return l
}

// decodeYAML reads a file of this package; unknown fields are errors.
func decodeYAML(raw []byte, into any) error {
	d := yaml.NewDecoder(bytes.NewReader(raw))
	d.KnownFields(true)
	return d.Decode(into)
}

// learn notes the words of an entry.
func (l *lexicon) learn(lay, clinical []string) {
	for _, p := range clinical {
		for _, t := range terms(p) {
			l.health[t], l.words[t] = true, true
		}
	}
	for _, p := range lay {
		for _, t := range terms(p) {
			l.words[t] = true
			l.health[t] = l.health[t] || len(foldedWords(p)) == 1
		}
	}
}

// maxAlso bounds the other ways to say a phrase; the first ones are the most
// usual.
const maxAlso = 3

// lead makes every phrase of from also search for those of to.
func (l *lexicon) lead(from, to []string) {
	for _, f := range from {
		l.phrases.addWords(stemsKeeping(foldedWords(f)), len(l.also))
	}
	var also [][]string
	for _, t := range to[:min(len(to), maxAlso)] {
		if ts := terms(t); len(ts) > 0 {
			also = append(also, ts)
		}
	}
	l.also = append(l.also, also)
	l.means = append(l.means, to[0])
}
