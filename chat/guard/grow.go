package guard

import "strings"

// A trieBuilder is a trie that can still grow.
type trieBuilder struct {
	nodes []growing
	elems []*elem          // by number, which is from 1
	keys  map[string]int32 // key of an element -> number
	steps map[uint64]int32 // node and element -> node
	said  []said           // until they are planted
	unit  map[int32]bool   // the units that are in
}

// growing is a node with its own lists, in the order of the rules.
type growing struct {
	words   []way
	numbers []numberEdge
	gaps    []gapEdge
	ends    []int32
	end     int32
	turn    int32
}

// A way leads from a node by any word of an element.
type way struct {
	by *elem
	to int32
}

func newTrie() *trie {
	const nodes, elems, phrases, units = 90_000, 20_000, 32_000, 30_000 // somewhat more than the rules need
	return &trie{build: &trieBuilder{
		nodes: make([]growing, roots, nodes), elems: make([]*elem, 1, elems),
		keys: make(map[string]int32, elems), steps: make(map[uint64]int32, nodes), unit: make(map[int32]bool, units), said: make([]said, 0, phrases),
	}}
}

// identify numbers the words of an element, and puts the units among them in.
func (t *trie) identify(e *elem, l *lexicon) {
	if e.kind != elemWords || e.ids != nil {
		return
	}
	e.ids = make([]int32, len(e.words))
	for i, w := range e.words {
		if !strings.Contains(w, " ") && entryElem(w).kind == elemWords {
			e.ids[i] = l.id(w)
			continue
		}
		e.ids[i] = l.unit(w)
		t.addUnit(l, w, e.ids[i])
	}
}

// addUnit puts a unit in.
func (t *trie) addUnit(l *lexicon, text string, id int32) {
	if t.build.unit[id] {
		return
	}
	t.build.unit[id] = true
	n := int32(unitsNode)
	for _, w := range splitFields(text) {
		e := entryElem(w)
		if e.kind == elemWords {
			e.ids = []int32{l.id(w)}
		}
		n = t.step(n, &e)
	}
	o := &t.build.nodes[n]
	o.ends = append(o.ends, id)
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
	return elem{field: w, words: []string{w}}
}

// step follows or makes the edge for one element.
func (t *trie) step(from int32, e *elem) int32 {
	b := t.build
	if e.number == 0 {
		key := e.key()
		if e.number = b.keys[key]; e.number == 0 {
			e.number = int32(len(b.elems))
			b.elems, b.keys[key] = append(b.elems, e), e.number
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
		n.words = append(n.words, way{e, k})
	case elemNumber:
		n.numbers = append(n.numbers, numberEdge{e.lo, e.hi, k})
	case elemGap:
		n.gaps = append(n.gaps, gapEdge{int32(e.gap), k})
	case elemEnd:
		n.end = k
	case elemTurn:
		n.turn = k
	}
	return k
}
