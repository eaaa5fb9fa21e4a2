package telemetry

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"log/slog"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/limber-health/limber/chat"
	"github.com/limber-health/limber/chat/guard"
)

// skipped counts the arguments before the first key of a logging call.
var skipped = map[string]int{
	"Debug": 1, "Info": 1, "Warn": 1, "Error": 1, "DebugContext": 2, "InfoContext": 2, "WarnContext": 2, "ErrorContext": 2, "Log": 3, "LogAttrs": 3, "With": 0,
}

// personal are the names of fields that hold what people wrote or were told.
var personal = []string{"Message", "Messages", "Query", "Text", "Quote", "Markdown", "HTML", "Comment", "Body", "History", "Sentences", "Evidence", "Headline"}

// Every key in the program's source that reaches a log or a span is classified,
// and no value is one of the fields that hold what people write.
func TestEveryKeyIsClassified(t *testing.T) {
	keys := 0
	eachCall(t, func(at token.Position, call *ast.CallExpr, sel *ast.SelectorExpr, on string) {
		var from int
		switch n, logs := skipped[sel.Sel.Name]; {
		case logs && strings.HasSuffix(strings.ToLower(on), "log"):
			from = n
		case on == "attribute" && len(call.Args) == 2, on == "slog" && len(call.Args) == 2 && slices.Contains([]string{"String", "Int", "Bool", "Any", "Duration", "Time", "Float64", "Int64", "Uint64"}, sel.Sel.Name):
			from = 0
		default:
			return
		}
		for i := from; i < len(call.Args); i += 2 {
			key, ok := call.Args[i].(*ast.BasicLit)
			if !ok {
				t.Errorf("%v: key %d is not written out", at, i)
				continue
			}
			name, _ := strconv.Unquote(key.Value)
			if keys++; Keys[name] == "" {
				t.Errorf("%v: key %q is not classified in api/telemetry/log.go", at, name)
			}
			if i+1 < len(call.Args) {
				noPersonal(t, at, call.Args[i+1])
			}
		}
	})
	if keys < 60 {
		t.Errorf("found only %d keys: the test does not see the logging calls", keys)
	}
}

func noPersonal(t *testing.T, at token.Position, value ast.Expr) {
	ast.Inspect(value, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			if f, ok := call.Fun.(*ast.Ident); ok && f.Name == "len" {
				return false // a length says little
			}
		}
		if s, ok := n.(*ast.SelectorExpr); ok && slices.Contains(personal, s.Sel.Name) {
			t.Errorf("%v: logs field %s", at, s.Sel.Name)
		}
		return true
	})
}

// Nothing of the server prints past the log.
func TestNothingPrintsPastTheLog(t *testing.T) {
	eachCall(t, func(at token.Position, _ *ast.CallExpr, sel *ast.SelectorExpr, on string) {
		folder := filepath.ToSlash(filepath.Dir(at.Filename))
		server := strings.Contains(folder, "/api") && !strings.Contains(folder, "widget") || strings.Contains(folder, "/chat") || strings.Contains(folder, "/retrieval") && !strings.Contains(folder, "distill")
		if server && (on == "fmt" && strings.HasPrefix(sel.Sel.Name, "Print") || on == "log" && strings.HasPrefix(sel.Sel.Name, "Print") || on == "log" && strings.HasPrefix(sel.Sel.Name, "Fatal")) {
			t.Errorf("%v: %s.%s", at, on, sel.Sel.Name)
		}
	})
}

