package guard

// A clause is a stretch of a sentence, tokens [from:to), and what it is about.
type clause struct {
	from, to int
	start    int // where its subject begins
	head     int // the last word of a thing that is its subject, -1 for none
	kind     thing
}

// namesThing tells whether a sentence names any thing.
func (r *reading) namesThing(s *sent) bool {
	for i := s.from; i < s.to; i++ {
		if r.tokens[i].thing != noThing {
			return true
		}
	}
	return false
}

// longClause is the most words of a clause; a longer one is cut.
const longClause = 40

// clauseAt finds the clause that begins at a token, and its subject.
func (r *reading) clauseAt(s *sent, from int) clause {
	cl := clause{from: from, to: from + 1, head: -1}
	if cl.to < s.to && joins(r.tokens[from].text) && r.tokens[cl.to].text == "then" {
		cl.to++
	}
	for cl.to < min(s.to, from+longClause) && r.tokens[cl.to].brk == joined && !opensClause(r.tokens[cl.to].text) {
		cl.to++
	}
	cl.start = from
	for cl.start < cl.to-1 && leadsIn(r.tokens[cl.start].text) {
		cl.start++
	}
	marked, spare := false, 0
	for i := cl.start; i < cl.to; i++ {
		t := &r.tokens[i]
		switch {
		case t.thing != noThing:
			r.head(s, &cl, i, marked)
			return cl
		case determines(t.text) && spare == 0:
			marked = true
		case r.covers(s, relative, i) && spare == 0: // "my gran's cat"
			marked = true
			if !r.covers(s, relative, i+1) {
				spare = mostSpare
			}
		case ofMachine(t.text) && i+1 < cl.to && r.tokens[i+1].thing == machine:
		case !marked || spare == mostSpare || ascribes(t.text) || preposed(t.text) || isPerson(t.text) || medical(t.text) || r.placed(s, i):
			return cl
		default:
			spare++
		}
	}
	return cl
}

// mostSpare is how many words that are not known may stand before a thing: one
// is an adjective, two may be "Tom kicked".
const mostSpare = 1

// head sets the subject of a clause to the thing that begins at token i.
func (r *reading) head(s *sent, cl *clause, i int, marked bool) {
	first := i
	for i+1 < cl.to && r.tokens[i+1].thing != noThing {
		i++
	}
	if i+1 < cl.to && (tends(r.tokens[i+1].text) || r.tokens[i].thing == animal && r.tokens[i+1].brk == joined && isDoer(r.tokens[i+1].text)) {
		return // "our cat sitter has gone limp"
	}
	if first == i && endearing(r.tokens[i].text) && i > cl.start && fond(r.tokens[i-1].text) {
		return // "my wee lamb has a fever"
	}
	if first == i && endearing(r.tokens[i].text) && !marked && !(i+1 < cl.to && (ascribes(r.tokens[i+1].text) || r.placed(s, i+1))) {
		return
	}
	kind := r.tokens[i].thing
	if kind == food && cl.start > cl.from && !marked && isHad(r.tokens[cl.start-1].text) {
		return // what somebody ate: "had pasta and now wheezing"
	}
	if kind == legged { // clothes and furniture take the marks of a body
		for i++; i < cl.to && ascribes(r.tokens[i].text); i++ {
		}
		if i >= cl.to || !isLegs(r.tokens[i].text) {
			return
		}
	}
	cl.head, cl.kind = i, kind
}

// isHad tells whether a word says that somebody had what follows.
func isHad(w string) bool { return w == "had" || w == "have" || w == "has" }

// attached gives the last word of a thing that a word such as "on" at token i
// joins to the one before, as in "the tyre on my bike"; i for none.
func (r *reading) attached(s *sent, i, to int) int {
	if !preposed(r.tokens[i].text) && !besides(r.tokens[i].text) {
		return i
	}
	k := i + 1
	for k < to && (determines(r.tokens[k].text) || r.covers(s, relative, k) && r.ownsThing(s, k, to)) {
		k++
	}
	if k < to && k > i+1 && isWhere(r.tokens[k].text) {
		return k
	}
	if k >= to || r.tokens[k].thing == noThing || r.tokens[k].thing == legged {
		return i
	}
	for k+1 < to && r.tokens[k+1].thing != noThing {
		k++
	}
	return k
}

// besides tells whether a word tells where a stray animal is.
func besides(w string) bool { return w == "near" || w == "outside" || w == "behind" || w == "beside" }

// isWhere tells whether a word names where a stray animal is: "the dog near my
// gate".
func isWhere(w string) bool {
	switch w {
	case "gate", "lane", "flat", "house", "home", "street", "building", "society", "colony", "block", "place", "village", "school", "estate", "area", "neighbourhood",
		"bathroom", "bedroom", "hallway", "loo", "balcony", "courtyard", "temple", "station", "park", "side", "bottom", "top", "surface", "tank", "bowl", "cage", "hutch", "basket":
		return true
	}
	return false
}

