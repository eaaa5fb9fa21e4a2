package retrieval

// A Scored is one sentence of a hit with its fit to the query.
type Scored struct {
	Span            // offsets into the article's text
	Hit     int     // index of the hit it belongs to
	Text    string  // equals the article's text [Start:End)
	Match   float64 // IDF-weighted share of the query's terms it holds, 0 to 1
	Cosine  float64 // similarity to the query, -1 to 1; 0 when degraded
	OnTopic bool    // its section's heading type fits the question type
	Index   int     // place in its passage, from 0
}
