package main

import (
	"encoding/json"
	"fmt"
	"html/template"
	"io"
)

// print writes the report for a terminal.
func (r *report) print(w io.Writer) {
	fmt.Fprintf(w, "%s to %s: %d replies in %d conversations, %d degraded\n", r.From.Format(dayForm), r.To.Format(dayForm), r.Replies, r.Conversations, r.Degraded)
	for _, part := range []struct {
		title string
		rows  []tally
	}{{"Levels", r.Levels}, {"Rules that fired", r.Rules}, {"Answers", r.Answers}, {"Engines", r.Engines}} {
		fmt.Fprintf(w, "\n%s\n", part.title)
		for _, t := range part.rows {
			fmt.Fprintf(w, "%6d  %s %s\n", t.Count, t.Name, t.Level)
		}
	}
	fmt.Fprintf(w, "\nRatings: %d up, %d down\n", r.Up, r.Down)
	for _, d := range r.Disliked {
		fmt.Fprintf(w, "  down  %s  %s, %s%s\n", d.Receipt, d.Level, d.Status, d.fate())
	}
	fmt.Fprintln(w, "\nRefused questions that at least three people asked")
	for _, c := range r.Unanswered {
		fmt.Fprintf(w, "%6d people, %d times: %s\n", c.People, c.Questions, c.Words)
	}
	fmt.Fprintf(w, "Not shown: %d that fewer people asked, %d whose words are no longer kept\n", r.Rarer, r.Gone)
}

func (d disliked) fate() string {
	if d.Kept {
		return ""
	}
	return ", words no longer kept"
}

// jsonl writes one object a line, each with its kind.
func (r *report) jsonl(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	lines := []any{map[string]any{"kind": "total", "from": r.From.Format(dayForm), "to": r.To.Format(dayForm), "replies": r.Replies, "conversations": r.Conversations,
		"degraded": r.Degraded, "up": r.Up, "down": r.Down, "refused_rarer": r.Rarer, "refused_words_gone": r.Gone}}
	for _, part := range []struct {
		kind string
		rows []tally
	}{{"level", r.Levels}, {"rule", r.Rules}, {"answer", r.Answers}, {"engine", r.Engines}} {
		for _, t := range part.rows {
			lines = append(lines, struct {
				Kind string `json:"kind"`
				tally
			}{part.kind, t})
		}
	}
	for _, d := range r.Disliked {
		lines = append(lines, struct {
			Kind string `json:"kind"`
			disliked
		}{"disliked", d})
	}
	for _, c := range r.Unanswered {
		lines = append(lines, struct {
			Kind string `json:"kind"`
			cluster
		}{"unanswered", c})
	}
	for _, l := range lines {
		if err := enc.Encode(l); err != nil {
			return fmt.Errorf("write report: %w", err)
		}
	}
	return nil
}

var reportPage = template.Must(template.New("report").Funcs(template.FuncMap{"day": func(r *report) string {
	return r.From.Format(dayForm) + " to " + r.To.Format(dayForm)
}}).Parse(`<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Limber report</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;margin:.5rem 0 1.5rem}td,th{border:1px solid #999;padding:.25rem .6rem;text-align:left}td.n{text-align:right}</style>
<h1>Limber report, {{day .}}</h1>
<p>{{.Replies}} replies in {{.Conversations}} conversations, {{.Degraded}} degraded. Ratings: {{.Up}} up, {{.Down}} down.</p>
{{define "rows"}}<table>{{range .}}<tr><td class="n">{{.Count}}</td><td>{{.Name}}</td><td>{{.Level}}</td></tr>{{else}}<tr><td>none</td></tr>{{end}}</table>{{end}}
<h2>Levels</h2>{{template "rows" .Levels}}
<h2>Rules that fired</h2>{{template "rows" .Rules}}
<h2>Answers</h2>{{template "rows" .Answers}}
<h2>Engines</h2>{{template "rows" .Engines}}
<h2>Rated down</h2>
<table><tr><th>Receipt</th><th>Level</th><th>Answer</th><th>Words</th></tr>
{{range .Disliked}}<tr><td><code>{{.Receipt}}</code></td><td>{{.Level}}</td><td>{{.Status}}</td><td>{{if .Kept}}limber replay --text {{.Receipt}}{{else}}no longer kept{{end}}</td></tr>{{end}}</table>
<h2>Refused questions that at least three people asked</h2>
<table><tr><th>People</th><th>Times</th><th>Words that at least three of them used</th></tr>
{{range .Unanswered}}<tr><td class="n">{{.People}}</td><td class="n">{{.Questions}}</td><td>{{.Words}}</td></tr>{{end}}</table>
<p>Not shown: {{.Rarer}} that fewer people asked, {{.Gone}} whose words are no longer kept.</p>
</html>
`))
