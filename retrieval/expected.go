package retrieval

import (
	"runtime"
	"slices"
	"sync"

	"github.com/limber-health/limber/corpus"
)

// expected are the questions that sentences of the articles answer, see
// corpus.Question, ready to be compared with one that is asked.
type expected struct {
	numbers  map[string]uint32 // of the passages with questions, by their ID
	passages []uint32          // passage -> its first question; one more at the end
	start    []int32           // of each question's sentence, an offset into the article's text
	matrix   *matrix           // their vectors
	own      map[string]uint32 // numbers of the terms that no passage holds; they go on from those of keywords
	terms    []uint32          // numbers of their terms, question by question
	from     []uint32          // question -> its first term; one more at the end
	weight   []float32
}

// A likeness is how much a question is like one that is asked.
type likeness struct {
	cosine float32 // -1 to 1
	words  float32 // terms in both, by IDF, as a share of those in either, 0 to 1
}

// both is the likeness as one number.
func (l likeness) both() float64 { return float64(l.cosine + wordsShare*(l.words-l.cosine)) }

// wordsShare is how much the words count beside the vectors in a likeness.
const wordsShare = 0.3

// newExpected reads the questions of a snapshot. It returns nil if there are none.
func newExpected(s *Snapshot, k *keywords) *expected {
	e, err := NewStatic()
	if err != nil { // the embedded table is checked by tests
		return nil
	}
	of := questionsOf(s)
	if len(of) == 0 {
		return nil
	}
	x := &expected{numbers: map[string]uint32{}, own: map[string]uint32{}, from: []uint32{0}}
	var texts []string
	for i, p := range s.Passages {
		x.passages = append(x.passages, uint32(len(texts)))
		rest := of[p.Article]
		for _, v := range p.Sentences {
			for ; len(rest) > 0 && rest[0].Start < v.End; rest = rest[1:] {
				if rest[0].Start < v.Start {
					continue // between sentences
				}
				texts = append(texts, rest[0].Text)
				x.numbers[p.ID] = uint32(i)
				x.start = append(x.start, int32(v.Start))
				x.add(k, rest[0].Text)
			}
		}
		of[p.Article] = rest
	}
	if len(texts) == 0 { // all are of headings, or of text that was left out
		return nil
	}
	x.passages = append(x.passages, uint32(len(texts)))
	x.matrix = embedAsked(e, texts)
	return x
}

// questionsOf returns the questions of each article that has some, in the order
// of the text. Those that quote a part of a sentence are of the whole of it.
func questionsOf(s *Snapshot) map[string][]corpus.Question {
	of := map[string][]corpus.Question{}
	for _, a := range s.Articles {
		if len(a.Questions) == 0 {
			continue
		}
		of[a.Slug] = slices.Clone(a.Questions)
		slices.SortStableFunc(of[a.Slug], func(a, b corpus.Question) int { return a.Start - b.Start })
	}
	return of
}

// add takes in the terms of one more question.
func (x *expected) add(k *keywords, text string) {
	var weight float32
	x.terms = eachTerm(k, text, x.terms, func(stem string) (uint32, bool) {
		id, ok := x.own[stem]
		if !ok {
			id = uint32(len(k.idf) + len(x.own))
			x.own[stem] = id
		}
		return id, true
	}, &weight)
	x.from, x.weight = append(x.from, uint32(len(x.terms))), append(x.weight, weight)
}

// eachTerm appends the numbers of a text's terms to list, each once, and adds up
// their weight. A term that no passage holds has the number that other gives it,
// if it gives one.
func eachTerm(k *keywords, text string, list []uint32, other func(stem string) (uint32, bool), weight *float32) []uint32 {
	from := len(list)
	eachWord(fold(text), func(w string) {
		t, known := k.surface[w]
		if known && t < 0 || !known && isStop(w) {
			return
		}
		id, idf, numbered := uint32(t), float32(k.rarest()), known
		if !known {
			st := stem(w)
			if id, numbered = k.ids[st]; !numbered {
				id, numbered = other(st)
			}
		}
		if int(id) < len(k.idf) && numbered {
			idf = k.idf[id]
		}
		switch {
		case !numbered:
			*weight += idf
		case !slices.Contains(list[from:], id):
			list = append(list, id)
			*weight += idf
		}
	})
	return list
}

