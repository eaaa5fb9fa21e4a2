package guard

import (
	"cmp"
	_ "embed"
	"fmt"
	"slices"
	"strings"
)

//go:embed notices.yaml
var noticeText []byte

// notices are the fixed texts a person sees and the numbers of each country.
type notices struct {
	Levels    map[string]notice            `yaml:"levels"`
	Actions   map[string]notice            `yaml:"actions"` // named by rules
	Fault     notice                       `yaml:"fault"`
	Foreign   notice                       `yaml:"foreign"`
	Countries map[string]map[string]string `yaml:"countries"` // country -> slot -> text
}

// A notice is one fixed text; {slots} are filled by country.
type notice struct {
	Headline string `yaml:"headline"`
	Action   string `yaml:"action"`
	Reminder string `yaml:"reminder"`
}

// loadNotices reads the built-in texts and checks that every slot of every
// text is filled for every country.
func loadNotices() (*notices, error) {
	n := &notices{}
	if err := decodeYAML(noticeText, n); err != nil {
		return nil, fmt.Errorf("decode notices: %w", err)
	}
	all := []notice{n.Fault, n.Foreign}
	for _, x := range n.Levels {
		all = append(all, x)
	}
	for _, x := range n.Actions {
		all = append(all, x)
	}
	for country := range n.Countries {
		for _, x := range all {
			for _, text := range [...]string{x.Headline, x.Action, x.Reminder} {
				if strings.ContainsAny(n.fill(text, country), "{}") {
					return nil, fmt.Errorf("fill notices: %s lacks a number for %q", country, text)
				}
			}
		}
	}
	for _, need := range [...]string{"emergency", "urgent", "see_doctor"} {
		if n.Levels[need].Action == "" {
			return nil, fmt.Errorf("decode notices: no text for %s", need)
		}
	}
	return n, nil
}

// country reads the region of a locale such as "en-GB" or "en_gb"; "" when
// there is none or it is not known.
func (n *notices) country(locale string) string {
	parts := strings.FieldsFunc(locale, func(r rune) bool { return r == '-' || r == '_' || r == '.' || r == '@' })
	for _, p := range parts[min(len(parts), 1):] {
		if p = strings.ToUpper(p); n.Countries[p] != nil {
			return p
		}
	}
	if len(parts) == 1 {
		if p := strings.ToUpper(parts[0]); n.Countries[p] != nil && p != "" {
			return p
		}
	}
	return "any"
}

// fill puts a country's numbers into a text.
func (n *notices) fill(text, country string) string {
	for slot, value := range n.Countries[country] {
		text = strings.ReplaceAll(text, "{"+slot+"}", value)
	}
	return text
}

// write puts a notice into a verdict.
func (n *notices) write(v *Verdict, x notice, locale string) {
	c := n.country(locale)
	v.Headline, v.Action, v.Reminder = n.fill(x.Headline, c), n.fill(x.Action, c), n.fill(x.Reminder, c)
}

// fault is the verdict when nothing could be judged.
func (n *notices) fault(locale string) Verdict {
	v := Verdict{Level: Emergency, Findings: []Finding{}, Questions: []Question{}}
	n.write(&v, n.Fault, locale)
	return v
}

// verdict turns a session into what callers see.
func (g *Guard) verdict(s *session, locale string) Verdict {
	v := Verdict{Level: s.level, Findings: make([]Finding, 0, len(s.fired)), Questions: []Question{}}
	for _, f := range s.fired {
		v.Findings = append(v.Findings, s.finding(f))
	}
	slices.SortStableFunc(v.Findings, func(a, b Finding) int { return cmp.Compare(b.Level, a.Level) })
	v.Forbid = s.forbid()
	for _, i := range s.asked {
		if s.idle {
			break // still open: a "yes" in the next turn answers it
		}
		d := s.c.questions[i].def
		v.Questions = append(v.Questions, Question{ID: d.ID, Text: d.Text, Options: []string{"Yes", "No", "Not sure"}})
	}
	if v.Level > None {
		g.texts.write(&v, g.noticeFor(s), locale)
	}
	return v
}

// noticeFor chooses the text: the action of the highest rule that names one,
// otherwise the level's own.
func (g *Guard) noticeFor(s *session) notice {
	for _, f := range s.fired {
		if f.level != s.level || s.c.rules[f.rule].def.Level != f.level {
			continue
		}
		if x, ok := g.texts.Actions[s.c.rules[f.rule].def.Action]; ok {
			return x
		}
	}
	if len(s.fired) == 0 && s.foreign {
		return g.texts.Foreign
	}
	return g.texts.Levels[s.level.String()]
}

// finding writes a fired rule with its evidence.
func (s *session) finding(f fired) Finding {
	r := &s.c.rules[f.rule]
	found := append(s.reader.sorted[:0], f.found...)
	s.reader.sorted = found
	slices.SortStableFunc(found, func(a, b span) int { return cmp.Or(a.turn-b.turn, a.start-b.start) })
	found = distinct(found)
	out := Finding{Rule: r.def.ID, Level: f.level, Title: r.def.Title, Reason: r.def.Reason,
		Source: Source{Name: r.source.Name, URL: r.source.URL}, Evidence: make([]Evidence, len(found))}
	for i, m := range found {
		out.Evidence[i] = Evidence{Turn: m.turn, Start: m.start, End: m.end, Text: s.turns[m.turn][m.start:m.end]}
	}
	return out
}

// distinct leaves out spans that come again, of spans in the order of their
// beginnings.
func distinct(spans []span) []span {
	first := 0 // of those that begin at the same place
	out := spans[:0]
	for _, m := range spans {
		if len(out) > 0 && (m.turn != out[first].turn || m.start != out[first].start) {
			first = len(out)
		}
		if !slices.Contains(out[first:], m) {
			out = append(out, m)
		}
	}
	return out
}

// forbid joins the topics that the fired rules rule out, sorted.
func (s *session) forbid() []string {
	seen := map[string]bool{}
	var out []string
	for _, f := range s.fired {
		for _, t := range s.c.rules[f.rule].def.Forbid {
			if !seen[t] {
				seen[t] = true
				out = append(out, t)
			}
		}
	}
	slices.Sort(out)
	return out
}
