package chat

import (
	_ "embed"
	"fmt"
	"math"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/limber-health/limber/retrieval"
)

//go:embed texts/rank.yaml
var rankYAML []byte

// What a sentence is judged by, in the order of ranking.weights.
const (
	featMatch = iota // question words in the sentence
	featMatchShare
	featHeading
	featContext
	featCosine
	featCosineContext
	featPassage // score of its passage
	featPassageMatch
	featKeyword
	featVector
	featOnTopic
	featPosition
	featForm
	featLength
	featCommand
	features
)

// featureNames are the keys of texts/rank.yaml.
var featureNames = [features]string{
	"match", "match_share", "heading", "context", "cosine", "cosine_context", "passage",
	"passage_match", "keyword", "vector", "on_topic", "position", "form", "length", "command",
}

// A ranking scores sentences: a linear model over the features, fitted on
// testdata/answers.dev.jsonl by go test -run TestFitRanking -fit.
type ranking struct{ weights [features]float64 }

func loadRanking() (ranking, error) {
	var r ranking
	var raw map[string]float64
	if err := yaml.UnmarshalWithOptions(rankYAML, &raw, yaml.Strict()); err != nil {
		return r, fmt.Errorf("read ranking weights: %w", err)
	}
	for i, name := range featureNames {
		w, ok := raw[name]
		if !ok || len(raw) != features {
			return r, fmt.Errorf("read ranking weights: want exactly the keys %s", strings.Join(featureNames[:], ", "))
		}
		r.weights[i] = w
	}
	return r, nil
}

func (r ranking) score(f [features]float64) (sum float64) {
	for i, w := range r.weights {
		sum += w * f[i]
	}
	return sum
}

// command opens a sentence that tells what to do when worried rather than
// answers a question.
var command = regexp.MustCompile(`(?i)^\W*(call|get|book|see a|ask|go to|seek|nobody|people who)\b`)

// judge measures every sentence.
func judge(res retrieval.Result, scored []retrieval.Scored) [][features]float64 {
	out := make([][features]float64, len(scored))
	top, best := 0.0, 0.0
	for _, s := range scored {
		top = max(top, res.Hits[s.Hit].Score)
		best = max(best, s.Match)
	}
	for i, s := range scored {
		h := res.Hits[s.Hit]
		f := &out[i]
		f[featMatch], f[featMatchShare] = s.Match, ratio(s.Match, best)
		f[featHeading], f[featContext] = s.MatchHeading, s.MatchContext
		f[featCosine], f[featCosineContext] = max(s.Cosine, 0), max(s.CosineContext, 0)
		f[featPassage] = ratio(h.Score, top)
		f[featPassageMatch] = f[featPassage] * s.Match
		f[featKeyword], f[featVector] = h.Keyword, max(h.Vector, 0)
		f[featOnTopic] = number(s.OnTopic)
		f[featPosition] = 1 / float64(1+s.Index)
		f[featForm] = number(directForm(res.Query.Type, s.Text))
		f[featLength] = math.Log(1+float64(len(strings.Fields(s.Text)))) / 3
		f[featCommand] = number(command.MatchString(s.Text) && res.Query.Type != retrieval.Seriousness)
	}
	return out
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
