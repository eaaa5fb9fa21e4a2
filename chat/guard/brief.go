package guard

// Few words. "He's hurting me" is a cry for help when it is all that somebody
// writes, and in a long story it is about a dentist or a game. Concepts marked
// brief are the findings that people tell in so few words that nothing else in
// them says what is meant; they count only where little else is said. An aside
// in a sentence of its own ("my dog is fine") takes nothing away.

// What is brief, in words.
const (
	briefSentence = 20
	briefTurn     = 36 // of a paragraph
)

// brief tells whether a sentence, and all that is said beside it in its paragraph,
// is short.
func (r *reading) brief(s *sent) bool {
	from, to := s.from, s.to
	for from > 0 && r.tokens[from].brk != paragraph && to-from <= briefTurn {
		from--
	}
	for to < len(r.tokens) && r.tokens[to].brk != paragraph && to-from <= briefTurn {
		to++
	}
	return s.to-s.from <= briefSentence && to-from <= briefTurn
}
