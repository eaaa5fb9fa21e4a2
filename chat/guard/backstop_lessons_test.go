package guard

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/limber-health/limber/corpus"
)

// A lesson is one text to learn from.
type lesson struct {
	id     string
	author string
	turns  []string
	words  []spelled
	signs  []uint32
	level  Level
	rules  Level // by the rules alone
	accept Level // also right; None when there is no other
	piece  bool  // a sentence of another lesson, one of a pair or a general question; sets no threshold
	weight float64
	odds   float64 // of a flag, their logarithm, see setLengths
	x      []valued
}

// harmless are questions that other parts of Limber ship. Nobody labelled them;
// one that the rules alone raise to urgent is left out.
var harmless = []string{
	"../testdata/answers.dev.jsonl", "../testdata/followups.jsonl", "../../retrieval/testdata/refusal.jsonl",
	"../../retrieval/testdata/refusal_blind.jsonl", "../../retrieval/testdata/natural/queries.jsonl",
}

// A school reads lessons with one rule set.
type school struct {
	t testing.TB
	c *compiled
}

func newSchool(t testing.TB) *school {
	t.Helper()
	c, err := compileRules(os.DirFS("rules"))
	if err != nil {
		t.Fatal(err)
	}
	return &school{t, c}
}

// readLessons reads everything to learn from. The author of a file is the part
// of its name before the first dot; several files may be by one hand.
func (s *school) readLessons() []lesson {
	files, err := filepath.Glob("testdata/*/*.dev.jsonl")
	if err != nil || len(files) == 0 {
		s.t.Fatalf("no cases: %v", err)
	}
	out := append(s.readSoak(), s.readExamples()...)
	out = append(out, s.readTwins()...)
	out = append(out, s.readAsked()...)
	for _, f := range append(files, harmless...) {
		if !isNotLearned(filepath.Base(f)) {
			out = append(out, s.readFile(f)...)
		}
	}
	return out
}

// notLearned begin the names of files that are no lessons: eleven hundred dangers in
// two to five words, nearly all raised by rules. Fitted on them too, the backstop
// alarmed at 9 more of the 1,844 harmless held-back messages and found one flag more.
// The other two are what hostile readers made of plain dangers, without anything
// harmless beside it: fitted on them too, it noticed 10 held-back flags of 3,220 less.
var notLearned = []string{"fortysixth-night", "fiftyfifth-structures", "fiftysixth-panic"}

func isNotLearned(file string) bool {
	return slices.ContainsFunc(notLearned, func(name string) bool { return strings.HasPrefix(file, name) })
}

// authors are the hands behind the files, by the beginning of the name.
var authors = map[string]string{"adversarial": "first", "benign": "first", "multiturn": "first", "positives": "first", "pressure": "first",
	"second": "second", "answers": "own", "followups": "own", "refusal": "own", "refusal_blind": "own", "queries": "own", "core": "own"}

func authorOf(file string) string {
	name, _, _ := strings.Cut(filepath.Base(file), ".")
	name, _, _ = strings.Cut(name, "-")
	if a, ok := authors[name]; ok {
		return a
	}
	return name
}

// lesson reads the turns with the rules alone.
func (s *school) lesson(id, author string, turns []string) lesson {
	l := lesson{id: id, author: author, turns: turns, weight: 1}
	v := s.c.newSession()
	defer v.close()
	for _, text := range turns {
		v.add(text)
	}
	l.rules, l.signs = v.level, v.signs()
	words := v.spelled() // without sentences about things alone
	for _, w := range words[max(0, len(words)-recentTurns):] {
		l.words = append(l.words, w...)
	}
	return l
}

// readExamples reads the messages that show when a rule fires and when it
// holds still, at the level of the rule or what the rules give them.
func (s *school) readExamples() []lesson {
	var out []lesson
	for _, r := range s.c.rules {
		for i, text := range append(append([]string{}, r.def.Fire...), r.def.Hold...) {
			l := s.lesson(text, "own", strings.Split(text, " / "))
			if l.level = l.rules; i < len(r.def.Fire) {
				l.level = max(l.level, r.def.Level) // it may be a lead
			}
			out = append(out, l)
		}
	}
	return out
}

// readSoak reads the harmless messages that the soak test runs.
func (s *school) readSoak() []lesson {
	files, _ := filepath.Glob("testdata/soak-*.txt")
	var out []lesson
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			s.t.Fatal(err)
		}
		for line := range strings.Lines(string(b)) {
			if line = strings.TrimSpace(line); !strings.HasPrefix(line, "#") {
				out = append(out, s.lesson(line, "own", []string{line}))
			}
		}
	}
	return out
}

// twinWeight is how much a line of two that sound alike counts: what tells them
// apart must not drown in the rest.
const twinWeight = 3

