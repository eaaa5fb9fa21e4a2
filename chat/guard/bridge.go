package guard

import "slices"

// What the gap of a figure of speech swallows. "(tent|yurt) .. not responding" is
// said of a tent, and a gap passes over any words, so that "in the tent he is not
// responding" was one too. A gap may therefore pass over no person, no part of a
// body, no sign of its own and no word that turns a clause or tells of rest: who
// stands between the thing and the sign is who has the sign. Where a figure of speech
// is about one of them, its phrase names it.

// idioms finds the figures of speech of a turn. One that bridges hides no sign, but
// still the words that would take signs away, but for those that deny.
func (lx *lexer) idioms(rd *reader, r *reading, hits []hit) {
	r.idioms, r.hides = r.idioms[:0], r.hides[:0]
	for _, h := range hits {
		if !lx.phrases[h.phrase].idiom || r.onlyWhere(h) {
			continue
		}
		if r.hides = append(r.hides, h); !lx.bridges(rd, r, h, hits) {
			r.idioms = append(r.idioms, h)
		}
	}
}

// bridges tells whether a figure of speech was found only by a gap that passes over
// what bars it.
func (lx *lexer) bridges(rd *reader, r *reading, h hit, hits []hit) bool {
	elems := lx.gapped[h.phrase]
	if elems == nil {
		return false
	}
	if len(r.bars) == 0 {
		lx.findBars(r, hits)
	}
	a := aligner{r: r, units: &rd.walker.views[ahead], to: h.to}
	return !a.fits(elems, h.from)
}

// findBars notes over which tokens no gap of a figure of speech passes, and the signs
// it may not hold.
func (lx *lexer) findBars(r *reading, hits []hit) {
	r.bars = slices.Grow(r.bars, len(r.tokens)+1)[:len(r.tokens)+1]
	clear(r.bars)
	for i := range r.tokens {
		w := r.tokens[i].text
		r.bars[i].here = turnsOn(w) || standsFor(w)
	}
	for _, h := range hits {
		switch c := &lx.concepts[lx.phrases[h.phrase].concept]; {
		case c.cue == relative:
			r.bars[h.to-1].here = true
		case c.kind == place:
			r.bars[h.from].here = true
		case c.kind == finding:
			r.bars[h.to].sign = max(r.bars[h.to].sign, int32(h.from+1))
		}
	}
}

// A bar is what stops a gap at a token.
type bar struct {
	here bool  // it may not pass over the token
	sign int32 // where the last sign begins that ends before the token, 1 added; 0 for none
}

// turnsOn tells whether a word says that what follows is told anew, of a person, or
// denies what was named: "match over and still gasping", "breathless at rest, unfit".
func turnsOn(w string) bool {
	switch w {
	case "but", "then", "suddenly", "now", "still", "rest", "lying", "sitting":
		return true
	}
	return negates(w)
}

// standsFor tells whether a word stands for somebody who may have a sign: not the
// "my" of a thing, nor "you", which is anybody.
func standsFor(w string) bool {
	switch w {
	case "my", "mine", "his", "her", "hers", "their", "ours", "you", "yours", "yourself":
		return false
	}
	return isPerson(w) || isSomebody(w)
}

// An aligner lays the elements of a phrase along tokens up to the token to.
type aligner struct {
	r     *reading
	units *view
	to    int
}

// fits tells whether elements lie along the tokens from token i on, no gap over a bar.
func (a *aligner) fits(elems []*elem, i int) bool {
	if len(elems) == 0 {
		return i == a.to
	}
	e, rest := elems[0], elems[1:]
	switch {
	case e.maybe && a.fits(rest, i):
		return true
	case e.kind == elemEnd:
		return endsClause(a.r.tokens, i) && a.fits(rest, i)
	case i >= a.to:
		return false
	case e.kind == elemGap:
		return a.passes(e.gap, rest, i)
	case e.kind == elemNumber:
		t := &a.r.tokens[i]
		return t.isNum && t.num >= e.lo && t.num <= e.hi && a.fits(rest, i+1)
	}
	return a.word(e, rest, i)
}

// passes tells whether elements fit behind a gap at token i.
func (a *aligner) passes(gap int, rest []*elem, i int) bool {
	for k := i; k < a.to && int(a.r.bars[k].sign) <= i; k++ {
		if a.fits(rest, k) {
			return true
		}
		if k-i == gap || a.r.bars[k].here {
			return false
		}
	}
	return false
}

// word tells whether a word or unit of an element is at token i and the rest fits
// behind it.
func (a *aligner) word(e *elem, rest []*elem, i int) bool {
	for _, id := range a.r.tokens[i].ids {
		if slices.Contains(e.ids, id) && a.fits(rest, i+1) {
			return true
		}
	}
	v := a.units
	for _, u := range v.units[v.begin[i]:v.begin[i+1]] {
		if slices.Contains(e.ids, u.id) && a.fits(rest, int(u.to)) {
			return true
		}
	}
	return false
}

// hiding gives the figures of speech that hide hits of a concept.
func (r *reading) hiding(c *concept) []hit {
	switch {
	case c.kind != cue:
	case c.cue == deny, c.cue == denyBack, c.cue == pseudo, c.cue == stop, c.cue == no:
	default:
		return r.hides
	}
	return r.idioms
}

// onlyWhere tells whether the thing that a figure of speech begins with only says
// where somebody is whom it befalls: "my son in the car is having a fit".
func (r *reading) onlyWhere(h hit) bool {
	if r.tokens[h.from].thing != machine {
		return false
	}
	befalls := false
	for i := h.from; i < h.to; i++ {
		switch r.tokens[i].text {
		case "having", "had", "has", "suffered":
			befalls = true
		}
	}
	i := h.from - 1
	for i > 0 && determines(r.tokens[i].text) && r.tokens[i].text != "of" {
		i--
	}
	if !befalls || i < 1 {
		return false
	}
	switch w := r.tokens[i].text; w {
	case "by", "near", "beside", "behind", "driving", "using", "over", "watching", "opposite":
		return true
	default:
		return preposed(w)
	}
}
