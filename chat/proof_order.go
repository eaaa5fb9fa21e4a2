package chat

import "slices"

// sides are the content words of a clause before and after one of its words.
// In front, only what follows the last comma counts: what stands before it
// may have been moved there.
func (r *reading) sides(i int, all bool) (left, right []word) {
	at := r.words[i]
	if !all && at.after > 0 { // unless nothing follows it
		if left, right = r.sides(i, true); len(left) == 0 || left[len(left)-1].after != at.after {
			return left, right
		}
		left, right = nil, nil
	}
	for j, w := range r.words {
		switch {
		case w.clause != at.clause || w.light || j == i:
		case j > i:
			right = append(right, w)
		case all || w.after == at.after:
			left = append(left, w)
		}
	}
	return left, right
}

// relationVeto wants doer and done-to, more and less, on their own sides.
func relationVeto(_ *proofWords, s, q *reading) veto {
	for i, w := range s.words {
		if w.relation == "" && (w.phrase == nil || !w.phrase.order) {
			continue
		}
		found, agrees := false, false
		sl, sr := s.sides(i, false)
		for j, v := range q.words {
			if !sameRelation(w, v) {
				continue
			}
			found = true
			ql, qr := q.sides(j, true)
			switch {
			case w.relation == "":
				agrees = agrees || len(sr) == 0 || among(sr[0], qr) || among(sr[0], q.parts)
				continue
			case w.flip != v.flip:
				ql, qr = qr, ql
			}
			agrees = agrees || !crosses(sl, ql, qr) && !crosses(sr, qr, ql) || oneSided(sl, sr) || oneSided(ql, qr)
		}
		if found && !agrees {
			return "direction"
		}
	}
	return ""
}

// oneSided reports that nothing stands on one side, so nothing is out of place.
func oneSided(left, right []word) bool { return len(left) == 0 || len(right) == 0 }

func sameRelation(a, b word) bool {
	if a.relation != "" {
		return a.relation == b.relation
	}
	return b.phrase != nil && b.phrase.order && a.id == b.id
}

// crosses reports whether some of the words stand on the wrong side only.
func crosses(words, right, wrong []word) bool {
	for _, w := range words {
		if among(w, wrong) && !among(w, right) {
			return true
		}
	}
	return false
}

// mixVeto refuses a sentence of which two parts both draw on the same two
// parts of the quote: what was said of one thing is then said of the other.
func mixVeto(_ *proofWords, s, q *reading) veto {
	drawn := map[int]map[int]bool{} // part of the sentence to parts of the quote
	for _, w := range slices.Concat(s.words, s.parts) {
		if w.light {
			continue
		}
		if k, ok := q.onlyPart(w); ok {
			if drawn[w.part] == nil {
				drawn[w.part] = map[int]bool{}
			}
			drawn[w.part][k] = true
		}
	}
	for a, ka := range drawn {
		for b, kb := range drawn {
			shared := 0
			for k := range ka {
				if kb[k] {
					shared++
				}
			}
			if a < b && shared > 1 {
				return "mixed"
			}
		}
	}
	return ""
}

// onlyPart is the part of the quote that alone holds the word.
func (r *reading) onlyPart(w word) (part int, ok bool) {
	for _, list := range [][]word{r.words, r.parts} {
		for _, v := range list {
			if !sameWord(w, v) {
				continue
			}
			if ok && v.part != part {
				return 0, false
			}
			part, ok = v.part, true
		}
	}
	return part, ok
}

// orderVeto refuses a sentence in which words from both sides of a third have
// changed places: "a presses on b" is not "b presses on a".
func orderVeto(_ *proofWords, s, q *reading) veto {
	turned := turnedClauses(s, q)
	for i, w := range s.words {
		if w.light || w.listed || w.amount || s.count(w) != 1 || q.count(w) != 1 || turned[w.clause] && !w.flip {
			continue
		}
		for j, v := range q.words {
			if !sameWord(w, v) {
				continue
			}
			sl, sr := s.sides(i, false)
			ql, qr := q.sides(j, true)
			if w.flip != v.flip { // behind "by" only the doer counts
				ql, qr, sr = qr, ql, sr[:min(2, len(sr))]
			}
			if crosses(sl, ql, qr) && crosses(sr, qr, ql) {
				return "order"
			}
		}
	}
	return ""
}

// turnedClauses are the clauses of the sentence that say in the passive what
// the quote says in the active, or the other way round.
func turnedClauses(s, q *reading) map[int]bool {
	out := map[int]bool{}
	for _, w := range s.words {
		for _, v := range q.words {
			if sameWord(w, v) && w.flip != v.flip {
				out[w.clause] = true
			}
		}
	}
	return out
}
