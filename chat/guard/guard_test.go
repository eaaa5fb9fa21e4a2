package guard_test

import (
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/limber-health/limber/chat/guard"
)

var shared = sync.OnceValues(func() (*guard.Guard, error) {
	return guard.New(guard.Options{Deadline: -1})
})

// newGuard is the guard with the built-in rules and no deadline.
func newGuard(t testing.TB) *guard.Guard {
	t.Helper()
	g, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// level judges turns parted by " / ".
func level(t testing.TB, text string) guard.Level {
	t.Helper()
	return newGuard(t).Eval(strings.Split(text, " / "), "en-GB").Level
}

func TestEvalShape(t *testing.T) {
	g := newGuard(t)
	v := g.Eval([]string{"my left calf is swollen", "and I can't catch my breath"}, "en-US")
	if v.Level != guard.Emergency {
		t.Fatalf("level = %v, want emergency", v.Level)
	}
	if !strings.Contains(v.Action, "911") || v.Headline == "" || v.Reminder == "" {
		t.Errorf("notice = %q %q %q, want texts with 911", v.Headline, v.Action, v.Reminder)
	}
	if len(v.Forbid) == 0 || v.Findings[0].Level != guard.Emergency {
		t.Errorf("forbid = %v, findings = %v", v.Forbid, v.Findings)
	}
	if none := g.Eval([]string{"hello"}, "en-US"); none.Level != guard.None || none.Headline != "" || none.Findings == nil || none.Questions == nil {
		t.Errorf("harmless verdict = %+v, want none, no headline, no nil lists", none)
	}
}

func TestNumbersByLocale(t *testing.T) {
	g := newGuard(t)
	for locale, want := range map[string]string{"en-GB": "999", "en_us": "911", "en-CA": "911", "en-IE": "112", "en-AU": "000",
		"en-NZ": "111", "en-IN": "112", "en-ZA": "10177", "de-EU": "112", "xx": "999", "": "911", "en-US.UTF-8": "911"} {
		if got := g.Eval([]string{"crushing chest pain"}, locale).Action; !strings.Contains(got, want) {
			t.Errorf("locale %q: action %q lacks %s", locale, got, want)
		}
	}
	if got := g.Eval([]string{"I want to die"}, "en-US").Action; !strings.Contains(got, "988") {
		t.Errorf("crisis action = %q, want 988", got)
	}
}

func TestDeadlineEscalates(t *testing.T) {
	g, err := guard.New(guard.Options{Deadline: time.Nanosecond})
	if err != nil {
		t.Fatal(err)
	}
	v := g.Eval([]string{"hello"}, "en-GB")
	if v.Level != guard.Emergency || !strings.Contains(v.Action, "999") || v.Findings == nil {
		t.Errorf("verdict after the deadline = %+v, want the fault notice", v)
	}
	if !g.Explain([]string{"hello"}, "").Fault {
		t.Error("Explain does not report the fault")
	}
	if c := g.Counts(); c.Deadlines != 2 || c.Evals != 2 || c.Panics != 0 {
		t.Errorf("counts = %+v, want 2 deadlines of 2", c)
	}
}

func TestUnreadableLanguage(t *testing.T) {
	g := newGuard(t)
	for _, text := range []string{"нога сильно болит и опухла с утра", "我的腿突然很痛而且发冷", "ساقي منتفخة ومؤلمة جدا", "胸痛", "כאב בחזה", "больно", "dolor de pecho", "douleur thoracique", "Brustschmerzen", "ayuda", "mein linkes Bein ist geschwollen und warm seit gestern"} {
		v := g.Eval([]string{text}, "")
		if v.Level < guard.SeeDoctor || !strings.Contains(v.Action, "112") {
			t.Errorf("%q: %v %q, want the notice in many languages", text, v.Level, v.Headline)
		}
	}
	for _, text := range []string{"👍", "ok", "hola", "merci", "what are calor, dolor, rubor and tumor", "🙏🙏🙏", "", "   ", "1234", "?!"} {
		if v := g.Eval([]string{text}, ""); v.Level != guard.None {
			t.Errorf("%q: %v, want none", text, v.Level)
		}
	}
}

func TestExplain(t *testing.T) {
	g := newGuard(t)
	tr := g.Explain([]string{"no swelling but my calf hurts since my flight home"}, "en-GB")
	status := map[string]string{}
	for _, m := range tr.Mentions {
		status[m.Concept] = m.Status
		if m.Status == "denied" && m.Because != "no" {
			t.Errorf("%s denied because of %q, want no", m.Concept, m.Because)
		}
	}
	if status["swelling"] != "denied" || status["pain"] != "asserted" {
		t.Errorf("status = %v", status)
	}
	if tr.RulesHash != g.RulesHash() || len(tr.RulesHash) != 64 || len(tr.Fired) == 0 {
		t.Errorf("trace = %+v", tr)
	}
	near := g.Explain([]string{"I am on dialysis"}, "")
	if len(near.NearMisses) == 0 {
		t.Error("dialysis alone gives no near miss")
	}
}

// TestQuestions checks which questions a conversation leaves open: none for a
// heel, a bare cramp, a pain nobody gave a place or legs sore from exercise,
// none a second time after a turn without news, although a late yes still
// answers.
func TestQuestions(t *testing.T) {
	g := newGuard(t)
	for _, c := range []struct {
		turns []string
		want  string
	}{
		{[]string{"leg cramps tonight"}, ""},
		{[]string{"my left calf has been in a cramp for 20 minutes"}, "swollen"},
		{[]string{"this deadline hurts"}, ""},
		{[]string{"both legs sore after football"}, ""},
		{[]string{"back pain that goes into my leg"}, "saddle breath swollen"},
		{[]string{"it is fine to sleep with a pillow under my legs"}, ""},
		{[]string{"my legs jump when I am falling asleep"}, ""},
		{[]string{"heel pain in the morning"}, ""},
		{[]string{"sore calf"}, "breath swollen clots"},
		{[]string{"my heel hurts since the flight"}, "breath swollen"},
		{[]string{"sore calf", "thanks"}, ""},
		{[]string{"sore calf", "what is a good pillow"}, ""},
		{[]string{"sore calf", "no"}, "swollen clots"},
		{[]string{"sore calf", "thanks", "it hurts since Monday"}, "breath swollen clots"},
	} {
		var ids []string
		for _, q := range g.Eval(c.turns, "en-GB").Questions {
			ids = append(ids, q.ID)
		}
		if got := strings.Join(ids, " "); got != c.want {
			t.Errorf("%q asks %q, want %q", c.turns, got, c.want)
		}
	}
	if got := g.Eval([]string{"sore calf", "thanks", "yes"}, "en-GB").Level; got != guard.Emergency {
		t.Errorf("a yes after thanks gives %v, want emergency", got)
	}
}

func TestNewRefuses(t *testing.T) {
	rule := "rules:\n  - id: R\n    level: urgent\n    title: t\n    reason: r\n    source: s\n    any: sore\n    fire: [sore]\n    hold: [fine]\n"
	source := "sources:\n  s: {name: n, url: 'https://example.org/', checked: 2026-11-01}\n"
	concept := "concepts:\n  - id: sore\n    kind: finding\n    phrases: sore\n"
	today := func() time.Time { return time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC) }
	for name, text := range map[string]string{
		"empty":           "",
		"unknown field":   source + concept + rule + "extra: 1\n",
		"unknown concept": source + strings.Replace(concept, "id: sore", "id: other", 1) + rule,
		"no source":       concept + rule,
		"no example":      source + concept + strings.Replace(rule, "    hold: [fine]\n", "", 1),
		"failing example": source + concept + strings.Replace(rule, "fire: [sore]", "fire: [fine]", 1),
		"firing hold":     source + concept + strings.Replace(rule, "hold: [fine]", "hold: [sore]", 1),
		"unused concept":  source + concept + "  - id: spare\n    kind: finding\n    phrases: spare\n" + rule,
		"twice":           source + concept + concept[len("concepts:\n"):] + rule,
		"bad phrase":      source + strings.Replace(concept, "phrases: sore", "phrases: '(sore'", 1) + rule,
		"end in a group":  source + strings.Replace(concept, "phrases: sore", "phrases: sore (leg|$)", 1) + rule,
		"end in a list":   "lists: {stops: 'now | now $'}\n" + source + strings.Replace(concept, "phrases: sore", "phrases: sore {stops}", 1) + rule,
		"group of itself": source + concept + "groups:\n  - {id: round, any: sore; round}\n" + strings.Replace(rule, "any: sore", "any: round", 1),
		"groups in circle": source + concept + "groups:\n  - {id: here, any: sore; there}\n  - {id: there, any: here}\n" +
			strings.Replace(rule, "any: sore", "any: here", 1),
		"bad level": source + concept + strings.Replace(rule, "urgent", "soonish", 1),
		"not yaml":  "\t: {",
	} {
		files := fstest.MapFS{"a.yaml": &fstest.MapFile{Data: []byte(text)}}
		if _, err := guard.New(guard.Options{Rules: files, Today: today}); err == nil {
			t.Errorf("%s: New accepts the rules", name)
		}
	}
	files := fstest.MapFS{"a.yaml": &fstest.MapFile{Data: []byte(source + concept + rule)}}
	if _, err := guard.New(guard.Options{Rules: files, Today: today}); err != nil {
		t.Errorf("New refuses sound rules: %v", err)
	}
	late := func() time.Time { return today().AddDate(2, 0, 0) }
	g, err := guard.New(guard.Options{Rules: files, Today: late})
	if err != nil {
		t.Fatalf("a stale review stops the start: %v", err)
	}
	if p := g.Lint(late()); len(p) != 1 || !p[0].Stale {
		t.Errorf("Lint = %v, want one stale problem", p)
	}
}

