package retrieval

import (
	"context"
	"hash/fnv"
	"math"
	"strconv"
	"strings"
)

// A HashEmbedder is a deterministic embedder for tests: every word adds a
// direction derived from its hash, so texts that share words are close. It
// knows nothing of meaning.
type HashEmbedder struct{ dim int }

// NewHashEmbedder returns an embedder with vectors of the given length, at
// least 8.
func NewHashEmbedder(dim int) *HashEmbedder { return &HashEmbedder{dim: max(dim, 8)} }

// ID returns the embedder's identity for a Stamp.
func (h *HashEmbedder) ID() string { return "hash/" + strconv.Itoa(h.dim) }

// Dim returns the length of every vector.
func (h *HashEmbedder) Dim() int { return h.dim }

// EmbedDocuments returns one unit vector per text.
func (h *HashEmbedder) EmbedDocuments(ctx context.Context, texts []string) ([][]float32, error) {
	out := make([][]float32, len(texts))
	for i, t := range texts {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		out[i] = h.embed(t)
	}
	return out, nil
}

// EmbedQuery returns the unit vector of text.
func (h *HashEmbedder) EmbedQuery(ctx context.Context, text string) ([]float32, error) {
	return h.embed(text), ctx.Err()
}

func (h *HashEmbedder) embed(text string) []float32 {
	v := make([]float32, h.dim)
	v[0] = 1e-3 // an empty text still has a direction
	for _, w := range strings.Fields(strings.ToLower(text)) {
		f := fnv.New64a()
		_, _ = f.Write([]byte(strings.Trim(w, ".,;:!?()\"'")))
		x := f.Sum64()
		for i := range v {
			x ^= x << 13
			x ^= x >> 7
			x ^= x << 17
			v[i] += float32(int32(x>>32)) / math.MaxInt32
		}
	}
	normalise(v)
	return v
}
