package corpus

import (
	"bytes"
	"fmt"
	"strings"
)

// An article may say which questions its sentences answer, in the words of the
// people who ask. Search then finds a sentence by a question that shares no word
// with it ("document expansion", Nogueira, Yang, Lin and Cho 2019). The list is
// an HTML comment at the end of the Markdown, so no reader of the article sees it:
//
//	<!-- questions
//	> Most night leg cramps last from a few seconds to about 10 minutes.
//	how long does a night cramp last?
//	my calf locks up at 2am, when will it let go
//	-->
//
// A line with ">" quotes a sentence of the article word for word; the questions
// below it, one a line, are those it answers. Nobody is ever shown them.

// Bounds on the expected questions of one article.
const (
	MaxQuestions     = 4096 // in an article
	MaxQuestionBytes = 500  // of one question
)

// A Question is one that a sentence of the article answers.
type Question struct {
	Text       string
	Start, End int // of the sentence: bytes of Article.Text
}

const (
	questionsOpen  = "<!-- questions\n"
	questionsClose = "-->"
)

// cutQuestions cuts the list of questions off the end of Markdown.
func cutQuestions(body []byte) (rest, list []byte) {
	at := bytes.LastIndex(body, []byte("\n"+questionsOpen))
	if at < 0 {
		return body, nil
	}
	list, ok := bytes.CutSuffix(bytes.TrimRight(body[at+1+len(questionsOpen):], "\n \t"), []byte(questionsClose))
	if !ok || bytes.Contains(list, []byte(questionsClose)) {
		return body, nil // not at the end: a comment like any other
	}
	return body[:at+1], list
}

// readQuestions fills Questions from a list; Text must be known.
func (a *Article) readQuestions(list []byte) error {
	var at Question
	for n, line := range strings.Split(string(list), "\n") {
		line = strings.TrimSpace(line)
		quote, quoted := strings.CutPrefix(line, "> ")
		switch {
		case line == "":
		case quoted:
			if at.Start = strings.Index(a.Text, quote); at.Start < 0 {
				return fmt.Errorf("questions, line %d: the article does not say %.80q", n+1, quote)
			}
			at.End = at.Start + len(quote)
		case at.End == 0:
			return fmt.Errorf("questions, line %d: no sentence before the first question", n+1)
		case len(line) > MaxQuestionBytes || len(a.Questions) == MaxQuestions:
			return fmt.Errorf("questions, line %d: at most %d questions of at most %d bytes", n+1, MaxQuestions, MaxQuestionBytes)
		default:
			a.Questions = append(a.Questions, Question{line, at.Start, at.End})
		}
	}
	return nil
}
