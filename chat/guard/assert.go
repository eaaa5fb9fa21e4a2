package guard

// understand decides for every mention of a turn whether it counts, whom and
// where it is about. carry holds what earlier turns left open; late are the
// attributes that belong to findings of earlier turns.
func (lx *lexer) understand(r *reading, carry *carry) (late uint64) {
	carry.story = false
	lx.absorb(r)
	for n := range r.sents {
		s := &r.sents[n]
		lx.person(r, s, carry)
		lx.denials(r, s, n)
		lx.frames(r, s, n, carry)
		lx.places(r, s, n, carry)
		lx.sides(r, s, n, carry)
	}
	lx.recovered(r)
	r.finish()
	late = lx.attach(r)
	lx.claimed(r)
	return late
}

// carry is what one sentence hands to the next, also across turns.
type carry struct {
	sites  uint64
	many   bool
	side   side
	other  bool // the last person named was somebody else
	unreal bool // the last one named was an animal or is dead
	story  bool // the last one named in this paragraph was made up
	told   bool // somebody has told of findings in an earlier turn
}

// person decides whom a sentence is about. Only an outright "my mum" or "she"
// moves findings to somebody else; a sentence that names nobody counts for
// everybody.
func (lx *lexer) person(r *reading, s *sent, c *carry) {
	_, isSelf := s.has(self)
	_, isOther := s.has(relative)
	_, isThird := s.has(pronoun)
	isUnreal := s.about(r, unreal)
	_, isStory := s.has(story)
	isFamous := s.about(r, famous)
	isOwn := r.mine(s)
	if r.tokens[s.from].brk == paragraph {
		c.story = false
	}
	switch {
	case isUnreal && !isOwn:
		s.unreal, c.unreal = true, true
	case isStory && !isOwn:
		s.unreal, c.story = true, true
	case isFamous && !isOwn: // "her" of the next sentence may be anybody
		s.unreal = true
	case isOther && !isSelf:
		s.who, c.other, c.unreal, c.story = other, true, false, false
	case isOther:
		c.other, c.unreal, c.story = true, false, false
	case isThird && !isSelf && (c.unreal || c.story):
		s.unreal = true
	case isThird && !isSelf:
		s.who, c.other = other, true
	case isSelf && !isThird:
		s.who, c.unreal, c.story = me, false, false
	}
	for i := s.m0; i < s.m1; i++ {
		r.mentions[i].who = s.who
	}
}

// about tells whether a sentence has a cue of a kind that it is about, not
// only mentions: not the dog of "when I walk the dog".
func (s *sent) about(r *reading, k cueKind) bool {
	for _, c := range s.cues {
		if c.kind == k && !r.object(s, c) {
			return true
		}
	}
	return false
}

// object tells whether what a cue names only has something done with it or is
// compared with.
func (r *reading) object(s *sent, c cueHit) bool {
	i := c.from - 1
	for i >= s.from && (r.tokens[i].text == "the" || r.tokens[i].text == "a" || r.tokens[i].text == "my" || r.tokens[i].text == "old" || r.tokens[i].text == "our") {
		i--
	}
	if i < s.from {
		return false
	}
	switch r.tokens[i].text {
	case "i": // "if I died" is said by the living
		return true
	case "walk", "walks", "walking", "walked", "feed", "feeding", "by", "like", "about", "over", "than", "called", "spoon", "chasing", "lifting", "patting", "stroking", "see", "at", "on", "off", "take", "taking", "bring", "train":
		return true
	}
	return false
}

// mine tells whether a sentence speaks of a body or state of one's own.
func (r *reading) mine(s *sent) bool {
	for _, c := range s.cues {
		if w := r.tokens[c.from].text; c.kind == own && (w == "i" || w == "my" || w == "our" || w == "we") {
			return true
		}
	}
	return false
}

