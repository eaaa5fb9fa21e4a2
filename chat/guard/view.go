package guard

import "slices"

// A view is what a walk sees of a turn to one side. A place ahead is a token's
// number; back, places count from the last token, so that a walk always goes on
// to the next.
type view struct {
	signs []sign    // by place; empty where a sentence begins, for no walk goes on there
	near  []sign    // of a place and as many after it as a short gap may pass over, together
	far   []sign    // the same for any gap
	ends  []int32   // place -> the end of its sentence
	units []unitHit // by the place they begin at
	begin []int32   // place -> its first in units
}

// A unitHit is a unit that begins at a place and ends before the place to.
type unitHit struct{ id, to int32 }

// look joins the signs of the places that a gap may lead to.
func (v *view) look() {
	n := len(v.signs)
	v.near, v.far = slices.Grow(v.near[:0], n)[:n], slices.Grow(v.far[:0], n)[:n]
	copy(v.near, v.signs)
	join(v.near, v.near, 1) // of 2
	join(v.near, v.near, 2) // of 4
	copy(v.far, v.near)
	join(v.far, v.far, 4) // of 8
	join(v.near, v.signs, shortGap)
	join(v.far, v.signs, longGap)
}

// join adds to every sign the one so many places on.
func join(to, from []sign, by int) {
	for i := range max(0, len(to)-by) {
		to[i].add(&from[i+by])
	}
}

// at gives the token at a place.
func (w *walker) at(place int) *token {
	if w.side == back {
		place = len(w.tokens) - 1 - place
	}
	return &w.tokens[place]
}

// findEnds finds the ends of sentences.
func (w *walker) findEnds() {
	n := len(w.tokens)
	end := n
	for i := n - 1; i >= 0; i-- {
		if w.views[ahead].ends[i] = int32(end); w.tokens[i].brk >= sentence {
			end = i
		}
	}
	end = 0
	for i := range n {
		if w.tokens[i].brk >= sentence {
			end = i
		}
		w.views[back].ends[n-1-i] = int32(n - end)
	}
}

// sign finds what each token shows by its words.
func (w *walker) sign() {
	n := len(w.tokens)
	for i := range w.tokens {
		tok := &w.tokens[i]
		var s, none sign
		for _, id := range tok.ids {
			s.add(&w.trie.starts[id].sign)
		}
		if tok.isNum {
			s.addNumber()
		}
		w.views[ahead].signs[i], w.views[back].signs[n-1-i] = s, s
		if tok.brk >= sentence {
			w.views[ahead].signs[i] = none
			if i > 0 {
				w.views[back].signs[n-i] = none
			}
		}
	}
}

// name finds the units.
func (w *walker) name() {
	w.naming, w.side = true, ahead
	v, n := &w.views[ahead], int32(len(w.tokens))
	v.units, v.begin = v.units[:0], slices.Grow(v.begin[:0], len(w.tokens)+1)
	for i := range w.tokens {
		v.begin = append(v.begin, int32(len(v.units)))
		w.nameAt(i)
		for _, u := range v.units[v.begin[i]:] {
			s := &w.trie.starts[u.id].sign
			v.show(i, s)
			w.views[back].show(int(n-u.to), s)
		}
	}
	v.begin = append(v.begin, int32(len(v.units)))
	w.naming = false
	w.nameBack()
}

// nameAt finds the units that begin at a token.
func (w *walker) nameAt(i int) {
	tok := &w.tokens[i]
	for _, id := range tok.ids {
		if at := w.trie.starts[id].more; at != 0 {
			w.follow(at, i+1)
		}
	}
	if tok.isNum {
		w.number(&w.trie.nodes[unitsNode], i)
	}
}

// show adds what a unit shows to the sign of a place, unless a sentence begins
// there.
func (v *view) show(place int, s *sign) {
	if place == 0 || int(v.ends[place-1]) > place {
		v.signs[place].add(s)
	}
}

// nameBack sorts the units by where they end, for walks back.
func (w *walker) nameBack() {
	from, to, n := &w.views[ahead], &w.views[back], len(w.tokens)
	to.units = append(to.units[:0], from.units...)
	to.begin = slices.Grow(to.begin[:0], n+1)[:n+1]
	clear(to.begin)
	for _, u := range from.units {
		to.begin[n-int(u.to)]++
	}
	for i := range n {
		to.begin[i+1] += to.begin[i]
	}
	for i := range n {
		for _, u := range from.units[from.begin[i]:from.begin[i+1]] {
			k := &to.begin[n-int(u.to)]
			*k--
			to.units[*k] = unitHit{u.id, int32(n - i)}
		}
	}
}
