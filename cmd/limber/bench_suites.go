package main

import (
	"context"
	"fmt"
	"html/template"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/limber-health/limber/chat"
	"github.com/limber-health/limber/chat/guard"
)

// triageSuite measures flags raised and false alarms, as the labelling guide
// in chat/guard defines them: a level named by an accept tag counts as right.
func (c *benchSuitesCmd) triageSuite(ctx context.Context, t target, file string, cases []benchCase) (*benchResult, error) {
	r := &benchResult{File: file}
	var all, talks triageTally
	for _, bc := range cases {
		want, err := guard.ParseLevel(bc.Expect)
		if err != nil {
			return nil, fmt.Errorf("read suite: %s: case %s: %w", file, bc.ID, err)
		}
		got, err := t.triage(ctx, bc.turns())
		if err != nil {
			return nil, err
		}
		accepted := got == want || slices.Contains(bc.Tags, "accept:"+got.String())
		all.add(want, got, accepted)
		if len(bc.turns()) > 1 {
			talks.add(want, got, accepted)
		}
		if !accepted {
			r.Wrong = append(r.Wrong, benchMiss{bc.ID, strings.Join(bc.turns(), " / "), bc.Expect, got.String()})
		}
	}
	r.Lines = []string{
		"flags raised at any level  " + share(all.raised, all.flagged),
		"at the right level or more " + share(all.enough, all.flagged),
		"emergencies not missed     " + share(all.seen, all.emergencies),
		"false alarms               " + share(all.alarms, all.harmless),
		"exactly right              " + share(all.exact, len(cases)),
	}
	if talks.flagged+talks.harmless > 0 {
		r.Lines = append(r.Lines, fmt.Sprintf("of them in several turns: %d of %d flags raised, %d of %d emergencies not missed, %d false alarms of %d",
			talks.raised, talks.flagged, talks.seen, talks.emergencies, talks.alarms, talks.harmless))
	}
	r.floor(all.flagged, float64(all.raised) < c.MinSensitivity*float64(all.flagged), "flags raised")
	r.floor(all.harmless, float64(all.alarms) > c.MaxFalseAlarms*float64(all.harmless), "false alarms")
	r.floor(all.emergencies, c.MissNoEmergency && all.seen < all.emergencies, "a missed emergency")
	return r, nil
}

// A triageTally counts verdicts by what they should have been.
type triageTally struct{ flagged, raised, enough, emergencies, seen, harmless, alarms, exact int }

// add counts one verdict; accepted tells whether it is right.
func (n *triageTally) add(want, got guard.Level, accepted bool) {
	switch {
	case want > guard.None:
		n.flagged++
		n.raised += btoi(got > guard.None)
		n.enough += btoi(got >= want || accepted)
	default:
		n.harmless++
		n.alarms += btoi(!accepted)
	}
	if want == guard.Emergency {
		n.emergencies++
		n.seen += btoi(got > guard.None)
	}
	n.exact += btoi(accepted)
}

// answerSuite measures whether the expected fact is in the answer.
func (c *benchSuitesCmd) answerSuite(ctx context.Context, t target, file string, cases []benchCase) (*benchResult, error) {
	r := &benchResult{File: file}
	var first, any int
	for _, bc := range cases {
		reply, err := t.chat(ctx, bc.turns())
		if err != nil {
			return nil, err
		}
		var texts []string
		for _, s := range reply.Answer.Sentences {
			texts = append(texts, s.Text)
		}
		all := strings.Join(texts, "\n")
		held, err := holdsAny(bc.Facts, all)
		if err != nil {
			return nil, fmt.Errorf("read suite: %s: case %s: %w", file, bc.ID, err)
		}
		if !held {
			r.Wrong = append(r.Wrong, benchMiss{bc.ID, strings.Join(bc.turns(), " / "), strings.Join(bc.Facts, " or "), string(reply.Answer.Status) + ": " + all})
			continue
		}
		any++
		if now, _ := holdsAny(bc.Facts, texts[0]); now {
			first++
		}
	}
	r.Lines = []string{
		"expected fact in the answer         " + share(any, len(cases)),
		"expected fact in the first quote    " + share(first, len(cases)),
	}
	r.floor(len(cases), float64(any) < c.MinFacts*float64(len(cases)), "facts in answers")
	return r, nil
}

