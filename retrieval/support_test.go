package retrieval

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/limber-health/limber/corpus"
)

// With -update, TestSupport fits the model again on the parts that are not held
// back and rewrites lexicon/support.yaml:
//
//	go test ./retrieval -run TestSupport -update
var update = flag.Bool("update", false, "fit lexicon/support.yaml again")

// A labelled is a question and whether the built-in articles answer it.
type labelled struct {
	Text  string `json:"text"`
	Label string `json:"label"` // answerable, near_miss or unanswerable
	Part  string `json:"part"`  // held, or fitted on
	at    evidence
	empty bool
}

func builtinIndex(t testing.TB) *Index {
	articles, err := corpus.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	return builtIndex(t, articles)
}

// bareIndex is the built-in articles as a poor file would give them: without
// title, other names and headings. The model must not lean on these alone.
func bareIndex(t testing.TB) *Index {
	articles, err := corpus.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for i := range articles {
		a := &articles[i]
		a.Title, a.Aliases = fmt.Sprint("Document ", i+1), nil
		a.Blocks = slices.DeleteFunc(slices.Clone(a.Blocks), func(b corpus.Block) bool { return b.Kind == corpus.Heading })
	}
	return builtIndex(t, articles)
}

func builtIndex(t testing.TB, articles []Article) *Index {
	e, err := NewStatic()
	if err != nil {
		t.Fatal(err)
	}
	s, err := Build(context.Background(), articles, e, BuildOptions{})
	if err != nil {
		t.Fatal(err)
	}
	x, err := NewIndex(context.Background(), s, e, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// suite is the refusal suites together with the natural questions, all of which
// the articles answer. The blind suite was written without sight of the search.
func suite(t testing.TB, x *Index) []labelled {
	var all []labelled
	files := map[string]string{
		"testdata/refusal.jsonl": "", "testdata/refusal_blind.jsonl": "", "testdata/answerable.jsonl": "", "testdata/refusal_near.jsonl": "", "testdata/natural/queries.jsonl": "answerable",
	}
	for file, label := range files {
		err := eachLine(file, func(line []byte) error {
			q := labelled{Label: label}
			err := json.Unmarshal(line, &q)
			all = append(all, q)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Text < all[j].Text })
	for i := range all {
		f, err := x.find(context.Background(), all[i].Text, "", candidates)
		if err != nil {
			t.Fatal(err)
		}
		all[i].at = x.evidence(f)
		all[i].empty = len(f.found) == 0 || len(f.query.Concepts) == 0
	}
	return all
}

// rates counts, per label, the share of questions that a model would try.
func rates(all []labelled, m supportModel, held bool) map[string]float64 {
	tried, total := map[string]float64{}, map[string]float64{}
	for _, q := range all {
		if (q.Part == "held") != held {
			continue
		}
		total[q.Label]++
		if !q.empty && m.probability(q.at) >= m.Threshold {
			tried[q.Label]++
		}
	}
	for l := range total {
		tried[l] /= total[l]
	}
	return tried
}

func TestSupport(t *testing.T) {
	all, bare := suite(t, builtinIndex(t)), suite(t, bareIndex(t))
	m := *supporting()
	if *update {
		m = fitted(all, bare)
		if err := os.WriteFile("lexicon/support.yaml", []byte(m.file()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	seen, held := rates(all, m, false), rates(all, m, true)
	t.Logf("tried, fitted on: %v", seen)
	t.Logf("tried, held back: %v", held)
	t.Logf("tried, held back, articles without headings: %v", rates(bare, m, true))
	if held["answerable"] < 0.93 || held["unanswerable"] > 0.07 || held["near_miss"] > 0.25 {
		t.Errorf("tried of the held-back questions: %v, want at least 0.93 answerable, at most 0.07 unanswerable and 0.25 near misses", held)
	}
	if testing.Verbose() {
		for _, q := range all {
			if tried := !q.empty && m.probability(q.at) >= m.Threshold; tried != (q.Label == "answerable") {
				t.Logf("%-12s %-5s %.2f %.2f %s", q.Label, q.Part, m.probability(q.at), q.at, q.Text)
			}
		}
	}
}

// bareWeight is how much a question counts on articles without headings.
const bareWeight = 0.02

// fitted finds the weights by gradient descent on the weighted log loss with a
// little ridge, and the threshold that refuses 5 % of the answerable questions.
func fitted(all, bare []labelled) supportModel {
	m := supportModel{Weights: map[string]float64{}}
	var w evidence
	for range 10000 {
		var grad evidence
		var bias, total float64
		for i, q := range slices.Concat(all, bare) {
			if q.Part == "held" || q.empty {
				continue
			}
			weight, want := 1.0, 0.0
			switch q.Label {
			case "answerable":
				weight, want = 1, 1
			case "near_miss":
				weight = 0.7
			}
			if i >= len(all) {
				weight *= bareWeight
			}
			d := weight * (m.probability(q.at) - want)
			for i := range grad {
				grad[i] += d * q.at[i]
			}
			bias, total = bias+d, total+weight
		}
		for i, name := range evidenceNames {
			w[i] -= 2 * (grad[i]/total + 0.0005*w[i])
			m.Weights[name] = w[i]
		}
		m.Bias -= 2 * bias / total
	}
	m.Threshold = quantile(all, m, 0.05)
	return m.rounded()
}

// quantile is the probability that the given share of answerable questions
// falls short of.
func quantile(all []labelled, m supportModel, share float64) float64 {
	var p []float64
	for _, q := range all {
		if q.Part != "held" && q.Label == "answerable" {
			p = append(p, m.probability(q.at))
		}
	}
	sort.Float64s(p)
	return p[int(share*float64(len(p)))]
}

func (m supportModel) rounded() supportModel {
	round := func(x float64) float64 { return math.Round(x*1000) / 1000 }
	m.Bias, m.Threshold = round(m.Bias), math.Floor(m.Threshold*1000)/1000
	for k, v := range m.Weights {
		m.Weights[k] = round(v)
	}
	return m
}

func (m supportModel) file() string {
	var b strings.Builder
	b.WriteString("# When the hits are enough to answer from: a logistic model, fitted on\n" +
		"# testdata/refusal*.jsonl, answerable.jsonl and natural. Do not edit: run\n" +
		"#   go test ./retrieval -run TestSupport -update\n")
	fmt.Fprintf(&b, "bias: %v\nthreshold: %v\nweights:\n", m.Bias, m.Threshold)
	for _, name := range evidenceNames {
		fmt.Fprintf(&b, "  %s: %v\n", name, m.Weights[name])
	}
	return b.String()
}
