package retrieval

// A cover tells, from which terms of a query a passage holds, how much of what
// is asked the passage speaks of. Keyword scores alone let one word that comes
// often outweigh another that is missing.
type cover struct {
	parts []coverPart
	all   float64 // weight of all parts
}

// A coverPart is a concept: it is held under the best of its ways.
type coverPart struct {
	ways   []coverWay
	weight float64
}

// A coverWay is one name of a concept.
type coverWay struct {
	terms []coverTerm
	worth float64 // of the name, over the weight of its terms
}

type coverTerm struct {
	bit    uint64 // of the term in a mask; zero if no passage holds it
	weight float64
}

// maskTerms is how many terms of a query a mask can note.
const maskTerms = 64

// newCover reads concepts with the terms that masks are about.
func (x *Index) newCover(concepts []Concept, asked []weighted) *cover {
	c := &cover{}
	for _, one := range concepts {
		p := coverPart{}
		if len(one.Terms) > 0 {
			way, w := x.coverWay(one.Terms, asked, 1)
			p.ways, p.weight = append(p.ways, way), w*one.Weight
		}
		for _, also := range one.Also {
			worth := sameWorth
			if len(one.Terms) == 0 {
				worth = 1
			}
			way, w := x.coverWay(also, asked, worth)
			if p.ways = append(p.ways, way); len(one.Terms) == 0 {
				p.weight = max(p.weight, w*one.Weight)
			}
		}
		c.parts, c.all = append(c.parts, p), c.all+p.weight
	}
	return c
}

// coverWay returns a name that counts worth when it is held in full, and the
// weight of its terms.
func (x *Index) coverWay(terms []string, asked []weighted, worth float64) (coverWay, float64) {
	var way coverWay
	var all float64
	for _, t := range terms {
		ct := coverTerm{weight: x.keywords.rarity(t)}
		for i, q := range asked {
			if i < maskTerms && q.term == t {
				ct.bit = 1 << i
			}
		}
		way.terms, all = append(way.terms, ct), all+ct.weight
	}
	if all > 0 {
		way.worth = worth / all
	}
	return way, all
}

// share returns which share of the concepts, weighed by IDF, a passage with
// these terms holds.
func (c *cover) share(mask uint64) float64 {
	if c.all == 0 {
		return 0
	}
	var got float64
	for _, p := range c.parts {
		best := 0.0
		for _, way := range p.ways {
			sum := 0.0
			for _, t := range way.terms {
				if mask&t.bit != 0 {
					sum += t.weight
				}
			}
			best = max(best, sum*way.worth)
		}
		got += best * p.weight
	}
	return got / c.all
}
