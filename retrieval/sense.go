package retrieval

import "math"

// senses measure closeness of meaning for the support model. They always use
// the built-in embedder, so that cosines mean the same with every embedder and
// when the index's own cannot be reached.
type senses struct {
	static  *Static
	vectors [][]float32 // of the passages; nil when the index has another embedder
	mean    []float32
	length  float64 // of the mean
	near    float64 // the passages' mean cosine to it
}

// middleSample bounds how many passages are embedded to find the middle of an
// index that has another embedder.
const middleSample = 2000

func newSenses(s *Snapshot) (*senses, error) {
	static, err := NewStatic()
	if err != nil {
		return nil, err
	}
	n := &senses{static: static, mean: make([]float32, static.Dim())}
	sample := s.Vectors
	if s.Stamp.Embedder == static.ID() {
		n.vectors = s.Vectors
	} else {
		step := max(1, len(s.Passages)/middleSample)
		sample = nil
		for i := 0; i < len(s.Passages); i += step {
			v := make([]float32, static.Dim())
			static.Embed(s.Passages[i].Text, v)
			sample = append(sample, v)
		}
	}
	for _, v := range sample {
		for i, x := range v {
			n.mean[i] += x / float32(len(sample))
		}
	}
	n.length = math.Sqrt(float64(dot(n.mean, n.mean)))
	for _, v := range sample {
		n.near += n.toMiddle(v) / float64(len(sample))
	}
	return n, nil
}

// toMiddle returns the cosine of a unit vector and the middle.
func (n *senses) toMiddle(v []float32) float64 {
	if n.length == 0 {
		return 0
	}
	return float64(dot(v, n.mean)) / n.length
}

// sensed is what the senses say about a question and its hits; see evidenceNames.
type sensed struct{ cosine, lift, theme, core, soft, weakest, alien float64 }

func (x *Index) sense(text string, concepts []Concept, top []candidate) (s sensed) {
	n := x.senses
	query := make([]float32, len(n.mean))
	n.static.EmbedAsQuery(text, query)
	var hits [][]float32
	for i, c := range top {
		hits = append(hits, x.passageVector(c.doc))
		s.cosine = max(s.cosine, float64(dot(query, hits[i])))
	}
	s.lift = s.cosine - float64(dot(query, n.mean))
	if n.near > 0 {
		s.theme = clamp(n.toMiddle(query)/n.near, 1.5)
	}
	x.senseConcepts(concepts, top, hits, &s)
	return s
}

func clamp(x, high float64) float64 { return min(high, max(0, x)) }

// passageVector returns the built-in embedder's vector of a passage.
func (x *Index) passageVector(doc uint32) []float32 {
	if x.senses.vectors != nil {
		return x.senses.vectors[doc]
	}
	v := make([]float32, len(x.senses.mean))
	x.senses.static.Embed(x.snapshot.Passages[doc].Text, v)
	return v
}

// senseConcepts compares each concept by itself with the middle and the hits.
func (x *Index) senseConcepts(concepts []Concept, top []candidate, hits [][]float32, s *sensed) {
	v := make([]float32, len(x.senses.mean))
	var got, all float64
	s.weakest = 1
	for _, c := range concepts {
		x.senses.static.EmbedAsQuery(c.Words, v)
		middle := 0.0
		if x.senses.near > 0 {
			middle = clamp(x.senses.toMiddle(v)/x.senses.near, 1.5)
			s.core = max(s.core, middle)
		}
		one, close, held := []Concept{c}, 0.0, 0.0
		for i, h := range hits {
			doc := top[i].doc
			held = max(held, x.coverage(one, func(t string) bool { return x.keywords.holds(doc, t) }))
			close = max(close, held, float64(dot(v, h)))
		}
		s.alien = max(s.alien, x.senses.static.rareness(c.Words)*c.Weight*(1-held)*(1-middle/1.5))
		_, w := x.held(c.Terms, x.keywords.knows)
		w = (w + 0.3*x.keywords.rarest()) * c.Weight
		got, all = got+w*close, all+w
		if c.Weight == 1 {
			s.weakest = min(s.weakest, close)
		}
	}
	if all > 0 {
		s.soft = got / all
	}
}
