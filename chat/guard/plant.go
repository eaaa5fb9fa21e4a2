package guard

import "slices"

// The sides that a walk looks to from where it began.
const (
	ahead = iota
	back
)

// said is a phrase that waits to be planted.
type said struct {
	elems  []*elem
	phrase int
}

// add puts one phrase in, once plant is called.
func (t *trie) add(elems []*elem, phrase int) {
	t.build.said = append(t.build.said, said{elems, phrase})
}

// plant puts all phrases in. Most phrases hold common words ("my", "can not"),
// and a walk that had to begin there would begin at nearly every token, mostly
// in vain. So each is looked for from the element that the fewest phrases hold,
// as search engines that match many stored queries do (Lucene's monitor picks the
// rarest term of each), and goes on to the side where the rarer element is.
func (t *trie) plant(l *lexicon) {
	for _, s := range t.build.said {
		for _, e := range s.elems {
			t.identify(e, l)
		}
	}
	c := census{words: make([]int, len(l.names))}
	for _, s := range t.build.said {
		c.count(s.elems)
	}
	turn := &elem{kind: elemTurn}
	var order []*elem
	for _, s := range t.build.said {
		from := c.rarest(s.elems)
		before, after := s.elems[:from], s.elems[from+1:]
		root := int32(rootNode)
		first, then := after, before
		if goesBack := len(before) > 0 && (len(after) == 0 || c.next(before, true) < c.next(after, false)); goesBack {
			root, first, then = backNode, before, after
		}
		order = append(order[:0], s.elems[from])
		order = appendSide(order, first, root == backNode)
		if len(then) > 0 {
			order = appendSide(append(order, turn), then, root != backNode)
		}
		n := root
		for _, e := range order {
			n = t.step(n, e)
		}
		o := &t.build.nodes[n]
		o.ends = append(o.ends, int32(s.phrase))
	}
	t.build.said = nil
}

// appendSide appends elements, the last first if they are walked backwards.
func appendSide(to, elems []*elem, backwards bool) []*elem {
	n := len(to)
	to = append(to, elems...)
	if backwards {
		slices.Reverse(to[n:])
	}
	return to
}

// A census tells how many phrases hold a word. It stands for how common the word
// is: what people write most is in most phrases.
type census struct {
	words   []int // that hold a word
	numbers int   // that hold a number
}

func (c *census) count(elems []*elem) {
	for _, e := range elems {
		if e.kind == elemNumber {
			c.numbers++
		}
		for _, id := range e.ids {
			c.words[id]++
		}
	}
}

// common tells how common an element is.
func (c *census) common(e *elem) int {
	if e.common > 0 {
		return e.common
	}
	n := 1
	for _, id := range e.ids {
		n += c.words[id]
	}
	if e.kind == elemNumber {
		n += c.numbers
	}
	e.common = n
	return n
}

// rarest gives the place of the least common element of a phrase.
func (c *census) rarest(elems []*elem) int {
	best := -1
	for i, e := range elems {
		if e.kind <= elemNumber && (best < 0 || c.common(e) < c.common(elems[best])) {
			best = i
		}
	}
	return best
}

// next tells how common what a phrase goes on with is, the tokens of a gap
// counted each.
func (c *census) next(elems []*elem, backwards bool) int {
	gap := 1
	for i := range elems {
		e := elems[i]
		if backwards {
			e = elems[len(elems)-1-i]
		}
		switch e.kind {
		case elemGap:
			gap = e.gap + 1
		case elemEnd:
			return 1
		default:
			return gap * c.common(e)
		}
	}
	return gap
}
