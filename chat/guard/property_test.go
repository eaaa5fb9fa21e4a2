package guard_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/limber-health/limber/chat/guard"
)

// pieces make conversations that reach many rules, suppressions and faults.
var pieces = []string{
	"my calf is swollen", "no swelling", "I can't breathe", "chest pain", "what is sepsis", "since yesterday", "only the left one",
	"yes", "no", "not sure", "my mum", "she", "my dog", "in my novel", "if I ever", "years ago", "it went away", "fever", "38.9",
	"I'm pregnant", "diabetic", "sore on my foot", "numb", "both legs", "suddenly", "cold and white", "I want to die",
	"took 20 paracetamol", "but", "and", ",", ".", "?", "\n", "👍", "\u200b", "ﷺ", "é", "<b>", "&#x63;", "%63", "s w o l l e n",
	"actually I was wrong", "нога", "疼", "\xff\xfe", "0", "9999999999999999999", "''''", "((((", "sw0llen", "chestpain", "-",
}

func conversation(t *rapid.T) []string {
	turn := rapid.Custom(func(t *rapid.T) string {
		s := ""
		for _, p := range rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom(pieces), rapid.StringN(0, 12, 40)), 0, 9).Draw(t, "pieces") {
			s += p + " "
		}
		return s
	})
	return rapid.SliceOfN(turn, 0, 5).Draw(t, "turns")
}

func TestEvidenceIsTheText(t *testing.T) {
	g := newGuard(t)
	rapid.Check(t, func(t *rapid.T) {
		turns := conversation(t)
		v := g.Eval(turns, rapid.SampledFrom([]string{"", "en-GB", "en-US", "zz"}).Draw(t, "locale"))
		for _, f := range v.Findings {
			if len(f.Evidence) == 0 || f.Source.URL == "" || f.Reason == "" {
				t.Fatalf("finding without evidence, source or reason: %+v", f)
			}
			for _, e := range f.Evidence {
				if e.Start >= e.End || e.End > len(turns[e.Turn]) || turns[e.Turn][e.Start:e.End] != e.Text {
					t.Fatalf("evidence %+v is not the text of turn %q", e, turns[e.Turn])
				}
			}
		}
		if (v.Level > guard.None) != (v.Headline != "") || len(v.Questions) > 3 {
			t.Fatalf("verdict %+v", v)
		}
	})
}

func TestDeterministic(t *testing.T) {
	g := newGuard(t)
	rapid.Check(t, func(t *rapid.T) {
		turns := conversation(t)
		if diff := cmp.Diff(g.Eval(turns, "en-GB"), g.Eval(turns, "en-GB")); diff != "" {
			t.Fatal(diff)
		}
	})
}

// TestNeverFalls adds turns one by one. The level may only fall from
// see_doctor, and only with words of correction.
func TestNeverFalls(t *testing.T) {
	g := newGuard(t)
	rapid.Check(t, func(t *rapid.T) {
		turns := conversation(t)
		last := guard.None
		for n := range turns {
			now := g.Eval(turns[:n+1], "en-GB").Level
			if now < last && last > guard.SeeDoctor {
				t.Fatalf("turn %d of %q lowers %v to %v", n, turns, last, now)
			}
			last = now
		}
	})
}

func TestExplainAgrees(t *testing.T) {
	g := newGuard(t)
	rapid.Check(t, func(t *rapid.T) {
		turns := conversation(t)
		v, tr := g.Eval(turns, "en-GB"), g.Explain(turns, "en-GB")
		if tr.Level != v.Level || tr.Fault || cmp.Diff(tr.Fired, v.Findings) != "" {
			t.Fatalf("Explain says %v, Eval %v", tr.Level, v.Level)
		}
	})
}

// TestCorrection withdraws see_doctor and nothing above it.
func TestCorrection(t *testing.T) {
	if got := level(t, "found a lump on my thigh / sorry I was wrong, there is no lump, no lump at all"); got != guard.None {
		t.Errorf("a corrected see_doctor stays %v", got)
	}
	if got := level(t, "my left calf is swollen / sorry I was wrong, it is not swollen"); got != guard.Urgent {
		t.Errorf("a corrected urgent falls to %v", got)
	}
}
