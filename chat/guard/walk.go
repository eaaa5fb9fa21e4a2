package guard

import "slices"

// A hit is one phrase found at tokens [from:to).
type hit struct {
	phrase   int
	from, to int
}

// A listHit is an entry of a list, of several words or a number, that begins
// with word number by of a token, ending before token to.
type listHit struct{ list, to, by int32 }

// A walker matches one turn.
type walker struct {
	trie   *trie
	tokens []token
	lists  []listHit // entries of lists, by the token they begin at
	begin  []int32   // token -> its first in lists
	signs  []sign    // by token; empty where a sentence begins, for no walk goes on there
	near   []sign    // of a token and as many after it as a short gap may pass over, together
	far    []sign    // the same for any gap
	ends   []int32   // token -> the end of its sentence
	hits   []hit
	start  int
	by     int32 // word of the token at start
	steps  int   // nodes visited, a measure of the work
	naming bool  // entries of lists are looked for
}

// match finds every phrase in the tokens.
func (w *walker) match(t *trie, tokens []token) []hit {
	w.trie, w.tokens, w.steps = t, tokens, 0
	n := len(tokens)
	w.lists, w.hits = slices.Grow(w.lists[:0], n), slices.Grow(w.hits[:0], n)
	w.begin, w.signs = slices.Grow(w.begin[:0], n+1), slices.Grow(w.signs[:0], n)
	for i := range tokens {
		w.signs = append(w.signs, t.signOf(&tokens[i]))
	}
	w.findEnds()
	w.naming = true
	for i := range tokens {
		w.begin = append(w.begin, int32(len(w.lists)))
		w.name(i)
		for _, l := range w.lists[w.begin[i]:] {
			if bit := t.bits[l.list]; bit != noBit && tokens[i].brk < sentence {
				w.signs[i].addList(bit)
			}
		}
	}
	w.begin = append(w.begin, int32(len(w.lists)))
	w.naming = false
	w.look()
	for i := range tokens {
		w.set(i)
	}
	return w.hits
}

// look joins the signs of the tokens that a gap may lead to.
func (w *walker) look() {
	n := len(w.signs)
	w.near, w.far = slices.Grow(w.near[:0], n)[:n], slices.Grow(w.far[:0], n)[:n]
	copy(w.near, w.signs)
	join(w.near, w.near, 1) // of 2
	join(w.near, w.near, 2) // of 4
	copy(w.far, w.near)
	join(w.far, w.far, 4) // of 8
	join(w.near, w.signs, shortGap)
	join(w.far, w.signs, longGap)
}

// join adds to every sign the one so many places on.
func join(to, from []sign, by int) {
	for i := range max(0, len(to)-by) {
		to[i].add(&from[i+by])
	}
}

// findEnds finds the ends of sentences.
func (w *walker) findEnds() {
	n := len(w.tokens)
	w.ends = slices.Grow(w.ends[:0], n)[:n]
	end := n
	for i := n - 1; i >= 0; i-- {
		if w.ends[i] = int32(end); w.tokens[i].brk >= sentence {
			end = i
		}
	}
}

// signOf is the sign of a token's words.
func (t *trie) signOf(tok *token) (s sign) {
	if tok.brk >= sentence {
		return s
	}
	for _, id := range tok.ids {
		s.add(&t.starts[id].sign)
	}
	if tok.isNum {
		s.addNumber()
	}
	return s
}

// name finds the entries of lists that begin at a token and are not just its
// word.
func (w *walker) name(i int) {
	tok := &w.tokens[i]
	w.start = i
	for k, id := range tok.ids {
		if at := w.trie.starts[id].more; at != 0 {
			w.by = int32(k)
			w.take(&w.trie.edges[at], i+1)
		}
	}
	if tok.isNum {
		w.by = int32(len(tok.ids))
		w.number(&w.trie.nodes[listsNode], i)
	}
}

// set walks from the root at a token.
func (w *walker) set(i int) {
	t, tok := w.trie, &w.tokens[i]
	w.start = i
	w.steps++
	var next sign
	if i+1 < len(w.signs) {
		next = w.signs[i+1]
	}
	for _, id := range tok.ids {
		s := &t.starts[id]
		w.takeAll(t.first[s.words.from:s.words.to], &next, i+1)
	}
	lists := w.lists[w.begin[i]:w.begin[i+1]]
	for by, id := range tok.ids {
		s := &t.starts[id]
		w.takeAll(t.first[s.lists.from:s.lists.to], &next, i+1)
		lists = w.rooms(lists, int32(by))
	}
	if tok.isNum {
		w.rooms(lists, int32(len(tok.ids)))
		w.number(&t.nodes[rootNode], i)
	}
}

