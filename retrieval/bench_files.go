package retrieval

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"

	"github.com/limber-health/limber/corpus"
)

// A BEIR is a retrieval test set in the folder layout of the BEIR benchmark:
// corpus.jsonl, queries.jsonl and qrels.tsv (or qrels/test.tsv).
type BEIR struct {
	Articles []Article
	Queries  []BenchQuery
	Qrels    Qrels
}

// LoadBEIR reads a test set. Documents become articles the way plain text does
// when it is ingested; a document's id is its slug.
func LoadBEIR(dir string) (*BEIR, error) {
	b := &BEIR{}
	if err := b.readCorpus(filepath.Join(dir, "corpus.jsonl")); err != nil {
		return nil, err
	}
	var err error
	if b.Queries, b.Qrels, err = LoadQueries(dir); err != nil {
		return nil, err
	}
	return b, nil
}

// ReadQueries reads questions, one JSON object {"_id","text"} a line.
func ReadQueries(file string) ([]BenchQuery, error) {
	var queries []BenchQuery
	err := eachLine(file, func(line []byte) error {
		var q BenchQuery
		err := json.Unmarshal(line, &q)
		queries = append(queries, q)
		return err
	})
	return queries, err
}

// LoadQueries reads the questions and judgments of a test set whose documents
// are elsewhere.
func LoadQueries(dir string) ([]BenchQuery, Qrels, error) {
	queries, err := ReadQueries(filepath.Join(dir, "queries.jsonl"))
	if err != nil {
		return nil, nil, err
	}
	path := filepath.Join(dir, "qrels.tsv")
	if _, err := os.Stat(path); err != nil {
		path = filepath.Join(dir, "qrels", "test.tsv")
	}
	qrels, err := readQrels(path)
	return queries, qrels, err
}

func (b *BEIR) readCorpus(path string) error {
	return eachLine(path, func(line []byte) error {
		var d struct {
			ID    string `json:"_id"`
			Title string `json:"title"`
			Text  string `json:"text"`
		}
		if err := json.Unmarshal(line, &d); err != nil {
			return err
		}
		a, err := corpus.ParsePlain(corpus.Plain{Slug: d.ID, Title: d.Title, Text: d.Text, Verbatim: true})
		if err == nil {
			a.Slug = d.ID
			b.Articles = append(b.Articles, a)
		}
		return nil // a document without text cannot be found by anyone
	})
}

func readQrels(path string) (Qrels, error) {
	qrels := Qrels{}
	err := eachLine(path, func(line []byte) error {
		f := strings.Fields(string(line))
		if len(f) < 3 || f[0] == "query-id" {
			return nil
		}
		grade, err := strconv.Atoi(f[len(f)-1])
		if err != nil {
			return err
		}
		if qrels[f[0]] == nil {
			qrels[f[0]] = map[string]int{}
		}
		qrels[f[0]][f[len(f)-2]] = grade
		return nil
	})
	return qrels, err
}

// eachLine calls f with every line of a file that is not empty.
func eachLine(path string, f func(line []byte) error) error {
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("open test set: %w", err)
	}
	defer file.Close()
	r := bufio.NewReaderSize(file, 1<<16)
	for n := 1; ; n++ {
		line, err := r.ReadBytes('\n')
		if line = bytes.TrimSpace(line); len(line) > 0 {
			if e := f(line); e != nil {
				return fmt.Errorf("read %s line %d: %w", filepath.Base(path), n, e)
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read %s: %w", filepath.Base(path), err)
		}
	}
}

// WriteTREC writes a run in TREC form, queries in the given order: "qid Q0
// docid rank score tag". Scores fall strictly, so that any reader of the file
// keeps the order.
func WriteTREC(w io.Writer, run Run, order []BenchQuery, tag string) error {
	out := bufio.NewWriter(w)
	for _, q := range order {
		last := 0.0
		for i, r := range run[q.ID] {
			score := r.Score
			if i > 0 && score >= last {
				score = last - 1e-6
			}
			last = score
			fmt.Fprintf(out, "%s Q0 %s %d %.6f %s\n", q.ID, r.Slug, i+1, score, tag)
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write run: %w", err)
	}
	return nil
}

// ReadTREC reads a run in TREC form; documents are ordered by score, equal
// ones by rank.
func ReadTREC(r io.Reader) (Run, error) {
	type entry struct {
		Ranked
		rank int
	}
	found := map[string][]entry{}
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		f := strings.Fields(lines.Text())
		if len(f) == 0 {
			continue
		}
		if len(f) != 6 {
			return nil, fmt.Errorf("read run line %d: %d fields instead of 6", n, len(f))
		}
		rank, err1 := strconv.Atoi(f[3])
		score, err2 := strconv.ParseFloat(f[4], 64)
		if err1 != nil || err2 != nil {
			return nil, fmt.Errorf("read run line %d: rank or score is no number", n)
		}
		found[f[0]] = append(found[f[0]], entry{Ranked{f[2], score}, rank})
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read run: %w", err)
	}
	run := Run{}
	for q, es := range found {
		sort.SliceStable(es, func(i, j int) bool {
			return es[i].Score > es[j].Score || es[i].Score == es[j].Score && es[i].rank < es[j].rank
		})
		for _, e := range es {
			run[q] = append(run[q], e.Ranked)
		}
	}
	return run, nil
}
