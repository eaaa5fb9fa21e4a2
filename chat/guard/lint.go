package guard

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"
)

// A Problem is a fault of the rule set.
type Problem struct {
	Where string `json:"where"` // for example "rule E01"
	What  string `json:"what"`
	Stale bool   `json:"stale"` // only out of date: reported, but no reason to refuse to start
}

func (p Problem) String() string { return p.Where + ": " + p.What }

// oldest a source's check may be.
const reviewEvery = 366 * 24 * time.Hour

// Lint reports every fault of the rule set. today is compared with the dates
// on which sources were checked.
func (g *Guard) Lint(today time.Time) []Problem {
	var out []Problem
	add := func(where, what string, args ...any) {
		out = append(out, Problem{Where: where, What: fmt.Sprintf(what, args...)})
	}
	rs := g.rules.set
	if len(rs.Rules) == 0 {
		add("rule set", "holds no rule")
	}
	for name, s := range rs.Sources {
		day, err := time.Parse("2006-01-02", s.Checked)
		if err != nil || today.Sub(day) > reviewEvery {
			add("source "+name, "was last checked %q, more than 12 months ago", s.Checked)
			out[len(out)-1].Stale = err == nil
		}
		if s.Name == "" || !strings.HasPrefix(s.URL, "https://") {
			add("source "+name, "lacks a name or address")
		}
	}
	for _, r := range rs.Rules {
		where := "rule " + r.ID
		if _, ok := rs.Sources[r.Source]; !ok {
			add(where, "names no known source")
		}
		if r.Title == "" || r.Reason == "" || r.Level == None {
			add(where, "lacks a title, a reason or a level")
		}
		if len(r.Fire) == 0 && r.Any != unclearConcept && r.Any != pressingConcept && r.Any != alarmingConcept || len(r.Hold) == 0 {
			add(where, "lacks an example that fires or one that holds")
		}
	}
	return append(out, g.rules.unused()...)
}

// unused reports findings, risks, attributes and groups that no condition and
// no question names, and phrases given twice for one concept.
func (c *compiled) unused() []Problem {
	used := c.set.words()
	var out []Problem
	for _, d := range c.set.Concepts {
		if k := kindNames[d.Kind]; k <= attr && !used[d.ID] {
			out = append(out, Problem{Where: "concept " + d.ID, What: "is used by no rule"})
		}
		seen := map[string]bool{}
		for _, p := range append(lines(d.Phrases), lines(d.Weak)...) {
			if seen[p] {
				out = append(out, Problem{Where: "concept " + d.ID, What: "has a phrase twice: " + p})
			}
			seen[p] = true
		}
	}
	for _, d := range c.set.Groups {
		if !used[d.ID] {
			out = append(out, Problem{Where: "group " + d.ID, What: "is used by no rule"})
		}
	}
	return out
}

// words lists every name that conditions and questions use.
func (rs *ruleSet) words() map[string]bool {
	used := map[string]bool{}
	add := func(text string) {
		for _, w := range strings.FieldsFunc(text, func(r rune) bool { return r != '_' && (r < 'a' || r > 'z') && (r < '0' || r > '9') }) {
			used[w] = true
		}
	}
	for _, d := range rs.Groups {
		add(d.Any)
	}
	for _, d := range rs.Rules {
		add(d.Any)
		add(d.Weak)
	}
	for _, d := range rs.Questions {
		add(d.Ask)
		add(d.Yes)
	}
	return used
}

// SelfTest runs every example of the rule files, on all cores. The error names
// every example that does not do what it says.
func (g *Guard) SelfTest() error {
	faults := make([]error, len(g.rules.rules))
	var work errgroup.Group
	work.SetLimit(runtime.GOMAXPROCS(0))
	for i := range g.rules.rules {
		work.Go(func() error {
			faults[i] = g.testRule(i)
			return nil
		})
	}
	_ = work.Wait() // the faults are gathered in rule order
	return errors.Join(faults...)
}

func (g *Guard) testRule(i int) error {
	d := &g.rules.rules[i].def
	var faults []error
	for _, text := range d.Fire {
		if !g.fires(i, text, true) {
			faults = append(faults, fmt.Errorf("self-test rule %s: %q does not fire", d.ID, text))
		}
	}
	for _, text := range d.Hold {
		if g.fires(i, text, false) {
			faults = append(faults, fmt.Errorf("self-test rule %s: %q fires", d.ID, text))
		}
	}
	return errors.Join(faults...)
}

// fires tells whether a rule holds at its full level after the turns of an
// example, parted by " / ", or with leads on weak evidence too.
func (g *Guard) fires(rule int, text string, leads bool) bool {
	s := g.rules.newSession()
	defer s.close()
	for _, t := range strings.Split(text, " / ") {
		s.add(t)
	}
	for _, f := range s.fired {
		if f.rule == rule && f.level == g.rules.rules[rule].def.Level {
			return true
		}
	}
	return leads && s.led(rule)
}