// frames marks findings that nobody has: taught, supposed, made up, long ago.
// Each needs its cue and no sign in the sentence that somebody has them now.
func (lx *lexer) frames(r *reading, s *sent, n int, c *carry) {
	_, isOwn := s.has(own)
	_, isSomebody := s.has(own, self, relative)
	_, isNow := s.has(present, recent)
	if c, ok := s.teaches(r); ok && !isSomebody && !isNow {
		r.mark(n, s.from, s.to, taught, r.words(c))
	}
	if !c.told {
		lx.general(r, s, n)
	}
	if c, ok := s.has(learnFirm); ok && !isOwn && !isNow {
		r.mark(n, s.from, s.to, unrealised, r.words(c))
	}
	if c, ok := s.has(hypo); ok && !isSomebody && !isNow {
		r.mark(n, c.from, s.to, unrealised, r.words(c))
	}
	if c, ok := s.has(hypoFirm); ok && (!isNow || !isSomebody) {
		r.mark(n, c.from, s.to, unrealised, r.words(c))
	}
	if s.unreal {
		because := "not about a living person"
		if c, ok := s.has(unreal, famous, story); ok {
			because = r.words(c)
		}
		r.mark(n, s.from, s.to, unrealised, because)
		if s.about(r, unreal) || c.unreal {
			r.alienate(n)
		}
	}
	if c, ok := s.has(past); ok && !isNow {
		lx.markPast(r, n, s.pastEnds(r, c), r.words(c))
	}
}

// alienate notes that what a sentence names is nobody's here.
func (r *reading) alienate(n int) {
	ms := r.of(n)
	for i := range ms {
		ms[i].alien = true
	}
}

// teaches finds a cue that the sentence asks about a subject, not a person. A
// question word counts only where a clause begins.
func (s *sent) teaches(r *reading) (cueHit, bool) {
	if c, ok := s.has(learn); ok {
		return c, true
	}
	for _, c := range s.cues {
		if c.kind == ask && r.begins(s, c.from) {
			return c, true
		}
	}
	return cueHit{}, false
}

// begins tells whether a clause begins at token i, fillers left out.
func (r *reading) begins(s *sent, i int) bool {
	for i > s.from && r.tokens[i].brk == joined {
		if !opensWith(r.tokens[i-1].text) {
			return false
		}
		i--
	}
	return true
}

// opensWith tells whether a word may stand before the first of a clause.
func opensWith(w string) bool {
	switch w {
	case "so", "hi", "hello", "hey", "please", "ok", "okay", "well", "also", "and", "but", "anyway", "thanks", "just", "then", "or":
		return true
	}
	return false
}

// pastEnds gives the token at which the past that a cue tells of ends: after
// "I had a clot years ago, same ache now" comes the present. A cue that opens
// the sentence speaks for all of it.
func (s *sent) pastEnds(r *reading, c cueHit) int {
	if c.from <= s.from+1 {
		return s.to
	}
	for i := c.to; i < s.to; i++ {
		if r.tokens[i].brk == comma || r.tokens[i].text == "but" {
			return i
		}
	}
	return s.to
}

// markPast marks findings and passing risks as long ago; a lasting risk (a
// clot, cancer, diabetes) counts whenever it was.
func (lx *lexer) markPast(r *reading, n, to int, because string) {
	ms := r.of(n)
	for i := range ms {
		m := &ms[i]
		c := &lx.concepts[m.concept]
		if m.status == asserted && m.from < to && (c.kind == finding || !c.lasting) {
			m.status, m.because = longAgo, because
		}
	}
}

// mark gives a status to the asserted mentions of sentence n that start in
// tokens [from:to). A plea keeps its own unless nobody at hand makes it.
func (r *reading) mark(n, from, to int, st status, because string) {
	ms := r.of(n)
	for i := range ms {
		m := &ms[i]
		if m.status == asserted && m.from >= from && m.from < to && (!m.plea || r.sents[n].unreal) {
			m.status, m.because = st, because
		}
	}
}

// recovered marks findings said to be over, in their own sentence or in the
// next one when that names no other finding: "It went away after a minute."
func (lx *lexer) recovered(r *reading) {
	for n := range r.sents {
		s := &r.sents[n]
		c, ok := s.over(r)
		if !ok {
			continue
		}
		if _, isNow := s.has(present); isNow {
			continue
		}
		before := r.counting(n)
		lx.markOver(r, n, r.words(c))
		if before == 0 && n > 0 {
			lx.markOver(r, n-1, r.words(c))
		}
	}
}