// eachCall visits every call of a method or a package's function in the
// program, tests apart. on is the last name before the dot.
func eachCall(t *testing.T, f func(at token.Position, call *ast.CallExpr, sel *ast.SelectorExpr, on string)) {
	t.Helper()
	files := token.NewFileSet()
	err := filepath.WalkDir("../..", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "testdata" || d.Name() == "node_modules" || len(d.Name()) > 2 && d.Name()[0] == '.') {
			return fs.SkipDir
		}
		if filepath.Ext(p) != ".go" || strings.HasSuffix(p, "_test.go") {
			return nil
		}
		src, err := parser.ParseFile(files, p, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(src, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			sel, ok := call.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			switch x := sel.X.(type) {
			case *ast.Ident:
				f(files.Position(call.Pos()), call, sel, x.Name)
			case *ast.SelectorExpr:
				f(files.Position(call.Pos()), call, sel, x.Sel.Name)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestSafeLog(t *testing.T) {
	var b bytes.Buffer
	log := slog.New(SafeLog(slog.NewJSONHandler(&b, nil)))
	log.With("message", "my leg hurts").Info("request", "status", 200, "question", "my leg hurts", slog.Group("status", "text", "my leg hurts"))
	if got := b.String(); strings.Contains(got, "my leg hurts") || !strings.Contains(got, `"status":200`) || strings.Count(got, hidden) != 3 {
		t.Errorf("got %s", got)
	}
}

var (
	labelNames = regexp.MustCompile(`variableLabels: \{([^}]*)\}`)
	metricName = regexp.MustCompile(`fqName: "([^"]*)"`)
)

// registered are the names of all metrics, with their labels.
func registered(t *testing.T) map[string][]string {
	t.Helper()
	m := New("test")
	m.WatchGuard(func() guard.Counts { return guard.Counts{} })
	descs := make(chan *prometheus.Desc, 1000)
	m.registry.Describe(descs)
	close(descs)
	out := map[string][]string{}
	for d := range descs {
		out[metricName.FindStringSubmatch(d.String())[1]] = strings.Split(labelNames.FindStringSubmatch(d.String())[1], ",")
	}
	return out
}

func TestEveryLabelIsClassified(t *testing.T) {
	ours := 0
	for name, labels := range registered(t) {
		if !strings.HasPrefix(name, "limber_") {
			continue
		}
		ours++
		for _, l := range labels {
			if l != "" && Keys[l] != Closed {
				t.Errorf("%s: label %q is not a closed set", name, l)
			}
		}
	}
	if ours < 20 {
		t.Errorf("found only %d metrics of ours", ours)
	}
}

var used = regexp.MustCompile(`\b(limber|go|process)_[a-z_]+`)

// The dashboard and the alerts name only metrics that exist, with labels that
// they have.
func TestFilesNameRealMetrics(t *testing.T) {
	real := registered(t)
	var board struct {
		Panels []struct {
			Title   string
			Targets []struct{ Expr string }
		}
	}
	if err := json.Unmarshal(Dashboard(), &board); err != nil {
		t.Fatal(err)
	}
	var rules struct {
		Groups []struct {
			Rules []struct {
				Alert       string
				Expr        string
				Labels      map[string]string
				Annotations map[string]string
			}
		}
	}
	if err := yaml.Unmarshal(Alerts(), &rules); err != nil {
		t.Fatal(err)
	}
	exprs := map[string]string{}
	for _, p := range board.Panels {
		for i, target := range p.Targets {
			exprs[p.Title+" "+strconv.Itoa(i)] = target.Expr
		}
	}
	for _, r := range rules.Groups[0].Rules {
		exprs[r.Alert] = r.Expr
		if r.Annotations["summary"] == "" || r.Annotations["action"] == "" || r.Labels["severity"] == "" {
			t.Errorf("%s does not say what happened and what to do", r.Alert)
		}
	}
	if len(board.Panels) < 20 || len(exprs) < 35 {
		t.Fatalf("read %d panels and %d expressions", len(board.Panels), len(exprs))
	}
	named := map[string]bool{}
	for where, expr := range exprs {
		for _, name := range used.FindAllString(expr, -1) {
			base := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(name, "_bucket"), "_count"), "_sum")
			labels, ok := real[name]
			if !ok {
				labels, ok = real[base]
			}
			if !ok {
				t.Errorf("%s: there is no metric %s", where, name)
			}
			named[name], named[base] = true, true
			for _, by := range regexp.MustCompile(`by \(([a-z, ]+)\)`).FindAllStringSubmatch(expr, -1) {
				for l := range strings.SplitSeq(by[1], ", ") {
					if l != "le" && strings.HasPrefix(name, "limber_") && !slices.Contains(labels, l) {
						t.Errorf("%s: %s has no label %s, only %v", where, name, l, labels)
					}
				}
			}
		}
	}
	for name := range real {
		if strings.HasPrefix(name, "limber_") && !named[name] && name != "limber_build_info" {
			t.Errorf("%s is on no panel and in no alert", name)
		}
	}
}

func TestMetricsOfReplies(t *testing.T) {
	m := New("test")
	m.Reply("rest", &chat.Reply{Answer: chat.Answer{Status: chat.Refused, Reason: chat.NotInCorpus}, Triage: guard.Verdict{Level: guard.Urgent}, Degraded: true}, nil)
	for _, err := range []error{chat.ErrEmpty, chat.ErrNotFound, context.Canceled, context.DeadlineExceeded, errors.New("my leg hurts"), nil} {
		m.Reply("slack", nil, err)
	}
	m.Made(&chat.Receipt{Findings: []chat.FiredRule{{Rule: "E01"}}, Gates: chat.Gates{Replaced: 2}})
	m.Fault("store_save")
	m.Request("", "GET", 404, time.Second)
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	for _, want := range []string{
		`limber_replies_total{channel="rest",outcome="refused"} 1`, `limber_refusals_total{reason="not_in_corpus"} 1`, `limber_triage_verdicts_total{channel="rest",level="urgent"} 1`,
		`limber_degraded_replies_total{channel="rest"} 1`, `limber_replies_total{channel="slack",outcome="client_left"} 1`, `limber_replies_total{channel="slack",outcome="error"} 2`,
		`limber_rule_fired_total{rule="E01"} 1`, `limber_sentences_total{result="replaced"} 2`, `limber_reply_faults_total{kind="store_save"} 1`,
		`limber_http_request_duration_seconds_count{class="4xx",method="GET",route="none"} 1`,
	} {
		if !strings.Contains(w.Body.String(), want+"\n") {
			t.Errorf("there is no %s", want)
		}
	}
	var none *Metrics // everything may be called without metrics
	none.Reply("rest", nil, nil)
	none.Made(&chat.Receipt{})
	none.Request("", "GET", 200, 0)
	none.Streams(1)
	none.Slack("accepted")
}
