package guard

import (
	"cmp"
	"slices"
)

// A hit is one phrase found at tokens [from:to).
type hit struct {
	phrase   int
	from, to int
}

// A walker matches one turn.
type walker struct {
	trie     *trie
	tokens   []token
	views    [2]view
	hits     []hit
	side     int  // it goes on to
	from, to int  // tokens at which the walk began
	fixed    int  // where a hit ends that goes on back, or begins that goes on ahead
	steps    int  // nodes visited, a measure of the work
	naming   bool // units are looked for
}

// match finds every phrase in the tokens, in the order of where they begin and of
// the rules.
func (w *walker) match(t *trie, tokens []token) []hit {
	w.trie, w.tokens, w.steps = t, tokens, 0
	n := len(tokens)
	w.hits = slices.Grow(w.hits[:0], n)
	for k := range w.views {
		v := &w.views[k]
		v.signs, v.ends = slices.Grow(v.signs[:0], n)[:n], slices.Grow(v.ends[:0], n)[:n]
	}
	w.findEnds()
	w.sign()
	w.name()
	for k := range w.views {
		w.views[k].look()
	}
	for i := range tokens {
		w.steps++
		w.begin(ahead, i, i)
		w.begin(back, i, n-1-i)
	}
	slices.SortFunc(w.hits, func(a, b hit) int { return cmp.Or(a.from-b.from, a.phrase-b.phrase, a.to-b.to) })
	return w.hits
}

// begin walks to one side from a token, which is at a place.
func (w *walker) begin(side, token, place int) {
	tok, v := &w.tokens[token], &w.views[side]
	w.side = side
	w.stand(token, token+1)
	for _, id := range tok.ids {
		w.start(id, place+1)
	}
	if tok.isNum {
		w.number(&w.trie.nodes[rootNode+side], place)
	}
	for _, u := range v.units[v.begin[place]:v.begin[place+1]] {
		to := int(u.to)
		if side == ahead {
			w.stand(token, to)
		} else {
			w.stand(len(w.tokens)-to, token+1)
		}
		w.start(u.id, to)
	}
}

// start goes to what the root leads to by a word, or unit, that ends before a
// place.
func (w *walker) start(id int32, to int) {
	at := w.trie.starts[id].rooms[w.side]
	if at == 0 {
		return
	}
	o, v, first := &w.trie.rooms[at], &w.views[w.side], w.trie.first
	for k := o.from; k < o.hops; k++ {
		if n := &first[k]; n.kind == isLeaf {
			w.found(n.done, to)
		} else {
			w.walk(n, to)
		}
	}
	if to >= len(v.signs) {
		return
	}
	if o.hops < o.shut && o.over.meets(&v.far[to]) {
		for k := o.hops; k < o.shut; k++ {
			w.take(&first[k], to)
		}
	}
	if see := &v.signs[to]; o.shut < o.to && o.next.meets(see) {
		for k := o.shut; k < o.to; k++ {
			if n := &first[k]; n.next.meets(see) {
				w.walk(n, to)
			}
		}
	}
}

// stand notes the tokens at which a walk begins.
func (w *walker) stand(from, to int) {
	w.from, w.to = from, to
	if w.fixed = from; w.side == back {
		w.fixed = to
	}
}

// follow goes to a node, or notes a leaf, before a place.
func (w *walker) follow(to int32, i int) {
	if to >= leaf {
		w.found(to, i)
		return
	}
	w.take(&w.trie.nodes[to], i)
}

// take goes to a node, if there is any way on.
func (w *walker) take(n *node, i int) {
	v := &w.views[w.side]
	switch n.kind {
	case open:
		w.walk(n, i)
	case closed:
		if i < len(v.signs) && n.next.meets(&v.signs[i]) {
			w.walk(n, i)
		}
	case nearHop:
		if i < len(v.near) && n.next.meets(&v.near[i]) && int(v.ends[i-1]) > i {
			w.hop(n, i)
		}
	case farHop:
		if i < len(v.far) && n.next.meets(&v.far[i]) && int(v.ends[i-1]) > i {
			w.hop(n, i)
		}
	}
}

// found notes the phrase, or the unit, that ends before a place; leaf is added
// to it.
func (w *walker) found(id int32, place int) {
	id -= leaf
	switch {
	case w.naming:
		v := &w.views[ahead]
		v.units = append(v.units, unitHit{id, int32(place)})
	case w.side == ahead:
		w.hits = append(w.hits, hit{int(id), w.fixed, place})
	default:
		w.hits = append(w.hits, hit{int(id), len(w.tokens) - place, w.fixed})
	}
}