// peopled tells whether a clause names a person from token lo on: by a pronoun
// (with animals, "he" and "her" are theirs), as a relative who is not only an owner,
// or by a part of the body that is "my" own. The "i" of "should i" only asks.
func (r *reading) peopled(s *sent, lo int, cl clause, animals bool) bool {
	for i := max(lo, s.from); i < cl.to; i++ {
		w := r.tokens[i].text
		next := ""
		if i+1 < s.to {
			next = r.tokens[i+1].text
		}
		switch w {
		case "i":
			if i > s.from && isAux(r.tokens[i-1].text) || next == "think" || next == "wonder" {
				continue
			}
			return true
		case "my", "our", "your":
			if i+1 < s.to && r.placed(s, i+1) || i+2 < s.to && r.placed(s, i+2) && r.tokens[i+1].thing == noThing {
				return true
			}
			continue
		case "his", "her", "it", "they", "their", "he", "she":
			if animals {
				continue
			}
		case "them":
			if animals && (r.tokens[i-1].text == "ate" || r.tokens[i-1].text == "eaten" || r.tokens[i-1].text == "swallowed" || r.tokens[i-1].text == "chewed") {
				continue // what an animal eats is no person
			}
		}
		if isPerson(w) && w != "my" || r.covers(s, relative, i) && !r.ownsThing(s, i, cl.to) {
			return true
		}
	}
	return false
}

// ownsThing tells whether a relative only owns the thing named next: "my
// gran's cat".
func (r *reading) ownsThing(s *sent, i, to int) bool {
	for i < to && r.covers(s, relative, i) {
		i++
	}
	for k := i; k < min(to, i+mostSpare+1); k++ {
		if r.tokens[k].thing != noThing {
			return true
		}
	}
	return false
}

// attacks tells whether an animal does something that hurts: who is meant next
// may be whom it hurt.
func (r *reading) attacks(cl clause) bool {
	for i := cl.head + 1; i < cl.to; i++ {
		switch r.tokens[i].text {
		case "bit", "bite", "bites", "bitten", "kicked", "kicks", "kick", "scratched", "scratch", "scratches", "stood", "stepped", "stamped", "trod",
			"trampled", "knocked", "threw", "thrown", "bucked", "fell", "landed", "jumped", "rolled", "attacked", "mauled", "butted", "gored",
			"charged", "dragged", "pulled", "hit", "crushed", "tripped", "pecked", "clawed", "nipped", "lunged", "ran", "stung", "licked", "sat":
			return true
		}
	}
	return false
}

// mishap tells whether something befell a machine or a place, and so perhaps
// somebody in it: "the car crashed and drowsy since".
func (r *reading) mishap(cl clause) bool {
	for i := cl.head + 1; i < cl.to; i++ {
		switch r.tokens[i].text {
		case "crashed", "crash", "slipped", "skidded", "flipped", "overturned", "tipped", "toppled", "fell", "hit", "rolled", "collapsed", "exploded", "gave",
			"snapped", "burst", "swerved":
			return true
		}
	}
	return false
}

// acts tells whether a sign is something done or wished rather than a state: a
// horse that kicked is not hurt. Of the circumstances only animals have any.
func (lx *lexer) acts(m *mention, kind thing) bool {
	c := &lx.concepts[m.concept]
	switch c.id {
	case "injury", "injury_severe", "bite_infected", "burn_big", "after_blow", "snake", "abuse", "crushing", "crisis_other", "dying_asked", "sees_things", "sock_dents":
		return true
	case "supplement", "took", "overdose", "child_took", "ate_it", "ate_pills", "dose_doubt", "harm_doubt", "pill_blame", "stop_medicine":
		return kind != animal
	}
	return c.wish || m.plea || c.kind == risk && kind != animal
}

// onlyRisk tells whether a mention is a circumstance, which a thing has none of:
// it leaves the signs beside it the thing's.
func (lx *lexer) onlyRisk(m *mention) bool {
	c := &lx.concepts[m.concept]
	if c.kind != risk || c.wish || m.plea {
		return false
	}
	switch c.id {
	case "injury", "injury_severe", "bite_infected", "after_blow", "snake", "abuse", "took", "overdose", "child_took", "ate_it", "ate_pills", "dose_doubt", "harm_doubt", "pill_blame", "stop_medicine", "supplement":
		return false
	}
	return true
}

// namesAnybody tells whether the words of a mention name a person.
func (r *reading) namesAnybody(s *sent, m *mention) bool {
	for i := m.from; i < m.to; i++ {
		if w := r.tokens[i].text; isPerson(w) || isSomebody(w) || r.covers(s, relative, i) {
			return true
		}
	}
	return false
}
