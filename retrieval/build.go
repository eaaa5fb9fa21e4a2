package retrieval

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"sort"
	"strings"
)

// BuildOptions tune Build; the zero value builds everything anew.
type BuildOptions struct {
	Embedder string                // identity for the stamp; empty means Identity of the embedder
	Previous *Snapshot             // vectors are taken from here where the article did not change
	Progress func(done, total int) // called after every batch of passages; nil means no report
}

// Identity returns the name of an embedder for a Stamp: its ID method if it has
// one, otherwise its type.
func Identity(e Embedder) string {
	if n, ok := e.(interface{ ID() string }); ok {
		return n.ID()
	}
	return fmt.Sprintf("%T", e)
}

// Build splits and embeds articles into a snapshot. Articles are sorted by
// slug, which must be unique. Those that are in o.Previous with the same
// content, embedder and splitter are not embedded again.
func Build(ctx context.Context, articles []Article, e Embedder, o BuildOptions) (*Snapshot, error) {
	s := &Snapshot{Stamp: Stamp{Embedder: o.Embedder, Chunker: ChunkerID}}
	if s.Stamp.Embedder == "" {
		s.Stamp.Embedder = Identity(e)
	}
	s.Articles = append(s.Articles, articles...)
	sort.Slice(s.Articles, func(i, j int) bool { return s.Articles[i].Slug < s.Articles[j].Slug })
	for i, a := range s.Articles {
		if i > 0 && s.Articles[i-1].Slug == a.Slug {
			return nil, fmt.Errorf("build index: two articles are called %q", a.Slug)
		}
		s.Hashes = append(s.Hashes, ContentHash(a))
	}
	s.Stamp.Corpus = CorpusHash(s.Hashes)
	fresh := s.reuse(o.Previous)
	if err := s.embed(ctx, e, fresh, o.Progress); err != nil {
		return nil, err
	}
	if len(s.Vectors) > 0 {
		s.Stamp.Dim = len(s.Vectors[0])
	}
	return s, s.Check()
}

// sameCosine is the least cosine of two vectors of one text by one model: its
// numbers are rounded, and processors differ.
const sameCosine = 0.98

// MadeBy reports whether e still makes the vectors that the snapshot holds. It
// embeds one passage.
func (s *Snapshot) MadeBy(ctx context.Context, e Embedder) (bool, error) {
	if len(s.Passages) == 0 {
		return true, nil
	}
	one := &Snapshot{Articles: s.Articles[:1], Passages: s.Passages[:1], Vectors: make([][]float32, 1)}
	for i, a := range s.Articles {
		if a.Slug == s.Passages[0].Article {
			one.Articles = s.Articles[i : i+1]
		}
	}
	if err := one.embed(ctx, e, []int{0}, nil); err != nil {
		return false, err
	}
	v := one.Vectors[0]
	return len(v) == s.Stamp.Dim && dot(v, s.Vectors[0]) > sameCosine, nil
}

