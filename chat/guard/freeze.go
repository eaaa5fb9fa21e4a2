package guard

import (
	"cmp"
	"slices"
)

// freeze lays the trie out once all phrases are in. words is the number of
// words and units known.
func (t *trie) freeze(words int) {
	b := t.build
	t.starts = make([]start, words)
	t.shareBits()
	units := b.nodes[unitsNode].words
	b.nodes[unitsNode].words = nil
	at, order := t.number(units)
	t.nodes, t.extras = make([]node, 0, len(order)), make([]extra, 1) // none has number 0
	var first [2][]ref
	for _, i := range order {
		g := &b.nodes[i]
		g.renumber(at)
		n, refs := t.lay(g)
		if i == rootNode || i == backNode {
			first[i-rootNode] = refs
		} else {
			slices.SortFunc(refs, inOrder)
			t.refs, n.words = appendTo(t.refs, refs)
		}
		t.nodes = append(t.nodes, n)
	}
	for _, u := range units {
		t.starts[u.by.ids[0]].more = at[u.to]
	}
	t.findHops()
	t.rooms = make([]room, 1) // none has number 0
	for side, refs := range first {
		t.startSide(side, byWord(refs, words))
	}
	t.build = nil
}

// lay appends what a node has to the arrays of all, but for its refs.
func (t *trie) lay(g *growing) (n node, refs []ref) {
	n = node{next: t.nextOf(g), end: g.end, turn: g.turn}
	if len(g.ends) > 0 || len(g.gaps) > 0 || g.end != 0 || g.turn != 0 {
		n.kind = open
	}
	for _, w := range g.words {
		for _, id := range w.by.ids {
			refs = append(refs, ref{id, w.to})
		}
	}
	if len(g.ends) == 1 {
		n.done, g.ends = g.ends[0]+leaf, nil
	}
	if len(g.numbers)+len(g.gaps)+len(g.ends) > 0 {
		var x extra
		t.numbers, x.numbers = appendTo(t.numbers, g.numbers)
		t.gaps, x.gaps = appendTo(t.gaps, g.gaps)
		t.ends, x.ends = appendTo(t.ends, g.ends)
		n.extra = int32(len(t.extras))
		t.extras = append(t.extras, x)
	}
	return n, refs
}

// inOrder compares by words, then by where they lead, for those that come
// first in the rules have the lower numbers.
func inOrder(a, b ref) int {
	if a.word != b.word {
		return cmp.Compare(a.word, b.word)
	}
	return cmp.Compare(a.to, b.to)
}

// byWord gives many refs by their words, in linear time; those of a word stay
// in order. words is the number of words known.
func byWord(refs []ref, words int) []ref {
	at, out := make([]int32, words+1), make([]ref, len(refs))
	for _, r := range refs {
		at[r.word+1]++
	}
	for i := 1; i <= words; i++ {
		at[i] += at[i-1]
	}
	for _, r := range refs {
		out[at[r.word]] = r
		at[r.word]++
	}
	return out
}

// appendTo appends what one node has to the array of all.
func appendTo[E any](all, own []E) ([]E, extent) {
	from := int32(len(all))
	all = append(all, own...)
	return all, extent{from, int32(len(all))}
}

// number gives every node that can be reached its place in the frozen trie, or
// what ends there for a leaf, and the nodes in this order. What a node leads
// to lies together. units leads to where units go on.
func (t *trie) number(units []way) (at, order []int32) {
	b := t.build
	at = make([]int32, len(b.nodes))
	for root := range int32(roots) {
		order = append(order, root)
	}
	place := func(to int32) {
		if at[to] == 0 {
			at[to] = int32(len(order))
			order = append(order, to)
		}
	}
	var visit func(g *growing)
	visit = func(g *growing) {
		from := len(order)
		for _, w := range g.words {
			if to := &b.nodes[w.to]; to.bare() {
				at[w.to] = leaf + to.ends[0]
			} else {
				place(w.to)
			}
		}
		for _, e := range g.numbers {
			place(e.to)
		}
		for _, e := range g.gaps {
			place(e.to)
		}
		for _, to := range [...]int32{g.end, g.turn} {
			if to != 0 {
				place(to)
			}
		}
		for _, to := range slices.Clone(order[from:]) {
			visit(&b.nodes[to])
		}
	}
	for root := range roots {
		visit(&b.nodes[root])
	}
	visit(&growing{words: units})
	return at, order
}

