package guard

import (
	"cmp"
	"slices"
)

// freeze lays the trie out once all phrases are in. words is the number of
// words known.
func (t *trie) freeze(words int) {
	t.starts = make([]start, words)
	t.startLists()
	for i := range t.build.nodes {
		g := &t.build.nodes[i]
		byID := func(a, b wordEdge) int { return cmp.Compare(a.id, b.id) }
		slices.SortStableFunc(g.words, byID)
		slices.SortStableFunc(g.spans, byID)
	}
	at, order := t.number()
	t.nodes = make([]node, 0, len(order))
	edges := 0
	for i := range t.build.nodes {
		edges += len(t.build.nodes[i].words)
	}
	t.words = make([]wordEdge, 0, edges)
	for _, i := range order {
		g := &t.build.nodes[i]
		g.renumber(at)
		n := node{next: g.next(t.bits), end: g.end, table: -1, open: len(g.ends) > 0 || len(g.gaps) > 0 || g.end != 0}
		t.words, n.words = lay(t.words, g.words)
		t.spans, n.spans = lay(t.spans, g.spans)
		t.numbers, n.numbers = lay(t.numbers, g.numbers)
		t.gaps, n.gaps = lay(t.gaps, g.gaps)
		t.ends, n.ends = lay(t.ends, g.ends)
		if len(g.words) >= manyEdges && i > listsNode {
			n.table = int16(len(t.tables))
			t.tables = append(t.tables, tableOf(t.words, n.words, words))
		}
		t.nodes = append(t.nodes, n)
	}
	t.mark(t.words)
	t.mark(t.spans)
	for i := range t.gaps {
		n := &t.nodes[t.gaps[i].to]
		t.gaps[i].next, t.gaps[i].open = n.next, n.open
	}
	t.rooms = tableOf(t.spans, t.nodes[rootNode].spans, len(t.names))
	t.startPhrases(at)
	t.build = nil
}

// number gives every node that can be reached its place in the frozen trie, or
// what ends there for a leaf, and the nodes in this order. What a node leads
// to lies together.
func (t *trie) number() (at, order []int32) {
	b := t.build
	at = make([]int32, len(b.nodes))
	order = []int32{rootNode, listsNode}
	place := func(to int32) {
		if at[to] == 0 {
			at[to] = int32(len(order))
			order = append(order, to)
		}
	}
	var visit func(g *growing)
	visit = func(g *growing) {
		from := len(order)
		for _, edges := range [...][]wordEdge{g.words, g.spans} {
			for _, e := range edges {
				if to := &b.nodes[e.to]; to.bare() {
					at[e.to] = leaf + to.ends[0]
				} else {
					place(e.to)
				}
			}
		}
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
	for i := range t.starts {
		if more := t.starts[i].more; more != 0 {
			place(more)
			visit(&b.nodes[more])
		}
	}
	return at, order
}

// bare tells whether one thing ends at a node and nothing goes on.
func (g *growing) bare() bool {
	return len(g.ends) == 1 && len(g.words)+len(g.spans)+len(g.numbers)+len(g.gaps) == 0 && g.end == 0
}

// renumber lets the edges of a node lead to frozen nodes.
func (g *growing) renumber(at []int32) {
	for _, edges := range [...][]wordEdge{g.words, g.spans} {
		for i := range edges {
			edges[i].to = at[edges[i].to]
		}
	}
	for i := range g.numbers {
		g.numbers[i].to = at[g.numbers[i].to]
	}
	for i := range g.gaps {
		g.gaps[i].to = at[g.gaps[i].to]
	}
	g.end = at[g.end] // that of the root is 0
}

// startLists notes for every word the lists that it is an entry of by itself
// and where longer entries go on.
func (t *trie) startLists() {
	alone := t.build.alone
	slices.SortFunc(alone, func(a, b listed) int { return cmp.Or(cmp.Compare(a.word, b.word), cmp.Compare(a.list, b.list)) })
	for _, o := range slices.Compact(alone) {
		s := &t.starts[o.word].lists
		if s.from == s.to {
			s.from = int32(len(t.alone))
		}
		t.alone = append(t.alone, o.list)
		s.to = int32(len(t.alone))
	}
	root := &t.build.nodes[listsNode]
	for _, e := range root.words {
		t.starts[e.id].more = e.to
	}
	root.words = nil
	t.shareBits()
}

// signBits is the number of bits of a sign that stand for lists.
const signBits = 64

// shareBits gives every list its bit in a sign. Lists that have a common word
// share one, so that a word which is in hundreds does not set them all.
func (t *trie) shareBits() {
	common := make([]int32, len(t.names)) // by list: its word that is in most lists
	for i := range common {
		common[i] = -1
	}
	in := func(word int32) int32 { return t.starts[word].lists.to - t.starts[word].lists.from }
	order := make([]int32, len(t.names))
	for id := range t.starts {
		at := t.starts[id].lists
		for _, list := range t.alone[at.from:at.to] {
			if common[list] < 0 || in(int32(id)) > in(common[list]) {
				common[list] = int32(id)
			}
		}
	}
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(common[a], common[b]) })
	t.bits = make([]uint8, len(order))
	for i, list := range order {
		t.bits[list] = uint8(i * signBits / len(order))
	}
}

// startPhrases notes for every word the root's edges. at numbers the nodes.
func (t *trie) startPhrases(at []int32) {
	root := &t.nodes[rootNode]
	for i := root.words.from; i < root.words.to; i++ {
		s := &t.starts[t.words[i].id]
		if s.words.to != i {
			s.words.from = i
		}
		s.words.to = i + 1
	}
	for id := range t.starts {
		s := &t.starts[id]
		s.sign.addWord(int32(id))
		s.spans.from = int32(len(t.first))
		for _, list := range t.alone[s.lists.from:s.lists.to] {
			s.sign.addList(t.bits[list])
			if k := t.rooms[list]; k >= 0 {
				t.first = append(t.first, t.spans[k])
			}
		}
		s.spans.to = int32(len(t.first))
		s.more = at[s.more] // that of the root is 0
	}
}

// mark copies to edges what is needed of their nodes.
func (t *trie) mark(edges []wordEdge) {
	for i := range edges {
		e := &edges[i]
		if e.to >= leaf {
			continue
		}
		n := &t.nodes[e.to]
		switch e.next = n.next; {
		case n.onlyGap():
			e.to = -leaf - n.gaps.from
		case n.open:
			e.to = ^e.to
		}
	}
}

// onlyGap tells whether a node has one gap and nothing else.
func (n *node) onlyGap() bool {
	return n.gaps.to-n.gaps.from == 1 && n.ends.from == n.ends.to && n.end == 0 &&
		n.words.from == n.words.to && n.spans.from == n.spans.to && n.numbers.from == n.numbers.to
}

// next is the sign of what a node goes on with.
func (g *growing) next(bits []uint8) (s sign) {
	for _, e := range g.words {
		s.addWord(e.id)
	}
	for _, e := range g.spans {
		s.addList(bits[e.id])
	}
	if len(g.numbers) > 0 {
		s.addBit(numberBit)
	}
	return s
}

// lay appends what one node has to the array of all.
func lay[E any](all, own []E) ([]E, extent) {
	from := int32(len(all))
	all = append(all, own...)
	return all, extent{from, int32(len(all))}
}

// tableOf gives for every id where its edges begin; -1 for none.
func tableOf(edges []wordEdge, at extent, ids int) []int32 {
	table := make([]int32, ids)
	for i := range table {
		table[i] = -1
	}
	for i := at.to - 1; i >= at.from; i-- {
		table[edges[i].id] = i
	}
	return table
}
