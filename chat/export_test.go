package chat

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"regexp"
	"sync"
	"testing"

	"github.com/limber-health/limber/corpus"
	"github.com/limber-health/limber/retrieval"
)

// PassagesRead is how many hits an answer is made from.
const PassagesRead = passagesRead

// Leans reports whether a sentence points back at one before it.
func Leans(sentence string) bool { return leans(sentence) }

// RankingFeatures names the features of a RankingCase, in order.
func RankingFeatures(t testing.TB) []string { return testRanking(t).names }

func testRanking(t testing.TB) *ranking {
	t.Helper()
	r, err := loadRanking()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// A RankingCase is one question: the features of every candidate sentence,
// what it gains by its bearing, and whether it holds the expected fact.
type RankingCase struct {
	Features [][]float64
	Bearing  []float64
	Right    []bool
}

// RankingWeights are the committed weights.
func RankingWeights(t testing.TB) []float64 { return testRanking(t).weights }

// RankingCases measures the sentences that are found for each question.
func RankingCases(t testing.TB, file string) []RankingCase {
	t.Helper()
	x, rank := BuiltinIndex(t), testRanking(t)
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []RankingCase
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var c struct {
			Message string
			Facts   []string
		}
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		res, err := x.Search(context.Background(), c.Message, passagesRead)
		if err != nil {
			t.Fatal(err)
		}
		var rc RankingCase
		scored := x.Sentences(context.Background(), res.Query, res.Hits)
		all, bearing := rank.judge(res, scored, res.Query.Text), rank.forms.bearing(wish{text: c.Message, message: c.Message})
		for i, s := range scored {
			p, ok := standalone(res.Hits[s.Hit], s)
			if !ok || !sentenceShape(s.Text) {
				continue
			}
			rc.Features = append(rc.Features, all[i])
			rc.Bearing = append(rc.Bearing, bearing.of(p))
			rc.Right = append(rc.Right, MatchesAny(t, c.Facts, p.quote))
		}
		out = append(out, rc)
	}
	return out
}

var compiled sync.Map // pattern -> *regexp.Regexp

// MatchesAny reports whether any of the patterns matches the text, case ignored.
func MatchesAny(t testing.TB, patterns []string, text string) bool {
	t.Helper()
	for _, p := range patterns {
		known, ok := compiled.Load(p)
		if !ok {
			re, err := regexp.Compile("(?i)" + p)
			if err != nil {
				t.Fatal(err)
			}
			known, _ = compiled.LoadOrStore(p, re)
		}
		if known.(*regexp.Regexp).MatchString(text) {
			return true
		}
	}
	return false
}

// BuiltinIndex is an index over the built-in corpus.
func BuiltinIndex(t testing.TB) *retrieval.Index {
	t.Helper()
	articles, err := corpus.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	e, err := retrieval.NewStatic()
	if err != nil {
		t.Fatal(err)
	}
	snap, err := retrieval.Build(context.Background(), articles, e, retrieval.BuildOptions{})
	if err != nil {
		t.Fatal(err)
	}
	x, err := retrieval.NewIndex(context.Background(), snap, e, retrieval.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return x
}
