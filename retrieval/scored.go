package retrieval

// A Scored is one sentence of a hit with its fit to the query.
type Scored struct {
	Span                  // offsets into the article's text
	Hit           int     // index of the hit it belongs to
	Index         int     // place in its passage, from 0
	Text          string  // equals the article's text [Start:End)
	Match         float64 // IDF-weighted share of the query's concepts it holds, 0 to 1
	MatchTopic    float64 // the same, without the concepts that only say what is asked
	MatchHeading  float64 // as Match, for the headings above it alone
	MatchTitle    float64 // as Match, for the title of its article alone
	MatchContext  float64 // as Match, for sentence, headings and title together
	TopicContext  float64 // as MatchTopic, for sentence, headings and title together
	Near          float64 // how near the sentence's words come in meaning to each concept of the topic, 0 to 1
	NearHeading   float64 // the same for the words of headings and title
	Extra         float64 // IDF-weighted share of its content words that the query does not hold, 0 to 1
	Cosine        float64 // similarity to the query, -1 to 1
	CosineHeading float64 // the same for the last heading above it
	CosineContext float64 // the same for the sentence under its headings
	Taught        float64 // as Cosine, by the teacher's own vector of the sentence where there is one
	TaughtHeading float64 // the same for the last heading above it
	TaughtContext float64 // the same for the sentence under that heading
	Expected      float64 // how near in meaning the query is to a question that the sentence is said to answer, -1 to 1
	ExpectedWords float64 // share of words that such a question has in common with the query, 0 to 1
	OnTopic       bool    // its section's heading type fits the question type
}
