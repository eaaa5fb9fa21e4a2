package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/limber-health/limber/chat/guard"
)

// triageCmd gives red-flag verdicts only.
type triageCmd struct {
	File    string   `help:"Conversations, one JSON object {\"id\",\"messages\":[…]} a line; - for standard input." default:"-" placeholder:"FILE.jsonl"`
	Explain []string `help:"Explain the verdict for these user turns instead; give the flag once for each turn." placeholder:"TEXT" sep:"none"`
	Trace   bool     `help:"Write the whole explanation of every conversation in the file, not only the verdict."`
	Lint    bool     `help:"Check the rule set and list what is wrong with it."`
	Locale  string   `help:"Language and country, such as en-GB." placeholder:"TAG"`
}

// maxTriageLine bounds one conversation in bytes.
const maxTriageLine = 16 << 20

// Run reads conversations and writes one verdict a line, in the same order.
func (c *triageCmd) Run(std stdio) error {
	g, err := guard.New(guard.Options{})
	if err != nil {
		return fmt.Errorf("load triage rules: %w", err)
	}
	switch {
	case c.Lint:
		return lint(std.out, g)
	case len(c.Explain) > 0:
		enc := json.NewEncoder(std.out)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(g.Explain(c.Explain, c.Locale))
	}
	in := std.in
	if c.File != "-" {
		f, err := os.Open(c.File)
		if err != nil {
			return fmt.Errorf("read conversations: %w", err)
		}
		defer f.Close()
		in = f
	}
	return c.verdicts(in, std.out, g)
}

func (c *triageCmd) verdicts(in io.Reader, out io.Writer, g *guard.Guard) error {
	w := bufio.NewWriter(out)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, maxTriageLine)
	for n := 1; lines.Scan(); n++ {
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		var conv struct {
			ID       string   `json:"id"`
			Messages []string `json:"messages"`
		}
		if err := json.Unmarshal(lines.Bytes(), &conv); err != nil {
			return fmt.Errorf("read conversations: line %d is not {\"id\",\"messages\":[…]}", n)
		}
		if err := enc.Encode(c.judge(g, conv.ID, conv.Messages)); err != nil {
			return fmt.Errorf("write verdicts: %w", err)
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("read conversations: %w", err)
	}
	return w.Flush()
}

// judge gives what is written about one conversation.
func (c *triageCmd) judge(g *guard.Guard, id string, turns []string) any {
	if c.Trace {
		return struct {
			ID string `json:"id"`
			guard.Trace
		}{id, g.Explain(turns, c.Locale)}
	}
	v := g.Eval(turns, c.Locale)
	return struct {
		ID       string          `json:"id"`
		Level    guard.Level     `json:"level"`
		Findings []guard.Finding `json:"findings"`
	}{id, v.Level, v.Findings}
}

func lint(w io.Writer, g *guard.Guard) error {
	problems := g.Lint(time.Now())
	for _, p := range problems {
		fmt.Fprintln(w, p)
	}
	if len(problems) > 0 {
		return fmt.Errorf("the rule set has %d problems", len(problems))
	}
	fmt.Fprintln(w, "The rule set is sound:", g.RulesHash())
	return nil
}
