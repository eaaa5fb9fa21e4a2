package corpus

import (
	"bytes"
	"fmt"
	"regexp"
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
// A line with ">" quotes a sentence of the article word for word, or the first
// words of one; the questions below it, one a line, are those it answers. Nobody
// is ever shown them.

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

// questionsOpen is the first line of the comment, questionsClose its end.
var questionsOpen = regexp.MustCompile(`^` + commentOpen + `[ \t]*questions[ \t]*\n`)

const (
	commentOpen    = "<!--"
	questionsClose = "-->"
)

// lastOpen finds the last line that opens a list; both are 0 for none.
func lastOpen(body []byte) (from, to int) {
	for at := 0; ; at += len(commentOpen) {
		next := bytes.Index(body[at:], []byte(commentOpen))
		if next < 0 {
			return from, to
		}
		if at += next; at > 0 && body[at-1] != '\n' {
			continue
		}
		if line := questionsOpen.FindIndex(body[at:]); line != nil {
			from, to = at, at+line[1]
		}
	}
}

// cutQuestions cuts the list of questions off the end of Markdown. Where an
// HTML comment ends is for no list to say otherwise: what stands behind its
// first "-->" is a part of the article, so there may be none.
func cutQuestions(body []byte) (rest, list []byte, err error) {
	from, to := lastOpen(body)
	if to == 0 {
		return body, nil, nil
	}
	list, after, closed := bytes.Cut(body[to:], []byte(questionsClose))
	switch {
	case closed && len(bytes.TrimSpace(after)) == 0:
		return body[:from], list, nil
	case closed && len(bytes.TrimSpace(list[bytes.LastIndexByte(list, '\n')+1:])) > 0:
		return nil, nil, fmt.Errorf("questions, line %d: %q ends the list too early", bytes.Count(list, []byte("\n"))+1, questionsClose)
	}
	return body, nil, nil // not at the end: a comment like any other
}

// readQuestions fills Questions from a list; Text and Blocks must be known.
func (a *Article) readQuestions(list []byte) error {
	var at Question
	quotes, said := 0, a.statements()
	for n, line := range strings.Split(string(list), "\n") {
		line = strings.TrimSpace(line)
		quote, quoted := strings.CutPrefix(line, ">")
		quote = strings.TrimSpace(quote)
		switch {
		case line == "":
		case quoted && quote == "":
			return fmt.Errorf("questions, line %d: no sentence after \">\"", n+1)
		case quoted:
			if quotes++; quotes > MaxQuestions {
				return fmt.Errorf("questions, line %d: at most %d quotes", n+1, MaxQuestions)
			}
			if at.Start = strings.Index(said, quote); at.Start < 0 {
				return fmt.Errorf("questions, line %d: no paragraph, list or table of the article says %.80q", n+1, quote)
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

// statements is Text with line breaks in place of its headings, which are no
// sentences even where they say the same as one.
func (a *Article) statements() string {
	said := []byte(a.Text)
	for _, b := range a.Blocks {
		for i := b.Start; b.Kind == Heading && i < b.End; i++ {
			said[i] = '\n'
		}
	}
	return string(said)
}
