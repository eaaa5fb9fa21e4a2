package retrieval

import (
	_ "embed"
	"math"
	"slices"

	"github.com/goccy/go-yaml"
)

//go:embed lexicon/support.yaml
var supportFile []byte

// supportModel is lexicon/support.yaml: a logistic model of whether the hits
// can answer the question.
type supportModel struct {
	Bias      float64            `yaml:"bias"`
	Threshold float64            `yaml:"threshold"`
	Weights   map[string]float64 `yaml:"weights"`
}

// supporting is read once and never changed.
var supporting = mustSupport(supportFile)

func mustSupport(raw []byte) supportModel {
	var m supportModel
	if err := yaml.UnmarshalWithOptions(raw, &m, yaml.Strict()); err != nil {
		panic("read lexicon/support.yaml: " + err.Error())
	}
	return m
}

// evidenceNames are the features of the support model, in the order of
// evidence. All are shares of what the question and the index make possible, so
// that they mean the same on any corpus.
var evidenceNames = [...]string{
	"covered",   // share of the question's concepts, by IDF, in the best hit
	"together",  // in one sentence of a hit with its title and headings
	"focus",     // in title, other names and headings alone, rare and common words closer in weight
	"missing",   // how rare the rarest concept is that no hit holds
	"known",     // share of the concepts the index knows at all
	"unknown",   // share of the concepts it does not know, all counted alike
	"cosine",    // of the best hit
	"lift",      // how far that is above the mean passage
	"theme",     // how near the question is to the middle of the corpus, as a share of how near passages are
	"agreement", // of the two halves on the ten best
	"strength",  // best keyword score against the most a passage could have
	"central",   // how common the question's most common word is, against the most common of all
	"nearest",   // cosine of the best sentence of the hits
	"type",      // how much a hit answers the type of question
	"degraded",  // 1 when there are no vectors
}

type evidence [len(evidenceNames)]float64

// supportHits is how many hits the evidence looks at.
const supportHits = 5

// evidence gathers what speaks for an answer being among the best hits.
func (x *Index) evidence(f findings) (e evidence) {
	top := f.found[:min(supportHits, len(f.found))]
	concepts := f.query.Concepts
	var covered, together, focus, cosine, kind float64
	for _, c := range top {
		holds := func(t string) bool { return x.keywords.holds(c.doc, t) }
		covered = max(covered, x.coverage(concepts, holds))
		head, best := x.together(concepts, c.doc)
		together, focus = max(together, best), max(focus, head)
		cosine, kind = max(cosine, c.cosine), max(kind, c.kind)
	}
	any := func(t string) bool {
		return slices.ContainsFunc(top, func(c candidate) bool { return x.keywords.holds(c.doc, t) })
	}
	lift, theme := x.middle.compare(f.vector, cosine)
	degraded := 0.0
	if f.vector == nil {
		degraded = 1
	}
	return evidence{
		covered, together, focus, x.missing(concepts, any), x.coverage(concepts, x.keywords.knows), x.unknown(concepts),
		cosine, lift, theme, agreement(f.found), x.strength(f), x.central(concepts), x.nearest(f, top), kind, degraded,
	}
}

// together returns which share of the concepts a passage's title, other names
// and headings hold, rare and common words closer in weight than by IDF, and
// which share its best sentence holds with them.
func (x *Index) together(concepts []Concept, doc uint32) (head, best float64) {
	p := x.snapshot.Passages[doc]
	names := x.mentioned(concepts, p.Title, p.Section)
	for _, a := range x.snapshot.Articles[x.owner[doc]].Aliases {
		x.mention(concepts, names, a)
	}
	var all float64
	for i, c := range concepts {
		w := 0.3 * x.keywords.rarest()
		for _, t := range c.Terms {
			w += x.keywords.rarity(t)
		}
		all += w * c.Weight
		head += w * c.Weight * names[i]
	}
	if all > 0 {
		head /= all
	}
	weights, sum := make([]float64, len(concepts)), 0.0
	for i, c := range concepts {
		for _, t := range c.Terms {
			weights[i] += c.Weight * x.keywords.rarity(t)
		}
		sum += weights[i]
	}
	if sum == 0 {
		return head, 0
	}
	for _, s := range p.Sentences {
		held := slices.Clone(names)
		x.mention(concepts, held, p.Text[s.Start-p.Start:s.End-p.Start])
		var got float64
		for i, h := range held {
			got += weights[i] * h
		}
		best = max(best, got/sum)
	}
	return head, best
}

// mentioned tells for each concept how much of it the texts name, 0 to 1.
func (x *Index) mentioned(concepts []Concept, texts ...string) []float64 {
	held := make([]float64, len(concepts))
	for _, t := range texts {
		x.mention(concepts, held, t)
	}
	return held
}

// mention raises held to how much of each concept text names.
func (x *Index) mention(concepts []Concept, held []float64, text string) {
	in := make(map[int32]bool, 32)
	eachWord(fold(text), func(w string) {
		if t, ok := x.keywords.surface[w]; ok && t >= 0 {
			in[t] = true
		}
	})
	share := func(terms []string) float64 {
		n := 0
		for _, t := range terms {
			if id, ok := x.keywords.ids[t]; ok && in[int32(id)] {
				n++
			}
		}
		return float64(n) / float64(max(1, len(terms)))
	}
	for i, c := range concepts {
		held[i] = max(held[i], share(c.Terms))
		for _, a := range c.Also {
			held[i] = max(held[i], sameWorth*share(a))
		}
	}
}

