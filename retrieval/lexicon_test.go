package retrieval

import (
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

func TestLexiconIsSound(t *testing.T) {
	var file struct {
		Entries []struct {
			Lay      []string `yaml:"lay"`
			Clinical []string `yaml:"clinical"`
			Oneway   bool     `yaml:"oneway"`
		} `yaml:"entries"`
	}
	if err := yaml.Unmarshal(layFile, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Entries) < 150 {
		t.Errorf("%d entries, want at least 150", len(file.Entries))
	}
	for _, e := range file.Entries {
		if len(e.Lay) == 0 || len(e.Clinical) == 0 {
			t.Errorf("entry %v -> %v has an empty side", e.Lay, e.Clinical)
		}
		for _, p := range append(e.Lay, e.Clinical...) {
			if strings.ToLower(p) != p || strings.TrimSpace(p) != p || len(foldedWords(p)) == 0 {
				t.Errorf("phrase %q is empty or not in plain lower case", p)
			}
			if strings.Contains(p, "*") {
				t.Errorf("phrase %q has a star: words already match in any form", p)
			}
		}
		for _, p := range e.Clinical {
			if len(terms(p)) == 0 {
				t.Errorf("clinical phrase %q has no content word to search for", p)
			}
		}
	}
}

func TestTypesAreSound(t *testing.T) {
	for _, want := range []QuestionType{Seriousness, Duration, Outlook, Inheritance, Prevalence, Prevention, Risk, Diagnosis,
		Treatment, Cause, Symptoms, Definition} {
		if kinds().index(want) < 0 {
			t.Errorf("lexicon/types.yaml lacks %q", want)
		}
	}
}

func TestHeadingsAnswerTypes(t *testing.T) {
	cases := []struct {
		path string
		kind QuestionType
		want bool
	}{
		{"How long does a night leg cramp last?", Duration, true},
		{"What helps during a leg cramp?", Treatment, true},
		{"When should you see a doctor about leg cramps?", Seriousness, true},
		{"When is it an emergency?", Seriousness, true},
		{"Causes > Night cramps", Cause, true},
		{"What causes sciatica?", Treatment, false},
		{"", Cause, false},
		{"Causes", AnyType, false},
	}
	for _, c := range cases {
		if got := kinds().answers(c.path, c.kind); got != c.want {
			t.Errorf("answers(%q, %q) = %v", c.path, c.kind, got)
		}
	}
}

func TestPhrases(t *testing.T) {
	p := newPhrases()
	p.add("pins and needles", 1)
	p.add("prevent*", 2)
	p.add("x-ray", 3)
	cases := map[string][]int{
		"I have Pins, and needles!": {1}, "preventing it": {2}, "an X-Ray scan": {3}, "pins needles": nil, "": nil, "pins and": nil,
	}
	for text, want := range cases {
		var got []int
		p.find(foldedWords(text), func(ph phrase, _, _ int) { got = append(got, ph.value) })
		if len(got) != len(want) || len(want) == 1 && got[0] != want[0] {
			t.Errorf("phrases in %q: %v, want %v", text, got, want)
		}
	}
}
