package guard

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"sort"
	"strings"

	"go.yaml.in/yaml/v3"
	"golang.org/x/sync/errgroup"
)

//go:embed rules/*.yaml
var embedded embed.FS

// A ruleSet is what the rule files hold, in file order. Every file may hold
// any of the sections.
type ruleSet struct {
	Aliases   map[string]string    `yaml:"aliases"` // written form -> spelling used by the rules
	Lists     map[string]string    `yaml:"lists"`   // name -> entries parted by |
	Sites     []siteDef            `yaml:"sites"`
	Concepts  []conceptDef         `yaml:"concepts"`
	Groups    []groupDef           `yaml:"groups"`
	Sources   map[string]sourceDef `yaml:"sources"`
	Rules     []ruleDef            `yaml:"rules"`
	Questions []questionDef        `yaml:"questions"`
}

// A siteDef is a part of the body and the words for it.
type siteDef struct {
	ID   string   `yaml:"id"`
	Part []string `yaml:"part"` // larger parts it belongs to
	One  string   `yaml:"one"`  // words that mean one, parted by |
	Many string   `yaml:"many"` // words that mean several
}

// A conceptDef is something a person may say, and the ways people say it.
type conceptDef struct {
	ID      string `yaml:"id"`
	Label   string `yaml:"label"`         // plain words for a trace
	Kind    string `yaml:"kind"`          // finding, risk, attr, idiom, cue or loose
	Does    string `yaml:"does"`          // cues: what the cue does, see cueNames
	Site    string `yaml:"site"`          // findings: the site meant when none is named
	LegOnly bool   `yaml:"leg_if_unsaid"` // findings: the leg is meant when no part of the body is named or carried over
	Of      string `yaml:"of"`            // loose words: the findings they are of
	Firm    bool   `yaml:"firm"`          // findings whose words hold their own negation
	Lasting bool   `yaml:"lasting"`       // risks that count however long ago
	Wish    bool   `yaml:"wish"`          // findings that are a request: they count although asked, once the turn tells of a person
	Plea    bool   `yaml:"plea"`          // findings that are a question themselves: asking them, or "what if", takes nothing away
	Echo    bool   `yaml:"echo"`          // a closer reading of words that another concept has already: the backstop hears of that one alone
	Brief   bool   `yaml:"brief"`         // findings told in a few words: in a long story the same words say nothing, see brief.go
	Phrases string `yaml:"phrases"`       // one phrase a line, see pattern.go
	Weak    string `yaml:"weak"`          // phrases that may also mean something harmless, see lead.go
}

// A groupDef is true when one of its conditions is.
type groupDef struct {
	ID  string `yaml:"id"`
	Any string `yaml:"any"`
}

// A sourceDef is the public authority behind rules.
type sourceDef struct {
	Name    string `yaml:"name"`
	URL     string `yaml:"url"`
	Checked string `yaml:"checked"` // YYYY-MM-DD
	Note    string `yaml:"note"`
}

// A ruleDef turns conditions into a level.
type ruleDef struct {
	ID         string   `yaml:"id"`
	Level      Level    `yaml:"level"`
	Title      string   `yaml:"title"`
	Reason     string   `yaml:"reason"` // plain words, completes "because"
	Action     string   `yaml:"action"` // name of an action text, empty for the level's own
	Source     string   `yaml:"source"`
	ReviewedBy string   `yaml:"reviewed_by"` // a clinician, empty until one has
	Any        string   `yaml:"any"`         // conditions, see cond.go
	Weak       string   `yaml:"weak"`        // conditions that hold of harmless messages too often, see lead.go
	Forbid     []string `yaml:"forbid"`
	Fire       []string `yaml:"fire"` // messages that must fire it, turns parted by " / "
	Hold       []string `yaml:"hold"` // messages that must not
}

