package guard

import (
	"slices"
	"strings"
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
	bits    []uint8 // list -> its bit in a sign
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
type sign struct {
	words [2]uint64
	lists uint64
}

// Bits of a sign that stand for words; the last stands for any number. With half
// as many, more walks begin in vain; twice as many take more time to compare
// than they save.
const (
	wordBits  = 128
	numberBit = wordBits - 1
)

func (s *sign) addWord(id int32)  { s.addBit(uint32(id) % numberBit) }
func (s *sign) addBit(bit uint32) { s.words[bit/64] |= 1 << (bit % 64) }
func (s *sign) addList(bit uint8) { s.lists |= 1 << bit }

// add joins two signs.
func (s *sign) add(o *sign) {
	s.words[0] |= o.words[0]
	s.words[1] |= o.words[1]
	s.lists |= o.lists
}

// hasWord tells whether a word may be among those that the sign shows.
func (s *sign) hasWord(id int32) bool {
	bit := uint32(id) % numberBit
	return s.words[bit/64]&(1<<(bit%64)) != 0
}

func (s *sign) meets(o *sign) bool {
	return s.words[0]&o.words[0]|s.words[1]&o.words[1]|s.lists&o.lists != 0
}

// An extent is the part [from:to) of an array.
type extent struct{ from, to int32 }

// A wordEdge leads to a node. What is needed to turn back at once stands in
// the edge, for the nodes lie far apart.
type wordEdge struct {
	id   int32
	to   int32 // less than 0, as ^to, when the node is open; see leaf
	next sign  // of the node
}

// leaf is added to the one phrase or list that ends at a node with nothing else
// to it; no such node is kept. -leaf less the number of a gap stands for a node
// with nothing but that.
const leaf = 1 << 30

// leads tells whether an edge must be followed before a token with a sign.
func (e *wordEdge) leads(s *sign) bool { return uint32(e.to) >= leaf || e.next.meets(s) }

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
	steps map[uint64]int32 // node and element -> node
	alone []listed
}

// listed is a word that is an entry of a list by itself.
type listed struct{ word, list int32 }

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
		nodes: make([]growing, listsNode+1, 1<<15), elems: make(map[string]int32, 1<<13), steps: make(map[uint64]int32, 1<<15),
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
		if !strings.Contains(entry, " ") && entry[0] != '#' && !isDigit(rune(entry[0])) {
			t.build.alone = append(t.build.alone, listed{l.id(entry), id})
			continue
		}
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
	at := uint64(from)<<32 | uint64(e.number)
	if k, ok := b.steps[at]; ok {
		return k
	}
	k := int32(len(b.nodes))
	b.steps[at] = k
	b.nodes = append(b.nodes, growing{})
	n := &b.nodes[from]
	switch e.kind {
	case elemWords:
		if e.ids == nil {
			e.ids = l.number(e.words)
		}
		n.words = slices.Grow(n.words, len(e.ids))
		for _, id := range e.ids {
			n.words = append(n.words, wordEdge{id: id, to: k})
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
