package retrieval

import (
	"math"
	"slices"
)

// A field is a part of a passage that keyword search weighs by itself.
type field int

const (
	fieldTitle field = iota
	fieldAliases
	fieldSection
	fieldText
	numFields
)

// BM25F after Robertson and Zaragoza, "The Probabilistic Relevance Framework:
// BM25 and Beyond" (2009): term counts are weighed and length-normalised per
// field before one saturation.
var (
	fieldWeight = [numFields]float64{4, 2, 2, 1}
	fieldNorm   = [numFields]float64{0.5, 0.3, 0.5, 0.75}
)

const saturation = 1.2

// keywords is an inverted index over passages. Postings lie flat, ordered by
// term and then passage; each holds its finished BM25F weight without the IDF,
// as a fraction of 65,536.
type keywords struct {
	ids    map[string]uint32 // stemmed term -> number
	starts []uint32          // postings of term t are [starts[t]:starts[t+1])
	docs   []uint32
	impact []uint16
	idf    []float32
	size   int    // passages
	widest uint32 // passages that hold the most common term
	titled []bool // whether a term stands in a title or another name

	surface map[string]int32 // folded word -> term, or -1 for a stop word
	speller *speller
}

// A posting is one term of one passage while the index is being built.
type posting struct {
	term, doc uint32
	tf        [numFields]uint8
}

// newKeywords indexes the passages of s.
func newKeywords(s *Snapshot) *keywords {
	b := newKeywordBuilder(len(s.Passages))
	aliases := map[string][]string{}
	for _, a := range s.Articles {
		aliases[a.Slug] = a.Aliases
	}
	for i, p := range s.Passages {
		b.begin(uint32(i))
		b.add(fieldTitle, p.Title)
		for _, a := range aliases[p.Article] {
			b.add(fieldAliases, a)
		}
		b.add(fieldSection, p.Section)
		b.add(fieldText, p.Text)
		b.end()
	}
	return b.finish()
}

// keywordBuilder collects postings passage by passage.
type keywordBuilder struct {
	ids      map[string]uint32
	surface  map[string]int32 // folded word -> term, or -1 for a stop word
	postings []posting
	counts   []uint32 // passages per term
	titled   []bool   // per term; see keywords
	lengths  [][numFields]uint16
	total    [numFields]float64
	doc      uint32
	open     map[uint32]int // term -> its posting in this passage
}

func newKeywordBuilder(size int) *keywordBuilder {
	return &keywordBuilder{
		ids: map[string]uint32{}, surface: map[string]int32{}, open: map[uint32]int{},
		lengths: make([][numFields]uint16, size),
	}
}

func (b *keywordBuilder) begin(doc uint32) {
	b.doc = doc
	clear(b.open)
}

// add counts the content words of text in field f of the current passage.
func (b *keywordBuilder) add(f field, text string) {
	eachWord(fold(text), func(w string) {
		term := b.term(w)
		if term < 0 {
			return
		}
		b.titled[term] = b.titled[term] || f == fieldTitle || f == fieldAliases
		i, ok := b.open[uint32(term)]
		if !ok {
			i = len(b.postings)
			b.open[uint32(term)] = i
			b.postings = append(b.postings, posting{term: uint32(term), doc: b.doc})
			b.counts[term]++
		}
		if b.postings[i].tf[f] < math.MaxUint8 {
			b.postings[i].tf[f]++
		}
		if b.lengths[b.doc][f] < math.MaxUint16 {
			b.lengths[b.doc][f]++
		}
	})
}

// term returns the number of a folded word's term, or -1 for a stop word.
func (b *keywordBuilder) term(w string) int32 {
	if t, ok := b.surface[w]; ok {
		return t
	}
	t := int32(-1)
	if !isStop(w) {
		s := stem(w)
		id, ok := b.ids[s]
		if !ok {
			id = uint32(len(b.counts))
			b.ids[s] = id
			b.counts = append(b.counts, 0)
			b.titled = append(b.titled, false)
		}
		t = int32(id)
	}
	b.surface[w] = t
	return t
}

func (b *keywordBuilder) end() {
	for f := range b.total {
		b.total[f] += float64(b.lengths[b.doc][f])
	}
}

