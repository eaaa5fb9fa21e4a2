package guard

import "slices"

// attach gives the attributes of a sentence to its findings; a sentence with
// none gives them to the findings before it. What finds no finding in its turn
// is returned, for the turns before.
func (lx *lexer) attach(r *reading) (late uint64) {
	if len(r.attrs) == 0 {
		return 0
	}
	hosts := lx.hosts(r)
	r.lent = slices.Grow(r.lent[:0], len(r.sents))[:len(r.sents)]
	bits := r.lent
	clear(bits)
	for _, a := range r.attrs {
		if lx.attrDenied(r, a) || lx.strays(r, a) {
			continue
		}
		host := int(hosts[a.sent])
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
func (lx *lexer) hosts(r *reading) []int32 {
	r.hosts = r.hosts[:0]
	last := int32(-1)
	for n := range r.sents {
		for i := range r.of(n) {
			if lx.bears(&r.of(n)[i]) {
				last = int32(n)
			}
		}
		r.hosts = append(r.hosts, last)
	}
	return r.hosts
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
