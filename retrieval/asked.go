package retrieval

import (
	"crypto/sha256"
	_ "embed" // for the rows
	"encoding/binary"
	"fmt"
)

// The file of asked rows, little-endian: rows that stand in for those of the
// table where a question about the legs is embedded to be compared with the
// questions that sentences of the articles answer, and with those sentences.
// They were fitted on such pairs (distill/asked.py), so they know what people
// mean by "the loo" or "knackered"; passages of any corpus are still searched
// with the rows of the table.
//
//	 0  8 bytes  "LIMBRASK"
//	 8  uint32   dim, numbers in a row
//	12  uint32   n, rows
//	16  uint32   n entries of the table that they stand in for
//	    float32  n scales
//	    int8     n*dim numbers
//	    32 bytes SHA-256 of everything before
const askedMagic = "LIMBRASK"

//go:embed static/asked.bin
var askedFile []byte

// readAsked gives s the rows of data.
func (s *Static) readAsked(data []byte) error {
	if len(data) < 16+sha256.Size || string(data[:8]) != askedMagic {
		return fmt.Errorf("open asked rows: %w: not such a file", ErrTable)
	}
	body, want := data[:len(data)-sha256.Size], data[len(data)-sha256.Size:]
	if sum := sha256.Sum256(body); string(sum[:]) != string(want) {
		return fmt.Errorf("open asked rows: %w: checksum differs", ErrTable)
	}
	dim, n := int(binary.LittleEndian.Uint32(body[8:])), int(binary.LittleEndian.Uint32(body[12:]))
	if dim != s.dim || n > maxTableRows || len(body) != 16+n*(8+dim) {
		return fmt.Errorf("open asked rows: %w: lengths do not add up", ErrTable)
	}
	s.askedScale = append([]float32(nil), s.queryScale...)
	s.askedRow = append([]uint32(nil), s.queryRow...)
	s.ownRows = uint32(len(s.rows) / s.dim)
	for i, scale := range readFloats(body[16+4*n : 16+8*n]) {
		at := binary.LittleEndian.Uint32(body[16+4*i:])
		if int(at) >= len(s.askedRow) {
			return fmt.Errorf("open asked rows: %w: entry out of range", ErrTable)
		}
		s.askedScale[at], s.askedRow[at] = scale, s.ownRows+uint32(i)
	}
	s.asked = body[16+8*n:]
	return nil
}

// EmbedAsked is EmbedAsQuery for a question that is compared with expected
// questions and with single sentences.
func (s *Static) EmbedAsked(text string, dst []float32) {
	s.embedRows(text, s.askedScale, s.askedRow, dst)
}
