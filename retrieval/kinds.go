package retrieval

import (
	_ "embed"
	"strings"
)

// The question types. The zero value means that none was recognised.
const (
	AnyType     QuestionType = ""
	Seriousness QuestionType = "seriousness" // is it dangerous, when to see a doctor
	Duration    QuestionType = "duration"    // how long it lasts
	Outlook     QuestionType = "outlook"     // what becomes of it, cure, complications
	Inheritance QuestionType = "inheritance"
	Prevalence  QuestionType = "prevalence" // how common it is
	Prevention  QuestionType = "prevention"
	Risk        QuestionType = "risk"      // who gets it
	Diagnosis   QuestionType = "diagnosis" // tests, how to tell
	Treatment   QuestionType = "treatment" // what helps
	Cause       QuestionType = "cause"
	Symptoms    QuestionType = "symptoms"
	Definition  QuestionType = "definition" // what it is
)

//go:embed lexicon/types.yaml
var typesFile []byte

// maxKinds bounds the number of question types.
const maxKinds = 12

// kindScores tells, per question type, how much of a passage answers it, from
// 0 to 255.
type kindScores [maxKinds]uint8

// kindRules is lexicon/types.yaml made ready for matching.
type kindRules struct {
	names                     []QuestionType
	questions, headings, text *phrases
	asking                    *phrases // those of questions that are no topic of their own
}

// kinds is read once and never changed.
var kinds = onFirstUse(mustKinds, typesFile)

func mustKinds(raw []byte) kindRules {
	var file struct {
		Types []struct {
			Type      QuestionType `yaml:"type"`
			Questions []string     `yaml:"questions"`
			Things    []string     `yaml:"things"`
			Headings  []string     `yaml:"headings"`
			Text      []string     `yaml:"text"`
		} `yaml:"types"`
	}
	if err := decodeYAML(raw, &file); err != nil {
		panic("read lexicon/types.yaml: " + err.Error())
	}
	if len(file.Types) > maxKinds {
		panic("read lexicon/types.yaml: too many types")
	}
	k := kindRules{questions: newPhrases(), asking: newPhrases(), headings: newPhrases(), text: newPhrases()}
	for i, t := range file.Types {
		k.names = append(k.names, t.Type)
		for _, s := range t.Questions {
			k.questions.add(s, i)
			k.asking.add(s, i)
		}
		for _, s := range t.Things {
			k.questions.add(s, i)
		}
		for _, s := range t.Headings {
			k.headings.add(s, i)
		}
		for _, s := range t.Text {
			k.text.add(s, i)
		}
	}
	return k
}

// index returns the position of a type, or -1.
func (k *kindRules) index(t QuestionType) int {
	for i, n := range k.names {
		if n == t {
			return i
		}
	}
	return -1
}

// detect returns the type a question asks for. Of several, the one with the
// longest phrase wins, then the one earlier in the file.
func (k *kindRules) detect(words []string) QuestionType {
	found, length := -1, 0
	k.questions.find(words, func(p phrase, _, _ int) {
		n := 0
		for _, w := range p.words {
			n += len(w)
		}
		if k.names[p.value] == Definition {
			n = 1 // "what is" opens questions of every type
		}
		if n > length || n == length && p.value < found {
			found, length = p.value, n
		}
	})
	if found < 0 {
		return AnyType
	}
	return k.names[found]
}

// heading tells which types a heading path answers: 1 for its last part, less
// for the ones above.
func (k *kindRules) heading(path string, scores *[maxKinds]float64) {
	parts := strings.Split(path, " > ")
	for i, part := range parts {
		worth := 1.0
		if i < len(parts)-1 {
			worth = 0.5
		}
		k.headings.find(foldedWords(part), func(p phrase, _, _ int) {
			scores[p.value] = max(scores[p.value], worth)
		})
	}
}

// answers reports whether a heading path or title is about a question type.
func (k *kindRules) answers(path string, t QuestionType) bool {
	i := k.index(t)
	if i < 0 || path == "" {
		return false
	}
	var scores [maxKinds]float64
	k.heading(path, &scores)
	return scores[i] > 0
}

// Shares of heading and text in how much a passage answers a type.
const (
	kindHeading = 0.6
	kindTitle   = 0.3
	kindText    = 0.4
)

// kindsOf scores every passage of s for every question type.
func kindsOf(s *Snapshot) []kindScores {
	out := make([]kindScores, len(s.Passages))
	definition := kinds().index(Definition)
	heads := map[string][maxKinds]float64{}
	for i, p := range s.Passages {
		section, ok := heads[p.Section]
		if !ok {
			kinds().heading(p.Section, &section)
			heads[p.Section] = section
		}
		var title [maxKinds]float64
		kinds().heading(p.Title, &title)
		if first := i == 0 || s.Passages[i-1].Article != p.Article; first {
			section[definition] = max(section[definition], 0.7)
		}
		text := kinds().cues(p.Text)
		for t := range out[i] {
			v := kindText*text[t] + max(kindHeading*section[t], kindTitle*title[t])
			out[i][t] = uint8(255 * min(v, 1))
		}
	}
	return out
}

// cues tells how densely a text holds the words of each type: three in a
// hundred words count as full.
func (k *kindRules) cues(text string) (density [maxKinds]float64) {
	words := foldedWords(text)
	k.text.find(words, func(p phrase, _, _ int) { density[p.value]++ })
	for t := range density {
		density[t] = min(1, density[t]/(3*max(1, float64(len(words))/100)))
	}
	return density
}
