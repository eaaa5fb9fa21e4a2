package chat

import (
	"context"

	"github.com/limber-health/limber/retrieval"
)

// Proves reports whether a sentence of the articles, or two that follow each
// other, says what the claim says. It is the proof that a model's sentences
// pass, tried on every passage that is found. The only error is the context's.
func (c *Chat) Proves(ctx context.Context, claim string) (bool, error) {
	res, err := c.Search(ctx, claim, passagesRead)
	if err != nil {
		return false, err
	}
	for _, h := range res.Hits {
		for i, s := range h.Sentences {
			for last := i; last < min(i+2, len(h.Sentences)); last++ {
				quote := oneLine(hitText(h, retrieval.Span{Start: s.Start, End: h.Sentences[last].End}))
				if provenBy(claim, quote) {
					return true, nil
				}
			}
		}
	}
	return false, nil
}

// hitText is the text of a hit at a span of its article.
func hitText(h Hit, s retrieval.Span) string { return h.Text[s.Start-h.Start : s.End-h.Start] }
