package guard

import (
	"testing"
	"testing/fstest"
	"unicode/utf8"
)

var fuzzSeeds = []string{"", "my calf is swollen", "ch3st p@in", "&#x26;&#99;hest", "%63%68est", "\u200bа\u0301ﷺ", "<b>x</b><", "s w o l l e n",
	"no swelling, redness or warmth but", "38.4C 102F 1,000 3rd", "\xff\xfe\x00", "''''''", "😀👍🏽", "ＡＢＣ", "a..b...c", "don't can't won't"}

// FuzzFold checks that every folded character points at bytes of the text, in
// order.
func FuzzFold(f *testing.F) {
	for _, s := range fuzzSeeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		last := int32(0)
		for _, g := range fold(s) {
			if g.start < last || g.start >= g.end || int(g.end) > len(s) || !utf8.ValidRune(g.r) {
				t.Fatalf("glyph %+v of %q", g, s)
			}
			last = g.start
		}
	})
}

// FuzzRead checks that tokens and mentions stay inside the text.
func FuzzRead(f *testing.F) {
	g, err := New(Options{Deadline: -1})
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range fuzzSeeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r := g.rules.lexer.read(g.rules.lexer.newReader(), s, 0)
		last := int32(0)
		for _, tok := range r.tokens {
			if tok.start < last || tok.start >= tok.end || int(tok.end) > len(s) {
				t.Fatalf("token %+v of %q", tok, s)
			}
			last = tok.start
		}
		for _, m := range r.mentions {
			if m.from >= m.to || m.to > len(r.tokens) || m.start >= m.end || m.end > len(s) {
				t.Fatalf("mention %+v of %q", m, s)
			}
		}
		if v := g.Eval([]string{s, s}, s); v.Level > Emergency || g.Counts().Panics > 0 {
			t.Fatalf("%q: %+v", s, v)
		}
	})
}

// FuzzRules checks that a rule file is refused or compiled, never a panic.
func FuzzRules(f *testing.F) {
	f.Add("concepts:\n  - {id: a, kind: finding, phrases: \"a (b|c d) .. #1-2 {x} e? $\"}\nlists: {x: \"p | q r\"}\n")
	f.Add("concepts:\n  - {id: a, kind: finding, phrases: \"$; a? $\"}\n")
	f.Add("rules:\n  - {id: R, level: urgent, any: \"a[leg]:b@one + -c|2(d|e)\"}\n")
	f.Add("sites: [{id: leg, one: leg}]\ngroups: [{id: g, any: g}]\n")
	f.Add("lists: {x: \"{y}\", y: \"{x}\"}\n")
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 4096 {
			return
		}
		_, _ = compileRules(fstest.MapFS{"f.yaml": &fstest.MapFile{Data: []byte(s)}})
	})
}
