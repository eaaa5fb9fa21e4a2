package guard

import (
	"strings"
	"testing"
	"time"
)

// TestPanicEscalates breaks each part of a guard in turn. Every break must end
// in the fault notice, at a level no lower than without it.
func TestPanicEscalates(t *testing.T) {
	for name, broken := range map[string]func(*Guard){
		"rules": func(g *Guard) {
			for _, r := range g.rules.rules {
				for i := range r.any {
					r.any[i].needs, r.any[i].terms = nil, []term{{choices: []choice{{concept: 1 << 20, group: -1}}, need: 1}}
				}
			}
		},
		"lexer":    func(g *Guard) { g.rules.lexer.trie = nil },
		"concepts": func(g *Guard) { g.rules.lexer.concepts = nil },
		"all":      func(g *Guard) { g.rules = nil },
	} {
		g := mutable(t)
		broken(g)
		v := g.Eval([]string{"my calf is swollen"}, "en-GB")
		if v.Level != Emergency || !strings.Contains(v.Action, "999") || v.Findings == nil || v.Questions == nil {
			t.Errorf("%s broken: %+v, want the fault notice", name, v)
		}
		if tr := g.Explain([]string{"my calf is swollen"}, ""); !tr.Fault || tr.Level != Emergency {
			t.Errorf("%s broken: Explain %+v, want a fault", name, tr)
		}
		if c := g.Counts(); c.Panics != 2 {
			t.Errorf("%s broken: counts %+v, want two panics", name, c)
		}
	}
}

// TestEmbedderOnlyRaises gives the guard an embedder that finds everything
// alike to one firing example, and one that finds nothing.
func TestEmbedderOnlyRaises(t *testing.T) {
	odd := "the quokka hums near marble teapots"
	alike := func(text string) []float32 {
		if strings.Contains(text, "quokka") || text == "crushing chest pain" {
			return []float32{1, 0}
		}
		return []float32{0, 1}
	}
	g, err := New(Options{Deadline: -1, Embed: alike})
	if err != nil {
		t.Fatal(err)
	}
	if v := g.Eval([]string{odd}, ""); v.Level != SeeDoctor || v.Findings[0].Rule != "B01" {
		t.Errorf("a turn like a firing example: %v %v, want see_doctor by B01", v.Level, v.Findings)
	}
	if v := g.Eval([]string{"crushing chest pain"}, ""); v.Level != Emergency {
		t.Errorf("with an embedder: %v, want emergency", v.Level)
	}
	if v := mutable(t).Eval([]string{odd}, ""); v.Level != None {
		t.Errorf("without an embedder: %v, want none", v.Level)
	}
}

// TestLateTryIsRepeated gives the guard an embedder that holds it up: once must
// not raise an alarm, every time must.
func TestLateTryIsRepeated(t *testing.T) {
	const odd = "the quokka hums near marble teapots"
	const deadline = time.Second // of the first try: far more than a busy machine needs for the second
	calls, always := 0, false
	slow := func(text string) []float32 {
		if text == odd {
			if calls++; calls == 1 || always {
				time.Sleep(deadline + 10*time.Millisecond)
			}
		}
		return []float32{0, 1}
	}
	g, err := New(Options{Deadline: deadline, Embed: slow})
	if err != nil {
		t.Fatal(err)
	}
	if v := g.Eval([]string{odd, "thanks"}, ""); v.Level != None || calls != 2 {
		t.Errorf("held up once: %v after %d calls, want none after 2", v.Level, calls)
	}
	always = true
	if v := g.Eval([]string{odd, "thanks"}, ""); v.Level != Emergency {
		t.Errorf("held up always: %v, want the fault notice", v.Level)
	}
	if c := g.Counts(); c.Evals != 2 || c.Deadlines != 1 || c.Panics != 0 {
		t.Errorf("counts %+v, want one deadline of two", c)
	}
}
