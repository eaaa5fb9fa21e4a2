package guard

import (
	"fmt"
	"io/fs"
	"sync"
	"sync/atomic"
	"time"
)

// DefaultDeadline is how long a try of Eval may take before it gives up; after
// the second one Eval escalates.
const DefaultDeadline = 50 * time.Millisecond

// deadlineBytes of conversation earn another deadline, so that a long
// conversation on a busy machine is still judged.
const deadlineBytes = 4096

// Options tune a Guard. The zero value is the built-in rules.
type Options struct {
	Rules    fs.FS                  // folder of .yaml rule files; nil means the built-in ones
	Deadline time.Duration          // most time for each 4 kB of conversation, in each of two tries; 0 means DefaultDeadline, negative means none
	Embed    func(string) []float32 // turns text into a vector for the semantic backstop; nil means without
	Today    func() time.Time       // the date that review dates are checked against; nil means time.Now
}

// A Guard judges conversations. It is safe for use by many goroutines.
type Guard struct {
	rules    *compiled
	hash     string
	texts    *notices
	deadline time.Duration
	model    *backstop
	like     *exemplars
	counts   counters
}

// Counts are totals since the Guard was made.
type Counts struct {
	Evals     uint64 // calls of Eval and Explain
	Panics    uint64 // faults inside, answered with the fault notice
	Deadlines uint64 // evaluations that took too long, answered with the fault notice
	Foreign   uint64 // conversations in a language or script that cannot be read
}

type counters struct{ evals, panics, deadlines, foreign atomic.Uint64 }

// New loads, compiles and self-tests the rules. A rule set with any fault is
// an error: a guard that cannot be trusted must not start.
func New(o Options) (*Guard, error) {
	c, err := o.compile()
	if err != nil {
		return nil, err
	}
	g := &Guard{rules: c, hash: c.hash, deadline: o.Deadline, like: newExemplars(o.Embed, c.rules)}
	if len(backstopData) > len(backstopMagic) {
		if g.model, err = mustBackstop(); err != nil {
			return nil, err
		}
	}
	if g.deadline == 0 {
		g.deadline = DefaultDeadline
	}
	if g.texts, err = loadNotices(); err != nil {
		return nil, err
	}
	today := time.Now
	if o.Today != nil {
		today = o.Today
	}
	for _, p := range g.Lint(today()) {
		if !p.Stale {
			return nil, fmt.Errorf("check rules: %s", p)
		}
	}
	if err := g.SelfTest(); err != nil {
		return nil, err
	}
	return g, nil
}

func (o Options) compile() (*compiled, error) {
	if o.Rules == nil {
		return compileBuiltin()
	}
	return compileRules(o.Rules)
}

// compileBuiltin compiles the built-in rules. They never change and nothing
// changes what is made of them, so all Guards of a process share it.
var compileBuiltin = sync.OnceValues(func() (*compiled, error) {
	sub, err := fs.Sub(embedded, "rules")
	if err != nil {
		return nil, fmt.Errorf("open built-in rules: %w", err)
	}
	return compileRules(sub)
})

// Eval judges a conversation from all its user turns, oldest first. The locale
// ("en-GB") only chooses the numbers to call; an unknown one shows several.
// Eval never fails: a fault inside gives the fault notice at the highest level.
// One that runs late is judged once more before it counts as a fault, for a
// verdict takes a millisecond and most often it was the machine that was busy.
func (g *Guard) Eval(turns []string, locale string) Verdict {
	g.counts.evals.Add(1)
	v, fault := g.try(turns, locale)
	if _, late := fault.(errDeadline); late {
		v, fault = g.try(turns, locale)
	}
	if fault != nil {
		return g.failed(fault, locale)
	}
	return v
}

// try judges a conversation; fault is what stopped it, nil for nothing.
func (g *Guard) try(turns []string, locale string) (v Verdict, fault any) {
	defer func() { fault = recover() }()
	s := g.run(turns)
	v = g.verdict(s, locale)
	s.close() // not after a fault
	return v, nil
}

// run folds the turns.
func (g *Guard) run(turns []string) *session {
	s := g.rules.newSession()
	s.model, s.like = g.model, g.like
	if g.deadline > 0 {
		size := 0
		for _, t := range turns {
			size += len(t)
		}
		s.until = time.Now().Add(g.deadline + g.deadline*time.Duration(size/deadlineBytes))
	}
	for _, t := range turns {
		s.add(t)
	}
	if s.foreign {
		g.counts.foreign.Add(1)
	}
	return s
}

// failed is the verdict after a fault: nothing is known, so the highest level.
func (g *Guard) failed(cause any, locale string) Verdict {
	if _, late := cause.(errDeadline); late {
		g.counts.deadlines.Add(1)
	} else {
		g.counts.panics.Add(1)
	}
	return g.texts.fault(locale)
}

// Fault is the notice for a conversation that cannot be judged because it
// cannot be read, at the highest level.
func (g *Guard) Fault(locale string) Verdict { return g.texts.fault(locale) }

// Counts reports what happened so far.
func (g *Guard) Counts() Counts {
	return Counts{Evals: g.counts.evals.Load(), Panics: g.counts.panics.Load(),
		Deadlines: g.counts.deadlines.Load(), Foreign: g.counts.foreign.Load()}
}

// RulesHash is the SHA-256 of the rule files, in hexadecimal.
func (g *Guard) RulesHash() string { return g.hash }
