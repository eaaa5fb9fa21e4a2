package guard

// longQuote is the most words of what counts as one quotation.
const longQuote = 40

// A quoted is what stands between two quotation marks: tokens [from:to).
type quoted struct{ from, to int }

// quotes finds the quotations of a turn. A mark that is never closed on its line
// opens none.
func (r *reading) quotes() (qs []quoted) {
	open, first, n, before := rune(0), 0, 0, ' '
	for i, c := range r.text {
		for n < len(r.tokens) && int(r.tokens[n].start) < i {
			n++
		}
		switch {
		case c == '\n':
			open = 0
		case open == 0 && opensQuote(c, before):
			open, first = c, n
		case open != 0 && c == closingMark(open) && r.closesAt(i, c, before):
			if n > first && n-first <= longQuote {
				qs = append(qs, quoted{first, n})
			}
			open = 0
		}
		before = c
	}
	return qs
}

// opensQuote tells whether a mark behind a character opens a quotation.
func opensQuote(c, before rune) bool {
	switch c {
	case '“', '„', '«', '‘':
		return true
	case '"', '\'':
		return before == ' ' || before == '(' || before == '\n' || before == ':' || before == ','
	}
	return false
}

// closingMark is the mark that closes a quotation.
func closingMark(open rune) rune {
	switch open {
	case '“', '„':
		return '”'
	case '«':
		return '»'
	case '‘':
		return '’'
	}
	return open
}

// closesAt tells whether the mark at byte i may close a quotation: an apostrophe stands
// inside a word.
func (r *reading) closesAt(i int, c, before rune) bool {
	if c == '"' {
		return before != ' '
	}
	end := i + len(string(c))
	return c != '\'' && c != '’' || before != ' ' && (end >= len(r.text) || !isLetter(rune(r.text[end]|0x20)))
}
