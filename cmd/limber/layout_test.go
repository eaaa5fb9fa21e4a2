package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// module is the import path of the repository's root.
const module = "github.com/limber-health/limber/"

// mayImport is the direction of imports: each folder and the folders of ours
// that it may use. Tests may use more.
var mayImport = map[string][]string{
	"corpus":        {},
	"retrieval":     {"corpus"},
	"ingest":        {"corpus", "retrieval", "ingest/web"},
	"ingest/web":    {},
	"chat/guard":    {},
	"chat":          {"chat/guard", "retrieval"},
	"chat/store":    {"chat"},
	"api/gate":      {},
	"api/telemetry": {"api/gate", "chat", "chat/guard", "retrieval"},
	"api":           {"api/gate", "api/telemetry", "chat"},
	"api/slack":     {"chat", "chat/store"},

	"api/apitest":         {},            // what tests of several folders share
	"api/slack/slackfake": {"api/slack"}, // stands in for Slack in tests
	"retrieval/embedfake": {},            // stands in for an embedding server in tests
	"api/widget/build":    {},            // makes the widget's bundle, not part of the program
	"cmd":                 {"corpus", "retrieval", "ingest", "ingest/web", "chat", "chat/guard", "chat/store", "api", "api/gate", "api/telemetry", "api/slack"},
}

// onlyImporter keeps a library inside one folder.
var onlyImporter = map[string]string{
	"github.com/gin-gonic/gin":             "api",
	"github.com/philippgille/chromem-go":   "retrieval",
	"github.com/slack-go/slack":            "api/slack",
	"github.com/alecthomas/kong":           "cmd",
	"github.com/prometheus/client_golang":  "api/telemetry",
	"go.opentelemetry.io/otel":             "api/telemetry",
	"github.com/gofrs/flock":               "api/gate",
	"github.com/modelcontextprotocol":      "api",
	"github.com/ledongthuc/pdf":            "ingest",
	"github.com/schollz/progressbar/v3":    "cmd",
	"github.com/getkin/kin-openapi":        "api",
	"modernc.org/sqlite":                   "chat/store",
	"github.com/go-shiori/go-readability":  "ingest",
	"github.com/JohannesKaufmann/html-to-": "ingest",
	"github.com/temoto/robotstxt":          "ingest/web",
	"code.dny.dev/ssrf":                    "ingest/web",
}

func TestImportsGoOneWay(t *testing.T) {
	files := 0
	eachGoFile(t, func(file, folder string, imports []string) {
		files++
		if strings.HasSuffix(file, "_test.go") {
			return
		}
		allowed, ok := mayImport[folder]
		if !ok {
			t.Errorf("%s: folder %s is not part of the architecture", file, folder)
		}
		for _, imp := range imports {
			if ours, ok := strings.CutPrefix(imp, module); ok && ours != folder && !slices.Contains(allowed, ours) {
				t.Errorf("%s imports %s, which %s may not", file, imp, folder)
			}
			for lib, home := range onlyImporter {
				if strings.HasPrefix(imp, lib) && folder != home {
					t.Errorf("%s imports %s, which belongs in %s", file, imp, home)
				}
			}
		}
	})
	if files < 20 {
		t.Fatalf("read %d Go files, expected the whole repository", files)
	}
}

// Go's own regular expressions take time in proportion to the text. Others may
// take for ever, and a pattern of a stranger is not compiled at all.
func TestOnlyLinearPatterns(t *testing.T) {
	eachGoFile(t, func(file, _ string, imports []string) {
		for _, imp := range imports {
			if strings.Contains(imp, "regexp2") || strings.Contains(imp, "pcre") || strings.Contains(imp, "oniguruma") {
				t.Errorf("%s imports %s", file, imp)
			}
		}
	})
}

// What a person or an article says is never read as a template: a prompt is put
// together from pieces.
func TestNoTemplatesOverWords(t *testing.T) {
	eachGoFile(t, func(file, folder string, imports []string) {
		for _, imp := range imports {
			inChat := folder == "chat" || folder == "retrieval" || folder == "ingest"
			if strings.Contains(imp, "langchaingo/prompts") || strings.Contains(imp, "gonja") || inChat && strings.HasSuffix(imp, "/template") {
				t.Errorf("%s imports %s", file, imp)
			}
		}
	})
}

func TestTopLevel(t *testing.T) {
	want := []string{"LICENSE", "README.md", "api", "chat", "cmd", "corpus", "docker-compose.yml", "go.mod", "go.sum", "ingest", "retrieval"}
	entries, err := os.ReadDir("../..")
	if err != nil {
		t.Fatal(err)
	}
	have := map[string]bool{}
	for _, e := range entries {
		have[e.Name()] = true
	}
	for _, name := range want {
		if !have[name] {
			t.Errorf("%s is missing at the top level", name)
		}
	}
}

// eachGoFile calls f for every Go file with its folder of the architecture.
func eachGoFile(t *testing.T, f func(file, folder string, imports []string)) {
	t.Helper()
	root := "../.."
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "testdata" || d.Name() == "node_modules" || len(d.Name()) > 2 && d.Name()[0] == '.') {
			return fs.SkipDir
		}
		if filepath.Ext(p) != ".go" {
			return nil
		}
		src, err := parser.ParseFile(token.NewFileSet(), p, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		var imports []string
		for _, i := range src.Imports {
			s, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				return err
			}
			imports = append(imports, s)
		}
		rel, err := filepath.Rel(root, p)
		if err != nil {
			return err
		}
		folder := path.Dir(filepath.ToSlash(rel))
		if strings.HasPrefix(folder, "cmd/") {
			folder = "cmd"
		}
		f(rel, folder, imports)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
