package retrieval

import "slices"

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

// topK keeps the k best of what it is offered, as a heap with the worst on top.
type topK struct {
	k     int
	items []ranked
}

// maxReserved bounds the memory that is set aside before anything is offered.
const maxReserved = 1024

// full reports whether only better passages than worst are still of interest.
func (t *topK) full() bool { return len(t.items) >= t.k }

// floor is the score of the worst kept passage once full.
func (t *topK) floor() float32 { return t.items[0].score }

func (t *topK) offer(r ranked) {
	if t.k <= 0 {
		return
	}
	if !t.full() {
		if t.items == nil {
			t.items = make([]ranked, 0, min(t.k, maxReserved))
		}
		t.items = append(t.items, r)
		for i := len(t.items) - 1; i > 0; {
			up := (i - 1) / 2
			if !t.items[up].before(t.items[i]) {
				break
			}
			t.items[up], t.items[i] = t.items[i], t.items[up]
			i = up
		}
		return
	}
	if r.before(t.items[0]) {
		t.items[0] = r
		t.sink()
	}
}

func (t *topK) sink() {
	for i := 0; ; {
		worst := i
		for c := 2*i + 1; c <= 2*i+2 && c < len(t.items); c++ {
			if t.items[worst].before(t.items[c]) {
				worst = c
			}
		}
		if worst == i {
			return
		}
		t.items[i], t.items[worst] = t.items[worst], t.items[i]
		i = worst
	}
}

// sorted returns what was kept, best first. The heap is used up.
func (t *topK) sorted() []ranked {
	slices.SortFunc(t.items, func(a, b ranked) int {
		if a.before(b) {
			return -1
		}
		return 1 // no passage comes twice
	})
	return t.items
}
