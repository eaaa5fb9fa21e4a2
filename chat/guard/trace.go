package guard

import (
	"cmp"
	"slices"
)

// A Trace tells why a verdict is what it is.
type Trace struct {
	RulesHash  string     `json:"rules_hash"`
	Level      Level      `json:"level"`
	Fired      []Finding  `json:"fired"`       // rules that hold, highest first, never nil
	Mentions   []Mention  `json:"mentions"`    // everything recognised, in order, never nil
	NearMisses []NearMiss `json:"near_misses"` // rules that lack one thing, highest first, never nil
	Questions  []Question `json:"questions"`   // what is still open, never nil
	Fault      bool       `json:"fault"`       // the evaluation itself failed
}

// A Mention is one thing recognised in a turn, counted or not.
type Mention struct {
	Concept string   `json:"concept"`
	Label   string   `json:"label"`
	Words   Evidence `json:"words"`
	Status  string   `json:"status"`            // asserted, resolved, long_ago, denied, not_real, figure_of_speech, general_question or long_over
	Because string   `json:"because,omitempty"` // the words that decided a status other than asserted
	Sites   []string `json:"sites"`
	Side    string   `json:"side,omitempty"`
	Person  string   `json:"person"`
}

// A NearMiss is a rule one thing short of holding: a term of its condition, or
// a second vote for weak evidence.
type NearMiss struct {
	Rule      string `json:"rule"`
	Level     Level  `json:"level"`
	Condition string `json:"condition"`
	Weak      bool   `json:"weak,omitempty"` // it holds, but on weak evidence alone, see lead.go
}

var statusNames = [...]string{"asserted", "resolved", "long_ago", "denied", "not_real", "figure_of_speech", "general_question", "long_over"}
var sideNames = [...]string{"", "one", "one", "both"}
var personNames = [...]string{"anyone", "self", "other"}

// Explain judges a conversation like Eval and tells what was recognised, what
// was left out and why, and which rules nearly held.
func (g *Guard) Explain(turns []string, locale string) (t Trace) {
	g.counts.evals.Add(1)
	defer func() {
		if r := recover(); r != nil {
			v := g.failed(r, locale)
			t = Trace{RulesHash: g.hash, Level: v.Level, Fired: v.Findings, Mentions: []Mention{},
				NearMisses: []NearMiss{}, Questions: []Question{}, Fault: true}
		}
	}()
	s := g.run(turns)
	v := g.verdict(s, locale)
	t = Trace{RulesHash: g.hash, Level: v.Level, Fired: v.Findings, Mentions: s.trace(),
		NearMisses: s.nearMisses(), Questions: v.Questions}
	s.close() // not after a fault
	return t
}

// trace lists every mention.
func (s *session) trace() []Mention {
	out := []Mention{}
	lx := s.c.lexer
	for _, m := range s.mentions {
		c := lx.concepts[m.concept]
		out = append(out, Mention{Concept: c.id, Label: c.label, Status: statusNames[m.status], Because: m.because,
			Words: Evidence{Turn: m.turn, Start: m.start, End: m.end, Text: s.turns[m.turn][m.start:m.end]},
			Sites: lx.siteNames(m.sites), Side: sideNames[m.side], Person: personNames[m.who]})
	}
	return out
}

// siteNames lists the parts of the body behind a set of bits.
func (lx *lexer) siteNames(bits uint64) []string {
	out := []string{}
	for i, def := range lx.siteDefs {
		if bits&(1<<i) != 0 {
			out = append(out, def)
		}
	}
	return out
}

// nearMisses lists rules above the level reached that lack one term.
func (s *session) nearMisses() []NearMiss {
	out := []NearMiss{}
	f := s.newFacts(me, func(m *mention) bool { return m.status == asserted })
	defer s.drop(f)
	for i := range s.c.rules {
		r := &s.c.rules[i]
		if r.def.Level <= s.level {
			continue
		}
		for k := range r.any {
			if found, missing := f.holds(&r.any[k], nil); missing == 1 && len(found) > 0 && !s.led(i) {
				out = append(out, NearMiss{Rule: r.def.ID, Level: r.def.Level, Condition: r.any[k].text})
				break
			}
		}
	}
	for _, l := range s.leads {
		if d := &s.c.rules[l.rule].def; d.Level > s.level {
			out = append(out, NearMiss{Rule: d.ID, Level: d.Level, Condition: d.Any + d.Weak, Weak: true})
		}
	}
	slices.SortStableFunc(out, func(a, b NearMiss) int { return cmp.Compare(b.Level, a.Level) })
	return out
}