// notOver is how many words before a word of recovery a negation may stand.
const notOver = 3

// over finds a word of recovery that no negation turns round: not the "down
// overnight" of "does not go down overnight".
func (s *sent) over(r *reading) (cueHit, bool) {
	for _, c := range s.cues {
		if c.kind != cleared {
			continue
		}
		turned := false
		for _, d := range r.cuesBetween(s, c.from-notOver-r.reach, c.from) {
			turned = turned || d.kind == deny && d.to <= c.from && c.from-d.to <= notOver && r.tokens[c.from].brk == joined
		}
		if !turned {
			return c, true
		}
	}
	return cueHit{}, false
}

// markOver marks what is said to be over; what is lasting stays.
func (lx *lexer) markOver(r *reading, n int, because string) {
	ms := r.of(n)
	for i := range ms {
		m := &ms[i]
		if m.status == asserted && !lx.concepts[m.concept].lasting {
			m.status, m.because = resolved, because
		}
	}
}

// counting is the number of asserted mentions of a sentence.
func (r *reading) counting(n int) int {
	count := 0
	ms := r.of(n)
	for i := range ms {
		if ms[i].status == asserted {
			count++
		}
	}
	return count
}

// attach gives the attributes of a sentence to its findings; a sentence with
// none gives them to the findings before it. What finds no finding in its turn
// is returned, for the turns before.
func (lx *lexer) attach(r *reading) (late uint64) {
	if len(r.attrs) == 0 {
		return 0
	}
	hosts := lx.hosts(r)
	bits := make([]uint64, len(r.sents))
	for _, a := range r.attrs {
		if lx.attrDenied(r, a) {
			continue
		}
		host := hosts[a.sent]
		switch {
		case host == a.sent || host >= 0 && (r.fragment(a.sent) || r.pointsBack(a.sent)):
			bits[host] |= lx.attrBit(a.concept)
		case r.sents[a.sent].to-r.sents[a.sent].from <= 2*fragmentWords:
			late |= lx.attrBit(a.concept)
		}
	}
	for i := range r.mentions {
		if m := &r.mentions[i]; lx.bears(m) {
			m.attrs |= bits[m.sent]
		}
	}
	return late
}

// hosts gives for every sentence the nearest one, itself or before, with a
// finding that can bear an attribute; -1 for none.
func (lx *lexer) hosts(r *reading) []int {
	out := make([]int, len(r.sents))
	last := -1
	for n := range r.sents {
		for i := range r.of(n) {
			if lx.bears(&r.of(n)[i]) {
				last = n
			}
		}
		out[n] = last
	}
	return out
}

// bears tells whether a mention is a finding and no figure of speech.
func (lx *lexer) bears(m *mention) bool {
	return m.status != masked && lx.concepts[m.concept].kind == finding
}

// fragment tells whether a sentence is only an addition to the one before.
func (r *reading) fragment(n int) bool {
	return r.sents[n].to-r.sents[n].from <= fragmentWords
}

// pointsBack tells whether a sentence goes on about the one before: "It has
// been there since Easter."
func (r *reading) pointsBack(n int) bool {
	s := &r.sents[n]
	if s.to-s.from > 2*fragmentWords {
		return false
	}
	switch r.tokens[s.from].text {
	case "it", "this", "that", "they", "been", "comes", "came", "started", "happens", "mine", "had", "happening":
		return true
	}
	return s.to-s.from > 2 && r.tokens[s.from].text == "i" && (r.tokens[s.from+1].text == "ask" || r.tokens[s.from+2].text == "asking" || r.tokens[s.from+2].text == "it")
}

// fragmentWords is the most words of an addition such as "For two months now."
const fragmentWords = 7

// attrDenied tells whether an attribute itself is denied: "not sudden".
func (lx *lexer) attrDenied(r *reading, a mention) bool {
	s := &r.sents[a.sent]
	for _, c := range r.cuesBetween(s, a.from-1-r.reach, a.from) {
		if c.kind == deny && c.to <= a.from && a.from-c.to <= 1 {
			return true
		}
	}
	return false
}

// attrBit numbers the attribute concepts.
func (lx *lexer) attrBit(concept int) uint64 { return lx.attrBits[concept] }
