package retrieval

import (
	"bytes"
	"context"
	"crypto/sha256"
	_ "embed" // for the table
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"strings"
	"sync"
)

// The table file, little-endian, version 1:
//
//	 0  8 bytes  "LIMBRVEC"
//	 8  uint32   version
//	12  uint32   dim, numbers in a row
//	16  uint32   pieces, word pieces
//	20  uint32   terms, whole words and runs of words outside the pieces
//	24  uint32   rows, at least pieces+terms; the rest serve queries only
//	28  uint32   length of the entries in bytes
//	32  32 bytes name, padded with zero bytes
//	64  entries  pieces then terms, each followed by a line feed
//	    float32  document scale for each entry
//	    float32  query scale for each entry
//	    uint32   query row for each entry
//	    int8     rows*dim numbers
//	    32 bytes SHA-256 of everything before
//
// A text's vector is the sum over its tokens of scale times row, cut to unit
// length. Retrieval/distill writes the file.
const (
	tableMagic   = "LIMBRVEC"
	tableVersion = 1
	tableHeader  = 64
	maxTableDim  = 4096
	maxTableRows = 1 << 24
)

//go:embed static/table.bin
var builtinTable []byte

// ErrTable is returned for a table that is damaged or of another version.
var ErrTable = errors.New("static table is damaged")

// Static is an embedder that adds up one stored vector per token: no network,
// no model at run time. It is safe for concurrent use.
type Static struct {
	id         string
	dim        int
	pieces     int
	words      *wordPieces
	docScale   []float32
	queryScale []float32
	queryRow   []uint32
	rows       []byte // int8 numbers
	asked      []byte // the same, of the rows of asked.go
	askedScale []float32
	askedRow   []uint32
	ownRows    uint32 // rows of the table; later numbers are of asked
	pool       sync.Pool
}

// openBuiltin trusts the checksum of the table in the program, which a test
// checks: to sum it up takes a tenth of what the index takes at a start.
var openBuiltin = sync.OnceValues(func() (*Static, error) {
	s, err := openStatic(builtinTable, false)
	if err != nil {
		return nil, err
	}
	return s, s.readAsked(askedFile)
})

// NewStatic returns the built-in embedder. Every call returns the same one.
func NewStatic() (*Static, error) { return openBuiltin() }

// OpenStatic reads a table. It keeps data, which must not change afterwards,
// and returns an error wrapping ErrTable if the checksum or a length is wrong.
func OpenStatic(data []byte) (*Static, error) { return openStatic(data, true) }

func openStatic(data []byte, check bool) (*Static, error) {
	if len(data) < tableHeader+sha256.Size || string(data[:8]) != tableMagic {
		return nil, fmt.Errorf("open static table: %w: not a table", ErrTable)
	}
	body, sum := data[:len(data)-sha256.Size], data[len(data)-sha256.Size:]
	if check {
		if is := sha256.Sum256(body); !bytes.Equal(is[:], sum) {
			return nil, fmt.Errorf("open static table: %w: checksum differs", ErrTable)
		}
	}
	field := func(at int) int { return int(binary.LittleEndian.Uint32(body[at:])) }
	version, dim, pieces, terms, rows, text := field(8), field(12), field(16), field(20), field(24), field(28)
	n := pieces + terms
	if version != tableVersion {
		return nil, fmt.Errorf("open static table: %w: version %d, want %d", ErrTable, version, tableVersion)
	}
	if dim < 1 || dim > maxTableDim || rows > maxTableRows || rows < n || len(body) != tableHeader+text+12*n+rows*dim {
		return nil, fmt.Errorf("open static table: %w: lengths do not add up", ErrTable)
	}
	at := tableHeader + text
	entries := strings.Split(string(body[tableHeader:at]), "\n")
	if len(entries) != n+1 || entries[n] != "" {
		return nil, fmt.Errorf("open static table: %w: %d entries, want %d", ErrTable, len(entries)-1, n)
	}
	name := string(bytes.TrimRight(body[32:tableHeader], "\x00"))
	s := &Static{id: name + "@" + hex.EncodeToString(sum[:8]), dim: dim, pieces: pieces, words: newWordPieces(entries[:n], pieces)}
	s.docScale = readFloats(body[at : at+4*n])
	s.queryScale = readFloats(body[at+4*n : at+8*n])
	s.queryRow = make([]uint32, n)
	for i := range s.queryRow {
		if s.queryRow[i] = binary.LittleEndian.Uint32(body[at+8*n+4*i:]); int(s.queryRow[i]) >= rows {
			return nil, fmt.Errorf("open static table: %w: query row out of range", ErrTable)
		}
	}
	s.rows = body[at+12*n:]
	s.askedScale, s.askedRow, s.ownRows = s.queryScale, s.queryRow, uint32(rows)
	s.pool.New = func() any { return new(pieceScratch) }
	return s, nil
}

