package retrieval

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// clustered makes unit vectors around a few centres, as text embeddings lie.
func clustered(n, dim int, seed uint64) [][]float32 {
	rng := rand.New(rand.NewPCG(seed, 7))
	centres := make([][]float32, 20)
	for i := range centres {
		centres[i] = randomUnit(rng, dim)
	}
	out := make([][]float32, n)
	for i := range out {
		v := randomUnit(rng, dim)
		addScaled(v, centres[rng.IntN(len(centres))], 1.2)
		out[i] = v
	}
	return out
}

func storeOf(t testing.TB, vectors [][]float32) (*store, *Snapshot) {
	t.Helper()
	s := &Snapshot{Vectors: vectors}
	for i := range vectors {
		s.Passages = append(s.Passages, Passage{ID: fmt.Sprintf("p%06d", i), Text: "x"})
	}
	st, err := newStore(context.Background(), s)
	if err != nil {
		t.Fatal(err)
	}
	return st, s
}

// The packed scan must find what chromem-go finds in full precision.
func TestScanAgreesWithChromem(t *testing.T) {
	for _, c := range []struct{ n, dim int }{{1, 256}, {7, 256}, {3000, 256}, {3000, 384}, {2000, 100}, {40000, 64}} {
		t.Run(fmt.Sprintf("%dx%d", c.n, c.dim), func(t *testing.T) {
			vectors := clustered(c.n, c.dim, 1)
			st, _ := storeOf(t, vectors)
			m := newMatrix(vectors, c.dim)
			const queries, k = 50, 10
			found, total := 0, 0
			for _, q := range clustered(queries, c.dim, 2) {
				want, err := st.nearest(context.Background(), q, k)
				if err != nil {
					t.Fatal(err)
				}
				in := map[uint32]bool{}
				for i, r := range m.top(q, k) {
					in[r.doc] = true
					if d := math.Abs(float64(r.score - want[i].score)); d > 1e-4 {
						t.Errorf("rank %d scores %v, chromem-go %v", i, r.score, want[i].score)
					}
				}
				for _, r := range want {
					total++
					if in[r.doc] {
						found++
					}
				}
			}
			if recall := float64(found) / float64(total); recall < 0.99 {
				t.Errorf("recall@%d is %.4f, want at least 0.99", k, recall)
			}
		})
	}
}

// The packed scores alone, without the second look in full, must be good
// enough for candidates.
func TestScanAloneIsClose(t *testing.T) {
	vectors := clustered(5000, 256, 3)
	m := newMatrix(vectors, 256)
	for _, q := range clustered(20, 256, 4) {
		p := m.pack(q)
		for _, r := range m.scan(p, 10) {
			got, want := r.score*p.scale, dot(q, vectors[r.doc])
			if d := math.Abs(float64(got - want)); d > 0.005 {
				t.Errorf("packed cosine %v, exact %v", got, want)
			}
			if one := m.cosine(p, r.doc); math.Abs(float64(one-got)) > 1e-6 {
				t.Errorf("single row %v, scan %v", one, got)
			}
		}
	}
}

func TestDotRowsMatchesPortable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		stride := rowAlign * rapid.IntRange(1, 12).Draw(t, "stride")
		n := rapid.IntRange(1, 40).Draw(t, "rows")
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		rows, q := make([]int8, stride*n), make([]int16, stride)
		limit := min(math.MaxInt16, math.MaxInt32/(math.MaxInt8*stride))
		for i := range rows {
			rows[i] = int8(rng.IntN(255) - 127)
		}
		for i := range q {
			q[i] = int16(rng.IntN(2*limit+1) - limit)
		}
		got, want := make([]int32, n), make([]int32, n)
		dotRows(rows, q, got)
		dotRowsPortable(rows, q, want)
		for i := range want {
			if got[i] != want[i] {
				t.Fatalf("row %d: %d, want %d", i, got[i], want[i])
			}
		}
	})
}

// The largest values possible must not overflow the sum.
func TestPackCannotOverflow(t *testing.T) {
	for _, dim := range []int{32, 256, 1024, 4096} {
		v := make([]float32, dim)
		for i := range v {
			v[i] = 1
		}
		normalise(v)
		m := newMatrix([][]float32{v}, dim)
		if got := m.cosine(m.pack(v), 0); math.Abs(float64(got)-1) > 0.01 {
			t.Errorf("dim %d: cosine of equal vectors is %v", dim, got)
		}
	}
}

func TestEqualScoresComeInPassageOrder(t *testing.T) {
	v := clustered(1, 64, 5)[0]
	vectors := make([][]float32, 500)
	for i := range vectors {
		vectors[i] = v
	}
	st, _ := storeOf(t, vectors)
	for range 5 {
		found := newMatrix(vectors, 64).top(v, 5)
		for i, r := range found {
			if r.doc != uint32(i) {
				t.Fatalf("rank %d is passage %d", i, r.doc)
			}
		}
		if got, err := st.nearest(context.Background(), v, 1000); err != nil || len(got) != 500 || got[3].doc != 3 {
			t.Fatalf("chromem-go gives %d passages, %v", len(got), err)
		}
	}
}

func TestStoreNeverEmbedsByItself(t *testing.T) {
	st, _ := storeOf(t, clustered(3, 32, 6))
	if _, err := st.c.Query(context.Background(), "text", 1, nil, nil); err == nil {
		t.Error("a text query has no error")
	}
}

func TestTopKKeepsTheBest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		scores := rapid.SliceOf(rapid.Float32Range(0, 4)).Draw(t, "scores")
		k := rapid.IntRange(0, 20).Draw(t, "k")
		some, all := newTopK(k), newTopK(len(scores))
		for i, s := range scores {
			r := ranked{uint32(i), float32(int(s))}
			some.offer(r)
			all.offer(r)
		}
		want := all.sorted()[:min(k, len(scores))]
		some.best()
		for i, s := range scores {
			r := ranked{uint32(i), float32(int(s))}
			if got := some.kept(r); got != slices.Contains(want, r) {
				t.Fatalf("%v kept: %v", r, got)
			}
		}
		got := some.sorted()
		for i := range want {
			if got[i] != want[i] {
				t.Fatalf("rank %d: %v, want %v", i, got[i], want[i])
			}
		}
	})
}
