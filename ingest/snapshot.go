package ingest

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"math"

	"github.com/limber-health/limber/corpus"
	"github.com/limber-health/limber/retrieval"
)

// A generation file is
//
//	magic    8 bytes
//	record   [length u32][CRC-32C u32][payload], repeated:
//	         the header, one for each article with its passages, the vectors
//	footer   SHA-256 of everything before it
//
// Integers are little-endian or unsigned varints. A passage stores where it is,
// not its text, which is a part of its article's.
const (
	magic        = "LIMBERIX"
	format       = 2       // 1 had no questions
	vectorsEvery = 4 << 20 // most bytes of vectors in one record
	maxRecord    = 64 << 20
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// writeSnapshot writes s in the form above and returns the SHA-256 it ends with.
func writeSnapshot(w io.Writer, s *retrieval.Snapshot) ([]byte, error) {
	if err := s.Check(); err != nil {
		return nil, fmt.Errorf("write generation: %w", err)
	}
	sum := sha256.New()
	e := encoder{w: io.MultiWriter(w, sum)}
	e.raw([]byte(magic))
	e.header(s)
	next := 0
	for i, a := range s.Articles {
		from := next
		for next < len(s.Passages) && s.Passages[next].Article == a.Slug {
			next++
		}
		e.article(a, s.Hashes[i], s.Passages[from:next])
	}
	if e.err == nil && next != len(s.Passages) {
		return nil, fmt.Errorf("write generation: passages are not in article order")
	}
	e.vectors(s.Vectors, s.Stamp.Dim)
	footer := sum.Sum(nil)
	e.raw(footer)
	if e.err != nil {
		return nil, fmt.Errorf("write generation: %w", e.err)
	}
	return footer, nil
}

// encoder builds one record at a time and keeps the first error.
type encoder struct {
	w   io.Writer
	buf []byte
	err error
}

func (e *encoder) raw(b []byte) {
	if e.err == nil {
		_, e.err = e.w.Write(b)
	}
}

func (e *encoder) uint(n int)      { e.buf = binary.AppendUvarint(e.buf, uint64(n)) }
func (e *encoder) string(s string) { e.uint(len(s)); e.buf = append(e.buf, s...) }
func (e *encoder) strings(l []string) {
	e.uint(len(l))
	for _, s := range l {
		e.string(s)
	}
}

// record writes what was encoded since the last record.
func (e *encoder) record() {
	if len(e.buf) > maxRecord && e.err == nil {
		e.err = fmt.Errorf("record of %d bytes, at most %d allowed", len(e.buf), maxRecord)
	}
	head := binary.LittleEndian.AppendUint32(nil, uint32(len(e.buf)))
	e.raw(binary.LittleEndian.AppendUint32(head, crc32.Checksum(e.buf, castagnoli)))
	e.raw(e.buf)
	e.buf = e.buf[:0]
}

func (e *encoder) header(s *retrieval.Snapshot) {
	e.uint(format)
	e.uint(s.Stamp.Dim)
	e.uint(len(s.Articles))
	e.uint(len(s.Passages))
	e.strings([]string{s.Stamp.Embedder, s.Stamp.Chunker, s.Stamp.Corpus})
	e.record()
}

func (e *encoder) article(a corpus.Article, hash string, passages []retrieval.Passage) {
	e.strings([]string{a.Slug, a.Title, a.Reviewed, a.License, a.URL, a.Text, hash})
	e.strings(a.Aliases)
	e.strings(a.Topics)
	e.uint(len(a.Sources))
	for _, s := range a.Sources {
		e.strings([]string{s.Title, s.URL, s.Note})
	}
	e.uint(len(a.Blocks))
	at := 0
	for _, b := range a.Blocks {
		e.buf = append(e.buf, byte(b.Kind), byte(b.Level))
		e.uint(b.Start - at)
		e.uint(b.End - b.Start)
		at = b.End
	}
	e.uint(len(a.Questions))
	for _, q := range a.Questions {
		e.string(q.Text)
		e.uint(q.Start)
		e.uint(q.End)
	}
	e.uint(len(passages))
	for _, p := range passages {
		e.string(p.ID)
		e.string(p.Section)
		e.uint(p.Start)
		e.uint(p.End)
		e.uint(len(p.Sentences))
		at := p.Start
		for _, s := range p.Sentences {
			e.uint(s.Start - at)
			e.uint(s.End - s.Start)
			at = s.End
		}
	}
	e.record()
}

func (e *encoder) vectors(list [][]float32, dim int) {
	each := max(1, vectorsEvery/max(1, 4*dim))
	for from := 0; from < len(list); from += each {
		for _, v := range list[from:min(from+each, len(list))] {
			for _, x := range v {
				e.buf = binary.LittleEndian.AppendUint32(e.buf, math.Float32bits(x))
			}
		}
		e.record()
	}
}

// readSnapshot decodes a generation file and checks every byte of it.
func readSnapshot(data []byte) (*retrieval.Snapshot, error) {
	if len(data) < len(magic)+sha256.Size || !bytes.HasPrefix(data, []byte(magic)) {
		return nil, fmt.Errorf("read generation: not a generation file, or cut short")
	}
	body, footer := data[:len(data)-sha256.Size], data[len(data)-sha256.Size:]
	if sum := sha256.Sum256(body); !bytes.Equal(sum[:], footer) {
		return nil, fmt.Errorf("read generation: checksum does not match, the file is damaged")
	}
	r := reader{rest: body[len(magic):]}
	s, err := r.snapshot()
	if err != nil {
		return nil, fmt.Errorf("read generation: %w", err)
	}
	return s, s.Check()
}
