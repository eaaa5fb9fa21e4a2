//go:build !amd64

package retrieval

// dotRows sets out[i] to the scalar product of row i and q; rows are len(q)
// long, a multiple of rowAlign.
func dotRows(rows []int8, q []int16, out []int32) { dotRowsPortable(rows, q, out) }
