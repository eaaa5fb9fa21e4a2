package guard

// A hit is one phrase found at tokens [from:to).
type hit struct {
	phrase   int
	from, to int
}

// A listHit is an entry of a list ending before token to.
type listHit struct{ list, to int32 }

// A walker matches one turn.
type walker struct {
	trie   *trie
	tokens []token
	lists  []listHit // entries of lists, by the token they begin at
	begin  []int32   // token -> its first in lists
	signs  []sign    // by token
	hits   []hit
	start  int
	steps  int  // nodes visited, a measure of the work
	naming bool // entries of lists are looked for
}

// match finds every phrase in the tokens.
func (w *walker) match(t *trie, tokens []token) []hit {
	w.trie, w.tokens, w.steps = t, tokens, 0
	w.lists, w.hits, w.begin, w.signs = w.lists[:0], w.hits[:0], w.begin[:0], w.signs[:0]
	for i := range tokens {
		w.signs = append(w.signs, signOf(&tokens[i]))
	}
	w.naming = true
	for i := range tokens {
		w.start = i
		w.begin = append(w.begin, int32(len(w.lists)))
		w.enter(listsNode, i)
		for _, l := range w.lists[w.begin[i]:] {
			w.signs[i].addList(l.list)
		}
	}
	w.begin = append(w.begin, int32(len(w.lists)))
	w.naming = false
	for i := range tokens {
		w.start = i
		w.enter(rootNode, i)
	}
	return w.hits
}

// signOf is the sign of a token's words.
func signOf(t *token) (s sign) {
	for _, id := range t.ids {
		s.addWord(id)
	}
	if t.isNum {
		s.words |= numberSign
	}
	return s
}

// take follows an edge, if there is any way on.
func (w *walker) take(e *wordEdge, i int) {
	to := e.to
	if to < 0 {
		to = ^to
	} else if i >= len(w.signs) || !e.next.meets(&w.signs[i]) {
		return
	}
	w.walk(to, &w.trie.nodes[to], i)
}

// enter walks on from a node, if there is any way on.
func (w *walker) enter(at int32, i int) {
	if n := &w.trie.nodes[at]; n.open || i < len(w.signs) && n.next.meets(&w.signs[i]) {
		w.walk(at, n, i)
	}
}

// found notes what ends at a node.
func (w *walker) found(n *node, to int) {
	for _, id := range w.trie.ends[n.ends.from:n.ends.to] {
		if w.naming {
			w.lists = append(w.lists, listHit{id, int32(to)})
		} else {
			w.hits = append(w.hits, hit{int(id), w.start, to})
		}
	}
}

// walk follows every edge that the tokens from i on allow. Steps never cross
// the end of a sentence.
func (w *walker) walk(at int32, n *node, i int) {
	w.steps++
	t := w.trie
	if n.ends.from < n.ends.to {
		w.found(n, i)
	}
	if n.end != 0 && i > w.start && w.clauseEnds(i) {
		w.enter(n.end, i)
	}
	if i >= len(w.tokens) || i > w.start && w.tokens[i].brk >= sentence {
		return
	}
	tok := &w.tokens[i]
	if n.words.from < n.words.to {
		for _, id := range tok.ids {
			for k := t.follow(n, id); k < n.words.to && t.words[k].id == id; k++ {
				w.take(&t.words[k], i+1)
			}
		}
	}
	if n.spans.from < n.spans.to {
		w.follow(at, n, i)
	}
	if tok.isNum {
		for _, e := range t.numbers[n.numbers.from:n.numbers.to] {
			if tok.num >= e.lo && tok.num <= e.hi {
				w.enter(e.to, i+1)
			}
		}
	}
	for _, g := range t.gaps[n.gaps.from:n.gaps.to] {
		w.skip(g, i)
	}
}

// follow takes the steps that entries of lists beginning at token i make.
func (w *walker) follow(at int32, n *node, i int) {
	t := w.trie
	for _, s := range w.lists[w.begin[i]:w.begin[i+1]] {
		if at == rootNode {
			if k := t.rooms[s.list]; k >= 0 {
				w.take(&t.spans[k], int(s.to))
			}
			continue
		}
		for k := n.spans.from; k < n.spans.to; k++ {
			if t.spans[k].id == s.list {
				w.take(&t.spans[k], int(s.to))
			}
		}
	}
}

// clauseEnds tells whether a clause ends before token i.
func (w *walker) clauseEnds(i int) bool {
	return i >= len(w.tokens) || w.tokens[i].brk != joined || joins(w.tokens[i].text) || w.tokens[i].text == "so"
}

// skip tries every length of a gap.
func (w *walker) skip(g gapEdge, i int) {
	n := &w.trie.nodes[g.to]
	for k := i; k <= i+int(g.most) && k < len(w.tokens); k++ {
		if k > i && w.tokens[k].brk >= sentence {
			return
		}
		if n.open || n.next.meets(&w.signs[k]) {
			w.walk(g.to, n, k)
		}
	}
}
