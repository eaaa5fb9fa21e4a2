package guard

import (
	"time"
)

// A session folds a conversation turn by turn. Its outcome depends on the
// turns alone, so a conversation can be replayed from its turns at any time.
type session struct {
	c        *compiled
	reader   *reader
	until    time.Time // zero for no deadline
	turns    []string
	mentions []mention
	carry    carry
	level    Level
	fired    []fired // rules that hold now or have held
	leads    []fired // rules that hold on weak evidence only, see lead.go
	asked    []int   // questions open after the last turn
	idle     bool    // the last turn added nothing: what was asked before it is not asked again
	answered map[int]bool
	foreign  bool        // a turn could not be read
	words    [][]spelled // of the turns, for the backstop
	tally    *tally      // for the backstop, nil until it is asked
	aside    []span      // sentences about things alone, which the backstop does not read
	model    *backstop   // nil for none
	like     *exemplars  // nil for none
	teller   teller
	isTwin   bool // reads what a teller tells anew
}

// newSession begins a conversation; close ends it.
func (c *compiled) newSession() *session {
	rd := c.reader()
	return &session{c: c, reader: rd, mentions: rd.mentions[:0], fired: rd.fired[:0]}
}

// close gives back what the session worked with. It must not be used again.
func (s *session) close() {
	s.reader.mentions, s.reader.fired = s.mentions, s.fired
	s.c.done(s.reader)
	if s.tally != nil {
		s.tally.giveBack()
	}
	s.reader, s.mentions, s.tally = nil, nil, nil
	if s.teller.twin != nil {
		s.teller.twin.close()
		s.teller.twin = nil
	}
}

// fired is a rule that holds and the words that make it hold.
type fired struct {
	rule   int // -1 for a notice without a rule
	level  Level
	found  []span
	turn   int
	lapsed bool // its findings are said to be over
}

// A span is bytes [start:end) of a turn.
type span struct{ turn, start, end int }

// errDeadline is the panic value when a session runs out of time.
type errDeadline struct{}

func (s *session) checkTime() {
	if !s.until.IsZero() && time.Now().After(s.until) {
		panic(errDeadline{})
	}
}

// add reads the next turn and raises the level if it must be raised.
func (s *session) add(text string) {
	s.checkTime()
	turn := len(s.turns)
	s.turns = append(s.turns, text)
	lx := s.c.lexer
	r := lx.read(s.reader, text, turn)
	s.checkTime()
	s.foreign = s.foreign || lx.unreadable(text, r)
	r.anew = s.isTwin
	late := lx.understand(r, &s.carry)
	s.setAside(r)
	s.complete(r, late)
	settled := len(s.answered)
	s.bind(r, turn)
	s.idle = turn > 0 && len(r.mentions)+len(r.attrs) == 0 && len(s.answered) == settled && !r.sided()
	fixed := s.correct(r)
	s.mentions = append(s.mentions, r.mentions...)
	s.tell(r)
	if s.answeredNo(r) || s.lostAbility(r) || len(r.mentions) > 0 || late != 0 || fixed || s.foreign || r.sided() || r.claims() || r.sameOfMine() || r.affirmsBefore() {
		s.judge(fixed)
	}
	if s.isTwin {
		s.confirm(opinion{}, false)
		return
	}
	if s.catch(r) {
		s.judge(false)
	}
	s.retell(r)
	s.ask()
}

// tell notes whether anybody has told of findings, not only asked: from then
// on a question is about them.
func (s *session) tell(r *reading) {
	for i := range r.mentions {
		m := &r.mentions[i]
		if m.status == asserted && !m.asked && s.c.lexer.concepts[m.concept].kind == finding {
			s.carry.told = true
		}
	}
}

