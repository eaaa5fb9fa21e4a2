package guard

// What somebody puts beside a danger must not talk the backstop out of it: a recipe
// that is asked for, a page that is pasted in, an order to forget all rules. So it
// also reads how a turn begins and how it ends, sentence by sentence. Out of many
// pieces one is sure by chance, and what a piece leaves out may be what explains it,
// so a piece must be surer to raise alone.

const (
	// mostPieces is how many beginnings, and how many ends, of a turn are read.
	mostPieces = 8
	// pieceOdds is what the odds that a piece gives count. Of 4,000 harmless held-back
	// and fresh messages 8 more would alarm; half of the dangers that an injection
	// beside them hid are seen again.
	pieceOdds = 0.175
)

// A cut is a word of the newest turn, not its first, at which a sentence begins, and
// what may be read by itself: all before it and all from it on.
type cut struct {
	at            int
	before, after bool
}

// cuts gives the cuts of a turn with these words.
func (lx *lexer) cuts(r *reading, words []spelled) []cut {
	var out []cut
	i := 0
	for n := 1; n < len(r.sents); n++ {
		start := int(r.tokens[r.sents[n].from].start)
		for i < len(words) && words[i].start < start {
			i++
		}
		if i > 0 && i < len(words) && (len(out) == 0 || out[len(out)-1].at < i) {
			out = append(out, cut{i, lx.open(r, 0, n), lx.open(r, n, len(r.sents))})
		}
	}
	return out
}

// open tells whether sentences [from:to) may hold what the rules did not see: they
// name no finding, or one that counts. What the rules saw in them and left out, as
// denied or of a story, the backstop reads only with what is said beside it.
func (lx *lexer) open(r *reading, from, to int) bool {
	named := false
	for i := range r.mentions {
		m := &r.mentions[i]
		if m.sent < from || m.sent >= to || lx.concepts[m.concept].kind != finding {
			continue
		}
		if m.status == asserted {
			return true
		}
		named = true
	}
	return !named
}

// pieces reads the beginnings of the newest turn up to a cut, and its ends from one on.
func (m *backstop) pieces(t *tally, turns [][]spelled, cuts []cut, best *opinion) {
	last := turns[len(turns)-1:]
	w := window{tally: t, turn: t.read.turns[len(turns)-1]}
	read := func(open bool, from, to int) {
		if open {
			m.notePiece(w.probabilities(m), passage{last, from, to}, best)
		}
	}
	from, size := 0, len(last[0])
	for _, c := range cuts[:min(len(cuts), mostPieces)] {
		w.enter(t.read.between(w.turn, from, c.at))
		read(c.before, 0, c.at)
		from = c.at
	}
	w.leave(t.read.between(w.turn, 0, from))
	ends := cuts[max(0, len(cuts)-mostPieces):]
	from = ends[0].at
	w.enter(t.read.between(w.turn, from, size))
	for i, c := range ends {
		w.leave(t.read.between(w.turn, from, c.at))
		read(c.after, c.at, size)
		if from = c.at; i == len(ends)-1 {
			w.leave(t.read.between(w.turn, from, size))
		}
	}
}

// notePiece keeps what a piece adds to an opinion: it seconds no lead.
func (m *backstop) notePiece(probabilities [heads]float32, read passage, best *opinion) {
	one, words := opinion{}, read.to-read.from
	m.note(probabilities, words, read, &one)
	for h := range heads {
		p := m.byLength(probabilities[h], words)
		odds := p * pieceOdds
		best.alone[h] = max(best.alone[h], odds/(1-p+odds)/m.threshold[h])
		best.further[h] = max(best.further[h], one.further[h])
	}
	if one.sure > best.sure {
		best.sure, best.read = one.sure, read
	}
}
