package guard

// What a text says that somebody quotes. "Check my speech: 'when he met her he
// couldn't breathe'", "the form asks 'any chest pain, fits'. All no": a sign between
// quotation marks is nobody's if a made or printed text is named before them, and
// whoever writes is well or says no to it. What somebody said, sent or had found
// ("she texted 'can't breathe'", "translate: 'my leg is blue'") is somebody's.

// quoted marks the signs that only a quoted text has.
func (lx *lexer) quoted(r *reading) {
	spans := quotes(r.text)
	if len(spans) == 0 || r.passesOn() {
		return
	}
	well, real := r.outside(spans)
	for _, q := range spans {
		from, to := r.tokensIn(q)
		if from >= to || real || r.saidBy(from) || !r.setApart(from, to, well) {
			continue
		}
		for i := range r.mentions {
			if m := &r.mentions[i]; lx.stageable(m) && m.from >= from && m.to <= to && !lx.grave(m) && !lx.concepts[m.concept].wish {
				m.status, m.because = unrealised, quotedCause
			}
		}
	}
}

// setApart tells whether the quotation of tokens [from:to) is of a text and somebody
// well or saying no to it quotes it, or stands beside nobody in its sentence.
func (r *reading) setApart(from, to int, well bool) bool {
	if r.ofText(from) {
		return well || r.refused(to) || r.performed(from)
	}
	return well && !r.besides(from, to)
}

// besides tells whether the sentences of a quotation, tokens [from:to), name anybody
// or a time beside it.
func (r *reading) besides(from, to int) bool {
	for n := range r.sents {
		s := &r.sents[n]
		if s.to < from || s.from > to {
			continue
		}
		for _, c := range s.cues {
			if (c.from < from || c.from >= to) && (c.kind == recent || c.kind == present || c.kind == relative || c.kind == pronoun) {
				return true
			}
		}
		for i := s.from; i < s.to; i++ {
			w := r.tokens[i].text
			if (i < from || i >= to) && (isFirst(w) || w == "he" || w == "she" || w == "they" || w == "his" || w == "her" || w == "him" || w == "them") {
				return true
			}
		}
	}
	return false
}

// quotedCause is the cause of what a quoted text says.
const quotedCause = "quoted from a text"

// passesOn tells whether a turn hands on what somebody said or wrote of now.
func (r *reading) passesOn() bool {
	for i := range r.tokens {
		switch r.tokens[i].text {
		case "translate", "translation", "translated", "texted", "text", "messaged", "voicemail", "email", "emailed", "whatsapp", "results", "result", "portal", "scan", "discharge", "goodbye",
			"suicide", "mirror", "describes", "exactly", "ticks", "ticked", "tick":
			return true
		}
	}
	return false
}

// outside tells what the sentences beside the quotations say: that all is well,
// and that something is real or claimed.
func (r *reading) outside(spans [][2]int) (well, real bool) {
	for n := range r.sents {
		s := &r.sents[n]
		if r.begunIn(s, spans) {
			continue
		}
		real = real || s.kinds&(1<<claim|1<<lived) != 0
		if s.kinds&(1<<recent) != 0 && r.ownPart(s) {
			real = true
		}
		for _, c := range s.cues {
			if c.kind == hale || c.kind == sparedAll || c.kind == healed {
				if s.turned(r, c) || r.excepts(s, c.to) {
					return false, real
				}
				well = true
			}
		}
	}
	return well, real
}

// begunIn tells whether a sentence begins inside a quotation.
func (r *reading) begunIn(s *sent, spans [][2]int) bool {
	at := int(r.tokens[s.from].start)
	for _, q := range spans {
		if at >= q[0] && at < q[1] {
			return true
		}
	}
	return false
}

// tokensIn gives the tokens of a quotation.
func (r *reading) tokensIn(q [2]int) (from, to int) {
	for from < len(r.tokens) && int(r.tokens[from].start) < q[0] {
		from++
	}
	for to = from; to < len(r.tokens) && int(r.tokens[to].end) <= q[1]; to++ {
	}
	return from, to
}

// mostToText is how many words before a quotation may name the text it is from.
const mostToText = 30

// saidBy tells whether somebody says what the quotation that begins at token i holds.
func (r *reading) saidBy(i int) bool {
	for k := i - 1; k >= max(0, i-4); k-- {
		switch r.tokens[k].text {
		case "said", "says", "say", "told", "telling", "saying", "shouted", "shouts", "screamed", "screams", "replied", "whispered", "rang", "phoned", "tells", "wrote", "called", "shouting", "crying", "screaming":
			if k == 0 || !isText(r.tokens[k-1].text) {
				return true
			}
		}
	}
	return false
}

// ofText tells whether a made or printed text is named before the quotation that
// begins at token i.
func (r *reading) ofText(i int) bool {
	for k := i - 1; k >= max(0, i-mostToText); k-- {
		if w := r.tokens[k].text; isText(w) || w == "speech" && r.toasts() {
			return true
		}
	}
	return false
}

// toasts tells whether the speech of a turn is one that is held at a party, not how
// somebody speaks.
func (r *reading) toasts() bool {
	for i := range r.tokens {
		switch r.tokens[i].text {
		case "wedding", "groom", "bride", "toast", "eulogy", "retirement", "audience", "bridesmaid", "anniversary", "guests":
			return true
		case "best":
			if _, next := r.around(i); next == "man" {
				return true
			}
		}
	}
	return false
}

// performed tells whether what is quoted from token i on is from a text that is
// made to be said or played.
func (r *reading) performed(i int) bool {
	for k := i - 1; k >= max(0, i-mostToText); k-- {
		switch r.tokens[k].text {
		case "speech":
			return r.toasts()
		case "script", "sketch", "panto", "poem", "lyrics", "lyric", "sonnet", "hymn", "headline", "headlines", "crossword", "worksheet", "idioms", "idiom", "proverb", "subtitles":
			return true
		}
	}
	return false
}

// isText tells whether a word names a made or printed text.
func isText(w string) bool {
	switch w {
	case "script", "scene", "chapter", "novel", "poem", "lyrics", "lyric", "song", "headline", "headlines", "form", "forms", "questionnaire", "questionnaires", "insurance",
		"poster", "posters", "leaflet", "leaflets", "label", "manual", "textbook", "quiz", "crossword", "sketch", "panto", "memoir", "letters", "diaries", "sonnet", "hymn", "subtitles",
		"paragraph", "essay", "thesis", "viva", "card", "plaque", "museum", "archive", "gravestone", "headstone", "register", "booklet", "worksheet", "homework", "idioms", "idiom", "proverb":
		return true
	}
	return false
}

// refused tells whether what follows token i says no to what was quoted.
func (r *reading) refused(i int) bool {
	no := false
	for k := i; k < min(len(r.tokens), i+mostAfterQuote) && !(no && r.tokens[k].brk >= sentence); k++ {
		switch w := r.tokens[k].text; w {
		case "no", "none", "nope", "never", "nothing", "not":
			no = no || k < i+5
		case "yes", "but", "except", "apart", "do", "now", "today", "since", "until", "bit", "sometimes":
			return false
		}
	}
	return no
}

// mostAfterQuote is how many words after a quotation are looked at for a no.
const mostAfterQuote = 12
