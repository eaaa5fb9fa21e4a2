package chat

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Limits of a rewritten sentence.
const (
	minProofWords = 3   // content words below which nothing is said
	maxProofBytes = 600 // longer is not one sentence
	maxGrowth     = 1.7 // a rewrite has at most this many times the words of its quote, and
	growthWords   = 8   // this many more
)

// provenBy reports whether a sentence says nothing that its quote does not
// say. It is the quote itself, word for word, or a rewrite whose every content
// word, number, polarity, strength and direction agrees with the quote. It
// errs towards no: whoever fails is shown as the quote.
func provenBy(sentence, quote string) bool { return disproof(sentence, quote) == "" }

// A veto names why a sentence is not proven, for tests and figures.
type veto string

// disproof returns the first reason against a sentence, or "".
func disproof(sentence, quote string) veto {
	if sameText(sentence, quote) {
		return ""
	}
	if v := shapeVeto(sentence, quote); v != "" {
		return v
	}
	p := prover()
	s, q := p.read(sentence), p.read(quote)
	for _, check := range []func(p *proofWords, s, q *reading) veto{
		licenceVeto, amountVeto, clauseVeto, conditionVeto, binderVeto, relationVeto, mixVeto, orderVeto, personVeto,
	} {
		if v := check(p, s, q); v != "" {
			return v
		}
	}
	return ""
}

// sameText reports whether two texts differ in spaces, case and marks alone.
func sameText(a, b string) bool { return oneLine(fold(a)) == oneLine(fold(b)) }

// shapeVeto refuses what is not one plain sentence: markup, links, addresses,
// invisible or control characters.
func shapeVeto(sentence, quote string) veto {
	n := len(strings.Fields(sentence))
	switch {
	case len(sentence) > maxProofBytes, float64(n) > maxGrowth*float64(len(strings.Fields(quote)))+growthWords:
		return "length"
	case !strings.HasSuffix(sentence, ".") || strings.Contains(sentence, "..") || !sentenceShape(sentence):
		return "not a sentence"
	case linkLike.MatchString(sentence):
		return "link"
	}
	for _, r := range sentence {
		if !unicode.In(r, unicode.Latin, unicode.Nd, unicode.Mn) && !strings.ContainsRune(" .,;:'’‘\"“”()%°/–—-&", r) {
			return "characters"
		}
	}
	return ""
}

var linkLike = regexp.MustCompile(`(?i)https?:|www\.|[a-z0-9]\.[a-z]{2,}|\S@\S|//`)

// licenceVeto wants every content word of the sentence in the quote, itself or
// as another word of its group.
func licenceVeto(p *proofWords, s, q *reading) veto {
	content := 0
	for _, w := range s.words {
		if w.light {
			continue
		}
		content++
		if n := q.count(w); n > 0 && s.count(w) > n {
			return "word twice"
		}
		if !q.has(w) && !q.hasParts(p, w) {
			return veto("word: " + w.text)
		}
	}
	if content < minProofWords {
		return "says too little"
	}
	return ""
}

// hasParts reports whether the reading holds every word of a phrase.
func (r *reading) hasParts(p *proofWords, w word) bool {
	tokens := strings.Fields(w.text)
	if w.amount || len(tokens) < 2 {
		return false
	}
	for i, s := range stemAll(tokens) {
		if part := p.word(tokens[i], s, p.match([]string{s})); !part.light && !r.has(part) {
			return false
		}
	}
	return true
}

// amountVeto wants numbers with their units and bounds in the quote, and those
// with a unit in its order.
func amountVeto(_ *proofWords, s, q *reading) veto {
	have := q.amounts()
	for _, a := range s.amounts() {
		i := slices.Index(have, a)
		if i < 0 {
			return "amount"
		}
		if !strings.HasSuffix(a, " ") {
			have = have[i+1:]
		}
	}
	return ""
}

func (r *reading) amounts() (out []string) {
	for _, w := range r.words {
		if w.amount {
			out = append(out, w.id)
		}
	}
	return out
}

// conditional says nothing about the reader yet.
var conditional = regexp.MustCompile(`\b(if|when|whenever|unless) your?\b[^,.;]*`)

// personVeto refuses statements about the reader that the quote does not make.
func personVeto(p *proofWords, s, q *reading) veto {
	said := conditional.ReplaceAllString(s.folded, "")
	for _, re := range p.person {
		if m := re.FindString(said); m != "" && !re.MatchString(q.folded) {
			return "person"
		}
	}
	return ""
}
