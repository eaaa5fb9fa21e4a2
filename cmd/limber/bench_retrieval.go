package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync/atomic"
	"text/tabwriter"
	"time"

	"github.com/limber-health/limber/retrieval"
)

// benchRetrievalCmd compares the halves of the search on one test set.
type benchRetrievalCmd struct {
	embedderFlags
	Suite []string `arg:"" help:"Folders with corpus.jsonl, queries.jsonl and qrels.tsv." type:"existingdir"`
	Run_  string   `help:"Write the hybrid's TREC run of the last suite here." name:"run" placeholder:"OUT.trec"`
	Diff  string   `help:"An earlier TREC run to compare the last suite with, question by question." type:"existingfile" placeholder:"OLD.trec"`
	Min   float64  `help:"Fail when the hybrid's nDCG@10 on any suite is below this." default:"0"`
}

// modes are the rows of the table.
var modes = []struct {
	name string
	mode retrieval.Mode
}{{"keywords", retrieval.KeywordOnly}, {"vectors", retrieval.VectorOnly}, {"hybrid", retrieval.Hybrid}}

// benchDepth is how many documents a question are ranked, enough for recall@100.
const benchDepth = 100

// benchPatience is how long a question waits for its vector: nobody waits for
// the answer, and one without a vector would spoil the figures.
const benchPatience = time.Minute

// bootstrapSeed makes intervals repeatable.
const bootstrapSeed = 1

// Run prints a table for each suite.
func (c *benchRetrievalCmd) Run(ctx context.Context, std stdio) error {
	embedder, err := c.builder(0, 0)
	if err != nil {
		return err
	}
	for i, dir := range c.Suite {
		last := i == len(c.Suite)-1
		if err := c.suite(ctx, std.out, embedder, dir, last); err != nil {
			return err
		}
	}
	return nil
}

func (c *benchRetrievalCmd) suite(ctx context.Context, w io.Writer, e embedder, dir string, last bool) error {
	set, err := retrieval.LoadBEIR(dir)
	if err != nil {
		return err
	}
	snap, err := retrieval.Build(ctx, set.Articles, e, retrieval.BuildOptions{})
	if err != nil {
		return err
	}
	var results []retrieval.Evaluation
	var run retrieval.Run
	sure := &sureEmbedder{embedder: e}
	for _, m := range modes {
		index, err := retrieval.NewIndex(ctx, snap, sure, retrieval.Options{Mode: m.mode, EmbedTimeout: benchPatience})
		if err != nil {
			return err
		}
		run, err = retrieval.RunQueries(ctx, index, set.Queries, benchDepth)
		if err = errors.Join(err, sure.err()); err != nil {
			return err
		}
		results = append(results, retrieval.Evaluate(run, set.Qrels))
	}
	fmt.Fprintf(w, "%s: %d documents, %d passages, %d questions\n", dir, len(set.Articles), len(snap.Passages), len(set.Queries))
	printResults(w, results)
	hybrid := results[len(results)-1]
	if last && c.Diff != "" {
		if err := printDiff(w, c.Diff, hybrid, set.Qrels); err != nil {
			return err
		}
	}
	if last && c.Run_ != "" {
		if err := toFile(c.Run_, w, func(w io.Writer) error { return retrieval.WriteTREC(w, run, set.Queries, "limber") }); err != nil {
			return err
		}
	}
	if hybrid.Mean.NDCG10 < c.Min {
		return fmt.Errorf("%s: nDCG@10 %.3f is below %.3f", dir, hybrid.Mean.NDCG10, c.Min)
	}
	return nil
}

// A sureEmbedder remembers that a question got no vector: a search goes on
// without, a measurement must not.
type sureEmbedder struct {
	embedder
	failed atomic.Pointer[error]
}

func (s *sureEmbedder) EmbedQuery(ctx context.Context, text string) ([]float32, error) {
	v, err := s.embedder.EmbedQuery(ctx, text)
	if err != nil {
		s.failed.Store(&err)
	}
	return v, err
}

func (s *sureEmbedder) err() error {
	if err := s.failed.Load(); err != nil {
		return *err
	}
	return nil
}

// printResults writes one row a mode, with the hybrid's gain over it.
func printResults(w io.Writer, results []retrieval.Evaluation) {
	t := tabwriter.NewWriter(w, 2, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "mode\tnDCG@10\trecall@100\tMRR\tfirst right\thybrid's gain in nDCG@10 (95 % interval)\t")
	hybrid := results[len(results)-1]
	for i, r := range results {
		gain := ""
		if i < len(results)-1 {
			iv := retrieval.Bootstrap(r, hybrid, bootstrapSeed)
			gain = fmt.Sprintf("%+.3f (%+.3f to %+.3f)", iv.Diff, iv.Low, iv.High)
		}
		fmt.Fprintf(t, "%s\t%.3f\t%.3f\t%.3f\t%.3f\t%s\t\n", modes[i].name, r.Mean.NDCG10, r.Mean.Recall100, r.Mean.MRR, r.Mean.Success1, gain)
	}
	t.Flush()
}

// diffShown is how many questions a comparison lists at each end.
const diffShown = 10

// printDiff compares with an earlier run, question by question.
func printDiff(w io.Writer, file string, now retrieval.Evaluation, qrels retrieval.Qrels) error {
	f, err := os.Open(file)
	if err != nil {
		return fmt.Errorf("read run: %w", err)
	}
	defer f.Close()
	run, err := retrieval.ReadTREC(f)
	if err != nil {
		return err
	}
	before := retrieval.Evaluate(run, qrels)
	iv := retrieval.Bootstrap(before, now, bootstrapSeed)
	fmt.Fprintf(w, "against %s: nDCG@10 %.3f to %.3f, %+.3f (%+.3f to %+.3f)\n", file, before.Mean.NDCG10, now.Mean.NDCG10, iv.Diff, iv.Low, iv.High)
	changes := retrieval.Diff(before, now)
	for i, ch := range changes {
		if i < diffShown || i >= len(changes)-diffShown {
			fmt.Fprintf(w, "  %s\t%.3f to %.3f\n", ch.Query, ch.Before, ch.After)
		}
	}
	return nil
}
