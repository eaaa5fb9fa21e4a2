package chat

import (
	_ "embed"
	"fmt"
	"regexp"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"
)

//go:embed texts/proof.yaml
var proofYAML []byte

// strength is how strongly a statement is made, or what it asks of a reader.
type strength string

// A phrase is one entry of texts/proof.yaml, by what it can do.
type phrase struct {
	stems    []string
	id       string // shared by all phrases that may stand for each other
	relation string // relation id, with its direction
	passive  bool
	order    bool
	negation int // 0, 1 weak, 2 strong
	strength strength
	binder   bool
}

// proofWords is texts/proof.yaml made ready.
type proofWords struct {
	phrases map[string][]*phrase // by first stem, longest first
	light   map[string]bool      // words that carry no claim, as they are written
	person  []*regexp.Regexp
}

type proofFile struct {
	Light     string     `yaml:"light"`
	Keep      []string   `yaml:"keep"`
	Groups    [][]string `yaml:"groups"`
	Relations []struct {
		Active  []string `yaml:"active"`
		Passive []string `yaml:"passive"`
	} `yaml:"relations"`
	Order     []string              `yaml:"order"`
	Negations map[string][]string   `yaml:"negations"`
	Strength  map[strength][]string `yaml:"strength"`
	Binders   []string              `yaml:"binders"`
	Person    []string              `yaml:"person"`
}

// prover reads the embedded file once; a broken one is found by the tests and
// ends the program at the start.
var prover = sync.OnceValue(func() *proofWords {
	p, err := loadProof(proofYAML)
	if err != nil {
		panic(err)
	}
	return p
})

func loadProof(src []byte) (*proofWords, error) {
	var f proofFile
	if err := yaml.UnmarshalWithOptions(src, &f, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("read proof words: %w", err)
	}
	b := &proofBuilder{byText: map[string]*phrase{}, parent: map[string]string{}}
	b.fill(&f)
	p := &proofWords{phrases: b.index(), light: map[string]bool{}}
	for _, w := range strings.Fields(f.Light) {
		p.light[w] = true
	}
	for _, w := range f.Keep {
		delete(p.light, w)
	}
	for _, pattern := range f.Person {
		re, err := regexp.Compile("(?i)" + pattern)
		if err != nil {
			return nil, fmt.Errorf("read proof words: %w", err)
		}
		p.person = append(p.person, re)
	}
	return p, nil
}

// A proofBuilder joins phrases that may stand for each other.
type proofBuilder struct {
	byText map[string]*phrase
	parent map[string]string // union of ids
}

// add returns the phrase of a text, made if it is new.
func (b *proofBuilder) add(text string) *phrase {
	stems := stemAll(tokenise(fold(text)))
	key := strings.Join(stems, " ")
	p, ok := b.byText[key]
	if !ok {
		p = &phrase{stems: stems, id: key}
		b.byText[key] = p
	}
	return p
}

func (b *proofBuilder) root(id string) string {
	for b.parent[id] != "" {
		id = b.parent[id]
	}
	return id
}

// join makes all texts stand for each other.
func (b *proofBuilder) join(texts []string) {
	first := b.root(b.add(texts[0]).id)
	for _, t := range texts[1:] {
		if r := b.root(b.add(t).id); r != first {
			b.parent[r] = first
		}
	}
}

func (b *proofBuilder) fill(f *proofFile) {
	for _, g := range f.Groups {
		b.join(g)
	}
	for i, r := range f.Relations {
		b.join(append(append([]string{}, r.Active...), r.Passive...))
		for _, t := range r.Active {
			b.add(t).relation = fmt.Sprint("r", i)
		}
		for _, t := range r.Passive {
			p := b.add(t)
			p.relation, p.passive = fmt.Sprint("r", i), true
		}
	}
	for _, t := range f.Order {
		b.add(t).order = true
	}
	for i, kind := range []string{"weak", "strong"} {
		for _, t := range f.Negations[kind] {
			b.add(t).negation = i + 1
		}
	}
	for s, texts := range f.Strength {
		for _, t := range texts {
			b.add(t).strength = s
		}
	}
	for _, t := range f.Binders {
		b.add(t).binder = true
	}
}

// index sorts the phrases for longest-first matching.
func (b *proofBuilder) index() map[string][]*phrase {
	out := map[string][]*phrase{}
	for _, p := range b.byText {
		p.id = b.root(p.id)
		list := out[p.stems[0]]
		i := 0
		for i < len(list) && len(list[i].stems) >= len(p.stems) {
			i++
		}
		list = append(list, nil)
		copy(list[i+1:], list[i:])
		list[i] = p
		out[p.stems[0]] = list
	}
	return out
}

// match finds the longest phrase that begins at stems[0].
func (p *proofWords) match(stems []string) *phrase {
next:
	for _, ph := range p.phrases[stems[0]] {
		if len(ph.stems) > len(stems) {
			continue
		}
		for i, s := range ph.stems {
			if stems[i] != s {
				continue next
			}
		}
		return ph
	}
	return nil
}
