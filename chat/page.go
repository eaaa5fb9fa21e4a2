package chat

import "github.com/limber-health/limber/retrieval"

// A Piece is a run of an article's text inside a block. A sentence that can
// be cited carries its offsets.
type Piece struct {
	Text       string
	Start, End int
	Sentence   bool
}

// A PageBlock is a block of an article ready to be shown.
type PageBlock struct {
	Kind   string // heading, paragraph, item or row
	Level  int
	Pieces []Piece
}

// Page cuts an article into blocks and sentences, the same sentences that
// citations point to.
func Page(a Article) []PageBlock {
	var sentences []retrieval.Span
	for _, p := range retrieval.Split(a) {
		sentences = append(sentences, p.Sentences...)
	}
	out := make([]PageBlock, 0, len(a.Blocks))
	for _, b := range a.Blocks {
		pb := PageBlock{Kind: b.Kind.String(), Level: b.Level}
		at := b.Start
		for len(sentences) > 0 && sentences[0].Start < b.End {
			s := sentences[0]
			sentences = sentences[1:]
			if s.Start < at {
				continue
			}
			pb.add(a, at, s.Start, false)
			pb.add(a, s.Start, min(s.End, b.End), true)
			at = min(s.End, b.End)
		}
		pb.add(a, at, b.End, false)
		out = append(out, pb)
	}
	return out
}

func (b *PageBlock) add(a Article, start, end int, sentence bool) {
	if start < end {
		b.Pieces = append(b.Pieces, Piece{a.Text[start:end], start, end, sentence})
	}
}
