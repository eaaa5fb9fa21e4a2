package guard

import (
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"
)

func TestDbg(t *testing.T) {
	sub, _ := fs.Sub(embedded, "rules")
	c, err := compileRules(sub)
	if err != nil {
		t.Fatal(err)
	}
	g := &Guard{rules: c, deadline: -1}
	g.texts, _ = loadNotices()
	for _, x := range strings.Split(os.Getenv("X"), "|") {
		tr := g.Explain(strings.Split(x, " / "), "en-GB")
		fmt.Println("==", x, "=>", tr.Level)
		for _, m := range tr.Mentions {
			fmt.Printf("  %-18s %-28q %s (%s) %v %s %s\n", m.Concept, m.Words.Text, m.Status, m.Because, m.Sites, m.Side, m.Person)
		}
		for _, f := range tr.Fired {
			fmt.Println("     FIRED", f.Rule, f.Level)
		}
		for _, q := range tr.Questions {
			fmt.Println("     ?", q.Text)
		}
	}
}
