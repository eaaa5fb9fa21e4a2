package retrieval

import (
	"context"
	"math"
	"math/rand/v2"
	"runtime"
	"sort"

	"golang.org/x/sync/errgroup"
)

// A Run is what a system found: per query the documents, best first.
type Run map[string][]Ranked

// Qrels is what it should have found: per query the grade of each document;
// grades of zero and below mean not relevant.
type Qrels map[string]map[string]int

// A BenchQuery is one question of a test set.
type BenchQuery struct {
	ID   string `json:"_id"`
	Text string `json:"text"`
}

// Metrics are the measures of one query or the mean of many, each from 0 to 1.
type Metrics struct {
	NDCG10    float64 // as trec_eval's ndcg_cut.10
	Recall100 float64
	MRR       float64 // over the whole run
	Success1  float64 // the first document is relevant
}

// An Evaluation is the measures of a run.
type Evaluation struct {
	Mean    Metrics
	Queries map[string]Metrics // every query that has a relevant document
}

// Evaluate measures a run. A query of qrels that the run lacks counts as zero.
func Evaluate(run Run, qrels Qrels) Evaluation {
	e := Evaluation{Queries: map[string]Metrics{}}
	for q, grades := range qrels {
		m, ok := measure(run[q], grades)
		if !ok {
			continue
		}
		e.Queries[q] = m
	}
	for _, q := range sortedKeys(e.Queries) {
		m := e.Queries[q]
		n := float64(len(e.Queries))
		e.Mean.NDCG10 += m.NDCG10 / n
		e.Mean.Recall100 += m.Recall100 / n
		e.Mean.MRR += m.MRR / n
		e.Mean.Success1 += m.Success1 / n
	}
	return e
}

// measure scores one query; it reports false when nothing is relevant.
func measure(found []Ranked, grades map[string]int) (Metrics, bool) {
	var ideal []int
	for _, g := range grades {
		if g > 0 {
			ideal = append(ideal, g)
		}
	}
	if len(ideal) == 0 {
		return Metrics{}, false
	}
	sort.Sort(sort.Reverse(sort.IntSlice(ideal)))
	var m Metrics
	var best, got float64
	for i, g := range ideal[:min(10, len(ideal))] {
		best += float64(g) / math.Log2(float64(i)+2)
	}
	for i, f := range found {
		g := grades[f.Slug]
		if g <= 0 {
			continue
		}
		if i < 10 {
			got += float64(g) / math.Log2(float64(i)+2)
		}
		if i < 100 {
			m.Recall100 += 1 / float64(len(ideal))
		}
		if m.MRR == 0 {
			m.MRR = 1 / float64(i+1)
		}
	}
	m.NDCG10 = got / best
	if m.MRR == 1 {
		m.Success1 = 1
	}
	return m, true
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// An Interval is a difference of means and its 95 % bootstrap interval.
type Interval struct{ Diff, Low, High float64 }

// Bootstrap compares two runs on nDCG@10, b minus a, by drawing the queries
// both have 10,000 times with replacement (paired percentile bootstrap, Efron
// and Tibshirani 1993). The same seed gives the same interval.
func Bootstrap(a, b Evaluation, seed uint64) Interval {
	var d []float64
	for _, q := range sortedKeys(a.Queries) {
		if m, ok := b.Queries[q]; ok {
			d = append(d, m.NDCG10-a.Queries[q].NDCG10)
		}
	}
	if len(d) == 0 {
		return Interval{}
	}
	rng := rand.New(rand.NewPCG(seed, 1))
	const rounds = 10000
	means := make([]float64, rounds)
	for r := range means {
		var sum float64
		for range d {
			sum += d[rng.IntN(len(d))]
		}
		means[r] = sum / float64(len(d))
	}
	sort.Float64s(means)
	var mean float64
	for _, x := range d {
		mean += x / float64(len(d))
	}
	return Interval{mean, means[rounds*25/1000], means[rounds*975/1000]}
}

// A Change is how one query's nDCG@10 differs between two runs.
type Change struct {
	Query         string
	Before, After float64
}

// Diff lists the queries whose nDCG@10 differs, the largest loss first.
func Diff(before, after Evaluation) []Change {
	var out []Change
	for _, q := range sortedKeys(before.Queries) {
		c := Change{q, before.Queries[q].NDCG10, after.Queries[q].NDCG10}
		if c.Before != c.After {
			out = append(out, c)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].After-out[i].Before < out[j].After-out[j].Before })
	return out
}

// RunQueries searches every query on all cores and returns the k best articles
// of each.
func RunQueries(ctx context.Context, x *Index, queries []BenchQuery, k int) (Run, error) {
	found := make([][]Ranked, len(queries))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, q := range queries {
		g.Go(func() (err error) {
			found[i], err = x.SearchArticles(ctx, q.Text, k)
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	run := make(Run, len(queries))
	for i, q := range queries {
		run[q.ID] = found[i]
	}
	return run, nil
}
