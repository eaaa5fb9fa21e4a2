package guard

import (
	"fmt"
	"sort"
	"strings"
)

// Loose words. "Gasping", "severed" and "it collapsed" are said of a person in
// danger, and of a pint, old ties and a cake. The rule files list such words
// again as a concept of the kind "loose". They count in full unless their sentence
// is about daily life ("topic": recipe, tyres, album) or about something made up
// or taught ("craft": chapter 12, lifeguard course), shows no body, and names
// nobody whose they could be. In a turn of craft that holds for every finding but
// the wish to die.

// vague orders mentions of one finding from one word: plain, loose, weak.
func (m *mention) vague() int {
	switch {
	case m.weak:
		return 2
	case m.loose:
		return 1
	}
	return 0
}

// resolveLoose finds the findings that loose words are of.
func (lx *lexer) resolveLoose(defs []conceptDef) (faults []error) {
	for _, def := range defs {
		k, ok := lx.byID[def.ID]
		if !ok || lx.concepts[k].kind != loose {
			continue
		}
		names := strings.Fields(def.Of)
		for _, name := range names {
			of, ok := lx.byID[name]
			if !ok || lx.concepts[of].kind > risk {
				faults = append(faults, fmt.Errorf("compile concept %q: loose words of no finding %q", def.ID, name))
			}
			lx.concepts[k].of = append(lx.concepts[k].of, of)
		}
		if len(names) == 0 {
			faults = append(faults, fmt.Errorf("compile concept %q: loose words of nothing", def.ID))
		}
	}
	return faults
}

// looseHits keeps the loose words of a turn.
func (r *reading) looseHits(lx *lexer, hits []hit) {
	for _, h := range hits {
		if c := &lx.concepts[lx.phrases[h.phrase].concept]; c.kind == loose {
			r.loose = append(r.loose, hit{c.index, h.from, h.to})
		}
	}
}

// isLoose tells whether loose words of its concept cover a mention.
func (lx *lexer) isLoose(r *reading, m *mention) bool {
	at := sort.Search(len(r.loose), func(i int) bool { return r.loose[i].from >= m.from-r.reach })
	for _, h := range r.loose[at:] {
		if h.from > m.from {
			break
		}
		if m.to <= h.to {
			for _, of := range lx.concepts[h.phrase].of {
				if of == m.concept {
					return true
				}
			}
		}
	}
	return false
}

// typed tells whether the words of a hit stand in the turn as they are: what a
// repair guesses ("mites" of "mitts") clears nothing.
// With parts, so does the second word of a contraction.
func (r *reading) typed(h hit, parts bool) bool {
	for i := h.from; i < h.to; i++ {
		t := &r.tokens[i]
		if parts && i > 0 && r.tokens[i-1].start == t.start {
			continue // the "is" of "he's"
		}
		raw := r.text[t.start:t.end]
		if !t.isNum && (len(raw) < len(t.text) || !strings.EqualFold(raw[:len(t.text)], t.text)) {
			return false
		}
	}
	return true
}

// loosen takes out loose words where the turn is about daily life, and every
// finding where it is about something made up or taught. A later turn that says
// it is real brings them back.
func (lx *lexer) loosen(r *reading, c *carry) {
	about, made, said := c.topic, c.craft, false
	c.topic = ""
	for i := range r.sents {
		if h, ok := r.sents[i].has(craft); ok {
			made, said = r.words(h), true
		}
		if h, ok := r.sents[i].has(topic); ok {
			about, c.topic = r.words(h), r.words(h)
		}
	}
	if made != "" && (r.inSight() || r.inNeedNow()) {
		made = ""
	}
	if about+made == "" || c.told || lx.bodily(r, made != "") || lx.graveTwice(r) {
		c.craft = ""
		return
	}
	c.craft = made
	for i := range r.mentions {
		m := &r.mentions[i]
		if m.status != asserted && !(m.status == taught && made != "") || lx.concepts[m.concept].kind != finding {
			continue
		}
		s := &r.sents[m.sent]
		here, ok := s.has(craft, topic)
		switch {
		case lx.spared(r, s, m, made != ""):
		case made != "" && !lx.grave(m) && (m.loose || said && !r.owned(s, m) && (ok || !r.firstPerson(s))):
			m.status, m.because = unrealised, made
		case m.loose && ok && (lx.grave(m) || !r.implied(s, m.from)):
			m.status, m.because = unrealised, r.words(here)
		case ok && !lx.grave(m) && !lx.lasts(m) && len(s.places) == 0 && !r.firstPerson(s) && !r.implied(s, m.from):
			m.status, m.because = unrealised, r.words(here)
		}
	}
}