// readTwins reads harmless lines and real signs that sound alike.
func (s *school) readTwins() []lesson {
	var out []lesson
	for _, file := range []string{"testdata/ordinary.txt", "testdata/twins.txt"} {
		b, err := os.ReadFile(file)
		if err != nil {
			s.t.Fatal(err)
		}
		for line := range strings.Lines(string(b)) {
			name, text, ok := strings.Cut(strings.TrimSpace(line), "\t")
			level, err := ParseLevel(name)
			if !ok || err != nil {
				continue
			}
			l := s.lesson(text, "own", []string{text})
			l.level, l.weight, l.piece = level, twinWeight, true
			out = append(out, l)
		}
	}
	return out
}

// general begins a question about the world, and personal is a word of one
// about somebody.
var (
	general  = regexp.MustCompile(`(?i)^(what|why|how|does|do|can|is|are|which|when|should|could|will|would|who) `)
	personal = regexp.MustCompile(`(?i)\b(my|me|i|i'm|im|ive|i've|mum|mums|dad|mom|she|he|her|his|wife|husband|son|daughter|nan|gran|baby|we|our|someone|wake)\b`)
)

// readAsked reads the questions that the built-in articles expect, as far as
// they ask in general and the rules find nothing in them.
func (s *school) readAsked() []lesson {
	articles, err := corpus.Builtin()
	if err != nil {
		s.t.Fatal(err)
	}
	var out []lesson
	for _, a := range articles {
		for _, q := range a.Questions {
			if !general.MatchString(q.Text) || personal.MatchString(q.Text) {
				continue
			}
			if l := s.lesson(q.Text, "asked", []string{q.Text}); l.rules == None {
				l.piece = true // so easy that they would loosen the thresholds
				out = append(out, l)
			}
		}
	}
	return out
}

func (s *school) readFile(file string) []lesson {
	f, err := os.Open(file)
	if err != nil {
		s.t.Fatal(err)
	}
	defer f.Close()
	var out []lesson
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		out = append(out, s.readRow(lines.Bytes(), authorOf(file))...)
	}
	return out
}

// readRow reads one conversation of a file and, if it is harmless, its
// sentences.
func (s *school) readRow(b []byte, author string) []lesson {
	var row struct {
		ID, Message, Text, Expect, Part string
		Messages, Tags                  []string
	}
	if err := json.Unmarshal(b, &row); err != nil {
		s.t.Fatal(err)
	}
	turns := row.Messages
	if len(turns) == 0 {
		turns = []string{row.Message + row.Text}
	}
	l := s.lesson(row.ID, author, turns)
	if row.Part == "held" || row.Expect == "" && l.rules >= Urgent {
		return nil
	}
	if row.Expect != "" {
		if err := l.level.UnmarshalText([]byte(row.Expect)); err != nil {
			s.t.Fatal(err)
		}
	}
	for _, tag := range row.Tags {
		if name, ok := strings.CutPrefix(tag, "accept:"); ok {
			l.accept, _ = ParseLevel(name)
		}
	}
	out := []lesson{l}
	if l.level == None {
		out = append(out, s.pieces(turns, author)...)
	}
	return out
}

// fewestPiece is the least words of a sentence to learn from by itself.
const fewestPiece = 5

// pieces are the sentences of a harmless conversation, each harmless too.
func (s *school) pieces(turns []string, author string) []lesson {
	var out []lesson
	for _, turn := range turns {
		sentences := strings.FieldsFunc(turn, func(r rune) bool { return strings.ContainsRune(".!?\n", r) })
		if len(turns)+len(sentences) < 3 {
			continue
		}
		for _, text := range sentences {
			if l := s.lesson(text, author, []string{text}); len(l.words) >= fewestPiece {
				l.piece = true
				out = append(out, l)
			}
		}
	}
	return out
}

// mostAskedAlarms is the largest share of general questions that may raise an
// alarm; some do ask of a danger as somebody who has it would.
const mostAskedAlarms = 0.02

// TestGeneralQuestions asks what the built-in articles expect to be asked in
// general, with the whole guard.
func TestGeneralQuestions(t *testing.T) {
	articles, err := corpus.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	g, n, alarms := mutable(t), 0, 0
	for _, a := range articles {
		for _, q := range a.Questions {
			if !general.MatchString(q.Text) || personal.MatchString(q.Text) {
				continue
			}
			if n++; g.Eval([]string{q.Text}, "").Level > None {
				alarms++
			}
		}
	}
	t.Logf("%d of %d general questions raise an alarm, %.1f %%", alarms, n, 100*float64(alarms)/float64(n))
	if n < 5000 || float64(alarms) > mostAskedAlarms*float64(n) {
		t.Errorf("%d alarms on %d general questions, want at most %.0f %%", alarms, n, 100*mostAskedAlarms)
	}
}
