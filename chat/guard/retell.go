package guard

import (
	"slices"
	"strings"
)

// What is told by a structure of questions and answers, forms and turns. "Is he
// breathing? | no", "Breathing: no", "you asked if she's awake. She isn't" and "He | is |
// not | breathing" say plain things of which no sentence holds the whole. Such turns are
// told anew in plain words, and a second session, the twin, reads the conversation so
// told by the same rules. What it finds only adds: the reading of the turns as they
// stand is untouched. The twin reads all else word by word too, so that a story stays a
// story.

// A unit is a word of a turn, or of what is told anew.
type unit struct {
	text       string
	turn       int
	start, end int // bytes of its turn
	letter     byte
	isNum      bool
	num        float64
	name       bool   // a label that comes again, as those of speakers do
	sep        string // what is written before it
	brk        brk
}

// A bit is what one speaker or one line of a form says at a time.
type bit struct {
	units []unit
	turn  int
	start int    // byte at which it begins, with its label
	asks  bool   // ends with a question mark
	by    string // the label of a speaker
	told  bool   // told anew
}

// A piece is some bytes of what the twin reads and what they stand for.
type piece struct {
	to    int // end in the text of the twin
	stand []span
	as    bool // word by word, so that places within can be found
}

// A teller tells turns anew.
type teller struct {
	twin   *session
	pieces [][]piece // by turn of the twin, nil for one that is as it was
	before bit       // what was said last, for an answer to it
	said   []unit    // what was last told anew or told in few words
	run    []unit    // short turns up to now
	drug   []unit    // what was taken, for a count of it
	count  []unit    // how many, for what they are
	bleeds bool      // something is said to bleed
	snores bool      // the turn speaks of snoring
	eaten  bool      // the turn says that something was taken
	keep   bool      // what was asked stays open: "did you check breathing | I did | there was none"
	seen   int       // mentions of the turn before the bit
	text   strings.Builder
	out    []piece
	anew   bool
}

// retell lets the twin read the turn that was just read. It tells whether anything new
// came of it.
func (s *session) retell(r *reading) {
	t := &s.teller
	t.text.Reset()
	t.out, t.anew = nil, false
	t.tell(r, s.turns[r.turn], s.c.lexer.byID["medicine"])
	if t.twin == nil {
		if !t.anew {
			t.pieces = append(t.pieces, nil)
			return
		}
		t.twin = s.c.newSession()
		t.twin.until, t.twin.isTwin = s.until, true
		for _, before := range s.turns[:len(s.turns)-1] {
			t.twin.add(before)
		}
	}
	if !t.anew {
		t.pieces = append(t.pieces, nil)
		t.twin.add(s.turns[r.turn])
	} else {
		t.pieces = append(t.pieces, t.out)
		t.twin.add(t.text.String())
	}
	for _, f := range t.twin.fired {
		s.adopt(f)
	}
}

// adopt keeps what the twin found.
func (s *session) adopt(f fired) {
	for i := range s.fired {
		if o := &s.fired[i]; o.rule == f.rule && o.level >= f.level {
			return
		}
	}
	found := make([]span, 0, len(f.found))
	for _, x := range f.found {
		found = s.teller.places(found, x)
	}
	f.found = found
	s.keep(f)
	s.level = max(s.level, f.level)
}

// places adds where some words that the twin read are written.
func (t *teller) places(out []span, x span) []span {
	ps := t.pieces[x.turn]
	if ps == nil {
		return append(out, x)
	}
	from := 0
	for _, p := range ps {
		switch {
		case p.to <= x.start:
		case from >= x.end:
			return out
		case p.as:
			at := p.stand[0]
			out = append(out, span{at.turn, at.start + max(0, x.start-from), at.start + min(p.to, x.end) - from})
		default:
			out = append(out, p.stand...)
		}
		from = p.to
	}
	return out
}

// copy tells bytes of a turn word by word.
func (t *teller) copy(turn int, text string, start, end int) {
	if start >= end {
		return
	}
	t.text.WriteString(text[start:end])
	t.out = append(t.out, piece{to: t.text.Len(), as: true, stand: []span{{turn, start, end}}})
}

// say tells some words as a sentence of its own.
func (t *teller) say(words []unit) {
	if len(words) == 0 {
		return
	}
	t.anew = true
	t.text.WriteString(". ")
	var stand []span
	for i, w := range words {
		if i > 0 {
			if w.brk != joined && w.turn == words[i-1].turn {
				t.text.WriteByte(',')
			}
			t.text.WriteByte(' ')
		}
		t.text.WriteString(w.text)
		if n := len(stand) - 1; n >= 0 && stand[n].turn == w.turn {
			stand[n].start, stand[n].end = min(stand[n].start, w.start), max(stand[n].end, w.end)
		} else {
			stand = append(stand, span{w.turn, w.start, w.end})
		}
	}
	t.out = append(t.out, piece{to: t.text.Len(), stand: stand})
	t.text.WriteString(". ")
	t.out = append(t.out, piece{to: t.text.Len(), stand: stand[len(stand)-1:]})
}

// tell tells a turn anew.
func (t *teller) tell(r *reading, text string, medicine int) {
	bits := r.bits()
	t.snores, t.eaten, t.seen = r.has("snoring", "snores"), r.has("swallowed", "taken"), 0
	t.bleeds = t.bleeds || r.has("bleeding", "bleed", "nosebleed", "blood", "bleeds")
	for i := range bits {
		b := &bits[i]
		end := len(text)
		if i+1 < len(bits) {
			end = bits[i+1].start
		}
		t.copy(r.turn, text, b.start, end)
		t.tellCount(r, b, medicine)
		if !t.tellBit(b) {
			if !t.tellIllness(b) && !t.tellWh(b) && !t.keep {
				t.before = *b
			}
			t.keep = false
		}
	}
	t.joinTurns(r, bits)
	t.before.units, t.said = slices.Clone(t.before.units), slices.Clone(t.said) // the bits are used again
}

// tellBit tells anew a bit that answers what was said before or that is a form. It tells
// whether it did.
func (t *teller) tellBit(b *bit) bool {
	said := t.reply(b)
	if t.snores && len(said) > 0 && last(said).text == "awake" {
		return false // no sleep that nobody is woken from
	}
	if said == nil {
		said = b.form()
	}
	if said == nil {
		return false
	}
	if t.bleeds {
		said = ofBleeding(said)
	}
	t.say(said)
	t.said = said
	t.before = bit{units: said, turn: b.turn, by: b.by, told: true}
	return true
}
