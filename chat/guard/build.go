package guard

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"sync"
)

// compiled is a rule set ready to run.
type compiled struct {
	lexer     *lexer
	groups    []group
	rules     []rule
	questions []question
	hash      string
	set       *ruleSet
	opens     []condSet // by concept, see openers
	always    condSet
	readers   sync.Pool // of *reader
}

type group struct {
	id    string
	any   []cond
	parts []int // groups its conditions name
}

type rule struct {
	def    ruleDef
	source sourceDef
	any    []cond
	weak   []cond
}

type question struct {
	def    questionDef
	ask    []cond
	unless []choice
	yes    choice
}

// compileRules loads and compiles the rule files of a folder.
func compileRules(files fs.FS) (*compiled, error) {
	rs, raw, err := loadRules(files)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(raw)
	c, err := compileSet(rs)
	if err != nil {
		return nil, err
	}
	c.hash = hex.EncodeToString(sum[:])
	return c, nil
}

// compileSet compiles decoded rules.
func compileSet(rs *ruleSet) (*compiled, error) {
	lx, err := newLexer(rs)
	if err != nil {
		return nil, err
	}
	c := &compiled{lexer: lx, set: rs}
	names := map[string]int{}
	for i, g := range rs.Groups {
		if _, taken := lx.byID[g.ID]; taken {
			return nil, fmt.Errorf("compile group %q: a concept has this name", g.ID)
		}
		names[g.ID] = i
	}
	var faults []error
	for _, g := range rs.Groups {
		any, err := lx.parseConds(g.Any, names)
		if err != nil {
			faults = append(faults, fmt.Errorf("compile group %q: %w", g.ID, err))
		}
		c.groups = append(c.groups, group{g.ID, any, partsOf(any)})
	}
	faults = append(faults, c.circles()...)
	for _, def := range rs.Rules {
		any, err := lx.parseConds(def.Any, names)
		if err != nil {
			faults = append(faults, fmt.Errorf("compile rule %q: %w", def.ID, err))
		}
		weak, err := lx.parseConds(def.Weak, names)
		if err != nil {
			faults = append(faults, fmt.Errorf("compile rule %q: %w", def.ID, err))
		}
		c.rules = append(c.rules, rule{def, rs.Sources[def.Source], any, weak})
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	if err := c.compileQuestions(rs.Questions, names); err != nil {
		return nil, err
	}
	c.index()
	return c, nil
}

// partsOf lists the groups that conditions name.
func partsOf(conds []cond) []int {
	var out []int
	for i := range conds {
		for _, t := range conds[i].terms {
			for _, ch := range t.choices {
				if ch.group >= 0 {
					out = append(out, ch.group)
				}
			}
		}
	}
	return out
}

// circles lists the groups that are made of themselves. Such a group would
// hold for whatever part of the circle is looked at first.
func (c *compiled) circles() []error {
	var faults []error
	for i := range c.groups {
		if c.reaches(i, i, make([]bool, len(c.groups))) {
			faults = append(faults, fmt.Errorf("compile group %q: it is made of itself", c.groups[i].id))
		}
	}
	return faults
}

// reaches tells whether group from is made of group to, at once or by others;
// seen are those looked at already.
func (c *compiled) reaches(from, to int, seen []bool) bool {
	for k := range c.groups[from].parts {
		g := c.groups[from].parts[k]
		if seen[g] {
			continue
		}
		seen[g] = true
		if g == to || c.reaches(g, to, seen) {
			return true
		}
	}
	return false
}

func (lx *lexer) parseConds(block string, groups map[string]int) ([]cond, error) {
	var out []cond
	var faults []error
	for _, text := range lines(block) {
		c, err := lx.parseCond(text, groups)
		if err != nil {
			faults = append(faults, err)
		}
		out = append(out, c)
	}
	return out, errors.Join(faults...)
}

func (c *compiled) compileQuestions(defs []questionDef, groups map[string]int) error {
	for _, def := range defs {
		q := question{def: def}
		var err error
		if q.ask, err = c.lexer.parseConds(def.Ask, groups); err != nil {
			return fmt.Errorf("compile question %q: %w", def.ID, err)
		}
		for _, u := range lines(def.Unless) {
			ch, err := c.lexer.parseChoice(u, groups)
			if err != nil {
				return fmt.Errorf("compile question %q: %w", def.ID, err)
			}
			q.unless = append(q.unless, ch)
		}
		if q.yes, err = c.lexer.parseChoice(def.Yes, groups); err != nil {
			return fmt.Errorf("compile question %q: %w", def.ID, err)
		}
		if q.yes.concept < 0 {
			return fmt.Errorf("compile question %q: yes must name a concept", def.ID)
		}
		c.questions = append(c.questions, q)
	}
	return nil
}
