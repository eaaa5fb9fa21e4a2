package retrieval

import "golang.org/x/sys/cpu"

// hasAVX2 is read once; older processors take the portable loop.
var hasAVX2 = cpu.X86.HasAVX2

// dotRows sets out[i] to the scalar product of row i and q; rows are len(q)
// long, a multiple of rowAlign.
func dotRows(rows []int8, q []int16, out []int32) {
	if len(out) == 0 || len(q) == 0 {
		clear(out)
		return
	}
	if !hasAVX2 {
		dotRowsPortable(rows, q, out)
		return
	}
	_ = rows[len(out)*len(q)-1]
	dotRowsAVX2(&rows[0], &q[0], len(q), len(out), &out[0])
}

// dotRowsAVX2 is in matrix_amd64.s. stride is a multiple of 32 above zero, n
// above zero.
//
//go:noescape
func dotRowsAVX2(rows *int8, q *int16, stride, n int, out *int32)
