package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

// benchCmd measures quality.
type benchCmd struct {
	Suites    benchSuitesCmd    `cmd:"" default:"withargs" help:"Triage, answers and refusals on files of cases, on this build or on any server that speaks the same interface."`
	Retrieval benchRetrievalCmd `cmd:"" help:"Rank the documents of a folder in BEIR layout: nDCG@10, recall@100, MRR."`
}

// benchSuitesCmd runs files of cases. What a file holds is told by its lines:
//
//	{"id","messages":[…],"expect":"urgent","tags":["accept:emergency"]}  triage
//	{"id","message":"…","facts":["pattern", …]}                          answers
//	{"id","text":"…","label":"answerable|near_miss|unanswerable"}        refusals
//	{"id","claim":"…","supported":true}                                  proofs
type benchSuitesCmd struct {
	indexFlags
	Suite            []string `help:"Folder or file of cases (.jsonl); give the flag once for each." type:"path" placeholder:"DIR"`
	Target           string   `help:"Measure the server at this address instead of this build." placeholder:"URL"`
	HTML             string   `help:"Write a page with every case that went wrong." name:"html" placeholder:"OUT"`
	MinSensitivity   float64  `help:"Fail when fewer flagged cases than this share get any flag." default:"0" placeholder:"0.97"`
	MaxFalseAlarms   float64  `help:"Fail when more harmless cases than this share raise a flag." default:"1" placeholder:"0.05"`
	MissNoEmergency  bool     `help:"Fail when an emergency gets no flag at all."`
	MinFacts         float64  `help:"Fail when fewer answers than this share hold the expected fact." default:"0" placeholder:"0.95"`
	MaxWrongProofs   float64  `help:"Fail when more unsupported claims than this share pass the proof." default:"1" placeholder:"0.03"`
	MinRefused       float64  `help:"Fail when fewer unanswerable questions than this share are refused." default:"0" placeholder:"0.95"`
	MaxWrongRefusals float64  `help:"Fail when more answerable questions than this share are refused." default:"1" placeholder:"0.05"`
}

// A benchCase is one line of any suite.
type benchCase struct {
	ID       string   `json:"id"`
	Messages []string `json:"messages"`
	Message  string   `json:"message"`
	Text     string   `json:"text"`
	Expect   string   `json:"expect"`
	Tags     []string `json:"tags"`
	Facts    []string `json:"facts"`
	Label    string   `json:"label"`

	Claim     string `json:"claim"`
	Supported bool   `json:"supported"`
}

func (c benchCase) turns() []string {
	switch {
	case len(c.Messages) > 0:
		return c.Messages
	case c.Message != "":
		return []string{c.Message}
	}
	return []string{c.Text}
}

// A benchResult is the measurement of one file.
type benchResult struct {
	File   string
	Lines  []string    // the table, ready to print
	Wrong  []benchMiss // every case that went wrong
	Faults []string    // floors that were missed
}

// A benchMiss is a case that went wrong.
type benchMiss struct{ ID, Text, Want, Got string }

// Run measures every file and fails if a floor is missed.
func (c *benchSuitesCmd) Run(ctx context.Context, std stdio) error {
	if len(c.Suite) == 0 {
		return fmt.Errorf("%w: name cases with --suite; the project ships chat/guard/testdata/cases, chat/testdata and retrieval/testdata", errUsage)
	}
	t, err := c.target(ctx)
	if err != nil {
		return err
	}
	files, err := caseFiles(c.Suite)
	if err != nil {
		return err
	}
	var results []benchResult
	var faults []string
	for _, f := range files {
		cases, err := readCases(f)
		if err != nil {
			return err
		}
		r, err := c.measure(ctx, t, f, cases)
		if err != nil {
			return err
		}
		if r == nil {
			continue // lines of another kind
		}
		fmt.Fprintf(std.out, "%s\n  %s\n", f, strings.Join(r.Lines, "\n  "))
		results, faults = append(results, *r), append(faults, r.Faults...)
	}
	if len(results) == 0 {
		return errors.New("no file of cases found; see limber bench --help for their form")
	}
	if c.HTML != "" {
		err := toFile(c.HTML, std.out, func(w io.Writer) error { return writeScorecard(w, results) })
		if err != nil {
			return err
		}
	}
	if err := noneMissed(t); err != nil {
		return err
	}
	if len(faults) > 0 {
		return fmt.Errorf("below the floor: %s", strings.Join(faults, "; "))
	}
	return nil
}

func (c *benchSuitesCmd) measure(ctx context.Context, t target, file string, cases []benchCase) (*benchResult, error) {
	switch {
	case cases[0].Expect != "":
		return c.triageSuite(ctx, t, file, cases)
	case len(cases[0].Facts) > 0:
		return c.answerSuite(ctx, t, file, cases)
	case cases[0].Label != "":
		return c.refusalSuite(ctx, t, file, cases)
	case cases[0].Claim != "":
		return c.proofSuite(ctx, t, file, cases)
	}
	return nil, nil
}

// caseFiles lists the .jsonl files of folders and single files, in order.
func caseFiles(suites []string) ([]string, error) {
	var out []string
	for _, s := range suites {
		info, err := os.Stat(s)
		if err != nil {
			return nil, fmt.Errorf("open suite: %w", err)
		}
		if !info.IsDir() {
			out = append(out, s)
			continue
		}
		found, err := filepath.Glob(filepath.Join(s, "*.jsonl"))
		if err != nil {
			return nil, fmt.Errorf("open suite: %w", err)
		}
		sort.Strings(found)
		out = append(out, found...)
	}
	return out, nil
}

// maxCaseLine bounds one case in bytes.
const maxCaseLine = 1 << 20

func readCases(file string) ([]benchCase, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("open suite: %w", err)
	}
	defer f.Close()
	var out []benchCase
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, maxCaseLine)
	for n := 1; lines.Scan(); n++ {
		var c benchCase
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			return nil, fmt.Errorf("read suite: %s line %d: %w", file, n, err)
		}
		out = append(out, c)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("read suite: %s is empty", file)
	}
	return out, lines.Err()
}
