package retrieval

// A namer tells how much of the concepts of a question short texts name.
type namer struct {
	index    *Index
	concepts []Concept
	terms    []int32 // of the concepts in order, own words then other ways; -1 if the index lacks one
	seen     []bool  // which of them the last text holds
	weights  []float64
	held     []float64 // per concept, the most any text since clear named
}

func (x *Index) newNamer(concepts []Concept) *namer {
	n := &namer{index: x, concepts: concepts, weights: make([]float64, len(concepts)), held: make([]float64, len(concepts))}
	add := func(terms []string) {
		for _, t := range terms {
			id, ok := x.keywords.ids[t]
			if n.terms = append(n.terms, int32(id)); !ok {
				n.terms[len(n.terms)-1] = -1
			}
		}
	}
	for i, c := range concepts {
		add(c.Terms)
		for _, a := range c.Also {
			add(a)
		}
		w := 0.3 * x.keywords.rarest() // rare and common words closer in weight than by IDF
		for _, t := range c.Terms {
			w += x.keywords.rarity(t)
		}
		n.weights[i] = w * c.Weight
	}
	n.seen = make([]bool, len(n.terms))
	return n
}

func (n *namer) clear() { clear(n.held) }

// read notes how much of each concept text names.
func (n *namer) read(text string) {
	clear(n.seen)
	any := false
	eachWord(fold(text), func(w string) {
		t, ok := n.index.keywords.surface[w]
		if !ok || t < 0 {
			return
		}
		for i, id := range n.terms {
			if id == t {
				n.seen[i], any = true, true
			}
		}
	})
	if any {
		n.note()
	}
}

// readPassage notes how much of each concept all of a passage names, headings
// and other names of its article included: no part of it can name more.
func (n *namer) readPassage(doc uint32) {
	for i, id := range n.terms {
		n.seen[i] = id >= 0 && n.index.keywords.inPassage(uint32(id), doc)
	}
	n.note()
}

// note raises held to what is seen.
func (n *namer) note() {
	at := 0
	share := func(terms int) float64 {
		count := 0
		for _, s := range n.seen[at : at+terms] {
			if s {
				count++
			}
		}
		at += terms
		return float64(count) / float64(max(1, terms))
	}
	for i, c := range n.concepts {
		n.held[i] = max(n.held[i], share(len(c.Terms)))
		for _, a := range c.Also {
			n.held[i] = max(n.held[i], sameWorth*share(len(a)))
		}
	}
}

// share returns the share of the concepts that the texts since clear named.
func (n *namer) share() float64 {
	var got, all float64
	for i, w := range n.weights {
		all += w
		got += w * n.held[i]
	}
	if all == 0 {
		return 0
	}
	return got / all
}
