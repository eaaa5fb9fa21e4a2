// Package retrieval answers one question: which passages of the articles fit
// this text? It owns passages, the index, the embedder and keyword search. It
// writes no file and decides nothing about answers.
package retrieval

import (
	"context"

	"github.com/limber-health/limber/corpus"
)

// Article is a corpus article, named here for the packages above retrieval.
type Article = corpus.Article

// A Span is a range of bytes of an article's text, start inclusive, end exclusive.
type Span struct{ Start, End int }

// A Passage is a run of whole sentences of one section of an article, about
// 200 tokens long. Passages of an article do not overlap.
type Passage struct {
	ID        string // "slug#start-end"
	Article   string // slug
	Title     string // of the article
	Section   string // heading path, "Heading > Subheading"; empty before the first heading
	Text      string // equals the article's text [Start:End)
	Start     int
	End       int
	Sentences []Span // in order, offsets into the article's text
}

// A Hit is a passage found for a query. Scores compare only within one result.
type Hit struct {
	Passage
	Score   float64 // fused, higher is better
	Keyword float64 // normalised keyword part, 0 to 1
	Vector  float64 // cosine similarity, -1 to 1; 0 when degraded
}

// A Result is what one query found, best passage first.
type Result struct {
	Hits     []Hit
	Query    Query   // what was searched for, after condensation
	Support  float64 // calibrated estimate, 0 to 1, that the hits can answer the query
	Enough   bool    // Support reaches the threshold fitted on the refusal suite
	Degraded bool    // the embedder could not be reached; keywords only
}

// A Query is a question made ready for search.
type Query struct {
	Text  string       // condensed: greetings and story dropped
	Terms []string     // content words, folded and stemmed, without duplicates
	Type  QuestionType // what is asked about the topic

	Said     string    // Text for the embedder, of story only what names a topic
	Topic    bool      // the message itself names a health word
	Topical  int       // words of the message that name a topic of health
	Concepts []Concept // what Terms belong to, in order, with other words for it
}

// A Concept is one thing a question names: a content word, or a phrase of the
// lexicon with other ways to say it.
type Concept struct {
	Words    string     // as asked, folded
	Terms    []string   // content words, folded and stemmed; empty for a phrase of stop words
	Also     [][]string // other ways to say it, each as stemmed words
	Means    string     // the most usual other way, as written; empty if there is none
	Named    bool       // the other ways are names of the very same thing
	Familiar bool       // passages of the index are about it under the words asked; set by a search
	Asks     bool       // it only says what type of question this is, such as "treat" or "how long"
	Weight   float64    // 1 in the question itself, less in the story around it
}

// QuestionType is what a question asks about its topic; it is matched against
// the type of a heading.
type QuestionType string

// An Embedder turns texts into vectors of one fixed dimension. Every
// langchaingo embedder satisfies it.
type Embedder interface {
	EmbedDocuments(ctx context.Context, texts []string) ([][]float32, error)
	EmbedQuery(ctx context.Context, text string) ([]float32, error)
}
