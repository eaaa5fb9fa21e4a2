package guard

import "slices"

// side tells which of a pair of body parts is meant.
type side uint8

const (
	sideUnknown side = iota
	sideOne          // a singular word: "my calf"
	sideNamed        // said outright: left, right, "only one"
	sideBoth
)

// status tells whether a mention counts.
type status uint8

const (
	asserted   status = iota
	resolved          // happened and is over
	longAgo           // happened long ago
	denied            // said not to be there
	unrealised        // hypothetical, educational, fiction, animal, dead
	masked            // part of an idiom
	taught            // asked about in general; a personal detail in the next turn brings it back
	finished          // long ago and said to be over since
)

// A mention is a concept found in a turn.
type mention struct {
	concept    int
	phrase     int
	turn       int
	from, to   int // tokens
	start, end int // bytes of the turn
	sent       int
	sites      uint64
	side       side
	attrs      uint64
	who        who
	status     status
	because    string // the words that decided the status
	guessed    bool   // no part of the body was named; the leg is only supposed
	asked      bool   // only asked about; too little for see_doctor, a lead for urgent
	weak       bool   // said in words that may also mean something harmless
	firm       bool   // the words hold their own negation: "can not feel"
	plea       bool   // counts although asked or supposed
	loose      bool   // said in words that daily life uses too, see loose.go
	person     bool   // its clause names one, noted where a condition asks
	alien      bool   // of an animal or a dead person; nobody can claim it later
}

// who is the person a mention is about.
type who uint8

const (
	anyone who = iota // not said: counts for everybody
	me
	other
)

// A cueHit is a cue found in a turn.
type cueHit struct {
	kind     cueKind
	from, to int
	soft     bool // of a story or a lesson, in words that only may name one, see fable.go
}

// A sent is one sentence of a turn: tokens [from:to).
type sent struct {
	from, to int
	m0, m1   int // mentions of the reading that lie in it
	cues     []cueHit
	places   []hit  // phrase is the concept
	kinds    uint64 // kinds of the cues, one bit each
	cueN     int    // numbers of cues and places found so far
	placeN   int
	who      who
	unreal   bool
	thing    bool // about things alone, see bearer.go
	asks     bool // ends with a question mark
	general  bool // asks about people at large
	past     bool // tells only of what healed, see healed.go
}

// A reading is one turn, understood on its own.
type reading struct {
	turn     int
	text     string
	tokens   []token
	sents    []sent
	mentions []mention
	attrs    []mention
	reach    int      // most tokens that one hit spans
	cues     []cueHit // of all sentences
	places   []hit
	kept     []cueHit // see absorb
	taken    []uint64 // token -> kinds of the cues that take it up, one bit each
	loose    []hit    // phrase is the concept
	idioms   []hit    // figures of speech
	hides    []hit    // the same and those that bridge, which hide cues only
	bars     []bar    // see bridges
	hosts    []int32  // see attach
	lent     []uint64 // the same: attributes, one bit each
	named    namedPlaces
	anew     bool       // told anew, see retell.go
	so       bool       // says that what it names is so after all, see affirm.go
	zoo      *menagerie // see beast.go
	sight    then       // whether somebody is in sight, see insight.go
	units    []unit     // see bits
	work     int        // things looked at, as a measure that no clock disturbs
}

// begin makes a reading ready for the next turn. Its lists are used again.
func (r *reading) begin(turn int, tokens []token) {
	r.turn, r.tokens, r.reach, r.work, r.so, r.sight = turn, tokens, 0, 0, false, untold
	r.named.looked = 0
	r.sents, r.mentions, r.attrs = r.sents[:0], r.mentions[:0], r.attrs[:0]
	r.cues, r.places, r.loose, r.bars = r.cues[:0], r.places[:0], r.loose[:0], r.bars[:0]
}

// room makes room for what hits will be sorted into.
func (r *reading) room(hits int) {
	r.mentions = slices.Grow(r.mentions, hits/2)
	r.cues = slices.Grow(r.cues, hits/2)
}

// share gives every sentence its part of the lists.
func (r *reading) share() {
	cues, places := r.cues, r.places
	for i := range r.sents {
		s := &r.sents[i]
		s.cues, cues = cues[:s.cueN:s.cueN], cues[s.cueN:]
		s.places, places = places[:s.placeN], places[s.placeN:]
	}
	for i := range r.mentions {
		s := &r.sents[r.mentions[i].sent]
		if s.m1 == 0 {
			s.m0 = i
		}
		s.m1 = i + 1
	}
}