// walk follows every way that the tokens from a place on allow. Steps never
// cross the end of a sentence.
func (w *walker) walk(n *node, i int) {
	w.steps++
	v := &w.views[w.side]
	if n.kind == open {
		w.finish(n, i)
	}
	if int(v.ends[i-1]) == i {
		return
	}
	if n.words.from < n.words.to && n.next.meets(&v.signs[i]) {
		w.step(n, i)
	}
	if n.extra == 0 {
		return
	}
	w.number(n, i)
	x := &w.trie.extras[n.extra]
	for k := x.gaps.from; k < x.gaps.to; k++ {
		w.skip(k, i)
	}
}

// finish does what a node does whatever token follows.
func (w *walker) finish(n *node, i int) {
	if n.done != 0 {
		w.found(n.done, i)
	}
	if n.extra != 0 {
		x := &w.trie.extras[n.extra]
		for _, id := range w.trie.ends[x.ends.from:x.ends.to] {
			w.found(id+leaf, i)
		}
	}
	if n.end != 0 && w.clauseEnds(i) {
		w.follow(n.end, i)
	}
	if n.turn != 0 {
		w.cross(n.turn, i)
	}
}

// step follows the words and units at a place.
func (w *walker) step(n *node, i int) {
	refs := w.trie.refs[n.words.from:n.words.to]
	for _, id := range w.at(i).ids {
		if n.next.hasWord(id) {
			for _, r := range of(refs, id) {
				w.follow(r.to, i+1)
			}
		}
	}
	if w.naming {
		return
	}
	v := &w.views[w.side]
	for _, u := range v.units[v.begin[i]:v.begin[i+1]] {
		if n.next.hasWord(u.id) {
			for _, r := range of(refs, u.id) {
				w.follow(r.to, int(u.to))
			}
		}
	}
}

// cross goes on to the other side of where the walk began.
func (w *walker) cross(at int32, i int) {
	n, fixed := len(w.tokens), w.fixed
	if w.side == ahead {
		w.side, w.fixed = back, i
		w.follow(at, n-w.from)
		w.side = ahead
	} else {
		w.side, w.fixed = ahead, n-i
		w.follow(at, w.to)
		w.side = back
	}
	w.fixed = fixed
}

// number goes on by the number at a place, if there is one.
func (w *walker) number(n *node, i int) {
	tok := w.at(i)
	if !tok.isNum || n.extra == 0 {
		return
	}
	x := &w.trie.extras[n.extra]
	for _, e := range w.trie.numbers[x.numbers.from:x.numbers.to] {
		if tok.num >= e.lo && tok.num <= e.hi {
			w.follow(e.to, i+1)
		}
	}
}

// clauseEnds tells whether a clause ends before the token ahead of a place.
func (w *walker) clauseEnds(i int) bool {
	if w.side == back {
		i = len(w.tokens) - i
	}
	return endsClause(w.tokens, i)
}

// endsClause tells whether a clause ends before token i.
func endsClause(tokens []token, i int) bool {
	return i >= len(tokens) || tokens[i].brk != joined || joins(tokens[i].text) || tokens[i].text == "so"
}

// hop tries every length of the gap of a hop, whose sign is that of the node
// after it: the node itself is looked at only where it goes on.
func (w *walker) hop(n *node, i int) {
	w.steps++
	v, g := &w.views[w.side], &w.trie.gaps[n.gap]
	to := min(i+int(g.most)+1, int(v.ends[i]))
	for k := i; k < to; k++ {
		if n.next.meets(&v.signs[k]) {
			w.walk(&w.trie.nodes[g.to], k)
		}
	}
}

// skip tries every length of a gap.
func (w *walker) skip(gap int32, i int) {
	v, g := &w.views[w.side], &w.trie.gaps[gap]
	n := &w.trie.nodes[g.to]
	if n.kind == closed && !n.next.meets(&v.far[i]) {
		return
	}
	w.steps++
	to := min(i+int(g.most)+1, int(v.ends[i]))
	for k := i; k < to; k++ {
		if n.kind != closed || n.next.meets(&v.signs[k]) {
			w.walk(n, k)
		}
	}
}
