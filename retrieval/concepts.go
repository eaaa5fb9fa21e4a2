package retrieval

import (
	"slices"
	"strings"
)

// concepts reads folded words as a list of what is asked for: phrases the
// lexicon knows, longest first, and single content words. Those without a word
// marked in topics weigh asideShare of weight; nil marks all.
func concepts(words []string, weight float64, topics []bool) []Concept {
	asked := words
	words = stemsKeeping(words)
	known := knownPhrases(words)
	asks := make([]bool, len(words)+1)
	kinds().asking.find(asked, func(_ phrase, from, to int) {
		for i := from; i < to; i++ {
			asks[i] = true
		}
	})
	share := func(from, to int) float64 {
		if topics == nil || slices.Contains(topics[from:to], true) {
			return weight
		}
		return weight * asideShare
	}
	var out []Concept
	for i := 0; i < len(words); {
		k := known[i]
		if k.length == 0 {
			if !isStop(words[i]) {
				c := Concept{Words: asked[i], Terms: words[i : i+1], Asks: asks[i], Weight: share(i, i+1)}
				if isNumber(asked[i]) {
					c.Weight *= asideShare
				}
				out = append(out, c)
			}
			i++
			continue
		}
		to := i + k.length
		c := Concept{Words: strings.Join(asked[i:to], " "), Asks: !slices.Contains(asks[i:to], false), Weight: share(i, to)}
		if c.Named = k.named; k.named {
			c.Also, c.Means = sameNames().others(k.value, words[i:to])
		} else {
			c.Also, c.Means = lay().also[k.value], lay().means[k.value]
		}
		for _, w := range words[i:to] {
			if !isStop(w) {
				c.Terms = append(c.Terms, w)
			}
		}
		if len(c.Terms) > 0 || len(c.Also) > 0 {
			out = append(out, c)
		}
		i = to
	}
	return out
}

// A known is a phrase of a lexicon that begins at a word.
type known struct {
	length, value int
	named         bool // by sameNames, not by lay
}

// knownPhrases returns the longest phrase that begins at each word. The lay
// lexicon, which was reviewed, goes before one of equal length.
func knownPhrases(words []string) []known {
	out := make([]known, len(words))
	longest := func(value, from, to int, named bool) {
		if to-from > out[from].length {
			out[from] = known{to - from, value, named}
		}
	}
	lay().phrases.find(words, func(p phrase, from, to int) { longest(p.value, from, to, false) })
	sameNames().find(words, func(line, from, to int) { longest(line, from, to, true) })
	return out
}

// stemsKeeping returns the stems of folded words; stop words stay as they are.
func stemsKeeping(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = stemKeeping(w)
	}
	return out
}

// merge drops concepts that come again, keeping the higher weight.
func merge(all []Concept) []Concept {
	place := map[string]int{}
	out := all[:0]
	for _, c := range all {
		key := strings.Join(c.Terms, " ")
		if i, ok := place[key]; ok && key != "" {
			out[i].Weight = max(out[i].Weight, c.Weight)
			continue
		}
		place[key] = len(out)
		out = append(out, c)
	}
	return out
}
