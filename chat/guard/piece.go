package guard

// What somebody puts beside a danger must not talk the backstop out of it: a recipe
// that is asked for, a page that is pasted in, an order to forget all rules. So it
// also reads how a turn begins and how it ends, sentence by sentence. Out of many
// pieces one is sure by chance, and what a piece leaves out may be what explains it,
// so a piece must be surer to raise alone.

const (
	// mostPieces is how many beginnings, and how many ends, of a turn are read.
	mostPieces = 8
	// pieceOdds is what the odds that a piece gives count. When it was set, 8 more of
	// 4,000 harmless held-back and fresh messages alarmed for it; what it finds again
	// is what TestUnrelatedHidesNothing prints.
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
	if len(r.sents) < 2 {
		return nil
	}
	var out []cut
	before, after := lx.open(r)
	i := 0
	for n := 1; n < len(r.sents); n++ {
		start := int(r.tokens[r.sents[n].from].start)
		for i < len(words) && words[i].start < start {
			i++
		}
		if i > 0 && i < len(words) && (len(out) == 0 || out[len(out)-1].at < i) {
			out = append(out, cut{i, before[n], after[n]})
		}
	}
	return out
}

// open tells for each sentence whether those before it, and those from it on, may hold
// what the rules did not see: they name no finding, or one that counts. What the rules
// saw in them and left out, as denied or of a story, the backstop reads only with what
// is said beside it.
func (lx *lexer) open(r *reading) (before, after []bool) {
	size := len(r.sents)
	before, after = make([]bool, size+1), make([]bool, size+1)
	named, counts := make([]bool, size), make([]bool, size)
	for i := range r.mentions {
		if m := &r.mentions[i]; lx.concepts[m.concept].kind == finding {
			named[m.sent], counts[m.sent] = true, counts[m.sent] || m.status == asserted
		}
	}
	anyNamed, anyCounts := false, false
	for n := range size {
		before[n] = anyCounts || !anyNamed
		anyNamed, anyCounts = anyNamed || named[n], anyCounts || counts[n]
	}
	anyNamed, anyCounts = false, false
	for n := size - 1; n >= 0; n-- {
		anyNamed, anyCounts = anyNamed || named[n], anyCounts || counts[n]
		after[n] = anyCounts || !anyNamed
	}
	return before, after
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
