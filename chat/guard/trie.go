package guard

import (
	"cmp"
	"slices"
)

// A trie matches all phrases in one walk over the tokens. Phrases share their
// beginnings. Lists with entries of several words are matched first and then
// stand for one step each.
//
// It lies in a few plain arrays, made by freeze: a message visits thousands of
// nodes, and arrays without pointers are quick to read and cost the garbage
// collector nothing.
type trie struct {
	build   *trieBuilder // until it is frozen
	names   map[string]int32
	nodes   []node
	words   []wordEdge
	spans   []wordEdge // id is the number of a list
	numbers []numberEdge
	gaps    []gapEdge
	ends    []int32
	tables  [][]int32 // word -> where its edges begin in words, for nodes with many
	starts  []start   // by word
	alone   []int32   // see start
	first   []wordEdge
	rooms   []int32 // list -> where the root's edges begin in spans, -1 for none
}

// The nodes at which a walk begins.
const (
	rootNode  = 0 // phrases
	listsNode = 1 // entries of lists
)

// A start is what a word begins, so that no walk has to find it out: most
// entries of lists are single words, and every token begins many.
type start struct {
	words extent // the root's edges of the word
	lists extent // of the array alone: lists that the word is an entry of, in order
	spans extent // of the array first: the root's edges of those lists
	more  int32  // the node where longer entries of lists go on, 0 for none
	sign  sign   // of a token with the word
}

// A node is one state of the phrase automaton. Ranges are of the trie's arrays.
type node struct {
	words, spans, numbers, gaps extent
	ends                        extent // phrases, or lists, that end here
	next                        sign   // what the tokens it goes on with show
	end                         int32  // the node after the end of a clause, 0 for none
	table                       int16  // its table of words, -1 for none
	open                        bool   // does something whatever token follows
}

// A sign shows roughly which words and lists begin at a token, or with which a
// node goes on: where the signs share nothing there is no way on. Most ways
// end so, without a look at the node's edges.
type sign struct{ words, lists uint64 }

const numberSign = 1 << 63

func (s *sign) addWord(id int32) { s.words |= 1 << (uint32(id) % 63) }
func (s *sign) addList(id int32) { s.lists |= 1 << (uint32(id) % 64) }

func (s *sign) meets(o *sign) bool { return s.words&o.words|s.lists&o.lists != 0 }

// An extent is the part [from:to) of an array.
type extent struct{ from, to int32 }

// A wordEdge leads to a node. What is needed to turn back at once stands in
// the edge, for the nodes lie far apart.
type wordEdge struct {
	id   int32
	to   int32 // less than 0, as ^to, when the node is open; from leaf on the one phrase or list that ends there
	next sign  // of the node
}

// leaf is added to what ends at a node with nothing else to it. No such node
// is kept.
const leaf = 1 << 30

type numberEdge struct {
	lo, hi float64
	to     int32
}

type gapEdge struct {
	most, to int32
	next     sign // of the node
	open     bool // the same
}

// A trieBuilder is a trie that can still grow.
type trieBuilder struct {
	nodes []growing
	elems map[string]int32 // key of an element -> number, from 1
	steps map[[2]int32]int32
}

// growing is a node with its own lists, in the order of the rules.
type growing struct {
	words, spans []wordEdge
	numbers      []numberEdge
	gaps         []gapEdge
	ends         []int32
	end          int32
}

func newTrie() *trie {
	return &trie{names: map[string]int32{}, build: &trieBuilder{
		nodes: make([]growing, listsNode+1, 1<<14), elems: map[string]int32{}, steps: make(map[[2]int32]int32, 1<<14),
	}}
}

// addSpan registers a list whose entries may have several words.
func (t *trie) addSpan(l *lexicon, name string, entries []string) {
	if _, ok := t.names[name]; ok {
		return
	}
	id := int32(len(t.names))
	t.names[name] = id
	for _, entry := range entries {
		n := int32(listsNode)
		for _, w := range splitFields(entry) {
			e := elem{words: []string{w}}
			if isDigit(rune(w[0])) {
				w = "#" + w + "-" + w
			}
			if w[0] == '#' {
				if r, err := parseRange(w); err == nil {
					e = r
				}
			}
			n = t.step(n, &e, l)
		}
		o := &t.build.nodes[n]
		o.ends = append(o.ends, id)
	}
}

// add puts one phrase in.
func (t *trie) add(l *lexicon, elems []*elem, phrase int) {
	n := int32(rootNode)
	for _, e := range elems {
		n = t.step(n, e, l)
	}
	o := &t.build.nodes[n]
	o.ends = append(o.ends, int32(phrase))
}