// ContentHash returns the hex SHA-256 of everything in an article that an
// index depends on.
func ContentHash(a Article) string {
	raw, err := json.Marshal(a)
	if err != nil { // an Article holds only strings and numbers
		panic(err)
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

// CorpusHash returns the hex SHA-256 over article hashes in slug order.
func CorpusHash(hashes []string) string {
	sum := sha256.Sum256([]byte(strings.Join(hashes, "\n")))
	return hex.EncodeToString(sum[:])
}

// reuse splits every article, or takes over the passages and vectors of prev.
// It returns the positions of passages that still need a vector.
func (s *Snapshot) reuse(prev *Snapshot) (fresh []int) {
	old := map[string][2]int{} // hash -> passages of prev
	if prev != nil && prev.Stamp.Embedder == s.Stamp.Embedder && prev.Stamp.Chunker == s.Stamp.Chunker {
		old = prev.ranges()
	}
	for i, a := range s.Articles {
		if r, ok := old[s.Hashes[i]]; ok {
			s.Passages = append(s.Passages, prev.Passages[r[0]:r[1]]...)
			s.Vectors = append(s.Vectors, prev.Vectors[r[0]:r[1]]...)
			continue
		}
		for _, p := range Split(a) {
			fresh = append(fresh, len(s.Passages))
			s.Passages = append(s.Passages, p)
			s.Vectors = append(s.Vectors, nil)
		}
	}
	return fresh
}

// ranges maps each article's hash to its range of passages.
func (s *Snapshot) ranges() map[string][2]int {
	out := make(map[string][2]int, len(s.Articles))
	at := 0
	for i, a := range s.Articles {
		from := at
		for at < len(s.Passages) && s.Passages[at].Article == a.Slug {
			at++
		}
		out[s.Hashes[i]] = [2]int{from, at}
	}
	return out
}

// headWeight is how much the vector of a passage's title and heading path adds
// to the vector of its text. Change ChunkerID with it: stored vectors hold it.
const headWeight = 0.75

// buildBatch is how many passages are embedded in one call.
const buildBatch = 256

// embed fills in the vectors of the passages at the given positions: the text's
// vector plus headWeight times that of title and heading path, unit length.
func (s *Snapshot) embed(ctx context.Context, e Embedder, at []int, report func(done, total int)) error {
	aliases := make(map[string][]string, len(s.Articles))
	for _, a := range s.Articles {
		aliases[a.Slug] = a.Aliases
	}
	for from := 0; from < len(at); from += buildBatch {
		batch := at[from:min(from+buildBatch, len(at))]
		if err := s.embedBatch(ctx, e, batch, aliases); err != nil {
			return err
		}
		if report != nil {
			report(from+len(batch), len(at))
		}
	}
	return nil
}

func (s *Snapshot) embedBatch(ctx context.Context, e Embedder, batch []int, aliases map[string][]string) error {
	texts, heads := make([]string, 0, 2*len(batch)), map[string]int{}
	for _, p := range batch {
		texts = append(texts, s.Passages[p].Text)
	}
	for _, p := range batch {
		h := head(s.Passages[p], aliases[s.Passages[p].Article])
		if _, ok := heads[h]; !ok && h != "" {
			heads[h] = len(texts)
			texts = append(texts, h)
		}
	}
	vecs, err := e.EmbedDocuments(ctx, texts)
	if err != nil {
		return fmt.Errorf("embed %d passages: %w", len(batch), err)
	}
	if len(vecs) != len(texts) {
		return fmt.Errorf("embed passages: %d vectors for %d texts", len(vecs), len(texts))
	}
	for i, p := range batch {
		v := append([]float32(nil), vecs[i]...)
		normalise(v)
		if j, ok := heads[head(s.Passages[p], aliases[s.Passages[p].Article])]; ok {
			addScaled(v, vecs[j], headWeight)
		}
		if dot(v, v) == 0 && len(v) > 0 {
			v[0] = 1 // no known word: any direction, so that keywords still find it
		}
		s.Vectors[p] = v
	}
	return nil
}

// head is the context of a passage that its own words may not name.
func head(p Passage, aliases []string) string {
	parts := append([]string{p.Title}, aliases...)
	return strings.TrimSpace(strings.Join(append(parts, p.Section), ". "))
}

// addScaled adds w times the direction of u to v and scales v to unit length.
func addScaled(v, u []float32, w float32) {
	if len(u) != len(v) {
		return
	}
	var sum float64
	for _, x := range u {
		sum += float64(x) * float64(x)
	}
	if sum > 0 {
		w /= float32(math.Sqrt(sum))
		for i := range v {
			v[i] += w * u[i]
		}
	}
	normalise(v)
}

// Check reports the first fault that would make the snapshot unfit to serve:
// counts that differ, offsets outside the text, text that is not verbatim, or a
// vector that is not finite and of unit length.
func (s *Snapshot) Check() error {
	if len(s.Passages) != len(s.Vectors) || len(s.Articles) != len(s.Hashes) {
		return fmt.Errorf("check index: %d passages, %d vectors, %d articles, %d hashes",
			len(s.Passages), len(s.Vectors), len(s.Articles), len(s.Hashes))
	}
	texts := make(map[string]string, len(s.Articles))
	for _, a := range s.Articles {
		texts[a.Slug] = a.Text
	}
	for i, p := range s.Passages {
		text, ok := texts[p.Article]
		if !ok || p.Start < 0 || p.End > len(text) || p.Start >= p.End || text[p.Start:p.End] != p.Text {
			return fmt.Errorf("check index: passage %s is not part of its article", p.ID)
		}
		for _, v := range p.Sentences {
			if v.Start < p.Start || v.End > p.End || v.Start >= v.End {
				return fmt.Errorf("check index: passage %s has a sentence outside it", p.ID)
			}
		}
		if err := checkVector(s.Vectors[i], s.Stamp.Dim); err != nil {
			return fmt.Errorf("check index: passage %s: %w", p.ID, err)
		}
	}
	return nil
}

// checkVector reports a vector of wrong length, with values that are not
// finite, or not of unit length.
func checkVector(v []float32, dim int) error {
	if len(v) != dim {
		return fmt.Errorf("vector of length %d instead of %d", len(v), dim)
	}
	var sum float64
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	if !(math.Abs(sum-1) < 1e-3) { // also false for NaN and infinities
		return fmt.Errorf("vector of length² %.4g instead of 1", sum)
	}
	return nil
}
