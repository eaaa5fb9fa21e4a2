package guard

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// leastKilled is the share of mutants that some check must notice.
const leastKilled = 0.95

const phraseFile = "testdata/phrases.txt"

// mutable is a guard whose rules a test may change: they are read from their
// folder, for those that are built in are shared.
func mutable(t testing.TB) *Guard {
	t.Helper()
	g, err := New(Options{Deadline: -1, Rules: os.DirFS("rules")})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// sharedGuard is a guard that tests of the inside share; none may change it.
func sharedGuard(t testing.TB) *Guard {
	t.Helper()
	g, err := sharedMade()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

var sharedMade = sync.OnceValues(func() (*Guard, error) { return New(Options{Deadline: -1}) })

// write is one way to say a phrase: first choices, no gap words.
func (lx *lexer) write(text string) string {
	all := lx.writeAll(text)
	if len(all) == 0 {
		return ""
	}
	return all[0]
}

// between is what an example has in a gap, if anything.
const between = "then"

// writeAll says a phrase with first choices, then once with every other choice
// of every part, and all that again with a word in every gap.
func (lx *lexer) writeAll(text string) []string {
	p := &phraseParser{lists: lx.lists, elems: map[string]*elem{}}
	elems, err := p.parse(text)
	if err != nil {
		return nil
	}
	return append(sayAll(choicesOf(elems, "")), sayAll(choicesOf(elems, between))...)
}

// choicesOf gives the choices of every part of a phrase, with a word in its gaps.
func choicesOf(elems []*elem, gap string) [][]string {
	parts := make([][]string, len(elems))
	for i, e := range elems {
		switch e.kind {
		case elemWords:
			parts[i] = e.words
		case elemNumber:
			parts[i] = []string{fmt.Sprint(e.lo)}
		case elemGap:
			parts[i] = []string{gap}
		}
	}
	return parts
}

// sayAll says the parts with first choices, then with every other choice.
func sayAll(parts [][]string) []string {
	out := []string{say(parts, -1, 0)}
	for i := range parts {
		for k := 1; k < len(parts[i]); k++ {
			out = append(out, say(parts, i, k))
		}
	}
	return out
}

// say writes the first choice of every part, and choice k of part i.
func say(parts [][]string, i, k int) string {
	var out []string
	for n, p := range parts {
		if len(p) == 0 {
			continue
		}
		w := p[0]
		if n == i {
			w = p[k]
		}
		for _, f := range strings.Fields(w) {
			if r, err := parseRange(f); f[0] == '#' && err == nil {
				f = fmt.Sprint(r.lo)
			}
			out = append(out, strings.TrimSuffix(f, "*"))
		}
	}
	return strings.Join(out, " ")
}

// TestPhrases checks a written example of every phrase against the golden
// list, so that no phrase is dead and none can vanish unseen.
func TestPhrases(t *testing.T) {
	g := mutable(t)
	lx := g.rules.lexer
	if *update {
		writePhrases(t, lx)
	}
	by := finders(t, lx)
	killed, n := 0, 0
	alone := map[int]bool{}
	for example, found := range by {
		if len(found) == 0 {
			t.Errorf("%q is no longer recognised", example)
		}
		if len(found) == 1 {
			alone[found[0]] = true
		}
	}
	for p := range lx.phrases {
		n++
		if alone[p] {
			killed++
		}
	}
	t.Logf("phrases deleted: %d of %d mutants killed (%.1f %%); the others are covered by a wider phrase of the same concept", killed, n, 100*float64(killed)/float64(n))
	if float64(killed) < leastKilled*float64(n) {
		t.Errorf("too many phrases are said by another one of their concept")
	}
}

// finders gives for every golden example the phrases of its concept that find
// it.
func finders(t testing.TB, lx *lexer) map[string][]int {
	t.Helper()
	f, err := os.Open(phraseFile)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := map[string][]int{}
	for sc := bufio.NewScanner(f); sc.Scan(); {
		id, text, ok := strings.Cut(sc.Text(), "\t")
		if !ok {
			continue
		}
		concept, ok := lx.byID[id]
		if !ok {
			t.Fatalf("%s: no concept %q", phraseFile, id)
		}
		out[id+"\t"+text] = lx.saidBy(concept, text)
	}
	return out
}

// saidBy lists the phrases of a concept that are found in a text.
func (lx *lexer) saidBy(concept int, text string) []int {
	var out []int
	rd := lx.newReader()
	for _, h := range rd.walker.match(lx.trie, rd.tokenize(text)) {
		if lx.phrases[h.phrase].concept == concept && !slices.Contains(out, h.phrase) {
			out = append(out, h.phrase)
		}
	}
	return out
}

// writePhrases rewrites the golden list.
func writePhrases(t testing.TB, lx *lexer) {
	t.Helper()
	var b strings.Builder
	b.WriteString("# One example of every phrase, written by go test -run Phrases -update.\n")
	for i, p := range lx.phrases {
		best := lx.write(p.text)
		for _, text := range lx.writeAll(p.text) {
			if found := lx.saidBy(p.concept, text); len(found) == 1 && found[0] == i {
				best = text
				break
			}
		}
		fmt.Fprintf(&b, "%s\t%s\n", lx.concepts[p.concept].id, best)
	}
	if err := os.WriteFile(phraseFile, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// holdsUp tells whether all examples of the rules and of the terminators do
// what they say.
func (g *Guard) holdsUp(levels map[string]Level) bool {
	for text, want := range levels {
		if s := g.run(strings.Split(text, " / ")); s.level < want {
			return false
		}
	}
	return true
}

// TestMutants deletes every concept and rule, lowers every level and drops
// every terminator, and counts how many changes an example notices.
func TestMutants(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	g := mutable(t)
	total, killed := 0, 0
	count := func(what string, dead bool) {
		total++
		if dead {
			killed++
		} else {
			t.Logf("survivor: %s", what)
		}
	}
	g.mutateRules(count)
	g.mutateConcepts(count)
	g.mutateStops(count)
	t.Logf("%d of %d mutants killed (%.1f %%)", killed, total, 100*float64(killed)/float64(total))
	if float64(killed) < leastKilled*float64(total) {
		t.Errorf("%d of %d mutants killed, want %.0f %%", killed, total, 100*leastKilled)
	}
}

// mutateRules deletes rules and lowers levels. The examples are those that the
// rule set had before.
func (g *Guard) mutateRules(count func(string, bool)) {
	rules := g.rules.rules
	for i := range rules {
		saved := rules[i]
		rules[i].any = nil
		count("rule "+saved.def.ID+" deleted", g.SelfTest() != nil)
		rules[i] = saved
		rules[i].def.Level--
		dead := false
		for _, text := range saved.def.Fire {
			now := g.run(strings.Split(text, " / ")).fired
			dead = dead || !slices.ContainsFunc(now, func(f fired) bool { return f.rule == i && f.level == saved.def.Level })
		}
		count("rule "+saved.def.ID+" lowered", dead)
		rules[i] = saved
	}
}

// mutateConcepts deletes every finding, risk and attribute.
func (g *Guard) mutateConcepts(count func(string, bool)) {
	lx := g.rules.lexer
	for i := range lx.concepts {
		c := lx.concepts[i]
		if c.kind > attr {
			continue
		}
		lx.concepts[i].kind = cue // a cue of no kind does nothing
		lx.concepts[i].cue = noCue
		dead := false
		for _, text := range []string{examplesOf(g, c.id)} {
			found := false
			for _, m := range g.run([]string{text}).mentions {
				found = found || m.concept == i
			}
			dead = dead || !found && c.kind != attr
		}
		count("concept "+c.id+" deleted", dead || g.SelfTest() != nil)
		lx.concepts[i] = c
	}
}

// examplesOf is one way to say a concept.
func examplesOf(g *Guard, id string) string {
	lx := g.rules.lexer
	for _, p := range lx.phrases {
		if lx.concepts[p.concept].id == id {
			return lx.write(p.text)
		}
	}
	return ""
}
