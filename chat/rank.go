package chat

import (
	_ "embed"
	"fmt"
	"math"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/limber-health/limber/retrieval"
)

//go:embed texts/rank.yaml
var rankYAML []byte

// A ranking scores sentences: a linear model over the features, fitted on
// testdata/answers*.dev.jsonl by go test -run TestFitRanking -fit.
type ranking struct {
	forms   *forms
	names   []string // of the features
	weights []float64
}

func loadRanking() (*ranking, error) {
	f, err := loadForms()
	if err != nil {
		return nil, err
	}
	r := &ranking{forms: f, names: featureNames(f)}
	var raw map[string]float64
	if err := yaml.UnmarshalWithOptions(rankYAML, &raw, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("read ranking weights: %w", err)
	}
	for _, name := range r.names {
		r.weights = append(r.weights, raw[name])
		delete(raw, name)
	}
	if len(raw) > 0 {
		return nil, fmt.Errorf("read ranking weights: no such feature among %s", strings.Join(r.names, ", "))
	}
	return r, nil
}

func (r *ranking) score(f []float64) (sum float64) {
	for i, w := range r.weights {
		sum += w * f[i]
	}
	return sum
}

// fits are the measures of fit that also count by their distance to the best
// sentence of the result.
var fits = []struct {
	name string
	of   func(retrieval.Scored) float64
}{
	{"match", func(s retrieval.Scored) float64 { return s.Match }},
	{"match_topic", func(s retrieval.Scored) float64 { return s.MatchTopic }},
	{"match_heading", func(s retrieval.Scored) float64 { return s.MatchHeading }},
	{"match_context", func(s retrieval.Scored) float64 { return s.MatchContext }},
	{"topic_context", func(s retrieval.Scored) float64 { return s.TopicContext }},
	{"near", func(s retrieval.Scored) float64 { return s.Near }},
	{"near_heading", func(s retrieval.Scored) float64 { return s.NearHeading }},
	{"cosine", func(s retrieval.Scored) float64 { return s.Cosine }},
	{"cosine_heading", func(s retrieval.Scored) float64 { return s.CosineHeading }},
	{"cosine_context", func(s retrieval.Scored) float64 { return s.CosineContext }},
	{"taught", func(s retrieval.Scored) float64 { return s.Taught }},
	{"taught_heading", func(s retrieval.Scored) float64 { return s.TaughtHeading }},
	{"taught_context", func(s retrieval.Scored) float64 { return s.TaughtContext }},
	{"expected", func(s retrieval.Scored) float64 { return s.Expected }},
	{"expected_words", func(s retrieval.Scored) float64 { return s.ExpectedWords }},
}

// plain are the features that stand alone, in the order of plainFeatures.
var plain = []string{
	"match_title", "extra", "on_topic", "passage", "keyword", "vector", "place", "position", "length",
	"asks_alike", "asks_alike_share", "section_cosine", "section_topic", "unasked_doctor", "unasked_emergency",
}

// featureNames are the keys of texts/rank.yaml.
func featureNames(f *forms) []string {
	var out []string
	for _, x := range fits {
		out = append(out, x.name, x.name+"_behind")
	}
	out = append(out, plain...)
	for _, m := range f.names {
		out = append(out, "mark_"+m)
	}
	for _, k := range f.kinds {
		out = append(out, k.name+"_heading")
		for _, m := range k.marks {
			out = append(out, k.name+"_"+f.names[m])
		}
	}
	return out
}

// A measured result: what all its sentences share.
type measured struct {
	ranking *ranking
	res     retrieval.Result
	asked   []bool
	top     float64   // score of the best hit
	best    []float64 // of each fit, over all sentences
	heads   map[string][]bool
	cosines []float64 // of each hit: the best of its sentences
	topics  []float64
}

// judge measures every sentence. Asked is the question itself.
func (r *ranking) judge(res retrieval.Result, scored []retrieval.Scored, asked string) [][]float64 {
	m := measured{
		ranking: r, res: res, asked: r.forms.asked(asked), best: make([]float64, len(fits)),
		heads: map[string][]bool{}, cosines: make([]float64, len(res.Hits)), topics: make([]float64, len(res.Hits)),
	}
	for i, x := range fits {
		m.best[i] = math.Inf(-1)
		for _, s := range scored {
			m.best[i] = max(m.best[i], x.of(s))
		}
	}
	for _, s := range scored {
		m.top = max(m.top, res.Hits[s.Hit].Score)
		m.cosines[s.Hit] = max(m.cosines[s.Hit], s.CosineContext)
		m.topics[s.Hit] = max(m.topics[s.Hit], s.MatchTopic)
	}
	out := make([][]float64, len(scored))
	for i, s := range scored {
		out[i] = m.features(s)
	}
	return out
}

// features are in the order of featureNames.
func (m *measured) features(s retrieval.Scored) []float64 {
	f := make([]float64, 0, len(m.ranking.names))
	for i, x := range fits {
		f = append(f, x.of(s), x.of(s)-m.best[i])
	}
	forms := m.ranking.forms
	marks, head := forms.marked(s.Text), m.head(m.res.Hits[s.Hit].Section)
	f = append(f, m.plainFeatures(s, marks, head)...)
	for _, on := range marks {
		f = append(f, number(on))
	}
	for i, k := range forms.kinds {
		f = append(f, number(m.asked[i] && head[i]))
		for _, mark := range k.marks {
			f = append(f, number(m.asked[i] && marks[mark]))
		}
	}
	return f
}

func (m *measured) plainFeatures(s retrieval.Scored, marks, head []bool) []float64 {
	h := m.res.Hits[s.Hit]
	both, either := 0.0, 0.0
	for i, a := range m.asked {
		both += number(a && head[i])
		either += number(a || head[i])
	}
	return []float64{
		s.MatchTitle, s.Extra, number(s.OnTopic), ratio(h.Score, m.top), h.Keyword, max(h.Vector, 0),
		float64(s.Hit) / passagesRead, 1 / float64(1+s.Index), math.Log(1+float64(len(strings.Fields(s.Text)))) / 3,
		both, ratio(both, either), s.CosineContext - m.cosines[s.Hit], s.MatchTopic - m.topics[s.Hit],
		m.unasked("doctor", marks), m.unasked("emergency", marks),
	}
}

// unasked is 1 for a sentence with a mark that no kind asked for looks for.
func (m *measured) unasked(mark string, marks []bool) float64 {
	forms := m.ranking.forms
	for i, name := range forms.names {
		if name == mark && !marks[i] {
			return 0
		}
	}
	for i, k := range forms.kinds {
		if m.asked[i] && (k.name == "see_doctor" || k.name == "serious") {
			return 0
		}
	}
	return number(m.res.Query.Type != retrieval.Seriousness)
}

// head tells which kinds the last heading of a path asks for.
func (m *measured) head(section string) []bool {
	last := lastHeading(section)
	if _, ok := m.heads[last]; !ok {
		m.heads[last] = m.ranking.forms.heads(last)
	}
	return m.heads[last]
}

func ratio(a, b float64) float64 {
	if b <= 0 {
		return 0
	}
	return a / b
}

func number(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
