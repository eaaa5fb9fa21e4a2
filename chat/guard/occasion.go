package guard

import "strings"

// Occasions. "I took 30 paracetamol before her exam", "crushing chest pain after the
// film" and "she collapsed at the museum" tell when and where it was. A film, an exam
// or a funeral is then nothing that what is told belongs to.

// occasion tells whether a cue only names when or where something was: behind a word of
// time or place, with nothing of its own told behind it.
func (r *reading) occasion(s *sent, c cueHit) bool {
	switch c.kind {
	case story, famous, learnFirm, learn, craft, unreal, script:
	default:
		return false
	}
	if c.kind == story && r.tokens[c.from].text == "on" && r.didIt(s, c.from) { // "I took them all on tiktok"
		return true
	}
	if r.isReading(s, c) || c.kind == story && c.from == s.from && r.words(c) == "my story" && strings.HasPrefix(r.text[r.tokens[c.to-1].end:], ":") {
		return true
	}
	if r.brokenOff(s, c) || r.meanwhile(s, c) {
		return true
	}
	i := r.beforeName(s, c)
	if i < s.from || !r.closes(s, c.to) && !r.setsIn(s, i, c) {
		return false
	}
	switch r.tokens[i].text {
	case "after", "before", "during", "since":
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

// setsIn tells whether a clause of somebody begins behind a time or place that a sentence
// begins with, without a comma between: "after the funeral my son choked". "She" in
// a film may be of it.
func (r *reading) setsIn(s *sent, before int, c cueHit) bool {
	switch r.tokens[before].text {
	case "after", "before", "during", "at", "since":
	default:
		return false
	}
	i := c.to
	if before >= s.from+3 || i >= s.to || r.tokens[i].brk != joined || !r.beginsClause(s, i) {
		return false
	}
	w := r.tokens[i].text
	return r.tokens[before].text != "during" || w != "he" && w != "she" && w != "they" && w != "his" && w != "her" && w != "their"
}

// meanwhile tells whether somebody only did something with what a cue names while
// something else was: "mum had chest pain while choosing hymns for dad's funeral".
func (r *reading) meanwhile(s *sent, c cueHit) bool {
	for i := c.from - 1; i > max(s.from, c.from-mostBrokenOff-1); i-- {
		if r.tokens[i].brk != joined {
			return false
		}
		if r.tokens[i].text == "while" {
			return strings.HasSuffix(r.tokens[i+1].text, "ing") && r.closes(s, c.to)
		}
	}
	return false
}

// mostBrokenOff is the most words between what is broken off and why.
const mostBrokenOff = 5

// brokenOff tells whether a cue only names what something else kept somebody from: "my
// film was paused because", "I was writing an essay when".
func (r *reading) brokenOff(s *sent, c cueHit) bool {
	off := false
	for i := max(s.from, c.from-mostBrokenOff); i < min(s.to, c.to+mostBrokenOff); i++ {
		switch w := r.tokens[i].text; w {
		case "late", "paused", "stopped", "delayed", "unfinished", "interrupted", "cancelled", "missed", "missing", "skipping", "skipped", "postponed", "behind", "quit", "pausing":
			off = true
		case "was", "were", "am":
			off = off || i < c.from && strings.HasSuffix(r.tokens[i+1].text, "ing")
		case "because", "cause", "cos", "since", "as", "when":
			if i >= c.to && off && i+2 < s.to && (r.beginsClause(s, i+1) || r.tokens[i+1].text == "the" && r.covers(s, relative, i+2)) {
				return true
			}
		}
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
	return i >= s.to || r.tokens[i].brk != joined || joins(r.tokens[i].text) || r.tokens[i].text == "so" || isFinite(r.tokens[i].text)
}

// isFinite tells whether a word is the verb of what somebody is, has or did: a clause
// that stands between it and its subject ends before it.
func isFinite(w string) bool {
	switch w {
	case "took", "swallowed", "collapsed", "fell", "cut", "wants", "fainted", "passed", "stopped", "vomited", "choked":
		return true
	}
	return isPresent(w)
}

// apposed gives the token at which a denial that only says what a subject is not ends:
// the "is" of "my husband not a drinker is unconscious". Where it says something else it
// is the end of the sentence.
func (r *reading) apposed(s *sent, c cueHit) int {
	i := c.from - 1
	if i < s.from || r.tokens[c.from].brk != joined || !r.covers(s, relative, i) && !isSomebody(r.tokens[i].text) && r.tokens[i].text != "who" && r.tokens[i].text != "he" && r.tokens[i].text != "she" {
		return s.to
	}
	for k := c.to; k < min(s.to, c.to+budget); k++ {
		w := r.tokens[k].text
		if isPerson(w) && w != "his" && w != "her" || r.tokens[k].brk != joined {
			return s.to
		}
		if k > c.to && isFinite(w) && !strings.HasSuffix(r.tokens[k-1].text, "ly") && r.tokens[k-1].text != "ever" && r.tokens[k-1].text != "even" {
			return k
		}
	}
	return s.to
}

// isReading tells whether a cue says that somebody reads for pleasure: "was reading a book".
func (r *reading) isReading(s *sent, c cueHit) bool {
	i := c.to
	if r.tokens[c.to-1].text != "reading" || i+1 >= s.to || !determines(r.tokens[i].text) {
		return false
	}
	switch r.tokens[i+1].text {
	case "book", "paper", "newspaper", "magazine", "comic", "novel", "story":
		return r.closes(s, i+2)
	}
	return false
}

// didIt tells whether tokens up to i say what the one who writes did or had.
func (r *reading) didIt(s *sent, i int) bool {
	for k := max(s.from, i-farthest); k+1 < i; k++ {
		if w := r.tokens[k].text; (w == "i" || w == "we") && (isPastVerb(r.tokens[k+1].text) || r.tokens[k+1].text == "have" || r.tokens[k+1].text == "am") {
			return true
		}
	}
	return false
}
