package retrieval

import (
	"slices"
	"strings"
)

// intentHits is how many hits may tell what is asked for.
const intentHits = 3

// unmet counts the kinds of thing asked for that none of the best hits tells, up
// to two.
func (x *Index) unmet(f findings, top []candidate) float64 {
	n := intents().unmet(foldedWords(f.query.Text), outsidePhrases(f.query), func(told func(text string)) {
		for _, c := range top[:min(intentHits, len(top))] {
			told(x.snapshot.Passages[c.doc].Text)
		}
	})
	return min(2, float64(n))
}

// outsidePhrases returns the folded words of a query that belong to no phrase of
// the lexicon.
func outsidePhrases(q Query) []string {
	words := foldedWords(q.Text)
	for _, c := range q.Concepts {
		phrase := strings.Fields(c.Words)
		for i := 0; len(phrase) > 1 && i+len(phrase) <= len(words); i++ {
			if slices.Equal(words[i:i+len(phrase)], phrase) {
				words = slices.Delete(words, i, i+len(phrase))
			}
		}
	}
	return words
}

// fit returns how well the best hits answer the type of question, less a half;
// 0 when the question is of no known type. One sentence that names the topics
// and holds a word of the type is a full fit.
func (x *Index) fit(f findings, n *namer, top []candidate) float64 {
	k := kinds().index(f.query.Type)
	if k < 0 {
		return 0
	}
	best := 0.0
	for _, c := range top[:min(2, len(top))] {
		best = max(best, c.kind)
	}
	for _, c := range top[:min(intentHits, len(top))] {
		if best < 0.5 && x.told(c.doc, k, n) {
			best = 1
		}
	}
	return best - 0.5
}

// toldShare is the share of the topics that one sentence must name to tell of them.
const toldShare = 0.85

// told reports whether a sentence of a passage names the concepts of n and
// holds a word by which texts answer questions of kind k.
func (x *Index) told(doc uint32, k int, n *namer) bool {
	n.clear()
	if n.readPassage(doc); n.share() < toldShare {
		return false
	}
	p := &x.snapshot.Passages[doc]
	for _, s := range p.Sentences {
		text := p.Text[s.Start-p.Start : s.End-p.Start]
		n.clear()
		if n.read(text); n.share() < toldShare {
			continue
		}
		found := false
		kinds().text.find(foldedWords(text), func(p phrase, _, _ int) { found = found || p.value == k })
		if found {
			return true
		}
	}
	return false
}