func readFloats(b []byte) []float32 {
	out := make([]float32, len(b)/4)
	for i := range out {
		out[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return out
}

// ID names the table and its weights, for Stamp.Embedder.
func (s *Static) ID() string { return s.id }

// Dim is the length of every vector.
func (s *Static) Dim() int { return s.dim }

// Embed writes the document vector of text into dst, which must be Dim long.
// The vector has unit length, or is all zero when text holds no known word.
// It does not allocate.
func (s *Static) Embed(text string, dst []float32) {
	b := s.pool.Get().(*pieceScratch)
	s.words.encode(text, b)
	b.scales = b.scales[:0]
	for _, id := range b.ids {
		b.scales = append(b.scales, s.docScale[id])
	}
	s.sum(b, dst[:s.dim])
}

// EmbedAsQuery is Embed for a question.
func (s *Static) EmbedAsQuery(text string, dst []float32) {
	s.embedRows(text, s.queryScale, s.queryRow, dst)
}

// embedRows embeds text by the given rows of its pieces and their scales.
func (s *Static) embedRows(text string, scale []float32, row []uint32, dst []float32) {
	b := s.pool.Get().(*pieceScratch)
	s.words.encode(text, b)
	b.scales = b.scales[:0]
	for i, id := range b.ids {
		b.scales = append(b.scales, scale[id])
		b.ids[i] = int32(row[id])
	}
	s.sum(b, dst[:s.dim])
}

// sum writes the unit vector of the rows b.ids times b.scales to dst and gives b back.
func (s *Static) sum(b *pieceScratch, dst []float32) {
	clear(dst)
	i := 0
	for ; i+4 <= len(b.ids); i += 4 {
		s.addFour(dst, b.ids[i:i+4], b.scales[i:i+4])
	}
	for ; i < len(b.ids); i++ {
		s.add(dst, b.ids[i], b.scales[i])
	}
	s.pool.Put(b)
	normalise(dst)
}

// byteValue is the number behind each byte of a row; looking it up is faster
// than converting it.
var byteValue = func() (t [256]float32) {
	for i := range t {
		t[i] = float32(int8(i))
	}
	return t
}()

// add adds scale times row r to dst. Like addFour it forbids fused
// multiply-adds by a conversion, so that every machine gives the same bits.
func (s *Static) add(dst []float32, r int32, scale float32) {
	row := s.row(r)[:len(dst)]
	for i, x := range row {
		dst[i] += float32(scale * byteValue[x])
	}
}

// addFour is add for four rows, with a quarter of the traffic on dst.
func (s *Static) addFour(dst []float32, r []int32, scale []float32) {
	r0, r1, r2, r3 := s.row(r[0])[:len(dst)], s.row(r[1])[:len(dst)], s.row(r[2])[:len(dst)], s.row(r[3])[:len(dst)]
	c0, c1, c2, c3 := scale[0], scale[1], scale[2], scale[3]
	for i := range dst {
		left := float32(c0*byteValue[r0[i]]) + float32(c1*byteValue[r1[i]])
		right := float32(c2*byteValue[r2[i]]) + float32(c3*byteValue[r3[i]])
		dst[i] += left + right
	}
}

func (s *Static) row(r int32) []byte {
	if uint32(r) >= s.ownRows {
		return s.asked[int(uint32(r)-s.ownRows)*s.dim:][:s.dim]
	}
	return s.rows[int(r)*s.dim:][:s.dim]
}

// normalise scales v to unit length; a zero vector stays as it is.
func normalise(v []float32) {
	var sum float64
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	if sum == 0 {
		return
	}
	scale := float32(1 / math.Sqrt(sum))
	for i := range v {
		v[i] *= scale
	}
}

// Ranks in the vocabulary between which a word goes from common to rare: its
// pieces are in the order of how often they occur in English.
const (
	commonRank = 1500
	rareRank   = 30000
)

// rareness returns how rare the rarest word of text is in English, from 0 to 1.
// Words that the vocabulary lacks as a whole are rarest.
func (s *Static) rareness(text string) float64 {
	rarest := 0.0
	for _, w := range foldedWords(text) {
		rank := int(s.words.find(0, []byte(w)))
		if rank < 0 || rank >= s.pieces {
			return 1
		}
		rarest = max(rarest, math.Log(float64(rank+1)/commonRank)/math.Log(rareRank/commonRank))
	}
	return clamp(rarest, 1)
}

// EmbedDocuments returns one document vector a text; see Embed. It stops with
// the context's error when the context ends.
func (s *Static) EmbedDocuments(ctx context.Context, texts []string) ([][]float32, error) {
	all := make([]float32, len(texts)*s.dim)
	out := make([][]float32, len(texts))
	for i, text := range texts {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("embed documents: %w", err)
		}
		out[i] = all[i*s.dim : (i+1)*s.dim : (i+1)*s.dim]
		s.Embed(text, out[i])
	}
	return out, nil
}

// EmbedQuery returns the query vector of text; see EmbedAsQuery.
func (s *Static) EmbedQuery(ctx context.Context, text string) ([]float32, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("embed query: %w", err)
	}
	out := make([]float32, s.dim)
	s.EmbedAsQuery(text, out)
	return out, nil
}
