package guard_test

import (
	"os"
	"strings"
	"testing"

	"github.com/limber-health/limber/chat/guard"
)

// openingsBudget is how many messages may fall, of all that the test makes. It may
// only shrink. What falls cannot be told from the harmless by its words:
//   - behind a time long ago, what was done or had in the past tense, or what "and" adds
//     to what somebody had: "I was ill last year and I took 30 paracetamol";
//   - beside a novel that somebody writes, a "he" or "the baby", who may be in it;
//   - "he" behind a sick cat; a thing that died and what could be its liquid.
const openingsBudget = 19

// A clauseList holds the clauses of a section of openings.txt and how they are
// joined to a danger.
type clauseList struct {
	behind  bool
	joins   []string
	clauses []string
}

// TestOpeningsNeverLower puts clauses that deny, ask, excuse or tell something else
// before and behind plain dangers: none may take anything from the level that the
// danger has alone.
func TestOpeningsNeverLower(t *testing.T) {
	g := newGuard(t)
	dangers, lists := readOpenings(t)
	made, fell := 0, 0
	for _, d := range dangers {
		alone := g.Eval([]string{d}, "en-GB")
		want := alone.Level
		if want < guard.Urgent || !byRules(alone, want) {
			t.Errorf("%q alone: %v", d, want)
		}
		for _, l := range lists {
			for _, text := range l.beside(d) {
				made++
				if got := g.Eval([]string{text}, "en-GB").Level; got < want {
					fell++
					t.Logf("%q: %v, want %v", text, got, want)
				}
			}
		}
	}
	t.Logf("%d of %d fell", fell, made)
	if made < 10000 || fell > openingsBudget {
		t.Errorf("%d of %d fell, want at most %d", fell, made, openingsBudget)
	}
}

// beside gives the messages of a danger with each clause of the list.
func (l clauseList) beside(danger string) (texts []string) {
	for _, c := range l.clauses {
		for _, j := range l.joins {
			if l.behind {
				texts = append(texts, danger+j+" "+c)
			} else {
				texts = append(texts, c+j+" "+danger)
			}
		}
	}
	return texts
}

// readOpenings reads the dangers and the lists of clauses.
func readOpenings(t *testing.T) (dangers []string, lists []clauseList) {
	t.Helper()
	data, err := os.ReadFile("testdata/openings.txt")
	if err != nil {
		t.Fatal(err)
	}
	into := &dangers
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case line[0] != '=':
			*into = append(*into, line)
		case line != "= dangers":
			lists = append(lists, newClauseList(line))
			into = &lists[len(lists)-1].clauses
		}
	}
	return dangers, lists
}

// newClauseList reads the head of a section: "= before , . and".
func newClauseList(head string) clauseList {
	f := strings.Fields(head)
	l := clauseList{behind: f[1] == "after"}
	for _, j := range f[2:] {
		if j != "," && j != "." {
			j = " " + strings.ReplaceAll(j, "_", " ")
		}
		l.joins = append(l.joins, j)
	}
	return l
}

// TestWhatTheyDoClear wants what openings of these kinds do take out to raise nothing.
func TestWhatTheyDoClear(t *testing.T) {
	wantLevels(t, map[string]guard.Level{
		"hypothetically, if someone is vomiting blood what happens": guard.None,
		"stroke, exam question":                                     guard.None,
		"writing my novel, he is having a seizure in chapter two":   guard.None,
		"I used to get chest pain and palpitations, they stopped":   guard.None,
		"used to have seizures, blackouts":                          guard.None,
		"years ago I had a stroke and seizures":                     guard.None,
		"years back I was in a dark place and wanted to end it":     guard.None,
		"essay on falls and chest pain":                             guard.None,
		"what do you think causes chest pain":                       guard.None,
		"just wondering what vomiting blood means":                  guard.None,
		"what do you think, is chest pain at night common":          guard.None,
		"my exam is on the heart, chest pain and palpitations":      guard.None,
		"three people were paralysed by bad alcohol, says the news": guard.None,
		"no fever, chest pain or vomiting":                          guard.None,
		"no diabetes, high blood pressure or strokes":               guard.None,
		"never had a fit, a faint or chest pain":                    guard.None,
		"not had any fever, vomiting or rash":                       guard.None,
	})
}
