package main

import (
	"math"
	"sort"
	"strings"

	"github.com/limber-health/limber/retrieval"
)

// Questions are shown in groups, and only words that several people used, so
// that a report tells what people ask and not who asked.
const (
	fewestPeople = 3    // different conversations, for a group and for a word
	sameQuestion = 0.60 // cosine from which two questions are about the same; 12 of 128,778 pairs of unlike questions reach it
)

// An asked question and whose it was.
type asked struct{ text, conversation string }

// A cluster is what several people asked.
type cluster struct {
	Words     string `json:"words"` // of the most typical question; "…" for what fewer than three people said
	Questions int    `json:"questions"`
	People    int    `json:"conversations"`
}

// A group is a cluster in the making.
type group struct {
	sum     []float32 // of the members' vectors
	members []asked
	vectors [][]float32
}

// clusters groups questions, the most frequent first. hidden counts the
// questions in groups of fewer than three people.
func clusters(e *retrieval.Static, all []asked) (shown []cluster, hidden int) {
	sort.Slice(all, func(i, j int) bool { // the same groups whatever the order
		return all[i].text+all[i].conversation < all[j].text+all[j].conversation
	})
	shown = []cluster{}
	for _, g := range groups(e, all) {
		c := cluster{Questions: len(g.members), People: len(people(g.members))}
		if c.People < fewestPeople {
			hidden += c.Questions
			continue
		}
		c.Words = g.words()
		shown = append(shown, c)
	}
	sort.SliceStable(shown, func(i, j int) bool { return shown[i].People > shown[j].People })
	return shown, hidden
}

// groups puts each question to the nearest group, or into a new one.
func groups(e *retrieval.Static, all []asked) (out []*group) {
	for _, q := range all {
		v := make([]float32, e.Dim())
		e.EmbedAsQuery(q.text, v)
		var best *group
		most := float32(sameQuestion)
		for _, g := range out {
			if c := cosine(g.sum, v); c >= most {
				best, most = g, c
			}
		}
		if best == nil {
			best = &group{sum: make([]float32, e.Dim())}
			out = append(out, best)
		}
		for i, x := range v {
			best.sum[i] += x
		}
		best.members, best.vectors = append(best.members, q), append(best.vectors, v)
	}
	return out
}

func people(members []asked) map[string]bool {
	out := map[string]bool{}
	for _, m := range members {
		out[m.conversation] = true
	}
	return out
}

// words is the most typical question without the words that fewer than three
// people used.
func (g *group) words() string {
	typical, most := 0, float32(-1)
	for i, v := range g.vectors {
		if c := cosine(g.sum, v); c > most {
			typical, most = i, c
		}
	}
	users := map[string]map[string]bool{}
	for _, m := range g.members {
		for _, w := range strings.Fields(m.text) {
			w = bareWord(w)
			if users[w] == nil {
				users[w] = map[string]bool{}
			}
			users[w][m.conversation] = true
		}
	}
	var out []string
	for _, w := range strings.Fields(g.members[typical].text) {
		if w = bareWord(w); len(users[w]) < fewestPeople {
			w = "…"
		}
		if w != "" && (w != "…" || len(out) == 0 || out[len(out)-1] != "…") {
			out = append(out, w)
		}
	}
	return strings.Join(out, " ")
}

func bareWord(w string) string { return strings.Trim(strings.ToLower(w), ".,;:!?\"'()[]…") }

func cosine(a, b []float32) float32 {
	var ab, aa, bb float64
	for i := range a {
		ab, aa, bb = ab+float64(a[i])*float64(b[i]), aa+float64(a[i])*float64(a[i]), bb+float64(b[i])*float64(b[i])
	}
	if aa == 0 || bb == 0 {
		return 0
	}
	return float32(ab / math.Sqrt(aa*bb))
}