// lasts tells whether a finding is a deed or an illness of weight, which no
// topic makes another's.
func (lx *lexer) lasts(m *mention) bool {
	c := &lx.concepts[m.concept]
	return c.lasting || c.wish || c.plea || m.sites != 0 || c.id == "swelling" // a boot that will not zip is about the leg
}

// grave tells whether a mention is of the wish to die: only its own sentence
// may say that it is about something else.
func (lx *lexer) grave(m *mention) bool {
	switch lx.concepts[m.concept].id {
	case "suicidal", "dying_asked", "crisis_other", "may_go":
		return true
	}
	return false
}

// graveTwice tells whether a turn speaks of the wish to die in two places: then
// neither is a manner of speaking.
func (lx *lexer) graveTwice(r *reading) bool {
	last := -1
	for i := range r.mentions {
		m := &r.mentions[i]
		if m.status != asserted || !lx.grave(m) {
			continue
		}
		if last >= 0 && m.from >= last {
			return true
		}
		last = max(last, m.to)
	}
	return false
}

// bodily tells whether a turn shows that somebody's body or life is meant: a
// part of somebody's body, a claim that it is real, a call for help or, where
// nothing is made up, a finding in plain words.
func (lx *lexer) bodily(r *reading, made bool) bool {
	for i := range r.mentions {
		m := &r.mentions[i]
		if !made && m.status == asserted && lx.adds(m) {
			return true
		}
		if !made && m.status == asserted && !m.loose && !m.weak && !m.asked && lx.plain(m, len(r.sents[m.sent].places) > 0) {
			return true
		}
	}
	for i := range r.tokens {
		switch r.tokens[i].text {
		case "ambulance", "999", "112", "911", "paramedic", "paramedics", "hospital":
			return true
		}
	}
	return r.claims() || lx.showsBody(r, made)
}

// adds tells whether a mention is of an illness or event that makes a sign
// beside it more likely to be one.
func (lx *lexer) adds(m *mention) bool {
	switch lx.concepts[m.concept].id {
	case "travel", "surgery", "still", "cancer", "postpartum", "oestrogen", "past_clot", "diabetes", "afib", "weak_immunity", "statin", "thinner":
		return !m.asked
	}
	return false
}

// plain tells whether a mention can only be of a body. How something feels or
// looks needs a part of the body in its sentence.
func (lx *lexer) plain(m *mention, placed bool) bool {
	c := &lx.concepts[m.concept]
	switch c.id {
	case "pain", "warmth", "cold", "redness", "pale", "pressure", "swelling", "weak", "numb", "stiff", "black", "supplement", "wakes", "sleep_lost", "took",
		"harm_doubt", "dose_doubt", "unexplained", "always_there", "walk_far", "low_mood", "long_standing":
		return placed && m.sites&^lx.sites["mind"] != 0 && c.kind == finding && !c.wish
	}
	return c.kind == finding && !c.wish
}

// showsBody tells whether a part of the body stands right after whose it is: in
// what is made up or taught, only one's own or that of one's own people.
func (lx *lexer) showsBody(r *reading, made bool) bool {
	for n := range r.sents {
		s := &r.sents[n]
		for _, p := range s.places {
			if lx.concepts[p.phrase].site == lx.sites["mind"] {
				continue // a heart is broken, a brain is dead
			}
			for i := p.from - 1; i >= max(s.from, p.from-2); i-- {
				switch r.tokens[i].text {
				case "my", "our", "ma":
					return true
				case "his", "her":
					if !made || r.kin(s) {
						return true
					}
				}
			}
		}
	}
	return false
}

// kin tells whether a sentence names one's own people.
func (r *reading) kin(s *sent) bool {
	for _, c := range s.cues {
		if first := r.tokens[c.from].text; c.kind == relative && (first == "my" || first == "our") {
			return true
		}
	}
	return false
}