// read finds sentences, cues and mentions of one turn. Nothing is decided yet.
// What it gives is good until the reader reads again.
func (lx *lexer) read(rd *reader, text string, turn int) *reading {
	r := &rd.reading
	r.begin(turn, rd.tokenize(text))
	r.text = text
	r.mend()
	for i := range r.tokens {
		if i == 0 || r.tokens[i].brk >= sentence {
			r.sents = append(r.sents, sent{from: i})
		}
		r.sents[len(r.sents)-1].to = i + 1
	}
	r.markAsks(text)
	hits := rd.walker.match(lx.trie, r.tokens)
	r.room(len(hits))
	r.work += rd.walker.steps + len(hits)
	for _, h := range hits {
		r.reach = max(r.reach, h.to-h.from)
	}
	lx.idioms(rd, r, hits)
	r.looseHits(lx, hits)
	n := 0
	for _, h := range hits {
		for h.from >= r.sents[n].to {
			n++
		}
		lx.sort(r, h, n)
	}
	r.share()
	r.taken = slices.Grow(r.taken[:0], len(r.tokens))[:len(r.tokens)]
	for i := range r.sents {
		r.take(&r.sents[i])
	}
	return r
}

// take notes which tokens of a sentence its cues take up.
func (r *reading) take(s *sent) {
	clear(r.taken[s.from:s.to])
	for _, c := range s.cues {
		for i := c.from; i < c.to; i++ {
			r.taken[i] |= 1 << c.kind
		}
	}
}

// Sentences of a turn that is cut up: this many at least, and on average
// shorter than this many words.
const (
	shardsLeast = 4
	shardWords  = 1.6
)

// mend takes out the sentence breaks of a turn that has one after nearly every
// word: "MY!! LEG!! IS!! NUMB!!".
func (r *reading) mend() {
	shards := 0
	for i := range r.tokens {
		if r.tokens[i].brk >= sentence {
			shards++
		}
	}
	if shards < shardsLeast || float64(len(r.tokens)) > shardWords*float64(shards) {
		return
	}
	for i := 1; i < len(r.tokens); i++ {
		r.tokens[i].brk = joined
	}
}

// sort puts one hit where it belongs: cue, part of the body, attribute or
// mention. Hits inside a figure of speech are left out, mentions marked.
func (lx *lexer) sort(r *reading, h hit, n int) {
	c := &lx.concepts[lx.phrases[h.phrase].concept]
	s := &r.sents[n]
	idioms := r.hiding(c)
	inside := len(idioms) > 0 && within(r.nearIdioms(idioms, h), h, c.cue == unreal || c.cue == famous || c.cue == story)
	switch {
	case c.brief && !r.brief(s):
	case c.kind == finding || c.kind == risk:
		m := r.mention(c, &lx.phrases[h.phrase], h, n)
		because := "a figure of speech"
		if len(idioms) > 0 && lx.explains(r.nearIdioms(idioms, h), h) {
			inside, because = true, ordinaryCause
		} else if len(idioms) > 0 && !inside {
			inside = lx.ofThing(r, r.nearIdioms(idioms, h), h)
		}
		if inside && c.id != "hard_exercise" { // a "leg day" was hard all the same
			m.status, m.because = masked, because
		}
		m.loose = lx.isLoose(r, &m)
		r.addMention(m)
	case inside && !(c.kind == place && lx.headsCause(r, r.nearIdioms(idioms, h), h)) || c.cue >= topic && c.cue < sparedAll && c.cue != stagingPart && !r.typed(h, c.cue >= naming):
	case c.kind == cue:
		r.cues = append(r.cues, cueHit{c.cue, h.from, h.to, c.cue == fable && c.id == "fable_soft" || c.cue == script && c.id == "script_soft"})
		s.cueN++
		s.kinds |= 1 << c.cue
	case c.kind == place:
		r.places = append(r.places, hit{c.index, h.from, h.to})
		s.placeN++
	case c.kind == attr && h.to < len(r.tokens) && r.tokens[h.to].text == "old" && r.tokens[h.from].isNum:
		// "5 months old" is an age
	case c.kind == attr:
		r.attrs = append(r.attrs, r.mention(c, &lx.phrases[h.phrase], h, n))
	}
}

// longIdiom is the number of words from which a figure of speech also takes up
// what only begins inside it.
const longIdiom = 3

// within tells whether a hit lies inside one of the ranges or begins inside a
// long one, or with touch overlaps one.
func within(ranges []hit, h hit, touch bool) bool {
	for _, o := range ranges {
		inside := o.from <= h.from && h.to <= o.to
		begins := o.to-o.from >= longIdiom && o.from <= h.from && h.from < o.to
		if inside || begins || touch && o.from < h.to && h.from < o.to {
			return true
		}
	}
	return false
}

// has tells whether a sentence holds a cue outside the ranges of other cues
// that take it up, such as the "my" of "my novel".
func (s *sent) has(kinds ...cueKind) (cueHit, bool) {
	for _, k := range kinds {
		if s.kinds&(1<<k) == 0 {
			continue
		}
		for _, c := range s.cues {
			if c.kind == k {
				return c, true
			}
		}
	}
	return cueHit{}, false
}

// covers tells whether a cue of a kind takes up token i.
func (r *reading) covers(s *sent, k cueKind, i int) bool {
	return i >= s.from && i < s.to && r.taken[i]&(1<<k) != 0
}
