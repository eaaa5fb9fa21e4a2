package guard

// Who says no to dying. "I don't want to die, I want my calves to stop
// cramping" is no wish to die; "I don't want to die but I keep planning it" is
// near one. The words are taken as said only where the turn wants something of
// daily life instead and holds nothing that anybody in despair might add.

// livingWish marks a wish to die that is denied in so many words.
func (lx *lexer) livingWish(r *reading) {
	for i := range r.mentions {
		m := &r.mentions[i]
		if m.status != asserted || lx.concepts[m.concept].id != "suicidal" {
			continue
		}
		if !r.refuses(m) || lx.otherGrave(r, i) || r.despairs() || !r.wantsElse(m) {
			return
		}
		m.status, m.because = denied, "not"
	}
}

// hyperbole marks the "kill me now" of somebody who speaks of exercise alone,
// "burpees again tomorrow. kill me now", and the farewell in jest: "leg day has
// ended me, tell my mum i loved her, what stretch".
func (lx *lexer) hyperbole(r *reading) {
	hard := false
	for i := range r.mentions {
		m := &r.mentions[i]
		switch c := &lx.concepts[m.concept]; {
		case m.status != asserted:
		case c.id == "hard_exercise":
			hard = true
		case c.id == "suicidal":
			if !r.killsMe(m) && !r.jests(m) || lx.otherGrave(r, i) {
				return
			}
		case c.kind == finding && c.id != "pain" && c.id != "stiff" && c.id != "harm_doubt":
			return
		}
	}
	if !hard || r.pleads() {
		return
	}
	for i := range r.mentions {
		if m := &r.mentions[i]; m.status == asserted && lx.grave(m) {
			m.status, m.because = masked, "a manner of speaking"
		}
	}
}

// pleads tells whether a turn holds a word that nobody adds who only groans at
// exercise.
func (r *reading) pleads() bool {
	for i := range r.tokens {
		switch r.tokens[i].text {
		case "please", "someone", "somebody", "god", "lord", "anymore", "life", "live", "living", "alive", "pills", "tablets", "rope", "knife", "cope", "hopeless",
			"alone", "burden", "goodbye", "bye", "sorry", "point", "myself", "hate", "suicidal", "suicide", "die", "dead", "end", "tonight", "forever",
			"better", "bridge", "taken", "took", "without":
			return true
		case "last": // of "my last leg day", not how long it will last
			if i > 0 && (r.tokens[i-1].text == "my" || r.tokens[i-1].text == "the") {
				return true
			}
		}
	}
	return false
}

// killsMe tells whether a mention is a "kill me now" that is a clause of its own.
func (r *reading) killsMe(m *mention) bool {
	return m.to-m.from == 3 && r.tokens[m.from].text == "kill" && r.tokens[m.to-1].text == "now" &&
		(m.from == 0 || r.tokens[m.from].brk != joined) && (m.to >= len(r.tokens) || r.tokens[m.to].brk != joined)
}

// jests tells whether a mention is a "tell my mum i loved her" of somebody who
// laughs or asks for what eases sore legs.
func (r *reading) jests(m *mention) bool {
	if r.tokens[m.from].text != "tell" {
		return false
	}
	for i := range r.tokens {
		switch r.tokens[i].text {
		case "lol", "haha", "hahaha", "lmao", "stretch", "stretches", "stretching", "protein", "foam", "roller", "doms":
			return true
		}
	}
	return false
}

// refuses tells whether a mention is the "want to die" of "do not want to die".
func (r *reading) refuses(m *mention) bool {
	return m.to-m.from == 3 && r.tokens[m.from].text == "want" && r.tokens[m.to-1].text == "die" &&
		m.from > 0 && r.tokens[m.from-1].text == "not" && r.tokens[m.from].brk == joined
}

// otherGrave tells whether a turn speaks of dying in a mention that does not
// lie within mention i.
func (lx *lexer) otherGrave(r *reading, i int) bool {
	for k := range r.mentions {
		m := &r.mentions[k]
		if lx.grave(m) && (m.from < r.mentions[i].from || m.to > r.mentions[i].to) && m.status != masked {
			return true
		}
	}
	return false
}

// despairs tells whether a turn holds a word that somebody in despair might
// add to a no.
func (r *reading) despairs() bool {
	for i := range r.tokens {
		switch r.tokens[i].text {
		case "but", "anymore", "forever", "ever", "wake", "alive", "live", "living", "life", "exist", "existing", "disappear", "gone", "everything",
			"end", "ending", "over", "thoughts", "think", "thinking", "plan", "plans", "planning", "pills", "tablets", "rope", "knife", "cut", "jump",
			"hopeless", "cope", "alone", "burden", "tired", "sometimes", "really", "hurt", "though", "either", "peace", "escape", "hate", "yet", "always", "never",
			"suicidal", "suicide", "kill", "dead", "world", "hell", "quiet", "voices", "nothing", "anyone", "goodbye", "sorry":
			return true
		}
	}
	return false
}

// wantsElse tells whether something of daily life is wanted after a mention:
// sleep, sport, or a part of the body to be well.
func (r *reading) wantsElse(m *mention) bool {
	s := &r.sents[m.sent]
	for i := m.to; i < s.to; i++ {
		switch r.tokens[i].text {
		case "want", "need", "like", "love", "hoping":
		default:
			continue
		}
		for k := i + 1; k < min(s.to, i+7); k++ {
			switch r.tokens[k].text {
			case "sleep", "nap", "bed", "run", "dance", "ski", "cycle", "walk", "play", "finish", "dinner", "coffee", "tea", "snack":
				return true
			}
			if r.placed(s, k) {
				return true
			}
		}
	}
	return false
}
