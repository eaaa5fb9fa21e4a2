package guard

// What stands in one clause of a thing, and what goes on about it.

// goesOn tells whether a clause only adds to what was said of a thing: "went
// limp and pale", "a lump that doubled". Of an animal a comma also adds: "is
// lame, a bit swollen". It sets what comes before the addition as the subject.
func (r *reading) goesOn(s *sent, n int, cl *clause, o *owning) bool {
	from := cl.from
	if r.tokens[from].brk == joined {
		switch r.tokens[from].text {
		case "and", "or", "that", "which", "then":
		default:
			return false
		}
		for from++; from < cl.to && r.tokens[from].text == "then"; from++ {
		}
	} else if !o.beast {
		return false
	}
	if from >= cl.to || ofOneself(r.tokens[from].text) || r.peopled(s, cl.from, *cl, false) {
		return false
	}
	i := from
	for i < cl.to && (determines(r.tokens[i].text) || ascribes(r.tokens[i].text) && !r.inSign(n, i)) {
		i++
	}
	legs := o.kind == legged && i < cl.to && isLegs(r.tokens[i].text)
	for k := from; k < cl.to; k++ {
		if r.placed(s, k) && !(legs && k == i) {
			return false
		}
	}
	cl.start, cl.head, cl.kind = from, from-1, o.kind
	if legs {
		cl.head = i
		return true
	}
	return i < cl.to && r.inSign(n, i)
}

// ofAnimal tells whether a clause goes on about the animal before it by "he",
// "she", "it", "they". Its subject becomes that word.
func (r *reading) ofAnimal(s *sent, cl *clause) bool {
	if r.tokens[cl.from].text == "but" {
		return false
	}
	switch r.tokens[cl.start].text {
	case "he", "she", "it", "they", "his", "her", "their":
		cl.head, cl.kind = cl.start, animal
		return !r.peopled(s, cl.start+1, *cl, true)
	}
	for i := cl.start; i+1 < cl.to; i++ {
		if w := r.tokens[i].text; (w == "his" || w == "her") && r.placed(s, i+1) {
			cl.head, cl.kind, cl.start = cl.from-1, animal, cl.from
			if joins(r.tokens[cl.from].text) {
				cl.head, cl.start = cl.from, cl.from+1
			}
			if r.pointsOut(cl.start, i) { // "one of his legs"
				cl.head = i
			}
			return !r.peopled(s, cl.start, *cl, true)
		}
	}
	return false
}

// pointsOut tells whether tokens [from:to) only count or point: "one of".
func (r *reading) pointsOut(from, to int) bool {
	for i := from; i < to; i++ {
		if !determines(r.tokens[i].text) {
			return false
		}
	}
	return from < to
}

// human tells whether a clause names a sign that only people tell of or are
// asked about: "her speech is slurred" is not said of a cat.
func (lx *lexer) human(r *reading, n int, cl clause) bool {
	for _, m := range r.between(n, cl.from, cl.to) {
		if ofPeople(lx.concepts[m.concept].id) {
			return true
		}
	}
	return false
}

// ofPeople tells whether only people have a sign.
func ofPeople(id string) bool {
	switch id {
	case "face_droop", "speech_bad", "arm_weak", "side_gone", "sight_lost", "worst_headache", "chest_discomfort", "pressure", "crushing", "racing_heart",
		"haemoptysis", "confused", "doom", "saddle_numb", "bladder_change", "sex_change", "airway_swelling", "breathless", "unresponsive", "no_pulse",
		"overdose", "child_took", "took", "suicidal", "may_go":
		return true
	}
	return false
}

// feels tells whether a sign is felt: bread has no palpitations, whoever has them
// "on wine" does.
func feels(id string) bool { return ofPeople(id) || id == "pain" || id == "collapse" || id == "dizzy" }

// beside marks signs that stand right beside a living thing or a dish: "lump on
// my dog's leg", "a limping hen". It tells whether there was any.
func (lx *lexer) beside(r *reading, s *sent, n int, cl clause) bool {
	any := false
	ms := r.between(n, cl.from, cl.to)
	for k := range ms {
		m := &ms[k]
		i := m.to
		if i < cl.to && (r.tokens[i].text == "on" || r.tokens[i].text == "of" || r.tokens[i].text == "in") {
			i++
		}
		for i < cl.to && (determines(r.tokens[i].text) || r.covers(s, relative, i)) {
			i++
		}
		if i >= cl.to || r.peopled(s, cl.from, clause{to: m.to}, false) {
			continue
		}
		kind, from := r.tokens[i].thing, m.to
		for i+1 < cl.to && r.tokens[i+1].thing != noThing {
			i++
		}
		if kind != noThing {
			kind = r.tokens[i].thing
		}
		ends := i+1 >= cl.to || ascribes(r.tokens[i+1].text) || kind == animal && r.placed(s, i+1)
		if ends && !lx.acts(m, kind) && (kind == animal || kind == plant || kind == food && !feels(lx.concepts[m.concept].id) && !r.bodily(s, m, clause{head: cl.to, to: cl.to})) {
			r.disown(m, from, i+1)
			any = true
		}
	}
	return any
}