// step follows or makes the edge for one element.
func (t *trie) step(from int32, e *elem, l *lexicon) int32 {
	b := t.build
	if e.number == 0 {
		key := e.key()
		if e.number = b.elems[key]; e.number == 0 {
			e.number = int32(len(b.elems) + 1)
			b.elems[key] = e.number
		}
	}
	at := [2]int32{from, e.number}
	if k, ok := b.steps[at]; ok {
		return k
	}
	k := int32(len(b.nodes))
	b.steps[at] = k
	b.nodes = append(b.nodes, growing{})
	n := &b.nodes[from]
	switch e.kind {
	case elemWords:
		for _, w := range e.words {
			n.words = append(n.words, wordEdge{id: l.id(w), to: k})
		}
	case elemSpan:
		n.spans = append(n.spans, wordEdge{id: t.names[e.list], to: k})
	case elemNumber:
		n.numbers = append(n.numbers, numberEdge{e.lo, e.hi, k})
	case elemGap:
		n.gaps = append(n.gaps, gapEdge{most: int32(e.gap), to: k})
	case elemEnd:
		n.end = k
	}
	return k
}

// Numbers of words: up to fewEdges are gone through, manyEdges get a table.
const (
	fewEdges  = 4
	manyEdges = 64
)

// freeze lays the trie out once all phrases are in. words is the number of
// words known.
func (t *trie) freeze(words int) {
	t.starts = make([]start, words)
	t.startLists()
	at := t.build.number()
	t.nodes = make([]node, 0, len(t.build.nodes))
	for i := range t.build.nodes {
		if at[i] >= leaf {
			continue
		}
		g := &t.build.nodes[i]
		g.renumber(at)
		n := node{next: g.next(), end: g.end, table: -1, open: len(g.ends) > 0 || len(g.gaps) > 0 || g.end != 0}
		byID := func(a, b wordEdge) int { return cmp.Compare(a.id, b.id) }
		slices.SortStableFunc(g.words, byID)
		slices.SortStableFunc(g.spans, byID)
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

// number gives every node its place in the frozen trie, or what ends there
// for a leaf.
func (b *trieBuilder) number() []int32 {
	at := make([]int32, len(b.nodes))
	for i := range b.nodes {
		for _, edges := range [...][]wordEdge{b.nodes[i].words, b.nodes[i].spans} {
			for _, e := range edges {
				if g := &b.nodes[e.to]; g.bare() && !g.empty() {
					at[e.to] = leaf + g.ends[0]
				}
			}
		}
	}
	n := int32(0)
	for i := range at {
		if i > listsNode && b.nodes[i].empty() {
			at[i] = leaf
		} else if at[i] < leaf {
			at[i] = n
			n++
		}
	}
	return at
}

// bare tells whether nothing goes on from a node and at most one thing ends.
func (g *growing) bare() bool {
	return len(g.ends) <= 1 && len(g.words)+len(g.spans)+len(g.numbers)+len(g.gaps) == 0 && g.end == 0
}

func (g *growing) empty() bool { return len(g.ends) == 0 && g.bare() }

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

// startLists notes for every word the lists that it is an entry of by itself,
// and takes these entries out of the trie.
func (t *trie) startLists() {
	root := &t.build.nodes[listsNode]
	for _, e := range root.words {
		s, g := &t.starts[e.id], &t.build.nodes[e.to]
		slices.Sort(g.ends)
		t.alone, s.lists = lay(t.alone, slices.Compact(g.ends))
		if g.ends = nil; !g.empty() {
			s.more = e.to
		}
	}
	root.words = nil
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
			s.sign.addList(list)
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
		if e.next = n.next; n.open {
			e.to = ^e.to
		}
	}
}

// next is the sign of what a node goes on with.
func (g *growing) next() (s sign) {
	for _, e := range g.words {
		s.addWord(e.id)
	}
	for _, e := range g.spans {
		s.addList(e.id)
	}
	if len(g.numbers) > 0 {
		s.words |= numberSign
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

// follow gives where the edges of a word begin among those of a node; the end
// of them for none.
func (t *trie) follow(n *node, id int32) int32 {
	if n.table >= 0 {
		if at := t.tables[n.table][id]; at >= 0 {
			return at
		}
		return n.words.to
	}
	at, end := n.words.from, n.words.to
	for end-at > fewEdges {
		if half := (at + end) / 2; t.words[half].id < id {
			at = half + 1
		} else {
			end = half
		}
	}
	for at < n.words.to && t.words[at].id < id {
		at++
	}
	return at
}
