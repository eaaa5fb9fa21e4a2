package guard

import (
	"cmp"
	"slices"
)

// freeze lays the trie out once all phrases are in. words is the number of
// words known.
func (t *trie) freeze(words int) {
	b := t.build
	t.starts = make([]start, words)
	t.shareBits()
	more := b.nodes[listsNode].words
	b.nodes[listsNode].words = nil
	at, order := t.number(more)
	t.nodes = make([]node, 0, len(order))
	t.edges = make([]edge, 1, len(b.nodes)) // none has number 0
	for _, i := range order {
		g := &b.nodes[i]
		g.renumber(at)
		t.nodes = append(t.nodes, t.lay(g))
	}
	for _, r := range more {
		t.starts[r.word].more = int32(len(t.edges))
		t.edges = append(t.edges, edge{list: -1, to: at[r.to]})
	}
	t.mark()
	t.startPhrases(b.nodes[rootNode].words)
	t.build = nil
}

// lay appends what a node has to the arrays of all. The root's words are left
// out, see startPhrases.
func (t *trie) lay(g *growing) (n node) {
	n = node{next: t.nextOf(g), end: g.end, open: len(g.ends) > 0 || len(g.gaps) > 0 || g.end != 0}
	for i, last := 0, int32(-1); i < len(g.words); i++ { // those of one element stand together
		if to := g.words[i].to; to != last {
			t.edges, last = append(t.edges, edge{list: -1, to: to}), to
		}
		g.words[i].to = int32(len(t.edges) - 1)
	}
	slices.SortFunc(g.spans, inOrder)
	n.spans.from = int32(len(t.edges))
	for _, s := range g.spans {
		t.edges = append(t.edges, edge{list: s.word, to: s.to})
	}
	n.spans.to = int32(len(t.edges))
	if len(t.nodes) != rootNode {
		alone := t.aloneIn(n.spans)
		slices.SortFunc(g.words, inOrder)
		t.refs, n.words = appendTo(t.refs, g.words)
		t.refs, n.alone = appendTo(t.refs, alone)
	}
	t.numbers, n.numbers = appendTo(t.numbers, g.numbers)
	t.gaps, n.gaps = appendTo(t.gaps, g.gaps)
	t.ends, n.ends = appendTo(t.ends, g.ends)
	return n
}