// complete adds to the findings of the turn before what this turn says of
// them without naming any: "for two months", "only the left one". Such a
// detail also turns a general question into a personal one.
func (s *session) complete(r *reading, late uint64) {
	lx := s.c.lexer
	named, detail := false, late != 0
	for i := range r.mentions {
		named = named || lx.concepts[r.mentions[i].concept].kind == finding && r.mentions[i].status == asserted
	}
	detail = detail || r.sided()
	personal := r.personal() || detail && !r.onlyAsks()
	last := -1
	claims, same, so := r.claims(), r.sameOfMine(), r.affirmsBefore()
	for i := range s.mentions {
		if m := &s.mentions[i]; same && m.alien && m.turn == r.turn-1 && m.status == unrealised {
			m.status, m.because, m.asked, m.alien, m.who = asserted, "", false, false, me
		}
		if m := &s.mentions[i]; (claims || so && m.turn == r.turn-1) && !m.alien && (m.status == unrealised || m.status == taught) {
			m.status, m.because, m.asked = asserted, "", false
		}
		if m := &s.mentions[i]; m.asked && personal {
			m.asked = false
			if m.status == taught {
				m.status, m.because = asserted, ""
			}
		}
		if m := &s.mentions[i]; lx.concepts[m.concept].kind == finding && (m.status == asserted || m.status == taught) {
			last = m.turn
		}
	}
	for i := range s.mentions {
		m := &s.mentions[i]
		if m.turn != last || lx.concepts[m.concept].kind != finding {
			continue
		}
		m.attrs |= late
		if named {
			continue
		}
		if m.status == taught && detail && !r.onlyAsks() {
			m.status, m.because = asserted, ""
		}
		if s.carry.side != sideUnknown {
			m.side = s.carry.side
		}
		if m.sites == 0 {
			m.sites = s.carry.sites
		}
		m.guessed = m.guessed && m.sites&s.carry.sites == 0 && lx.sites["legs"]&s.carry.sites == 0
	}
}

// sided tells whether a turn names a side.
func (r *reading) sided() bool {
	for i := range r.sents {
		if _, ok := r.sents[i].has(oneSide, onlySide, bothSides); ok {
			return true
		}
	}
	return false
}

// people lists the persons that have findings of their own.
func (s *session) people() []who {
	for i := range s.mentions {
		if s.mentions[i].who == other {
			return []who{me, other}
		}
	}
	return []who{me}
}

// judge evaluates the rules on everything known. A level once reached stays,
// except that a plain correction may withdraw see_doctor.
func (s *session) judge(fixed bool) {
	now := s.evaluate()
	if fixed && s.level <= SeeDoctor {
		s.level, s.fired = None, s.fired[:0]
	}
	for _, f := range now {
		s.keep(f)
		s.level = max(s.level, f.level)
	}
	if s.foreign {
		s.level = max(s.level, SeeDoctor)
	}
}

// keep remembers a fired rule, the newest evidence last.
func (s *session) keep(f fired) {
	for i := range s.fired {
		if o := &s.fired[i]; o.rule == f.rule {
			if f.level >= o.level {
				*o = f
			}
			return
		}
	}
	s.fired = append(s.fired, f)
}

// correct applies a plain correction: findings denied in a turn that says the
// person was wrong before are withdrawn from the turns before.
func (s *session) correct(r *reading) bool {
	said := false
	for i := range r.sents {
		if _, ok := r.sents[i].has(correct); ok {
			said = true
		}
	}
	if !said {
		return false
	}
	gone := map[int]bool{}
	for i := range r.mentions {
		if r.mentions[i].status == denied {
			gone[r.mentions[i].concept] = true
		}
	}
	fixed, pet := false, r.meantAnimal()
	for i := range s.mentions {
		o := &s.mentions[i]
		if o.status == asserted && gone[o.concept] {
			o.status, o.because = denied, "corrected later"
			fixed = true
		} else if o.status == asserted && pet {
			o.status, o.because, o.alien = unrealised, "of an animal", true
			fixed = true
		}
	}
	return fixed
}

// meantAnimal tells whether a turn says that an animal was meant: "no I meant the dog".
func (r *reading) meantAnimal() bool {
	for i := range r.tokens {
		if w := r.tokens[i].text; w != "meant" && w != "mean" {
			continue
		}
		k := i + 1
		for k < len(r.tokens) && r.tokens[k].brk == joined && determines(r.tokens[k].text) {
			k++
		}
		if k < len(r.tokens) && r.tokens[k].thing == animal && (k+1 == len(r.tokens) || r.tokens[k+1].brk != joined) {
			return true
		}
	}
	return false
}
