package retrieval

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestTerms(t *testing.T) {
	cases := map[string]string{
		"My calves' cramps, at NIGHT!":          "calf cramp night",
		"numbness numb number numbers":          "numb numb number number",
		"Oedema oedematous anaemia haemorrhage": "edema edemat anemia hemorrhag",
		"swollen swelling swells":               "swell swell swell",
		"Crohn’s disease; Parkinson's":          "crohn diseas parkinson",
		"naïve café ＡＢＣ":                        "naiv cafe abc",
		"I am the of and":                       "",
		"vitamin B12 3.5 mg":                    "vitamin b12 3 5 mg",
		"artery arteries arterial":              "arteri arteri arteri",
		"diagnosis diagnosed diagnostic":        "diagnos diagnos diagnos",
	}
	for text, want := range cases {
		if diff := cmp.Diff(want, strings.Join(terms(text), " ")); diff != "" {
			t.Errorf("terms of %q (-want +got):\n%s", text, diff)
		}
	}
}

// indexOf makes a keyword index of texts; each is "title|alias|section|text".
func indexOf(texts ...string) *keywords {
	s := &Snapshot{}
	for i, t := range texts {
		f := strings.Split(t, "|")
		slug := string(rune('a' + i))
		s.Articles = append(s.Articles, Article{Slug: slug, Aliases: []string{f[1]}})
		s.Passages = append(s.Passages, Passage{Article: slug, Title: f[0], Section: f[2], Text: f[3]})
	}
	return newKeywords(s)
}

func scoresOf(k *keywords, query ...string) []float32 {
	sc := newScratch(k.size)
	var ws []weighted
	for _, q := range query {
		ws = append(ws, weighted{q, 1})
	}
	k.score(ws, sc)
	return sc.scores
}

func TestFieldsWeighDifferently(t *testing.T) {
	k := indexOf("cramp|x|y|leg leg leg", "x|cramp|y|leg leg leg", "x|y|cramp|leg leg leg", "x|y|z|cramp leg leg", "x|y|z|leg leg leg")
	s := scoresOf(k, "cramp")
	if !(s[0] > s[1] && s[1] > s[3] && s[2] > s[3] && s[3] > s[4] && s[4] == 0) {
		t.Errorf("scores by field title, alias, section, text, none: %v", s)
	}
}

// The flat postings must score as the formula does when written out.
func TestScoreIsBM25F(t *testing.T) {
	k := indexOf("|||cramp cramp leg", "|||cramp foot foot foot foot foot", "|||leg foot")
	mean := (3.0 + 6 + 2) / 3
	idf := math.Log(1 + (3-2+0.5)/(2+0.5))
	weigh := func(tf, length float64) float64 {
		x := tf / (1 - fieldNorm[fieldText] + fieldNorm[fieldText]*length/mean)
		return idf * x / (saturation + x)
	}
	got := scoresOf(k, "cramp")
	for i, want := range []float64{weigh(2, 3), weigh(1, 6), 0} {
		if math.Abs(float64(got[i])-want) > 1e-4 {
			t.Errorf("passage %d scores %v, want %v", i, got[i], want)
		}
	}
}

func TestMoreOfATermNeverScoresLess(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 30).Draw(t, "n")
		pad := strings.Repeat("foot ", 40)
		k := indexOf("|||"+strings.Repeat("cramp ", n)+pad[:5*(40-n)], "|||"+strings.Repeat("cramp ", n+1)+pad[:5*(39-n)], "|||arm")
		if s := scoresOf(k, "cramp"); s[1] < s[0] {
			t.Fatalf("%d times scores %v, %d times %v", n, s[0], n+1, s[1])
		}
	})
}

func TestHolds(t *testing.T) {
	k := indexOf("cramp|||leg", "|||foot", "|||leg foot")
	for doc, want := range []bool{true, false, true} {
		if got := k.holds(uint32(doc), "leg"); got != want {
			t.Errorf("holds(%d, leg) = %v", doc, got)
		}
	}
	if k.holds(0, "unknown") || k.knows("unknown") || k.rarity("unknown") <= k.rarity("leg") {
		t.Error("an unknown term is held, known or common")
	}
}

func TestMend(t *testing.T) {
	x := builtinIndex(t)
	cases := map[string]string{
		"cramp in my claf":               "cramp in my calf",
		"siatica and diabetic nuropathy": "sciatica and diabetic neuropathy",
		"my achiles tendon":              "my achilles tendon",
		"buy a mortgage in France":       "buy a mortgage in France",
		"acne on my nose":                "acne on my nose",
		"Zürich kräftig":                 "Zürich kräftig",
		"cramps at 3am":                  "cramps at 3am",
	}
	for text, want := range cases {
		if got := x.mendText(text); got != want {
			t.Errorf("mendText(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestDistance(t *testing.T) {
	cases := []struct {
		a, b string
		want int
	}{{"calf", "claf", 1}, {"calf", "calf", 0}, {"cramp", "craps", 2}, {"leg", "legs", 1}, {"nerve", "swerve", 2}}
	for _, c := range cases {
		if got := distance(c.a, c.b, 3); got != c.want {
			t.Errorf("distance(%s, %s) = %d, want %d", c.a, c.b, got, c.want)
		}
		if got := distance(c.b, c.a, 3); got != c.want {
			t.Errorf("distance(%s, %s) = %d, want %d", c.b, c.a, got, c.want)
		}
	}
	if got := distance("abcdefgh", "zyxwvuts", 2); got <= 2 {
		t.Errorf("distance of different words within the limit: %d", got)
	}
}
