package corpus_test

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/limber-health/limber/corpus"
)

// A fact is one line of testdata/facts.txt.
type fact struct {
	group   string // "000" to "003", the set of facts it belongs to
	slug    string // the article that must carry it
	text    string // the fact in plain words
	pattern *regexp.Regexp
}

var factGroups = []string{"000", "001", "002", "003"}

// parseFacts reads tab-separated facts. Blank lines and lines that start
// with # are skipped; any other line without exactly four full fields, with
// an unknown group or with a pattern that is too short to be specific is an
// error.
func parseFacts(src string) ([]fact, error) {
	var facts []fact
	for i, line := range strings.Split(src, "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f, err := parseFact(line)
		if err != nil {
			return nil, fmt.Errorf("read fact on line %d: %w", i+1, err)
		}
		facts = append(facts, f)
	}
	return facts, nil
}

func parseFact(line string) (fact, error) {
	fields := strings.Split(line, "\t")
	if len(fields) != 4 {
		return fact{}, fmt.Errorf("%d fields, want 4", len(fields))
	}
	for _, field := range fields {
		if field == "" || strings.TrimSpace(field) != field {
			return fact{}, fmt.Errorf("field %q is empty or padded", field)
		}
	}
	if !slices.Contains(factGroups, fields[0]) {
		return fact{}, fmt.Errorf("unknown group %q", fields[0])
	}
	if len(strings.Fields(fields[3])) < 4 {
		return fact{}, fmt.Errorf("pattern %q has fewer than 4 words", fields[3])
	}
	pattern, err := regexp.Compile("(?i)" + fields[3])
	if err != nil {
		return fact{}, err
	}
	return fact{group: fields[0], slug: fields[1], text: fields[2], pattern: pattern}, nil
}

// TestFacts fails when an article loses a fact: each pattern must match one
// sentence of its article, so the fact can be quoted on its own.
func TestFacts(t *testing.T) {
	src, err := os.ReadFile("testdata/facts.txt")
	if err != nil {
		t.Fatal(err)
	}
	facts, err := parseFacts(string(src))
	if err != nil {
		t.Fatal(err)
	}
	sentences := make(map[string][]string)
	for _, a := range builtin(t) {
		sentences[a.Slug] = proseSentences(a)
	}
	perGroup := make(map[string]int)
	seen := make(map[string]bool)
	for _, f := range facts {
		perGroup[f.group]++
		if id := f.slug + f.pattern.String(); seen[id] {
			t.Errorf("%s lists a pattern twice: %s", f.slug, f.pattern)
		} else {
			seen[id] = true
		}
		if !slices.ContainsFunc(sentences[f.slug], f.pattern.MatchString) {
			t.Errorf("%s lacks the fact %q (%s)", f.slug, f.text, f.pattern)
		}
	}
	if len(facts) < 150 {
		t.Errorf("got %d facts, want at least 150", len(facts))
	}
	for _, g := range factGroups {
		if perGroup[g] < 40 {
			t.Errorf("group %s: got %d facts, want at least 40", g, perGroup[g])
		}
	}
	t.Logf("%d facts: %v", len(facts), perGroup)
}

func TestParseFactRejects(t *testing.T) {
	for name, line := range map[string]string{
		"three fields":       "000\tslug\tfact",
		"five fields":        "000\tslug\tfact\tone two three four\tmore",
		"unknown group":      "004\tslug\tfact\tone two three four",
		"empty fact":         "000\tslug\t\tone two three four",
		"padded field":       "000\tslug\tfact \tone two three four",
		"unspecific pattern": "000\tslug\tfact\tcramp",
		"broken pattern":     "000\tslug\tfact\tone two (three four",
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := parseFacts(line); err == nil {
				t.Errorf("parseFacts(%q) gave no error", line)
			}
		})
	}
}

// builtin returns the built-in articles or ends the test.
func builtin(t *testing.T) []corpus.Article {
	t.Helper()
	list, err := corpus.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	return list
}
