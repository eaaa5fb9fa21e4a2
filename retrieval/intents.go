package retrieval

import (
	_ "embed"

	"github.com/goccy/go-yaml"
)

//go:embed lexicon/intents.yaml
var intentsFile []byte

// intentRules is lexicon/intents.yaml made ready for matching.
type intentRules struct {
	asks, told *phrases
	size       int
}

// intents is read once and never changed.
var intents = onFirstUse(mustIntents, intentsFile)

func mustIntents(raw []byte) intentRules {
	var file struct {
		Intents []struct {
			Intent string   `yaml:"intent"`
			Asks   []string `yaml:"asks"`
			Told   []string `yaml:"told"`
		} `yaml:"intents"`
	}
	if err := yaml.UnmarshalWithOptions(raw, &file, yaml.Strict()); err != nil {
		panic("read lexicon/intents.yaml: " + err.Error())
	}
	r := intentRules{asks: newPhrases(), told: newPhrases(), size: len(file.Intents)}
	for i, e := range file.Intents {
		for _, s := range e.Asks {
			r.asks.add(s, i)
		}
		for _, s := range e.Told {
			r.told.add(s, i)
		}
	}
	return r
}

// unmet counts the kinds of thing a question asks for that none of the texts
// tells. Outside are its words outside the phrases of the lexicon: the horse of
// "charley horse" is no animal, though a cold sore is a cold sore. It calls each
// for the texts only if the question asks for one.
func (r intentRules) unmet(question, outside []string, each func(told func(text string))) int {
	asked := make([]bool, r.size)
	left := 0
	ask := func(p phrase) {
		if !asked[p.value] {
			asked[p.value] = true
			left++
		}
	}
	r.asks.find(outside, func(p phrase, _, _ int) { ask(p) })
	r.asks.find(question, func(p phrase, _, _ int) {
		if len(p.words) > 1 {
			ask(p)
		}
	})
	if left == 0 {
		return 0
	}
	each(func(text string) {
		r.told.find(foldedWords(text), func(p phrase, _, _ int) {
			if asked[p.value] {
				asked[p.value] = false
				left--
			}
		})
	})
	return left
}
