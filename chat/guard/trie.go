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
	refs    []ref  // by node, then by word
	edges   []edge // by node; those that words lead to, then those of lists
	numbers []numberEdge
	gaps    []gapEdge
	ends    []int32
	starts  []start // by word
	first   []edge  // see start
	rooms   []int32 // list -> the root's edge, -1 for none
	bits    []uint8 // list -> its bit in a sign, noBit for one that its words stand for
}

// The nodes at which a walk begins.
const (
	rootNode  = 0 // phrases
	listsNode = 1 // entries of lists
)

// A start is what a word begins, so that no walk has to find it out: every
// token begins many.
type start struct {
	words extent // of the array first: the root's edges of the word
	lists extent // of the array first: the root's edges of the lists that the word is an entry of
	more  int32  // the edge where longer entries of lists go on, 0 for none
	sign  sign   // of a token with the word
}

// A node is one state of the phrase automaton. Ranges are of the trie's arrays.
type node struct {
	words extent // refs of words
	alone extent // refs of words that are entries of its lists by themselves
	spans extent // edges of lists, which their longer entries take
	numbers, gaps,
	ends extent // phrases, or lists, that end here
	next sign  // what the tokens it goes on with show
	end  int32 // the node after the end of a clause, 0 for none
	open bool  // does something whatever token follows
}

// A ref is a word and where it leads: to an edge, or in a trieBuilder to a node.
type ref struct{ word, to int32 }

// A sign shows roughly which words and lists begin at a token, or with which a
// node goes on: where the signs share nothing there is no way on. Most ways
// end so, without a look at the node's edges. The words that entries of a short
// list begin with stand for it, so that few lists need a bit.
type sign struct {
	words [2]uint64
	again uint64 // the same words, spread another way
	lists uint64
}

// Bits of a sign that stand for words; the last stands for any number. With these
// alone half of the walks began in vain, since a node with a long group of words
// shows many bits; a second spreading turns most of them back.
const (
	wordBits  = 128
	numberBit = wordBits - 1
)

func (s *sign) addWord(id int32) {
	bit := uint32(id) % numberBit
	s.words[bit/64] |= 1 << (bit % 64)
	s.again |= 1 << spread(id)
}

// addNumber notes that there is a number.
func (s *sign) addNumber() {
	s.words[numberBit/64] |= 1 << (numberBit % 64)
	s.again |= 1 << spread(numberBit)
}

func (s *sign) addList(bit uint8) { s.lists |= 1 << bit }

// add joins two signs.
func (s *sign) add(o *sign) {
	s.words[0] |= o.words[0]
	s.words[1] |= o.words[1]
	s.again |= o.again
	s.lists |= o.lists
}

// spread gives one of 64 bits for a word, by Knuth's multiplicative hash, so
// that words which share one bit of words seldom share one of again.
func spread(id int32) uint32 { return uint32(id) * 2654435761 >> 26 }

// hasWord tells whether a word may be among those that the sign shows.
func (s *sign) hasWord(id int32) bool {
	bit := uint32(id) % numberBit
	return s.words[bit/64]&(1<<(bit%64)) != 0 && s.again&(1<<spread(id)) != 0
}

func (s *sign) meets(o *sign) bool {
	return (s.words[0]&o.words[0]|s.words[1]&o.words[1]) != 0 && s.again&o.again != 0 || s.lists&o.lists != 0
}

// An extent is the part [from:to) of an array.
type extent struct{ from, to int32 }

// An edge leads to a node. What is needed to turn back at once stands in the
// edge, for the nodes lie far apart.
type edge struct {
	list int32 // that takes it, -1 for words
	to   int32 // less than 0, as ^to, when the node is open; see leaf
	next sign  // of the node
}

// leaf is added to the one phrase or list that ends at a node with nothing else
// to it; no such node is kept. -leaf less twice the number of a gap, and less one
// if the gap is long, stands for a node with nothing but that, and next is then of
// what follows the gap; not where that is open.
const leaf = 1 << 30

// leads tells whether an edge must be followed before a token with a sign.
func (e *edge) leads(s *sign) bool { return uint32(e.to) >= leaf || e.next.meets(s) }

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
	lists []entries        // by list
}

// entries are what the entries of a list begin with.
type entries struct {
	alone, longer []int32 // words
	numbered      bool
}

// growing is a node with its own lists, in the order of the rules.
type growing struct {
	words   []ref
	spans   []ref // of lists, not words
	numbers []numberEdge
	gaps    []gapEdge
	ends    []int32
	end     int32
}

func newTrie() *trie {
	const nodes, elems, lists = 60_000, 20_000, 5000 // somewhat more than the rules need
	return &trie{names: make(map[string]int32, lists), build: &trieBuilder{
		nodes: make([]growing, listsNode+1, nodes), elems: make(map[string]int32, elems), steps: make(map[uint64]int32, nodes),
	}}
}

// addSpan registers a list whose entries may have several words.
func (t *trie) addSpan(l *lexicon, name string, list []string) {
	if _, ok := t.names[name]; ok {
		return
	}
	id := int32(len(t.names))
	t.names[name] = id
	var begin entries
	for _, entry := range list {
		first, _, longer := strings.Cut(entry, " ")
		switch e := entryElem(first); {
		case e.kind == elemNumber:
			begin.numbered = true
		case !longer && !isDigit(rune(entry[0])):
			begin.alone = append(begin.alone, l.id(entry))
			continue
		default:
			begin.longer = append(begin.longer, l.id(first))
		}
		t.addEntry(l, entry, id)
	}
	slices.Sort(begin.alone)
	begin.alone = slices.Compact(begin.alone)
	t.build.lists = append(t.build.lists, begin)
}

// addEntry puts an entry of several words, or one that begins with a digit, in.
func (t *trie) addEntry(l *lexicon, entry string, list int32) {
	n := int32(listsNode)
	for _, w := range splitFields(entry) {
		e := entryElem(w)
		n = t.step(n, &e, l)
	}
	o := &t.build.nodes[n]
	o.ends = append(o.ends, list)
}

// entryElem is one word, or number, of an entry.
func entryElem(w string) elem {
	text := w
	if isDigit(rune(w[0])) {
		text = "#" + w + "-" + w
	}
	if text[0] == '#' {
		if e, err := parseRange(text); err == nil {
			return e
		}
	}
	return elem{words: []string{w}}
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
			n.words = append(n.words, ref{id, k})
		}
	case elemSpan:
		n.spans = append(n.spans, ref{t.names[e.list], k})
	case elemNumber:
		n.numbers = append(n.numbers, numberEdge{e.lo, e.hi, k})
	case elemGap:
		n.gaps = append(n.gaps, gapEdge{most: int32(e.gap), to: k})
	case elemEnd:
		n.end = k
	}
	return k
}

// fewRefs are gone through rather than halved.
const fewRefs = 4

// of gives the refs of a word among some in order.
func of(refs []ref, word int32) []ref {
	at, end := 0, len(refs)
	for end-at > fewRefs {
		if half := (at + end) / 2; refs[half].word < word {
			at = half + 1
		} else {
			end = half
		}
	}
	for at < len(refs) && refs[at].word < word {
		at++
	}
	for end = at; end < len(refs) && refs[end].word == word; end++ {
	}
	return refs[at:end]
}
