package retrieval_test

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/limber-health/limber/corpus"
	"github.com/limber-health/limber/retrieval"
)

var (
	passagesOf = flag.String("passages-of", "", "folder of a test set in BEIR layout, or \"builtin\"")
	passagesTo = flag.String("passages-to", "", "file to write, one passage a line, for distill/compare.py")
	runsTo     = flag.String("runs-to", "", "folder to write the TREC runs hybrid.trec and bm25f.trec to, for distill/compare.py")
)

// TestExportPassages writes the passages that an index would hold, so that
// other embedders can be compared on exactly these. Without the flags it
// checks that the built-in articles have passages.
func TestExportPassages(t *testing.T) {
	var articles []retrieval.Article
	if *passagesOf == "" || *passagesOf == "builtin" {
		found, err := corpus.Builtin()
		if err != nil {
			t.Fatal(err)
		}
		articles = found
	} else {
		set, err := retrieval.LoadBEIR(*passagesOf)
		if err != nil {
			t.Fatal(err)
		}
		articles = set.Articles
	}
	path := *passagesTo
	if path == "" {
		path = t.TempDir() + "/passages.jsonl"
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	out, n := bufio.NewWriter(f), 0
	lines := json.NewEncoder(out)
	for _, a := range articles {
		for _, p := range retrieval.Split(a) {
			head := strings.TrimSpace(strings.Join(append(append([]string{p.Title}, a.Aliases...), p.Section), ". "))
			n++
			if err := lines.Encode(map[string]string{"article": p.Article, "title": p.Title, "head": head, "text": p.Text}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := out.Flush(); err != nil || f.Close() != nil || n < len(articles) {
		t.Fatalf("%d passages of %d articles: %v", n, len(articles), err)
	}
}

// TestExportRuns writes the TREC runs of both halves together and of keywords
// alone on the set that -passages-of names. Without the flags it checks that
// the natural questions have runs.
func TestExportRuns(t *testing.T) {
	var queries []retrieval.BenchQuery
	var articles []retrieval.Article
	var err error
	if *passagesOf == "" || *passagesOf == "builtin" {
		queries, _, err = retrieval.LoadQueries("testdata/natural")
		if err == nil {
			articles, err = corpus.Builtin()
		}
	} else {
		var set *retrieval.BEIR
		if set, err = retrieval.LoadBEIR(*passagesOf); err == nil {
			queries, articles = set.Queries, set.Articles
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	dir := *runsTo
	if dir == "" {
		dir = t.TempDir()
	}
	e, err := retrieval.NewStatic()
	if err != nil {
		t.Fatal(err)
	}
	for name, mode := range map[string]retrieval.Mode{"hybrid": retrieval.Hybrid, "bm25f": retrieval.KeywordOnly} {
		run, err := retrieval.RunQueries(context.Background(), index(t, articles, e, retrieval.Options{Mode: mode}), queries, 100)
		if err != nil {
			t.Fatal(err)
		}
		f, err := os.Create(filepath.Join(dir, name+".trec"))
		if err != nil {
			t.Fatal(err)
		}
		if err := retrieval.WriteTREC(f, run, queries, name); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		if len(run) != len(queries) {
			t.Errorf("%s: %d runs for %d questions", name, len(run), len(queries))
		}
	}
}
