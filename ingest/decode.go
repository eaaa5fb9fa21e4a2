package ingest

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math"

	"github.com/limber-health/limber/corpus"
	"github.com/limber-health/limber/retrieval"
)

var errShort = errors.New("record ends too early")

// reader takes records off the front of a generation file.
type reader struct{ rest []byte }

func (r *reader) record() (*decoder, error) {
	if len(r.rest) < 8 {
		return nil, errShort
	}
	n := binary.LittleEndian.Uint32(r.rest)
	sum := binary.LittleEndian.Uint32(r.rest[4:])
	if n > maxRecord || int(n) > len(r.rest)-8 {
		return nil, errShort
	}
	d := &decoder{b: r.rest[8 : 8+n]}
	r.rest = r.rest[8+n:]
	if crc32.Checksum(d.b, castagnoli) != sum {
		return nil, errors.New("record checksum does not match")
	}
	return d, nil
}

func (r *reader) snapshot() (*retrieval.Snapshot, error) {
	d, err := r.record()
	if err != nil {
		return nil, err
	}
	version := d.uint()
	if version < 1 || version > format {
		return nil, fmt.Errorf("format %d, this program reads formats 1 to %d; run limber ingest again", version, format)
	}
	s := &retrieval.Snapshot{}
	s.Stamp.Dim = d.uint()
	articles, passages := d.uint(), d.uint()
	stamp := d.strings()
	if err := d.end(); err != nil || len(stamp) != 3 {
		return nil, errors.Join(errors.New("read stamp"), err)
	}
	s.Stamp.Embedder, s.Stamp.Chunker, s.Stamp.Corpus = stamp[0], stamp[1], stamp[2]
	if articles > len(r.rest) || passages > len(r.rest) || s.Stamp.Dim > len(r.rest) {
		return nil, errShort
	}
	s.Articles, s.Hashes = make([]corpus.Article, 0, articles), make([]string, 0, articles)
	s.Passages = make([]retrieval.Passage, 0, passages)
	for range articles {
		if d, err = r.record(); err != nil {
			return nil, err
		}
		if err := d.article(s, version > 1); err != nil {
			return nil, err
		}
	}
	if len(s.Passages) != passages {
		return nil, fmt.Errorf("%d passages instead of %d", len(s.Passages), passages)
	}
	return s, r.vectors(s)
}

// vectors reads all vectors into one block of memory.
func (r *reader) vectors(s *retrieval.Snapshot) error {
	dim := s.Stamp.Dim
	if len(s.Passages) == 0 || dim == 0 {
		return r.nothingLeft()
	}
	if dim > len(r.rest)/4/len(s.Passages) {
		return errShort
	}
	all := make([]float32, 0, dim*len(s.Passages))
	for len(all) < cap(all) {
		d, err := r.record()
		if err != nil {
			return err
		}
		if len(d.b)%4 != 0 || len(d.b) == 0 || len(d.b)/4 > cap(all)-len(all) {
			return errors.New("vectors of the wrong length")
		}
		for i := 0; i < len(d.b); i += 4 {
			all = append(all, math.Float32frombits(binary.LittleEndian.Uint32(d.b[i:])))
		}
	}
	s.Vectors = make([][]float32, len(s.Passages))
	for i := range s.Vectors {
		s.Vectors[i] = all[i*dim : (i+1)*dim : (i+1)*dim]
	}
	return r.nothingLeft()
}

func (r *reader) nothingLeft() error {
	if len(r.rest) != 0 {
		return fmt.Errorf("%d bytes after the last record", len(r.rest))
	}
	return nil
}

// decoder reads one record and keeps the first error.
type decoder struct {
	b   []byte
	err error
}

// uint reads a number that can be a count or an offset in a record.
func (d *decoder) uint() int {
	v, n := binary.Uvarint(d.b)
	if n <= 0 || v > math.MaxInt32 {
		d.fail()
		return 0
	}
	d.b = d.b[n:]
	return int(v)
}

// count reads how many things of at least one byte follow.
func (d *decoder) count() int {
	n := d.uint()
	if n > len(d.b) {
		d.fail()
		return 0
	}
	return n
}

func (d *decoder) fail() {
	d.b = nil
	if d.err == nil {
		d.err = errShort
	}
}

func (d *decoder) byte() byte {
	if len(d.b) == 0 {
		d.fail()
		return 0
	}
	c := d.b[0]
	d.b = d.b[1:]
	return c
}

func (d *decoder) string() string {
	n := d.count()
	s := string(d.b[:n])
	d.b = d.b[n:]
	return s
}

func (d *decoder) strings() []string {
	n := d.count()
	if n == 0 {
		return nil
	}
	list := make([]string, n)
	for i := range list {
		list[i] = d.string()
	}
	return list
}

func (d *decoder) end() error {
	if d.err == nil && len(d.b) != 0 {
		return fmt.Errorf("%d bytes left in a record", len(d.b))
	}
	return d.err
}

// article reads one article and its passages into s.
func (d *decoder) article(s *retrieval.Snapshot, questions bool) error {
	head := d.strings()
	if len(head) != 7 {
		return errShort
	}
	a := corpus.Article{Slug: head[0], Title: head[1], Reviewed: head[2], License: head[3], URL: head[4], Text: head[5]}
	a.Aliases, a.Topics = d.strings(), d.strings()
	for range d.count() {
		l := d.strings()
		if len(l) != 3 {
			return errShort
		}
		a.Sources = append(a.Sources, corpus.Source{Title: l[0], URL: l[1], Note: l[2]})
	}
	a.Blocks = d.blocks(len(a.Text))
	if questions {
		a.Questions = d.questions(len(a.Text))
	}
	for range d.count() {
		p := retrieval.Passage{ID: d.string(), Article: a.Slug, Title: a.Title, Section: d.string()}
		p.Start, p.End = d.uint(), d.uint()
		if d.err != nil || p.Start > p.End || p.End > len(a.Text) {
			return errShort
		}
		p.Text = a.Text[p.Start:p.End]
		p.Sentences = d.spans(p.Start, p.End)
		s.Passages = append(s.Passages, p)
	}
	s.Articles, s.Hashes = append(s.Articles, a), append(s.Hashes, head[6])
	return d.end()
}

func (d *decoder) blocks(size int) []corpus.Block {
	n := d.count()
	if n == 0 {
		return nil
	}
	list := make([]corpus.Block, n)
	at := 0
	for i := range list {
		kind, level := corpus.Kind(d.byte()), int(d.byte())
		list[i] = corpus.Block{Kind: kind, Level: level, Start: at + d.uint()}
		at = list[i].Start + d.uint()
		if at > size {
			d.fail()
			return nil
		}
		list[i].End = at
	}
	return list
}

func (d *decoder) questions(size int) []corpus.Question {
	n := d.count()
	if n == 0 {
		return nil
	}
	list := make([]corpus.Question, n)
	for i := range list {
		q := corpus.Question{Text: d.string(), Start: d.uint(), End: d.uint()}
		if q.Start > q.End || q.End > size {
			d.fail()
			return nil
		}
		list[i] = q
	}
	return list
}

func (d *decoder) spans(at, end int) []retrieval.Span {
	n := d.count()
	if n == 0 {
		return nil
	}
	list := make([]retrieval.Span, n)
	for i := range list {
		list[i].Start = at + d.uint()
		at = list[i].Start + d.uint()
		if at > end {
			d.fail()
			return nil
		}
		list[i].End = at
	}
	return list
}