// finish sorts the postings by term, in place of passage order, and weighs them.
func (b *keywordBuilder) finish() *keywords {
	k := &keywords{
		ids: b.ids, size: len(b.lengths),
		starts: make([]uint32, len(b.counts)+1),
		docs:   make([]uint32, len(b.postings)),
		impact: make([]uint16, len(b.postings)),
		idf:    make([]float32, len(b.counts)),
		titled: b.titled,

		surface: b.surface,
		speller: newSpeller(b.surface, b.counts),
	}
	for t, n := range b.counts {
		k.starts[t+1], k.widest = k.starts[t]+n, max(k.widest, n)
		k.idf[t] = float32(math.Log(1 + (float64(k.size)-float64(n)+0.5)/(float64(n)+0.5)))
	}
	next := append([]uint32(nil), k.starts...)
	for i := range b.postings {
		p := &b.postings[i]
		at := next[p.term]
		next[p.term]++
		k.docs[at], k.impact[at] = p.doc, b.weigh(p)
	}
	return k
}

func (b *keywordBuilder) weigh(p *posting) uint16 {
	var tf float64
	for f, n := range p.tf {
		if n == 0 {
			continue
		}
		mean := b.total[f] / float64(len(b.lengths))
		norm := 1 - fieldNorm[f] + fieldNorm[f]*float64(b.lengths[p.doc][f])/mean
		tf += fieldWeight[f] * float64(n) / norm
	}
	return uint16(math.Round(tf / (saturation + tf) * math.MaxUint16))
}

// A weighted is a term of a query and how much it counts.
type weighted struct {
	term   string
	weight float64
}

// score adds every passage's score for the query to sc and notes which of the
// first maskTerms terms each passage holds. The scratch must be clear.
func (k *keywords) score(query []weighted, sc *scratch) {
	for n, q := range query {
		t, ok := k.ids[q.term]
		if !ok {
			continue
		}
		w := float32(q.weight) * k.idf[t] / math.MaxUint16
		from, to := k.starts[t], k.starts[t+1]
		docs, impact, bit := k.docs[from:to], k.impact[from:to], uint64(1)<<n
		for i, d := range docs {
			sc.scores[d] += w * float32(impact[i])
			sc.masks[d] |= bit
		}
	}
}

// aboutImpact is the BM25F weight from which a passage is about a term and does
// not just mention it: in its title, or often in a short text.
const aboutImpact = 0.65 * math.MaxUint16

// about reports whether any passage is about all the terms.
func (k *keywords) about(terms []string) bool {
	rarest, fewest := -1, math.MaxInt
	for i, term := range terms {
		t, ok := k.ids[term]
		if !ok {
			return false
		}
		if n := int(k.starts[t+1] - k.starts[t]); n < fewest {
			rarest, fewest = i, n
		}
	}
	if rarest < 0 {
		return false
	}
	t := k.ids[terms[rarest]]
	for i := k.starts[t]; i < k.starts[t+1]; i++ {
		if float64(k.impact[i]) < aboutImpact {
			continue
		}
		all := true
		for _, term := range terms {
			all = all && float64(k.impactOf(k.docs[i], term)) >= aboutImpact
		}
		if all {
			return true
		}
	}
	return false
}

// impactOf returns the weight of a term in a passage; 0 if it lacks the term.
func (k *keywords) impactOf(doc uint32, term string) uint16 {
	t, ok := k.ids[term]
	if !ok {
		return 0
	}
	from, to := k.starts[t], k.starts[t+1]
	i, found := slices.BinarySearch(k.docs[from:to], doc)
	if !found {
		return 0
	}
	return k.impact[from+uint32(i)]
}

// rarity returns a term's IDF; one that the index does not know is rarest.
func (k *keywords) rarity(term string) float64 {
	if t, ok := k.ids[term]; ok {
		return float64(k.idf[t])
	}
	return k.rarest()
}

// knows reports whether any passage holds the term.
func (k *keywords) knows(term string) bool { _, ok := k.ids[term]; return ok }

// holds reports whether a passage holds the term in any field.
func (k *keywords) holds(doc uint32, term string) bool {
	t, ok := k.ids[term]
	return ok && k.inPassage(t, doc)
}

// inPassage is holds for the number of a term.
func (k *keywords) inPassage(term, doc uint32) bool {
	_, found := slices.BinarySearch(k.docs[k.starts[term]:k.starts[term+1]], doc)
	return found
}

// Terms of titles that at most this many passages, or this share of them, hold
// name a topic.
const (
	topicPassages = 10
	topicShare    = 0.03
)

// topic reports whether a term names what passages are about: it stands in a
// title and is not too common.
func (k *keywords) topic(term string) bool {
	t, ok := k.ids[term]
	if !ok || !k.titled[t] || term[0] >= '0' && term[0] <= '9' {
		return false
	}
	n := float64(k.starts[t+1] - k.starts[t])
	return n <= max(topicPassages, topicShare*float64(k.size))
}

// rarest is the rarity of a term no passage holds.
func (k *keywords) rarest() float64 { return math.Log(1 + float64(k.size)*2) }
