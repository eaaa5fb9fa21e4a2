package guard

// Occasions. "I took 30 paracetamol before her exam", "crushing chest pain after the
// film" and "she collapsed at the museum" tell when and where it was. A film, an exam
// or a funeral is then nothing that what is told belongs to.

// occasion tells whether a cue only names when or where something was: behind a word of
// time or place, with nothing of its own told behind it.
func (r *reading) occasion(s *sent, c cueHit) bool {
	switch c.kind {
	case story, famous, learnFirm, learn, craft, unreal:
	default:
		return false
	}
	if c.kind == story && r.tokens[c.from].text == "on" && r.didIt(s, c.from) { // "I took them all on tiktok"
		return true
	}
	i := r.beforeName(s, c)
	if i < s.from || !r.closes(s, c.to) {
		return false
	}
	switch r.tokens[i].text {
	case "after", "before", "during":
		return true
	case "at":
		return c.kind != famous
	case "playing", "doing", "revising", "watching":
		return i > s.from
	case "in", "on":
		return (c.kind == learnFirm || c.kind == craft) && !isPage(r.tokens[c.to-1].text) && (r.didIt(s, i) || i > s.from+1 && !s.asks)
	}
	return false
}

// beforeName gives the token before a cue and the words that point to what it names:
// the "at" of "at my grandad's funeral".
func (r *reading) beforeName(s *sent, c cueHit) int {
	i := c.from - 1
	for i >= s.from && r.tokens[i+1].brk == joined && (determines(r.tokens[i].text) || r.tokens[i].text == "my" || r.tokens[i].text == "our" || r.covers(s, relative, i)) {
		i--
	}
	return i
}

// isPage tells whether a word names what one reads in: what is told may stand there.
func isPage(w string) bool {
	switch w {
	case "textbook", "textbooks", "book", "books", "article", "leaflet", "notes", "slides", "module", "chapter", "paper", "question", "questions", "vignette", "case", "scenario":
		return true
	}
	return false
}

// closes tells whether a clause ends at token i, or one word of pointing or of a meeting
// later: "after reading about it", "on the first aid course".
func (r *reading) closes(s *sent, i int) bool {
	if i < s.to && r.tokens[i].brk == joined {
		switch r.tokens[i].text {
		case "it", "this", "that", "course", "class", "training", "lesson", "session", "practice":
			i++
		}
	}
	return i >= s.to || r.tokens[i].brk != joined || joins(r.tokens[i].text) || r.tokens[i].text == "so"
}

// didIt tells whether tokens up to i say what the one who writes did or had.
func (r *reading) didIt(s *sent, i int) bool {
	for k := s.from; k+1 < i; k++ {
		if w := r.tokens[k].text; (w == "i" || w == "we") && (isPastVerb(r.tokens[k+1].text) || r.tokens[k+1].text == "have" || r.tokens[k+1].text == "am") {
			return true
		}
	}
	return false
}
