package chat

// A stance is how a clause makes its statement.
type stance struct {
	strong, weak               int // negations
	possible, usual, mustStand bool
}

func (s stance) plus(t stance) stance {
	return stance{s.strong + t.strong, s.weak + t.weak, s.possible || t.possible, s.usual || t.usual, s.mustStand || t.mustStand}
}

// stanceOf sums up one clause.
func (r *reading) stanceOf(clause int) (s stance) {
	for _, w := range r.words {
		if w.clause != clause || w.phrase == nil {
			continue
		}
		switch w.phrase.negation {
		case 1:
			s.weak++
		case 2:
			s.strong++
		}
		switch w.phrase.strength {
		case "possible":
			s.possible = true
		case "usual":
			s.usual = true
		case "required":
			s.mustStand = true
		}
	}
	return s
}

// content are the words of one clause that carry a claim.
func (r *reading) content(clause int) (out []word) {
	for _, w := range r.words {
		if w.clause == clause && !w.light {
			out = append(out, w)
		}
	}
	return out
}

// maxCover is how many clauses of a quote one clause may draw together.
const maxCover = 2

// clauseVeto wants the clauses of the sentence to make their statements with
// the polarity and the strength of the clauses of the quote they draw on.
func clauseVeto(_ *proofWords, s, q *reading) veto {
	mine, covers := map[int]stance{}, map[int][][]int{}
	for c := range s.clauses {
		cover := coverOf(s.content(c), q)
		if len(cover) > maxCover {
			return "clauses"
		}
		if len(cover) == 0 {
			cover = []int{0}
		}
		k := cover[0]
		mine[k] = mine[k].plus(s.stanceOf(c))
		covers[k] = append(covers[k], cover)
	}
	for k, m := range mine {
		allowed := m == q.stanceOf(k)
		for _, cover := range covers[k] {
			allowed = allowed || len(cover) == 2 && m == q.stanceOf(k).plus(q.stanceOf(cover[1]))
		}
		if !allowed {
			return "stance"
		}
	}
	return ""
}

// coverOf picks the clauses of the quote that hold the words, the fullest
// first.
func coverOf(words []word, q *reading) (cover []int) {
	left := append([]word(nil), words...)
	for len(left) > 0 {
		best, most := -1, 0
		for k := range q.clauses {
			n := 0
			for _, w := range left {
				if q.clauseHas(k, w) {
					n++
				}
			}
			if n > most {
				best, most = k, n
			}
		}
		if best < 0 {
			return cover
		}
		cover = append(cover, best)
		rest := left[:0]
		for _, w := range left {
			if !q.clauseHas(best, w) {
				rest = append(rest, w)
			}
		}
		left = rest
	}
	return cover
}

func (r *reading) clauseHas(clause int, w word) bool {
	for _, list := range [][]word{r.words, r.parts} {
		for _, v := range list {
			if v.clause == clause && sameWord(w, v) {
				return true
			}
		}
	}
	return false
}

// keepShare of a condition's words must be there if its "if" is not.
const keepCondition = 0.6

// conditionVeto refuses a rewrite that leaves a condition out or turns it.
func conditionVeto(_ *proofWords, s, q *reading) veto {
	for _, w := range q.words {
		switch w.text {
		case "unless", "until", "except", "only":
			if !s.has(w) {
				return "condition"
			}
		case "if":
			if s.hasText("if", "when") {
				continue
			}
			held, all := 0, q.content(w.clause)
			for _, c := range all {
				if s.has(c) {
					held++
				}
			}
			if float64(held) < keepCondition*float64(len(all)) {
				return "condition"
			}
		}
	}
	if q.hasText("even") && s.hasText("if", "when") && !s.hasText("even", "although", "though") {
		return "condition"
	}
	return ""
}

func (r *reading) hasText(texts ...string) bool {
	for _, w := range r.words {
		for _, t := range texts {
			if w.text == t {
				return true
			}
		}
	}
	return false
}

// pairs are the binders of a text with the word each one binds.
func (r *reading) pairs() (out [][2]word) {
	for i, w := range r.words {
		if w.phrase == nil || !w.phrase.binder {
			continue
		}
		for _, next := range r.words[i+1:] {
			if next.clause == w.clause && !next.light {
				out = append(out, [2]word{w, next})
				break
			}
		}
	}
	return out
}

// binderVeto wants a word that the quote qualifies to stay qualified, and by
// the same word.
func binderVeto(_ *proofWords, s, q *reading) veto {
	theirs := q.pairs()
	for _, p := range theirs {
		if q.count(p[1]) == 1 && s.has(p[1]) && !s.has(p[0]) {
			return "qualifier"
		}
	}
	if len(theirs) < 2 {
		return ""
	}
	for _, m := range s.pairs() {
		known := false
		for _, p := range theirs {
			known = known || sameWord(m[0], p[0]) && sameWord(m[1], p[1])
		}
		if !known {
			return "qualifier"
		}
	}
	return ""
}

func (r *reading) count(w word) (n int) {
	for _, v := range r.words {
		if sameWord(v, w) {
			n++
		}
	}
	return n
}
