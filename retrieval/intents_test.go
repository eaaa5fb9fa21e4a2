package retrieval

import "testing"

func TestUnmetIntents(t *testing.T) {
	cases := []struct {
		question string
		texts    []string
		want     int
	}{
		{"how much does vein surgery cost", []string{"Surgery seals the vein."}, 1},
		{"how much does vein surgery cost", []string{"Surgery seals the vein.", "The price is £900."}, 0},
		{"what helps cramps", nil, 0},
		{"do dogs get cramps", []string{"Cramps are common."}, 1},
		{"do dogs get cramps and what does a vet cost", []string{"Cramps are common."}, 2},
		{"do dogs get cramps and what does a vet cost", []string{"Dogs get cramps."}, 1},
	}
	for _, c := range cases {
		got := intents().unmet(foldedWords(c.question), foldedWords(c.question), func(told func(string)) {
			for _, s := range c.texts {
				told(s)
			}
		})
		if got != c.want {
			t.Errorf("%q with %q: %d unmet, want %d", c.question, c.texts, got, c.want)
		}
	}
}

func TestPhrasesAreNoIntents(t *testing.T) {
	for text, want := range map[string]int{"charley horse treatment": 0, "horse with a swollen leg": 1, "cold sore cream": 1} {
		got := intents().unmet(foldedWords(text), outsidePhrases(Condense(text)), func(func(string)) {})
		if got != want {
			t.Errorf("%q: %d unmet, want %d", text, got, want)
		}
	}
}

func TestRareness(t *testing.T) {
	s, err := NewStatic()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ common, rare string }{{"leg", "giraffe"}, {"how long", "laminitis"}, {"", "pain"}} {
		if a, b := s.rareness(c.common), s.rareness(c.rare); !(a < b && a >= 0 && b <= 1) {
			t.Errorf("rareness of %q is %.2f, of %q %.2f", c.common, a, c.rare, b)
		}
	}
}
