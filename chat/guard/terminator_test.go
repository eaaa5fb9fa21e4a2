package guard

// mutateStops drops every phrase that ends the reach of a negation.
func (g *Guard) mutateStops(count func(string, bool)) {
	lx := g.rules.lexer
	nothing := len(lx.concepts) // a cue of no kind does nothing
	lx.concepts = append(lx.concepts, concept{id: "nothing", kind: cue, cue: noCue, index: nothing})
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
		saved := lx.phrases[p].concept
		lx.phrases[p].concept = nothing
		count("terminator "+said+" dropped", !g.holdsUp(example))
		lx.phrases[p].concept = saved
	}
}
