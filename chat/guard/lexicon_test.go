package guard

import (
	"slices"
	"strings"
	"testing"
)

// TestPrefixHidesNoTypo types a word of the rules wrongly that begins as
// another word of the rules does.
func TestPrefixHidesNoTypo(t *testing.T) {
	for _, c := range []struct{ phrases, typed, want string }{
		{"need*; needles", "needels", "needles"},
		{"swell*; swelling", "swellnig", "swelling"},
		{"numb*; numbness", "numbnes", "numbness"},
	} {
		lx, err := newLexer(&ruleSet{Concepts: []conceptDef{{ID: "sign", Kind: "finding", Phrases: c.phrases}}})
		if err != nil {
			t.Fatal(err)
		}
		parts := lx.lex.read(c.typed, lx.lex.words.get(c.typed)).all
		if len(parts) != 1 || parts[0].text != c.want {
			t.Errorf("%q is read as %v, want %q", c.typed, parts, c.want)
		}
		begins, _, _ := strings.Cut(c.phrases, "*")
		if !slices.Contains(parts[0].ids, lx.lex.prefix[begins]) {
			t.Errorf("%q no longer begins with %q", c.typed, begins)
		}
		if !slices.Contains(parts[0].ids, lx.lex.ids[c.want]) {
			t.Errorf("%q does not stand for %q", c.typed, c.want)
		}
	}
}

// TestLikeliestSlip reads a typing mistake as what a hand most likely meant, and
// as every word of the rules that is as near.
func TestLikeliestSlip(t *testing.T) {
	lx, err := newLexer(&ruleSet{Concepts: []conceptDef{{ID: "sign", Kind: "finding", Phrases: "stopped; stored; sloped; burned; bummed; floppy; flappy; right; without; pills; minds"}}})
	if err != nil {
		t.Fatal(err)
	}
	for typed, want := range map[string]string{"stoped": "stopped", "flpopy": "floppy", "burmed": "burned", "pilsl": "pills", "rigth": "right", "wihtout": "without",
		"rught": "rught", "withoud": "withoud"} {
		parts := lx.lex.read(typed, lx.lex.words.get(typed)).all
		if len(parts) != 1 || parts[0].text != want {
			t.Errorf("%q is read as %v, want %q", typed, parts, want)
		}
	}
	parts := lx.lex.read("stoped", nil).all
	for _, w := range []string{"stopped", "stored", "sloped"} {
		if !slices.Contains(parts[0].ids, lx.lex.ids[w]) {
			t.Errorf("stoped does not stand for %s", w)
		}
	}
}

// TestPrefixMendsNoPlainWord leaves words alone that are no mistake.
func TestPrefixMendsNoPlainWord(t *testing.T) {
	lx, err := newLexer(&ruleSet{Concepts: []conceptDef{{ID: "sign", Kind: "finding", Phrases: "pain*; painful"}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range []string{"paint", "painting", "painfuller"} {
		parts := lx.lex.read(w, lx.lex.words.get(w)).all
		if slices.Contains(parts[0].ids, lx.lex.ids["painful"]) {
			t.Errorf("%q is taken for painful", w)
		}
	}
}

// TestFuture reads "'ll" as "will", whatever word it makes without its
// apostrophe.
func TestFuture(t *testing.T) {
	lx, err := newLexer(&ruleSet{Concepts: []conceptDef{{ID: "sign", Kind: "finding", Phrases: "he will fall"}}})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{"he'll": "he will", "I’ll": "i will", "hell": "hell", "mum'll fall": "mum will fall"} {
		var got []string
		for _, tok := range lx.newReader().tokenize(text) {
			got = append(got, tok.text)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q is read as %q, want %q", text, got, want)
		}
	}
}

// TestPhraseWithoutWord refuses phrases that could match between any two words.
func TestPhraseWithoutWord(t *testing.T) {
	for _, phrase := range []string{"$", "a? $", "?"} {
		if _, err := newLexer(&ruleSet{Concepts: []conceptDef{{ID: "sign", Kind: "finding", Phrases: phrase}}}); err == nil {
			t.Errorf("%q is taken for a phrase", phrase)
		}
	}
}
