package retrieval

import "strings"

// A phrase is a run of folded words; a word that ends in a star stands for any
// word that begins so.
type phrase struct {
	words []string
	value int // what the phrase stands for, by its caller's count
}

// phrases finds any of many phrases in running text.
type phrases struct {
	byWord  map[string][]phrase // by the first word
	byStart map[string][]phrase // by the first two letters of a first word that ends in a star
}

func newPhrases() *phrases {
	return &phrases{byWord: map[string][]phrase{}, byStart: map[string][]phrase{}}
}

// add enters a phrase; case, accents and marks are ignored.
func (p *phrases) add(text string, value int) {
	var ws []string
	for _, w := range strings.Fields(text) {
		stem, star := strings.CutSuffix(w, "*")
		parts := foldedWords(stem)
		if star && len(parts) > 0 {
			parts[len(parts)-1] += "*"
		}
		ws = append(ws, parts...)
	}
	p.addWords(ws, value)
}

// addWords enters a phrase whose words are folded already.
func (p *phrases) addWords(ws []string, value int) {
	if len(ws) == 0 {
		return
	}
	if first, star := strings.CutSuffix(ws[0], "*"); star {
		p.byStart[start2(first)] = append(p.byStart[start2(first)], phrase{ws, value})
	} else {
		p.byWord[first] = append(p.byWord[first], phrase{ws, value})
	}
}

func start2(w string) string { return w[:min(2, len(w))] }

// foldedWords returns the folded words of text, stop words included.
func foldedWords(text string) []string {
	out := make([]string, 0, len(text)/5+1)
	eachWord(fold(text), func(w string) { out = append(out, w) })
	return out
}

// find calls f for every phrase in words, with the range it covers.
func (p *phrases) find(words []string, f func(ph phrase, from, to int)) {
	for i, w := range words {
		for _, some := range [...][]phrase{p.byWord[w], p.byStart[start2(w)]} {
			for _, ph := range some {
				if ph.at(words[i:]) {
					f(ph, i, i+len(ph.words))
				}
			}
		}
	}
}

func (p phrase) at(words []string) bool {
	if len(p.words) > len(words) {
		return false
	}
	for i, w := range p.words {
		if n := len(w) - 1; w[n] == '*' {
			if !strings.HasPrefix(words[i], w[:n]) {
				return false
			}
		} else if words[i] != w {
			return false
		}
	}
	return true
}
