package guard

// What somebody asks as a form does and answers with no: "is he breathing? no".

// mostOfQuestion and mostOfNo are the most words of the question and of its answer.
const (
	mostOfQuestion = 7
	mostOfNo       = 3
)

// answeredNo adds that somebody does not breathe or respond where a turn asks so and
// says no. It tells whether any was added.
func (s *session) answeredNo(r *reading) bool {
	concept, ok := s.c.lexer.byID["unresponsive"]
	added := false
	for n := 0; ok && n+1 < len(r.sents); n++ {
		q, a := &r.sents[n], &r.sents[n+1]
		if !q.asks || a.asks || q.to-q.from > mostOfQuestion || a.to-a.from > mostOfNo || !saysNo(r.tokens[a.from].text) || !r.asksOfLife(q) {
			continue
		}
		s.mentions = append(s.mentions, mention{concept: concept, phrase: -1, turn: r.turn, who: other, start: int(r.tokens[q.from].start), end: int(r.tokens[a.to-1].end)})
		added = true
	}
	return added
}

// saysNo tells whether an answer that begins with a word is no or hardly.
func saysNo(w string) bool { return isNo(w) || w == "not" || w == "barely" || w == "hardly" }

// asksOfLife tells whether a sentence asks whether somebody breathes or responds.
func (r *reading) asksOfLife(s *sent) bool {
	switch r.tokens[s.from].text {
	case "is", "are", "can", "does", "do":
	default:
		return false
	}
	for i := s.from + 1; i < s.to; i++ {
		switch r.tokens[i].text {
		case "breathing", "breathe", "conscious", "responding", "respond", "responsive":
			return true
		}
	}
	return false
}
