package guard

// What somebody in a text says. "I translate a novel, the woman says 'my leg burns
// and I want to die', is that natural in English?" asks for words; the leg is
// that of nobody. In "he writes that his foot went black" of a memoir that is
// typed up, "he" is whoever wrote it then.

// quotes tells whether a sentence that names a story goes on with what somebody
// in it says, in a turn that asks how to say it.
func (r *reading) quotes(s *sent) bool {
	c, ok := s.has(story)
	if !ok {
		return false
	}
	for i := c.to; i+2 < s.to; i++ {
		if w := r.tokens[i].text; w != "the" && w != "a" && w != "an" || !isSomebody(r.tokens[i+1].text) && !isCastPart(r.tokens[i+1].text) && !r.covers(s, relative, i+1) && !r.covers(s, speaker, i+1) {
			continue
		}
		if says(r.tokens[i+2].text) {
			return r.asksWords()
		}
	}
	return false
}

// says tells whether a verb leads to what somebody says.
func says(w string) bool {
	switch w {
	case "says", "said", "cries", "shouts", "whispers", "screams", "tells", "writes", "answers", "replies", "sighs", "mutters", "groans":
		return true
	}
	return false
}

// asksWords tells whether a turn asks how something is said in a language.
func (r *reading) asksWords() bool {
	for i := range r.tokens {
		switch r.tokens[i].text {
		case "translate", "translating", "translation", "translator", "english", "german", "french", "spanish", "polish", "irish", "welsh", "italian", "idiom",
			"phrase", "wording", "dialogue", "grammar", "subtitles", "subtitling":
			return true
		}
	}
	return false
}

// writtenDown tells whether a sign follows "he writes that" in a scene.
func (r *reading) writtenDown(s *sent, m *mention) bool {
	for _, c := range s.cues {
		if c.kind != stagingFirm || c.from >= m.from || c.to-c.from < 2 {
			continue
		}
		switch r.tokens[c.from+1].text {
		case "writes", "wrote", "records", "recorded", "describes", "described", "recounts", "recalls", "mentions":
			return true
		}
	}
	return false
}
