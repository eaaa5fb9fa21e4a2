package guard

import "strings"

// How a sentence asks.

// markAsks notes the sentences that end with a question mark.
func (r *reading) markAsks(text string) {
	for i := range r.sents {
		s := &r.sents[i]
		from, to := int(r.tokens[s.to-1].end), len(text)
		if s.to < len(r.tokens) {
			to = int(r.tokens[s.to].start)
		}
		s.asks = from < to && strings.ContainsRune(text[from:to], '?')
	}
}

// softly tells whether a sentence asks for advice or is only a topic to look
// up, with no sign that somebody has it now. What it names is too little for
// see_doctor and for urgent only a lead, though it counts for an emergency.
func (s *sent) softly(r *reading) bool {
	if _, ok := s.has(own, present, recent, relative, pronoun, oneSide, onlySide); ok {
		return false
	}
	for i := s.from; i < s.to; i++ {
		switch r.tokens[i].text {
		case "my", "me", "mine", "myself", "been", "had", "woke", "started", "keep", "keeps":
			return false
		case "i", "we":
			if !advice(r, s, i) {
				return false
			}
		}
	}
	if _, ok := r.opening(s); ok {
		return true
	}
	return s.asks && s.to-s.from <= topicWords
}

// topicWords is the most words of a topic with a question mark: "tonic water
// every night for cramps, worth it?".
const topicWords = 12

// advice tells whether the "i" at token k asks for advice: "should i", "how
// can i", "before i should".
func advice(r *reading, s *sent, k int) bool {
	if k > s.from && isAux(r.tokens[k-1].text) {
		return true
	}
	return k+1 < s.to && r.tokens[k+1].text == "should"
}

// onlyAsks tells whether a turn is nothing but questions that name no one.
func (r *reading) onlyAsks() bool {
	for i := range r.sents {
		s := &r.sents[i]
		if _, ok := s.has(own, self, relative); ok {
			return false
		}
		if _, ok := r.opening(s); !ok {
			return false
		}
	}
	return len(r.sents) > 0
}

// personal tells whether a turn speaks of somebody's own body or of now.
func (r *reading) personal() bool {
	for i := range r.sents {
		if _, ok := r.sents[i].has(own, self, present, recent); ok {
			return true
		}
	}
	return false
}
