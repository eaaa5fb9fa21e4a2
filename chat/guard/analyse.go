package guard

import "sort"

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
	asked      bool   // only asked about; too little for see_doctor
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
}

// A sent is one sentence of a turn: tokens [from:to).
type sent struct {
	from, to int
	m0, m1   int // mentions of the reading that lie in it
	cues     []cueHit
	places   []mention
	who      who
	unreal   bool
	asks     bool // ends with a question mark
	general  bool // asks about people at large
}

// A reading is one turn, understood on its own.
type reading struct {
	turn     int
	tokens   []token
	sents    []sent
	mentions []mention
	attrs    []mention
	reach    int // most tokens that one hit spans
}

// read finds sentences, cues and mentions of one turn. Nothing is decided yet.
func (lx *lexer) read(rd *reader, text string, turn int) *reading {
	r := &reading{turn: turn, tokens: rd.tokenize(text)}
	where := make([]int, len(r.tokens))
	for i, t := range r.tokens {
		if i == 0 || t.brk == sentence {
			r.sents = append(r.sents, sent{from: i})
		}
		where[i] = len(r.sents) - 1
		r.sents[where[i]].to = i + 1
	}
	r.markAsks(text)
	hits := rd.walker.match(lx.trie, r.tokens)
	for _, h := range hits {
		r.reach = max(r.reach, h.to-h.from)
	}
	idioms := lx.idioms(hits)
	for _, h := range hits {
		lx.sort(r, h, idioms, where[h.from])
	}
	for i, m := range r.mentions {
		s := &r.sents[m.sent]
		if s.m1 == 0 {
			s.m0 = i
		}
		s.m1 = i + 1
	}
	return r
}

// sort puts one hit where it belongs: cue, part of the body, attribute or
// mention. Hits inside a figure of speech are left out, mentions marked.
func (lx *lexer) sort(r *reading, h hit, idioms []hit, n int) {
	c := &lx.concepts[lx.phrases[h.phrase].concept]
	s := &r.sents[n]
	m := mention{concept: c.index, phrase: h.phrase, turn: r.turn, from: h.from, to: h.to, sent: n,
		start: int(r.tokens[h.from].start), end: int(r.tokens[h.to-1].end), sites: c.site}
	inside := within(r.nearIdioms(idioms, h), h, c.cue == unreal || c.cue == story)
	switch {
	case c.kind == finding || c.kind == risk:
		if inside {
			m.status, m.because = masked, "a figure of speech"
		}
		r.addMention(m)
	case inside:
	case c.kind == cue:
		s.cues = append(s.cues, cueHit{c.cue, h.from, h.to})
	case c.kind == place:
		s.places = append(s.places, m)
	case c.kind == attr:
		r.attrs = append(r.attrs, m)
	}
}

// of lists the mentions of a sentence.
func (r *reading) of(n int) []mention { return r.mentions[r.sents[n].m0:r.sents[n].m1] }

// Mentions, cues and places of a sentence are in order of their first token,
// and none spans more tokens than the reach of the reading. The functions here
// give the few that can touch some tokens, so that a long sentence is not gone
// through for each of its parts.

// between lists the mentions of a sentence that begin in tokens [lo:hi).
func (r *reading) between(n, lo, hi int) []mention {
	ms := r.of(n)
	from := sort.Search(len(ms), func(i int) bool { return ms[i].from >= lo })
	to := from
	for to < len(ms) && ms[to].from < hi {
		to++
	}
	return ms[from:to]
}

// covering lists the mentions of a sentence that begin at or before token i
// and may reach to token i or end right before it.
func (r *reading) covering(n, i int) []mention { return r.between(n, i-r.reach, i+1) }

// between lists the cues that begin in tokens [lo:hi).
func (s *sent) between(lo, hi int) []cueHit {
	from := sort.Search(len(s.cues), func(i int) bool { return s.cues[i].from >= lo })
	to := from
	for to < len(s.cues) && s.cues[to].from < hi {
		to++
	}
	return s.cues[from:to]
}

// nearIdioms lists the figures of speech that may touch a hit.
func (r *reading) nearIdioms(idioms []hit, h hit) []hit {
	from := sort.Search(len(idioms), func(i int) bool { return idioms[i].from > h.from-r.reach })
	to := from
	for to < len(idioms) && idioms[to].from < h.to {
		to++
	}
	return idioms[from:to]
}

// addMention keeps the shortest match of a concept from one starting word.
func (r *reading) addMention(m mention) {
	for i := len(r.mentions) - 1; i >= 0 && r.mentions[i].from == m.from; i-- {
		if o := &r.mentions[i]; o.concept == m.concept {
			if o.status == masked || m.status != masked && m.to < o.to {
				*o = m
			}
			return
		}
	}
	r.mentions = append(r.mentions, m)
}

// idioms lists the token ranges that figures of speech take up.
func (lx *lexer) idioms(hits []hit) []hit {
	var out []hit
	for _, h := range hits {
		if lx.concepts[lx.phrases[h.phrase].concept].kind == idiom {
			out = append(out, h)
		}
	}
	return out
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
		for _, c := range s.cues {
			if c.kind == k {
				return c, true
			}
		}
	}
	return cueHit{}, false
}
