package retrieval

// Condense makes a question ready for search.
func Condense(text string) Query {
	q := Query{Text: text, Type: kinds.detect(foldedWords(text))}
	seen := map[string]bool{}
	for _, t := range terms(text) {
		if !seen[t] {
			seen[t] = true
			q.Terms = append(q.Terms, t)
		}
	}
	return q
}
