package guard

// A reader reads the turns of one conversation. It remembers the words that
// the lexicon does not hold, for they take longest to read, and its lists are
// used again from turn to turn and from conversation to conversation.
type reader struct {
	lex      *lexicon
	unseen   map[string][]part
	glyphs   []glyph
	tokens   []token
	most     int // most tokens of a turn
	walker   walker
	reading  reading
	mentions []mention  // of the session
	fired    []fired    // the same
	words    []spelled  // the same, of all turns
	spans    []span     // of the words that made rules hold
	spare    []*facts   // to be used again
	found    []*mention // the same
	now      []fired    // the same
	sorted   []span     // the same
}

func (lx *lexer) newReader() *reader { return &reader{lex: lx.lex} }

// mostKept is the number of tokens above which a reader is not used again.
const mostKept = 1 << 13

// reader gives a reader for a new conversation.
func (c *compiled) reader() *reader {
	if rd, ok := c.readers.Get().(*reader); ok {
		return rd
	}
	return c.lexer.newReader()
}

// done takes a reader back. Nothing of the conversation stays in it.
func (c *compiled) done(rd *reader) {
	if rd.most > mostKept || len(rd.mentions) > mostKept || len(rd.words) > mostKept || len(rd.spans) > mostKept {
		return
	}
	clear(rd.unseen)
	clear(rd.glyphs[:cap(rd.glyphs)])
	clear(rd.tokens[:min(rd.most, cap(rd.tokens))])
	clear(rd.mentions)
	clear(rd.words)
	clear(rd.fired[:cap(rd.fired)])
	clear(rd.now[:cap(rd.now)])
	rd.words, rd.spans = rd.words[:0], rd.spans[:0]
	clear(rd.reading.mentions[:min(len(rd.mentions), cap(rd.reading.mentions))])
	clear(rd.reading.units[:cap(rd.reading.units)])
	rd.most = 0
	c.readers.Put(rd)
}

// parts gives what a written word is read as.
func (rd *reader) parts(raw []byte) []part {
	l := rd.lex
	if w := l.words.get(string(raw)); w != nil {
		if p := w.parts.Load(); p != nil {
			return p.all
		}
		p := l.read(string(raw), w)
		w.parts.Store(p)
		return p.all
	}
	if p, ok := rd.unseen[string(raw)]; ok {
		return p
	}
	if rd.unseen == nil {
		rd.unseen = map[string][]part{}
	}
	text := string(raw)
	p := l.read(text, nil).all
	rd.unseen[text] = p
	return p
}

// mended gives a word as it was meant: a word of the rules in place of one that
// nobody knows and that is a typing mistake away.
func (rd *reader) mended(word string) string {
	if w := rd.lex.words.get(word); w != nil {
		return word
	}
	if p := rd.parts([]byte(word)); len(p) == 1 {
		return p[0].text
	}
	return word
}
