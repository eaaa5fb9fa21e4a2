package retrieval

import (
	"math"
	"runtime"
	"sync"
)

// rowAlign is the length, in bytes, that rows are padded to with zeros.
const rowAlign = 32

// blockRows is how many rows one call of the kernel scores, so that scores stay
// in cache and the scheduler is never held up for long.
const blockRows = 1024

// shardRows is how many rows make another core worth its start.
const shardRows = 16 * blockRows

// A matrix is the passages' vectors packed for scanning: one byte per value
// with a scale per row, in one flat array. The order it finds is exact up to
// the rounding of values to 1/127 of the row's largest.
type matrix struct {
	dim, stride int
	vectors     [][]float32
	rows        []int8
	scale       []float32
}

func newMatrix(vectors [][]float32, dim int) *matrix {
	m := emptyMatrix(len(vectors), dim)
	m.vectors = vectors
	for i, v := range vectors {
		m.set(i, v)
	}
	return m
}

// emptyMatrix has n rows of zeros and no vectors behind them.
func emptyMatrix(n, dim int) *matrix {
	m := &matrix{dim: dim, stride: (dim + rowAlign - 1) / rowAlign * rowAlign}
	m.rows = make([]int8, m.stride*n)
	m.scale = make([]float32, n)
	return m
}

// set packs v into row i.
func (m *matrix) set(i int, v []float32) {
	var top float32
	for _, x := range v {
		top = max(top, x, -x)
	}
	if top == 0 {
		return
	}
	m.scale[i] = top / math.MaxInt8
	row := m.rows[i*m.stride:]
	for j, x := range v {
		row[j] = int8(math.Round(float64(x / m.scale[i])))
	}
}

// packed is a query in the form the kernel reads: as many bits per value as
// cannot overflow a 32-bit sum.
type packed struct {
	values []int16
	scale  float32
}

func (m *matrix) pack(query []float32) packed {
	limit := min(math.MaxInt16, math.MaxInt32/(math.MaxInt8*max(m.stride, 1)))
	var top float32
	for _, x := range query {
		top = max(top, x, -x)
	}
	p := packed{values: make([]int16, m.stride)}
	if top == 0 {
		return p
	}
	p.scale = top / float32(limit)
	inverse := 1 / p.scale
	for i, x := range query {
		if x *= inverse; x < 0 {
			p.values[i] = int16(max(x-0.5, float32(-limit)))
		} else {
			p.values[i] = int16(min(x+0.5, float32(limit)))
		}
	}
	return p
}

// top returns the k rows closest to the query, best first, with their cosine.
// It ranks by the packed rows, then scores twice as many again in full.
func (m *matrix) top(query []float32, k int) []ranked {
	k = min(k, len(m.vectors))
	if k <= 0 || len(query) != m.dim {
		return nil
	}
	q := m.pack(query)
	wide := min(2*k+16, len(m.vectors))
	exact := newTopK(k)
	for _, r := range m.scan(q, wide) {
		exact.offer(ranked{r.doc, dot(query, m.vectors[r.doc])})
	}
	return exact.sorted()
}

// scan returns the k best rows by packed score, in no order.
func (m *matrix) scan(q packed, k int) []ranked {
	n := len(m.vectors)
	shards := min(runtime.GOMAXPROCS(0), (n+shardRows-1)/shardRows)
	if shards <= 1 {
		return m.scanRange(q, k, 0, n)
	}
	found := make([][]ranked, shards)
	var wg sync.WaitGroup
	for s := range shards {
		wg.Go(func() { found[s] = m.scanRange(q, k, n*s/shards, n*(s+1)/shards) })
	}
	wg.Wait()
	all := newTopK(k)
	for _, f := range found {
		for _, r := range f {
			all.offer(r)
		}
	}
	return all.best()
}

func (m *matrix) scanRange(q packed, k, from, to int) []ranked {
	top := newTopK(k)
	var out [blockRows]int32
	for ; from < to; from += blockRows {
		n := min(blockRows, to-from)
		dotRows(m.rows[from*m.stride:(from+n)*m.stride], q.values, out[:n])
		scale := m.scale[from : from+n]
		for i, d := range out[:n] {
			if score := float32(d) * scale[i]; score >= top.floor {
				top.offer(ranked{uint32(from + i), score})
			}
		}
	}
	return top.best()
}

// cosine returns the similarity of row i and a packed query.
func (m *matrix) cosine(q packed, i uint32) float32 {
	var out [1]int32
	dotRows(m.rows[int(i)*m.stride:(int(i)+1)*m.stride], q.values, out[:])
	return float32(out[0]) * m.scale[i] * q.scale
}

// dot returns the scalar product of vectors of equal length.
func dot(a, b []float32) float32 {
	var s0, s1, s2, s3 float32
	b = b[:len(a)]
	i := 0
	for ; i+4 <= len(a); i += 4 {
		s0 += a[i] * b[i]
		s1 += a[i+1] * b[i+1]
		s2 += a[i+2] * b[i+2]
		s3 += a[i+3] * b[i+3]
	}
	for ; i < len(a); i++ {
		s0 += a[i] * b[i]
	}
	return s0 + s1 + s2 + s3
}

// dotRowsPortable sets out[i] to the scalar product of row i and q. Rows are
// len(q) long; it is what dotRows does where there is no assembly.
func dotRowsPortable(rows []int8, q []int16, out []int32) {
	for i := range out {
		row := rows[i*len(q) : (i+1)*len(q)]
		var s0, s1, s2, s3 int32
		for j := 0; j+4 <= len(row); j += 4 {
			s0 += int32(row[j]) * int32(q[j])
			s1 += int32(row[j+1]) * int32(q[j+1])
			s2 += int32(row[j+2]) * int32(q[j+2])
			s3 += int32(row[j+3]) * int32(q[j+3])
		}
		out[i] = s0 + s1 + s2 + s3
	}
}
