package chat_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/limber-health/limber/chat"
	"github.com/limber-health/limber/corpus"
	"github.com/limber-health/limber/retrieval"
)

// Causes of an answer that does not hold the expected fact.
const (
	wronglyRefused = "refused"
	sectionMissed  = "its passage was not found"
	rankedTooLow   = "found, ranked too low"
	sameSection    = "right section, another sentence of it" // or a wording the pattern does not know
	notFirst       = "in the answer, not first"
)

// TestAnswerMisses sorts the questions that miss by cause. The held-back file
// is only counted: its questions are not to be looked at.
func TestAnswerMisses(t *testing.T) {
	x := chat.BuiltinIndex(t)
	for _, file := range answerFiles {
		causes := map[string]int{}
		cases := suite(t, file)
		for _, fc := range cases {
			cause := missCause(t, x, fc.factCase, fc.reply)
			causes[cause]++
			if cause != "" && testing.Verbose() && strings.HasSuffix(file, ".dev") {
				t.Logf("%s: %s: %q", cause, fc.ID, fc.Message)
			}
		}
		var b strings.Builder
		for _, cause := range slices.Sorted(maps.Keys(causes)) {
			fmt.Fprintf(&b, "\n%5d  %5.1f %%  %s", causes[cause], 100*float64(causes[cause])/float64(len(cases)), cause)
		}
		t.Logf("%s, %d questions:%s", file, len(cases), b.String())
		if causes[sectionMissed] > len(cases)/10 {
			t.Errorf("%s: the passage was not found for %d questions", file, causes[sectionMissed])
		}
	}
}

// missCause is empty for an answer that opens with the fact.
func missCause(t *testing.T, x *retrieval.Index, fc factCase, r *chat.Reply) string {
	t.Helper()
	if len(r.Answer.Sentences) == 0 {
		return wronglyRefused
	}
	if chat.MatchesAny(t, fc.Facts, r.Answer.Sentences[0].Text) {
		return ""
	}
	for _, s := range r.Answer.Sentences {
		if chat.MatchesAny(t, fc.Facts, s.Text) {
			return notFirst
		}
	}
	res, err := x.Search(context.Background(), fc.Message, chat.PassagesRead)
	if err != nil {
		t.Fatal(err)
	}
	first, cause := r.Citations[r.Answer.Sentences[0].Citations[0]-1], sectionMissed
	for _, h := range res.Hits {
		if !chat.MatchesAny(t, fc.Facts, h.Text) {
			continue
		}
		if h.Article == first.Article && h.Section == first.Section {
			return sameSection
		}
		cause = rankedTooLow
	}
	return cause
}

// Limits of how much a pattern may match: a wrong sentence must not pass.
const (
	mostSentences = 45   // of the built-in articles, for one question
	mostByChance  = 0.01 // share of pairs of a question and another one's first sentence, of different articles
)

// TestFactPatterns holds the patterns to the articles: each must match a
// sentence there, and not many, and seldom one that answers something else.
func TestFactPatterns(t *testing.T) {
	var sentences []string
	articles, err := corpus.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range articles {
		for _, s := range retrieval.Sentences(a.Text) {
			sentences = append(sentences, a.Text[s.Start:s.End])
		}
	}
	for _, file := range answerFiles {
		cases := suite(t, file)
		firsts := make([]string, len(cases))
		for i, fc := range cases {
			n := 0
			for _, s := range sentences {
				if chat.MatchesAny(t, fc.Facts, s) {
					n++
				}
			}
			if n == 0 || n > mostSentences {
				t.Errorf("%s: %s: the patterns match %d sentences of the articles: %q", file, fc.ID, n, fc.Facts)
			}
			if s := fc.reply.Answer.Sentences; len(s) > 0 {
				firsts[i] = s[0].Text
			}
		}
		pairs, hits := 0, 0
		for i, fc := range cases {
			for step := 1; step <= 20; step++ {
				j := (i + step*7) % len(cases)
				if firsts[j] == "" || slices.ContainsFunc(cases[j].Articles, func(a string) bool { return slices.Contains(fc.Articles, a) }) {
					continue
				}
				pairs++
				if chat.MatchesAny(t, fc.Facts, firsts[j]) {
					hits++
				}
			}
		}
		t.Logf("%s: %d of %d first sentences that answer something else match", file, hits, pairs)
		if float64(hits) > mostByChance*float64(pairs) {
			t.Errorf("%s: the patterns are too loose: %d of %d", file, hits, pairs)
		}
	}
}

// No sentence of any answer leans on one that is not shown.
func TestAnswersReadAlone(t *testing.T) {
	sentences := 0
	for _, file := range append(answerFiles, "followups") {
		for _, fc := range suite(t, file) {
			for _, s := range fc.reply.Answer.Sentences {
				sentences++
				if chat.Leans(s.Text) {
					t.Errorf("%s: %q", fc.ID, s.Text)
				}
			}
		}
	}
	if sentences < 500 {
		t.Fatalf("only %d sentences were read", sentences)
	}
	t.Logf("%d sentences, none leans on another", sentences)
}
