package retrieval_test

import (
	"bufio"
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/limber-health/limber/corpus"
	"github.com/limber-health/limber/retrieval"
)

var (
	passagesOf = flag.String("passages-of", "", "folder of a test set in BEIR layout, or \"builtin\"")
	passagesTo = flag.String("passages-to", "", "file to write, one passage a line, for distill/compare.py")
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
