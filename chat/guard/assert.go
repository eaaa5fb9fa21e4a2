package guard

// understand decides for every mention of a turn whether it counts, whom and
// where it is about. carry holds what earlier turns left open; late are the
// attributes that belong to findings of earlier turns.
func (lx *lexer) understand(r *reading, carry *carry) (late uint64) {
	carry.story, carry.animal = false, false
	lx.absorb(r)
	r.christen(&carry.zoo)
	for n := range r.sents {
		s := &r.sents[n]
		lx.person(r, s, carry)
		lx.denials(r, s, n)
		lx.things(r, s, n, carry)
		lx.frames(r, s, n, carry)
		lx.places(r, s, n, carry)
		lx.sides(r, s, n, carry)
	}
	lx.unexplained(r)
	lx.recovered(r)
	lx.finish(r)
	r.selfAnswered()
	lx.listedNone(r)
	lx.checklist(r)
	lx.saidYes(r)
	late = lx.attach(r)
	lx.spent(r)
	lx.checked(r)
	lx.claimed(r)
	if !r.anew { // the answers are told in full
		lx.affirmed(r)
	}
	lx.repudiated(r)
	lx.supposed(r)
	lx.vetted(r, carry)
	lx.loosen(r, carry)
	lx.distant(r)
	lx.vignette(r)
	lx.slight(r)
	lx.lyrics(r)
	lx.scenes(r)
	lx.beasts(r, carry)
	lx.fables(r, carry)
	lx.worded(r)
	lx.scripted(r)
	lx.averted(r)
	lx.mended(r)
	lx.bygone(r, carry)
	return late
}

// carry is what one sentence hands to the next, also across turns.
type carry struct {
	sites  uint64
	many   bool
	side   side
	other  bool   // the last person named was somebody else
	unreal bool   // the last one named is dead
	animal bool   // the last one named was an animal
	kin    bool   // somebody other than the one who writes was named
	story  bool   // the last one named in this paragraph was made up
	topic  string // what of daily life the turn before was about
	craft  string // what made up or taught the turns before were about, and nobody's body since
	beast  bool   // the turn before named an animal
	zoo    menagerie
	tale   tale
	ages   bool // the turns before spoke of another age and of nobody's body
	far    bool // the turn before told of long ago
	told   bool // somebody has told of findings in an earlier turn
}
