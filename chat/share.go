package chat

// How much of an answer one article may fill.
const (
	mostOfFirst = 4   // sentences of the article of the direct one, itself included
	mostOfOther = 2   // of any other article
	otherSource = 0.5 // what a sentence gains if no article of the answer holds it
)

// sharing counts what each article may still give to an answer, so that a page
// that was written to be found does not take over.
type sharing map[string]int

// next is the place of the sentence to add, of picks sorted by score: the best
// one of an article with a share left, where another article goes first among
// sentences that are about as good. It is -1 if there is none.
func (s sharing) next(picks []pick) int {
	best, at := 0.0, -1
	for i, p := range picks {
		if at >= 0 && p.score+otherSource <= best {
			break
		}
		left, used := s[p.hit.Article]
		if used && left == 0 {
			continue
		}
		score := p.score
		if !used {
			score += otherSource
		}
		if at < 0 || score > best {
			best, at = score, i
		}
	}
	return at
}

// take counts a sentence of an article.
func (s sharing) take(article string) {
	if _, used := s[article]; !used {
		s[article] = mostOfOther
	}
	s[article]--
}

// oneSided tells whether one article alone has filled its share: then another
// one is heard too, if it is near at all.
func (s sharing) oneSided() bool {
	for _, left := range s {
		if len(s) == 1 && left == 0 {
			return true
		}
	}
	return false
}
