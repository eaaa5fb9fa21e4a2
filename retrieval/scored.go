package retrieval

// A Scored is one sentence of a hit with its fit to the query.
type Scored struct {
	Span                  // offsets into the article's text
	Hit           int     // index of the hit it belongs to
	Index         int     // place in its passage, from 0
	Text          string  // equals the article's text [Start:End)
	Match         float64 // IDF-weighted share of the query's concepts it holds, 0 to 1
	MatchHeading  float64 // the same for the headings above it alone
	MatchContext  float64 // the same for sentence, headings and title together
	Cosine        float64 // similarity to the query, -1 to 1
	CosineContext float64 // the same for the sentence under its headings
	OnTopic       bool    // its section's heading type fits the question type
}