// refusalSuite measures what is refused and what is answered.
func (c *benchSuitesCmd) refusalSuite(ctx context.Context, t target, file string, cases []benchCase) (*benchResult, error) {
	r := &benchResult{File: file}
	total, refused := map[string]int{}, map[string]int{}
	for _, bc := range cases {
		reply, err := t.chat(ctx, bc.turns())
		if err != nil {
			return nil, err
		}
		no := reply.Answer.Status != chat.Answered
		total[bc.Label]++
		refused[bc.Label] += btoi(no)
		if no == (bc.Label == "answerable") {
			r.Wrong = append(r.Wrong, benchMiss{bc.ID, bc.Text, bc.Label, string(reply.Answer.Status)})
		}
	}
	for _, label := range slices.Sorted(maps.Keys(total)) {
		r.Lines = append(r.Lines, fmt.Sprintf("%-13s refused %s", label, share(refused[label], total[label])))
	}
	r.floor(total["unanswerable"], float64(refused["unanswerable"]) < c.MinRefused*float64(total["unanswerable"]), "unanswerable questions refused")
	r.floor(total["answerable"], float64(refused["answerable"]) > c.MaxWrongRefusals*float64(total["answerable"]), "answerable questions refused")
	return r, nil
}

// proofSuite measures which claims about the articles the proof lets through.
func (c *benchSuitesCmd) proofSuite(ctx context.Context, t target, file string, cases []benchCase) (*benchResult, error) {
	local, ok := t.(*localTarget)
	if !ok {
		return nil, fmt.Errorf("read suite: %s: claims are proven on this build only", file)
	}
	r := &benchResult{File: file}
	total, passed := map[bool]int{}, map[bool]int{}
	for _, bc := range cases {
		proven, err := local.app.chat.Proves(ctx, bc.Claim)
		if err != nil {
			return nil, err
		}
		total[bc.Supported]++
		passed[bc.Supported] += btoi(proven)
		if proven != bc.Supported {
			r.Wrong = append(r.Wrong, benchMiss{bc.ID, bc.Claim, fmt.Sprint("supported ", bc.Supported), fmt.Sprint("proven ", proven)})
		}
	}
	r.Lines = []string{
		"supported claims proven     " + share(passed[true], total[true]),
		"unsupported claims proven   " + share(passed[false], total[false]),
	}
	r.floor(total[false], float64(passed[false]) > c.MaxWrongProofs*float64(total[false]), "unsupported claims proven")
	return r, nil
}

func (r *benchResult) floor(n int, missed bool, what string) {
	if n > 0 && missed {
		r.Faults = append(r.Faults, r.File+": "+what)
	}
}

func holdsAny(patterns []string, text string) (bool, error) {
	for _, p := range patterns {
		re, err := regexp.Compile("(?i)" + p)
		if err != nil {
			return false, err
		}
		if re.MatchString(text) {
			return true, nil
		}
	}
	return false, nil
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// scorecard is a page without scripts that lists what went wrong.
var scorecard = template.Must(template.New("scorecard").Parse(`<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Limber scorecard</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;width:100%}td,th{border:1px solid #ccc;padding:.4rem;text-align:left;vertical-align:top}pre{background:#f4f4f4;padding:1rem}</style>
<h1>Limber scorecard</h1>
{{range .}}<h2>{{.File}}</h2>
<pre>{{range .Lines}}{{.}}
{{end}}</pre>
{{if .Wrong}}<table><tr><th>case</th><th>what was said</th><th>wanted</th><th>got</th></tr>
{{range .Wrong}}<tr><td>{{.ID}}</td><td>{{.Text}}</td><td>{{.Want}}</td><td>{{.Got}}</td></tr>
{{end}}</table>{{else}}<p>Every case was right.</p>{{end}}
{{end}}</html>
`))

func writeScorecard(w io.Writer, results []benchResult) error {
	if err := scorecard.Execute(w, results); err != nil {
		return fmt.Errorf("write scorecard: %w", err)
	}
	return nil
}