func TestBuiltInRules(t *testing.T) {
	g := newGuard(t)
	if err := g.SelfTest(); err != nil {
		t.Error(err)
	}
	for _, p := range g.Lint(time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)) {
		t.Error(p)
	}
}

// raise evaluates messages that must raise at least a level.
func raise(t *testing.T, g *guard.Guard, least map[string]guard.Level) {
	t.Helper()
	for text, want := range least {
		if v := g.Eval([]string{text}, ""); v.Level < want {
			t.Errorf("%q: %v, want at least %v", text, v.Level, want)
		}
	}
}

// raiseNothing evaluates messages that must raise no level.
func raiseNothing(t *testing.T, g *guard.Guard, texts []string) {
	t.Helper()
	for _, text := range texts {
		if v := g.Eval([]string{text}, ""); v.Level > guard.None {
			t.Errorf("%q: %v, want none", text, v.Level)
		}
	}
}

// A sweep counts the messages that a guard gives a lower level than they must have.
type sweep struct {
	t          *testing.T
	g          *guard.Guard
	made, fell int

	calms, raised int // of harmless messages
}

// hold checks a message behind the turns before it.
func (w *sweep) hold(text string, want guard.Level, before ...string) {
	w.made++
	turns := append(before, text)
	if got := w.g.Eval(turns, "en-GB").Level; got < want {
		w.fell++
		w.t.Logf("%q: %v, want %v", turns, got, want)
	}
}