// number returns the number of a term, if a passage or a question holds it.
func (x *expected) number(k *keywords, term string) (uint32, bool) {
	if id, ok := k.ids[term]; ok || x == nil {
		return id, ok
	}
	id, ok := x.own[term]
	return id, ok
}

// holds reports whether a question of a passage holds a term.
func (x *expected) holds(k *keywords, doc uint32, term string) bool {
	id, ok := x.number(k, term)
	if !ok || x == nil {
		return false
	}
	return slices.Contains(x.terms[x.from[x.passages[doc]]:x.from[x.passages[doc+1]]], id)
}

// embedAsked embeds texts on all cores.
func embedAsked(e *Static, texts []string) *matrix {
	m := emptyMatrix(len(texts), e.Dim())
	var wg sync.WaitGroup
	n := runtime.GOMAXPROCS(0)
	for part := range n {
		wg.Go(func() {
			v := make([]float32, e.Dim())
			for i := len(texts) * part / n; i < len(texts)*(part+1)/n; i++ {
				e.EmbedAsked(texts[i], v)
				m.set(i, v)
			}
		})
	}
	wg.Wait()
	return m
}

// A comparison is a question that is asked, ready to be compared.
type comparison struct {
	with   *expected
	vector packed
	rare   []float32 // IDF of its terms, by their numbers, else 0
	weight float32   // of all its terms
}

// comparison returns nil if no question is expected.
func (x *Index) comparison(text string) *comparison {
	ex := x.expected()
	if ex == nil {
		return nil
	}
	e, err := NewStatic()
	if err != nil { // the embedded table is checked by tests
		return nil
	}
	v := make([]float32, e.Dim())
	e.EmbedAsked(text, v)
	c := &comparison{with: ex, vector: ex.matrix.pack(v), rare: make([]float32, len(x.keywords.idf)+len(ex.own))}
	asked := eachTerm(x.keywords, text, nil, func(stem string) (uint32, bool) {
		id, ok := ex.own[stem]
		return id, ok
	}, &c.weight)
	for _, t := range asked {
		if c.rare[t] = float32(x.keywords.rarest()); int(t) < len(x.keywords.idf) {
			c.rare[t] = x.keywords.idf[t]
		}
	}
	return c
}

// to compares with the expected questions [from:to).
func (c *comparison) to(from, to uint32) []likeness {
	ex := c.with
	dots, out := make([]int32, to-from), make([]likeness, to-from)
	dotRows(ex.matrix.rows[int(from)*ex.matrix.stride:int(to)*ex.matrix.stride], c.vector.values, dots)
	for i := range out {
		n := int(from) + i
		var both float32
		for _, t := range ex.terms[ex.from[n]:ex.from[n+1]] {
			both += c.rare[t]
		}
		out[i].cosine = float32(dots[i]) * ex.matrix.scale[n] * c.vector.scale
		if either := c.weight + ex.weight[n] - both; either > 0 {
			out[i].words = both / either
		}
	}
	return out
}

// toHit compares with the questions of one hit. It returns the highest of each
// kind of likeness above 0 of each of its sentences, by where it starts.
func (c *comparison) toHit(h Hit) map[int]likeness {
	if c == nil {
		return nil
	}
	doc, known := c.with.numbers[h.ID]
	if !known {
		return nil
	}
	from, best := c.with.passages[doc], map[int]likeness{}
	for i, l := range c.to(from, c.with.passages[doc+1]) {
		at := int(c.with.start[int(from)+i])
		best[at] = likeness{max(best[at].cosine, l.cosine), max(best[at].words, l.words)}
	}
	return best
}

// likenesses compares a question with every expected one. It returns nil if
// none is expected.
func (x *Index) likenesses(text string) []likeness {
	c := x.comparison(text)
	if c == nil {
		return nil
	}
	return c.to(0, uint32(len(c.with.start)))
}

// ofPassage returns the likenesses of the questions of a passage.
func (x *expected) ofPassage(all []likeness, doc uint32) []likeness {
	if all == nil {
		return nil
	}
	return all[x.passages[doc]:x.passages[doc+1]]
}

// best returns the highest likeness, as one number, of the questions of a passage.
func (x *expected) best(all []likeness, doc uint32) (best float64) {
	for _, l := range x.ofPassage(all, doc) {
		best = max(best, l.both())
	}
	return best
}