// aloneIn gives the words that are entries of the lists of edges by themselves.
func (t *trie) aloneIn(spans extent) (out []ref) {
	for i := spans.from; i < spans.to; i++ {
		for _, word := range t.build.lists[t.edges[i].list].alone {
			out = append(out, ref{word, i})
		}
	}
	slices.SortFunc(out, inOrder)
	return out
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
// to lies together. more leads to where longer entries of lists go on.
func (t *trie) number(more []ref) (at, order []int32) {
	b := t.build
	at = make([]int32, len(b.nodes))
	order = []int32{rootNode, listsNode}
	place := func(to int32) {
		if at[to] == 0 {
			at[to] = int32(len(order))
			order = append(order, to)
		}
	}
	follow := func(refs []ref) {
		for _, r := range refs {
			if to := &b.nodes[r.to]; to.bare() {
				at[r.to] = leaf + to.ends[0]
			} else {
				place(r.to)
			}
		}
	}
	var visit func(g *growing)
	visit = func(g *growing) {
		from := len(order)
		follow(g.words)
		follow(g.spans)
		for _, e := range g.numbers {
			place(e.to)
		}
		for _, e := range g.gaps {
			place(e.to)
		}
		if g.end != 0 {
			place(g.end)
		}
		for _, to := range slices.Clone(order[from:]) {
			visit(&b.nodes[to])
		}
	}
	visit(&b.nodes[rootNode])
	visit(&b.nodes[listsNode])
	visit(&growing{words: more})
	return at, order
}

// bare tells whether one thing ends at a node and nothing goes on.
func (g *growing) bare() bool {
	return len(g.ends) == 1 && len(g.words)+len(g.spans)+len(g.numbers)+len(g.gaps) == 0 && g.end == 0
}

// renumber lets the edges of a node lead to frozen nodes.
func (g *growing) renumber(at []int32) {
	for i := range g.words {
		g.words[i].to = at[g.words[i].to]
	}
	for i := range g.spans {
		g.spans[i].to = at[g.spans[i].to]
	}
	for i := range g.numbers {
		g.numbers[i].to = at[g.numbers[i].to]
	}
	for i := range g.gaps {
		g.gaps[i].to = at[g.gaps[i].to]
	}
	g.end = at[g.end] // that of the root is 0
}

const (
	signBits = 64  // bits of a sign that stand for lists
	noBit    = 255 // in place of one
)

// longList is the number of entries from which a list has a bit in a sign; the
// words of a shorter one stand for it.
const longList = 25

// shareBits gives long lists their bits in a sign.
func (t *trie) shareBits() {
	t.bits = make([]uint8, len(t.build.lists))
	n := 0
	for i, l := range t.build.lists {
		t.bits[i] = noBit
		if len(l.alone)+len(l.longer) >= longList {
			t.bits[i] = uint8(n % signBits)
			n++
		}
	}
}

// startPhrases notes for every word the root's edges. words are the root's
// refs, in the order of the rules.
func (t *trie) startPhrases(words []ref) {
	words = byWord(words, len(t.starts))
	root := t.nodes[rootNode].spans
	t.rooms = make([]int32, len(t.build.lists))
	for i := range t.rooms {
		t.rooms[i] = -1
	}
	for i := root.from; i < root.to; i++ {
		t.rooms[t.edges[i].list] = i
	}
	lists := t.listsOf()
	t.first = make([]edge, 0, len(words)+len(lists))
	for id := range t.starts {
		s := &t.starts[id]
		s.sign.addWord(int32(id))
		s.words.from = int32(len(t.first))
		for ; len(words) > 0 && words[0].word == int32(id); words = words[1:] {
			t.first = append(t.first, t.edges[words[0].to])
		}
		s.words.to = int32(len(t.first))
		s.lists.from = s.words.to
		for ; len(lists) > 0 && lists[0].word == int32(id); lists = lists[1:] {
			if bit := t.bits[lists[0].to]; bit != noBit {
				s.sign.addList(bit)
			}
			if k := t.rooms[lists[0].to]; k >= 0 {
				t.first = append(t.first, t.edges[k])
			}
		}
		s.lists.to = int32(len(t.first))
	}
}

// listsOf gives the words that are entries of lists by themselves, in order,
// and their lists in order.
func (t *trie) listsOf() (out []ref) {
	for list, l := range t.build.lists {
		for _, word := range l.alone {
			out = append(out, ref{word, int32(list)})
		}
	}
	return byWord(out, len(t.starts))
}

// mark copies to edges and gaps what is needed of their nodes.
func (t *trie) mark() {
	for i := range t.edges {
		e := &t.edges[i]
		if e.to >= leaf {
			continue
		}
		n := &t.nodes[e.to]
		switch e.next = n.next; {
		case n.onlyGap() && !t.nodes[t.gaps[n.gaps.from].to].open:
			g := &t.gaps[n.gaps.from]
			e.next = t.nodes[g.to].next
			if e.to = -leaf - n.gaps.from<<1; g.most > shortGap {
				e.to--
			}
		case n.open:
			e.to = ^e.to
		}
	}
	for i := range t.gaps {
		n := &t.nodes[t.gaps[i].to]
		t.gaps[i].next, t.gaps[i].open = n.next, n.open
	}
}

// onlyGap tells whether a node has one gap and nothing else.
func (n *node) onlyGap() bool {
	return n.gaps.to-n.gaps.from == 1 && n.ends.from == n.ends.to && n.end == 0 &&
		n.words.from == n.words.to && n.spans.from == n.spans.to && n.numbers.from == n.numbers.to
}

// nextOf is the sign of what a node goes on with.
func (t *trie) nextOf(g *growing) (s sign) {
	for _, r := range g.words {
		s.addWord(r.word)
	}
	for _, r := range g.spans {
		if bit := t.bits[r.word]; bit != noBit {
			s.addList(bit)
			continue
		}
		l := &t.build.lists[r.word]
		for _, words := range [...][]int32{l.alone, l.longer} {
			for _, word := range words {
				s.addWord(word)
			}
		}
		if l.numbered {
			s.addNumber()
		}
	}
	if len(g.numbers) > 0 {
		s.addNumber()
	}
	return s
}
