package guard

// What is said in jest. "Another Monday, somebody put me out of my misery lol, any
// desk stretches?", "gonna die if coach makes us do the bleep test", "if he snores one
// more night I'll smother him, joking". A laugh alone clears nothing: people laugh off
// what they mean. The words are taken for banter only if the turn names a small
// nuisance of daily life as their cause, as the form asks also laughs or says that it
// jokes, and holds no word of anybody in despair.

// banter takes out words of death that a small nuisance explains.
func (lx *lexer) banter(r *reading) {
	for i := range r.mentions {
		m := &r.mentions[i]
		if m.status != asserted || !lx.grave(m) {
			continue
		}
		if lx.otherGrave(r, i) || r.grim(m) || !(r.miserable(m) || r.diesIf(m) || r.threatens(m) || r.disclaims(m)) {
			return
		}
		for k := range r.mentions { // what else its words were taken for
			if o := &r.mentions[k]; o.status == asserted && o.from >= m.from-2 && o.to <= m.to+1 {
				o.status, o.because = masked, "a manner of speaking"
			}
		}
	}
}

// grim tells whether a turn holds a word, outside a mention, that anybody in despair
// or in danger might add.
func (r *reading) grim(m *mention) bool {
	for i := range r.tokens {
		if i >= m.from && i < m.to {
			continue
		}
		switch r.tokens[i].text {
		case "please", "anymore", "life", "live", "living", "alive", "pills", "tablets", "rope", "knife", "cope", "hopeless", "alone", "burden", "goodbye", "bye", "sorry",
			"suicidal", "suicide", "dead", "forever", "bridge", "lonely", "nobody", "depressed", "depression", "cry", "cries", "crying", "empty", "exhausted", "serious", "seriously",
			"mean", "wake", "thoughts", "planned", "thinking", "scared", "afraid", "baby", "newborn", "toddler", "drunk", "hit", "hits", "hurts", "voices", "therapist", "end",
			"everything", "point", "hate", "myself", "tonight", "worthless", "anyway", "jump", "hurt", "cut":
			return true
		}
	}
	return false
}

// laughs tells whether a turn laughs or says that it jokes.
func (r *reading) laughs() bool {
	return r.has("lol", "haha", "hahaha", "hehe", "lmao", "lmfao", "joking", "kidding", "jk", "joke", "rofl")
}

// isLaugh tells whether a word is a laugh.
func isLaugh(w string) bool { return w == "lol" || w == "haha" || w == "hahaha" || w == "lmao" }

// nuisance tells whether a turn names what people groan at.
func (r *reading) nuisance() bool {
	return r.has("monday", "mondays", "meeting", "meetings", "budget", "spreadsheet", "spreadsheets", "deadline", "deadlines", "homework", "essay", "traffic", "queue", "commute",
		"monopoly", "zoom", "teams", "ikea", "burpees", "revision", "powerpoint", "invoices", "paperwork", "hoovering", "ironing", "dishes", "assembly", "detention", "pe", "bleep",
		"sprints", "laps", "karaoke", "webinar", "induction", "training", "filing", "overtime", "inlaws", "laws", "hangover", "shift", "cricket", "golf", "opera", "maths")
}

// miserable tells whether a mention is a "put me out of my misery" at a nuisance.
func (r *reading) miserable(m *mention) bool {
	from := m.from
	if w := r.tokens[from].text; (w == "someone" || w == "somebody") && m.to-from > 2 {
		from++
	}
	if from+1 >= m.to {
		return false
	}
	w := r.tokens[from].text
	return (w == "put" || w == "shoot" || w == "kill") && r.tokens[from+1].text == "me" && r.laughs() && r.nuisance()
}

// diesIf tells whether a mention is the "gonna die" of "if coach makes us run" or of
// "hill sprints in the snow, gonna die lol".
func (r *reading) diesIf(m *mention) bool {
	s := &r.sents[m.sent]
	if r.tokens[m.to-1].text != "die" {
		return false
	}
	if m.to < s.to && r.tokens[m.to].brk == joined && isLaugh(r.tokens[m.to].text) {
		return r.nuisance()
	}
	supposed := false
	for i := s.from; i+1 < s.to; i++ {
		supposed = supposed || r.tokens[i].text == "if"
		w, us := r.tokens[i].text, r.tokens[i+1].text
		if !supposed || w != "makes" && w != "make" && w != "made" || us != "us" && us != "me" {
			continue
		}
		return us == "us" && r.laughs() || r.task(i+2, min(s.to, i+8))
	}
	return false
}

// task tells whether tokens [from:to) name what a teacher or coach makes people do.
func (r *reading) task(from, to int) bool {
	for i := from; i < to; i++ {
		switch r.tokens[i].text {
		case "test", "burpees", "sprints", "laps", "plank", "planks", "sing", "read", "present", "dance", "perform", "squats", "shuttle", "shuttles", "hill", "hills", "mile",
			"hurdles", "swim", "maths", "presentation", "solo", "drills", "icebreaker", "roleplay", "karaoke":
			return true
		}
	}
	return false
}

// threatens tells whether a mention is an "I'll smother him" for a habit, of
// somebody who says that it is a joke.
func (r *reading) threatens(m *mention) bool {
	switch r.tokens[m.from].text {
	case "smother", "strangle", "murder", "kill", "throttle", "suffocate", "choke":
	default:
		return false
	}
	return r.laughs() && r.has("if") && r.has("snores", "snore", "snored", "snoring", "towel", "towels", "socks", "crumbs", "remote", "humming", "hums", "chewing", "chews", "whistling",
		"whistles", "sniffing", "sniffs", "dishes", "bins", "slurps", "slurping", "thermostat", "teabags", "duvet", "crisps", "toenails", "bagpipes", "drums", "trumpet", "recorder")
}

// disclaims tells whether a mention is what somebody says he or she will not do, in
// a turn that grumbles at the weather and asks for a laugh.
func (r *reading) disclaims(m *mention) bool {
	denies := false
	for i := max(r.sents[m.sent].from, m.from-4); i < m.from; i++ {
		denies = denies || r.tokens[i].text == "not"
	}
	return denies && r.has("weather", "rain", "bins", "traffic", "news", "telly", "cold", "wind", "monday", "council", "potholes") &&
		r.has("joke", "jokes", "craic", "riddle", "recipe", "quiz", "story", "song", "crossword", "gossip", "laugh")
}
