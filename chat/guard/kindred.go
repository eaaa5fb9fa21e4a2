package guard

import "strings"

// Which relative died, and who cannot be the same.

// kinAt gives the last word of the relative that a cue at token i names: "brother" of
// "my brother".
func (r *reading) kinAt(s *sent, i int) string {
	for i+1 < s.to && r.covers(s, relative, i+1) && r.tokens[i+1].brk == joined {
		i++
	}
	return strings.TrimSuffix(r.tokens[i].text, "s")
}

// mostToDead is how many words before the news of a death the dead is looked for.
const mostToDead = 8

// deadIn gives the relative who died in a sentence and the token that names whom, "" for
// one who is not named as such.
func (r *reading) deadIn(s *sent) (kin string, at int) {
	for _, c := range s.cues {
		if c.kind != mourned && c.kind != unreal {
			continue
		}
		to := c.to
		for to < min(s.to, c.to+2) && r.tokens[to].brk == joined && !joins(r.tokens[to].text) && !(r.beginsClause(s, to) && r.finiteSoon(s, to)) {
			to++
		}
		if w := r.tokens[c.to-1].text; w == "widow" || w == "widowed" {
			return "husband", c.from
		} else if w == "widower" {
			return "wife", c.from
		}
		for i := to - 1; i >= max(s.from, c.from-mostToDead); i-- {
			if (isRelation(r.tokens[i].text) || r.covers(s, relative, i)) && (i >= c.from && i < c.to || !r.forKin(s, i)) && !r.spokesman(s, i) {
				return r.kinAt(s, i), i
			}
		}
	}
	return "", -1
}

// forKin tells whether a relative is only whom something is for: "the mass for my dad".
func (r *reading) forKin(s *sent, i int) bool {
	for k := i - 1; k >= max(s.from, i-2); k-- {
		if w := r.tokens[k].text; w == "for" || w == "told" {
			return true
		}
	}
	return false
}

// newsOf tells whether a sentence tells of the death of somebody: not of "people who died"
// nor of a goldfish.
func (r *reading) newsOf(s *sent) bool {
	if r.thingDied(s) {
		return false
	}
	for _, c := range s.cues {
		if c.kind != mourned && c.kind != unreal {
			continue
		}
		before := ""
		if c.from > s.from+1 {
			before = r.tokens[c.from-2].text
		}
		who := c.from > s.from && r.tokens[c.from-1].text == "who" || r.tokens[c.from].text == "who"
		if who && (before == "people" || before == "those" || before == "to" || before == "folk" || before == "men") || r.turnedOff(s, c) || r.onlyAt(s, c) {
			continue
		}
		return true
	}
	return false
}

// onlyAt tells whether a funeral is only where or when something was.
func (r *reading) onlyAt(s *sent, c cueHit) bool {
	i := c.from - 1
	for i > s.from && (isArticle(r.tokens[i].text) || r.tokens[i].text == "the") {
		i--
	}
	if i < s.from || r.said(c.from, c.to, "wreath") || r.said(c.from, c.to, "grave") || r.said(c.from, c.to, "memory") {
		return false
	}
	switch r.tokens[i].text {
	case "at", "during", "after", "before", "from", "to":
		return true
	}
	return false
}

// turnedOff tells whether a death is denied or only feared, or somebody was only lost from
// sight: "I don't mean to be a widow", "we lost him in the crowd".
func (r *reading) turnedOff(s *sent, c cueHit) bool {
	if r.tokens[c.from].text == "lost" || c.from+1 < c.to && r.tokens[c.from+1].text == "lost" {
		for k := c.from; k < min(s.to, c.to+nearIf); k++ {
			if isCrowded(r.tokens[k].text) {
				return true
			}
		}
	}
	for k := c.from - 1; k >= max(s.from, c.from-nearIf); k-- {
		switch r.tokens[k].text {
		case "not", "never", "if", "might", "may", "could", "will", "nearly", "almost", "think", "thought", "scared", "afraid", "terrified", "lest", "am", "feel", "feels", "feeling":
			return true
		}
	}
	return false
}

