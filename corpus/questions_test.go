package corpus_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/limber-health/limber/corpus"
)

const cramps = "# Cramps\n\nMost cramps last ten minutes. Stretch the calf.\n\nDrink enough.\n"

func TestQuestionsBelongToTheirSentence(t *testing.T) {
	a, err := corpus.Parse("cramps.md", []byte(cramps+`
<!-- questions
> Stretch the calf.
what can i do about a cramp

calf locked, help
> Most cramps last ten minutes.
when will it let go?
-->
`))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, q := range a.Questions {
		got = append(got, q.Text+" | "+a.Text[q.Start:q.End])
	}
	want := []string{"what can i do about a cramp | Stretch the calf.", "calf locked, help | Stretch the calf.", "when will it let go? | Most cramps last ten minutes."}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if strings.Contains(a.Text, "let go") {
		t.Errorf("the questions are in the text: %q", a.Text)
	}
	plain, err := corpus.Parse("cramps.md", []byte(cramps))
	if err != nil || plain.Text != a.Text || len(plain.Questions) > 0 {
		t.Errorf("the article changed with its questions: %q, %v", plain.Text, err)
	}
}

// A comment elsewhere is a comment like any other.
func TestOnlyALastCommentHoldsQuestions(t *testing.T) {
	for _, src := range []string{
		"<!-- questions\n> Stretch the calf.\nwhat now\n-->\n\n" + cramps,
		cramps + "\n<!-- questions\n> Stretch the calf.\nwhat now\n",
		cramps + "\n<!-- question\n> Stretch the calf.\nwhat now\n-->\n",
	} {
		if a, err := corpus.Parse("cramps.md", []byte(src)); err != nil || len(a.Questions) > 0 {
			t.Errorf("%q: %d questions, %v", src, len(a.Questions), err)
		}
	}
}

func TestQuestionsSayWhatIsWrong(t *testing.T) {
	for want, list := range map[string]string{
		"\"Stretch the thigh.\"": "> Stretch the thigh.\nwhat now",
		"no sentence before":     "what now\n> Stretch the calf.",
		"no sentence after":      "> Stretch the calf.\nwhat now\n>\nwhat else",
		"4096 quotes":            strings.Repeat("> Stretch the calf.\n", corpus.MaxQuestions+1),
		"too early":              "> Stretch the calf.\npain --> what now\nwhat else",
		"500 bytes":              "> Stretch the calf.\n" + strings.Repeat("a", corpus.MaxQuestionBytes+1),
		"4096 questions":         "> Stretch the calf.\n" + strings.Repeat("what now\n", corpus.MaxQuestions+1),
	} {
		_, err := corpus.Parse("cramps.md", fmt.Appendf(nil, "%s\n<!-- questions\n%s\n-->\n", cramps, list))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40q: %v, want %q", list, err, want)
		}
	}
}

// A space that nobody sees, or none where one is usual, loses no question.
func TestQuestionsForgiveSpaces(t *testing.T) {
	a, err := corpus.Parse("cramps.md", []byte(cramps+"\n<!--questions \r\n>Stretch the calf. \r\n what now\r\n--> \r\n"))
	if err != nil || len(a.Questions) != 1 || a.Questions[0].Text != "what now" {
		t.Errorf("%v, %v", a.Questions, err)
	}
}

// A heading may say the same as the sentence below it, which is the one meant.
func TestQuestionsAreNotOfHeadings(t *testing.T) {
	a, err := corpus.Parse("cramps.md", []byte("# Cramps\n\n## Stretch the calf\n\nIt helps. Stretch the calf well.\n\n<!-- questions\n> Stretch the calf\nwhat now\n-->\n"))
	if err != nil || len(a.Questions) != 1 || !strings.HasSuffix(a.Text[:a.Questions[0].Start], "helps. ") {
		t.Errorf("%q: %v, %v", a.Text, a.Questions, err)
	}
}
