package retrieval

import (
	_ "embed"
	"strings"
)

//go:embed lexicon/words.yaml
var wordsFile []byte

// words is the file lexicon/words.yaml.
type words struct {
	Stops     string            `yaml:"stops"`
	Forms     map[string]string `yaml:"forms"`
	Spellings []spelling        `yaml:"spellings"`
	stops     map[string]bool
}

type spelling struct {
	From string `yaml:"from"`
	To   string `yaml:"to"`
}

// vocabulary is read once and never changed.
var vocabulary = onFirstUse(mustWords, wordsFile)

func mustWords(raw []byte) words {
	var w words
	if err := decodeYAML(raw, &w); err != nil {
		panic("read lexicon/words.yaml: " + err.Error())
	}
	w.stops = set(strings.ToLower(w.Stops))
	return w
}
