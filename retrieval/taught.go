package retrieval

import (
	"crypto/sha256"
	_ "embed" // for the vectors
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"math"
	"sync"
)

// The file of taught vectors, little-endian: what the teacher of the static
// table itself makes of the built-in sentences and headings, turned into the
// space of the table. Distill/taught.py writes it.
//
//	 0  8 bytes  "LIMBRSEN"
//	 8  uint32   dim, numbers in a vector
//	12  uint32   n, vectors
//	16  uint64   key of each vector: FNV-1a of its text
//	    int8     n*dim numbers
//	    32 bytes SHA-256 of everything before
const taughtMagic = "LIMBRSEN"

//go:embed static/taught.bin
var taughtFile []byte

// taught are unit vectors of texts that were known when the program was built.
// A text without one has the vector of the static table, which comes near it.
type taught struct {
	dim   int
	place map[uint64]int
	rows  []byte    // int8 numbers
	scale []float32 // one over the length of each row
}

var builtinTaught = sync.OnceValues(func() (*taught, error) { return openTaught(taughtFile) })

func openTaught(data []byte) (*taught, error) {
	if len(data) < 16+sha256.Size || string(data[:8]) != taughtMagic {
		return nil, fmt.Errorf("open taught vectors: %w: not such a file", ErrTable)
	}
	body, want := data[:len(data)-sha256.Size], data[len(data)-sha256.Size:]
	if sum := sha256.Sum256(body); string(sum[:]) != string(want) {
		return nil, fmt.Errorf("open taught vectors: %w: checksum differs", ErrTable)
	}
	dim, n := int(binary.LittleEndian.Uint32(body[8:])), int(binary.LittleEndian.Uint32(body[12:]))
	if dim < 1 || dim > maxTableDim || n > maxTableRows || len(body) != 16+n*(8+dim) {
		return nil, fmt.Errorf("open taught vectors: %w: lengths do not add up", ErrTable)
	}
	t := &taught{dim: dim, place: make(map[uint64]int, n), rows: body[16+8*n:], scale: make([]float32, n)}
	for i := range n {
		t.place[binary.LittleEndian.Uint64(body[16+8*i:])] = i
		sum := 0.0
		for _, b := range t.rows[i*dim : (i+1)*dim] {
			sum += float64(int8(b)) * float64(int8(b))
		}
		t.scale[i] = float32(1 / math.Sqrt(max(sum, 1)))
	}
	return t, nil
}

// taughtKey names a text in the file.
func taughtKey(text string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(text))
	return h.Sum64()
}

// cosine returns the similarity of a text to a unit vector, if the text is known.
func (t *taught) cosine(text string, v []float32) (float64, bool) {
	i, ok := t.place[taughtKey(text)]
	if !ok || len(v) != t.dim {
		return 0, false
	}
	var sum float32
	for k, b := range t.rows[i*t.dim : (i+1)*t.dim] {
		sum += float32(byteValue[b] * v[k]) // no fused multiply-add: every machine gives the same bits
	}
	return float64(float32(sum * t.scale[i])), true
}

// taughtTo is to, by the teacher's own vector of the text where there is one.
func (n *nearness) taughtTo(text string) float64 {
	if n == nil {
		return 0
	}
	if n.taught != nil {
		if c, ok := n.taught.cosine(text, n.query); ok {
			return c
		}
	}
	return n.to(text)
}

// underHeading is a sentence with the heading it stands under.
func underHeading(heading, sentence string) string { return heading + " " + sentence }
