package retrieval

import (
	"runtime"
	"slices"
	"sync"
)

// expected are the questions that sentences of the articles answer, see
// corpus.Question, ready to be compared with one that is asked.
type expected struct {
	numbers  map[string]uint32 // of the passages with questions, by their ID
	passages []uint32          // passage -> its first question; one more at the end
	start    []int32           // of each question's sentence, an offset into the article's text
	matrix   *matrix           // their vectors
	terms    []uint32          // numbers of their terms in keywords, question by question
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
	x := &expected{numbers: map[string]uint32{}, from: []uint32{0}}
	var texts []string
	for i, p := range s.Passages {
		x.passages = append(x.passages, uint32(len(texts)))
		for _, v := range p.Sentences {
			for _, text := range of[sentence{p.Article, v.Start}] {
				texts = append(texts, text)
				x.numbers[p.ID] = uint32(i)
				x.start = append(x.start, int32(v.Start))
				weight := x.addTerms(k, text)
				x.from, x.weight = append(x.from, uint32(len(x.terms))), append(x.weight, weight)
			}
		}
	}
	x.passages = append(x.passages, uint32(len(texts)))
	x.matrix = embedAsked(e, texts)
	return x
}

// A sentence is named by its article and where it starts.
type sentence struct {
	article string
	start   int
}

func questionsOf(s *Snapshot) map[sentence][]string {
	of := map[sentence][]string{}
	for _, a := range s.Articles {
		for _, q := range a.Questions {
			at := sentence{a.Slug, q.Start}
			of[at] = append(of[at], q.Text)
		}
	}
	return of
}

// addTerms appends the terms of a question, each once, and returns their weight.
func (x *expected) addTerms(k *keywords, text string) (weight float32) {
	from := len(x.terms)
	eachWord(fold(text), func(w string) {
		t, ok := k.surface[w]
		if !ok && !isStop(w) {
			var id uint32
			if id, ok = k.ids[stem(w)]; ok {
				t = int32(id)
			} else {
				weight += float32(k.rarest())
			}
		}
		if ok && t >= 0 && !slices.Contains(x.terms[from:], uint32(t)) {
			x.terms = append(x.terms, uint32(t))
			weight += k.idf[t]
		}
	})
	return weight
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

// likenesses compares a question with every expected one. It returns nil if
// none is expected.
func (x *Index) likenesses(text string) []likeness {
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
	q := ex.matrix.pack(v)
	dots, out := make([]int32, len(ex.start)), make([]likeness, len(ex.start))
	dotRows(ex.matrix.rows, q.values, dots)
	asked := &expected{}
	all := asked.addTerms(x.keywords, text)
	rare := make([]float32, len(x.keywords.idf)) // of the terms asked, else 0
	for _, t := range asked.terms {
		rare[t] = x.keywords.idf[t]
	}
	for i := range out {
		var both float32
		for _, t := range ex.terms[ex.from[i]:ex.from[i+1]] {
			both += rare[t]
		}
		out[i].cosine = float32(dots[i]) * ex.matrix.scale[i] * q.scale
		if either := all + ex.weight[i] - both; either > 0 {
			out[i].words = both / either
		}
	}
	return out
}

// number returns the number of a passage, if it has questions.
func (x *expected) number(id string) (doc uint32, ok bool) {
	if x == nil {
		return 0, false
	}
	doc, ok = x.numbers[id]
	return doc, ok
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

// ofSentence returns the highest of each kind of likeness of the questions that
// the sentence of a passage that starts there answers.
func (x *expected) ofSentence(all []likeness, doc uint32, start int) (best likeness) {
	for i, l := range x.ofPassage(all, doc) {
		if x.start[int(x.passages[doc])+i] == int32(start) {
			best.cosine, best.words = max(best.cosine, l.cosine), max(best.words, l.words)
		}
	}
	return best
}
