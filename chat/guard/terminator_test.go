package guard

import "slices"

// mutateStops drops every phrase that ends the reach of a negation.
func (g *Guard) mutateStops(count func(string, bool)) {
	lx := g.rules.lexer
	nodes := map[int][]*node{}
	var walk func(*node)
	walk = func(n *node) {
		for _, p := range n.ends {
			nodes[p] = append(nodes[p], n)
		}
		for _, k := range n.kids {
			walk(k)
		}
	}
	walk(lx.trie.root)
	for p := range lx.phrases {
		if lx.concepts[lx.phrases[p].concept].cue != stop {
			continue
		}
		said := lx.write(lx.phrases[p].text)
		example := map[string]Level{"no fever " + said + " crushing chest pain": Emergency}
		if !g.holdsUp(example) {
			count("terminator "+said+" does nothing", false)
			continue
		}
		for _, n := range nodes[p] {
			n.ends = slices.DeleteFunc(n.ends, func(q int) bool { return q == p })
		}
		count("terminator "+said+" dropped", !g.holdsUp(example))
		for _, n := range nodes[p] {
			n.ends = append(n.ends, p)
		}
	}
}
