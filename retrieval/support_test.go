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
	Text    string `json:"text"`
	Message string `json:"message"` // the same, in the answer suites
	Label   string `json:"label"`   // answerable, near_miss or unanswerable
	Part    string `json:"part"`    // held, or fitted on
	harder  bool   // of the file written to be hard to refuse
	at      evidence
	empty   bool
}

func builtinIndex(t testing.TB) *Index {
	articles, err := corpus.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	return builtIndex(t, articles)
}

// unaskedIndex is the built-in articles without expected questions, as those of
// most people are.
func unaskedIndex(t testing.TB) *Index {
	articles, err := corpus.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for i := range articles {
		articles[i].Questions = nil
	}
	return builtIndex(t, articles)
}

// bareIndex is the built-in articles as a poor file would give them: without
// other names, expected questions and headings and, unless titled, without their titles. The model
// must not lean on these alone.
func bareIndex(t testing.TB, titled bool) *Index {
	articles, err := corpus.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for i := range articles {
		a := &articles[i]
		if a.Aliases, a.Questions = nil, nil; !titled {
			a.Title = fmt.Sprint("Document ", i+1)
		}
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

// keptIndex is the built-in articles without the expected questions held back
// from the fit of the asked rows, and unseen are those questions: what people ask
// in words that nobody expected.
func keptIndex(t testing.TB) (x *Index, unseen []labelled) {
	articles, err := corpus.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for i := range articles {
		a := &articles[i]
		a.Questions = slices.DeleteFunc(slices.Clone(a.Questions), func(q corpus.Question) bool {
			if heldQuestion(q.Text) {
				unseen = append(unseen, labelled{Text: q.Text, Label: "answerable"})
			}
			return heldQuestion(q.Text)
		})
	}
	x = builtIndex(t, articles)
	for i := range unseen {
		if i%3 == 0 {
			unseen[i].Part = "held"
		}
	}
	return x, gather(t, x, unseen)
}

// suite is the refusal suites together with the natural questions, all of which
// the articles answer. The blind suite was written without sight of the search.
func suite(t testing.TB, x *Index) []labelled {
	files := map[string]string{
		"testdata/refusal.jsonl": "", "testdata/refusal_blind.jsonl": "", "testdata/answerable.jsonl": "", "testdata/refusal_near.jsonl": "", "testdata/stories.jsonl": "", "testdata/refusal_more.jsonl": "", "testdata/natural/queries.jsonl": "answerable",
	}
	for _, name := range answerQuestions {
		files["../chat/testdata/"+name+".jsonl"] = "answerable"
	}
	return readSuite(t, x, files)
}

// answerQuestions are the development questions of the answer suites, all of
// which the articles answer.
var answerQuestions = []string{"answers.dev", "answers_fresh.dev", "answers_2.dev"}

// readSuite reads files of questions; the label is that of lines without one.
func readSuite(t testing.TB, x *Index, files map[string]string) []labelled {
	var all []labelled
	for file, label := range files {
		err := eachLine(file, func(line []byte) error {
			q := labelled{Label: label, harder: strings.HasSuffix(file, "refusal_more.jsonl")}
			err := json.Unmarshal(line, &q)
			q.Text += q.Message
			all = append(all, q)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return gather(t, x, all)
}

// gather measures what speaks for an answer to each question, in the order of
// their texts.
func gather(t testing.TB, x *Index, all []labelled) []labelled {
	t.Helper()
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
	x := builtinIndex(t)
	all := suite(t, x)
	bare, titled := suite(t, bareIndex(t, false)), suite(t, bareIndex(t, true))
	_, unseen := keptIndex(t)
	unasked := suite(t, unaskedIndex(t))
	m, plain := *supporting(), *supportingUnasked()
	if *update {
		m = updated(t, "support.yaml", all, unseen, slices.Concat(bare, titled))
		plain = updated(t, "support_unasked.yaml", unasked, nil, slices.Concat(bare, titled))
	}
	checkUnasked(t, unasked, plain)
	held, poor := rates(all, m, true), rates(bare, plain, true)
	easier := rates(slices.DeleteFunc(slices.Clone(all), func(q labelled) bool { return q.harder }), m, true)
	t.Logf("tried, fitted on: %v", rates(all, m, false))
	t.Logf("tried, held back: %v; without the harder file: %v", held, easier)
	t.Logf("tried, held back, articles without titles and headings: %v", poor)
	t.Logf("tried, held back, articles without headings: %v", rates(titled, plain, true))
	t.Logf("tried, of expected questions held back: %v, of those fitted on: %v", rates(unseen, m, true), rates(unseen, m, false))
	t.Logf("tried, of questions never fitted on: %v", rates(readSuite(t, x, map[string]string{"testdata/refusal_fresh.jsonl": ""}), m, true))
	if easier["answerable"] < 0.94 || easier["unanswerable"] > 0.05 || easier["near_miss"] > 0.2 {
		t.Errorf("tried of the held-back questions: %v, want at least 0.94 answerable, at most 0.05 unanswerable and 0.2 near misses", easier)
	}
	if held["unanswerable"] > 0.07 || held["near_miss"] > 0.25 {
		t.Errorf("tried of the held-back questions, the harder ones too: %v, want at most 0.07 unanswerable and 0.25 near misses", held)
	}
	if poor["answerable"] < 0.85 || poor["unanswerable"] > 0.12 {
		t.Errorf("tried without titles and headings: %v, want at least 0.85 answerable and at most 0.12 unanswerable", poor)
	}
	if testing.Verbose() {
		for _, q := range all {
			if tried := !q.empty && m.probability(q.at) >= m.Threshold; tried != (q.Label == "answerable") {
				t.Logf("%-12s %-5s %.2f %.2f %s", q.Label, q.Part, m.probability(q.at), q.at, q.Text)
			}
		}
	}
}

// updated fits a model anew and writes its file.
func updated(t *testing.T, file string, all, unseen, poor []labelled) supportModel {
	t.Helper()
	m := fitted(all, unseen, poor)
	if err := os.WriteFile("lexicon/"+file, []byte(m.file()), 0o644); err != nil {
		t.Fatal(err)
	}
	return m
}

// checkUnasked holds refusals over articles without expected questions to nearly
// what they are with them.
func checkUnasked(t *testing.T, all []labelled, m supportModel) {
	t.Helper()
	easier := rates(slices.DeleteFunc(slices.Clone(all), func(q labelled) bool { return q.harder }), m, true)
	t.Logf("tried, held back, articles without expected questions: %v; without the harder file: %v", rates(all, m, true), easier)
	if easier["answerable"] < 0.92 || easier["unanswerable"] > 0.05 || easier["near_miss"] > 0.2 {
		t.Errorf("tried without expected questions: %v, want at least 0.92 answerable, at most 0.05 unanswerable and 0.2 near misses", easier)
	}
}

// Articles that expect no questions are judged by the model fitted for them.
func TestSupportWithoutExpectedQuestions(t *testing.T) {
	x, tried, total := unaskedIndex(t), 0, 0
	err := eachLine("testdata/answerable.jsonl", func(line []byte) error {
		var q labelled
		if err := json.Unmarshal(line, &q); err != nil {
			return err
		}
		r, err := x.Search(t.Context(), q.Text, 5)
		if total++; r.Enough {
			tried++
		}
		return err
	})
	if err != nil || float64(tried) < 0.93*float64(total) {
		t.Errorf("tried %d of %d answerable questions, %v", tried, total, err)
	}
}

// poorWeight is how much a question counts on articles without headings,
// unseenWeight a short expected one that is held back, and
// wronglyRefused the share of answerable questions that may be refused.
const (
	poorWeight     = 0.2
	unseenWeight   = 0.5
	wronglyRefused = 0.05
)

// fitted finds the weights by gradient descent on the weighted log loss with a
// little ridge, on features scaled to their spread, and the threshold.
func fitted(all, unseen, poor []labelled) supportModel {
	var learn []labelled
	var weight []float64
	for _, part := range []struct {
		of     []labelled
		weight float64
	}{{all, 1}, {unseen, unseenWeight}, {poor, poorWeight}} {
		for _, q := range part.of {
			if q.Part != "held" && !q.empty {
				learn, weight = append(learn, q), append(weight, part.weight)
			}
		}
	}
	mean, spread := scale(learn)
	var w evidence
	var bias float64
	for range 6000 {
		var grad evidence
		var down, total float64
		for i, q := range learn {
			z := bias
			for j, x := range q.at {
				z += w[j] * (x - mean[j]) / spread[j]
			}
			d := weight[i] / (1 + math.Exp(-z))
			if q.Label == "answerable" {
				d -= weight[i]
			}
			for j, x := range q.at {
				grad[j] += d * (x - mean[j]) / spread[j]
			}
			down, total = down+d, total+weight[i]
		}
		for j := range w {
			w[j] -= grad[j]/total + fitRidge*w[j]
		}
		bias -= down / total
	}
	m := supportModel{Bias: bias, Weights: map[string]float64{}}
	for j, name := range evidenceNames {
		m.Weights[name] = w[j] / spread[j]
		m.Bias -= w[j] * mean[j] / spread[j]
	}
	m = m.rounded()
	m.Threshold = math.Floor(quantile(slices.Concat(all, unseen), m, wronglyRefused)*1000) / 1000
	return m
}

// fitRidge keeps weights small that hardly help.
const fitRidge = 0.0003

// scale returns the mean of each feature and its standard deviation.
func scale(all []labelled) (mean, spread evidence) {
	n := float64(len(all))
	for _, q := range all {
		for j, x := range q.at {
			mean[j] += x / n
		}
	}
	for _, q := range all {
		for j, x := range q.at {
			spread[j] += (x - mean[j]) * (x - mean[j]) / n
		}
	}
	for j := range spread {
		spread[j] = max(math.Sqrt(spread[j]), 0.01)
	}
	return mean, spread
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
	m.Bias = round(m.Bias)
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
