package guard

// Scenes. "Did my first-aid refresher. We covered choking, stroke, chest pain,
// the lot", "the drama where the surgeon collapses in the lift", "I read claims
// all day, a man crushed by a vending machine": a course, a show or a pile of
// papers is told of in several sentences, and what happens there happens to
// nobody. Words alone never make a scene of what somebody has. A sign is taken
// out only if
//
//   - nothing in the turn says that it is real or calls for help ("lived"),
//   - it is told by the words that open the scene, listed after them, or befalls
//     a part of the scene ("the surgeon", "everyone"),
//   - nobody at hand stands before it, no side, time or degree is told of it, and
//   - whoever writes says what links the two, that all is well, or that it was
//     a list ("the lot").
//
// A sentence in which the one who writes or his or her people appear ends the
// scene.

// A staged is what is known of the scene that is being told.
type staged struct {
	open  bool
	firm  bool // the last words that opened it link it with what follows
	part  bool // the one who writes plays a patient
	sheet bool // it is the leaflet of a medicine
	kin   bool // somebody at hand was named since it opened, who may be "he"
	cast  bool // a part of it was, who may be too
	at    int  // sentence in which it opened
	well  bool // the turn says that all is well
	none  bool // the turn says that none of a list was had
}

// scenes takes out what a turn tells of nobody at hand.
func (lx *lexer) scenes(r *reading) {
	kinds := r.allKinds()
	if kinds&opensScene == 0 || r.pressed() {
		return
	}
	st := staged{none: kinds&(1<<sparedAll) != 0}
	st.well = st.none || kinds&(1<<hale|1<<healed) != 0 && r.saysWell()
	if !st.well && r.bodyOutside() {
		return
	}
	st.well = st.well || kinds&(1<<active) != 0
	for n := range r.sents {
		s := &r.sents[n]
		st.enter(r, s, n)
		if !st.open {
			continue
		}
		ms := r.of(n)
		for i := range ms {
			if m := &ms[i]; lx.stageable(m) && lx.onStage(r, s, m, &st) {
				m.status, m.because = unrealised, sceneCause
			}
		}
		st.kin, st.cast = st.kin || r.namesKin(s), st.cast || r.namesCast(s)
	}
}

// sceneCause is the cause of what a scene takes out.
const sceneCause = "a scene"

// allKinds are the kinds of the cues of a turn, one bit each.
func (r *reading) allKinds() (kinds uint64) {
	for i := range r.sents {
		kinds |= r.sents[i].kinds
	}
	return kinds
}

// saysWell tells whether a turn says that all is well, without an exception:
// not "I'm fine apart from the chest".
func (r *reading) saysWell() bool {
	well := false
	for n := range r.sents {
		s := &r.sents[n]
		for _, c := range s.cues {
			if c.kind != hale && c.kind != healed || s.turned(r, c) {
				continue
			}
			if r.excepts(s, c.to) {
				return false
			}
			well = true
		}
	}
	return well
}

// bodyOutside tells whether a sentence outside the scene tells of somebody at
// hand or of a body: what is wrong there need not be known to the rules.
func (r *reading) bodyOutside() bool {
	for n := range r.sents {
		s := &r.sents[n]
		if s.kinds&(opensScene|1<<active|1<<hale) != 0 || s.asks {
			continue
		}
		if r.mine(s) || r.ownPart(s) || r.namesKin(s) || s.kinds&(1<<present) != 0 && s.kinds&(1<<pronoun|1<<relative) != 0 {
			return true
		}
	}
	return false
}

// ownPart tells whether a sentence names a part of one's own body.
func (r *reading) ownPart(s *sent) bool {
	for _, p := range s.places {
		for i := p.from - 1; i >= max(s.from, p.from-2); i-- {
			if isFirst(r.tokens[i].text) {
				return true
			}
		}
	}
	return false
}

// opensScene are the kinds of cues that open a scene.
const opensScene = 1<<staging | 1<<stagingFirm | 1<<stagingPart | 1<<leaflet

// excepts tells whether a sentence takes something back from token i on: "but my
// chest".
func (r *reading) excepts(s *sent, i int) bool {
	for ; i < s.to; i++ {
		switch r.tokens[i].text {
		case "except", "apart", "aside", "until", "till", "bar", "besides", "save":
			return true
		case "but", "though", "although", "however", "only":
			if r.mentionsFrom(s, i) || len(s.places) > 0 && s.places[len(s.places)-1].from > i {
				return true
			}
		}
	}
	return false
}

// enter opens or ends the scene at a sentence.
func (st *staged) enter(r *reading, s *sent, n int) {
	switch {
	case s.kinds&opensScene != 0:
		if !st.open {
			st.kin, st.at = false, n
		}
		st.open = true
		st.firm = s.kinds&(1<<stagingFirm) != 0
		st.part = st.part || s.kinds&(1<<stagingPart) != 0
		st.sheet = s.kinds&(1<<leaflet) != 0
	case st.open && (r.tokens[s.from].brk == paragraph || r.leaves(s, st)):
		*st = staged{well: st.well, none: st.none}
	default:
		st.firm = false
	}
}

// leaves tells whether a sentence leaves the scene: somebody at hand appears,
// or it says what is now or asks.
func (r *reading) leaves(s *sent, st *staged) bool {
	if st.part && !s.asks && s.kinds&(1<<present) == 0 {
		return false
	}
	if r.reports(s) {
		return false
	}
	_, now := s.has(present)
	return now || s.asks || r.firstPerson(s) || r.mine(s) || r.kin(s)
}

// stageable tells whether a mention counts so far and may be taken out.
func (lx *lexer) stageable(m *mention) bool {
	return m.status == asserted || m.status == longAgo || m.status == resolved
}

// onStage tells whether a sign is part of the scene.
func (lx *lexer) onStage(r *reading, s *sent, m *mention, st *staged) bool {
	if lx.concepts[m.concept].kind != finding && !st.sheet {
		return false
	}
	if r.isLive(s, m) || st.firm && r.inLesson(s) && r.happening(s, m) {
		return false
	}
	if st.sheet && !st.firm {
		return st.none && r.listed(s, m, 2) && (!lx.grave(m) || !r.firstPerson(s))
	}
	if lx.grave(m) {
		return st.well && r.someoneTelling(s, m)
	}
	switch r.bearerOf(s, m, st) {
	case noBearer:
		if st.firm && r.linked(s, m) {
			return true
		}
		return r.verbless(s, m) && (r.enumerates(s) && r.unclaimed(s, m.to) || st.well && r.listed(s, m, listLeast))
	case partBearer:
		return true
	}
	return false
}

// inScene tells whether token i belongs to the words that open a scene.
func (r *reading) inScene(s *sent, i int) bool {
	return r.covers(s, staging, i) || r.covers(s, stagingFirm, i) || r.covers(s, stagingPart, i) || r.covers(s, leaflet, i)
}

// linked tells whether the words that link a scene with what it tells stand
// before a sign.
func (r *reading) linked(s *sent, m *mention) bool {
	for _, c := range s.cues {
		if c.kind == stagingFirm && (c.from <= m.from || c.from <= m.to+2 && isMade(r.tokens[c.from].text)) {
			return true
		}
	}
	return false
}

// linkedBefore tells whether the link stands before a sign rather than after it.
func (r *reading) linkedBefore(s *sent, m *mention) bool {
	c, ok := s.has(stagingFirm)
	return ok && c.from <= m.from
}

// isMade tells whether a word begins what a wound of a show is made of.
func isMade(w string) bool {
	return w == "made" || w == "sculpted" || w == "moulded" || w == "painted"
}