// bare tells whether one thing ends at a node and nothing goes on.
func (g *growing) bare() bool {
	return len(g.ends) == 1 && len(g.words)+len(g.numbers)+len(g.gaps) == 0 && g.end == 0 && g.turn == 0
}

// renumber lets the edges of a node lead to frozen nodes.
func (g *growing) renumber(at []int32) {
	for i := range g.words {
		g.words[i].to = at[g.words[i].to]
	}
	for i := range g.numbers {
		g.numbers[i].to = at[g.numbers[i].to]
	}
	for i := range g.gaps {
		g.gaps[i].to = at[g.gaps[i].to]
	}
	g.end, g.turn = at[g.end], at[g.turn] // those of the root are 0
}

const (
	signBits = 64  // bits of a sign that stand for elements
	noBit    = 255 // in place of one
)

// longList is the number of words from which an element has a bit in a sign.
const longList = 40

// shareBits gives long elements their bits in a sign, and words the bits of the
// elements that hold them.
func (t *trie) shareBits() {
	for id := range t.starts {
		t.starts[id].sign.addWord(int32(id))
	}
	n := 0
	for _, e := range t.build.elems[1:] {
		e.bit = noBit
		if len(e.ids) < longList {
			continue
		}
		e.bit = uint8(n % signBits)
		n++
		for _, id := range e.ids {
			t.starts[id].sign.addList(e.bit)
		}
	}
}

// startSide notes for every word what one root leads to. refs are the root's,
// by word.
func (t *trie) startSide(side int, refs []ref) {
	t.first = slices.Grow(t.first, len(refs))
	for len(refs) > 0 {
		word := refs[0].word
		o := room{from: int32(len(t.first))}
		for ; len(refs) > 0 && refs[0].word == word; refs = refs[1:] {
			n := node{kind: isLeaf, done: refs[0].to}
			if n.done < leaf {
				n = t.nodes[refs[0].to]
			}
			switch t.first = append(t.first, n); n.kind {
			case closed:
				o.next.add(&n.next)
			case nearHop, farHop:
				o.over.add(&n.next)
			}
		}
		own := t.first[o.from:]
		slices.SortStableFunc(own, func(a, b node) int { return cmp.Compare(a.kind.rank(), b.kind.rank()) })
		place := func(rank int) int32 {
			k, _ := slices.BinarySearchFunc(own, rank, func(n node, r int) int { return cmp.Compare(n.kind.rank(), r) })
			return o.from + int32(k)
		}
		o.hops, o.shut, o.to = place(1), place(2), int32(len(t.first))
		t.starts[word].rooms[side] = int32(len(t.rooms))
		t.rooms = append(t.rooms, o)
	}
}

// rank is the place of a kind among what the root leads to by a word.
func (k nodeKind) rank() int {
	switch k {
	case closed:
		return 2
	case nearHop, farHop:
		return 1
	}
	return 0
}

// findHops finds the nodes that have one gap and nothing else.
func (t *trie) findHops() {
	for i := roots; i < len(t.nodes); i++ {
		n := &t.nodes[i]
		if n.extra == 0 || n.done != 0 || n.end != 0 || n.turn != 0 || n.words.from != n.words.to {
			continue
		}
		x := &t.extras[n.extra]
		if x.gaps.to-x.gaps.from != 1 || x.numbers.from != x.numbers.to || x.ends.from != x.ends.to {
			continue
		}
		g := t.gaps[x.gaps.from]
		if to := &t.nodes[g.to]; to.kind == closed {
			n.next, n.gap = to.next, x.gaps.from
			if n.kind = nearHop; g.most > shortGap {
				n.kind = farHop
			}
		}
	}
}

// nextOf is the sign of what a node goes on with.
func (t *trie) nextOf(g *growing) (s sign) {
	for _, w := range g.words {
		if bit := t.build.elems[w.by.number].bit; bit != noBit {
			s.addList(bit)
			continue
		}
		for _, id := range w.by.ids {
			s.addWord(id)
		}
	}
	if len(g.numbers) > 0 {
		s.addNumber()
	}
	return s
}