// rooms takes the root's edges of the lists that one word of a token begins,
// and gives the other lists.
func (w *walker) rooms(lists []listHit, by int32) []listHit {
	for len(lists) > 0 && lists[0].by == by {
		if k := w.trie.rooms[lists[0].list]; k >= 0 {
			w.take(&w.trie.edges[k], int(lists[0].to))
		}
		lists = lists[1:]
	}
	return lists
}

// takeAll follows edges before a token with a sign.
func (w *walker) takeAll(edges []edge, next *sign, i int) {
	for k := range edges {
		if e := &edges[k]; e.leads(next) {
			w.take(e, i)
		}
	}
}

// take follows an edge, if there is any way on.
func (w *walker) take(e *edge, i int) {
	switch to := e.to; {
	case to >= leaf:
		w.found(to-leaf, i)
	case to <= -leaf:
		ahead := w.near
		if to&1 != 0 {
			ahead = w.far
		}
		if i < len(w.tokens) && e.next.meets(&ahead[i]) && w.tokens[i].brk < sentence {
			w.skip(&w.trie.gaps[(-leaf-to)>>1], i)
		}
	case to < 0:
		w.walk(&w.trie.nodes[^to], i)
	case i < len(w.signs) && e.next.meets(&w.signs[i]):
		w.walk(&w.trie.nodes[to], i)
	}
}

// enter walks on from a node, if there is any way on.
func (w *walker) enter(at int32, i int) {
	if n := &w.trie.nodes[at]; n.open || i < len(w.signs) && n.next.meets(&w.signs[i]) {
		w.walk(n, i)
	}
}

// found notes what ends before a token.
func (w *walker) found(id int32, to int) {
	if w.naming {
		w.lists = append(w.lists, listHit{id, int32(to), w.by})
	} else {
		w.hits = append(w.hits, hit{int(id), w.start, to})
	}
}

// walk follows every edge that the tokens from i on allow. Steps never cross
// the end of a sentence.
func (w *walker) walk(n *node, i int) {
	w.steps++
	t := w.trie
	for _, id := range t.ends[n.ends.from:n.ends.to] {
		w.found(id, i)
	}
	if n.end != 0 && w.clauseEnds(i) {
		w.enter(n.end, i)
	}
	if i >= len(w.tokens) || w.tokens[i].brk >= sentence {
		return
	}
	tok := &w.tokens[i]
	if n.next.meets(&w.signs[i]) {
		if n.words.from < n.words.to {
			refs := t.refs[n.words.from:n.words.to]
			for _, id := range tok.ids {
				if n.next.hasWord(id) {
					w.follow(of(refs, id), i+1)
				}
			}
		}
		if n.spans.from < n.spans.to {
			w.pass(n, i)
		}
	}
	if tok.isNum {
		w.number(n, i)
	}
	for k := n.gaps.from; k < n.gaps.to; k++ {
		if g := &t.gaps[k]; g.open || g.next.meets(&w.far[i]) {
			w.skip(g, i)
		}
	}
}

// number takes the edges of the number at a token.
func (w *walker) number(n *node, i int) {
	num := w.tokens[i].num
	for _, e := range w.trie.numbers[n.numbers.from:n.numbers.to] {
		if num >= e.lo && num <= e.hi {
			w.enter(e.to, i+1)
		}
	}
}

// follow takes the edges of refs before token i.
func (w *walker) follow(refs []ref, i int) {
	for _, r := range refs {
		w.take(&w.trie.edges[r.to], i)
	}
}

// pass takes the steps that entries of lists beginning at token i make.
func (w *walker) pass(n *node, i int) {
	t := w.trie
	alone, spans := t.refs[n.alone.from:n.alone.to], t.edges[n.spans.from:n.spans.to]
	longer := w.lists[w.begin[i]:w.begin[i+1]]
	ids := w.tokens[i].ids
	for by := 0; by <= len(ids); by++ {
		if by < len(ids) && (n.next.lists != 0 || n.next.hasWord(ids[by])) {
			w.follow(of(alone, ids[by]), i+1)
		}
		for ; len(longer) > 0 && longer[0].by == int32(by); longer = longer[1:] {
			for k := range spans {
				if spans[k].list == longer[0].list {
					w.take(&spans[k], int(longer[0].to))
				}
			}
		}
	}
}

// clauseEnds tells whether a clause ends before token i.
func (w *walker) clauseEnds(i int) bool {
	return i >= len(w.tokens) || w.tokens[i].brk != joined || joins(w.tokens[i].text) || w.tokens[i].text == "so"
}

// skip tries every length of a gap.
func (w *walker) skip(g *gapEdge, i int) {
	w.steps++
	to := min(i+int(g.most)+1, int(w.ends[i]))
	for k := i; k < to; k++ {
		if g.open || g.next.meets(&w.signs[k]) {
			w.walk(&w.trie.nodes[g.to], k)
		}
	}
}
