package chat

import (
	_ "embed"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"sync"

	"github.com/goccy/go-yaml"
)

//go:embed texts/forms.yaml
var formsYAML []byte

// forms tell what kind of thing a question asks for and whether a sentence
// holds such a thing: a reason for "why", a length of time for "how long".
type forms struct {
	kinds []kindForm
	marks []*regexp.Regexp
	names []string // of marks, in the same order

	mu     sync.Mutex
	known  map[string][]bool // marks of sentences of the articles
	traits map[string]traits // of sentences under their headings
}

// mostKnown bounds the sentences whose marks or traits are kept.
const mostKnown = 1 << 13

// A kindForm is one kind of question.
type kindForm struct {
	name     string
	question *regexp.Regexp
	heading  *regexp.Regexp // of a section about it that is no question; nil: as question
	marks    []int          // of a sentence that answers it
}

func loadForms() (*forms, error) {
	var file struct {
		Kinds []struct {
			Kind     string   `yaml:"kind"`
			Question string   `yaml:"question"`
			Heading  string   `yaml:"heading"`
			Marks    []string `yaml:"marks"`
		} `yaml:"kinds"`
		Marks map[string]string `yaml:"marks"`
	}
	if err := yaml.UnmarshalWithOptions(formsYAML, &file, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("read forms: %w", err)
	}
	f := &forms{names: slices.Sorted(maps.Keys(file.Marks))}
	for _, name := range f.names {
		re, err := regexp.Compile("(?i)" + file.Marks[name])
		if err != nil {
			return nil, fmt.Errorf("read forms: mark %s: %w", name, err)
		}
		f.marks = append(f.marks, re)
	}
	for _, k := range file.Kinds {
		re, err := regexp.Compile("(?i)" + k.Question)
		if err != nil {
			return nil, fmt.Errorf("read forms: kind %s: %w", k.Kind, err)
		}
		kind := kindForm{name: k.Kind, question: re}
		if k.Heading != "" {
			if kind.heading, err = regexp.Compile("(?i)" + k.Heading); err != nil {
				return nil, fmt.Errorf("read forms: heading of kind %s: %w", k.Kind, err)
			}
		}
		for _, m := range k.Marks {
			i := slices.Index(f.names, m)
			if i < 0 {
				return nil, fmt.Errorf("read forms: kind %s: no mark %q", k.Kind, m)
			}
			kind.marks = append(kind.marks, i)
		}
		f.kinds = append(f.kinds, kind)
	}
	return f, nil
}

// heads tells which kinds a section is about by its heading.
func (f *forms) heads(heading string) []bool {
	out := f.asked(heading)
	for i, k := range f.kinds {
		out[i] = out[i] || k.heading != nil && k.heading.MatchString(heading)
	}
	return out
}

// advice tells whether a section holds advice by its heading.
func (f *forms) advice(heading string) bool {
	for i, k := range f.kinds {
		if k.name == "what_helps" {
			return f.heads(heading)[i]
		}
	}
	return false
}

// asked tells which kinds a question or a heading asks for.
func (f *forms) asked(question string) []bool {
	out := make([]bool, len(f.kinds))
	for i, k := range f.kinds {
		out[i] = k.question.MatchString(question)
	}
	return out
}

// marked tells which marks a sentence of an article carries. It is asked of the
// same sentences again and again, so it remembers. The result must not change.
func (f *forms) marked(sentence string) []bool {
	f.mu.Lock()
	out, ok := f.known[sentence]
	f.mu.Unlock()
	if ok {
		return out
	}
	out = make([]bool, len(f.marks))
	for i, m := range f.marks {
		out[i] = m.MatchString(sentence)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.known == nil || len(f.known) >= mostKnown {
		f.known = make(map[string][]bool)
	}
	f.known[sentence] = out
	return out
}
