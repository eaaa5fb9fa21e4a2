package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/limber-health/limber/corpus"
	"github.com/limber-health/limber/ingest"
	"github.com/limber-health/limber/retrieval"
)

// manyPassages ingests about n passages made of the words of the built-in
// articles into a data directory and returns it.
func manyPassages(b *testing.B, n int) string {
	b.Helper()
	builtin, err := corpus.Builtin()
	if err != nil {
		b.Fatal(err)
	}
	var words []string
	for _, a := range builtin {
		words = append(words, strings.FieldsFunc(a.Text, func(r rune) bool { return !unicode.IsLetter(r) })...)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	var lines strings.Builder
	for i := range n {
		var text strings.Builder
		for range 10 {
			at := rng.IntN(len(words) - 14)
			fmt.Fprintf(&text, "We say %s w%d. ", strings.Join(words[at:at+14], " "), rng.IntN(40000))
		}
		line, err := json.Marshal(map[string]string{"_id": fmt.Sprint("a", i), "title": words[rng.IntN(len(words))] + " pain", "text": text.String()})
		if err != nil {
			b.Fatal(err)
		}
		lines.Write(append(line, '\n'))
	}
	file, data := filepath.Join(b.TempDir(), "corpus.jsonl"), b.TempDir()
	if err := os.WriteFile(file, []byte(lines.String()), 0o600); err != nil {
		b.Fatal(err)
	}
	e, err := retrieval.NewStatic()
	if err != nil {
		b.Fatal(err)
	}
	rep, err := ingest.Run(b.Context(), ingest.Options{Dir: data, Sources: []string{file}, Embedder: e})
	if err != nil {
		b.Fatal(err)
	}
	if rep.Passages < n {
		b.Fatalf("%d passages, want %d", rep.Passages, n)
	}
	return data
}

var searchQuestions = []string{
	"Why do my calves cramp at night and what helps?",
	"restless legs treatment",
	"Is it safe to take magnesium for leg cramps in pregnancy?",
	"My foot goes numb when I lie in bed. I am 62 and have diabetes. Should I see a doctor?",
}

// BenchmarkSearchHTTP asks /v1/search of "limber serve", a process of its own
// with its ordinary limits and middleware, over 10,000 passages, one request
// after the other on one connection. /healthz beside it is what HTTP alone takes.
//
//	go test ./cmd/limber -run '^$' -bench SearchHTTP -benchtime 2000x
func BenchmarkSearchHTTP(b *testing.B) {
	s := startChild(b, "--data", manyPassages(b, 10000), "--log-level", "error", "--rate-limit", "0")
	c := newClients(s.url, 1)
	defer c.close()
	search := func(i int) (int, string, error) {
		return c.take(b.Context(), "/v1/search", fmt.Sprintf(`{"query":%q}`, searchQuestions[i%len(searchQuestions)]))
	}
	for i := range 100 {
		if status, body, err := search(i); err != nil || status != http.StatusOK || strings.Count(body, `"article"`) != 10 {
			b.Fatalf("status %d, %v: %.200s", status, err, body)
		}
	}
	b.Run("search", func(b *testing.B) { timeEach(b, search) })
	b.Run("healthz", func(b *testing.B) {
		timeEach(b, func(int) (int, string, error) {
			res, err := c.each[0].Get(s.url + "/healthz")
			if err != nil {
				return 0, "", err
			}
			defer res.Body.Close()
			var out map[string]any
			return res.StatusCode, "", json.NewDecoder(res.Body).Decode(&out)
		})
	})
}

// timeEach reports the median and the 99th percentile of what each call takes.
func timeEach(b *testing.B, call func(i int) (int, string, error)) {
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		start := time.Now()
		status, _, err := call(i)
		if err != nil || status != http.StatusOK {
			b.Fatalf("status %d, %v", status, err)
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "µs-p50")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "µs-p99")
}