// unknown returns the share of concepts of which the index knows no word.
func (x *Index) unknown(concepts []Concept) float64 {
	n := 0.0
	for _, c := range concepts {
		known := len(c.Terms) == 0 || slices.ContainsFunc(c.Terms, x.keywords.knows)
		for _, a := range c.Also {
			known = known || slices.ContainsFunc(a, x.keywords.knows)
		}
		if !known {
			n++
		}
	}
	return n / float64(max(1, len(concepts)))
}

// central returns how many passages hold the question's most common word, as a
// share of those that hold the most common word of all.
func (x *Index) central(concepts []Concept) float64 {
	var most uint32
	for _, c := range concepts {
		for _, t := range c.Terms {
			if id, ok := x.keywords.ids[t]; ok {
				most = max(most, x.keywords.starts[id+1]-x.keywords.starts[id])
			}
		}
	}
	return float64(most) / float64(max(1, x.keywords.widest))
}

// nearest returns the cosine of the hits' sentence closest to the question.
func (x *Index) nearest(f findings, top []candidate) float64 {
	fast, ok := x.embedder.(interface {
		Embed(text string, dst []float32)
	})
	if !ok || f.vector == nil {
		return 0
	}
	best, v := 0.0, make([]float32, len(f.vector))
	for _, c := range top[:min(3, len(top))] {
		p := &x.snapshot.Passages[c.doc]
		for _, s := range p.Sentences {
			fast.Embed(p.Text[s.Start-p.Start:s.End-p.Start], v)
			best = max(best, float64(dot(f.vector, v)))
		}
	}
	return best
}

// A middle is the mean of an index's vectors and how near to its direction the
// passages lie.
type middle struct {
	mean   []float32
	length float64
	near   float64 // the passages' mean cosine to it
}

func newMiddle(vectors [][]float32, dim int) middle {
	m := middle{mean: make([]float32, dim)}
	for _, v := range vectors {
		for i, x := range v {
			m.mean[i] += x / float32(len(vectors))
		}
	}
	m.length = math.Sqrt(float64(dot(m.mean, m.mean)))
	for _, v := range vectors {
		if m.length > 0 {
			m.near += float64(dot(v, m.mean)) / m.length / float64(len(vectors))
		}
	}
	return m
}

// compare returns how far a best cosine lies above the query's mean one, and
// how near the query is to the middle, as a share of how near passages are.
func (m middle) compare(query []float32, best float64) (lift, theme float64) {
	if query == nil || m.near <= 0 {
		return 0, 0
	}
	mean := float64(dot(query, m.mean))
	return best - mean, min(1.5, max(0, mean/m.length/m.near))
}

// missing returns how rare the rarest concept is that none of the hits holds, as
// a share of the rarest a concept can be.
func (x *Index) missing(concepts []Concept, held func(string) bool) float64 {
	worst := 0.0
	for _, c := range concepts {
		one := []Concept{{Terms: c.Terms, Also: c.Also, Weight: 1}}
		if x.coverage(one, held) > 0 {
			continue
		}
		for _, t := range c.Terms {
			worst = max(worst, c.Weight*x.keywords.rarity(t))
		}
	}
	return worst / x.keywords.rarest()
}

// agreement returns which share of the ten best by keyword is also among the
// ten best by vector.
func agreement(found []candidate) float64 {
	words, near := topK{k: 10}, topK{k: 10}
	for _, c := range found {
		words.offer(ranked{c.doc, float32(c.raw)})
		near.offer(ranked{c.doc, float32(c.cosine)})
	}
	if len(words.items) == 0 {
		return 0
	}
	both := 0
	for _, a := range words.items {
		for _, b := range near.items {
			if a.doc == b.doc {
				both++
			}
		}
	}
	return float64(both) / float64(len(words.items))
}

// strength returns the best keyword score as a share of what a passage full of
// the question's words would get.
func (x *Index) strength(f findings) float64 {
	var most, got float64
	for _, c := range f.query.Concepts {
		for _, t := range c.Terms {
			most += c.Weight * x.keywords.rarity(t)
		}
	}
	for _, c := range f.found {
		got = max(got, c.raw)
	}
	if most == 0 {
		return 0
	}
	return min(1, got/most)
}

// support estimates the probability that the hits can answer the question, and
// whether it is enough to try. A question without a content word never is.
func (x *Index) support(f findings) (float64, bool) {
	if len(f.found) == 0 || len(f.query.Concepts) == 0 {
		return 0, false
	}
	p := supporting.probability(x.evidence(f))
	return p, p >= supporting.Threshold
}

func (m supportModel) probability(e evidence) float64 {
	z := m.Bias
	for i, name := range evidenceNames {
		z += m.Weights[name] * e[i]
	}
	return 1 / (1 + math.Exp(-z))
}