// A questionDef asks for what the conditions leave open.
type questionDef struct {
	ID     string `yaml:"id"`
	Text   string `yaml:"text"`
	Ask    string `yaml:"ask"`    // conditions under which it matters
	Unless string `yaml:"unless"` // concepts that answer it already
	Yes    string `yaml:"yes"`    // term that "yes" asserts
	Rank   int    `yaml:"rank"`   // lower is asked first
}

// loadRules reads every .yaml file of a folder, strictly: an unknown field is
// an error.
func loadRules(files fs.FS) (*ruleSet, []byte, error) {
	names, err := fs.Glob(files, "*.yaml")
	if err != nil || len(names) == 0 {
		return nil, nil, fmt.Errorf("find rule files: none (%v)", err)
	}
	sort.Strings(names)
	all := &ruleSet{Aliases: map[string]string{}, Lists: map[string]string{}, Sources: map[string]sourceDef{}}
	sets, texts, err := decodeAll(files, names)
	if err != nil {
		return nil, nil, err
	}
	var raw []byte
	for i, name := range names {
		if err := all.merge(sets[i]); err != nil {
			return nil, nil, fmt.Errorf("merge %s: %w", path.Base(name), err)
		}
		raw = append(append(append(raw, name...), 0), texts[i]...)
	}
	return all, raw, nil
}

// decodeAll reads the rule files side by side; decoding is most of the work of
// a start.
func decodeAll(files fs.FS, names []string) ([]*ruleSet, [][]byte, error) {
	sets, texts := make([]*ruleSet, len(names)), make([][]byte, len(names))
	var work errgroup.Group
	for i, name := range names {
		work.Go(func() (err error) {
			if texts[i], err = fs.ReadFile(files, name); err != nil {
				return fmt.Errorf("read rules: %w", err)
			}
			if sets[i], err = decodeRules(texts[i]); err != nil {
				return fmt.Errorf("decode %s: %w", path.Base(name), err)
			}
			return nil
		})
	}
	return sets, texts, work.Wait()
}

// decodeRules reads one rule file.
func decodeRules(b []byte) (rs *ruleSet, err error) {
	defer func() {
		if r := recover(); r != nil {
			rs, err = nil, fmt.Errorf("decode rules: broken YAML")
		}
	}()
	rs = &ruleSet{}
	if err := decodeYAML(b, rs); err != nil {
		return nil, fmt.Errorf("decode rules: %w", err)
	}
	return rs, nil
}

// decodeYAML reads one document; unknown fields and further documents are
// errors.
func decodeYAML(b []byte, into any) error {
	d := yaml.NewDecoder(bytes.NewReader(b))
	d.KnownFields(true)
	if err := d.Decode(into); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if err := d.Decode(&yaml.Node{}); !errors.Is(err, io.EOF) {
		return errors.New("more than one document, or text after it")
	}
	return nil
}

func (rs *ruleSet) merge(o *ruleSet) error {
	for k, v := range o.Aliases {
		rs.Aliases[k] = v
	}
	for k, v := range o.Lists {
		if _, ok := rs.Lists[k]; ok {
			return fmt.Errorf("list %q is defined twice", k)
		}
		rs.Lists[k] = v
	}
	for k, v := range o.Sources {
		if _, ok := rs.Sources[k]; ok {
			return fmt.Errorf("source %q is defined twice", k)
		}
		rs.Sources[k] = v
	}
	rs.Sites = append(rs.Sites, o.Sites...)
	rs.Concepts = append(rs.Concepts, o.Concepts...)
	rs.Groups = append(rs.Groups, o.Groups...)
	rs.Rules = append(rs.Rules, o.Rules...)
	rs.Questions = append(rs.Questions, o.Questions...)
	return nil
}

// lines splits a block of phrases at line ends and semicolons; text after //
// is a remark.
func lines(block string) []string {
	var out []string
	for line := range strings.Lines(block) {
		line, _, _ = strings.Cut(line, "//")
		for _, p := range strings.Split(line, ";") {
			if p = strings.TrimSpace(p); p != "" {
				out = append(out, p)
			}
		}
	}
	return out
}
