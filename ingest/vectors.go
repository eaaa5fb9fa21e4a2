package ingest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"strings"

	"github.com/limber-health/limber/retrieval"
)

// vectorsDir keeps the vectors of a run until its index is published, so that
// the next run goes on where an interrupted one stopped.
const vectorsDir = "vectors"

// A keeper is an embedder that gives each text to another one once, even if the
// run is interrupted. A file holds the vectors of one call:
//
//	SHA-256 of the embedder's identity
//	numbers in a vector, texts: 4 bytes each, little endian
//	for each text its SHA-256 and its vector
//	SHA-256 of all of that
//
// What cannot be written or read is embedded again.
type keeper struct {
	retrieval.Embedder
	files webFiles
	id    [sha256.Size]byte
	known map[[sha256.Size]byte][]float32 // by the SHA-256 of the text

	failed bool // the embedder did
}

// vectorsEnd ends the name of a file of vectors.
const vectorsEnd = ".vec"

func newKeeper(e retrieval.Embedder, s *Store, id string) *keeper {
	k := &keeper{Embedder: e, files: webFiles{disk: s.disk, dir: s.path(vectorsDir)}, id: sha256.Sum256([]byte(id)), known: map[[sha256.Size]byte][]float32{}}
	names, _ := k.files.List()
	for _, n := range names {
		if data, err := k.files.ReadFile(n); err == nil && strings.HasSuffix(n, vectorsEnd) {
			k.read(data)
		}
	}
	return k
}

// EmbedDocuments asks for the vectors that are not known yet, and keeps them.
func (k *keeper) EmbedDocuments(ctx context.Context, texts []string) ([][]float32, error) {
	out := make([][]float32, len(texts))
	var missing []int
	for i, t := range texts {
		if out[i] = k.known[sha256.Sum256([]byte(t))]; out[i] == nil {
			missing = append(missing, i)
		}
	}
	if len(missing) == 0 {
		return out, nil
	}
	asked := make([]string, len(missing))
	for i, at := range missing {
		asked[i] = texts[at]
	}
	vectors, err := k.Embedder.EmbedDocuments(ctx, asked)
	if err == nil && len(vectors) != len(asked) {
		err = fmt.Errorf("%d vectors for %d texts", len(vectors), len(asked))
	}
	if err != nil {
		k.failed = true
		return nil, err
	}
	for i, at := range missing {
		out[at] = vectors[i]
	}
	k.keep(asked, vectors)
	return out, nil
}

// keep writes vectors of one length; others do not fit a file, nor an index.
func (k *keeper) keep(texts []string, vectors [][]float32) {
	b := append([]byte(nil), k.id[:]...)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(vectors[0])))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(texts)))
	for i, t := range texts {
		if len(vectors[i]) != len(vectors[0]) {
			return
		}
		sum := sha256.Sum256([]byte(t))
		b = append(b, sum[:]...)
		for _, x := range vectors[i] {
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(x))
		}
	}
	sum := sha256.Sum256(b)
	_ = k.files.WriteFile(hex.EncodeToString(sum[:8])+vectorsEnd, append(b, sum[:]...))
}

// read takes over the vectors of a whole file of the same embedder.
func (k *keeper) read(data []byte) {
	const head = sha256.Size + 8
	if len(data) < head+sha256.Size {
		return
	}
	body := data[:len(data)-sha256.Size]
	if sum := sha256.Sum256(body); !bytes.Equal(sum[:], data[len(body):]) || !bytes.Equal(body[:sha256.Size], k.id[:]) {
		return
	}
	dim := int(binary.LittleEndian.Uint32(body[sha256.Size:]))
	row := sha256.Size + 4*dim
	for rows := body[head:]; len(rows) >= row; rows = rows[row:] {
		v := make([]float32, dim)
		for i := range v {
			v[i] = math.Float32frombits(binary.LittleEndian.Uint32(rows[sha256.Size+4*i:]))
		}
		k.known[[sha256.Size]byte(rows)] = v
	}
}

// forget removes the files.
func (k *keeper) forget() {
	names, _ := k.files.List()
	for _, n := range names {
		_ = k.files.Remove(n)
	}
	_ = k.files.disk.Remove(k.files.dir)
}
