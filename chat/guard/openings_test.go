package guard_test

import (
	"os"
	"strings"
	"testing"

	"github.com/limber-health/limber/chat/guard"
)

// openingsBudget is how many messages may fall, of all that the test makes. It may
// only shrink.
const openingsBudget = 1019

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
