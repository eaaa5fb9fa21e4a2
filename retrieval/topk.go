package retrieval

import (
	"math"
	"slices"
)

// ranked is a passage and its score.
type ranked struct {
	doc   uint32
	score float32
}

// before orders better first; equal scores in passage order, so that results
// are the same on every run.
func (a ranked) before(b ranked) bool {
	if a.score != b.score {
		return a.score > b.score
	}
	return a.doc < b.doc
}

// topK keeps the k best of what it is offered. It gathers some times as many
// and then drops all but the best, which takes a few steps for each that is
// kept, where a heap would sift every one through.
type topK struct {
	k     int
	floor float32 // nothing with a lower score is of interest any more
	items []ranked
}

// slack is how many times k items are gathered before the worse ones are dropped.
const slack = 4

// maxReserved bounds the memory that is set aside before anything is offered.
const maxReserved = 1024

func newTopK(k int) *topK {
	return &topK{k: k, floor: float32(math.Inf(-1)), items: make([]ranked, 0, min(slack*max(k, 0), maxReserved))}
}

func (t *topK) offer(r ranked) {
	if t.k <= 0 || r.score < t.floor {
		return
	}
	t.items = append(t.items, r)
	if len(t.items) >= slack*t.k {
		t.prune()
	}
}

// prune drops all but the best.
func (t *topK) prune() {
	if len(t.items) < t.k || t.k <= 0 {
		return
	}
	bestFirst(t.items, t.k)
	t.items = t.items[:t.k]
	t.floor = t.items[t.k-1].score
}

// best returns what was kept, the worst last and else in no order. Nothing may
// be offered after it.
func (t *topK) best() []ranked {
	t.prune()
	return t.items
}

// kept reports whether best holds r, which was offered.
func (t *topK) kept(r ranked) bool {
	return len(t.items) < t.k || t.k > 0 && !t.items[t.k-1].before(r)
}

// sorted returns what was kept, best first. Nothing may be offered after it.
func (t *topK) sorted() []ranked {
	t.prune()
	slices.SortFunc(t.items, func(a, b ranked) int {
		if a.before(b) {
			return -1
		}
		return 1 // no passage comes twice
	})
	return t.items
}

// bestFirst reorders items so that the k best come first and the worst of them
// is the last of these: quickselect (Hoare, "Algorithm 65: Find", 1961) with
// the median of three. k must be 1 to len(items), and no item come twice.
func bestFirst(items []ranked, k int) {
	for from, to := 0, len(items)-1; from < to; {
		pivot := middle(items[from], items[(from+to)/2], items[to])
		i, j := from, to
		for i <= j {
			for items[i].before(pivot) {
				i++
			}
			for pivot.before(items[j]) {
				j--
			}
			if i <= j {
				items[i], items[j] = items[j], items[i]
				i, j = i+1, j-1
			}
		}
		switch {
		case k-1 <= j:
			to = j
		case k-1 >= i:
			from = i
		default:
			return
		}
	}
}

// middle returns the one of three that is neither best nor worst.
func middle(a, b, c ranked) ranked {
	if b.before(a) {
		a, b = b, a
	}
	switch {
	case c.before(a):
		return a
	case c.before(b):
		return c
	}
	return b
}
