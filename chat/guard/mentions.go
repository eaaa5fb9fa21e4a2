package guard

import "sort"

// mention makes a mention of a hit in sentence n.
func (r *reading) mention(c *concept, p *phrase, h hit, n int) mention {
	return mention{concept: c.index, phrase: h.phrase, turn: r.turn, from: h.from, to: h.to, sent: n,
		start: int(r.tokens[h.from].start), end: int(r.tokens[h.to-1].end), sites: c.site, weak: p.weak, firm: p.always || p.firm && r.negated(h), plea: c.plea}
}

// negated tells whether the words of a hit hold a negation: of a phrase with
// several ways to say it perhaps not this one.
func (r *reading) negated(h hit) bool {
	for i := h.from; i < h.to; i++ {
		if negates(r.tokens[i].text) {
			return true
		}
	}
	return false
}

// betters tells whether a mention says more than another of its concept and
// beginning.
func (m *mention) betters(o *mention) bool {
	if o.vague() != m.vague() {
		return o.vague() > m.vague()
	}
	return m.to < o.to || m.to == o.to && m.firm && !o.firm
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
	r.work += to - from + 1
	return ms[from:to]
}

// touching lists the mentions of all sentences that may touch tokens [lo:hi).
func (r *reading) touching(lo, hi int) []mention {
	ms := r.mentions
	from := sort.Search(len(ms), func(i int) bool { return ms[i].from > lo-r.reach })
	to := from
	for to < len(ms) && ms[to].from < hi {
		to++
	}
	r.work += to - from + 1
	return ms[from:to]
}

// covering lists the mentions of a sentence that begin at or before token i
// and may reach to token i or end right before it.
func (r *reading) covering(n, i int) []mention { return r.between(n, i-r.reach, i+1) }

// cuesBetween lists the cues of a sentence that begin in tokens [lo:hi).
func (r *reading) cuesBetween(s *sent, lo, hi int) []cueHit {
	from := sort.Search(len(s.cues), func(i int) bool { return s.cues[i].from >= lo })
	to := from
	for to < len(s.cues) && s.cues[to].from < hi {
		to++
	}
	r.work += to - from + 1
	return s.cues[from:to]
}

// nearIdioms lists the figures of speech that may touch a hit.
func (r *reading) nearIdioms(idioms []hit, h hit) []hit {
	from := sort.Search(len(idioms), func(i int) bool { return idioms[i].from > h.from-r.reach })
	to := from
	for to < len(idioms) && idioms[to].from < h.to {
		to++
	}
	r.work += to - from + 1
	return idioms[from:to]
}

// addMention keeps the shortest match of a concept from one starting word, and
// of two as long the firm one.
func (r *reading) addMention(m mention) {
	for i := len(r.mentions) - 1; i >= 0 && r.mentions[i].from == m.from; i-- {
		if o := &r.mentions[i]; o.concept == m.concept {
			if o.status == masked || m.status != masked && m.betters(o) {
				*o = m
			}
			return
		}
	}
	r.mentions = append(r.mentions, m)
}
