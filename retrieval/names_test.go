package retrieval

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"
)

func TestNamesAreSound(t *testing.T) {
	n := sameNames()
	if len(n.lines) < 5000 {
		t.Fatalf("%d lines, want at least 5000", len(n.lines))
	}
	for _, line := range n.lines {
		spoken := strings.Split(line, "|")
		if len(spoken) < 2 || len(line) > math.MaxUint16 {
			t.Errorf("line %q has one name only, or is too long", line)
		}
		for _, name := range spoken {
			if name != strings.Join(foldedWords(name), " ") {
				t.Errorf("name %q is not in plain lower case", name)
			}
		}
	}
}

// Every name is found by its own words, in any form the stemmer knows.
func TestEveryNameIsFound(t *testing.T) {
	n := sameNames()
	lost := 0
	for i, line := range n.lines {
		for name := range strings.SplitSeq(line, "|") {
			words, found := stemsKeeping(strings.Fields(name)), false
			n.find(words, func(at, from, to int) { found = found || at == i && from == 0 && to == len(words) })
			if !found {
				lost++
			}
		}
	}
	if lost > 300 { // British and irregular forms whose stem begins otherwise
		t.Errorf("%d names are not found by their own words", lost)
	}
	t.Logf("%d names are not found by their own words", lost)
}

func TestOtherNamesOfOneThing(t *testing.T) {
	cases := []struct{ text, also, means string }{
		{"what is osteitis deformans", "paget diseas bone", "osseous paget disease"},
		{"is furosemide bad for me", "lasix", "lasix"},
		{"xanax", "alprazolam", "alprazolam"},
		{"acute stroke", "apoplexi", "stroke"}, // "stroke" itself only drops a word
	}
	for _, c := range cases {
		var also []string
		var means string
		for _, concept := range Condense(c.text).Concepts {
			if concept.Named {
				means = concept.Means
				for _, a := range concept.Also {
					also = append(also, strings.Join(a, " "))
				}
			}
		}
		if !slices.Contains(also, c.also) {
			t.Errorf("%q: other names %q lack %q", c.text, also, c.also)
		}
		if c.means != "stroke" && means != c.means {
			t.Errorf("%q means %q, want %q", c.text, means, c.means)
		}
	}
}

// A name that the texts do not hold finds the article under its other name; one
// that they are about is not diluted.
func TestSearchByAnotherName(t *testing.T) {
	x := builtIndex(t, []Article{
		{Slug: "paget", Title: "Paget disease of bone", Text: "Paget disease of bone makes bones grow large and weak. Treatment slows it."},
		{Slug: "gout", Title: "Gout", Text: "Gout is a sore, hot joint. Treatment eases the pain."},
		{Slug: "stroke", Title: "Stroke", Text: "A stroke is a brain attack. Treatment must start at once."},
	})
	for text, want := range map[string]string{"osteitis deformans treatment": "paget", "treatment of paget disease of bone": "paget"} {
		r, err := x.Search(context.Background(), text, 1)
		if err != nil || len(r.Hits) == 0 || r.Hits[0].Article != want {
			t.Errorf("%q finds %+v, %v; want %s", text, r.Hits, err, want)
		}
	}
	f, err := x.find(context.Background(), "osteitis deformans", "", candidates)
	if err != nil || f.query.Concepts[0].Familiar {
		t.Errorf("no passage is about osteitis deformans by that name: %+v, %v", f.query.Concepts, err)
	}
	f, err = x.find(context.Background(), "paget disease of bone", "", candidates)
	if err != nil || !f.query.Concepts[0].Familiar {
		t.Errorf("a passage is about Paget disease of bone: %+v, %v", f.query.Concepts, err)
	}
}
