package guard

import (
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestConceptsNamedInCode holds every concept that the code names against the
// rule files: a concept that was renamed there would be passed over in silence.
func TestConceptsNamedInCode(t *testing.T) {
	c, err := compileRules(os.DirFS("rules"))
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		code, err := parser.ParseFile(gotoken.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(code, func(n ast.Node) bool {
			for _, name := range conceptNames(n) {
				named[name] = true
			}
			return true
		})
	}
	for name := range named {
		if _, ok := c.lexer.byID[name]; !ok {
			t.Errorf("the code names the concept %q, the rules do not have it", name)
		}
	}
	if len(named) < 40 {
		t.Errorf("only %d names found: the test reads the code wrongly", len(named))
	}
}

// conceptNames are the strings that an id is compared with.
func conceptNames(n ast.Node) (names []string) {
	add := func(e ast.Expr) {
		if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == gotoken.STRING {
			name, _ := strconv.Unquote(lit.Value)
			names = append(names, name)
		}
	}
	switch n := n.(type) {
	case *ast.BinaryExpr:
		if isID(n.X) && (n.Op == gotoken.EQL || n.Op == gotoken.NEQ) {
			add(n.Y)
		}
	case *ast.SwitchStmt:
		if !isID(n.Tag) {
			return nil
		}
		for _, clause := range n.Body.List {
			for _, e := range clause.(*ast.CaseClause).List {
				add(e)
			}
		}
	}
	return names
}

func isID(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.SelectorExpr:
		return e.Sel.Name == "id"
	case *ast.Ident:
		return e.Name == "id"
	}
	return false
}