// sameDead tells whether the bearer of a sign may be the one whose death sentence k
// tells: the relative who is named there, or somebody unnamed.
func (b *bygoneTold) sameDead(s *sent, k int, who bearer, at int) bool {
	d := &b.r.sents[k]
	kin, named := b.r.deadIn(d)
	if who == kinsman {
		return kin == b.r.kinAt(s, at) || kin == "" && d == s && at < b.newsAt(s)
	}
	return (d != s || named <= at) && !b.r.otherGender(kin, at)
}

// otherGender tells whether the "he" or "she" of token at cannot be a relative.
func (r *reading) otherGender(kin string, at int) bool {
	if at < 0 {
		return false
	}
	switch r.tokens[at].text {
	case "he", "him", "his":
		return isWoman(kin)
	case "she", "her":
		return isMan(kin)
	}
	return false
}

// isWoman tells whether a word names a female relative.
func isWoman(w string) bool {
	switch w {
	case "mum", "mam", "mom", "mother", "gran", "nan", "nana", "nani", "granny", "grandma", "grandmother", "wife", "sister", "daughter", "aunt", "auntie", "aunty":
		return true
	}
	return false
}

// isMan tells whether a word names a male relative.
func isMan(w string) bool {
	switch w {
	case "dad", "daddy", "father", "grandad", "grandpa", "grandfather", "husband", "brother", "son", "uncle":
		return true
	}
	return false
}

// otherBetween tells whether somebody near is named between two sentences.
func (b *bygoneTold) otherBetween(from, to int) bool {
	for n := from + 1; n < to; n++ {
		if b.r.namesKin(&b.r.sents[n]) {
			return true
		}
	}
	return false
}

// backTo tells whether the death in sentence k is of the one that sentence s told of
// before: the same relative, or "he" or "she" in both.
func (b *bygoneTold) backTo(s *sent, k int, who bearer, at int) bool {
	d := &b.r.sents[k]
	kin, _ := b.r.deadIn(d)
	if who == kinsman && kin != "" {
		return kin == b.r.kinAt(s, at)
	}
	if kin != "" && who != nobody {
		return false
	}
	if who == third && !b.r.onlyRite(d) {
		return true
	}
	for i := d.from; i < d.to; i++ {
		switch b.r.tokens[i].text {
		case "he", "she", "him", "his", "her", "coroner", "coroners", "inquest", "certificate", "eulogy", "obituary", "wreath", "candle", "paper", "notice", "grave", "headstone", "hearse", "undertaker":
			return true
		}
	}
	return false
}

// onlyRite tells whether a sentence has nothing of a death but its rites, which may be of
// another: "the funeral is on Friday".
func (r *reading) onlyRite(s *sent) bool {
	for _, c := range s.cues {
		if c.kind != mourned && c.kind != unreal {
			continue
		}
		rite := false
		for i := c.from; i < c.to; i++ {
			switch r.tokens[i].text {
			case "funeral", "burial", "cremation", "memorial", "wake", "cemetery", "churchyard", "graveyard", "inherited", "rip", "late", "widow", "widower":
				rite = true
			}
		}
		if !rite {
			return false
		}
	}
	return true
}

// isRelation tells whether a word names a relative.
func isRelation(w string) bool {
	switch strings.TrimSuffix(w, "s") {
	case "mum", "mam", "mom", "mother", "dad", "daddy", "father", "gran", "nan", "nana", "granny", "grandma", "grandmother", "grandad", "grandpa", "grandfather",
		"husband", "wife", "brother", "sister", "son", "daughter", "uncle", "aunt", "auntie", "aunty", "cousin", "friend", "mate", "partner", "baby", "neighbour", "neighbor":
		return true
	}
	return false
}

// isCrowded tells whether a word names a place where people lose sight of each other.
func isCrowded(w string) bool {
	switch w {
	case "crowd", "crowds", "market", "supermarket", "shop", "shops", "mall", "station", "airport", "fog", "woods", "wood", "forest", "park", "dark", "festival", "fair", "museum", "queue", "traffic", "snow", "ikea", "zoo", "sight":
		return true
	}
	return false
}