// calm checks that a harmless message raises nothing.
func (w *sweep) calm(text string) {
	w.calms++
	if got := w.g.Eval([]string{text}, "en-GB").Level; got > guard.None {
		w.raised++
		w.t.Logf("%q: %v, want none", text, got)
	}
}

// beside puts dangers into ways in which they are nobody's, which must be calm, and adds
// to each what makes it somebody's. {n} is the danger as a noun, {p} what one did.
func (w *sweep) beside(ways, real []string) {
	for _, d := range supposedToo[:5] {
		say := strings.NewReplacer("{n}", d[0], "{p}", d[1])
		for _, way := range ways {
			w.calm(say.Replace(way))
			for _, x := range real {
				w.hold(say.Replace(way+" "+x), guard.SeeDoctor)
			}
		}
	}
}

// endCalm asks that at most a share of the harmless messages raised something.
func (w *sweep) endCalm(most float64) {
	w.t.Helper()
	if w.t.Logf("%d of %d raised", w.raised, w.calms); w.calms == 0 || share(w.raised, w.calms) > most {
		w.t.Errorf("%d of %d harmless ones raise something, want at most %.1f %%", w.raised, w.calms, 100*most)
	}
}

// end asks that so many messages were made and at most a share of them fell.
func (w *sweep) end(least int, most float64) {
	w.t.Helper()
	w.t.Logf("%d of %d fell", w.fell, w.made)
	if w.made < least || share(w.fell, w.made) > most {
		w.t.Errorf("%d of %d fell, want at most %.1f %% of at least %d", w.fell, w.made, 100*most, least)
	}
}
