package guard

// What no denied list holds by its grammar, whatever word denies. A list holds names
// of things or of how somebody is, so that an age or a count, the worst of its kind,
// a helping verb with its no, what is done with what or how, or a part of the body and
// how it is are told anew: "never been ill, 28 weeks pregnant", "no fever, worst
// headache of my life", "not sore, can't feel when I wipe".

// noItem tells whether such a thing begins at token i, behind a comma.
func (r *reading) noItem(s *sent, n, i int) bool {
	t := &r.tokens[i]
	return t.isNum || isWorst(t.text) || r.doesSomething(n, i) || r.partActs(s, n, i) || r.partIs(s, n, i) || r.isLike(n, i)
}

// isWorst tells whether a word says that there is no more of it.
func isWorst(w string) bool { return w == "worst" || w == "biggest" || w == "hardest" }

// cannot tells whether a clause begins at token i with what somebody cannot do, left
// out who: "can't feel when I wipe". Not "can't feel any lump", which denies once more.
func (r *reading) cannot(s *sent, n, i int) bool {
	switch r.tokens[i].text {
	case "can", "cannot", "could", "unable":
	default:
		return false
	}
	for _, m := range r.between(n, i, i+1) {
		if m.from == i && m.status == asserted && m.to > i+1 {
			return true
		}
	}
	return false
}

// partIs tells whether a part of the body stands at token i and then how it is:
// "speech slurred", "toe black".
func (r *reading) partIs(s *sent, n, i int) bool {
	if w := r.tokens[i].text; (w == "left" || w == "right" || w == "both") && i+1 < s.to {
		i++
	}
	if !r.placed(s, i) && !isOrgan(r.tokens[i].text) {
		return false
	}
	k := i + 1
	for k < s.to && r.tokens[k].brk == joined && (r.placed(s, k) || ascribes(r.tokens[k].text) || r.tokens[k].text == "suddenly") {
		k++
	}
	if k >= s.to || r.tokens[k].brk != joined || !describes(r.tokens[k].text) && r.tokens[k].text != "slurred" {
		return false
	}
	for _, m := range r.between(n, i, k+1) {
		if m.status == asserted && m.to > k {
			return true
		}
	}
	return false
}

// isLike tells whether a sign at token i is told by what it is like: "wee like cola".
func (r *reading) isLike(n, i int) bool {
	for _, m := range r.between(n, i, i+1) {
		for k := i + 1; m.from == i && m.status == asserted && k < m.to; k++ {
			if r.tokens[k].text == "like" {
				return true
			}
		}
	}
	return false
}
