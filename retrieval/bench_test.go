package retrieval_test

import (
	"bytes"
	"context"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/limber-health/limber/retrieval"
)

func runOf(lists map[string]string) retrieval.Run {
	run := retrieval.Run{}
	for q, docs := range lists {
		for i, d := range strings.Fields(docs) {
			run[q] = append(run[q], retrieval.Ranked{Slug: d, Score: float64(100 - i)})
		}
	}
	return run
}

func TestEvaluate(t *testing.T) {
	qrels := retrieval.Qrels{"1": {"a": 2, "b": 1}, "2": {"c": 1}, "3": {"d": 1}, "4": {"e": 0}}
	got := retrieval.Evaluate(runOf(map[string]string{"1": "x b a", "2": "c"}), qrels)
	lg := math.Log2
	ndcg := (1/lg(3) + 2/lg(4)) / (2 + 1/lg(3))
	want := map[string]retrieval.Metrics{
		"1": {NDCG10: ndcg, Recall100: 1, MRR: 0.5},
		"2": {NDCG10: 1, Recall100: 1, MRR: 1, Success1: 1},
		"3": {},
	}
	near := cmpopts.EquateApprox(0, 1e-9)
	if diff := cmp.Diff(want, got.Queries, near); diff != "" {
		t.Errorf("per query (-want +got):\n%s", diff)
	}
	mean := retrieval.Metrics{NDCG10: (ndcg + 1) / 3, Recall100: 2.0 / 3, MRR: 0.5, Success1: 1.0 / 3}
	if diff := cmp.Diff(mean, got.Mean, near); diff != "" {
		t.Errorf("mean (-want +got):\n%s", diff)
	}
}

func TestBootstrapAndDiff(t *testing.T) {
	qrels, better, worse := retrieval.Qrels{}, map[string]string{}, map[string]string{}
	for i := range 50 {
		q := string(rune('A' + i))
		qrels[q] = map[string]int{"d": 1}
		better[q], worse[q] = "d x", "x d"
		if i%10 == 0 {
			better[q] = "x d"
		}
	}
	a, b := retrieval.Evaluate(runOf(worse), qrels), retrieval.Evaluate(runOf(better), qrels)
	i := retrieval.Bootstrap(a, b, 1)
	if !(i.Low > 0 && i.Low < i.Diff && i.Diff < i.High && i.High < 1) {
		t.Errorf("interval %+v does not show the better run", i)
	}
	if same := retrieval.Bootstrap(a, b, 1); same != i {
		t.Errorf("the same seed gives %+v, then %+v", i, same)
	}
	if none := retrieval.Bootstrap(a, a, 1); none != (retrieval.Interval{}) {
		t.Errorf("a run against itself differs: %+v", none)
	}
	if d := retrieval.Diff(a, b); len(d) != 45 || d[0].After <= d[0].Before {
		t.Errorf("%d queries differ, first %+v; want 45 that gain", len(d), d[0])
	}
}

func TestTRECRoundTrip(t *testing.T) {
	run := retrieval.Run{"q1": {{Slug: "b", Score: 0.5}, {Slug: "a", Score: 0.5}, {Slug: "c", Score: 0.1}}, "q2": nil}
	var buf bytes.Buffer
	order := []retrieval.BenchQuery{{ID: "q2"}, {ID: "q1"}}
	if err := retrieval.WriteTREC(&buf, run, order, "limber"); err != nil {
		t.Fatal(err)
	}
	want := "q1 Q0 b 1 0.500000 limber\nq1 Q0 a 2 0.499999 limber\nq1 Q0 c 3 0.100000 limber\n"
	if diff := cmp.Diff(want, buf.String()); diff != "" {
		t.Errorf("written (-want +got):\n%s", diff)
	}
	got, err := retrieval.ReadTREC(&buf)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"b", "a", "c"}, slugs(got["q1"])); diff != "" {
		t.Errorf("read (-want +got):\n%s", diff)
	}
	for _, bad := range []string{"q Q0 d 1 0.5", "q Q0 d one 0.5 t", "q Q0 d 1 x t"} {
		if _, err := retrieval.ReadTREC(strings.NewReader(bad)); err == nil {
			t.Errorf("%q has no error", bad)
		}
	}
}

func slugs(rs []retrieval.Ranked) []string {
	var out []string
	for _, r := range rs {
		out = append(out, r.Slug)
	}
	return out
}

func TestLoadBEIRAndRun(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("corpus.jsonl", `{"_id":"D1","title":"Gout","text":"Gout is a sore, hot joint."}`+"\n\n"+
		`{"_id":"D2","title":"Cramp","text":"A cramp is a tight muscle."}`+"\n"+`{"_id":"D3","title":"","text":""}`)
	write("queries.jsonl", `{"_id":"q1","text":"What is a charley horse?","extra":1}`+"\n"+`{"_id":"q2","text":"hot joint"}`)
	write("qrels.tsv", "query-id\tcorpus-id\tscore\nq1\tD2\t1\nq2\tD1\t1\n")
	b, err := retrieval.LoadBEIR(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(b.Articles) != 2 || len(b.Queries) != 2 {
		t.Fatalf("loaded %d articles and %d queries", len(b.Articles), len(b.Queries))
	}
	x := index(t, b.Articles, retrieval.NewHashEmbedder(64), retrieval.Options{})
	run, err := retrieval.RunQueries(context.Background(), x, b.Queries, 10)
	if err != nil {
		t.Fatal(err)
	}
	if e := retrieval.Evaluate(run, b.Qrels); e.Mean.NDCG10 != 1 {
		t.Errorf("nDCG@10 is %v, run %v", e.Mean.NDCG10, run)
	}
	write("qrels.tsv", "q1\tD2\tmany\n")
	if _, err := retrieval.LoadBEIR(dir); err == nil || !strings.Contains(err.Error(), "line 1") {
		t.Errorf("a broken grade gives %v", err)
	}
}

// The quality on the natural questions must not fall below what was measured
// when the weights were set, by more than the rounding of another machine.
func TestNaturalQuestions(t *testing.T) {
	queries, qrels, err := retrieval.LoadQueries("testdata/natural")
	if err != nil {
		t.Fatal(err)
	}
	measure := func(o retrieval.Options) retrieval.Evaluation {
		run, err := retrieval.RunQueries(context.Background(), builtin(t, o), queries, 24)
		if err != nil {
			t.Fatal(err)
		}
		return retrieval.Evaluate(run, qrels)
	}
	hybrid := measure(retrieval.Options{})
	words := measure(retrieval.Options{Mode: retrieval.KeywordOnly})
	vectors := measure(retrieval.Options{Mode: retrieval.VectorOnly})
	t.Logf("%d questions: hybrid %+v", len(hybrid.Queries), hybrid.Mean)
	t.Logf("keywords %+v, vectors %+v", words.Mean, vectors.Mean)
	if len(hybrid.Queries) < 200 || hybrid.Mean.NDCG10 < 0.88 || hybrid.Mean.MRR < 0.88 {
		t.Errorf("hybrid %+v over %d questions, want nDCG@10 and MRR of at least 0.88 over 200", hybrid.Mean, len(hybrid.Queries))
	}
}
