package guard

import "slices"

// A node is one state of the phrase automaton. Phrases share their beginnings.
type node struct {
	words   map[int][]*node // while building
	edges   []wordEdge      // words in order of id, made by freeze
	dense   [][]*node       // edges by id, for nodes with many of them
	spans   map[int]*node
	numbers []numberEdge
	gaps    []gapEdge
	end     *node // after the end of a clause
	ends    []int // phrases that end here
	kids    map[string]*node
}

type wordEdge struct {
	id int
	to []*node
}

type numberEdge struct {
	lo, hi float64
	to     *node
}

type gapEdge struct {
	most int
	to   *node
}

// A trie matches all phrases in one walk over the tokens. Lists with entries
// of several words are matched first and then stand for one step each.
type trie struct {
	root  *node
	lists *node          // entries of the lists with several words
	names map[string]int // list name -> number
}

func newTrie() *trie {
	return &trie{root: &node{}, lists: &node{}, names: map[string]int{}}
}

// addSpan registers a list whose entries may have several words.
func (t *trie) addSpan(l *lexicon, name string, entries []string) {
	if _, ok := t.names[name]; ok {
		return
	}
	id := len(t.names)
	t.names[name] = id
	for _, entry := range entries {
		n := t.lists
		for _, w := range splitFields(entry) {
			e := elem{words: []string{w}}
			if isDigit(rune(w[0])) {
				w = "#" + w + "-" + w
			}
			if r, err := parseRange(w); w[0] == '#' && err == nil {
				e = r
			}
			n = n.step(e, l, t)
		}
		n.ends = append(n.ends, id)
	}
}

// add puts one phrase in.
func (t *trie) add(l *lexicon, elems []elem, phrase int) {
	n := t.root
	for _, e := range elems {
		n = n.step(e, l, t)
	}
	n.ends = append(n.ends, phrase)
}

// step follows or makes the edge for one element.
func (n *node) step(e elem, l *lexicon, t *trie) *node {
	key := e.key()
	if k, ok := n.kids[key]; ok {
		return k
	}
	k := &node{}
	if n.kids == nil {
		n.kids = map[string]*node{}
	}
	n.kids[key] = k
	switch e.kind {
	case elemWords:
		if n.words == nil {
			n.words = map[int][]*node{}
		}
		for _, w := range e.words {
			id := l.id(w)
			n.words[id] = append(n.words[id], k)
		}
	case elemSpan:
		if n.spans == nil {
			n.spans = map[int]*node{}
		}
		n.spans[t.names[e.list]] = k
	case elemNumber:
		n.numbers = append(n.numbers, numberEdge{e.lo, e.hi, k})
	case elemGap:
		n.gaps = append(n.gaps, gapEdge{e.gap, k})
	case elemEnd:
		n.end = k
	}
	return k
}

// manyEdges is the number of words from which a node gets a table.
const manyEdges = 24

// freeze turns the maps made while building into tables that are quick to
// read. words is the number of words known.
func (n *node) freeze(words int) {
	for id, to := range n.words {
		n.edges = append(n.edges, wordEdge{id, to})
	}
	slices.SortFunc(n.edges, func(a, b wordEdge) int { return a.id - b.id })
	if len(n.edges) > manyEdges {
		n.dense = make([][]*node, words)
		for _, e := range n.edges {
			n.dense[e.id] = e.to
		}
	}
	n.words = nil
	for _, k := range n.kids {
		k.freeze(words)
	}
}

// follow lists the nodes that a word leads to.
func (n *node) follow(id int) []*node {
	if n.dense != nil {
		return n.dense[id]
	}
	for i := range n.edges {
		if e := &n.edges[i]; e.id >= id {
			if e.id == id {
				return e.to
			}
			return nil
		}
	}
	return nil
}

// A hit is one phrase found at tokens [from:to).
type hit struct {
	phrase   int
	from, to int
}

// A listHit is an entry of a list ending before token to.
type listHit struct{ list, to int }

// A walker matches one turn.
type walker struct {
	tokens []token
	lists  []listHit // entries of lists, by the token they begin at
	begin  []int     // token -> its first in lists
	hits   []hit
	start  int
}

// match finds every phrase in the tokens.
func (t *trie) match(tokens []token) []hit {
	w := &walker{tokens: tokens, lists: make([]listHit, 0, 16*len(tokens)), begin: make([]int, len(tokens)+2),
		hits: make([]hit, 0, 4*len(tokens))}
	for i := range tokens {
		w.start, w.begin[i] = i, len(w.lists)
		w.walk(t.lists, i, func(n *node, to int) {
			for _, id := range n.ends {
				w.lists = append(w.lists, listHit{id, to})
			}
		})
	}
	w.begin[len(tokens)], w.begin[len(tokens)+1] = len(w.lists), len(w.lists)
	for i := range tokens {
		w.start = i
		w.walk(t.root, i, func(n *node, to int) {
			for _, p := range n.ends {
				w.hits = append(w.hits, hit{p, i, to})
			}
		})
	}
	return w.hits
}

// walk follows every edge that the tokens from i on allow. Steps never cross
// the end of a sentence.
func (w *walker) walk(n *node, i int, found func(*node, int)) {
	if len(n.ends) > 0 {
		found(n, i)
	}
	if n.end != nil && i > w.start && w.clauseEnds(i) {
		w.walk(n.end, i, found)
	}
	if i >= len(w.tokens) || i > w.start && w.tokens[i].brk == sentence {
		return
	}
	t := &w.tokens[i]
	if len(n.edges) > 0 || n.dense != nil {
		for _, id := range t.ids {
			for _, k := range n.follow(id) {
				w.walk(k, i+1, found)
			}
		}
	}
	if n.spans != nil {
		for _, s := range w.lists[w.begin[i]:w.begin[i+1]] {
			if k := n.spans[s.list]; k != nil {
				w.walk(k, s.to, found)
			}
		}
	}
	if t.isNum {
		for _, e := range n.numbers {
			if t.num >= e.lo && t.num <= e.hi {
				w.walk(e.to, i+1, found)
			}
		}
	}
	for _, g := range n.gaps {
		w.skip(g, i, found)
	}
}

// clauseEnds tells whether a clause ends before token i.
func (w *walker) clauseEnds(i int) bool {
	return i >= len(w.tokens) || w.tokens[i].brk != joined || joins(w.tokens[i].text) || w.tokens[i].text == "so"
}

// skip tries every length of a gap.
func (w *walker) skip(g gapEdge, i int, found func(*node, int)) {
	for k := 0; k <= g.most && i+k < len(w.tokens); k++ {
		if k > 0 && w.tokens[i+k].brk == sentence {
			return
		}
		w.walk(g.to, i+k, found)
	}
}
