package chat

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"

	"github.com/goccy/go-yaml"

	"github.com/limber-health/limber/chat/guard"
)

//go:embed texts/filters.yaml
var filtersYAML []byte

//go:embed texts/replies.yaml
var repliesYAML []byte

// replies are the fixed texts of texts/replies.yaml.
type replies struct {
	Withheld          string `yaml:"withheld"`
	NotInCorpus       string `yaml:"not_in_corpus"`
	NotInCorpusTopics string `yaml:"not_in_corpus_topics"`
	OutOfScope        string `yaml:"out_of_scope"`
	OutOfScopeTopics  string `yaml:"out_of_scope_topics"`
	Hello             string `yaml:"hello"`
	Thanks            string `yaml:"thanks"`
	Unavailable       string `yaml:"unavailable"`
	FilteredByRule    string `yaml:"filtered_by_rule"`
	Disclaimer        string `yaml:"disclaimer"`
}

func loadReplies() (replies, error) {
	var r replies
	if err := yaml.UnmarshalWithOptions(repliesYAML, &r, yaml.Strict()); err != nil {
		return r, fmt.Errorf("read fixed replies: %w", err)
	}
	return r, nil
}

// filters say what a sentence must not hold; see texts/filters.yaml.
type filters struct {
	topics      map[string][]*regexp.Regexp
	warns       []*regexp.Regexp
	reassurance []*regexp.Regexp
	dosing      []*regexp.Regexp
	diagnosis   []*regexp.Regexp
	planted     []*regexp.Regexp
}

func loadFilters() (*filters, error) {
	var raw struct {
		Topics      map[string][]string `yaml:"topics"`
		Warns       []string            `yaml:"warns"`
		Reassurance []string            `yaml:"reassurance"`
		Dosing      []string            `yaml:"dosing"`
		Diagnosis   []string            `yaml:"diagnosis"`
		Planted     []string            `yaml:"planted"`
	}
	if err := yaml.UnmarshalWithOptions(filtersYAML, &raw, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("read answer filters: %w", err)
	}
	f := &filters{topics: map[string][]*regexp.Regexp{}}
	var err error
	compile := func(patterns []string) (out []*regexp.Regexp) {
		for _, p := range patterns {
			re, e := regexp.Compile("(?i)" + p)
			if e != nil && err == nil {
				err = fmt.Errorf("read answer filters: %w", e)
			}
			out = append(out, re)
		}
		return out
	}
	for topic, patterns := range raw.Topics {
		f.topics[topic] = compile(patterns)
	}
	f.warns, f.reassurance = compile(raw.Warns), compile(raw.Reassurance)
	f.dosing, f.diagnosis, f.planted = compile(raw.Dosing), compile(raw.Diagnosis), compile(raw.Planted)
	return f, err
}

// urgentForbids are topics left out beside every urgent flag, whatever its
// rule says: self-care is not the answer to it.
var urgentForbids = []string{"massage", "heat", "stretch", "exercise", "supplements", "wait"}

// allows reports whether a sentence may be shown beside the verdict.
func (f *filters) allows(sentence string, v guard.Verdict) bool {
	if anyMatch(f.dosing, sentence) || anyMatch(f.diagnosis, sentence) || anyMatch(f.planted, sentence) {
		return false
	}
	if v.Level >= guard.SeeDoctor && anyMatch(f.reassurance, sentence) {
		return false
	}
	for _, topic := range forbidden(v) {
		if at := f.names(topic, sentence); at >= 0 && !anyMatch(f.warns, sentence[:at]) {
			return false
		}
	}
	return true
}

// allowsUnder is allows for a sentence that stands under a heading. Under "How
// do I stretch my calves?" every step belongs to the topic without naming it:
// "Stand at arm's length from a wall".
func (f *filters) allowsUnder(heading, sentence string, v guard.Verdict) bool {
	if !f.allows(sentence, v) {
		return false
	}
	for _, topic := range forbidden(v) {
		if bodily[topic] && f.names(topic, heading) >= 0 && !anyMatch(f.warns, sentence) {
			return false
		}
	}
	return true
}

// bodily are the topics of what is done with a body. The heading of another
// says too little: "When is leg pain at home an emergency?".
var bodily = map[string]bool{
	"massage": true, "heat": true, "cold": true, "stretch": true, "exercise": true, "walk": true, "elevation": true, "compression": true,
}

// forbidden lists the topics that may not be advised beside a verdict.
func forbidden(v guard.Verdict) []string {
	if v.Level < guard.Urgent {
		return v.Forbid
	}
	return slices.Concat(v.Forbid, urgentForbids)
}

// names returns where a sentence first names a topic, or -1. A topic that
// filters.yaml does not know is looked for as a word. A sentence that warns
// against the topic does so before it names it: "do not massage".
func (f *filters) names(topic, sentence string) int {
	patterns, ok := f.topics[topic]
	if !ok {
		patterns = []*regexp.Regexp{regexp.MustCompile(`(?i)\b` + regexp.QuoteMeta(topic))}
	}
	first := -1
	for _, re := range patterns {
		if m := re.FindStringIndex(sentence); m != nil && (first < 0 || m[0] < first) {
			first = m[0]
		}
	}
	return first
}

func anyMatch(patterns []*regexp.Regexp, s string) bool {
	for _, re := range patterns {
		if re.MatchString(s) {
			return true
		}
	}
	return false
}
