package guard

import (
	"cmp"
	"slices"
)

// mostQuestions is how many questions one verdict may carry.
const mostQuestions = 3

// ask chooses the questions for the next turn, the most dangerous first. None
// are put when the level is already the highest, and none about a part of the
// body that is only supposed.
func (s *session) ask() {
	s.asked = s.asked[:0]
	if s.level == Emergency {
		return
	}
	told := func(m *mention) bool { return m.status == asserted && !m.guessed && !m.weak }
	f, o := s.newFacts(me, told), s.newFacts(other, told)
	known := s.emptyFacts()
	for i := range s.mentions {
		m := &s.mentions[i]
		if m.status == asserted || m.status == denied || m.status == resolved {
			known.add(m)
		}
	}
	defer func() {
		s.drop(f)
		s.drop(o)
		s.drop(known)
	}()
	for i := range s.c.questions {
		q := &s.c.questions[i]
		if s.answered[i] || !(q.matters(f) || q.matters(o)) || q.settled(known) {
			continue
		}
		s.asked = append(s.asked, i)
	}
	slices.SortStableFunc(s.asked, func(a, b int) int {
		return cmp.Compare(s.c.questions[a].def.Rank, s.c.questions[b].def.Rank)
	})
	s.asked = s.asked[:min(len(s.asked), mostQuestions)]
}

func (q *question) matters(f *facts) bool {
	for i := range q.ask {
		if !f.might(&q.ask[i]) {
			continue
		}
		if _, missing := f.holds(&q.ask[i], nil); missing == 0 {
			return true
		}
	}
	return false
}

// settled tells whether the person has already spoken about it.
func (q *question) settled(known *facts) bool {
	for i := range q.unless {
		if len(known.choose(&q.unless[i], nil)) > 0 {
			return true
		}
	}
	return false
}

// bind reads a turn as the answer to the questions put before it. A turn that
// begins with yes and adds nothing recognised says what the first question
// asks; several answers go to the questions in order; "both" and "all" say it
// of every question and "none" settles them all; anything unsure leaves them
// open, and so does a question passed over.
func (s *session) bind(r *reading, turn int) {
	said := r.answers()
	if len(s.asked) == 0 || len(said) == 0 || len(r.mentions)+len(r.attrs) > 0 {
		return
	}
	for n, i := range s.asked {
		a := said[min(n, len(said)-1)]
		if n >= len(said) && !r.everything(a) {
			return
		}
		if a.kind == yes {
			r.mentions = append(r.mentions, s.c.questions[i].assert(r, turn, a))
		}
		if a.kind != unsure {
			s.settle(i)
		}
	}
}

// everything tells whether an answer speaks of all questions: "both", "none".
func (r *reading) everything(a cueHit) bool {
	switch r.tokens[a.from].text {
	case "both", "all", "none", "neither", "never":
		return true
	}
	return r.tokens[a.to-1].text == "all"
}

// settle notes that a question has its answer.
func (s *session) settle(i int) {
	if s.answered == nil {
		s.answered = map[int]bool{}
	}
	s.answered[i] = true
}

// longestAnswer is the most words of a turn that only answers questions, two
// for each answer left out.
const longestAnswer = 3

// answers lists the yes, no and unsure of a turn in order. Only a turn that
// begins with one is an answer, and "yes please" is not.
func (r *reading) answers() []cueHit {
	var out []cueHit
	for i := range r.sents {
		for _, c := range r.sents[i].cues {
			if c.kind != yes && c.kind != no && c.kind != unsure {
				continue
			}
			begins := c.from == 0 || r.tokens[c.from].brk != joined || r.tokens[c.from-1].text == "and"
			if begins && (len(out) == 0 || out[len(out)-1].to <= c.from) {
				out = append(out, c)
			}
		}
	}
	if len(out) == 0 || out[0].from > 0 || len(r.tokens) > longestAnswer+2*len(out) {
		return nil
	}
	if next := out[0].to; next < len(r.tokens) {
		switch r.tokens[next].text {
		case "please", "thanks", "thank", "but", "problem", "worries":
			return nil
		}
	}
	return out
}

// assert makes the mention that a yes stands for.
func (q *question) assert(r *reading, turn int, c cueHit) mention {
	sd := q.yes.side
	return mention{concept: q.yes.concept, phrase: -1, turn: turn, from: c.from, to: c.to,
		start: int(r.tokens[c.from].start), end: int(r.tokens[c.to-1].end),
		sites: q.yes.sites, attrs: q.yes.attrs, side: sd, status: asserted}
}
